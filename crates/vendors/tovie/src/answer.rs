//! Waiting for what the agent replies, and telling it: to who waits, to the events, to the webhook.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};
use vivavoce_protocol::wire::{Event, TurnCreated};

use super::dialog::{LEASE, question_id};
use super::state::TovieState;
use super::{ChatError, delivery, dialog, envelope};
use crate::store::{self as rows, Channel, Dialog, Happening, Mode};
use vivavoce_engine::conversation::{Follow, Outcome, Reply};
use vivavoce_engine::in_hand::Holding;
use vivavoce_engine::store::{SessionStatus, StoreError, sessions};

/// When so much time passes between two replies to one asynchronous request, the first of them do
/// not wait for the others.
const BETWEEN: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(250);

/// A request that was put to the agent.
pub struct Waiting {
    pub session_id: String,
    /// The turn. Without an id: the session's first run, which greets; with no `seq` either,
    /// nobody greets.
    pub said: TurnCreated,
    pub asked: Happening,
    pub new_session: bool,
    /// Nobody waits: the webhook and the events tell.
    pub later: bool,
    /// Until it is answered, this process does not begin it anew. `None`: it has, before it had it in
    /// hand.
    pub held: Option<Holding<(String, i64)>>,
}

/// Waits for the whole reply. It is noted also if nobody waits any more.
pub async fn wait(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    waiting: Waiting,
    patience: Duration,
) -> Result<Happening, ChatError> {
    let task = spawn(app, channel, dialog, waiting);
    match tokio::time::timeout(patience, task).await {
        Ok(Ok(Some(reply))) => Ok(reply),
        _ => Err(vivavoce_http::ApiError::new(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            "The reply takes longer than a request may. It will come by the events.",
        )
        .retry_after(5)
        .into()),
    }
}

/// Waits beside the request.
pub fn spawn(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    waiting: Waiting,
) -> JoinHandle<Option<Happening>> {
    let (app, channel, dialog) = (app.clone(), channel.clone(), dialog.clone());
    app.tasks.clone().spawn(async move {
        match follow(&app, &channel, &dialog, &waiting).await {
            Ok(reply) => reply,
            Err(error) => {
                // Its lease lapses, and whoever sees that goes on.
                tracing::warn!(%error, dialog = dialog.id, "a reply could not be followed");
                None
            }
        }
    })
}

/// `None`: the server is stopping, or another process has answered.
async fn follow(
    app: &TovieState,
    channel: &Channel,
    dialog: &Dialog,
    waiting: &Waiting,
) -> Result<Option<Happening>, StoreError> {
    let mut told = Telling {
        app,
        channel,
        dialog,
        waiting,
        messages: 0,
    };
    let said = &waiting.said;
    let mut reply = Reply::default();
    if said.turn_id.is_empty() && said.seq == 0 {
        reply.outcome = Outcome::Finished;
        return told.finish(&reply).await;
    }
    let mut log = Follow::new(app, &waiting.session_id, said.seq.saturating_sub(1));
    let mut complete = BTreeSet::new();
    let mut inside = false;
    let (mut heard, mut renewed) = (Instant::now(), Instant::now());
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while reply.outcome == Outcome::Open {
        // Read to its end: an abandoned query costs a connection.
        let next = log.next();
        tokio::pin!(next);
        let next = loop {
            tokio::select! {
                next = &mut next => break next?,
                _ = looks.tick() => {}
            }
            let lease = Duration::from_millis(LEASE.unsigned_abs());
            if renewed.elapsed() >= lease / 3 {
                renewed = Instant::now();
                let until = app.clock.now() + LEASE;
                let at = waiting.asked.at;
                if !crate::store::renew_request(&app.store, &dialog.id, at, until).await? {
                    return Ok(None);
                }
            }
            if waiting.later && heard.elapsed() >= BETWEEN {
                let ended = |id: &String| complete.contains(id);
                let count = reply.messages.iter().take_while(|it| ended(&it.id));
                told.tell_some(&reply, count.count()).await?;
            }
        };
        let Some(entry) = next else { return Ok(None) };
        if let Event::RunStarted { run_id, .. } = &entry.event {
            inside = said.turn_id.is_empty() || run_id == &said.turn_id;
        }
        if inside {
            reply.take(&entry);
            heard = Instant::now();
            if let Event::TextMessageEnd { message_id } = entry.event {
                complete.insert(message_id);
            }
        }
    }
    told.finish(&reply).await
}

struct Telling<'a> {
    app: &'a TovieState,
    channel: &'a Channel,
    dialog: &'a Dialog,
    waiting: &'a Waiting,
    /// So many were told already.
    messages: usize,
}

impl Telling<'_> {
    /// The first `count` messages of a reply that goes on.
    async fn tell_some(&mut self, reply: &Reply, count: usize) -> Result<(), StoreError> {
        let Some(messages) = reply.messages.get(self.messages..count) else {
            return Ok(());
        };
        if messages.is_empty() {
            return Ok(());
        }
        let new = self.waiting.new_session && self.messages == 0;
        let replied = envelope::replied(messages, &[], &Outcome::Open, new, false);
        let happening = self.happening(replied.data, replied.choices);
        self.messages = count;
        self.write(happening, None, false).await?;
        Ok(())
    }

    async fn finish(&mut self, reply: &Reply) -> Result<Option<Happening>, StoreError> {
        let (app, waiting) = (self.app, self.waiting);
        let session = app.store.session(&waiting.session_id).await?;
        let ends = session.is_none_or(|it| it.status != SessionStatus::Active);
        let messages = reply.messages.get(self.messages..).unwrap_or_default();
        let tools: Vec<(String, String)> = reply
            .tools
            .iter()
            .map(|tool| (tool.name.clone(), tool.input.clone()))
            .collect();
        let new = waiting.new_session && self.messages == 0;
        let mut replied = envelope::replied(messages, &tools, &reply.outcome, new, ends);
        if let Some(switch) = &replied.switch {
            let waits = switch["ignoreOffline"].as_bool().unwrap_or(false);
            if !waits && !dialog::operators_present(app, self.channel).await? {
                // Nobody would come: the agent stays, and the client is told.
                if let Some(replies) = replied.data["replies"].as_array_mut() {
                    replies.retain(|it| it["type"] != "switch");
                }
                replied.switch = None;
                let happening = self.happening(replied.data, replied.choices);
                let done = self.write(happening, None, true).await?;
                let nobody = Happening {
                    kind: "noLivechatOperatorsOnline".to_owned(),
                    question_id: question_id(),
                    body: json!({
                        "event": "noLivechatOperatorsOnline",
                        "data": envelope::nothing(),
                    }),
                    session_id: Some(waiting.session_id.clone()),
                    ..Happening::default()
                };
                dialog::happened(app, self.channel, self.dialog, nobody).await?;
                return Ok(done);
            }
        }
        let happening = self.happening(replied.data, replied.choices);
        self.write(happening, replied.switch, true).await
    }

    fn happening(&self, data: serde_json::Value, choices: Option<serde_json::Value>) -> Happening {
        let asked = &self.waiting.asked;
        Happening {
            kind: "botResponse".to_owned(),
            question_id: asked.question_id.clone(),
            cid: asked.cid.clone(),
            body: json!({ "query": asked.body["query"], "data": data }),
            choices,
            status: Some("SENT".to_owned()),
            // The dialog may be in another one by now.
            session_id: Some(self.waiting.session_id.clone()),
            ..Happening::default()
        }
    }

    /// `last`: the request is answered with it. `None`: it was before, or the session was removed.
    async fn write(
        &self,
        happening: Happening,
        switch: Option<serde_json::Value>,
        last: bool,
    ) -> Result<Option<Happening>, StoreError> {
        let (app, channel, dialog) = (self.app.clone(), self.channel.clone(), self.dialog.clone());
        let (at, later) = (self.waiting.asked.at, self.waiting.later);
        let session_id = self.waiting.session_id.clone();
        let store = self.app.store.clone();
        store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    if last && !rows::close_request(tx, &dialog.id, at).await? {
                        return Ok(None);
                    }
                    if sessions::session_in(tx.conn(), &session_id)
                        .await?
                        .is_none()
                    {
                        return Ok(None);
                    }
                    let done = dialog::happen_in(&app, tx, &channel, &dialog, happening).await?;
                    if let Some(switch) = &switch {
                        let now = app.clock.now();
                        rows::set_mode(tx, &dialog.id, Mode::Waiting, "", Some(switch), now)
                            .await?;
                    }
                    if later {
                        let items = envelope::webhook_items(&channel, &dialog.client_id, &done);
                        let of = done.session_id.as_deref();
                        delivery::post(&app, tx, &channel, of, items).await?;
                    }
                    Ok(Some(done))
                })
            })
            .await
    }
}

/// A request that could not be put to the agent is waited for no longer.
pub async fn give_up(
    app: &TovieState,
    dialog: &Dialog,
    asked: &Happening,
) -> Result<(), StoreError> {
    let (id, at) = (dialog.id.clone(), asked.at);
    app.store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                rows::close_request(tx, &id, at).await?;
                Ok(())
            })
        })
        .await
}
