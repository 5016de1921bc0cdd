//! The pages a user sees: signing in, a dashboard, conversations, settings.
//!
//! Written on the server, without anything inline. What a page does for a user it does for whom the
//! cookie names; no parameter ever says who somebody is.

use std::borrow::Cow;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use vivavoce_http::ApiError;

mod chat;
mod door;
mod headers;
mod home;
mod html;
mod learner;
mod login;
mod place;
mod preferences;
pub mod study;
mod templates;
mod visit;
mod words;

use study::TalkioState;

/// Bytes of a form.
const FORM: usize = 16 * 1024;

pub fn routes() -> Router<TalkioState> {
    Router::new()
        .route("/authentication/partner", get(door::open))
        .route("/authentication/partner/", get(door::open))
        .route("/authentication/login", get(login::show).post(login::enter))
        .route("/authentication/password", post(login::choose))
        .route("/authentication/forgotten", post(login::forgotten))
        .route("/authentication/logout", post(login::leave))
        .route("/authentication/left", get(login::left))
        .route("/app", get(home::show))
        .route("/app/introduction", get(preferences::introduce))
        .route(
            "/app/settings",
            get(preferences::show).post(preferences::save),
        )
        .route("/app/chat", get(chat::open).post(chat::create))
        .route("/app/chat/{id}", get(chat::resume))
        .route("/app/chat/{id}/remarks", get(study::read))
        .route("/app/page/{name}", get(file))
        .layer(DefaultBodyLimit::max(FORM))
}

/// A file of the pages; a debug build reads it anew, so that it can be worked on.
fn read(name: &str) -> Option<(&'static str, Cow<'static, str>)> {
    let (kind, carried) = match name {
        "school.css" => (
            "text/css; charset=utf-8",
            include_str!("../../static/school.css"),
        ),
        "school.js" => (
            "text/javascript; charset=utf-8",
            include_str!("../../static/school.js"),
        ),
        _ => return None,
    };
    let path = format!("{}/static/{name}", env!("CARGO_MANIFEST_DIR"));
    let fresh = cfg!(debug_assertions).then(|| std::fs::read_to_string(path));
    Some(match fresh {
        Some(Ok(fresh)) => (kind, Cow::Owned(fresh)),
        _ => (kind, Cow::Borrowed(carried)),
    })
}

/// `GET /app/page/{name}`.
async fn file(Path(name): Path<String>) -> Response {
    let Some((kind, text)) = read(&name) else {
        return ApiError::not_found("There is nothing at this address.").into_response();
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        vivavoce_http::headers::CORP,
        HeaderValue::from_static("cross-origin"),
    );
    (headers, text.into_owned()).into_response()
}
