//! A user's conversation: how it begins, who may go on with it, and what the agent is told.

use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{User, Variables};

use super::settings::Settings;
use crate::conversation::Beginning;
use crate::store::{Member, Session, StoreError, TALKIO};
use crate::{ApiError, App};
use vivavoce_agent::Moment;

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

/// How the user of session `of` begins another one, as the embed does after the end of the first;
/// `None` where that session is nobody's. Errors: 401 for a user who is gone or suspended.
pub async fn another(app: &App, of: &str) -> Result<Option<Beginning>, ApiError> {
    let Some(session) = app.store.session(of).await?.filter(is_lesson) else {
        return Ok(None);
    };
    admit(app, &session).await?;
    let member = app.store.member(&session.visitor).await?;
    Ok(member.map(|member| beginning(&member)))
}

/// Whether the session `id` is a user's.
pub async fn is_one(app: &App, id: &str) -> Result<bool, StoreError> {
    Ok(app.store.session(id).await?.as_ref().is_some_and(is_lesson))
}

pub fn is_lesson(session: &Session) -> bool {
    session.source == TALKIO
}

/// Errors: 401 for a session whose user is gone or suspended. Asked with each request of its embed.
pub async fn admit(app: &App, session: &Session) -> Result<(), ApiError> {
    if is_lesson(session)
        && !app
            .store
            .is_member_active(&session.visitor, app.clock.now())
            .await?
    {
        return Err(ApiError::unauthorized(
            "Your access has ended. Please ask your school to renew it.",
        ));
    }
    Ok(())
}

/// Tells the agent whom it teaches, by the settings as they are now.
pub async fn instruct(app: &App, session: &Session, moment: &mut Moment) -> Result<(), StoreError> {
    if !is_lesson(session) {
        return Ok(());
    }
    let Some(member) = app.store.member(&session.visitor).await? else {
        return Ok(());
    };
    let settings = Settings::of(&member);
    moment.setting = vec![
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
    moment.variables.extend(told(&member, &settings));
    moment.language = Some(settings.practice_language);
    Ok(())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
