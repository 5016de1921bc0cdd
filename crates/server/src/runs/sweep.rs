//! What time ends: sessions beyond their limit or without contact, runs whose process is gone.
//!
//! Everything is found by timestamps in the store, so it works after a restart and beside other
//! processes; what two of them find at once, one of them does.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{MissedTickBehavior, interval};
use vivavoce_protocol::wire::StopReason;

use super::{Guard, Outcome, Run, close, end, finish, start_waiting};
use crate::analyses;
use crate::app::App;
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
/// An expired link or cookie is told from an unknown one for this long.
const EXPIRED: i64 = 86_400_000;
/// Whoever has not talked to another system for a year is new to it.
const VISITORS: i64 = 366 * 86_400_000;
/// Rows one look takes.
const BATCH: usize = 200;

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

/// Everything due, however much a crash has left: closing shares commits, so it is quick.
pub(crate) async fn sweep_once(app: &App) -> Result<(), StoreError> {
    loop {
        let ended = end_overdue(app).await? + end_left_alone(app).await?;
        let done = ended + close_lapsed(app).await? + begin_waiting(app).await?;
        if done < BATCH || app.stopping.is_cancelled() {
            break;
        }
    }
    let now = app.clock.now();
    let unanalyzed = ids(
        app,
        "SELECT id FROM sessions WHERE ended_at < $1 AND analyzed_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM analyses a WHERE a.session_id = sessions.id AND a.lease_until >= $1 + 5000) \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        now - ANALYSIS,
    )
    .await?;
    each_session(app, unanalyzed, |id| async move {
        analyses::after_end(app, &id).await
    })
    .await;
    erase_untranscribed(app, now).await?;
    remove_old(app, now).await?;
    app.store.drop_expired_access(now).await?;
    app.store.drop_expired_member_tokens(now - EXPIRED).await?;
    app.store.drop_visitors(now - VISITORS).await?;
    outbox::tidy(app, now).await?;
    app.store.keep_opens(&app.opens).await?;
    app.hub.tidy();
    app.rates.tidy(app.clock.now());
    Ok(())
}

/// Closes runs whose process is gone; answers how many there were. What this process drives is
/// left out before the batch is full, so that a starved process still closes the others'.
async fn close_lapsed(app: &App) -> Result<usize, StoreError> {
    let now = app.clock.now();
    let lapsed: Vec<(String, String)> = sqlx::query_as(
        "SELECT session_id, run_id FROM runs WHERE outcome IS NULL AND lease_until < $1 \
         AND owner <> $2 LIMIT $3",
    )
    .bind(now)
    .bind(&*app.process)
    .bind(limit())
    .fetch_all(app.store.read())
    .await?;
    // Few: a process has no more of them than it began.
    let own: Vec<(String, String)> = sqlx::query_as(
        "SELECT session_id, run_id FROM runs WHERE outcome IS NULL AND lease_until < $1 \
         AND owner = $2",
    )
    .bind(now)
    .bind(&*app.process)
    .fetch_all(app.store.read())
    .await?;
    let run = |(session_id, run_id)| Run { session_id, run_id };
    let left = own
        .into_iter()
        .map(run)
        .filter(|run| !app.running.drives(run));
    let lapsed = lapsed
        .into_iter()
        .map(run)
        .chain(left)
        .take(BATCH)
        .collect();
    let closed = each(lapsed, |run| async move {
        let job = app.clone();
        app.store
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
async fn end_overdue(app: &App) -> Result<usize, StoreError> {
    let now = app.clock.now();
    let overdue = ids(
        app,
        "SELECT id FROM sessions WHERE ended_at IS NULL AND deadline_at <= $1 \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        now,
    )
    .await?;
    let lost_after = i64::try_from(app.settings.limits.lost_after.as_millis()).unwrap_or(i64::MAX);
    let before = now.saturating_sub(lost_after);
    let silent = ids(
        app,
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
    let ended = each_session(app, all, |id| async move {
        match reasons.get(&id) {
            Some(StopReason::MaxDuration) => end(app, &id, StopReason::MaxDuration).await,
            _ => finish::end_silent(app, &id, before).await,
        }
        .map(drop)
    });
    Ok(ended.await)
}

/// Ends sessions whose page went away and did not come back.
async fn end_left_alone(app: &App) -> Result<usize, StoreError> {
    let grace = i64::try_from(app.settings.limits.leave_grace.as_millis()).unwrap_or(i64::MAX);
    let before = app.clock.now().saturating_sub(grace);
    let left = ids(
        app,
        "SELECT id FROM sessions WHERE ended_at IS NULL AND leaving_at <= $1 \
         AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2",
        before,
    )
    .await?;
    let ended = each_session(app, left, |id| async move {
        finish::end_left(app, &id, before).await.map(drop)
    });
    Ok(ended.await)
}

/// Begins turns that a stopped process left waiting.
async fn begin_waiting(app: &App) -> Result<usize, StoreError> {
    let waiting: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT t.session_id FROM turns t WHERE t.state <> 'started' AND NOT EXISTS \
         (SELECT 1 FROM runs r WHERE r.session_id = t.session_id AND r.outcome IS NULL) \
         AND t.session_id NOT IN (SELECT value FROM json_each($2)) LIMIT $1",
    )
    .bind(limit())
    .bind(put_off(app))
    .fetch_all(app.store.read())
    .await?;
    let begun = each_session(app, waiting, |id| async move {
        let job = app.clone();
        app.store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move { start_waiting(&job, tx, &id).await })
            })
            .await
    });
    Ok(begun.await)
}

/// Sessions that keep no transcript and have ended, with their results, before a time.
const UNERASED: &str = "SELECT id FROM sessions WHERE transcribe = 0 AND last_seq > erased_seq \
    AND changed_at < $1 AND ended_at IS NOT NULL AND analyzed_at IS NOT NULL \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// The same that nobody ends, in which nothing was said since a time and nothing is being said.
const RESTING: &str = "SELECT id FROM sessions WHERE transcribe = 0 AND last_seq > erased_seq \
    AND changed_at < $1 AND ended_at IS NULL AND lasting = 1 AND NOT EXISTS \
    (SELECT 1 FROM runs WHERE session_id = sessions.id AND outcome IS NULL) \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// Erases what was said where no transcript is kept: after the end, once the results are there, and
/// where a conversation has none, after it has rested.
async fn erase_untranscribed(app: &App, now: i64) -> Result<(), StoreError> {
    let ended = ids(app, UNERASED, now - ERASURE).await?;
    let rest = i64::try_from(app.settings.limits.erase_after.as_millis()).unwrap_or(i64::MAX);
    let resting = ids(app, RESTING, now.saturating_sub(rest)).await?;
    let all = ended.into_iter().chain(resting).collect();
    let erased = each_session(
        app,
        all,
        |id| async move { log::erase(app, &id, now).await },
    );
    erased.await;
    Ok(())
}

/// Sessions in which nothing was said since the deployment's time.
const OLD: &str = "SELECT id FROM sessions WHERE changed_at < $1 AND removed_at IS NULL \
    AND id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// The same by their scenarios' own times before $1. What is old was begun before that, so it is found
/// by when it was begun, and writing what is said keeps no further index.
const OLD_BY_SCENARIO: &str = "SELECT s.id FROM scenarios c CROSS JOIN sessions s \
    ON s.scenario_id = c.id AND s.created_at < $1 - c.retention_days * 86400000 \
    AND s.changed_at < $1 - c.retention_days * 86400000 \
    WHERE c.retention_days IS NOT NULL AND s.removed_at IS NULL \
    AND s.id NOT IN (SELECT value FROM json_each($3)) LIMIT $2";

/// Marks as removed what nobody has said anything in for as long as such sessions are kept; one that
/// still runs ends first. The removal itself goes its own pace, and no more are marked before it has
/// done its work.
async fn remove_old(app: &App, now: i64) -> Result<(), StoreError> {
    if !app.store.removed_sessions().await?.is_empty() {
        return Ok(());
    }
    let mut old = ids(app, OLD_BY_SCENARIO, now).await?;
    if let Some(kept) = app.settings.limits.keep_sessions {
        let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
        let more = ids(app, OLD, now.saturating_sub(kept)).await?;
        old.extend(more);
        old.truncate(BATCH);
    }
    each_session(app, old, |id| removals::mark_session(app, id, now)).await;
    Ok(())
}

/// A batch of session ids by a time, but for those that failed lately.
async fn ids(app: &App, sql: &'static str, time: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query_scalar(sql)
        .bind(time)
        .bind(limit())
        .bind(put_off(app))
        .fetch_all(app.store.read());
    Ok(rows.await?)
}

fn limit() -> i64 {
    i64::try_from(BATCH).unwrap_or(i64::MAX)
}

/// Sessions that are not to be tried now, as JSON.
fn put_off(app: &App) -> String {
    serde_json::Value::from(app.failing.put_off(app.clock.now())).to_string()
}

/// The same as [`each`] for sessions, of which those that fail are tried later and later.
async fn each_session<F>(app: &App, batch: Vec<String>, work: impl Fn(String) -> F) -> usize
where
    F: Future<Output = Result<(), StoreError>>,
{
    each(batch, |id| {
        let work = work(id.clone());
        async move {
            let done = work.await;
            match &done {
                Ok(()) => app.failing.worked(&id),
                Err(_) => app.failing.failed(&id, app.clock.now()),
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sqlx::{AssertSqlSafe, Row as _};

    use super::*;
    use crate::conversation::{self, Beginning};
    use crate::settings::Settings;
    use crate::talkio::tests::settle;
    use crate::trial::Site;

    #[tokio::test]
    async fn whoever_comes_back_while_the_silent_are_looked_for_keeps_their_session() {
        let site = Site::new().await;
        let scenario = site
            .scenario(json!({ "strategy": { "skip_auto_start": true } }))
            .await;
        let id = site.open(scenario["id"].as_str().unwrap(), "Bo").await.id;
        // A slow sweep has found it silent since then, and somebody asks before it is ended.
        let before = site.app.clock.now();
        site.app.clock.advance(1_000);
        let now = site.app.clock.now();
        site.app.store.note_contact(&id, now, now).await.unwrap();
        let ended = finish::end_silent(&site.app, &id, before).await;
        assert!(!ended.unwrap());
        assert!(finish::end_silent(&site.app, &id, now).await.unwrap());
        let session = site.app.store.session(&id).await.unwrap().unwrap();
        assert_eq!(session.stop_reason, Some(StopReason::Lost));
    }

    #[tokio::test]
    async fn sessions_that_always_fail_take_no_others_place() {
        let site = Site::new().await;
        let scenario = site.scenario(json!({})).await;
        let scenario = scenario["id"].as_str().unwrap();
        let account = site.api("GET /accounts/me", &json!(null)).await.json()["id"].clone();
        let store = &site.app.store;
        // Ended long ago; of all but the last nothing can be read.
        sqlx::query(
            "WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n \
             WHERE value < $1) \
             INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
             user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
             last_contact_at, last_seq, changed_at, ended_at) \
             SELECT 's' || value, $2, $3, 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, \
             1, 1, 1, 1, 1, 1 FROM n",
        )
        .bind(2 * limit())
        .bind(scenario)
        .bind(account.as_str().unwrap())
        .execute(store.read())
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO events (session_id, seq, at, body) \
             SELECT id, 1, 1, 'broken' FROM sessions WHERE id <> $1",
        )
        .bind(format!("s{}", 2 * BATCH))
        .execute(store.read())
        .await
        .unwrap();
        let last = format!("s{}", 2 * BATCH);
        site.app.clock.hold();
        for _ in 0..3 {
            sweep_once(&site.app).await.unwrap();
        }
        assert!(store.analysis(&last).await.unwrap().is_some());
        assert_eq!(
            site.app.failing.put_off(site.app.clock.now()).len(),
            2 * BATCH
        );
    }

    const DAY: i64 = 86_400_000;

    async fn ids_of(site: &Site) -> Vec<String> {
        sqlx::query_scalar("SELECT id FROM sessions ORDER BY id")
            .fetch_all(site.app.store.read())
            .await
            .unwrap()
    }

    /// A session that has ended and is analyzed, as the last thing that happens in it.
    async fn talked(site: &Site, scenario: &serde_json::Value) -> String {
        let id = site.talk(scenario["id"].as_str().unwrap()).await;
        analyses::after_end(&site.app, &id).await.unwrap();
        id
    }

    /// What a sweep marks, and what a removal then does.
    async fn sweep_and_remove(site: &Site) {
        // Ended, analyzed and then old: a look for each.
        for _ in 0..3 {
            sweep_once(&site.app).await.unwrap();
        }
        removals::carry_out(&site.app).await;
    }

    #[tokio::test]
    async fn a_session_goes_when_nothing_was_said_in_it_for_as_long_as_its_scenario_keeps_any() {
        let site = Site::new().await;
        site.app.clock.hold();
        let short = site.scenario(json!({ "retention_days": 30 })).await;
        let long = site.scenario(json!({})).await;
        let kept = talked(&site, &long).await;
        talked(&site, &short).await;
        // One that nobody ends, and in one of them somebody goes on.
        let scenario = short["id"].as_str().unwrap();
        let scenario = site.app.store.scenario(scenario).await.unwrap().unwrap();
        let mut lasting = Vec::new();
        for _ in 0..2 {
            let beginning = Beginning::default();
            let begun = conversation::begin(&site.app, &scenario, beginning, None).await;
            lasting.push(begun.unwrap().id);
        }
        site.app.clock.advance(29 * DAY);
        conversation::say(&site.app, &lasting[1], "turn-0001", "Still here", None)
            .await
            .unwrap();
        settle(&site, &lasting[1]).await;
        sweep_and_remove(&site).await;
        assert_eq!(ids_of(&site).await.len(), 4);
        site.app.clock.advance(2 * DAY);
        sweep_and_remove(&site).await;
        let mut left = vec![kept.clone(), lasting.remove(1)];
        left.sort();
        assert_eq!(ids_of(&site).await, left);
        site.app.clock.advance(30 * DAY);
        sweep_and_remove(&site).await;
        assert_eq!(ids_of(&site).await, [kept]);
    }

    #[tokio::test]
    async fn a_scenario_keeps_its_sessions_no_longer_than_the_deployment_does() {
        let mut settings = Settings::default();
        settings.limits.keep_sessions = Some(Duration::from_secs(10 * 86_400));
        let site = Site::with(settings).await;
        site.app.clock.hold();
        for more in [
            json!({ "retention_days": 30 }),
            json!({ "retention_days": 5 }),
            json!({}),
        ] {
            let scenario = site.scenario(more).await;
            talked(&site, &scenario).await;
        }
        for (days, left) in [(4, 3), (2, 2), (3, 2), (2, 0)] {
            site.app.clock.advance(days * DAY);
            sweep_and_remove(&site).await;
            assert_eq!(ids_of(&site).await.len(), left);
        }
    }

    #[tokio::test]
    async fn what_is_old_is_marked_some_at_a_time_and_found_by_an_index() {
        let mut settings = Settings::default();
        settings.limits.keep_sessions = Some(Duration::from_secs(86_400));
        let site = Site::with(settings).await;
        let scenario = site.scenario(json!({ "retention_days": 1 })).await;
        let account = site.api("GET /accounts/me", &json!(null)).await.json()["id"].clone();
        let store = &site.app.store;
        sqlx::query(
            "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n \
             WHERE value < $1) \
             INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
             user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
             last_contact_at, last_seq, changed_at, ended_at, analyzed_at) \
             SELECT 's' || value, $2, $3, 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, \
             1, 1, 1, 1, 1, 1, 1 FROM n",
        )
        .bind(limit() + 50)
        .bind(scenario["id"].as_str().unwrap())
        .bind(account.as_str().unwrap())
        .execute(store.read())
        .await
        .unwrap();
        let marked = async || {
            let sql = "SELECT COUNT(*) FROM sessions WHERE removed_at IS NOT NULL";
            let count: i64 = sqlx::query_scalar(sql)
                .fetch_one(store.read())
                .await
                .unwrap();
            count
        };
        for _ in 0..2 {
            // The second finds that the first's are not gone yet.
            sweep_once(&site.app).await.unwrap();
            assert_eq!(marked().await, limit());
        }
        removals::carry_out(&site.app).await;
        sweep_once(&site.app).await.unwrap();
        assert_eq!(marked().await, 50);

        for sql in [OLD, OLD_BY_SCENARIO, UNERASED, RESTING] {
            let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
                .fetch_all(store.read())
                .await
                .unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            let all = plan.join("\n");
            for table in ["SCAN sessions", "SCAN s\n", "SCAN runs"] {
                assert!(!format!("{all}\n").contains(table), "{all}");
            }
            let index = match sql {
                OLD => "sessions_changed",
                OLD_BY_SCENARIO => "sessions_by_scenario (scenario_id=? AND created_at<?)",
                _ => "sessions_unerased",
            };
            assert!(all.contains(index), "{all}");
        }
    }
}
