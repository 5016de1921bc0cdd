//! A client's dialog: what happens in it, who answers, and the application's state.

use axum::extract::State;
use axum::response::Json;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use vivavoce_protocol::wire::{Event, custom};

use super::access::{Does, Whole, allow, channel, client_name};
use super::error::Failure;
use super::state::TovieState;
use super::{ChatError, delivery, envelope};
use crate::store::{self as rows, Channel, Dialog, Happening, Mode};
use vivavoce_engine::ids;
use vivavoce_engine::log::{append_within, transcript};
use vivavoce_engine::runs;
use vivavoce_engine::store::{SessionStatus, StoreError, Tx};
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, json};

/// Milliseconds in which a request's waiting must be renewed.
pub const LEASE: i64 = 15_000;
/// Bytes of an application's state.
const STATE: usize = 64_000;
/// Within so many milliseconds operators count as there.
const PRESENT: i64 = 5 * 60_000;

/// A new name for an exchange, in the vendor's form.
pub fn question_id() -> String {
    let bits: u128 = rand::random();
    let text = format!("{bits:032x}");
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

/// Under which name the readers of a client's dialog wait, also before there is one.
pub fn waiting_for(channel_id: &str, client_id: &str) -> String {
    format!("tovie {channel_id} {client_id}")
}

/// Notes what happened and wakes whoever waits for it; answers it with its time.
pub async fn happened(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    happening: Happening,
) -> Result<Happening, StoreError> {
    let first = match happening.cid.as_str() {
        _ if happening.kind != "userRequest" => false,
        cid => crate::store::cursor(&app.store, &dialog.id, cid)
            .await?
            .is_none(),
    };
    let (job, channel, dialog) = (app.clone(), channel.clone(), dialog.clone());
    let cid = happening.cid.clone();
    let id = dialog.id.clone();
    let done = app
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move { happen_in(&job, tx, &channel, &dialog, happening).await })
        })
        .await?;
    if first {
        // What came before this connection's first word is not news to it.
        crate::store::move_cursor(&app.store, &id, &cid, done.at).await?;
    }
    Ok(done)
}

/// The same inside a transaction.
pub async fn happen_in(
    app: &TovieState,
    tx: &mut Tx,
    channel: &Channel,
    dialog: &Dialog,
    mut happening: Happening,
) -> Result<Happening, StoreError> {
    let now = app.clock.now();
    let lease = happening.asked.is_some().then_some(now + LEASE);
    let noted = rows::happen(tx, &dialog.id, now, &happening, lease).await?;
    (happening.at, happening.session_id) = noted;
    let name = waiting_for(&channel.id, &dialog.client_id);
    let (hub, seq) = (app.hub.clone(), u64::try_from(happening.at).unwrap_or(0));
    tx.after_commit(move || hub.wake(&name, seq));
    Ok(happening)
}

/// What a client says while a person answers. The agreed words hand back.
pub async fn said_to_person(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    happening: Happening,
    query: &str,
) -> Result<Happening, ChatError> {
    let phrases = dialog.handover.as_ref().map(|it| &it["closeChatPhrases"]);
    let phrases = phrases
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let closes = phrases.iter().filter_map(Value::as_str).any(|phrase| {
        phrase.trim().to_lowercase() == query.trim().to_lowercase() && !phrase.trim().is_empty()
    });
    let said = happened(app, channel, dialog, happening).await?;
    if closes {
        let last = dialog.handover.as_ref().map(|it| &it["lastMessage"]);
        let last = last.and_then(Value::as_str).unwrap_or_default().to_owned();
        hand_back(app, channel, dialog, &last).await?;
    } else {
        log_words(app, dialog, "user", query, &said.question_id).await?;
    }
    Ok(said)
}

/// What is said while a person answers stands in the session's log like everything else, so that
/// the transcript is whole and the agent knows it when it goes on.
pub async fn log_words(
    app: &TovieState,
    dialog: &Dialog,
    role: &str,
    text: &str,
    message_id: &str,
) -> Result<(), StoreError> {
    let Some(session_id) = dialog.session_id.clone() else {
        return Ok(());
    };
    let session = app.store.session(&session_id).await?;
    if session.is_none_or(|it| it.status != SessionStatus::Active) {
        return Ok(());
    }
    let now = app.clock.now();
    let (thread_id, run_id) = (session_id.clone(), ids::new_id(now));
    let message_id = message_id.to_owned();
    let events = [
        Event::RunStarted {
            thread_id: thread_id.clone(),
            run_id: run_id.clone(),
        },
        Event::TextMessageStart {
            message_id: message_id.clone(),
            role: role.to_owned(),
        },
        Event::TextMessageContent {
            message_id: message_id.clone(),
            delta: text.to_owned(),
        },
        Event::TextMessageEnd { message_id },
        Event::RunFinished {
            thread_id,
            run_id,
            result: Some(transcript::aside()),
        },
    ];
    let job = app.clone();
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                if append_within(&job, tx, &session_id, &events)
                    .await?
                    .is_none()
                {
                    // The next turn begins another; the dialog itself has what was said.
                    runs::end_full(&job, tx, &session_id).await?;
                }
                Ok(())
            })
        })
        .await
}

/// The agent answers again. `words` are said last.
pub async fn hand_back(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    words: &str,
) -> Result<(), StoreError> {
    let happening = Happening {
        kind: "livechatFinished".to_owned(),
        question_id: question_id(),
        body: json!({
            "event": "livechatFinished",
            "operator": dialog.operator,
            "data": envelope::persons_words(words),
        }),
        ..Happening::default()
    };
    let (job, channel, dialog) = (app.clone(), channel.clone(), dialog.clone());
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let now = job.clock.now();
                let current = rows::dialog_in(tx, &dialog.id).await?;
                if current.is_none_or(|it| it.mode == Mode::Agent) {
                    return Ok(());
                }
                rows::set_mode(tx, &dialog.id, Mode::Agent, "", None, now).await?;
                let done = happen_in(&job, tx, &channel, &dialog, happening).await?;
                let items = envelope::webhook_items(&channel, &dialog.client_id, &done);
                delivery::post(&job, tx, &channel, done.session_id.as_deref(), items).await
            })
        })
        .await
}

/// An event that a client sent means something here where a person answers; to the agent it is a
/// note.
pub async fn heed_event(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    event: &str,
    happening: &Happening,
) -> Result<(), ChatError> {
    if event == "livechatFinished" && dialog.mode != Mode::Agent {
        hand_back(app, channel, dialog, "").await?;
        return Ok(());
    }
    let Some(session_id) = &dialog.session_id else {
        return Ok(());
    };
    let session = app.store.session(session_id).await?;
    if session.is_some_and(|it| it.status == SessionStatus::Active) {
        let data = match &happening.body["data"] {
            Value::Null => String::new(),
            data => format!(" {data}"),
        };
        let text: String = format!("{event}{data}").chars().take(4_000).collect();
        note(app, session_id, text).await?;
    }
    Ok(())
}

/// What a client's event is to the agent: a note beside the conversation.
async fn note(app: &TovieState, session_id: &str, text: String) -> Result<(), ChatError> {
    let now = app.clock.now();
    let event = Event::Custom {
        name: custom::SESSION_NOTES.to_owned(),
        value: json!({ "notes": [{ "text": text, "timestamp": now, "source": "client" }] }),
    };
    let (job, id) = (app.clone(), session_id.to_owned());
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                if append_within(&job, tx, &id, &[event]).await?.is_none() {
                    runs::end_full(&job, tx, &id).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

/// Whether somebody may take a dialog over: operators have looked lately.
pub async fn operators_present(app: &TovieState, channel: &Channel) -> Result<bool, StoreError> {
    let seen = crate::store::operators_seen(&app.store, &channel.account_id).await?;
    Ok(seen.is_some_and(|at| app.clock.now() - at <= PRESENT))
}

/// What an application keeps of a client: any JSON object, in the text it was saved in. Numbers have more digits
/// there than any type of ours.
#[derive(serde::Serialize)]
#[serde(transparent)]
pub struct ApplicationState(Box<RawValue>);

#[utoipa::path(
    post, path = "/chatapi/{token}/client/{clientId}/state", operation_id = "saveState",
    tag = "State", summary = "Save the application's state",
    description = "Any JSON object of at most 64 kB. Its contents are not looked at.",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
    ),
    request_body = Object,
    responses(
        (status = 200, description = "As it was saved.", body = Object),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn save(
    State(app): State<TovieState>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
    Whole(body): Whole,
) -> Result<Json<ApplicationState>, ChatError> {
    let channel = channel(&app, &token, &caller).await?;
    let client_id = client_name(&client_id)?;
    allow(&app, &channel, client_id, Does::Says)?;
    let is_object = json::read::<Value>(&body).is_ok_and(|it| it.is_object());
    let state: Box<RawValue> = json::read(&body)
        .ok()
        .filter(|_| is_object)
        .ok_or_else(|| ChatError::bad_request("The body must be a JSON object: the state"))?;
    if body.len() > STATE {
        return Err(ChatError::bad_request(
            "The state has more than 64000 bytes. Please keep less in it.",
        ));
    }
    let now = app.clock.now();
    let dialog =
        crate::store::open_dialog(&app.store, &channel.id, client_id, ids::new_id(now), now)
            .await?;
    let (job, saved) = (app.clone(), state.clone());
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                rows::set_state(tx, &dialog.id, saved.get()).await?;
                let happening = Happening {
                    kind: envelope::STATE.to_owned(),
                    written: format!("{{\"data\":{saved}}}"),
                    ..Happening::default()
                };
                happen_in(&job, tx, &channel, &dialog, happening).await?;
                Ok(())
            })
        })
        .await?;
    Ok(Json(ApplicationState(state)))
}

#[utoipa::path(
    get, path = "/chatapi/{token}/client/{clientId}/state", operation_id = "loadState",
    tag = "State", summary = "Load the application's state",
    params(
        ("token" = String, Path, description = "The channel's."),
        ("clientId" = String, Path, description = "The client's."),
    ),
    responses(
        (status = 200, description = "As it was saved; an empty object where nothing was.", body = Object),
        (status = "4XX", description = "", body = Failure),
    ),
)]
pub async fn load(
    State(app): State<TovieState>,
    caller: Caller,
    At((token, client_id)): At<(String, String)>,
) -> Result<Json<ApplicationState>, ChatError> {
    let channel = channel(&app, &token, &caller).await?;
    allow(&app, &channel, client_name(&client_id)?, Does::Looks)?;
    let state = match crate::store::dialog(&app.store, &channel.id, &client_id).await? {
        Some(dialog) => crate::store::dialog_state(&app.store, &dialog.id).await?,
        None => None,
    };
    let state = RawValue::from_string(state.unwrap_or_else(|| "{}".to_owned()));
    Ok(Json(ApplicationState(state.map_err(ApiError::internal)?)))
}
