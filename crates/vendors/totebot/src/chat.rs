//! `POST /v1/chat`: a message, and the reply as it is written.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value};
use vivavoce_protocol::caps;
use vivavoce_protocol::person::{EMAIL_CAP, NAME_CAP, check_email};
use vivavoce_protocol::text::is_blank;
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{User, Variables};

use super::caller::{Agent, Body};
use super::refusal::Refusal;
use super::{shapes, stream};
use vivavoce_engine::conversation::{self, Beginning, printable};
use vivavoce_engine::ids;
use vivavoce_engine::store::{Identity, Scenario, Session, SessionStatus};
use vivavoce_http::admission::check_dates;
use vivavoce_http::error::Place;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::{App, json};

/// Bytes of an identity's metadata.
const METADATA: usize = 16 * 1024;
/// Characters of an id.
const ID: usize = 200;

/// `POST /v1/chat {message, conversationId?, identity?}`.
#[utoipa::path(
    post, path = "/chat", operation_id = "chat", tag = "Chat",
    summary = "Send a message to the agent",
    description = "The reply comes as server-sent events whose data is JSON with a `type`: `chunk` (a piece of \
        text), `tool_call`, `action_started` and `action_completed` (what the agent does), `completed` (the whole \
        text; the last event) or `error` (the last event, too). Without `conversationId` a conversation begins; \
        every event carries its id. Closing the connection stops the agent.",
    request_body = shapes::ChatForm,
    responses(
        (status = 200, description = "The reply, as it is written.", body = shapes::ChatEvent, content_type = "text/event-stream"),
        (status = 400, description = ""), (status = 404, description = ""),
        (status = 403, description = "No conversation begins now: the agent has dates.", body = shapes::Failure),
        (status = 409, description = "The conversation has ended, or is held in an embed."),
    ),
)]
pub async fn chat(
    State(app): State<App>,
    Agent(scenario): Agent,
    Body(body, text): Body,
) -> Result<Response, Refusal> {
    let mut fields = Fields::new(&body, &["body"]);
    let message = message(&mut fields);
    let conversation_id = fields.name("conversationId", ID).here();
    let source = source(&mut fields);
    let identity = identity(&body, &text, &mut fields);
    fields.done()?;
    let session = match conversation_id.filter(|id| !id.is_empty()) {
        Some(id) => open(&app, &scenario, &id).await?,
        None => begin(&app, &scenario, source, identity.as_ref()).await?,
    };
    if let Some(identity) = identity {
        let now = app.clock.now();
        app.store.put_identity(&session.id, identity, now).await?;
    }
    let turn_id = ids::new_id(app.clock.now());
    let said = conversation::say(&app, &session.id, &turn_id, &message, None).await?;
    Ok(stream::reply(&app, &session.id, &said))
}

fn message(fields: &mut Fields<'_>) -> String {
    match fields.text("message", caps::MESSAGE) {
        Given::Here(text) if !is_blank(&text) => return text,
        Given::Here(_) => fields.wrong("message", "The message is empty", "value_error"),
        _ if !fields.has("message") => fields.missing("message"),
        _ => {}
    }
    String::new()
}

fn source(fields: &mut Fields<'_>) -> &'static str {
    let Given::Here(word) = fields.text("source", 20) else {
        return "API";
    };
    let known = super::asked::SOURCES
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(&word));
    known.unwrap_or_else(|| {
        let words = super::asked::SOURCES.join(", ");
        fields.wrong("source", format!("Input should be one of {words}"), "enum");
        "API"
    })
}

/// What is said of the visitor. Members that have no name here are metadata, too: the identity's
/// form is free.
fn identity(
    body: &Map<String, Value>,
    written: &[u8],
    fields: &mut Fields<'_>,
) -> Option<Identity> {
    // As some languages write an object without members.
    if body
        .get("identity")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
    {
        return None;
    }
    let Given::Here(mut given) = fields.object("identity", 2 * METADATA) else {
        return None;
    };
    let mut metadata = match given.remove("metadata") {
        Some(Value::Object(members)) => members,
        None | Some(Value::Null) => Map::new(),
        Some(Value::Array(list)) if list.is_empty() => Map::new(),
        Some(other) => Map::from_iter([("value".to_owned(), other)]),
    };
    let mut text = |names: &[&str], most: usize| -> String {
        let mut found = String::new();
        for name in names {
            let text = match given.remove(*name) {
                Some(Value::String(text)) => text,
                Some(Value::Number(number)) => json::name_at(written, &["identity", name])
                    .unwrap_or_else(|| number.to_string()),
                _ => continue,
            };
            if found.is_empty() {
                found = printable(&text).chars().take(most).collect();
            }
        }
        found
    };
    let customer_id = text(&["id", "userId", "user_id", "customerId", "externalId"], ID);
    let name = text(&["name", "fullName"], NAME_CAP);
    let email = text(&["email"], EMAIL_CAP);
    let phone = text(&["phone", "phoneNumber"], 50);
    metadata.extend(given);
    if Value::Object(metadata.clone()).to_string().len() > METADATA {
        fields.wrong(
            "identity",
            format!("The metadata has more than {METADATA} bytes"),
            "too_long",
        );
    }
    if !email.is_empty() && check_email(&email).is_some() {
        let place = body.get("identity").map(|_| vec![Place::from("email")]);
        fields.wrong_below(
            "identity",
            place.unwrap_or_default(),
            "Input should be an email address".to_owned(),
            "value_error",
        );
    }
    let metadata = Value::Object(metadata);
    Some(Identity {
        customer_id,
        name,
        email,
        phone,
        variables: filling(&metadata),
        metadata,
    })
}

/// A conversation that may go on.
async fn open(app: &App, scenario: &Scenario, id: &str) -> Result<Session, Refusal> {
    let session = app.store.session(id).await?;
    let session = session
        .filter(|session| session.scenario_id == scenario.id)
        .ok_or_else(super::conversations::missing)?;
    if session.style != Beginning::default().style {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "This conversation is held in an embed, where its visitor speaks. Leave conversationId \
             out to begin another.",
        ));
    }
    if session.status != SessionStatus::Active {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "This conversation has ended. Leave conversationId out to begin another.",
        ));
    }
    Ok(session)
}

async fn begin(
    app: &App,
    scenario: &Scenario,
    source: &'static str,
    identity: Option<&Identity>,
) -> Result<Session, Refusal> {
    check_dates(scenario, app.clock.now())?;
    let mut beginning = Beginning {
        source,
        is_limited: true,
        ..Beginning::default()
    };
    if let Some(identity) = identity {
        beginning.visitor.clone_from(&identity.customer_id);
        beginning.user = User {
            name: identity.name.clone(),
            email: identity.email.clone(),
        };
        beginning.variables.clone_from(&identity.variables);
    }
    Ok(conversation::begin(app, scenario, beginning, None).await?)
}

/// Metadata fills the `{{ variables }}` of the same name; what cannot stand for one is passed over.
fn filling(metadata: &Value) -> Variables {
    let mut taken = Variables::new();
    for (name, value) in metadata.as_object().into_iter().flatten() {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => continue,
        };
        variables::insert(&mut taken, name, &text).ok();
    }
    taken
}
