//! What was bought, as the seller's own payment system says.

use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};
use vivavoce_protocol::person::email_key;

use super::{Store, StoreError, unchanged};

/// One purchase. Only [`PurchaseStatus::Completed`] opens a paid scenario.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Purchase {
    /// Unique in its account; the seller's, or ours where the seller gave none.
    pub id: String,
    pub account_id: String,
    /// The scenario it opens, if it is one of ours.
    pub scenario_id: Option<String>,
    pub scenario_name: String,
    pub product_id: String,
    pub product_type: String,
    pub product_name: String,
    /// The seller's own name for the buyer.
    pub user_id: Option<String>,
    pub user_name: String,
    /// In lower case.
    pub user_email: String,
    pub amount: f64,
    /// ISO 4217.
    pub currency: String,
    #[sqlx(try_from = "String")]
    pub status: PurchaseStatus,
    pub purchase_date: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub completed_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurchaseStatus {
    Pending,
    Completed,
    Failed,
    Refunded,
    Cancelled,
}

impl PurchaseStatus {
    pub const ALL: [PurchaseStatus; 5] = [
        PurchaseStatus::Pending,
        PurchaseStatus::Completed,
        PurchaseStatus::Failed,
        PurchaseStatus::Refunded,
        PurchaseStatus::Cancelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            PurchaseStatus::Pending => "pending",
            PurchaseStatus::Completed => "completed",
            PurchaseStatus::Failed => "failed",
            PurchaseStatus::Refunded => "refunded",
            PurchaseStatus::Cancelled => "cancelled",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase();
        // The American spelling is as common.
        let word = if word == "canceled" {
            "cancelled"
        } else {
            &word
        };
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl From<String> for PurchaseStatus {
    fn from(column: String) -> Self {
        // An unknown word opens nothing.
        Self::read(&column).unwrap_or(PurchaseStatus::Failed)
    }
}

/// Which purchases to list; newest first.
#[derive(Clone, Debug, Default)]
pub struct PurchaseFilter {
    pub account_id: String,
    /// In lower case.
    pub user_email: Option<String>,
    pub scenario_id: Option<String>,
    pub status: Option<PurchaseStatus>,
}

/// Tells a request sent again from another one.
#[derive(Clone, Debug)]
pub struct RequestKey {
    /// Of the idempotency key.
    pub key_hash: Vec<u8>,
    pub body_hash: Vec<u8>,
}

/// What [`Store::record_purchase`] did.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    New(Purchase),
    /// It stands already, or the request was carried out before.
    Known(Purchase),
    /// It was recorded before and is changed now.
    Changed(Purchase),
    /// The idempotency key was used for something else.
    KeyUsed,
}

impl Store {
    /// Records a purchase in the place of `seen` (`created_at` stays); the same request again
    /// changes nothing. [`StoreError::Changed`] where `seen` is not what stands there.
    pub async fn record_purchase(
        &self,
        purchase: Purchase,
        key: Option<RequestKey>,
        seen: Option<Purchase>,
    ) -> Result<Recorded, StoreError> {
        self.write(move |tx| Box::pin(async move { record(tx.conn(), purchase, key, seen).await }))
            .await
    }

    /// What became of the request with this key; `None` for a new one.
    pub async fn purchase_of_key(
        &self,
        account_id: &str,
        key: &RequestKey,
    ) -> Result<Option<Recorded>, StoreError> {
        let mut conn = self.read().acquire().await?;
        carried_out(&mut conn, account_id, key).await
    }

    pub async fn purchase(
        &self,
        account_id: &str,
        id: &str,
    ) -> Result<Option<Purchase>, StoreError> {
        Ok(
            sqlx::query_as("SELECT * FROM purchases WHERE account_id = $1 AND id = $2")
                .bind(account_id)
                .bind(id)
                .fetch_optional(self.read())
                .await?,
        )
    }

    /// One page of those that match, newest first, and how many match in all.
    pub async fn purchases(
        &self,
        filter: &PurchaseFilter,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Purchase>, u64), StoreError> {
        let mut count = QueryBuilder::new("SELECT COUNT(*) FROM purchases");
        push_filter(&mut count, filter);
        let total: i64 = count.build_query_scalar().fetch_one(self.read()).await?;
        let mut page = QueryBuilder::new("SELECT * FROM purchases");
        push_filter(&mut page, filter);
        page.push(" ORDER BY purchase_date DESC, id DESC LIMIT ")
            .push_bind(i64::from(limit));
        page.push(" OFFSET ")
            .push_bind(i64::try_from(offset).unwrap_or(i64::MAX));
        let purchases = page.build_query_as().fetch_all(self.read()).await?;
        Ok((purchases, u64::try_from(total).unwrap_or_default()))
    }

    /// Whether `email` has bought this scenario and not got the money back.
    pub async fn has_bought(
        &self,
        account_id: &str,
        scenario_id: &str,
        email: &str,
    ) -> Result<bool, StoreError> {
        let found: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM purchases WHERE account_id = $1 AND scenario_id = $2 \
             AND user_email = $3 AND status = $4",
        )
        .bind(account_id)
        .bind(scenario_id)
        .bind(email_key(email))
        .bind(PurchaseStatus::Completed.as_str())
        .fetch_one(self.read())
        .await?;
        Ok(found > 0)
    }
}

async fn record(
    conn: &mut SqliteConnection,
    mut purchase: Purchase,
    key: Option<RequestKey>,
    seen: Option<Purchase>,
) -> Result<Recorded, StoreError> {
    if let Some(key) = &key {
        if let Some(known) = carried_out(conn, &purchase.account_id, key).await? {
            return Ok(known);
        }
        sqlx::query(
            "INSERT INTO purchase_keys (account_id, key_hash, body_hash, purchase_id, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&purchase.account_id)
        .bind(&key.key_hash)
        .bind(&key.body_hash)
        .bind(&purchase.id)
        .bind(purchase.updated_at)
        .execute(&mut *conn)
        .await?;
    }
    let known = find(conn, &purchase.account_id, &purchase.id).await?;
    unchanged(&known, &seen)?;
    if let Some(known) = &known {
        purchase.created_at = known.created_at;
        let unchanged = Purchase {
            updated_at: known.updated_at,
            ..purchase.clone()
        };
        if unchanged == *known {
            return Ok(Recorded::Known(unchanged));
        }
    }
    upsert(conn, &purchase).await?;
    Ok(match known {
        Some(_) => Recorded::Changed(purchase),
        None => Recorded::New(purchase),
    })
}

async fn carried_out(
    conn: &mut SqliteConnection,
    account_id: &str,
    key: &RequestKey,
) -> Result<Option<Recorded>, StoreError> {
    let used: Option<(Vec<u8>, String)> = sqlx::query_as(
        "SELECT body_hash, purchase_id FROM purchase_keys \
         WHERE account_id = $1 AND key_hash = $2",
    )
    .bind(account_id)
    .bind(&key.key_hash)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((body_hash, id)) = used else {
        return Ok(None);
    };
    let known = find(conn, account_id, &id).await?;
    Ok(Some(match known {
        Some(known) if body_hash == key.body_hash => Recorded::Known(known),
        _ => Recorded::KeyUsed,
    }))
}

async fn find(
    conn: &mut SqliteConnection,
    account_id: &str,
    id: &str,
) -> Result<Option<Purchase>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM purchases WHERE account_id = $1 AND id = $2")
            .bind(account_id)
            .bind(id)
            .fetch_optional(conn)
            .await?,
    )
}

async fn upsert(conn: &mut SqliteConnection, p: &Purchase) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO purchases (account_id, id, scenario_id, scenario_name, product_id, \
         product_type, product_name, user_id, user_name, user_email, amount, currency, status, \
         purchase_date, created_at, updated_at, completed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT (account_id, id) DO UPDATE SET scenario_id = excluded.scenario_id, \
         scenario_name = excluded.scenario_name, product_id = excluded.product_id, \
         product_type = excluded.product_type, product_name = excluded.product_name, \
         user_id = excluded.user_id, user_name = excluded.user_name, \
         user_email = excluded.user_email, amount = excluded.amount, \
         currency = excluded.currency, status = excluded.status, \
         purchase_date = excluded.purchase_date, updated_at = excluded.updated_at, \
         completed_at = excluded.completed_at",
    )
    .bind(&p.account_id)
    .bind(&p.id)
    .bind(&p.scenario_id)
    .bind(&p.scenario_name)
    .bind(&p.product_id)
    .bind(&p.product_type)
    .bind(&p.product_name)
    .bind(&p.user_id)
    .bind(&p.user_name)
    .bind(&p.user_email)
    .bind(p.amount)
    .bind(&p.currency)
    .bind(p.status.as_str())
    .bind(p.purchase_date)
    .bind(p.created_at)
    .bind(p.updated_at)
    .bind(p.completed_at)
    .execute(conn)
    .await?;
    Ok(())
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &PurchaseFilter) {
    query
        .push(" WHERE account_id = ")
        .push_bind(filter.account_id.clone());
    if let Some(email) = &filter.user_email {
        query.push(" AND user_email = ").push_bind(email.clone());
    }
    if let Some(id) = &filter.scenario_id {
        query.push(" AND scenario_id = ").push_bind(id.clone());
    }
    if let Some(status) = filter.status {
        query.push(" AND status = ").push_bind(status.as_str());
    }
}
