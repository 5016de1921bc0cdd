//! What is sent to others: webhooks and mail.
//!
//! A parcel is put into the outbox in the transaction that makes it true, so it survives whatever
//! happens next. Every process takes due parcels under a lease, so none is sent by two at once; one
//! that was sent while its process died is sent again, under the same id.

use std::sync::Arc;
use std::time::Duration;

use rand::Rng as _;
use serde_json::json;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::ids;
use crate::in_hand::InHand;
use crate::settings::Settings;
use crate::store::{
    Analysis, Except, Parcel, Scenario, Session, Settled, StoreError, TooMany, Tx, outbox, webhooks,
};

pub mod address;
mod breaker;
mod invitation;
pub mod mail;
pub mod report;
#[cfg(test)]
pub(crate) mod tests;
pub mod webhook;

use breaker::Breaker;
pub(crate) use invitation::{invite, remind, sends_mail};
use mail::Mailer;
use webhook::Sender;

/// Deliveries under way at once in one process.
const AT_ONCE: usize = 16;
/// Pauses between tries, in milliseconds: eight tries within some 26 hours.
const PAUSES: [i64; 7] = [
    5_000,
    5 * 60_000,
    30 * 60_000,
    2 * 3_600_000,
    5 * 3_600_000,
    8 * 3_600_000,
    10 * 3_600_000,
];
/// What a channel's webhook gets: the vendor promises three more tries, three seconds apart.
const CHANNEL: &str = "tovie";
const CHANNEL_PAUSES: [i64; 3] = [3_000; 3];
/// How long anything waits for a target that keeps failing.
const LONGEST: i64 = 3 * 86_400_000;
/// How long settled parcels can still be looked at.
const KEPT: i64 = 7 * 86_400_000;

/// What webhooks hear of.
pub const EVENTS: [&str; 5] = [
    "session.started",
    "session.completed",
    "session.terminated",
    "session.analyzed",
    "session.extracted",
];

/// What a try came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    Delivered,
    /// The address is gone for good, and says so.
    Gone,
    Failed {
        detail: String,
        /// The receiver wants at least this pause.
        pause: Option<Duration>,
    },
    /// Trying again cannot help.
    Hopeless(String),
}

impl Sent {
    fn failed(detail: String) -> Self {
        Sent::Failed {
            detail,
            pause: None,
        }
    }
}

/// The sending side; clones are handles to the same.
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    /// Something is due.
    due: Notify,
    room: Arc<Semaphore>,
    /// Parcels this process is sending.
    sending: InHand<String>,
    breaker: Breaker,
    sender: Sender,
    mailer: Option<Mailer>,
}

impl Outbox {
    pub fn new(settings: &Settings) -> Self {
        Self(Arc::new(Inner {
            due: Notify::new(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
            sending: InHand::default(),
            breaker: Breaker::new(&settings.webhooks),
            sender: Sender::new(&settings.webhooks),
            mailer: settings.mail.as_ref().map(Mailer::new),
        }))
    }

    /// Sends soon what a transaction has put in.
    fn wake_after(&self, tx: &mut Tx) {
        let outbox = self.clone();
        tx.after_commit(move || outbox.0.due.notify_one());
    }
}

/// Tells the webhooks of a session's account what happened to it.
pub(crate) async fn announce(
    app: &App,
    tx: &mut Tx,
    event: &'static str,
    session_id: &str,
) -> Result<(), StoreError> {
    let row: Option<(String, String, String)> =
        sqlx::query_as("SELECT account_id, scenario_id, source FROM sessions WHERE id = $1")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await?;
    let Some((account_id, scenario_id, source)) = row else {
        return Ok(());
    };
    let listening = webhooks::live_of(tx.conn(), &account_id).await?;
    if !listening.iter().any(|webhook| webhook.wants(event)) {
        return Ok(());
    }
    let now = app.clock.now();
    let at = jiff::Timestamp::from_millisecond(now)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default();
    let payload = json!({
        "event": event,
        "type": event,
        "id": format!("evt_{}", ids::new_id(now)),
        "ts": at,
        "timestamp": at,
        "data": {
            "session_id": session_id,
            "org_id": account_id,
            "scenario_id": scenario_id,
            "source": source,
        },
    });
    for webhook in listening.iter().filter(|webhook| webhook.wants(event)) {
        let id = ids::new_id(now);
        outbox::insert(tx.conn(), &id, "webhook", &webhook.id, &payload, now).await?;
    }
    app.outbox.wake_after(tx);
    Ok(())
}

/// Sends a list of items to the webhook of a channel of Tovie's chat API. They go with the session
/// whose words they repeat.
pub(crate) async fn post_items(
    app: &App,
    tx: &mut Tx,
    channel_id: &str,
    session_id: Option<&str>,
    items: &serde_json::Value,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let id = ids::new_id(now);
    outbox::insert(tx.conn(), &id, CHANNEL, channel_id, items, now).await?;
    if let Some(session_id) = session_id {
        outbox::belongs(tx.conn(), &id, session_id).await?;
    }
    app.outbox.wake_after(tx);
    Ok(())
}

/// Whether a session's analysis is to be mailed, and to whom.
pub(crate) fn recipient(app: &App, scenario: &Scenario) -> Option<String> {
    app.outbox.0.mailer.as_ref()?;
    let of = |name: &str| scenario.session_analysis.get(name);
    let to = of("admin_email")?.as_str()?.trim();
    let is_on = |name: &str, unless_said: bool| {
        of(name)
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(unless_said)
    };
    let wanted = is_on("email_analysis", true) || is_on("email_transcript", false);
    (wanted && !to.is_empty()).then(|| to.to_owned())
}

/// Mails the report of an analyzed session to `to`: once, however often it is asked for.
pub(crate) async fn report(
    app: &App,
    tx: &mut Tx,
    session_id: &str,
    to: &str,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let first = sqlx::query(
        "UPDATE results SET reported_at = $1 WHERE session_id = $2 AND reported_at IS NULL",
    )
    .bind(now)
    .bind(session_id)
    .execute(tx.conn())
    .await?;
    if first.rows_affected() == 0 {
        return Ok(());
    }
    // Only what names the session: what was said stays in one place, where it can be erased.
    let body = json!({ "session_id": session_id, "to": to });
    let id = format!("report-{session_id}");
    outbox::insert(tx.conn(), &id, "mail", "mail", &body, now).await?;
    app.outbox.wake_after(tx);
    Ok(())
}

/// Sends what is due until the server stops.
pub async fn deliver(app: App) {
    let mut ticks = interval(app.settings.limits.sweep_every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => return,
            _ = ticks.tick() => {}
            () = app.outbox.0.due.notified() => {}
        }
        if let Err(error) = take(&app).await {
            tracing::error!(%error, "the outbox could not be read and will be again");
        }
    }
}

/// Begins as many due deliveries as there is room for.
async fn take(app: &App) -> Result<(), StoreError> {
    let Inner {
        room,
        sending,
        breaker,
        ..
    } = &*app.outbox.0;
    let free = room.available_permits();
    if free == 0 {
        // Whoever is done wakes us.
        return Ok(());
    }
    let now = app.clock.now();
    let except = Except {
        parcels: sending.keys(),
        targets: breaker.paused(now),
    };
    let lease = i64::try_from(app.settings.limits.parcel_lease.as_millis()).unwrap_or(i64::MAX);
    let parcels = app
        .store
        .claim_parcels(&app.process, now, now.saturating_add(lease), free, &except)
        .await?;
    for parcel in parcels {
        let Ok(permit) = room.clone().acquire_owned().await else {
            return Ok(());
        };
        let Some(held) = sending.take(parcel.id.clone()) else {
            continue;
        };
        let app = app.clone();
        app.tasks.clone().spawn(async move {
            if let Err(error) = carry(&app, parcel).await {
                tracing::error!(%error, "what was sent could not be noted; it may be sent again");
            }
            drop((permit, held));
            app.outbox.0.due.notify_one();
        });
    }
    Ok(())
}

/// Sends one parcel and notes what came of it.
async fn carry(app: &App, parcel: Parcel) -> Result<(), StoreError> {
    let sent = match parcel.kind.as_str() {
        "mail" if parcel.body["invitation"].is_string() => invitation::send(app, &parcel).await?,
        "mail" => send_report(app, &parcel).await?,
        CHANNEL => send_items(app, &parcel).await?,
        _ => match app.store.live_webhook(&parcel.target).await? {
            Some(webhook) => {
                let sender = &app.outbox.0.sender;
                sender.send(&webhook, &parcel.body, app.clock.now()).await
            }
            None => Sent::Hopeless("the webhook is disabled or its account is closed".to_owned()),
        },
    };
    let now = app.clock.now();
    if sent == Sent::Gone && parcel.kind != CHANNEL {
        app.store.disable_webhook(&parcel.target, now).await?;
    }
    heed(app, &parcel, &sent, now).await?;
    let settled = settle(&parcel, sent, now, rand::rng().random_range(0.9..1.1));
    match &settled {
        Settled::Delivered => tracing::debug!(parcel = parcel.id, "delivered"),
        Settled::Later(_, detail) => {
            tracing::info!(
                parcel = parcel.id,
                kind = parcel.kind,
                detail,
                "not delivered yet"
            );
        }
        Settled::GivenUp(detail) => {
            tracing::warn!(parcel = parcel.id, kind = parcel.kind, detail, "given up");
        }
    }
    app.store
        .settle_parcel(&parcel.id, &app.process, settled, now)
        .await
}

/// What a try says of its target. One that fails again and again is left alone for a while, and what
/// has waited for it for days is given up. Mail is everybody's, and one recipient's failure no
/// reason to keep the others' back.
async fn heed(app: &App, parcel: &Parcel, sent: &Sent, now: i64) -> Result<(), StoreError> {
    let (breaker, target) = (&app.outbox.0.breaker, &parcel.target);
    match sent {
        _ if parcel.kind == "mail" => {}
        Sent::Delivered => breaker.worked(target),
        Sent::Failed { .. } => {
            if let Some(until) = breaker.failed(target, now) {
                let seconds = (until - now) / 1_000;
                tracing::warn!(target = %target, seconds, "nothing is sent to a target that fails");
                let which = TooMany::Before(now - LONGEST);
                let detail = "it could not be delivered for three days";
                app.store
                    .give_up_parcels(target, which, now, detail)
                    .await?;
            }
        }
        Sent::Gone | Sent::Hopeless(_) => {}
    }
    Ok(())
}

/// What follows from a try. `spread` is about 1, so that what failed together is not tried together.
fn settle(parcel: &Parcel, sent: Sent, now: i64, spread: f64) -> Settled {
    let (detail, wanted) = match sent {
        Sent::Delivered => return Settled::Delivered,
        Sent::Gone => return Settled::GivenUp("the address says that it is gone".to_owned()),
        Sent::Hopeless(detail) => return Settled::GivenUp(detail),
        Sent::Failed { detail, pause } => (detail, pause),
    };
    let pauses: &[i64] = match parcel.kind.as_str() {
        CHANNEL => &CHANNEL_PAUSES,
        _ => &PAUSES,
    };
    let pause = usize::try_from(parcel.attempts)
        .ok()
        .and_then(|attempts| pauses.get(attempts));
    let Some(pause) = pause else {
        return Settled::GivenUp(detail);
    };
    let wanted = wanted.map_or(0, |wanted| {
        i64::try_from(wanted.as_millis()).unwrap_or(i64::MAX)
    });
    let pause = ((*pause as f64 * spread) as i64).max(wanted);
    Settled::Later(now.saturating_add(pause), detail)
}

async fn send_items(app: &App, parcel: &Parcel) -> Result<Sent, StoreError> {
    let channel = app.store.channel(&parcel.target).await?;
    let Some((channel, url)) = channel.and_then(|it| it.webhook_url.clone().map(|url| (it, url)))
    else {
        return Ok(Sent::Hopeless("the channel has no webhook".to_owned()));
    };
    let sender = &app.outbox.0.sender;
    let secret = &channel.webhook_secret;
    Ok(sender
        .post(&url, secret, &parcel.id, &parcel.body, app.clock.now())
        .await)
}

async fn send_report(app: &App, parcel: &Parcel) -> Result<Sent, StoreError> {
    let Some(mailer) = &app.outbox.0.mailer else {
        return Ok(Sent::failed("no mail server is set up".to_owned()));
    };
    let word = |name: &str| parcel.body[name].as_str().unwrap_or_default();
    let session: Option<Session> = app.store.session(word("session_id")).await?;
    let Some(session) = session else {
        return Ok(Sent::Hopeless("the session was removed".to_owned()));
    };
    let scenario = app.store.scenario(&session.scenario_id).await?;
    let is_on = |name: &str, unless_said: bool| {
        let said = scenario
            .as_ref()
            .and_then(|it| it.session_analysis.get(name));
        said.and_then(serde_json::Value::as_bool)
            .unwrap_or(unless_said)
    };
    let analysis: Option<Analysis> = match is_on("email_analysis", true) {
        true => app.store.analysis(&session.id).await?,
        false => None,
    };
    let lines = match is_on("email_transcript", false) {
        true => Some(app.store.transcript(&session.id).await?),
        false => None,
    };
    let address = app
        .settings
        .public_url
        .as_ref()
        .map(|origin| format!("{origin}/api/public/sessions/{}", session.id));
    let report = report::write(
        &session,
        analysis.as_ref(),
        lines.as_deref(),
        address.as_deref(),
    );
    Ok(mailer.send(word("to"), &report, app.clock.now()).await)
}

/// Forgets what was settled long ago, and gives up what is too much. Of what waits for an address
/// the oldest go: they were tried most often, and say least of how things are now.
pub(crate) async fn tidy(app: &App, now: i64) -> Result<(), StoreError> {
    let most = app.settings.webhooks.max_waiting;
    for target in app.store.crowded_targets(most).await? {
        let detail = format!("more than {most} messages waited for this address");
        let which = TooMany::Beyond(most);
        let count = app
            .store
            .give_up_parcels(&target, which, now, &detail)
            .await?;
        tracing::warn!(target = %target, count, "given up: too many wait");
    }
    app.store.drop_settled_parcels(now - KEPT).await
}
