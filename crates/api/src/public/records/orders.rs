//! `/scenarios/{id}/orders`: what the shop says was ordered.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vivavoce_client::types as api;
use vivavoce_protocol::person::{EMAIL_CAP, check_email, email_key};

use super::super::page_meta::page_meta;
use super::super::purchases::{currency_code, number};
use super::super::scenarios;
use super::members::{self, ID, conversation, line};
use vivavoce_engine::store::{Order, OrderItem, OrderStatus, Scenario, Span};
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::fields::{Fields, Given, whole};
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Items one order may have.
const ITEMS: usize = 200;

/// `POST /scenarios/{id}/orders {id, …}`: recorded (201), or changed (200) where the `id` is known.
#[utoipa::path(
    post, path = "/scenarios/{id}/orders", operation_id = "recordOrder", tag = "Shop and leads",
    summary = "Record an order",
    description = "Under the shop's own `id`; the same id again changes it (what is not mentioned stays). \
        It belongs to the conversation it names, or else to the visitor's who is known by `customer_id` or \
        `customer_email`.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    request_body = api::OrderForm,
    responses(
        (status = 201, description = "It is recorded.", body = api::Order),
        (status = 200, description = "It was recorded before, and is as it says now.", body = api::Order),
    ),
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Order>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let named = match body.get("id") {
        Some(Value::String(id)) => vivavoce_engine::conversation::printable(id),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    record(&app, &scenario, named, &body).await
}

/// `PUT /scenarios/{id}/orders/{order_id}`: the same, the shop's id in the path.
#[utoipa::path(
    put, path = "/scenarios/{id}/orders/{order_id}", operation_id = "putOrder", tag = "Shop and leads",
    summary = "Record or change an order", description = "The shop's id stands in the path; what is not mentioned stays.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("order_id" = String, Path, description = "The shop's id.", example = "order-1042"),
    ),
    request_body = api::OrderForm,
    responses(
        (status = 201, description = "It is recorded.", body = api::Order),
        (status = 200, description = "As it is now.", body = api::Order),
    ),
)]
pub async fn put(
    State(app): State<App>,
    caller: Caller,
    At((id, order_id)): At<(String, String)>,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Order>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    record(
        &app,
        &scenario,
        vivavoce_engine::conversation::printable(&order_id),
        &body,
    )
    .await
}

/// `GET /scenarios/{id}/orders?page=&limit=`.
#[utoipa::path(
    get, path = "/scenarios/{id}/orders", operation_id = "listOrders", tag = "Shop and leads",
    summary = "List the orders", description = "Newest first; those of previews are left out.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 50 unless said otherwise.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses((status = 200, description = "One page of them.", body = api::OrderList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Asked(asked): Asked,
) -> Result<Json<api::OrderList>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let page = Page::read(&mut fields);
    fields.done()?;
    let (orders, total) = app
        .store
        .orders(&scenario.id, Span::ALWAYS, page.size(), page.offset())
        .await?;
    Ok(Json(api::OrderList {
        orders: orders.into_iter().map(shown).collect(),
        page_meta: page_meta(page, total),
    }))
}

/// `DELETE /scenarios/{id}/orders/{order_id}`.
#[utoipa::path(
    delete, path = "/scenarios/{id}/orders/{order_id}", operation_id = "removeOrder", tag = "Shop and leads",
    summary = "Remove an order",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("order_id" = String, Path, description = "The shop's id.", example = "order-1042"),
    ),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(at): At<(String, String)>,
) -> Result<Json<api::Removed>, ApiError> {
    members::remove::<Order>(&app, &caller, at).await
}

async fn record(
    app: &App,
    scenario: &Scenario,
    id: String,
    body: &Map<String, Value>,
) -> Result<(StatusCode, Json<api::Order>), ApiError> {
    anew!({
        let now = app.clock.now();
        let seen = app.store.record::<Order>(&scenario.id, &id).await?;
        let status = match seen {
            Some(_) => StatusCode::OK,
            None => StatusCode::CREATED,
        };
        let mut order = seen.clone().unwrap_or_else(|| Order {
            id: id.clone(),
            scenario_id: scenario.id.clone(),
            session_id: None,
            customer_id: None,
            customer_email: String::new(),
            status: OrderStatus::Paid,
            total: f64::NAN,
            currency: String::new(),
            items: Vec::new(),
            placed_at: now,
            created_at: now,
            updated_at: now,
        });
        order.updated_at = now;
        let mut fields = Fields::new(body, &["body"]);
        if order.id.is_empty() {
            fields.missing("id");
        } else if order.id.chars().nth(ID).is_some() {
            fields.wrong(
                "id",
                format!("An id has at most {ID} characters"),
                "string_too_long",
            );
        }
        if let Some(session) = conversation(app, scenario, &mut fields).await? {
            order.session_id = session;
        }
        fill(&mut fields, &mut order);
        fields.done()?;
        app.store.put_order(order.clone(), seen).await?;
        Ok((status, Json(shown(order))))
    })
}

fn fill(fields: &mut Fields<'_>, order: &mut Order) {
    if let Some(id) = line(fields, "customer_id", ID) {
        order.customer_id = Some(id).filter(|id| !id.is_empty());
    }
    if let Some(email) = line(fields, "customer_email", EMAIL_CAP) {
        if email.is_empty() || check_email(&email).is_none() {
            order.customer_email = email_key(&email);
        } else {
            let msg = "Input should be an email address";
            fields.wrong("customer_email", msg, "value_error");
        }
    }
    if let Given::Here(word) = fields.text("status", 20) {
        match OrderStatus::read(&word) {
            Some(status) => order.status = status,
            None => {
                let words = OrderStatus::ALL.map(OrderStatus::as_str).join(", ");
                fields.wrong("status", format!("Input should be one of {words}"), "enum");
            }
        }
    }
    match fields.value("total") {
        Given::Here(value) => match number(value) {
            Some(total) => order.total = total,
            None => {
                let msg = "Input should be an amount such as 29.99";
                fields.wrong("total", msg, "float_parsing");
            }
        },
        _ if order.total.is_nan() => fields.missing("total"),
        _ => {}
    }
    match fields.text("currency", 20) {
        Given::Here(text) => match currency_code(&text) {
            Some(code) => order.currency = code,
            None => {
                let msg = "Input should be a currency's three letters, such as EUR";
                fields.wrong("currency", msg, "value_error");
            }
        },
        _ if order.currency.is_empty() && !fields.has("currency") => fields.missing("currency"),
        _ => {}
    }
    if let Given::Here(at) = fields.time("placed_at") {
        order.placed_at = at;
    }
    if let Given::Here(value) = fields.value("items") {
        match items(value) {
            Some(items) => order.items = items,
            None => fields.wrong(
                "items",
                format!(
                    "Input should be a list of at most {ITEMS} items, each with a name, and if it says so \
                     with a whole quantity and a price such as 29.99"
                ),
                "list_type",
            ),
        }
    }
}

/// A name alone is an item, too.
fn items(value: &Value) -> Option<Vec<OrderItem>> {
    let list = value.as_array().filter(|list| list.len() <= ITEMS)?;
    list.iter()
        .map(|item| {
            let name = item.as_str().or_else(|| item.get("name")?.as_str())?;
            let name: String = vivavoce_engine::conversation::printable(name)
                .chars()
                .take(ID)
                .collect();
            // What was said and cannot be read is no quantity and no price, rather than another one.
            let said = |name| item.get(name).filter(|it| !it.is_null());
            let quantity = said("quantity").map_or(Some(1), whole)?;
            let quantity = u32::try_from(quantity).ok()?;
            let price = match said("price") {
                None => None,
                Some(price) => Some(number(price)?),
            };
            (!name.is_empty()).then_some(OrderItem {
                name,
                quantity,
                price,
            })
        })
        .collect()
}

fn shown(order: Order) -> api::Order {
    let item = |item: OrderItem| api::OrderItem {
        name: item.name,
        quantity: item.quantity,
        price: item.price,
    };
    api::Order {
        id: order.id,
        conversation_id: order.session_id,
        customer_id: order.customer_id,
        customer_email: order.customer_email,
        status: order.status.as_str().into(),
        total: order.total,
        currency: order.currency,
        items: order.items.into_iter().map(item).collect(),
        placed_at: times::written(order.placed_at),
        created_at: times::written(order.created_at),
        updated_at: times::written(order.updated_at),
    }
}
