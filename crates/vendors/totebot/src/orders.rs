//! `GET /v1/orders`: what the shop says was ordered.

use axum::Json;
use axum::extract::State;

use super::caller::{Agent, Query};
use super::refusal::Refusal;
use super::shapes;
use vivavoce_engine::store::{Order, Span};
use vivavoce_http::App;
use vivavoce_http::fields::Fields;
use vivavoce_http::times::written_with_zone as written;

/// `GET /v1/orders?skip=&take=`.
#[utoipa::path(
    get, path = "/orders", operation_id = "listOrders", tag = "Orders",
    summary = "List the orders",
    description = "Newest first. `POST /api/public/scenarios/{id}/orders` records one.",
    params(
        ("skip" = Option<u64>, Query, description = "How many to pass over; 0 unless said otherwise.", minimum = 0, nullable = false),
        ("take" = Option<u32>, Query, description = "How many to list; 20 unless said otherwise.", minimum = 1, maximum = 250, nullable = false),
    ),
    responses((status = 200, description = "One page.", body = shapes::Orders)),
)]
pub async fn list(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<shapes::Orders>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let skip = fields.whole("skip", 0..=1_000_000_000).here().unwrap_or(0);
    let take = fields.whole("take", 1..=250).here().unwrap_or(20);
    fields.done()?;
    let skip = u64::try_from(skip).unwrap_or_default();
    let take = u32::try_from(take).unwrap_or(20);
    let (orders, total) = app
        .store
        .orders(&scenario.id, Span::ALWAYS, take, skip)
        .await?;
    Ok(Json(shapes::Orders {
        data: orders.iter().map(shape).collect(),
        skip,
        take,
        total,
    }))
}

pub(super) fn shape(order: &Order) -> shapes::Order {
    let email = &order.customer_email;
    shapes::Order {
        id: order.id.clone(),
        conversation_id: order.session_id.clone(),
        customer_id: order.customer_id.clone(),
        customer_email: (!email.is_empty()).then(|| email.clone()),
        status: order.status.as_str().to_owned(),
        total: order.total,
        currency: order.currency.clone(),
        items: order
            .items
            .iter()
            .map(|item| shapes::OrderItem {
                name: item.name.clone(),
                quantity: item.quantity,
                price: item.price,
            })
            .collect(),
        created_at: written(order.placed_at),
    }
}
