//! Accounts and their keys.

use sqlx::sqlite::SqliteConnection;

use super::{Account, Cap, Credential, Locked, Store, StoreError, check_count, json_text};
use crate::ids;

/// Valid keys an account may have of those it makes itself, so that a loop gone wrong does not fill
/// the database.
const CAP: Cap = Cap {
    owner: "account",
    what: "keys",
    most: 500,
};

impl Store {
    /// The account that may feature scenarios; made where there is none yet.
    pub async fn root_account(&self, now: i64) -> Result<Account, StoreError> {
        let all = self.accounts().await?;
        if let Some(root) = all.into_iter().find(|account| account.is_root) {
            return Ok(root);
        }
        let root = Account {
            id: ids::new_id(now),
            name: "root".to_owned(),
            is_root: true,
            created_at: now,
            closed_at: None,
        };
        self.add_account(root.clone()).await?;
        Ok(root)
    }

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
        Ok(
            sqlx::query_as("SELECT * FROM accounts WHERE id = $1 AND removed_at IS NULL")
                .bind(id)
                .fetch_optional(self.read())
                .await?,
        )
    }

    /// Oldest first; the first of a database is the root's.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM accounts WHERE removed_at IS NULL ORDER BY created_at, id",
        )
        .fetch_all(self.read())
        .await?)
    }

    /// Some of the accounts that were closed before a time and are there still.
    pub async fn closed_accounts(&self, before: i64) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM accounts WHERE closed_at < $1 AND removed_at IS NULL AND is_root = 0 \
             LIMIT 200",
        )
        .bind(before)
        .fetch_all(self.read())
        .await?)
    }

    /// Marks a closed account as removed: from here on it is there for nobody. What it holds goes by
    /// [`crate::removals`]. `false` for one that is open, or not there.
    pub async fn mark_account_removed(&self, id: &str, now: i64) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE accounts SET removed_at = $1 WHERE id = $2 AND closed_at IS NOT NULL \
                     AND removed_at IS NULL AND is_root = 0",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }

    /// Closes an account and revokes its keys; `false` for one that does not exist or is the root's.
    /// Closing twice keeps the first time.
    pub async fn close_account(&self, id: &str, now: i64) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE accounts SET closed_at = COALESCE(closed_at, $1) \
                     WHERE id = $2 AND is_root = 0",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                if done.rows_affected() == 0 {
                    return Ok(false);
                }
                sqlx::query(
                    "UPDATE credentials SET revoked_at = COALESCE(revoked_at, $1) \
                     WHERE account_id = $2",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(true)
            })
        })
        .await
    }

    /// Keeps the SHA-256 of `key`; the key is not stored. [`StoreError::Taken`] where some key reads
    /// like that already.
    pub async fn add_credential(
        &self,
        credential: Credential,
        key: &str,
    ) -> Result<(), StoreError> {
        let hash = ids::hash(key);
        self.write(move |tx| {
            Box::pin(async move { insert_credential(tx.conn(), &credential, &hash).await })
        })
        .await
    }

    /// The same for a key that an account makes itself. [`StoreError::Full`] where it has as many
    /// valid ones as it may.
    pub async fn add_own_credential(
        &self,
        credential: Credential,
        key: &str,
    ) -> Result<(), StoreError> {
        let hash = ids::hash(key);
        self.write(move |tx| {
            Box::pin(async move {
                let valid = "SELECT COUNT(*) FROM credentials WHERE account_id = $1 \
                             AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
                let valid = sqlx::query_scalar(valid)
                    .bind(&credential.account_id)
                    .bind(credential.created_at);
                check_count(tx.conn(), CAP, valid).await?;
                insert_credential(tx.conn(), &credential, &hash).await
            })
        })
        .await
    }

    /// The credential `key` belongs to, if it is neither revoked nor expired at `now` and its
    /// account is open.
    pub async fn credential(&self, key: &str, now: i64) -> Result<Option<Credential>, StoreError> {
        let hash = ids::hash(key);
        let found: Option<Locked<Credential>> = sqlx::query_as(
            "SELECT c.*, c.key_hash AS kept_hash FROM credentials c \
             JOIN accounts a ON a.id = c.account_id WHERE c.key_hash = $1 AND c.revoked_at IS NULL \
             AND (c.expires_at IS NULL OR c.expires_at > $2) AND a.closed_at IS NULL",
        )
        .bind(&hash)
        .bind(now)
        .fetch_optional(self.read())
        .await?;
        Ok(found.and_then(|it| it.opened_by(&hash)))
    }

    /// By id, whosever it is.
    pub async fn credential_by_id(&self, id: &str) -> Result<Option<Credential>, StoreError> {
        Ok(sqlx::query_as("SELECT * FROM credentials WHERE id = $1")
            .bind(id)
            .fetch_optional(self.read())
            .await?)
    }

    /// Notes that a key was used, unless that was noted after `since`.
    pub async fn note_use(&self, id: &str, now: i64, since: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE credentials SET last_used_at = $1 \
                     WHERE id = $2 AND (last_used_at IS NULL OR last_used_at <= $3)",
                )
                .bind(now)
                .bind(&id)
                .bind(since)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// All of an account, revoked ones too, oldest first.
    pub async fn credentials(&self, account_id: &str) -> Result<Vec<Credential>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM credentials WHERE account_id = $1 ORDER BY created_at, id",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?)
    }

    /// Those of an account that are valid, or ended at `since` or later, newest first and up to `limit`.
    pub async fn recent_credentials(
        &self,
        account_id: &str,
        since: i64,
        limit: u32,
    ) -> Result<Vec<Credential>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM credentials WHERE account_id = $1 \
             AND (revoked_at IS NULL OR revoked_at >= $2) AND (expires_at IS NULL OR expires_at >= $2) \
             ORDER BY created_at DESC, id DESC LIMIT $3",
        )
        .bind(account_id)
        .bind(since)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?)
    }

    /// The keys that were revoked, none where the account has no such key or all were revoked already. What
    /// `id` made goes with it, and what that made in turn, unless `keep_made`.
    pub async fn revoke_credential(
        &self,
        account_id: &str,
        id: &str,
        keep_made: bool,
        now: i64,
    ) -> Result<Vec<String>, StoreError> {
        let (account_id, id) = (account_id.to_owned(), id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let revoked = sqlx::query_scalar(
                    "WITH RECURSIVE ending (id) AS ( \
                     SELECT id FROM credentials WHERE id = $1 AND account_id = $2 \
                     UNION SELECT c.id FROM credentials c JOIN ending e ON c.made_by = e.id WHERE $3) \
                     UPDATE credentials SET revoked_at = $4 \
                     WHERE id IN (SELECT id FROM ending) AND revoked_at IS NULL RETURNING id",
                )
                .bind(&id)
                .bind(&account_id)
                .bind(!keep_made)
                .bind(now)
                .fetch_all(tx.conn())
                .await?;
                if keep_made {
                    // Who is about to look at a page is not turned away. Keys keep their maker, so that
                    // revoking it once more still takes them along.
                    sqlx::query("UPDATE access_tokens SET made_by = NULL WHERE made_by = $1")
                        .bind(&id)
                        .execute(tx.conn())
                        .await?;
                }
                Ok(revoked)
            })
        })
        .await
    }
}

/// What a key opens from now on.
pub async fn change_scope(
    conn: &mut SqliteConnection,
    id: &str,
    scope: &serde_json::Value,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE credentials SET scope = $1 WHERE id = $2")
        .bind(json_text(scope))
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps a key, by its SHA-256.
pub async fn insert_credential(
    conn: &mut SqliteConnection,
    credential: &Credential,
    hash: &[u8],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO credentials (id, account_id, kind, key_hash, label, scope, created_at, \
         expires_at, revoked_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
         COALESCE($9, (SELECT revoked_at FROM credentials WHERE id = $10)), $10)",
    )
    .bind(&credential.id)
    .bind(&credential.account_id)
    .bind(&credential.kind)
    .bind(hash)
    .bind(&credential.label)
    .bind(json_text(&credential.scope))
    .bind(credential.created_at)
    .bind(credential.expires_at)
    // Made by a key that is being revoked just now, it is revoked from its beginning.
    .bind(credential.revoked_at)
    .bind(&credential.made_by)
    .execute(conn)
    .await
    .map_err(|error| StoreError::unique(error, "key"))?;
    Ok(())
}
