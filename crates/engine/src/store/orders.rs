//! What a shop says was ordered, and what happened in its carts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::records::record;
use super::{LISTED, Span, Store, StoreError, unread};
use crate::word_column;

/// An order, as the shop's own system says.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Order {
    /// The shop's; unique in its scenario.
    pub id: String,
    pub scenario_id: String,
    /// The conversation it is owed to, if the shop says so.
    pub session_id: Option<String>,
    /// As the shop calls the customer in an `identity`.
    pub customer_id: Option<String>,
    /// In lower case.
    pub customer_email: String,
    pub status: OrderStatus,
    pub total: f64,
    /// ISO 4217.
    pub currency: String,
    #[sqlx(json)]
    pub items: Vec<OrderItem>,
    pub placed_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderItem {
    pub name: String,
    pub quantity: u32,
    pub price: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStatus {
    Pending,
    Paid,
    Fulfilled,
    Cancelled,
    Refunded,
}

impl OrderStatus {
    pub const ALL: [OrderStatus; 5] = [
        OrderStatus::Pending,
        OrderStatus::Paid,
        OrderStatus::Fulfilled,
        OrderStatus::Cancelled,
        OrderStatus::Refunded,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            OrderStatus::Pending => "PENDING",
            OrderStatus::Paid => "PAID",
            OrderStatus::Fulfilled => "FULFILLED",
            OrderStatus::Cancelled => "CANCELLED",
            OrderStatus::Refunded => "REFUNDED",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_uppercase();
        let word = if word == "CANCELED" {
            "CANCELLED"
        } else {
            &word
        };
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

word_column!(OrderStatus);

/// What happened in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopEventKind {
    CartAdd,
    CheckoutInitiated,
}

impl ShopEventKind {
    pub const ALL: [ShopEventKind; 2] = [ShopEventKind::CartAdd, ShopEventKind::CheckoutInitiated];

    pub fn as_str(self) -> &'static str {
        match self {
            ShopEventKind::CartAdd => "cart_add",
            ShopEventKind::CheckoutInitiated => "checkout_initiated",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

word_column!(ShopEventKind);

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ShopEvent {
    /// The shop's or ours; unique in its scenario.
    pub id: String,
    pub scenario_id: String,
    pub kind: ShopEventKind,
    pub session_id: Option<String>,
    pub customer_id: Option<String>,
    pub product: Option<String>,
    pub quantity: u32,
    pub at: i64,
}

record!(Order, "order", "orders");
record!(ShopEvent, "event", "shop_events");

impl Store {
    /// Adds an order, or puts it in the place of `seen`. [`StoreError::Changed`] where that is not
    /// what stands there.
    pub async fn put_order(&self, order: Order, seen: Option<Order>) -> Result<(), StoreError> {
        let items = serde_json::to_string(&order.items).map_err(|e| unread("items", e))?;
        self.put_record(order, seen, move |tx, order| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO orders (scenario_id, id, session_id, customer_id, \
                     customer_email, status, total, currency, items, placed_at, created_at, \
                     updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                     ON CONFLICT (scenario_id, id) DO UPDATE SET \
                     session_id = excluded.session_id, customer_id = excluded.customer_id, \
                     customer_email = excluded.customer_email, status = excluded.status, \
                     total = excluded.total, currency = excluded.currency, \
                     items = excluded.items, placed_at = excluded.placed_at, \
                     updated_at = excluded.updated_at",
                )
                .bind(&order.scenario_id)
                .bind(&order.id)
                .bind(&order.session_id)
                .bind(&order.customer_id)
                .bind(&order.customer_email)
                .bind(order.status.as_str())
                .bind(order.total)
                .bind(&order.currency)
                .bind(&items)
                .bind(order.placed_at)
                .bind(order.created_at)
                .bind(order.updated_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// One page, newest first, and how many there are. Those of previews are left out.
    pub async fn orders(
        &self,
        scenario_id: &str,
        span: Span,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Order>, u64), StoreError> {
        let total: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM orders o LEFT JOIN sessions s ON s.id = o.session_id \
             WHERE o.scenario_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 \
             AND (s.source IS NULL OR s.source <> 'PREVIEW')",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .fetch_one(self.read())
        .await?;
        let orders = sqlx::query_as(
            "SELECT o.* FROM orders o LEFT JOIN sessions s ON s.id = o.session_id \
             WHERE o.scenario_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 \
             AND (s.source IS NULL OR s.source <> 'PREVIEW') \
             ORDER BY o.placed_at DESC, o.id DESC LIMIT $4 OFFSET $5",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .bind(i64::from(limit))
        .bind(i64::try_from(offset).unwrap_or(i64::MAX))
        .fetch_all(self.read())
        .await?;
        Ok((orders, u64::try_from(total).unwrap_or_default()))
    }

    /// A session's, newest first, up to [`LISTED`].
    pub async fn orders_of_session(&self, session_id: &str) -> Result<Vec<Order>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM orders WHERE session_id = $1 ORDER BY placed_at DESC, id DESC LIMIT $2",
        )
        .bind(session_id)
        .bind(i64::from(LISTED))
        .fetch_all(self.read())
        .await?)
    }

    /// What the orders whose money is the shop's brought in a span of time, by currency: their sum and how many
    /// they are. Those of previews are left out.
    pub async fn revenue(
        &self,
        scenario_id: &str,
        span: Span,
    ) -> Result<Vec<(String, f64, u64)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT o.currency, SUM(o.total), COUNT(*) FROM orders o \
             LEFT JOIN sessions s ON s.id = o.session_id \
             WHERE o.scenario_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 \
             AND o.status IN ('PAID', 'FULFILLED') AND (s.source IS NULL OR s.source <> 'PREVIEW') \
             GROUP BY o.currency ORDER BY o.currency",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(self.read())
        .await?)
    }

    /// The same of one currency by UTC days since 1970, the first `limit` of them.
    pub async fn daily_revenue(
        &self,
        scenario_id: &str,
        span: Span,
        currency: &str,
        limit: u32,
    ) -> Result<Vec<(i64, f64, u64)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT (o.placed_at - (o.placed_at % 86400000 + 86400000) % 86400000) / 86400000 AS day, \
             SUM(o.total), COUNT(*) \
             FROM orders o LEFT JOIN sessions s ON s.id = o.session_id \
             WHERE o.scenario_id = $1 AND o.placed_at >= $2 AND o.placed_at < $3 \
             AND o.status IN ('PAID', 'FULFILLED') AND (s.source IS NULL OR s.source <> 'PREVIEW') \
             AND o.currency = $4 GROUP BY day ORDER BY day LIMIT $5",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .bind(currency)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?)
    }

    /// What stands under the event's id, and whether it is this one. It is the one from before where the id is
    /// known already; nothing was changed then.
    pub async fn add_shop_event(&self, event: ShopEvent) -> Result<(ShopEvent, bool), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "INSERT INTO shop_events (scenario_id, id, kind, session_id, customer_id, \
                     product, quantity, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                     ON CONFLICT (scenario_id, id) DO NOTHING",
                )
                .bind(&event.scenario_id)
                .bind(&event.id)
                .bind(event.kind.as_str())
                .bind(&event.session_id)
                .bind(&event.customer_id)
                .bind(&event.product)
                .bind(i64::from(event.quantity))
                .bind(event.at)
                .execute(tx.conn())
                .await?;
                if done.rows_affected() > 0 {
                    return Ok((event, true));
                }
                let stands = "SELECT * FROM shop_events WHERE scenario_id = $1 AND id = $2";
                let stands = sqlx::query_as(stands)
                    .bind(&event.scenario_id)
                    .bind(&event.id)
                    .fetch_one(tx.conn());
                Ok((stands.await?, false))
            })
        })
        .await
    }

    /// A scenario's, newest first, up to `limit`.
    pub async fn shop_events(
        &self,
        scenario_id: &str,
        limit: u32,
    ) -> Result<Vec<ShopEvent>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT * FROM shop_events WHERE scenario_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        )
        .bind(scenario_id)
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?)
    }

    /// How often something happened in a span of time. What previews did is left out.
    pub async fn count_shop_events(
        &self,
        scenario_id: &str,
        kind: ShopEventKind,
        span: Span,
    ) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM shop_events e LEFT JOIN sessions s ON s.id = e.session_id \
             WHERE e.scenario_id = $1 AND e.kind = $2 AND e.at >= $3 AND e.at < $4 \
             AND (s.source IS NULL OR s.source <> 'PREVIEW')",
        )
        .bind(scenario_id)
        .bind(kind.as_str())
        .bind(span.from)
        .bind(span.to)
        .fetch_one(self.read())
        .await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Names of everything the shop is known to sell: what its integrations list, what was ordered,
    /// what was put into carts. Each once.
    pub async fn products(&self, scenario_id: &str) -> Result<Vec<String>, StoreError> {
        let lists: Vec<String> = sqlx::query_scalar(
            "SELECT products FROM integrations WHERE scenario_id = $1 ORDER BY created_at, id",
        )
        .bind(scenario_id)
        .fetch_all(self.read())
        .await?;
        let mut names: Vec<String> = Vec::new();
        for list in lists {
            let list: Vec<String> =
                serde_json::from_str(&list).map_err(|e| unread("products", e))?;
            names.extend(list);
        }
        let sold: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT items FROM orders WHERE scenario_id = $1")
                .bind(scenario_id)
                .fetch_all(self.read())
                .await?;
        let mut rest = BTreeSet::new();
        for items in sold {
            let items: Vec<OrderItem> =
                serde_json::from_str(&items).map_err(|e| unread("items", e))?;
            rest.extend(items.into_iter().map(|item| item.name));
        }
        let carted: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT product FROM shop_events \
             WHERE scenario_id = $1 AND product IS NOT NULL",
        )
        .bind(scenario_id)
        .fetch_all(self.read())
        .await?;
        rest.extend(carted);
        names.extend(rest);
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Database;

    #[tokio::test]
    async fn a_row_that_does_not_read_names_its_column() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let read = async |status: &str, items: &str| {
            let order: Result<Order, sqlx::Error> = sqlx::query_as(
                "SELECT 'o' AS id, 's' AS scenario_id, NULL AS session_id, NULL AS customer_id, \
                 '' AS customer_email, $1 AS status, 1.5 AS total, 'EUR' AS currency, $2 AS items, \
                 1 AS placed_at, 1 AS created_at, 1 AS updated_at",
            )
            .bind(status)
            .bind(items)
            .fetch_one(store.read())
            .await;
            order.map_err(|error| StoreError::from(error).to_string())
        };
        assert_eq!(read("PAID", "[]").await.unwrap().status, OrderStatus::Paid);
        let unknown = read("LOST", "[]").await.unwrap_err();
        assert_eq!(unknown, "unreadable row: status: LOST");
        let broken = read("PAID", "[").await.unwrap_err();
        assert!(broken.starts_with("unreadable row: items: EOF"), "{broken}");
    }
}
