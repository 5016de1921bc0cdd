//! A request for a page: how it came.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use vivavoce_http::App;
use vivavoce_http::caller::Caller;

/// A request for a page.
pub struct Visit {
    /// It is shown within another page, so what is around it belongs to that one.
    pub framed: bool,
    /// A browser looks ahead; nobody has asked yet.
    pub looks_ahead: bool,
    pub own_origin: Option<String>,
    /// One of our own pages sent this form, as far as a browser tells.
    pub is_own_form: bool,
    pub caller: Caller,
}

impl<S> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Self, std::convert::Infallible> {
        let _app = &App::from_ref(state);
        let Ok(caller) = Caller::from_request_parts(parts, state).await;
        let text = |name: &str| {
            let value = parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok());
            value.unwrap_or_default()
        };
        let is_own_form = match text("sec-fetch-site") {
            "same-origin" => true,
            // A browser that does not say.
            "" => caller.is_own_page(),
            _ => false,
        };
        let is_prefetch = text("sec-purpose").contains("prefetch");
        Ok(Visit {
            framed: matches!(
                text("sec-fetch-dest"),
                "iframe" | "frame" | "embed" | "object"
            ),
            looks_ahead: is_prefetch || parts.method == axum::http::Method::HEAD,
            own_origin: caller.own_origin().map(str::to_owned),
            is_own_form,
            caller,
        })
    }
}
