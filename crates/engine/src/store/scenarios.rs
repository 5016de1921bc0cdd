//! Scenarios, and what opens them.

use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

use super::{
    Access, AccessKind, Cap, Going, Locked, Scenario, Store, StoreError, check_count, json_text,
};
use crate::ids;

/// Scenarios of one account.
const CAP: Cap = Cap {
    owner: "account",
    what: "scenarios",
    most: 10_000,
};

impl Store {
    /// Creates the scenario, or replaces the one with its id (keeping `created_at`).
    /// [`StoreError::Taken`] where another one has its slug, [`StoreError::Full`] where the account has as
    /// many as it may.
    pub async fn put_scenario(&self, scenario: Scenario) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let count = "SELECT COUNT(*) FROM scenarios WHERE account_id = $1 AND removed_at IS NULL \
                             AND id <> $2";
                let count = sqlx::query_scalar(count).bind(&scenario.account_id).bind(&scenario.id);
                check_count(tx.conn(), CAP, count).await?;
                upsert(tx.conn(), &scenario).await
            })
        })
        .await
    }

    /// Marks it as removed: from here on it is there for nobody, nor are its sessions, and its slug
    /// is free. What it held goes by [`Store::remove_rows`].
    pub async fn mark_scenario_removed(&self, id: &str, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE scenarios SET removed_at = $1, slug = NULL, is_featured = 0 \
                     WHERE id = $2 AND removed_at IS NULL",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Scenarios that are marked as removed.
    pub async fn removed_scenarios(&self) -> Result<Vec<String>, StoreError> {
        let ids = sqlx::query_scalar("SELECT id FROM scenarios WHERE removed_at IS NOT NULL")
            .fetch_all(self.read())
            .await?;
        Ok(ids)
    }

    /// By id or slug.
    pub async fn scenario(&self, id_or_slug: &str) -> Result<Option<Scenario>, StoreError> {
        // An id wins over a slug that looks like one.
        Ok(sqlx::query_as(
            "SELECT * FROM scenarios WHERE (id = $1 OR slug = $1) AND removed_at IS NULL \
             ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END LIMIT 1",
        )
        .bind(id_or_slug)
        .fetch_optional(self.read())
        .await?)
    }

    /// By id or slug, for visitors: what belongs to a closed account does not exist for them, nor
    /// what stands for a backend ([`Store::relay_scenario`]).
    pub async fn open_scenario(&self, id_or_slug: &str) -> Result<Option<Scenario>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT s.* FROM scenarios s JOIN accounts a ON a.id = s.account_id \
             WHERE (s.id = $1 OR s.slug = $1) AND a.closed_at IS NULL AND s.removed_at IS NULL \
             AND s.id NOT IN (SELECT scenario_id FROM relay_scenarios) \
             ORDER BY CASE WHEN s.id = $1 THEN 0 ELSE 1 END LIMIT 1",
        )
        .bind(id_or_slug)
        .fetch_optional(self.read())
        .await?)
    }

    /// Replaces the scenario if it is still as it was changed at `since`, and ends what its passcode
    /// opened where that is another one now. `false`: somebody else
    /// changed or removed it meanwhile. [`StoreError::Taken`] where another one has its slug.
    pub async fn change_scenario(
        &self,
        scenario: Scenario,
        since: i64,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let stands: Option<(i64, Option<String>)> =
                    sqlx::query_as("SELECT updated_at, passcode_hash FROM scenarios WHERE id = $1 AND removed_at IS NULL")
                        .bind(&scenario.id)
                        .fetch_optional(tx.conn())
                        .await?;
                let Some((_, passcode)) = stands.filter(|(at, _)| *at == since) else {
                    return Ok(false);
                };
                upsert(tx.conn(), &scenario).await?;
                if passcode != scenario.passcode_hash {
                    // What the old one opened opens nothing from here on.
                    let sql = "UPDATE scenarios SET passcode_epoch = passcode_epoch + 1 WHERE id = $1";
                    sqlx::query(sql)
                        .bind(&scenario.id)
                        .execute(tx.conn())
                        .await?;
                }
                Ok(true)
            })
        })
        .await
    }

    /// One page of the ids of an account's, newest first, without those that stand for a backend; and how
    /// many there are in all.
    pub async fn scenario_page(
        &self,
        account_id: &str,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<String>, u64), StoreError> {
        let total: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM scenarios WHERE account_id = $1 AND removed_at IS NULL \
             AND id NOT IN (SELECT scenario_id FROM relay_scenarios)",
        )
        .bind(account_id)
        .fetch_one(self.read())
        .await?;
        let ids = sqlx::query_scalar(
            "SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL \
             AND id NOT IN (SELECT scenario_id FROM relay_scenarios) \
             ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
        )
        .bind(account_id)
        .bind(i64::from(limit))
        .bind(i64::try_from(offset).unwrap_or(i64::MAX))
        .fetch_all(self.read())
        .await?;
        Ok((ids, u64::try_from(total).unwrap_or_default()))
    }

    /// An account's, newest first, without those that stand for a backend.
    pub async fn scenarios(&self, account_id: &str) -> Result<Vec<Scenario>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM scenarios WHERE account_id = $1 AND removed_at IS NULL \
             AND id NOT IN (SELECT scenario_id FROM relay_scenarios) \
             ORDER BY created_at DESC, id DESC",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?)
    }

    /// Their ids, oldest first.
    pub async fn scenario_ids(&self, account_id: &str) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL \
             AND id NOT IN (SELECT scenario_id FROM relay_scenarios) ORDER BY created_at, id",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?)
    }

    /// Of all open accounts, oldest first.
    pub async fn featured_scenarios(&self) -> Result<Vec<Scenario>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT s.* FROM scenarios s JOIN accounts a ON a.id = s.account_id \
             WHERE s.is_featured = 1 AND a.closed_at IS NULL AND s.removed_at IS NULL ORDER BY s.created_at, s.id",
        )
        .fetch_all(self.read())
        .await?)
    }

    /// Keeps an access under the SHA-256 of `secret`.
    pub async fn add_access(&self, access: Access, secret: &str) -> Result<(), StoreError> {
        let hash = ids::hash(secret);
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO access_tokens (token_hash, scenario_id, kind, email, \
                     session_id, created_at, expires_at, made_by, passcode_epoch, is_preview) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                )
                .bind(&hash)
                .bind(&access.scenario_id)
                .bind(kind_text(access.kind))
                .bind(&access.email)
                .bind(&access.session_id)
                .bind(access.created_at)
                .bind(access.expires_at)
                .bind(&access.made_by)
                .bind(access.passcode_epoch)
                .bind(i64::from(access.is_preview))
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// What `secret` opens, expired or not; `None` for a secret nobody was given, or that a key gave which
    /// was revoked since.
    pub async fn access(&self, secret: &str) -> Result<Option<Access>, StoreError> {
        let hash = ids::hash(secret);
        let found: Option<Locked<Access>> = sqlx::query_as(
            "SELECT t.*, t.token_hash AS kept_hash FROM access_tokens t \
             JOIN scenarios s ON s.id = t.scenario_id \
             LEFT JOIN credentials c ON c.id = t.made_by WHERE t.token_hash = $1 AND c.revoked_at IS NULL \
             AND (t.kind <> 'passcode' OR t.passcode_epoch = s.passcode_epoch)",
        )
        .bind(&hash)
        .fetch_optional(self.read())
        .await?;
        Ok(found.and_then(|it| it.opened_by(&hash)))
    }

    /// Forgets what expired before `now`.
    pub async fn drop_expired_access(&self, now: i64) -> Result<(), StoreError> {
        let going = Going::Before("expires_at", now);
        self.remove_rows("access_tokens", going).await
    }
}

pub async fn upsert(conn: &mut SqliteConnection, s: &Scenario) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO scenarios (id, slug, account_id, name, description, \
         user_friendly_description, ai_instructions, script, rubrik, pdf_context, \
         is_public, is_featured, passcode_hash, is_recording, analysis_access, \
         session_analysis, appearance, strategy, pricing, user_metadata, starts_at, \
         ends_at, created_at, updated_at, vendor, retention_days, allowed_hosts, \
         runs_per_day, tokens_per_day, terms_url, privacy_url, texts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, \
         $30, $31, $32) \
         ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, \
         account_id = excluded.account_id, name = excluded.name, \
         description = excluded.description, \
         user_friendly_description = excluded.user_friendly_description, \
         ai_instructions = excluded.ai_instructions, script = excluded.script, \
         rubrik = excluded.rubrik, pdf_context = excluded.pdf_context, \
         is_public = excluded.is_public, is_featured = excluded.is_featured, \
         passcode_hash = excluded.passcode_hash, \
         is_recording = excluded.is_recording, \
         analysis_access = excluded.analysis_access, \
         session_analysis = excluded.session_analysis, \
         appearance = excluded.appearance, strategy = excluded.strategy, \
         pricing = excluded.pricing, user_metadata = excluded.user_metadata, \
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
         updated_at = excluded.updated_at, vendor = excluded.vendor, \
         retention_days = excluded.retention_days, allowed_hosts = excluded.allowed_hosts, \
         runs_per_day = excluded.runs_per_day, tokens_per_day = excluded.tokens_per_day, \
         terms_url = excluded.terms_url, privacy_url = excluded.privacy_url, \
         texts = excluded.texts",
    )
    .bind(&s.id)
    .bind(&s.slug)
    .bind(&s.account_id)
    .bind(&s.name)
    .bind(&s.description)
    .bind(&s.user_friendly_description)
    .bind(&s.ai_instructions)
    .bind(s.script.as_ref().map(json_text))
    .bind(&s.rubrik)
    .bind(&s.pdf_context)
    .bind(i64::from(s.is_public))
    .bind(i64::from(s.is_featured))
    .bind(&s.passcode_hash)
    .bind(i64::from(s.is_recording))
    .bind(&s.analysis_access)
    .bind(json_text(&s.session_analysis))
    .bind(json_text(&s.appearance))
    .bind(json_text(&s.strategy))
    .bind(json_text(&s.pricing))
    .bind(json_text(&s.user_metadata))
    .bind(s.starts_at)
    .bind(s.ends_at)
    .bind(s.created_at)
    .bind(s.updated_at)
    .bind(json_text(&s.vendor))
    .bind(s.retention_days)
    .bind(json_text(&Value::from(s.allowed_hosts.clone())))
    .bind(s.runs_per_day)
    .bind(s.tokens_per_day)
    .bind(&s.terms_url)
    .bind(&s.privacy_url)
    .bind(json_text(&s.texts))
    .execute(conn)
    .await
    .map_err(|error| StoreError::unique(error, "slug"))?;
    Ok(())
}

fn kind_text(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Minted => "minted",
        AccessKind::Granted => "granted",
        AccessKind::ByPasscode => "passcode",
    }
}

impl From<String> for AccessKind {
    fn from(column: String) -> Self {
        match column.as_str() {
            "minted" => AccessKind::Minted,
            "passcode" => AccessKind::ByPasscode,
            _ => AccessKind::Granted,
        }
    }
}
