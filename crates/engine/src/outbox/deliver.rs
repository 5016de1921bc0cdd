//! What is due is sent, and what came of it noted.

use rand::Rng as _;
use tokio::time::{MissedTickBehavior, interval};

use super::handle::Inner;
use super::sent::Sent;
use super::{ceiling, recipients, report};
use crate::Engine;
use crate::store::outbox::{MAIL, WEBHOOK};
use crate::store::{Analysis, Except, Parcel, Session, Settled, StoreError, TooMany};

/// Pauses between tries, in milliseconds: eight tries within some 26 hours.
pub const PAUSES: [i64; 7] = [
    5_000,
    5 * 60_000,
    30 * 60_000,
    2 * 3_600_000,
    5 * 3_600_000,
    8 * 3_600_000,
    10 * 3_600_000,
];
/// How long anything waits for a target that keeps failing.
const LONGEST: i64 = 3 * 86_400_000;
/// How long settled parcels can still be looked at.
const KEPT: i64 = 7 * 86_400_000;

/// Sends what is due until the server stops.
pub async fn deliver(engine: Engine) {
    let mut ticks = interval(engine.settings.limits.sweep_every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = engine.stopping.cancelled() => return,
            _ = ticks.tick() => {}
            () = engine.outbox.0.due.notified() => {}
        }
        if let Err(error) = take(&engine).await {
            tracing::error!(%error, "the outbox could not be read and will be again");
        }
    }
}

/// Begins as many due deliveries as there is room for.
pub async fn take(engine: &Engine) -> Result<(), StoreError> {
    let Inner {
        room,
        sending,
        breaker,
        ..
    } = &*engine.outbox.0;
    let free = room.available_permits();
    if free == 0 {
        // Whoever is done wakes us.
        return Ok(());
    }
    let now = engine.clock.now();
    let except = Except {
        parcels: sending.keys(),
        targets: breaker.paused(now),
        kinds: engine.registry.parcel_kinds(),
    };
    let lease = i64::try_from(engine.settings.limits.parcel_lease.as_millis()).unwrap_or(i64::MAX);
    let parcels = engine
        .store
        .claim_parcels(
            &engine.process,
            now,
            now.saturating_add(lease),
            free,
            &except,
        )
        .await?;
    for parcel in parcels {
        let Ok(permit) = room.clone().acquire_owned().await else {
            return Ok(());
        };
        let Some(held) = sending.take(parcel.id.clone()) else {
            continue;
        };
        let engine = engine.clone();
        engine.tasks.clone().spawn(async move {
            if let Err(error) = carry(&engine, parcel).await {
                tracing::error!(%error, "what was sent could not be noted; it may be sent again");
            }
            drop((permit, held));
            engine.outbox.0.due.notify_one();
        });
    }
    Ok(())
}

/// Sends one parcel and notes what came of it.
async fn carry(engine: &Engine, parcel: Parcel) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let senders = &engine.outbox.0.senders;
    let delivery = engine.registry.delivery(&parcel);
    let sent = match (delivery, parcel.kind.as_str()) {
        (Some(delivery), _) => delivery.send(&engine.store, senders, &parcel, now).await?,
        (None, MAIL) if recipients::is_question(&parcel.body) => {
            recipients::ask(engine, &parcel).await?
        }
        (None, MAIL) if parcel.body["scenario_id"].is_string() => {
            send_ceiling(engine, &parcel).await?
        }
        (None, MAIL) => send_report(engine, &parcel).await?,
        (None, WEBHOOK) => match engine.store.live_webhook(&parcel.target).await? {
            Some(webhook) => senders.webhooks.send(&webhook, &parcel.body, now).await,
            None => Sent::Hopeless("the webhook is disabled or its account is closed".to_owned()),
        },
        (None, _) => Sent::failed("nothing in this server sends it".to_owned()),
    };
    let now = engine.clock.now();
    if sent == Sent::Gone && parcel.kind == WEBHOOK {
        engine.store.disable_webhook(&parcel.target, now).await?;
    }
    heed(engine, &parcel, &sent, now).await?;
    let pauses = delivery.map_or(&PAUSES[..], |it| it.pauses());
    let spread = rand::rng().random_range(0.9..1.1);
    let settled = settle(&parcel, pauses, sent, now, spread);
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
    let is_over = matches!(settled, Settled::GivenUp(_));
    let is_ours = engine
        .store
        .settle_parcel(&parcel.id, &engine.process, settled, now)
        .await?;
    match delivery {
        Some(delivery) if is_over && is_ours => delivery.given_up(&engine.store, &parcel).await,
        _ => Ok(()),
    }
}

/// Gives up what is too much for a target; answers how many.
async fn give_up(
    engine: &Engine,
    target: &str,
    which: TooMany,
    now: i64,
    detail: &str,
) -> Result<usize, StoreError> {
    let mut count = 0;
    loop {
        let store = &engine.store;
        let some = store.give_up_parcels(target, which, now, detail).await?;
        if some.is_empty() {
            return Ok(count);
        }
        count += some.len();
        for parcel in &some {
            if let Some(delivery) = engine.registry.delivery(parcel) {
                delivery.given_up(store, parcel).await?;
            }
        }
    }
}

/// What a try says of its target. One that fails again and again is left alone for a while, and what
/// has waited for it for days is given up. Mail is everybody's, and one recipient's failure no
/// reason to keep the others' back.
async fn heed(engine: &Engine, parcel: &Parcel, sent: &Sent, now: i64) -> Result<(), StoreError> {
    let (breaker, target) = (&engine.outbox.0.breaker, &parcel.target);
    match sent {
        _ if parcel.kind == MAIL => {}
        Sent::Delivered => breaker.worked(target),
        Sent::Failed { .. } => {
            if let Some(until) = breaker.failed(target, now) {
                let seconds = (until - now) / 1_000;
                tracing::warn!(target = %target, seconds, "nothing is sent to a target that fails");
                let which = TooMany::Before(now - LONGEST);
                let detail = "it could not be delivered for three days";
                give_up(engine, target, which, now, detail).await?;
            }
        }
        Sent::Gone | Sent::Hopeless(_) => {}
    }
    Ok(())
}

/// What follows from a try. `spread` is about 1, so that what failed together is not tried together.
pub fn settle(parcel: &Parcel, pauses: &[i64], sent: Sent, now: i64, spread: f64) -> Settled {
    let (detail, wanted) = match sent {
        Sent::Delivered => return Settled::Delivered,
        Sent::Gone => return Settled::GivenUp("the address says that it is gone".to_owned()),
        Sent::Hopeless(detail) => return Settled::GivenUp(detail),
        Sent::Failed { detail, pause } => (detail, pause),
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

async fn send_report(engine: &Engine, parcel: &Parcel) -> Result<Sent, StoreError> {
    let Some(mailer) = &engine.outbox.0.senders.mailer else {
        return Ok(Sent::failed("no mail server is set up".to_owned()));
    };
    let word = |name: &str| parcel.body[name].as_str().unwrap_or_default();
    let session: Option<Session> = engine.store.session(word("session_id")).await?;
    let Some(session) = session else {
        return Ok(Sent::Hopeless("the session was removed".to_owned()));
    };
    let to = recipients::remaining(engine, &session.account_id, word("to")).await?;
    let Some(to) = to else {
        return Ok(Sent::Hopeless(recipients::NOBODY.to_owned()));
    };
    let scenario = engine.store.scenario(&session.scenario_id).await?;
    let is_on = |name: &str, unless_said: bool| {
        let said = scenario
            .as_ref()
            .and_then(|it| it.session_analysis.get(name));
        said.and_then(serde_json::Value::as_bool)
            .unwrap_or(unless_said)
    };
    let analysis: Option<Analysis> = match is_on("email_analysis", true) {
        true => engine.store.analysis(&session.id).await?,
        false => None,
    };
    let lines = match is_on("email_transcript", false) {
        true => Some(engine.store.transcript(&session.id).await?),
        false => None,
    };
    let address = engine
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
    Ok(mailer.send(&to, &report, engine.clock.now()).await)
}

async fn send_ceiling(engine: &Engine, parcel: &Parcel) -> Result<Sent, StoreError> {
    let Some(mailer) = &engine.outbox.0.senders.mailer else {
        return Ok(Sent::failed("no mail server is set up".to_owned()));
    };
    let word = |name: &str| parcel.body[name].as_str().unwrap_or_default();
    let Some(scenario) = engine.store.scenario(word("scenario_id")).await? else {
        return Ok(Sent::Hopeless("the scenario was removed".to_owned()));
    };
    let to = recipients::remaining(engine, &scenario.account_id, word("to")).await?;
    let Some(to) = to else {
        return Ok(Sent::Hopeless(recipients::NOBODY.to_owned()));
    };
    let report = ceiling::write(&parcel.id, &scenario, &parcel.body);
    Ok(mailer.send(&to, &report, engine.clock.now()).await)
}

/// Forgets what was settled long ago, and gives up what is too much. Of what waits for an address
/// the oldest go: they were tried most often, and say least of how things are now.
pub async fn tidy(engine: &Engine, now: i64) -> Result<(), StoreError> {
    let most = engine.settings.webhooks.max_waiting;
    for target in engine.store.crowded_targets(most).await? {
        let detail = format!("more than {most} messages waited for this address");
        let which = TooMany::Beyond(most);
        let count = give_up(engine, &target, which, now, &detail).await?;
        tracing::warn!(target = %target, count, "given up: too many wait");
    }
    engine.store.drop_settled_parcels(now - KEPT).await
}
