//! Curves of the store: what it costs to claim parcels and to remove a scenario with ever more rows behind
//! them, and how long somebody else's write waits meanwhile. `cargo xtask bench store` runs it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use vivavoce_engine::store::{Database, Except, Going, Store, StoreError};

/// Rows behind: parcels that are due, and sessions of the scenario that goes.
const BEHIND: [i64; 4] = [10, 1_000, 10_000, 100_000];
const CLAIMS: usize = 21;
/// Parcels of one claim.
const LIMIT: usize = 16;
/// How long nobody's write may wait for a removal.
const LONGEST: Duration = Duration::from_millis(50);
/// Between two writes of somebody else.
const PAUSE: Duration = Duration::from_millis(2);

/// As many parcels sent as due, to one address.
const PARCELS: &str = "\
    WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < $1) \
    INSERT INTO outbox (id, kind, target, body, due_at, created_at, done_at) \
    SELECT kind.value || n.value, 'webhook', 'slow', '{}', 1, 1, \
    CASE kind.value WHEN 'done' THEN 3 END FROM n, json_each('[\"due\", \"done\"]') kind";

/// A scenario whose sessions have a log and a lead each, and one that stays.
const SCENARIOS: &str = "\
    INSERT INTO accounts (id, name, created_at) VALUES ('a', 'a', 1); \
    INSERT INTO scenarios (id, account_id, name, description, ai_instructions, is_public, \
    is_featured, is_recording, analysis_access, session_analysis, appearance, strategy, \
    pricing, user_metadata, created_at, updated_at) \
    SELECT value, 'a', 'n', 'd', 'i', 1, 0, 0, 'default', '{}', '{}', '{}', '{}', '{}', 1, 1 \
    FROM json_each('[\"gone\", \"kept\"]')";
const SESSIONS: &str = "\
    WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < $1) \
    INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
    user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
    last_contact_at, last_seq, changed_at) \
    SELECT 'gone' || n.value, 'gone', 'a', 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, 1, \
    1, 1, 2, 1 FROM n";
const LOGS: &str = "\
    INSERT INTO events (session_id, seq, at, body) \
    SELECT sessions.id, seq.value, 1, '{}' FROM sessions, json_each('[1, 2]') seq; \
    INSERT INTO leads (id, scenario_id, session_id, name, email, phone, note, origin, \
    created_at, updated_at) SELECT 'l' || id, scenario_id, id, '', '', '', '', 'api', 1, 1 \
    FROM sessions";

#[tokio::main]
async fn main() -> Result<()> {
    println!(
        "| rows behind | claim of {LIMIT} parcels, ms: median (slowest of {CLAIMS}) | removal of a scenario \
         with so many sessions, s | another's write meanwhile, ms: median, 99 %, longest |\n|---:|---:|---:|---:|"
    );
    let mut late = Vec::new();
    for behind in BEHIND {
        let claims = claims(behind).await?;
        let (took, mut waited) = removal(behind).await?;
        waited.sort();
        let at = |share: usize| waited.get((waited.len() * share / 100).min(waited.len() - 1));
        let at = |share: usize| milliseconds(at(share).copied().unwrap_or_default());
        println!(
            "| {behind} | {:.2} ({:.2}) | {:.1} | {:.2}, {:.2}, {:.2} |",
            milliseconds(claims.get(CLAIMS / 2).copied().unwrap_or_default()),
            milliseconds(claims.last().copied().unwrap_or_default()),
            took.as_secs_f64(),
            at(50),
            at(99),
            at(100),
        );
        late.extend(waited.into_iter().filter(|waited| *waited > LONGEST));
    }
    println!(
        "\nwrites that waited longer than {} ms: {}",
        LONGEST.as_millis(),
        late.len()
    );
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A database in a folder of its own, and a connection to fill it.
async fn database() -> Result<(tempfile::TempDir, Store, SqliteConnection)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.db");
    let store = Store::open(&Database::Sqlite(path.clone())).await?;
    let conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await?;
    Ok((folder, store, conn))
}

/// How long each of some claims took, the slowest last.
async fn claims(behind: i64) -> Result<Vec<Duration>> {
    let (_folder, store, mut conn) = database().await?;
    let parcels = sqlx::query(AssertSqlSafe(PARCELS)).bind(behind);
    parcels.execute(&mut conn).await?;
    let mut times = Vec::new();
    let mut now = 10;
    for _ in 0..CLAIMS {
        let began = Instant::now();
        let claimed = store
            .claim_parcels("me", now, now + 1, LIMIT, &Except::default())
            .await?;
        times.push(began.elapsed());
        anyhow::ensure!(!claimed.is_empty(), "nothing was claimed");
        // The leases are over then.
        now += 2;
    }
    times.sort();
    Ok(times)
}

/// How long it took to remove a scenario, and how long each of somebody else's writes waited meanwhile.
async fn removal(behind: i64) -> Result<(Duration, Vec<Duration>)> {
    let (_folder, store, mut conn) = database().await?;
    sqlx::raw_sql(SCENARIOS).execute(&mut conn).await?;
    let sessions = sqlx::query(SESSIONS).bind(behind);
    sessions.execute(&mut conn).await?;
    sqlx::raw_sql(LOGS).execute(&mut conn).await?;
    let is_over = Arc::new(AtomicBool::new(false));
    let neighbour = tokio::spawn(neighbour(store.clone(), is_over.clone()));
    let began = Instant::now();
    let going = Going::Is("id", "gone".to_owned());
    store.remove_rows("scenarios", going).await?;
    let took = began.elapsed();
    is_over.store(true, Ordering::Relaxed);
    Ok((took, neighbour.await??))
}

/// Writes a little again and again.
async fn neighbour(store: Store, is_over: Arc<AtomicBool>) -> Result<Vec<Duration>, StoreError> {
    let mut waited = Vec::new();
    while !is_over.load(Ordering::Relaxed) || waited.is_empty() {
        let began = Instant::now();
        store
            .write::<_, StoreError, _>(|tx| {
                Box::pin(async move {
                    let written =
                        "UPDATE scenarios SET updated_at = updated_at + 1 WHERE id = 'kept'";
                    sqlx::query(written).execute(tx.conn()).await?;
                    Ok(())
                })
            })
            .await?;
        waited.push(began.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
    Ok(waited)
}
