//! `/users/{id}/conversations`: what a user said, and what was said to them.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::lists::Wanted;
use super::partner::{Partner, UserAt};
use super::wire::{Conversation, ConversationHead, Message, Page};
use crate::store::{Remarks, Talk};
use vivavoce_agent::By;
use vivavoce_engine::store::{Scenario, Session, StoreError};
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

#[utoipa::path(
    get, path = "/users/{user_id}/conversations", operation_id = "listConversations", tag = "Conversations",
    summary = "List an active user's conversations", description = "Newest first.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("page" = Option<u32>, Query, description = "From 1 on.", minimum = 1, example = 1),
        ("limit" = Option<u32>, Query, description = "10 where it is left out; fewer than 10 are refused.", minimum = 10, maximum = 100, example = 10),
        ("promptTemplateId" = Option<String>, Query, description = "Only of this template: its slug or id."),
    ),
    responses((status = 200, description = "One page.", body = Page<ConversationHead>)),
)]
pub async fn list(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Asked(asked): Asked,
) -> Result<Json<Page<ConversationHead>>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let wanted = Wanted::read(&mut fields);
    let template = fields.text("promptTemplateId", 200).here();
    fields.done()?;
    let Partner(organization) = partner;
    let scenario = match &template {
        None => None,
        Some(name) => {
            let found = app.store.scenario(name).await?;
            match found.filter(|it| it.account_id == organization.account_id) {
                Some(scenario) => Some(scenario.id),
                None => return Ok(Json(wanted.of(Vec::new(), 0))),
            }
        }
    };
    let (talks, total) = crate::store::talks(
        &app.store,
        &member.id,
        scenario.as_deref(),
        wanted.limit,
        wanted.offset(),
    )
    .await?;
    let mut data = Vec::with_capacity(talks.len());
    for one in &talks {
        let scenario = app.store.scenario(&one.session.scenario_id).await?;
        data.push(head(one, scenario.as_ref()));
    }
    Ok(Json(wanted.of(data, total)))
}

#[derive(Debug, Deserialize)]
pub struct ConversationAt {
    conversation_id: String,
}

#[utoipa::path(
    get, path = "/users/{user_id}/conversations/{conversation_id}", operation_id = "getConversation", tag = "Conversations",
    summary = "Read an active user's conversation", description = "With its messages, and what a model made of them where the user's settings asked for it.",
    params(
        ("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1"),
        ("conversation_id" = String, Path, description = "Its id, as the list shows it.", example = "67c551e83f44cdf6055a816b"),
    ),
    responses((status = 200, description = "The conversation.", body = Conversation)),
)]
pub async fn read(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    At(conversation): At<ConversationAt>,
) -> Result<Json<Conversation>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let found = talk_of(&app, &member.id, &conversation.conversation_id).await?;
    let scenario = app.store.scenario(&found.session.scenario_id).await?;
    let remarks = crate::store::remarks(&app.store, &found.session.id).await?;
    Ok(Json(Conversation {
        head: head(&found, scenario.as_ref()),
        messages: messages(&app, &found.session.id, &remarks).await?,
    }))
}

/// A user's conversation. Errors: 404 for one of nobody's or of somebody else's.
pub async fn talk_of(app: &App, member_id: &str, id: &str) -> Result<Talk, ApiError> {
    let missing = || {
        ApiError::not_found(
            "This user has no such conversation. Name it by its id, as the list shows it.",
        )
    };
    crate::store::talk_of(&app.store, member_id, id)
        .await?
        .ok_or_else(missing)
}

fn head(talk: &Talk, scenario: Option<&Scenario>) -> ConversationHead {
    let session = &talk.session;
    ConversationHead {
        id: session.id.clone(),
        title: session.scenario_name.clone(),
        prompt_template_id: scenario.map(template_id),
        practice_language: session.language.clone().unwrap_or_default(),
        tutor: tutor(session).to_owned(),
        status: session.status.as_str().to_owned(),
        created_at: times::written_with_zone(session.created_at),
        updated_at: times::written_with_zone(talk.changed_at),
    }
}

/// What the agent called itself when the session began.
fn tutor(session: &Session) -> &str {
    session
        .variables
        .get("defaultTutor")
        .map_or("", String::as_str)
}

/// How addresses and the API name a template.
pub fn template_id(scenario: &Scenario) -> String {
    scenario.slug.clone().unwrap_or_else(|| scenario.id.clone())
}

/// All that was said in a session, with what was remarked on it.
pub async fn messages(
    app: &App,
    session_id: &str,
    remarks: &Remarks,
) -> Result<Vec<Message>, StoreError> {
    let lines = app.store.transcript(session_id).await?;
    Ok(lines
        .into_iter()
        .filter(|line| line.by != By::Tool && !line.text.trim().is_empty())
        .map(|line| {
            let remark = |kind: &str| {
                let (_, text) = remarks.get(&(line.id.clone(), kind.to_owned()))?;
                (!text.is_empty()).then(|| text.clone())
            };
            Message {
                translation: remark("translation"),
                romanization: remark("romanization"),
                feedback: remark("feedback"),
                role: match line.by {
                    By::Visitor => "user",
                    _ => "assistant",
                }
                .to_owned(),
                created_at: times::written_with_zone(line.at),
                content: line.text,
                id: line.id,
            }
        })
        .collect())
}
