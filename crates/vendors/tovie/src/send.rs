//! What a client says.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use vivavoce_protocol::caps;
use vivavoce_protocol::text::is_blank;
use vivavoce_protocol::wire::{TurnCreated, User, Variables};

use super::access::{Does, NAME, Query, Whole, allow, channel, client_name};
use super::answer::{self, Waiting};
use super::dialog::question_id;
use super::envelope::{self, Envelope, Exchange};
use super::error::Failure;
use super::state::TovieState;
use super::{ChatError, dialog};
use crate::store::{self as rows, Channel, Dialog, Happening, Mode};
use vivavoce_engine::conversation::{self, Also, Beginning, Known};
use vivavoce_engine::runs;
use vivavoce_engine::store::{Scenario, Session, SessionStatus};
use vivavoce_http::admission::check_dates;
use vivavoce_http::caller::Caller;
use vivavoce_http::json;
use vivavoce_http::path::At;
use vivavoce_protocol::wire::StopReason;

/// What begins a dialog anew.
const START: &str = "/start";
/// Variables a request may bring, and characters of each.
const VARIABLES: usize = 50;
const VARIABLE: usize = 2_000;

/// A request: a `query` or an `event`.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Asked {
    /// Names the client.
    #[schema(example = "test")]
    pub client_id: String,
    /// What the client wrote; `/start` begins anew.
    #[schema(example = "hello")]
    pub query: Option<String>,
    /// Something that happened to the client, such as `fileEvent`.
    pub event: Option<String>,
    /// For the agent: texts become the variables of its instructions, `name` and `email` the
    /// visitor's.
    #[schema(value_type = Object)]
    pub data: Option<Map<String, Value>>,
    /// Names the connection.
    pub cid: Option<String>,
}

/// What of a request the simplified call gives back.
#[derive(serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Echo {
    pub client_id: String,
    pub query: Option<String>,
    pub event: Option<String>,
}

/// What an asynchronous request is known by.
#[derive(serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    pub question_id: String,
}

#[utoipa::path(
    post, path = "/chatapi/{token}", operation_id = "ask", tag = "Requests",
    summary = "Send a request and wait for the reply",
    params(("token" = String, Path, description = "The channel's.")),
    request_body = Asked,
    responses(
        (status = 200, description = "The whole exchange.", body = Envelope),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn ask(
    State(app): State<TovieState>,
    caller: Caller,
    At(token): At<String>,
    Whole(body): Whole,
) -> Result<Json<Exchange>, ChatError> {
    let (channel, asked) = admit(&app, &token, &caller, read(&body)?).await?;
    let patience = app.settings.limits.request_total;
    let patience = patience.saturating_sub(Duration::from_secs(5));
    let taken = take(&app, &caller, &channel, asked, false).await?;
    let done = match taken.waiting {
        Some(waiting) => answer::wait(&app, &channel, &taken.dialog, waiting, patience).await?,
        None => taken.asked,
    };
    Ok(Json(envelope::written(
        &channel,
        &taken.dialog.client_id,
        &done,
    )))
}

#[utoipa::path(
    get, path = "/chatapi/{token}", operation_id = "askSimply", tag = "Requests",
    summary = "Send a request by its address",
    description = "The reply comes by the events, as after an asynchronous request.",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Query, description = "Names the client."),
        ("query" = Option<String>, Query, description = "What the client wrote."),
        ("event" = Option<String>, Query, description = "Something that happened to the client."),
    ),
    responses(
        (status = 200, description = "What was taken.", body = Echo),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn simply(
    State(app): State<TovieState>,
    caller: Caller,
    At(token): At<String>,
    Query(asked): Query<Simple>,
) -> Result<Json<Echo>, ChatError> {
    let asked = Asked {
        client_id: asked.client_id,
        query: asked.query,
        event: asked.event,
        cid: asked.cid,
        data: None,
    };
    let echo = Echo {
        client_id: asked.client_id.clone(),
        query: asked.query.clone(),
        event: asked.event.clone(),
    };
    later(&app, &token, &caller, asked).await?;
    Ok(Json(echo))
}

/// The simplified call's query.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Simple {
    client_id: String,
    query: Option<String>,
    event: Option<String>,
    cid: Option<String>,
}

#[utoipa::path(
    post, path = "/chatapi/{token}/async", operation_id = "askLater", tag = "Requests",
    summary = "Send a request and do not wait",
    description = "The reply comes to the channel's webhook and by the events.",
    params(("token" = String, Path, description = "The channel's.")),
    request_body = Asked,
    responses(
        (status = 200, description = "The request's name.", body = Accepted),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn ask_later(
    State(app): State<TovieState>,
    caller: Caller,
    At(token): At<String>,
    Whole(body): Whole,
) -> Result<Json<Accepted>, ChatError> {
    let question_id = later(&app, &token, &caller, read(&body)?).await?;
    Ok(Json(Accepted { question_id }))
}

async fn later(
    app: &TovieState,
    token: &str,
    caller: &Caller,
    asked: Asked,
) -> Result<String, ChatError> {
    let (channel, asked) = admit(app, token, caller, asked).await?;
    let taken = take(app, caller, &channel, asked, true).await?;
    let question_id = taken.asked.question_id.clone();
    if let Some(waiting) = taken.waiting {
        answer::spawn(app, &channel, &taken.dialog, waiting);
    }
    Ok(question_id)
}

fn read(body: &[u8]) -> Result<Asked, ChatError> {
    let wrong = |problem: String| {
        ChatError::bad_request(&format!(
            "The body must be JSON such as {{\"clientId\": \"test\", \"query\": \"hello\"}}: {problem}"
        ))
    };
    let mut members: BTreeMap<String, Box<RawValue>> =
        json::read(body).map_err(|error| wrong(error.to_string()))?;
    // Numbers are texts there, in their digits: many a database keeps its clients' names as numbers.
    let mut name = |member: &str| match members.remove(member).filter(|it| it.get() != "null") {
        None => Ok(None),
        Some(value) => match json::name(&value) {
            Some(name) => Ok(Some(name)),
            None => Err(wrong(format!("{member} must be a text"))),
        },
    };
    let (client_id, query, event, cid) = (
        name("clientId")?,
        name("query")?,
        name("event")?,
        name("cid")?,
    );
    let data = members
        .remove("data")
        .map(|data| serde_json::from_str(data.get()));
    let data = match data.transpose().map_err(|error| wrong(error.to_string()))? {
        None | Some(Value::Null) => None,
        Some(Value::Object(data)) => Some(data),
        // As some languages write an object without members.
        Some(Value::Array(list)) if list.is_empty() => None,
        Some(_) => return Err(wrong("data must be an object".to_owned())),
    };
    Ok(Asked {
        client_id: client_id.unwrap_or_default(),
        query,
        event,
        data,
        cid,
    })
}

async fn admit(
    app: &TovieState,
    token: &str,
    caller: &Caller,
    asked: Asked,
) -> Result<(Channel, Asked), ChatError> {
    let channel = channel(app, token, caller).await?;
    client_name(&asked.client_id)?;
    let said = |text: &Option<String>| text.as_deref().is_some_and(|it| !is_blank(it));
    if said(&asked.query) == said(&asked.event) {
        return Err(ChatError::bad_request(
            "Send either a query, what the client wrote, or an event",
        ));
    }
    if asked.query.as_deref().is_some_and(caps::is_too_long) {
        let longest = caps::MESSAGE;
        return Err(ChatError::bad_request(&format!(
            "The query has more than {longest} characters. Please shorten it."
        )));
    }
    let long = |text: &Option<String>| text.as_ref().is_some_and(|it| it.chars().count() > NAME);
    if long(&asked.cid) || long(&asked.event) {
        return Err(ChatError::bad_request(
            "cid and event have at most 200 characters each",
        ));
    }
    let now = app.clock.now();
    let bucket = format!("turns from {}", caller.address);
    let rate = app.settings.limits.turns_per_address;
    app.rates.take(bucket, rate, now)?;
    allow(app, &channel, &asked.client_id, Does::Says)?;
    if begins(app, &channel, &asked).await? {
        app.wait_to_begin(caller.address).await?;
        // Before anything is noted of it.
        scenario(app, &channel).await?;
    }
    Ok((channel, asked))
}

/// Whether what is asked needs a session that is not there yet.
async fn begins(app: &TovieState, channel: &Channel, asked: &Asked) -> Result<bool, ChatError> {
    let Some(query) = &asked.query else {
        return Ok(false);
    };
    let known = crate::store::dialog(&app.store, &channel.id, &asked.client_id).await?;
    let Some(dialog) = known.filter(|_| query != START) else {
        return Ok(true);
    };
    // A person reads it, in whatever session there was.
    if dialog.mode != Mode::Agent {
        return Ok(false);
    }
    Ok(active(app, &dialog).await?.is_none())
}

/// The session a dialog is in, if that has not ended.
async fn active(app: &TovieState, dialog: &Dialog) -> Result<Option<Session>, ChatError> {
    let Some(id) = &dialog.session_id else {
        return Ok(None);
    };
    let session = app.store.session(id).await?;
    Ok(session.filter(|it| it.status == SessionStatus::Active))
}

/// The scenario of a channel, if a session may begin in it now.
async fn scenario(app: &TovieState, channel: &Channel) -> Result<Scenario, ChatError> {
    let scenario = app.store.scenario(&channel.scenario_id).await?;
    let scenario = scenario.ok_or_else(|| {
        ChatError::not_found("The scenario of this channel was removed. Give it another one.")
    })?;
    check_dates(&scenario, app.clock.now())?;
    Ok(scenario)
}

/// Bytes of a request that are kept of it.
fn bytes(asked: &Asked) -> usize {
    let data = asked.data.as_ref();
    let data = data.and_then(|it| serde_json::to_vec(it).ok());
    asked.query.as_ref().map_or(0, String::len) + data.map_or(0, |it| it.len())
}

/// A request that is noted, and what it waits for.
struct Taken {
    dialog: Dialog,
    asked: Happening,
    waiting: Option<Waiting>,
}

async fn take(
    app: &TovieState,
    caller: &Caller,
    channel: &Channel,
    asked: Asked,
    later: bool,
) -> Result<Taken, ChatError> {
    let now = app.clock.now();
    let bytes = bytes(&asked);
    let fresh = vivavoce_engine::ids::new_id(now);
    let dialog =
        crate::store::open_dialog(&app.store, &channel.id, &asked.client_id, fresh, now).await?;
    let mut happening = Happening {
        kind: "userRequest".to_owned(),
        question_id: question_id(),
        cid: asked.cid.clone().unwrap_or_default(),
        body: json!({ "query": asked.query }),
        ..Happening::default()
    };
    let Some(query) = asked.query.clone() else {
        "clientEvent".clone_into(&mut happening.kind);
        let event = asked.event.unwrap_or_default();
        happening.body = json!({ "event": event, "data": asked.data });
        let asked = dialog::happened(app, channel, &dialog, happening).await?;
        app.wrote(caller.address, bytes);
        dialog::heed_event(app, channel, &dialog, &event, &asked).await?;
        return Ok(Taken {
            asked: answered_by_nobody(asked),
            dialog,
            waiting: None,
        });
    };
    if dialog.mode != Mode::Agent && query != START {
        let asked = dialog::said_to_person(app, channel, &dialog, happening, &query).await?;
        app.wrote(caller.address, bytes);
        return Ok(Taken {
            asked: answered_by_nobody(asked),
            dialog,
            waiting: None,
        });
    }
    if dialog.mode != Mode::Agent {
        dialog::hand_back(app, channel, &dialog, "").await?;
    }
    // Noted with what it is to be put as, so that another process can put it.
    happening.asked = Some(json!({
        "text": query,
        "later": later,
        "data": asked.data,
    }));
    let asked = dialog::happened(app, channel, &dialog, happening).await?;
    app.wrote(caller.address, bytes);
    let held = app.own.take((dialog.id.clone(), asked.at));
    let waiting = match put(app, channel, &dialog, &asked).await {
        Ok(waiting) => Waiting { held, ..waiting },
        Err(error) => {
            // Who asked is told; nobody is to ask in their place.
            answer::give_up(app, &dialog, &asked).await?;
            return Err(error);
        }
    };
    Ok(Taken {
        dialog,
        asked,
        waiting: Some(waiting),
    })
}

fn answered_by_nobody(mut asked: Happening) -> Happening {
    if !asked.body["data"].is_object() || asked.body["event"].is_string() {
        asked.body["data"] = envelope::nothing();
    }
    asked
}

/// Puts a noted request to the agent, in the dialog's session or in a new one. Put again, it is the
/// same turn.
pub async fn put(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    asked: &Happening,
) -> Result<Waiting, ChatError> {
    let what = asked.asked.clone().unwrap_or_default();
    let text = what["text"].as_str().unwrap_or_default().to_owned();
    let later = what["later"].as_bool().unwrap_or(false);
    let data = what["data"].as_object().cloned().unwrap_or_default();
    let waiting = |session_id: String, said: TurnCreated, new_session: bool| Waiting {
        session_id,
        said,
        asked: asked.clone(),
        new_session,
        later,
        held: None,
    };
    let active = active(app, dialog).await?;
    if let Some(session) = &active
        && text != START
    {
        let choice = choice(app, &dialog.id, &text).await?;
        let said = conversation::say(app, &session.id, &asked.question_id, &text, choice).await?;
        return Ok(waiting(session.id.clone(), said, false));
    }
    let scenario = scenario(app, channel).await?;
    if let Some(session) = active {
        runs::end(app, &session.id, StopReason::Visitor).await?;
    }
    let beginning = Beginning {
        user: User {
            name: word(&data, "name"),
            email: word(&data, "email"),
        },
        variables: variables(&data),
        language: Some(word(&data, "language")).filter(|tag| tag.len() <= 35),
        visitor: dialog.client_id.clone(),
        greets: text == START,
        is_limited: true,
        ..Beginning::default()
    };
    let (id, before, at) = (dialog.id.clone(), dialog.session_id.clone(), asked.at);
    let also: Also = Box::new(move |tx, session| {
        Box::pin(async move { rows::set_session(tx, &id, before.as_deref(), session, at).await })
    });
    let (id, before) = (dialog.id.clone(), dialog.session_id.clone());
    // Two first words at once: the dialog has the other one's session by then.
    let known: Known = Box::new(move |tx| {
        Box::pin(async move { rows::session_since(tx, &id, before.as_deref(), at).await })
    });
    let begun =
        conversation::begin_unless(app, &scenario, beginning, None, Some(also), Some(known))
            .await?;
    let is_new = begun.is_new();
    let ours = begun.session().id;
    if text == START {
        let greets = is_new && scenario.greets();
        let said = TurnCreated {
            turn_id: String::new(),
            seq: if greets { 1 } else { 0 },
        };
        return Ok(waiting(ours, said, is_new));
    }
    let said = conversation::say(app, &ours, &asked.question_id, &text, None).await?;
    Ok(waiting(ours, said, is_new))
}

/// The id of the button that says so, if the newest reply has one.
async fn choice(app: &TovieState, dialog: &str, text: &str) -> Result<Option<String>, ChatError> {
    let offered = crate::store::offered(&app.store, dialog)
        .await?
        .unwrap_or_default();
    let pressed = offered.as_array().into_iter().flatten().find(|it| {
        let says = |name: &str| {
            it[name]
                .as_str()
                .is_some_and(|word| word.trim() == text.trim())
        };
        says("text") || says("id")
    });
    Ok(pressed.and_then(|it| Some(it["id"].as_str()?.to_owned())))
}

fn word(data: &Map<String, Value>, name: &str) -> String {
    let text = data.get(name).and_then(Value::as_str).unwrap_or_default();
    text.chars().take(200).collect()
}

fn variables(data: &Map<String, Value>) -> Variables {
    let plain = data.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return None,
        };
        let fits = !name.is_empty() && name.chars().count() <= NAME;
        fits.then(|| (name.clone(), text.chars().take(VARIABLE).collect()))
    });
    plain.take(VARIABLES).collect()
}
