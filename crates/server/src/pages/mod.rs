//! The pages a browser opens: the embeds, the playground, and what stands where there is nothing.

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{ApiError, App, assets};

mod embed;
mod front;
mod health;
mod script;

pub use health::Health;

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
        .route("/healthz", get(health::ready))
        .route("/livez", get(health::live))
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

/// Addresses of embeds carry names and tokens; none of them belongs into an index.
async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /embed/\nDisallow: /api/\nDisallow: /app\nDisallow: /authentication/\n"
}

/// Nothing is here under this name: a sentence, as JSON below the APIs.
pub fn misdirected(path: &str) -> Response {
    if is_of_api(path) {
        let detail = "This server does not answer to the name in the address. Its operator names \
                      it with public_url or hosts.";
        return ApiError::new(StatusCode::MISDIRECTED_REQUEST, detail).into_response();
    }
    front::misdirected()
}

fn is_of_api(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    matches!(first, "api" | "v1" | "chatapi" | "chats" | "relay")
}

/// Nothing is here: a sentence, as JSON below the APIs.
pub async fn missing(uri: Uri) -> Response {
    if is_of_api(uri.path()) {
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
