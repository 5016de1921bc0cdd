//! A conversation as the servers of other systems' APIs need it: begun, said to, waited for, read.
//!
//! Those APIs differ in their words only; the session, its log and its runs are the widget's.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, timeout_at};
use vivavoce_protocol::caps;
use vivavoce_protocol::wire::{
    Choice, Choices, CreateTurn, Event, LogEvent, TurnCreated, User, custom,
};

use crate::log::{Waker, append};
use crate::runs::{self, Run};
use crate::store::spending::{add_written, day};
use crate::store::{Accepted, Scenario, Session, SessionStatus, Spending, StoreError, sessions};
use crate::{Engine, Refusal, ids, outbox, spending};

pub use crate::beginning::{Also, Beginning, Begun, Known};

/// Ten years, in milliseconds: the deadline of what has none.
const LASTING: i64 = 10 * 365 * 86_400_000;

/// Begins a session of `scenario`, whose caller was admitted. `token` is the session token of
/// whoever will speak in it through the widget's protocol. Answers the session as stored, its
/// `last_seq` that of its first event.
pub async fn begin(
    engine: &Engine,
    scenario: &Scenario,
    beginning: Beginning,
    token: Option<&str>,
) -> Result<Session, StoreError> {
    begin_with(engine, scenario, beginning, token, None).await
}

/// The same with what belongs to the session and must not be missing where a process dies.
pub async fn begin_with(
    engine: &Engine,
    scenario: &Scenario,
    beginning: Beginning,
    token: Option<&str>,
    also: Option<Also>,
) -> Result<Session, StoreError> {
    let begun = begin_unless(engine, scenario, beginning, token, also, None).await?;
    Ok(begun.session())
}

/// The session of `beginning`'s visitor in the scenario that has not ended, from the same kind of source;
/// where there is none, one begins. However many ask at once, they are answered with the same one.
pub async fn begin_or_find(
    engine: &Engine,
    scenario: &Scenario,
    beginning: Beginning,
    also: Option<Also>,
) -> Result<Begun, StoreError> {
    let (scenario_id, visitor, source) = (
        scenario.id.clone(),
        beginning.visitor.clone(),
        beginning.source,
    );
    let known: Known = Box::new(move |tx| {
        Box::pin(async move {
            sessions::open_session_in(tx.conn(), &scenario_id, &visitor, Some(source)).await
        })
    });
    begin_unless(engine, scenario, beginning, None, also, Some(known)).await
}

/// Begins a session unless `known` finds one. It looks in the write that begins: what was looked for before
/// may have begun meanwhile.
pub async fn begin_unless(
    engine: &Engine,
    scenario: &Scenario,
    beginning: Beginning,
    token: Option<&str>,
    also: Option<Also>,
    known: Option<Known>,
) -> Result<Begun, StoreError> {
    engine.store.check_room(engine.settings.limits.free_disk)?;
    spending::admit(engine, &scenario.id).await?;
    let now = engine.clock.now();
    let whole = u32::try_from(engine.settings.limits.session_total.as_secs()).unwrap_or(u32::MAX);
    let limit = [
        beginning.max_duration_seconds,
        scenario.max_duration_seconds(),
    ]
    .into_iter()
    .flatten()
    .min()
    .filter(|_| !beginning.lasting || beginning.is_limited);
    let lasts = match limit {
        None if beginning.lasting => LASTING,
        limit => i64::from(limit.unwrap_or(whole).min(whole)) * 1_000,
    };
    let session = Session {
        id: ids::new_id(now),
        scenario_id: scenario.id.clone(),
        account_id: scenario.account_id.clone(),
        scenario_name: scenario.name.clone(),
        style: beginning.style,
        status: SessionStatus::Active,
        user: User {
            name: printable(&beginning.user.name),
            email: printable(&beginning.user.email),
        },
        variables: beginning.variables,
        language: beginning.language.filter(|tag| !tag.is_empty()),
        interface_language: beginning.interface_language,
        accepted: beginning.accepted.map(|what| Accepted { what, at: now }),
        backend: beginning.backend,
        source: beginning.source.to_owned(),
        transcribe: beginning.transcribe && scenario.keeps_transcript(),
        max_duration_seconds: limit.map(|limit| limit.min(whole)),
        created_at: now,
        deadline_at: now + lasts,
        last_contact_at: now,
        ended_at: None,
        stop_reason: None,
        submitted_at: None,
        comment: None,
        erased_at: None,
        last_seq: 0,
        lasting: beginning.lasting,
        visitor: beginning.visitor,
    };
    let secrets = token.map(sessions::SessionSecrets::of);
    // A vendor's backend greets by itself.
    let greets = beginning.greets && scenario.greets() && session.backend.is_none();
    let greeting = greets.then(|| Run {
        session_id: session.id.clone(),
        run_id: ids::new_id(now),
    });
    let (job, row) = (engine.clone(), session);
    engine
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let known = match known {
                    Some(known) => known(tx).await?,
                    None => None,
                };
                if let Some(id) = known
                    && let Some(session) = sessions::session_in(tx.conn(), &id).await?
                {
                    return Ok(Begun::Known(session));
                }
                sessions::insert_session(tx.conn(), &row).await?;
                if let Some(secrets) = secrets {
                    sessions::insert_session_token(tx.conn(), &row.id, &secrets, now).await?;
                }
                if let Some(also) = also {
                    also(tx, &row.id).await?;
                }
                let started = Event::Custom {
                    name: custom::SESSION_STARTED.to_owned(),
                    value: json!({
                        "started_at": now,
                        "scenario_name": row.scenario_name,
                        "max_duration_seconds": row.max_duration_seconds,
                    }),
                };
                let seq = append(tx, &job.hub, &row.id, now, &[started]).await?;
                let given = serde_json::to_vec(&row.variables).map_or(0, |it| it.len() as u64);
                let brought = Spending {
                    bytes: given,
                    ..Spending::default()
                };
                add_written(tx.conn(), &row.id, day(now), brought).await?;
                outbox::announce(&job, tx, "session.started", &row.id).await?;
                if let Some(run) = greeting {
                    runs::start(&job, tx, &run, None).await?;
                }
                Ok(Begun::Anew(Session {
                    last_seq: seq,
                    ..row
                }))
            })
        })
        .await
}

/// One line without control characters: names stand in lists and mails.
pub fn printable(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_control()).collect();
    seen.trim().to_owned()
}

/// Says something in a session, as [`runs::accept`] does: the reply begins at once or when the one
/// that is being written has ended. `turn_id` is the idempotency key, 8 to 64 of
/// `[0-9A-Za-z_-]`. Errors: 404 and 409 (no such session, or it ended), 422 (too long), 429.
pub async fn say(
    engine: &Engine,
    session_id: &str,
    turn_id: &str,
    text: &str,
    choice: Option<String>,
) -> Result<TurnCreated, Refusal> {
    if caps::is_too_long(text) {
        let most = caps::MESSAGE;
        let sentence =
            format!("The message is too long: at most {most} characters. Please shorten it.");
        return Err(Refusal::Invalid {
            member: "message",
            sentence,
        });
    }
    let turn = CreateTurn {
        text: text.to_owned(),
        choice,
    };
    Ok(runs::accept(engine, session_id, turn_id, turn).await?.turn)
}

/// Submits a session that has ended, with what its visitor says of it; answers when that was. The first
/// time counts.
pub async fn submit(
    engine: &Engine,
    session: Session,
    comment: Option<String>,
) -> Result<i64, StoreError> {
    let job = engine.clone();
    engine
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                let now = job.clock.now();
                let first = sqlx::query(
                    "UPDATE sessions SET submitted_at = $1, comment = $2 \
                     WHERE id = $3 AND submitted_at IS NULL",
                )
                .bind(now)
                .bind(&comment)
                .bind(&session.id)
                .execute(tx.conn())
                .await?;
                if first.rows_affected() == 0 {
                    return Ok(session.submitted_at.unwrap_or(now));
                }
                let value = match &comment {
                    Some(comment) => json!({ "comment": comment }),
                    None => json!({}),
                };
                let event = Event::Custom {
                    name: custom::SESSION_SUBMITTED.to_owned(),
                    value,
                };
                append(tx, &job.hub, &session.id, now, &[event]).await?;
                Ok(now)
            })
        })
        .await
}

/// A session's log from a number on, as it grows.
pub struct Follow {
    engine: Engine,
    session_id: String,
    after: u64,
    waker: Waker,
    ready: VecDeque<LogEvent>,
}

impl Follow {
    /// Everything after `after`; 0 from the session's beginning.
    pub fn new(engine: &Engine, session_id: &str, after: u64) -> Self {
        Self {
            waker: engine.hub.subscribe(session_id),
            engine: engine.clone(),
            session_id: session_id.to_owned(),
            after,
            ready: VecDeque::new(),
        }
    }

    /// Whether more can come: the session has not ended or its end was not read, it was not removed, and its
    /// account not closed. Where that cannot be told it can.
    pub async fn is_there(&self) -> bool {
        let found = self
            .engine
            .store
            .goes_on_after(&self.session_id, self.after)
            .await;
        found.unwrap_or(true)
    }

    /// The next event, waiting for it as long as it takes; `None`: the server is stopping. Cancel
    /// safe.
    pub async fn next(&mut self) -> Result<Option<LogEvent>, StoreError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.after = event.seq;
                return Ok(Some(event));
            }
            if self.engine.stopping.is_cancelled() {
                return Ok(None);
            }
            let stored = self
                .engine
                .store
                .page_after(&self.session_id, self.after)
                .await?;
            if stored.is_empty() {
                tokio::select! {
                    () = self.waker.beyond(self.after) => {}
                    () = self.engine.stopping.cancelled() => {}
                }
            }
            for event in stored {
                self.ready.push_back(event.parse()?);
            }
        }
    }
}

/// One reply, read to its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    pub messages: Vec<Message>,
    pub tools: Vec<ToolCall>,
    pub outcome: Outcome,
    /// The newest `seq` that belongs to it.
    pub last_seq: u64,
}

impl Reply {
    /// All its messages, separated by blank lines.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.messages.iter().map(|it| it.text.as_str()).collect();
        texts.join("\n\n")
    }

    /// Takes one event of its run.
    pub fn take(&mut self, entry: &LogEvent) {
        self.last_seq = entry.seq;
        match &entry.event {
            Event::TextMessageStart { message_id, role } if role != "user" => {
                self.messages.push(Message {
                    id: message_id.clone(),
                    at: entry.timestamp,
                    ..Message::default()
                });
            }
            Event::TextMessageContent { message_id, delta } => {
                if let Some(message) = self.messages.iter_mut().find(|it| &it.id == message_id) {
                    message.text.push_str(delta);
                }
            }
            Event::ToolCallStart {
                tool_call_id,
                tool_call_name,
                ..
            } => self.tools.push(ToolCall {
                id: tool_call_id.clone(),
                name: tool_call_name.clone(),
                ..ToolCall::default()
            }),
            Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => {
                if let Some(tool) = self.tools.iter_mut().find(|it| &it.id == tool_call_id) {
                    tool.input.push_str(delta);
                }
            }
            Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => {
                if let Some(tool) = self.tools.iter_mut().find(|it| &it.id == tool_call_id) {
                    tool.result = Some(content.clone());
                }
            }
            Event::Custom { name, value } if name == custom::CHOICES => {
                if let Ok(offer) = serde_json::from_value::<Choices>(value.clone())
                    && let Some(message) = self
                        .messages
                        .iter_mut()
                        .find(|it| it.id == offer.message_id)
                {
                    message.choices = offer.choices;
                }
            }
            Event::RunFinished { result, .. } => {
                // What was withdrawn and not said anew.
                self.messages
                    .retain(|it| !it.text.is_empty() || !it.choices.is_empty());
                let status = result.as_ref().and_then(|it| it.get("status"));
                self.outcome = if status.is_some_and(|it| it == "cancelled") {
                    Outcome::Cancelled
                } else {
                    Outcome::Finished
                };
            }
            Event::RunError { message, .. } => self.outcome = Outcome::Failed(message.clone()),
            event => {
                if let Some(id) = event.withdrawn()
                    && let Some(message) = self.messages.iter_mut().find(|it| it.id == id)
                {
                    message.text.clear();
                }
            }
        }
    }
}

/// One of the agent's messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub id: String,
    /// Markdown.
    pub text: String,
    pub choices: Vec<Choice>,
    /// Unix milliseconds of its beginning.
    pub at: i64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolCall {
    pub id: String,
    pub name: String,
    /// JSON as the agent wrote it.
    pub input: String,
    pub result: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outcome {
    /// It is still being written.
    #[default]
    Open,
    Finished,
    Cancelled,
    /// A sentence for the visitor.
    Failed(String),
}

/// Waits for the reply to the turn `said`, at most `patience`; then it comes back as far as it is,
/// its outcome [`Outcome::Open`].
pub async fn reply(
    engine: &Engine,
    session_id: &str,
    said: &TurnCreated,
    patience: Duration,
) -> Result<Reply, StoreError> {
    let until = Instant::now() + patience;
    let mut follow = Follow::new(engine, session_id, said.seq.saturating_sub(1));
    let mut reply = Reply::default();
    let mut inside = false;
    while let Ok(next) = timeout_at(until, follow.next()).await {
        let Some(entry) = next? else { break };
        if let Event::RunStarted { run_id, .. } = &entry.event {
            inside = run_id == &said.turn_id;
        }
        if inside {
            reply.take(&entry);
            if reply.outcome != Outcome::Open {
                break;
            }
        }
    }
    Ok(reply)
}
