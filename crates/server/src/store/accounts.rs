//! Accounts and their keys.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{Account, Credential, Store, StoreError, json, json_text};
use crate::ids;

impl Store {
    pub async fn add_account(&self, account: Account) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO accounts (id, name, is_root, created_at) VALUES ($1, $2, $3, $4)",
                )
                .bind(&account.id)
                .bind(&account.name)
                .bind(i64::from(account.is_root))
                .bind(account.created_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query("SELECT * FROM accounts WHERE id = $1")
            .bind(id)
            .fetch_optional(self.read())
            .await?;
        row.as_ref().map(read_account).transpose()
    }

    /// Oldest first; the first of a database is the root's.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query("SELECT * FROM accounts ORDER BY created_at, id")
            .fetch_all(self.read())
            .await?;
        rows.iter().map(read_account).collect()
    }

    /// Keeps the SHA-256 of `key`; the key is not stored.
    pub async fn add_credential(
        &self,
        credential: Credential,
        key: &str,
    ) -> Result<(), StoreError> {
        let hash = ids::hash(key);
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO credentials (id, account_id, kind, key_hash, label, scope, \
                     created_at, expires_at, revoked_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                )
                .bind(&credential.id)
                .bind(&credential.account_id)
                .bind(&credential.kind)
                .bind(&hash)
                .bind(&credential.label)
                .bind(json_text(&credential.scope))
                .bind(credential.created_at)
                .bind(credential.expires_at)
                .bind(credential.revoked_at)
                .execute(tx.conn())
                .await
                .map_err(|error| StoreError::unique(error, "key"))?;
                Ok(())
            })
        })
        .await
    }

    /// The credential `key` belongs to, if it is neither revoked nor expired at `now`.
    pub async fn credential(&self, key: &str, now: i64) -> Result<Option<Credential>, StoreError> {
        let hash = ids::hash(key);
        let row = sqlx::query(
            "SELECT * FROM credentials WHERE key_hash = $1 AND revoked_at IS NULL \
             AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(&hash)
        .bind(now)
        .fetch_optional(self.read())
        .await?;
        row.as_ref().map(read_credential).transpose()
    }

    /// All of an account, revoked ones too, oldest first.
    pub async fn credentials(&self, account_id: &str) -> Result<Vec<Credential>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM credentials WHERE account_id = $1 ORDER BY created_at, id")
                .bind(account_id)
                .fetch_all(self.read())
                .await?;
        rows.iter().map(read_credential).collect()
    }

    /// `false`: the account has no such key. Revoking twice keeps the first time.
    pub async fn revoke_credential(
        &self,
        account_id: &str,
        id: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (account_id, id) = (account_id.to_owned(), id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE credentials SET revoked_at = COALESCE(revoked_at, $1) \
                     WHERE id = $2 AND account_id = $3",
                )
                .bind(now)
                .bind(&id)
                .bind(&account_id)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }
}

fn read_account(row: &SqliteRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        is_root: row.try_get::<i64, _>("is_root")? != 0,
        created_at: row.try_get("created_at")?,
    })
}

fn read_credential(row: &SqliteRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        id: row.try_get("id")?,
        account_id: row.try_get("account_id")?,
        kind: row.try_get("kind")?,
        label: row.try_get("label")?,
        scope: json(row, "scope")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        revoked_at: row.try_get("revoked_at")?,
    })
}
