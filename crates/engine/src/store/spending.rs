//! What scenarios and accounts spend in a day.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use vivavoce_agent::Usage;

use super::{Store, StoreError};
use crate::settings::Ceiling;

/// Milliseconds.
const DAY: i64 = 86_400_000;

/// The UTC day of a time, counted from 1970.
pub fn day(at: i64) -> i64 {
    at.div_euclid(DAY)
}

/// Whole seconds from a time to the next UTC day.
pub fn left_of_day(at: i64) -> u64 {
    unsigned(DAY - at.rem_euclid(DAY)).div_ceil(1_000)
}

/// Runs that began, tokens of requests to models and of their answers, and bytes that were written of
/// sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Spending {
    pub runs: u64,
    pub tokens_in: u64,
    pub tokens_out: u64,
    pub bytes: u64,
}

impl Spending {
    pub const RUN: Spending = Spending {
        runs: 1,
        tokens_in: 0,
        tokens_out: 0,
        bytes: 0,
    };

    pub fn tokens(self) -> u64 {
        self.tokens_in.saturating_add(self.tokens_out)
    }
}

impl From<Usage> for Spending {
    fn from(usage: Usage) -> Self {
        Spending {
            runs: 0,
            tokens_in: usage.input,
            tokens_out: usage.output,
            bytes: 0,
        }
    }
}

/// How a scenario and its account stand on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub scenario_id: String,
    pub account_id: String,
    /// The scenario's own ceiling.
    pub own: Ceiling,
    pub scenario: Spending,
    pub account: Spending,
}

/// The same as its row has it.
#[derive(FromRow)]
struct StandingRow {
    scenario_id: String,
    account_id: String,
    runs_per_day: Option<u64>,
    tokens_per_day: Option<u64>,
    scenario_runs: u64,
    scenario_in: u64,
    scenario_out: u64,
    scenario_bytes: u64,
    account_runs: u64,
    account_in: u64,
    account_out: u64,
    account_bytes: u64,
}

impl From<StandingRow> for Standing {
    fn from(row: StandingRow) -> Self {
        let spent = |runs, tokens_in, tokens_out, bytes| Spending {
            runs,
            tokens_in,
            tokens_out,
            bytes,
        };
        Standing {
            own: Ceiling {
                runs: row.runs_per_day,
                tokens: row.tokens_per_day,
                bytes: None,
            },
            scenario: spent(
                row.scenario_runs,
                row.scenario_in,
                row.scenario_out,
                row.scenario_bytes,
            ),
            account: spent(
                row.account_runs,
                row.account_in,
                row.account_out,
                row.account_bytes,
            ),
            scenario_id: row.scenario_id,
            account_id: row.account_id,
        }
    }
}

/// What somebody has spent.
#[derive(FromRow)]
struct Spent {
    id: String,
    #[sqlx(flatten)]
    spending: Spending,
}

/// A query of how the scenario that `$which` finds by `$1` stands on the day `$2`.
macro_rules! standing {
    ($which:literal) => {
        concat!(
            "SELECT c.id AS scenario_id, c.account_id, c.runs_per_day, c.tokens_per_day, \
             COALESCE(p.runs, 0) AS scenario_runs, COALESCE(p.tokens_in, 0) AS scenario_in, COALESCE(p.tokens_out, 0) AS scenario_out, \
             COALESCE(p.bytes, 0) AS scenario_bytes, COALESCE(a.runs, 0) AS account_runs, COALESCE(a.tokens_in, 0) AS account_in, \
             COALESCE(a.tokens_out, 0) AS account_out, COALESCE(a.bytes, 0) AS account_bytes FROM scenarios c \
             LEFT JOIN scenario_spending p ON p.scenario_id = c.id AND p.day = $2 \
             LEFT JOIN account_spending a ON a.account_id = c.account_id AND a.day = $2 \
             WHERE c.id = ",
            $which
        )
    };
}

/// Of a session's scenario. `None`: there is no such session (any more).
pub async fn standing(
    conn: &mut SqliteConnection,
    session_id: &str,
    day: i64,
) -> Result<Option<Standing>, StoreError> {
    let row: Option<StandingRow> = sqlx::query_as(standing!(
        "(SELECT scenario_id FROM sessions WHERE id = $1)"
    ))
    .bind(session_id)
    .bind(day)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Standing::from))
}

/// Adds what a session has written since that was last counted, and `more`, to what its scenario and account
/// have spent on a day.
pub async fn add_written(
    conn: &mut SqliteConnection,
    session_id: &str,
    day: i64,
    more: Spending,
) -> Result<(), StoreError> {
    let row: Option<(String, String, i64)> = sqlx::query_as(
        "SELECT scenario_id, account_id, log_bytes - counted_bytes FROM sessions WHERE id = $1",
    )
    .bind(session_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((scenario_id, account_id, written)) = row else {
        return Ok(());
    };
    sqlx::query("UPDATE sessions SET counted_bytes = log_bytes WHERE id = $1")
        .bind(session_id)
        .execute(&mut *conn)
        .await?;
    let more = Spending {
        bytes: more.bytes.saturating_add(unsigned(written)),
        ..more
    };
    add(conn, &scenario_id, &account_id, day, more).await
}

/// Adds to what a scenario and its account have spent on a day.
pub async fn add(
    conn: &mut SqliteConnection,
    scenario_id: &str,
    account_id: &str,
    day: i64,
    more: Spending,
) -> Result<(), StoreError> {
    for (sql, id) in [
        (
            "INSERT INTO scenario_spending (scenario_id, day, runs, tokens_in, tokens_out, bytes) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (scenario_id, day) DO UPDATE SET \
             runs = runs + $3, tokens_in = tokens_in + $4, tokens_out = tokens_out + $5, \
             bytes = bytes + $6",
            scenario_id,
        ),
        (
            "INSERT INTO account_spending (account_id, day, runs, tokens_in, tokens_out, bytes) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, day) DO UPDATE SET \
             runs = runs + $3, tokens_in = tokens_in + $4, tokens_out = tokens_out + $5, \
             bytes = bytes + $6",
            account_id,
        ),
    ] {
        sqlx::query(sql)
            .bind(id)
            .bind(day)
            .bind(signed(more.runs))
            .bind(signed(more.tokens_in))
            .bind(signed(more.tokens_out))
            .bind(signed(more.bytes))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Counts a mail of an account's; `false`, and not counted, where `most` were on that day.
pub async fn add_mail(
    conn: &mut SqliteConnection,
    account_id: &str,
    day: i64,
    most: u32,
) -> Result<bool, StoreError> {
    let counted = sqlx::query(
        "INSERT INTO account_spending (account_id, day, runs, tokens_in, tokens_out, mails) \
         VALUES ($1, $2, 0, 0, 0, 1) ON CONFLICT (account_id, day) DO UPDATE SET \
         mails = mails + 1 WHERE mails < $3",
    )
    .bind(account_id)
    .bind(day)
    .bind(i64::from(most))
    .execute(conn)
    .await?;
    Ok(counted.rows_affected() > 0)
}

/// Adds the tokens of a reply to its run's.
pub async fn add_to_run(
    conn: &mut SqliteConnection,
    session_id: &str,
    run_id: &str,
    usage: Usage,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE runs SET tokens_in = tokens_in + $1, tokens_out = tokens_out + $2 \
         WHERE session_id = $3 AND run_id = $4",
    )
    .bind(signed(usage.input))
    .bind(signed(usage.output))
    .bind(session_id)
    .bind(run_id)
    .execute(conn)
    .await?;
    Ok(())
}

impl Store {
    /// How a scenario stands on a day; `None`: there is none of this id.
    pub async fn scenario_standing(
        &self,
        scenario_id: &str,
        day: i64,
    ) -> Result<Option<Standing>, StoreError> {
        let row: Option<StandingRow> = sqlx::query_as(standing!("$1"))
            .bind(scenario_id)
            .bind(day)
            .fetch_optional(self.read())
            .await?;
        Ok(row.map(Standing::from))
    }

    /// What the replies of a session have cost.
    pub async fn session_spending(&self, session_id: &str) -> Result<Spending, StoreError> {
        Ok(sqlx::query_as(
            "SELECT COALESCE(SUM(begun), 0) AS runs, COALESCE(SUM(tokens_in), 0) AS tokens_in, \
             COALESCE(SUM(tokens_out), 0) AS tokens_out, 0 AS bytes FROM runs WHERE session_id = $1",
        )
        .bind(session_id)
        .fetch_one(self.read())
        .await?)
    }

    /// What scenarios have spent on a day, by their ids; those that have spent nothing are not among
    /// them.
    pub async fn scenario_spending(
        &self,
        ids: Vec<String>,
        day: i64,
    ) -> Result<HashMap<String, Spending>, StoreError> {
        let sql = "SELECT scenario_id AS id, runs, tokens_in, tokens_out, bytes FROM scenario_spending \
                   WHERE day = $1 AND scenario_id IN (SELECT value FROM json_each($2))";
        self.spending_by(sql, ids, day).await
    }

    /// The same of accounts.
    pub async fn account_spending(
        &self,
        ids: Vec<String>,
        day: i64,
    ) -> Result<HashMap<String, Spending>, StoreError> {
        let sql = "SELECT account_id AS id, runs, tokens_in, tokens_out, bytes FROM account_spending \
                   WHERE day = $1 AND account_id IN (SELECT value FROM json_each($2))";
        self.spending_by(sql, ids, day).await
    }

    async fn spending_by(
        &self,
        sql: &'static str,
        ids: Vec<String>,
        day: i64,
    ) -> Result<HashMap<String, Spending>, StoreError> {
        let rows: Vec<Spent> = sqlx::query_as(sql)
            .bind(day)
            .bind(Value::from(ids).to_string())
            .fetch_all(self.read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.spending)).collect())
    }
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
