//! `/scenarios/{id}/events`: what happened in the shop.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vivavoce_client::types as api;

use super::super::scenarios;
use super::members::{self, ID, conversation, line};
use vivavoce_engine::ids;
use vivavoce_engine::store::{ShopEvent, ShopEventKind};
use vivavoce_http::account::Caller;
use vivavoce_http::body::Body;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Events one answer shows.
const SHOWN: u32 = 500;

/// `POST /scenarios/{id}/events {type, …}`.
#[utoipa::path(
    post, path = "/scenarios/{id}/events", operation_id = "recordEvent", tag = "Shop and leads",
    summary = "Record what happened in the shop",
    description = "`cart_add` or `checkout_initiated`. With an `id` of the shop's own, the same event sent again \
        (200) is counted once.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    request_body = api::ShopEventForm,
    responses(
        (status = 201, description = "It is recorded.", body = api::ShopEvent),
        (status = 200, description = "It was recorded before, as it says.", body = api::ShopEvent),
    ),
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::ShopEvent>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let now = app.clock.now();
    let mut fields = Fields::new(&body, &["body"]);
    let mut kind = ShopEventKind::CartAdd;
    match fields.text("type", 40) {
        Given::Here(word) => match ShopEventKind::read(&word) {
            Some(known) => kind = known,
            None => fields.wrong(
                "type",
                "Input should be cart_add or checkout_initiated",
                "enum",
            ),
        },
        _ if !fields.has("type") => fields.missing("type"),
        _ => {}
    }
    let session = conversation(&app, &scenario, &mut fields).await?;
    let named = line(&mut fields, "id", ID).filter(|id| !id.is_empty());
    let mut text = |name| line(&mut fields, name, ID).filter(|text| !text.is_empty());
    let (customer_id, product) = (text("customer_id"), text("product"));
    let quantity = fields.whole("quantity", 1..=1_000_000).here().unwrap_or(1);
    let at = fields.time("at").here().unwrap_or(now);
    fields.done()?;
    let event = ShopEvent {
        id: named.unwrap_or_else(|| ids::new_id(now)),
        scenario_id: scenario.id,
        kind,
        session_id: session.flatten(),
        customer_id,
        product,
        quantity: u32::try_from(quantity).unwrap_or(1),
        at,
    };
    let (stands, is_new) = app.store.add_shop_event(event).await?;
    let status = match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    Ok((status, Json(shown(stands))))
}

/// `GET /scenarios/{id}/events`.
#[utoipa::path(
    get, path = "/scenarios/{id}/events", operation_id = "listEvents", tag = "Shop and leads",
    summary = "List what happened in the shop", description = "The newest 500, newest first.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    responses((status = 200, description = "The newest.", body = api::ShopEventList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::ShopEventList>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let events = app.store.shop_events(&scenario.id, SHOWN).await?;
    let events = events.into_iter().map(shown).collect();
    Ok(Json(api::ShopEventList { events }))
}

/// `DELETE /scenarios/{id}/events/{event_id}`.
#[utoipa::path(
    delete, path = "/scenarios/{id}/events/{event_id}", operation_id = "removeEvent", tag = "Shop and leads",
    summary = "Remove an event", description = "It counts no more.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("event_id" = String, Path, description = "The shop's id, or ours.", example = "cart-1042"),
    ),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(at): At<(String, String)>,
) -> Result<Json<api::Removed>, ApiError> {
    members::remove::<ShopEvent>(&app, &caller, at).await
}

fn shown(event: ShopEvent) -> api::ShopEvent {
    api::ShopEvent {
        id: event.id,
        r#type: event.kind.as_str().into(),
        conversation_id: event.session_id,
        customer_id: event.customer_id,
        product: event.product,
        quantity: event.quantity,
        at: times::written(event.at),
    }
}
