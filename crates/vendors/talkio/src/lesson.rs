//! A user's conversation: how it begins, who may go on with it, and what the agent is told.

use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{User, Variables};

use super::settings::Settings;
use crate::store::{self, Member, TALKIO};
use futures_util::future::BoxFuture;
use vivavoce_agent::AgentContext;
use vivavoce_engine::Refusal;
use vivavoce_engine::conversation::Beginning;
use vivavoce_engine::registry::SessionPolicy;
use vivavoce_engine::store::{Session, Store, StoreError};

/// How a conversation of `member` begins. Whose it is stands in the session, and nowhere else.
pub fn beginning(member: &Member) -> Beginning {
    let settings = Settings::of(member);
    Beginning {
        style: "full".to_owned(),
        user: User {
            name: member.user_name.clone(),
            email: member.email.clone().unwrap_or_default(),
        },
        variables: told(member, &settings),
        language: Some(settings.practice_language),
        source: TALKIO,
        lasting: true,
        visitor: member.id.clone(),
        greets: true,
        ..Beginning::default()
    }
}

/// What a template may say with `{{ }}`.
fn told(member: &Member, settings: &Settings) -> Variables {
    let mut all = Variables::new();
    for (name, value) in [
        ("userName", &member.user_name),
        ("practiceLanguage", &settings.practice_language),
        (
            "practiceLanguageProficiency",
            &settings.practice_language_proficiency,
        ),
        ("userLanguage", &settings.user_language),
        ("defaultTutor", &settings.default_tutor),
    ] {
        // A name too long to be said is left out.
        variables::insert(&mut all, name, value).ok();
    }
    all
}

/// Decides about users' conversations.
pub struct Lessons;

impl SessionPolicy for Lessons {
    fn source(&self) -> &'static str {
        TALKIO
    }

    fn admit<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        now: i64,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        Box::pin(async move {
            if store::is_member_active(store, &session.visitor, now).await? {
                return Ok(());
            }
            Err(Refusal::NotAdmitted(
                "Your access has ended. Please ask your school to renew it.".to_owned(),
            ))
        })
    }

    fn next_session<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        now: i64,
    ) -> BoxFuture<'a, Result<Option<Beginning>, Refusal>> {
        Box::pin(async move {
            self.admit(store, session, now).await?;
            let member = store::member(store, &session.visitor).await?;
            Ok(member.map(|member| beginning(&member)))
        })
    }

    fn instruct<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        context: &'a mut AgentContext,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(instruct(store, session, context))
    }

    /// It goes on at the next sign-in, and whoever uses the browser next is somebody else.
    fn outlives_page(&self) -> bool {
        true
    }
}

/// Tells the agent whom it teaches, by the settings as they are now.
async fn instruct(
    store: &Store,
    session: &Session,
    context: &mut AgentContext,
) -> Result<(), StoreError> {
    let Some(member) = store::member(store, &session.visitor).await? else {
        return Ok(());
    };
    let settings = Settings::of(&member);
    context.setting = vec![
        // Quoted as JSON: a name is data, whatever it says.
        format!(
            "You are a language tutor called {}.",
            quoted(&settings.default_tutor)
        ),
        format!(
            "The visitor learns {} at the level {}. Choose words and sentences of that level, and \
             stay in that language.",
            quoted(&settings.practice_language),
            quoted(&settings.practice_language_proficiency),
        ),
        format!(
            "The visitor's own language is {}. Use it only to explain what they ask about.",
            quoted(&settings.user_language)
        ),
    ];
    context.variables.extend(told(&member, &settings));
    context.language = Some(settings.practice_language);
    Ok(())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
