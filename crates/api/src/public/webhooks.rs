//! `/webhooks`: addresses that are told what happens to an account's sessions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use vivavoce_client::types as api;

use vivavoce_engine::conversation::printable;
use vivavoce_engine::ids;
use vivavoce_engine::outbox::{self, address, webhook};
use vivavoce_engine::store::{Parcel, Webhook};
use vivavoce_http::account::Caller;
use vivavoce_http::body::Body;
use vivavoce_http::error::{Failure, Place};
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Deliveries shown with a webhook.
const SHOWN: u32 = 20;

/// `POST /webhooks {url, events, description}`: the only answer the secret stands in.
#[utoipa::path(
    post, path = "/webhooks", operation_id = "createWebhook", tag = "Webhooks",
    summary = "Add a webhook",
    description = "The only answer the secret stands in. Messages are signed with it as \
        https://www.standardwebhooks.com says: `webhook-id`, `webhook-timestamp`, \
        `webhook-signature`.",
    request_body = api::WebhookForm,
    responses(
        (status = 201, description = "The webhook, with its secret.", body = api::NewWebhook),
        (status = 409, description = "The account has too many.", body = Failure),
    ),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::NewWebhook>), ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let mut url = String::new();
    match fields.text("url", address::LONGEST) {
        Given::Here(text) => match address::check(&text, app.settings.webhooks.allow_private) {
            Ok(checked) => url = checked.into(),
            Err(problem) => fields.wrong("url", problem, "url_parsing"),
        },
        _ if !fields.has("url") => fields.missing("url"),
        _ => {}
    }
    let events = events(&mut fields);
    let description = fields.text("description", 200).here();
    fields.done()?;
    let now = app.clock.now();
    let webhook = Webhook {
        id: ids::new_id(now),
        account_id: caller.account.id,
        url,
        description: description.map(|text| printable(&text)).unwrap_or_default(),
        events,
        secret: webhook::new_secret(),
        created_at: now,
        disabled_at: None,
    };
    let shown = api::NewWebhook {
        secret: webhook.secret.expose().to_owned(),
        ..shown(&webhook).into()
    };
    app.store.add_webhook(webhook).await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// `GET /webhooks`: oldest first; never their secrets.
#[utoipa::path(
    get, path = "/webhooks", operation_id = "listWebhooks", tag = "Webhooks",
    summary = "List the webhooks", description = "Oldest first; never their secrets.",
    responses((status = 200, description = "All of them.", body = api::WebhookList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<api::WebhookList>, ApiError> {
    let webhooks = app.store.webhooks(&caller.account.id).await?;
    let webhooks = webhooks.iter().map(shown).collect();
    Ok(Json(api::WebhookList { webhooks }))
}

/// `GET /webhooks/{id}`: with its latest deliveries.
#[utoipa::path(
    get, path = "/webhooks/{id}", operation_id = "getWebhook", tag = "Webhooks",
    summary = "Read a webhook", description = "With its latest deliveries, newest first.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816a")),
    responses((status = 200, description = "The webhook, without its secret.", body = api::WebhookDetail)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::WebhookDetail>, ApiError> {
    let webhooks = app.store.webhooks(&caller.account.id).await?;
    let webhook = webhooks.iter().find(|it| it.id == id).ok_or_else(missing)?;
    let parcels = app.store.parcels(&webhook.id, SHOWN).await?;
    Ok(Json(api::WebhookDetail {
        deliveries: parcels.into_iter().map(delivery).collect(),
        ..shown(webhook).into()
    }))
}

/// `DELETE /webhooks/{id}`: nothing more is sent to it, also what was waiting.
#[utoipa::path(
    delete, path = "/webhooks/{id}", operation_id = "removeWebhook", tag = "Webhooks",
    summary = "Remove a webhook", description = "Nothing more is sent to it, also what was waiting.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816a")),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Removed>, ApiError> {
    if !app.store.remove_webhook(&caller.account.id, &id).await? {
        return Err(missing());
    }
    Ok(Json(api::Removed::of(id)))
}

/// Which events are wanted; empty: all.
fn events(fields: &mut Fields<'_>) -> Vec<String> {
    let known = outbox::EVENTS.join(", ");
    let items = match fields.value("events") {
        Given::Here(Value::Array(items)) => items.clone(),
        Given::Here(word @ Value::String(_)) => vec![word.clone()],
        Given::Here(_) => {
            let msg = format!("Input should be a list of {known}");
            fields.wrong("events", msg, "list_type");
            return Vec::new();
        }
        _ => return Vec::new(),
    };
    let mut wanted: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.as_str() {
            Some("*") => return Vec::new(),
            Some(word) if outbox::EVENTS.contains(&word) => {
                if !wanted.iter().any(|one| one == word) {
                    wanted.push(word.to_owned());
                }
            }
            _ => {
                let msg = format!("Input should be one of {known}");
                fields.wrong_below("events", vec![Place::from(index)], msg, "enum");
                return Vec::new();
            }
        }
    }
    wanted
}

fn missing() -> ApiError {
    ApiError::not_found("There is no such webhook in this account. Check its id.")
}

fn shown(webhook: &Webhook) -> api::Webhook {
    let events = outbox::EVENTS.into_iter().filter(|it| webhook.wants(it));
    api::Webhook {
        id: webhook.id.clone(),
        url: webhook.url.clone(),
        description: webhook.description.clone(),
        events: events.map(Into::into).collect(),
        state: webhook.disabled_at.map_or("active", |_| "disabled").into(),
        created_at: times::written(webhook.created_at),
        disabled_at: webhook.disabled_at.map(times::written),
    }
}

fn delivery(parcel: Parcel) -> api::Delivery {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let next = parcel.done_at.is_none().then_some(parcel.due_at);
    api::Delivery {
        id: text(&parcel.body["id"]),
        event: text(&parcel.body["event"]).into(),
        session_id: text(&parcel.body["data"]["session_id"]),
        state: parcel.outcome.as_deref().unwrap_or("waiting").into(),
        attempts: u32::try_from(parcel.attempts).unwrap_or(u32::MAX),
        detail: parcel.detail,
        created_at: times::written(parcel.created_at),
        next_attempt_at: next.map(times::written),
        done_at: parcel.done_at.map(times::written),
    }
}
