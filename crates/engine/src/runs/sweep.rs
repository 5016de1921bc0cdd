//! What time ends: sessions beyond their limit or without contact, runs whose process is gone.
//!
//! Everything is found by timestamps in the store, so it works after a restart and beside other
//! processes; what two of them find at once, one of them does.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use vivavoce_protocol::wire::StopReason;

use super::{Guard, Outcome, Run, close, end, finish, start_waiting};
use crate::Engine;
use crate::analyses;
use crate::store::StoreError;
use crate::{log, outbox, removals};

/// How often other processes' events are looked for while anybody waits.
const FOLLOW: Duration = Duration::from_millis(500);
/// Overlap of two such looks, for clocks that differ and commits that take time.
const OVERLAP: i64 = 5_000;
/// An analysis this long overdue was lost with its process.
const ANALYSIS: i64 = 5_000;
/// A live reader has read the end of a session that keeps no transcript after this long.
const ERASURE: i64 = 60_000;
/// Whoever has not talked to another system for a year is new to it.
const VISITORS: i64 = 366 * 86_400_000;
/// Rows one look takes.
pub const BATCH: usize = 200;

/// Everything due, however much a crash has left: closing shares commits, so it is quick.
pub async fn sweep_once(engine: &Engine) -> Result<(), StoreError> {
    loop {
        let ended = end_overdue(engine).await? + end_left_alone(engine).await?;
        let done = ended + close_lapsed(engine).await? + begin_waiting(engine).await?;
        if done < BATCH || engine.stopping.is_cancelled() {
            break;
        }
    }
    let now = engine.clock.now();
    let unanalyzed = ids(
        engine,
        "SELECT id FROM sessions WHERE ended_at < $1 AND analyzed_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM analyses a WHERE a.session_id = sessions.id AND a.lease_until >= $1 + 5000) \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        now - ANALYSIS,
    )
    .await?;
    each_session(engine, unanalyzed, |id| async move {
        analyses::after_end(engine, &id).await
    })
    .await;
    erase_untranscribed(engine, now).await?;
    remove_old(engine, now).await?;
    remove_closed(engine, now).await?;
    engine.store.drop_expired_access(now).await?;
    engine.store.drop_visitors(now - VISITORS).await?;
    outbox::tidy(engine, now).await?;
    engine.store.keep_opens(&engine.opens).await?;
    engine.hub.tidy();
    Ok(())
}

/// Closes runs whose process is gone; answers how many there were. What this process drives is
/// left out before the batch is full, so that a starved process still closes the others'.
async fn close_lapsed(engine: &Engine) -> Result<usize, StoreError> {
    let now = engine.clock.now();
    let lapsed: Vec<(String, String)> = sqlx::query_as(
        "SELECT session_id, run_id FROM runs WHERE outcome IS NULL AND lease_until < $1 \
         AND owner <> $2 LIMIT $3",
    )
    .bind(now)
    .bind(&*engine.process)
    .bind(limit())
    .fetch_all(engine.store.read())
    .await?;
    // Few: a process has no more of them than it began.
    let own: Vec<(String, String)> = sqlx::query_as(
        "SELECT session_id, run_id FROM runs WHERE outcome IS NULL AND lease_until < $1 \
         AND owner = $2",
    )
    .bind(now)
    .bind(&*engine.process)
    .fetch_all(engine.store.read())
    .await?;
    let run = |(session_id, run_id)| Run { session_id, run_id };
    let left = own
        .into_iter()
        .map(run)
        .filter(|run| !engine.running.drives(run));
    let lapsed = lapsed
        .into_iter()
        .map(run)
        .chain(left)
        .take(BATCH)
        .collect();
    let closed = each(lapsed, |run| async move {
        let job = engine.clone();
        engine
            .store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    let outcome = Outcome::interrupted();
                    close(&job, tx, &run, Guard::Lapsed, outcome, Vec::new()).await
                })
            })
            .await
            .map(drop)
    });
    Ok(closed.await)
}

/// Ends sessions beyond their limit and those nobody has asked about for long.
async fn end_overdue(engine: &Engine) -> Result<usize, StoreError> {
    let now = engine.clock.now();
    let overdue = ids(
        engine,
        "SELECT id FROM sessions WHERE ended_at IS NULL AND deadline_at <= $1 \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        now,
    )
    .await?;
    let lost_after =
        i64::try_from(engine.settings.limits.lost_after.as_millis()).unwrap_or(i64::MAX);
    let before = now.saturating_sub(lost_after);
    let silent = ids(
        engine,
        "SELECT id FROM sessions WHERE ended_at IS NULL AND last_contact_at <= $1 AND lasting = 0 \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        before,
    )
    .await?;
    // Of one that is both, the limit is what ends it.
    let silent = silent.into_iter().map(|id| (id, StopReason::Lost));
    let overdue = overdue.into_iter().map(|id| (id, StopReason::MaxDuration));
    let reasons: HashMap<String, StopReason> = silent.chain(overdue).collect();
    let reasons = &reasons;
    let all = reasons.keys().cloned().collect();
    let ended = each_session(engine, all, |id| async move {
        match reasons.get(&id) {
            Some(StopReason::MaxDuration) => end(engine, &id, StopReason::MaxDuration).await,
            _ => finish::end_silent(engine, &id, before).await,
        }
        .map(drop)
    });
    Ok(ended.await)
}

/// Ends sessions whose page went away and did not come back.
async fn end_left_alone(engine: &Engine) -> Result<usize, StoreError> {
    let grace = i64::try_from(engine.settings.limits.leave_grace.as_millis()).unwrap_or(i64::MAX);
    let before = engine.clock.now().saturating_sub(grace);
    let left = ids(
        engine,
        "SELECT id FROM sessions WHERE ended_at IS NULL AND leaving_at <= $1 \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        before,
    )
    .await?;
    let ended = each_session(engine, left, |id| async move {
        finish::end_left(engine, &id, before).await.map(drop)
    });
    Ok(ended.await)
}

/// Begins turns that a stopped process left waiting.
async fn begin_waiting(engine: &Engine) -> Result<usize, StoreError> {
    let waiting: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT t.session_id FROM turns t WHERE t.state <> 'started' AND NOT EXISTS \
         (SELECT 1 FROM runs r WHERE r.session_id = t.session_id AND r.outcome IS NULL) \
         AND t.session_id NOT IN (SELECT value FROM json_each($2)) LIMIT $1",
    )
    .bind(limit())
    .bind(put_off(engine))
    .fetch_all(engine.store.read())
    .await?;
    let begun = each_session(engine, waiting, |id| async move {
        let job = engine.clone();
        engine
            .store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move { start_waiting(&job, tx, &id).await })
            })
            .await
    });
    Ok(begun.await)
}

/// Sessions that keep no transcript and have ended, with their results, before a time.
pub const UNERASED: &str = "SELECT id FROM sessions WHERE transcribe = 0 AND last_seq > erased_seq \
    AND changed_at < $1 AND ended_at IS NOT NULL AND analyzed_at IS NOT NULL \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// The same that nobody ends, in which nothing was said since a time and nothing is being said.
pub const RESTING: &str = "SELECT id FROM sessions WHERE transcribe = 0 AND last_seq > erased_seq \
    AND changed_at < $1 AND ended_at IS NULL AND lasting = 1 AND NOT EXISTS \
    (SELECT 1 FROM runs WHERE session_id = sessions.id AND outcome IS NULL) \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// Erases what was said where no transcript is kept: after the end, once the results are there, and
/// where a conversation has none, after it has rested.
async fn erase_untranscribed(engine: &Engine, now: i64) -> Result<(), StoreError> {
    let ended = ids(engine, UNERASED, now - ERASURE).await?;
    let rest = i64::try_from(engine.settings.limits.erase_after.as_millis()).unwrap_or(i64::MAX);
    let resting = ids(engine, RESTING, now.saturating_sub(rest)).await?;
    let all = ended.into_iter().chain(resting).collect();
    let erased = each_session(engine, all, |id| async move {
        log::erase(engine, &id, now).await
    });
    erased.await;
    log::erase_beside(engine, now.saturating_sub(rest)).await
}

/// Sessions in which nothing was said since the deployment's time.
pub const OLD: &str = "SELECT id FROM sessions WHERE changed_at < $1 AND removed_at IS NULL \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// The same by their scenarios' own times before $1. What is old was begun before that, so it is found
/// by when it was begun, and writing what is said keeps no further index.
pub const OLD_BY_SCENARIO: &str = "SELECT s.id FROM scenarios c CROSS JOIN sessions s \
    ON s.scenario_id = c.id AND s.created_at < $1 - c.retention_days * 86400000 \
    AND s.changed_at < $1 - c.retention_days * 86400000 \
    WHERE c.retention_days IS NOT NULL AND s.removed_at IS NULL \
    AND s.id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// Marks as removed what nobody has said anything in for as long as such sessions are kept; one that
/// still runs ends first. The removal itself goes its own pace, and no more are marked before it has
/// done its work.
async fn remove_old(engine: &Engine, now: i64) -> Result<(), StoreError> {
    if !engine.store.removed_sessions().await?.is_empty() {
        return Ok(());
    }
    let mut old = ids(engine, OLD_BY_SCENARIO, now).await?;
    if let Some(kept) = engine.settings.limits.keep_sessions {
        let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
        let more = ids(engine, OLD, now.saturating_sub(kept)).await?;
        old.extend(more);
        old.truncate(BATCH);
    }
    each_session(engine, old, |id| removals::mark_session(engine, id, now)).await;
    let kept = engine.settings.limits.keep_sessions;
    let kept = kept.map(|kept| i64::try_from(kept.as_millis()).unwrap_or(i64::MAX));
    engine.store.forget_rested(now, kept).await
}

/// Marks as removed the accounts that were closed for as long as such are kept.
async fn remove_closed(engine: &Engine, now: i64) -> Result<(), StoreError> {
    let Some(kept) = engine.settings.limits.keep_closed_accounts else {
        return Ok(());
    };
    let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
    for id in engine
        .store
        .closed_accounts(now.saturating_sub(kept))
        .await?
    {
        engine.store.mark_account_removed(&id, now).await?;
    }
    Ok(())
}

/// A batch of session ids by a time, but for those that failed lately.
async fn ids(engine: &Engine, sql: &'static str, time: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query_scalar(sql)
        .bind(time)
        .bind(limit())
        .bind(put_off(engine))
        .fetch_all(engine.store.read());
    Ok(rows.await?)
}

pub fn limit() -> i64 {
    i64::try_from(BATCH).unwrap_or(i64::MAX)
}

/// Sessions that are not to be tried now, as JSON.
fn put_off(engine: &Engine) -> String {
    serde_json::Value::from(engine.failing.put_off(engine.clock.now())).to_string()
}

/// The same as [`each`] for sessions, of which those that fail are tried later and later.
async fn each_session<F>(engine: &Engine, batch: Vec<String>, work: impl Fn(String) -> F) -> usize
where
    F: Future<Output = Result<(), StoreError>>,
{
    each(batch, |id| {
        let work = work(id.clone());
        async move {
            let done = work.await;
            match &done {
                Ok(()) => engine.failing.worked(&id),
                Err(_) => engine.failing.failed(&id, engine.clock.now()),
            }
            done
        }
    })
    .await
}

/// Does `work` for all of a batch side by side; answers for how many it was done. One that cannot
/// be done keeps nobody else waiting.
async fn each<T, F>(batch: Vec<T>, work: impl Fn(T) -> F) -> usize
where
    F: Future<Output = Result<(), StoreError>>,
{
    let done = join_all(batch.into_iter().map(work)).await;
    let is_done = |result: &Result<(), StoreError>| match result {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, "something due was not done and will be tried again");
            false
        }
    };
    done.into_iter().filter(is_done).count()
}

/// Wakes our readers for events that other processes wrote.
pub async fn follow(engine: Engine) {
    let mut since = engine.clock.now() - OVERLAP;
    loop {
        tokio::select! {
            () = engine.stopping.cancelled() => return,
            () = tokio::time::sleep(FOLLOW) => {}
        }
        let now = engine.clock.now();
        if engine.hub.is_idle() {
            since = now - OVERLAP;
            continue;
        }
        match engine.store.grown_since(since).await {
            Ok(grown) => {
                grown.iter().for_each(|(id, seq)| engine.hub.wake(id, *seq));
                since = now - OVERLAP;
            }
            Err(error) => tracing::warn!(%error, "could not look for other processes' events"),
        }
    }
}
