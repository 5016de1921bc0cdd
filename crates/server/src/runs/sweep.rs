//! What time ends: sessions beyond their limit or without contact, runs whose process is gone.
//!
//! Everything is found by timestamps in the store, so it works after a restart and beside other
//! processes; what two of them find at once, one of them does.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use vivavoce_core::wire::StopReason;

use super::{Guard, Outcome, Run, analyze, close, end, start_waiting};
use crate::app::App;
use crate::log;
use crate::store::{StoreError, sessions};

/// How often other processes' events are looked for while anybody waits.
const FOLLOW: Duration = Duration::from_millis(500);
/// Overlap of two such looks, for clocks that differ and commits that take time.
const OVERLAP: i64 = 5_000;
/// An analysis this long overdue was lost with its process.
const ANALYSIS: i64 = 5_000;
/// A live reader has read the end of a session that keeps no transcript after this long.
const ERASURE: i64 = 60_000;
/// Rows one look takes; the rest is found by the next.
const BATCH: i64 = 200;

/// Looks again and again until the server stops.
pub async fn sweep(app: App) {
    let mut ticks = interval(app.settings.limits.sweep_every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = sweep_once(&app).await {
            tracing::error!(%error, "the sweep failed and will be tried again");
        }
    }
}

async fn sweep_once(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let pool = app.store.read();
    let lapsed: Vec<(String, String)> = sqlx::query_as(
        "SELECT session_id, run_id FROM runs WHERE outcome IS NULL AND lease_until < $1 LIMIT $2",
    )
    .bind(now)
    .bind(BATCH)
    .fetch_all(pool)
    .await?;
    for (session_id, run_id) in lapsed {
        let (job, run) = (app.clone(), Run { session_id, run_id });
        app.store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    close(
                        &job,
                        tx,
                        &run,
                        Guard::Lapsed,
                        Outcome::interrupted(),
                        Vec::new(),
                    )
                    .await
                })
            })
            .await?;
    }
    let overdue: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM sessions WHERE ended_at IS NULL AND deadline_at <= $1 LIMIT $2",
    )
    .bind(now)
    .bind(BATCH)
    .fetch_all(pool)
    .await?;
    for id in overdue {
        end(app, &id, StopReason::MaxDuration).await?;
    }
    let lost_after = i64::try_from(app.settings.limits.lost_after.as_millis()).unwrap_or(i64::MAX);
    let silent: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM sessions WHERE ended_at IS NULL AND last_contact_at <= $1 LIMIT $2",
    )
    .bind(now.saturating_sub(lost_after))
    .bind(BATCH)
    .fetch_all(pool)
    .await?;
    for id in silent {
        end(app, &id, StopReason::Lost).await?;
    }
    let waiting: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT t.session_id FROM turns t WHERE t.state <> 'started' AND NOT EXISTS \
         (SELECT 1 FROM runs r WHERE r.session_id = t.session_id AND r.outcome IS NULL) LIMIT $1",
    )
    .bind(BATCH)
    .fetch_all(pool)
    .await?;
    for id in waiting {
        let job = app.clone();
        app.store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move { start_waiting(&job, tx, &id).await })
            })
            .await?;
    }
    let unanalyzed: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM sessions WHERE ended_at IS NOT NULL AND analyzed_at IS NULL \
         AND ended_at < $1 LIMIT $2",
    )
    .bind(now - ANALYSIS)
    .bind(BATCH)
    .fetch_all(pool)
    .await?;
    for id in unanalyzed {
        analyze(app, &id).await?;
    }
    erase_untranscribed(app, now).await?;
    app.store.drop_expired_access(now).await?;
    app.hub.tidy();
    app.rates.tidy(now);
    Ok(())
}

async fn erase_untranscribed(app: &App, now: i64) -> Result<(), StoreError> {
    let ids: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM sessions WHERE transcribe = 0 AND analyzed_at IS NOT NULL \
         AND erased_at IS NULL AND ended_at < $1 LIMIT $2",
    )
    .bind(now - ERASURE)
    .bind(BATCH)
    .fetch_all(app.store.read())
    .await?;
    for id in ids {
        app.store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    match sessions::session_in(tx.conn(), &id).await? {
                        Some(session) => log::erase(tx, &session, now).await,
                        None => Ok(()),
                    }
                })
            })
            .await?;
    }
    Ok(())
}

/// Wakes our readers for events that other processes wrote.
pub async fn follow(app: App) {
    let mut since = app.clock.now() - OVERLAP;
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = tokio::time::sleep(FOLLOW) => {}
        }
        let now = app.clock.now();
        if app.hub.is_idle() {
            since = now - OVERLAP;
            continue;
        }
        match app.store.grown_since(since).await {
            Ok(grown) => {
                grown.iter().for_each(|(id, seq)| app.hub.wake(id, *seq));
                since = now - OVERLAP;
            }
            Err(error) => tracing::warn!(%error, "could not look for other processes' events"),
        }
    }
}
