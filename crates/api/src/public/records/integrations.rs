//! `/scenarios/{id}/integrations`: the channels and shops an agent is connected to.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vivavoce_client::types as api;

use super::super::scenarios;
use super::members::{self, ID, line, missing};
use vivavoce_engine::ids;
use vivavoce_engine::store::Integration;
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::Body;
use vivavoce_http::error::Failure;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Products one integration may list.
const PRODUCTS: usize = 5_000;

/// `POST /scenarios/{id}/integrations {kind, provider, …}`.
#[utoipa::path(
    post, path = "/scenarios/{id}/integrations", operation_id = "addIntegration", tag = "Shop and leads",
    summary = "Record an integration",
    description = "A `channel` your own bridge serves (Telegram, mail, …) or an `ecommerce` shop, with the names \
        of the `products` it sells: insights find these in conversations.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    request_body = api::IntegrationForm,
    responses(
        (status = 201, description = "It is recorded.", body = api::Integration),
        (status = 409, description = "The scenario has too many.", body = Failure),
    ),
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Integration>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let now = app.clock.now();
    let blank = Integration {
        id: ids::new_id(now),
        scenario_id: scenario.id.clone(),
        kind: String::new(),
        provider: String::new(),
        name: String::new(),
        is_active: true,
        products: Vec::new(),
        created_at: now,
        updated_at: now,
    };
    let one = fill(&body, blank)?;
    app.store.put_integration(one.clone(), None).await?;
    Ok((StatusCode::CREATED, Json(shown(one))))
}

/// `GET /scenarios/{id}/integrations`.
#[utoipa::path(
    get, path = "/scenarios/{id}/integrations", operation_id = "listIntegrations", tag = "Shop and leads",
    summary = "List the integrations", description = "Those that are not active too, oldest first.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    responses((status = 200, description = "All of them.", body = api::IntegrationList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::IntegrationList>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let integrations = app.store.integrations(&scenario.id).await?;
    let integrations = integrations.into_iter().map(shown).collect();
    Ok(Json(api::IntegrationList { integrations }))
}

/// `PUT /scenarios/{id}/integrations/{integration_id}`: what is not mentioned stays.
#[utoipa::path(
    put, path = "/scenarios/{id}/integrations/{integration_id}", operation_id = "changeIntegration", tag = "Shop and leads",
    summary = "Change an integration", description = "What is not mentioned stays.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("integration_id" = String, Path, example = "67c551e83f44cdf6055a8172"),
    ),
    request_body = api::IntegrationForm,
    responses((status = 200, description = "As it is now.", body = api::Integration)),
)]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    At((id, integration_id)): At<(String, String)>,
    Body(body): Body,
) -> Result<Json<api::Integration>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    anew!({
        let seen = app
            .store
            .record::<Integration>(&scenario.id, &integration_id)
            .await?;
        let mut known = seen.clone().ok_or_else(missing::<Integration>)?;
        known.updated_at = app.clock.now();
        let one = fill(&body, known)?;
        app.store.put_integration(one.clone(), seen).await?;
        Ok(Json(shown(one)))
    })
}

/// `DELETE /scenarios/{id}/integrations/{integration_id}`.
#[utoipa::path(
    delete, path = "/scenarios/{id}/integrations/{integration_id}", operation_id = "removeIntegration", tag = "Shop and leads",
    summary = "Remove an integration",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("integration_id" = String, Path, example = "67c551e83f44cdf6055a8172"),
    ),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(at): At<(String, String)>,
) -> Result<Json<api::Removed>, ApiError> {
    members::remove::<Integration>(&app, &caller, at).await
}

fn fill(body: &Map<String, Value>, mut one: Integration) -> Result<Integration, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    match fields.text("kind", 20) {
        Given::Here(word) if matches!(word.as_str(), "channel" | "ecommerce") => one.kind = word,
        Given::Here(_) => {
            fields.wrong("kind", "Input should be channel or ecommerce", "enum");
        }
        _ if one.kind.is_empty() && !fields.has("kind") => fields.missing("kind"),
        _ => {}
    }
    if let Some(provider) = line(&mut fields, "provider", ID) {
        one.provider = provider;
    }
    if one.provider.is_empty() && (!fields.has("provider") || fields.is_text("provider")) {
        fields.missing("provider");
    }
    if let Some(name) = line(&mut fields, "name", ID) {
        one.name = name;
    }
    if let Given::Here(flag) = fields.flag("is_active") {
        one.is_active = flag;
    }
    match fields.value("products") {
        Given::Null => one.products.clear(),
        Given::Here(value) => {
            let list = value.as_array().filter(|list| list.len() <= PRODUCTS);
            let names = list.and_then(|list| {
                let name = |it: &Value| {
                    Some(
                        vivavoce_engine::conversation::printable(it.as_str()?)
                            .chars()
                            .take(ID)
                            .collect(),
                    )
                };
                list.iter().map(name).collect::<Option<Vec<String>>>()
            });
            match names {
                Some(names) => {
                    one.products = names.into_iter().filter(|it| !it.is_empty()).collect();
                }
                None => fields.wrong(
                    "products",
                    format!("Input should be a list of at most {PRODUCTS} names"),
                    "list_type",
                ),
            }
        }
        Given::Absent => {}
    }
    fields.done()?;
    if one.name.is_empty() {
        one.name.clone_from(&one.provider);
    }
    Ok(one)
}

fn shown(one: Integration) -> api::Integration {
    api::Integration {
        id: one.id,
        kind: one.kind.into(),
        provider: one.provider,
        name: one.name,
        is_active: one.is_active,
        products: one.products,
        created_at: times::written(one.created_at),
        updated_at: times::written(one.updated_at),
    }
}
