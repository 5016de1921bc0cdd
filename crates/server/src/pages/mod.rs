//! The pages a browser opens: the embeds, the playground, and what stands where there is nothing.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{ApiError, App, assets};

mod embed;
mod front;
mod script;

pub fn routes(_app: &App) -> Router<App> {
    let (embeds, _) = documented().split_for_parts();
    embeds
        .route("/", get(front::playground))
        .route("/scenarios", get(front::playground))
        .route("/scenarios/{id}", get(front::playground))
        .route("/scenarios/{id}/integration", get(front::playground))
        .route("/scenarios/{id}/sessions/{session}", get(front::playground))
        .route("/keys", get(front::playground))
        .route("/front/{name}", get(front::file))
        .route("/assets/{*name}", get(assets::serve))
        .route("/viva-voce.js", get(script::newest))
        .route(script::VERSIONED, get(script::versioned))
        .route("/healthz", get(health))
        .route("/robots.txt", get(robots))
        .fallback(missing)
}

/// The embeds' pages with their description.
pub fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(embed::full))
        .routes(routes!(embed::basic))
        .routes(routes!(embed::minimal))
}

/// 200 while requests can be answered, 503 while the database cannot be read.
async fn health(State(app): State<App>) -> Response {
    let alive = sqlx::query("SELECT 1").execute(app.store.read()).await;
    let (status, word) = match alive {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the database cannot be read");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database cannot be read",
            )
        }
    };
    let mut response = (status, Json(json!({ "status": word }))).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Addresses of embeds carry names and tokens; none of them belongs into an index.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /embed/\nDisallow: /api/\nDisallow: /app\nDisallow: /authentication/\n"
}

/// Nothing is here: a sentence, as JSON below the APIs.
pub async fn missing(uri: Uri) -> Response {
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    if matches!(first, "api" | "v1" | "chatapi" | "chats" | "relay") {
        return ApiError::not_found(format!("There is nothing at {}.", uri.path())).into_response();
    }
    if uri.path().starts_with(script::ANY_VERSION) {
        return script::other_version();
    }
    front::not_found()
}

/// The address exists, the method does not.
pub async fn wrong_method(uri: Uri) -> Response {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "{} does not take this method. Its Allow header says which it takes.",
            uri.path()
        ),
    )
    .into_response()
}
