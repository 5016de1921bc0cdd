//! Who may be mailed on an account's behalf.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use super::{Store, StoreError};
use crate::ids;

/// An address an account wants to mail.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Recipient {
    pub account_id: String,
    /// In lower case.
    pub address: String,
    /// When its holder was last asked, in milliseconds.
    pub asked_at: Option<i64>,
    /// Whether its holder wants mail; `None`: they have not said.
    pub wants: Option<bool>,
}

/// `None`: nobody was asked about it yet.
pub async fn recipient(
    conn: &mut SqliteConnection,
    account_id: &str,
    address: &str,
) -> Result<Option<Recipient>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT account_id, address, asked_at, wants FROM mail_recipients \
         WHERE account_id = $1 AND address = $2",
    )
    .bind(account_id)
    .bind(address)
    .fetch_optional(conn)
    .await?)
}

/// Notes that the holder of an address is asked now.
pub async fn note_asked(
    conn: &mut SqliteConnection,
    account_id: &str,
    address: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mail_recipients (account_id, address, asked_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, address) DO UPDATE SET asked_at = $3",
    )
    .bind(account_id)
    .bind(address)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

impl Store {
    /// Lets `token` open the answer of an address's holder, instead of what did before; `false`: they have
    /// answered.
    pub async fn set_recipient_token(
        &self,
        account_id: &str,
        address: &str,
        token: &str,
    ) -> Result<bool, StoreError> {
        let (account_id, address) = (account_id.to_owned(), address.to_owned());
        let hash = ids::hash(token);
        self.write(move |tx| {
            Box::pin(async move {
                let set = sqlx::query(
                    "UPDATE mail_recipients SET token_hash = $1 \
                     WHERE account_id = $2 AND address = $3 AND wants IS NULL",
                )
                .bind(hash)
                .bind(account_id)
                .bind(address)
                .execute(tx.conn())
                .await?;
                Ok(set.rows_affected() > 0)
            })
        })
        .await
    }

    /// The addresses, in lower case, whose holders want no mail of an account's.
    pub async fn refusing_recipients(
        &self,
        account_id: &str,
    ) -> Result<HashSet<String>, StoreError> {
        let addresses: Vec<String> = sqlx::query_scalar(
            "SELECT address FROM mail_recipients WHERE account_id = $1 AND wants = 0",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?;
        Ok(addresses.into_iter().collect())
    }

    /// Whose answer `token` opens.
    pub async fn recipient_with(&self, token: &str) -> Result<Option<Recipient>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT account_id, address, asked_at, wants FROM mail_recipients WHERE token_hash = $1",
        )
        .bind(ids::hash(token))
        .fetch_optional(self.read())
        .await?)
    }

    /// Keeps the answer that `token` opens; another one may follow.
    pub async fn answer_recipient(
        &self,
        token: &str,
        wants: bool,
        now: i64,
    ) -> Result<(), StoreError> {
        let hash = ids::hash(token);
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE mail_recipients SET wants = $1, answered_at = $2 WHERE token_hash = $3",
                )
                .bind(wants)
                .bind(now)
                .bind(hash)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;

    #[tokio::test]
    async fn who_was_mailed_before_anybody_was_asked_goes_on_being_mailed() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let before = "CREATE TABLE accounts (id TEXT PRIMARY KEY);
            CREATE TABLE scenarios (account_id TEXT, session_analysis TEXT);
            CREATE TABLE account_spending (account_id TEXT);
            INSERT INTO accounts VALUES ('a'), ('b')";
        sqlx::raw_sql(before).execute(&mut conn).await.unwrap();
        for (account, analysis) in [
            ("a", r#"{"admin_email": "One@example.com"}"#),
            (
                "a",
                r#"{"admin_email": " one@example.com , two@example.com,"}"#,
            ),
            ("b", r#"{"admin_email": "\"Q\" <q@example.com>"}"#),
            ("b", r#"{"admin_email": "back\\slash@example.com"}"#),
            ("b", r#"{"admin_email": ""}"#),
            ("b", r#"{"admin_email": 7}"#),
            ("b", r#"{"admin_email": null}"#),
            ("b", "{}"),
            ("b", "no JSON"),
        ] {
            sqlx::query("INSERT INTO scenarios VALUES ($1, $2)")
                .bind(account)
                .bind(analysis)
                .execute(&mut conn)
                .await
                .unwrap();
        }
        let step = include_str!("../../migrations/sqlite/0027_mail_recipients.sql");
        sqlx::raw_sql(step).execute(&mut conn).await.unwrap();
        let wants = async |conn: &mut SqliteConnection, account, address| {
            let found = recipient(conn, account, address).await.unwrap();
            found.and_then(|it| it.wants)
        };
        for (account, address, expected) in [
            ("a", "one@example.com", Some(true)),
            ("a", "two@example.com", Some(true)),
            ("b", "one@example.com", None),
        ] {
            assert_eq!(
                wants(&mut conn, account, address).await,
                expected,
                "{address}"
            );
        }
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM mail_recipients")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(count, 4);
    }
}
