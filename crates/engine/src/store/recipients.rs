//! Who may be mailed on an account's behalf.

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
