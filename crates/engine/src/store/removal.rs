//! Removal: rows go some at a time, so that nobody's write waits for all of them.
//!
//! What refers to a row goes before it, found by the schema's own references. Each step is a write of
//! its own; one that is interrupted is gone on with.
//!
//! Whose rows are removed, and what refers to a session without saying so, is known here of all tables,
//! also of those that a vendor's API fills: a promise to remove holds in a build without that API.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _, Sqlite};

use super::{Store, StoreError};

/// Rows a step may touch. It takes milliseconds.
const STEP: usize = 200;
/// Rows of one table whose own references are looked at together.
const AT_ONCE: usize = 50;
/// Between two steps, so that others' writes are never more than one step behind.
pub const BREATH: Duration = Duration::from_millis(1);

macro_rules! rested_clients {
    ($of:literal, $when:literal) => {
        concat!(
            "SELECT d.id FROM ",
            $of,
            " CROSS JOIN tovie_clients d ON d.channel_id = h.id WHERE ",
            $when,
            " AND d.session_id IS NULL AND NOT EXISTS (SELECT 1 FROM tovie_events e \
             WHERE e.client = d.id AND +e.session_id IS NOT NULL) LIMIT 200"
        )
    };
}

macro_rules! rested_chats {
    ($when:literal) => {
        concat!(
            "SELECT d.id FROM scenarios c CROSS JOIN agentok_chats d ON d.scenario_id = c.id \
             AND d.name <> '' WHERE ",
            $when,
            " AND NOT EXISTS (SELECT 1 FROM agentok_sessions t WHERE t.chat_id = d.id) LIMIT 200"
        )
    };
}

/// Which rows of a table go.
#[derive(Clone, Debug)]
pub enum Going {
    /// The column is this.
    Is(&'static str, String),
    /// The column is less than this time.
    Before(&'static str, i64),
    /// The column is any of these.
    AnyOf(String, Vec<Key>),
}

/// What a reference names a row by.
#[derive(Clone, Debug)]
pub enum Key {
    Text(String),
    Number(i64),
}

impl Going {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        match self {
            Going::Is(column, text) => {
                query.push(column).push(" = ").push_bind(text.clone());
            }
            Going::Before(column, time) => {
                query.push(column).push(" < ").push_bind(*time);
            }
            Going::AnyOf(column, keys) => {
                query.push(column).push(" IN (");
                let mut list = query.separated(", ");
                for key in keys {
                    match key {
                        Key::Text(text) => list.push_bind(text.clone()),
                        Key::Number(number) => list.push_bind(*number),
                    };
                }
                query.push(")");
            }
        }
    }
}

impl Store {
    /// Accounts that are marked as removed.
    pub async fn removed_accounts(&self) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar("SELECT id FROM accounts WHERE removed_at IS NOT NULL")
            .fetch_all(self.read())
            .await?;
        Ok(ids)
    }

    /// Some of the sessions of an account that are not marked as removed.
    pub async fn sessions_of_account(&self, account_id: &str) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar(
            "SELECT id FROM sessions WHERE account_id = $1 AND removed_at IS NULL LIMIT 200",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?;
        Ok(ids)
    }

    /// Removes an account with all that refers to it. Its sessions are gone before.
    pub async fn remove_account(&self, id: &str) -> Result<(), StoreError> {
        self.erase_mail_of(id).await?;
        for (table, column) in self.tables_of_accounts().await? {
            self.remove_rows(&table, Going::AnyOf(column, vec![Key::Text(id.to_owned())]))
                .await?;
        }
        self.remove_rows("accounts", Going::Is("id", id.to_owned()))
            .await
    }

    /// Every table whose rows are an account's, as the schema says, and by which column.
    async fn tables_of_accounts(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT t.name, f.\"from\" FROM sqlite_master t, pragma_foreign_key_list(t.name) f \
             WHERE t.type = 'table' AND f.\"table\" = 'accounts' ORDER BY t.name",
        )
        .fetch_all(self.read())
        .await?)
    }

    /// Organizations that are marked as removed.
    pub async fn removed_organizations(&self) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar("SELECT id FROM organizations WHERE removed_at IS NOT NULL")
            .fetch_all(self.read())
            .await?;
        Ok(ids)
    }

    /// Some of the sessions in which users of a removed organization still talk.
    pub async fn running_in_organization(
        &self,
        organization_id: &str,
    ) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar(
            "SELECT s.id FROM members m JOIN sessions s ON s.visitor = m.id AND s.source = 'TALKIO' \
             WHERE m.organization_id = $1 AND s.ended_at IS NULL LIMIT 200",
        )
        .bind(organization_id)
        .fetch_all(self.read())
        .await?;
        Ok(ids)
    }

    /// Removes rows of a table with everything that refers to them, however many there are.
    pub async fn remove_rows(&self, table: &str, going: Going) -> Result<(), StoreError> {
        while self.remove_some(table, &going).await? {
            tokio::time::sleep(BREATH).await;
        }
        Ok(())
    }

    /// One step of it; `false`: there is nothing left.
    async fn remove_some(&self, table: &str, going: &Going) -> Result<bool, StoreError> {
        // Nothing to do is the usual thing, and no reason to write.
        let mut any = QueryBuilder::new("SELECT 1 FROM ");
        any.push(table).push(" WHERE ");
        going.push(&mut any);
        any.push(" LIMIT 1");
        if any.build().fetch_optional(self.read()).await?.is_none() {
            return Ok(false);
        }
        let (table, going) = (table.to_owned(), going.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let mut budget = STEP;
                remove(tx.conn(), table, going, &mut budget).await?;
                Ok(true)
            })
        })
        .await
    }
}

/// Tovie's clients of whom no session is left, and nothing was noted since before $1 by their scenario's own
/// time, or by the deployment's ($2).
pub const RESTED_CLIENTS: [&str; 2] = [
    rested_clients!(
        "scenarios c CROSS JOIN tovie_channels h ON h.scenario_id = c.id",
        "c.retention_days IS NOT NULL AND d.changed_at < $1 - c.retention_days * 86400000"
    ),
    rested_clients!("tovie_channels h", "d.changed_at < $1 - $2"),
];

/// The same of chats that still have a name.
pub const RESTED_CHATS: [&str; 2] = [
    rested_chats!(
        "c.retention_days IS NOT NULL AND d.updated_at < $1 - c.retention_days * 86400000"
    ),
    rested_chats!("d.updated_at < $1 - $2"),
];

impl Store {
    /// Has go what no session takes along once it has rested for as long as sessions are kept: a client
    /// with what is kept of them, and what a chat is called.
    pub async fn forget_rested(&self, now: i64, kept: Option<i64>) -> Result<(), StoreError> {
        let [own, everybodys] = RESTED_CLIENTS;
        for sql in [Some(own), kept.map(|_| everybodys)].into_iter().flatten() {
            let ids: Vec<String> = sqlx::query_scalar(sql)
                .bind(now)
                .bind(kept)
                .fetch_all(self.read())
                .await?;
            for id in ids {
                self.remove_rows("tovie_clients", Going::Is("id", id))
                    .await?;
            }
        }
        let [own, everybodys] = RESTED_CHATS;
        for sql in [Some(own), kept.map(|_| everybodys)].into_iter().flatten() {
            let ids: Vec<i64> = sqlx::query_scalar(sql)
                .bind(now)
                .bind(kept)
                .fetch_all(self.read())
                .await?;
            if ids.is_empty() {
                continue;
            }
            let ids = serde_json::Value::from(ids).to_string();
            self.write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE agentok_chats SET name = '' \
                         WHERE id IN (SELECT value FROM json_each($1))",
                    )
                    .bind(ids)
                    .execute(tx.conn())
                    .await?;
                    Ok(())
                })
            })
            .await?;
        }
        Ok(())
    }
}

/// How a table's rows refer to another's.
struct Reference {
    table: String,
    column: String,
    /// What names the row they refer to.
    to: String,
    /// What they forget of it, as SQL; `None`: they go with it.
    forgets: Option<String>,
}

/// What other rows forget of a session (`$2`) as soon as that is marked: a chat goes on after one of its
/// sessions, and may be called by what was said; and nobody mails a report of what is gone.
pub const FORGOTTEN_AT_ONCE: [&str; 2] = [
    "UPDATE agentok_chats SET name = '' WHERE id IN \
     (SELECT chat_id FROM agentok_sessions WHERE session_id = $2)",
    "DELETE FROM outbox WHERE id = 'report-' || $2",
];

/// References that the schema does not declare: to which table, from which column, and what is forgotten.
/// The columns are older than any removal. A dialog of Tovie's goes on, and knows nothing of a
/// conversation that is gone.
const UNDECLARED: [(&str, &str, &str, Option<&str>); 4] = [
    ("sessions", "access_tokens", "session_id", None),
    (
        "sessions",
        "tovie_clients",
        "session_id",
        Some("session_id = NULL, state = NULL, mode = 'agent', operator = '', handover = NULL"),
    ),
    ("webhooks", "outbox", "target", None),
    ("tovie_channels", "outbox", "target", None),
];

async fn references(
    conn: &mut SqliteConnection,
    table: &str,
) -> Result<Vec<Reference>, StoreError> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT t.name, f.\"from\", COALESCE(f.\"to\", 'id'), f.on_delete \
         FROM sqlite_master t, pragma_foreign_key_list(t.name) f \
         WHERE t.type = 'table' AND f.\"table\" = $1 AND f.on_delete <> 'NO ACTION'",
    )
    .bind(table)
    .fetch_all(conn)
    .await?;
    let declared = rows
        .into_iter()
        .map(|(table, column, to, action)| Reference {
            forgets: (action != "CASCADE").then(|| format!("{column} = NULL")),
            table,
            column,
            to,
        });
    let also =
        UNDECLARED
            .iter()
            .filter(|(of, ..)| table == *of)
            .map(|(_, table, column, forgets)| Reference {
                table: (*table).to_owned(),
                column: (*column).to_owned(),
                to: "id".to_owned(),
                forgets: forgets.map(str::to_owned),
            });
    Ok(declared.chain(also).collect())
}

/// Removes as many rows, and of what refers to them, as the budget allows.
fn remove<'c>(
    conn: &'c mut SqliteConnection,
    table: String,
    going: Going,
    budget: &'c mut usize,
) -> BoxFuture<'c, Result<(), StoreError>> {
    Box::pin(async move {
        let references = references(conn, &table).await?;
        while *budget > 0 {
            let mut found = QueryBuilder::new("SELECT rowid AS at_row");
            for reference in &references {
                found.push(", ").push(&reference.to);
            }
            found.push(" FROM ").push(&table).push(" WHERE ");
            going.push(&mut found);
            let most = if references.is_empty() {
                *budget
            } else {
                AT_ONCE.min(*budget)
            };
            found.push(" LIMIT ").push_bind(number(most));
            let rows = found.build().fetch_all(&mut *conn).await?;
            if rows.is_empty() {
                break;
            }
            for reference in &references {
                let keys = rows.iter().map(|row| key(row, &reference.to));
                let keys = keys.collect::<Result<_, _>>()?;
                let going = Going::AnyOf(reference.column.clone(), keys);
                match &reference.forgets {
                    None => remove(conn, reference.table.clone(), going, budget).await?,
                    Some(what) => forget(conn, &reference.table, what, &going, budget).await?,
                }
            }
            // As many of them as nothing refers to any more.
            let mut gone = QueryBuilder::new("DELETE FROM ");
            gone.push(&table).push(" WHERE rowid IN (");
            let mut list = gone.separated(", ");
            for row in rows.iter().take(*budget) {
                list.push_bind(row.try_get::<i64, _>("at_row")?);
            }
            gone.push(")");
            if *budget > 0 {
                gone.build().execute(&mut *conn).await?;
            }
            *budget = budget.saturating_sub(rows.len());
        }
        Ok(())
    })
}

/// Has rows forget what they refer to.
async fn forget(
    conn: &mut SqliteConnection,
    table: &str,
    what: &str,
    going: &Going,
    budget: &mut usize,
) -> Result<(), StoreError> {
    while *budget > 0 {
        let mut query = QueryBuilder::new("UPDATE ");
        query.push(table).push(" SET ").push(what);
        query.push(" WHERE rowid IN (SELECT rowid FROM ");
        query.push(table).push(" WHERE ");
        going.push(&mut query);
        query.push(" LIMIT ").push_bind(number(*budget)).push(")");
        let done = query.build().execute(&mut *conn).await?.rows_affected();
        if done == 0 {
            break;
        }
        *budget = budget.saturating_sub(usize::try_from(done).unwrap_or(usize::MAX));
    }
    Ok(())
}

fn key(row: &SqliteRow, column: &str) -> Result<Key, StoreError> {
    match row.try_get(column) {
        Ok(text) => Ok(Key::Text(text)),
        // Some are numbers.
        Err(_) => Ok(Key::Number(row.try_get(column)?)),
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "removal_tests.rs"]
mod tests;
