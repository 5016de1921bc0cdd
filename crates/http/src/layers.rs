//! What surrounds every request: an id, a line in the log, and an answer even to a panic.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use rand::Rng as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tracing::Instrument as _;

use crate::error::Refusing;
use crate::{ApiError, App, fallback, hosts, intake};

/// Names a request in our log and to whoever asked.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Routes of an API with what may answer in their place: nobody asks for them under another name than ours,
/// which `misdirected` says, waits for them for long or sees them panic; `refusing` words that. `cors` names the
/// pages that may read those answers too.
pub fn surrounded(
    app: &App,
    routes: Router<App>,
    misdirected: hosts::Misdirected,
    refusing: Refusing,
    cors: Option<CorsLayer>,
) -> Router<App> {
    let known =
        middleware::from_fn_with_state((app.clone(), misdirected, refusing.clone()), hosts::known);
    let intake = (app.intake.clone(), refusing.clone());
    let counted = middleware::from_fn_with_state(intake, intake::counted);
    let routes = routes.layer(known).layer(counted);
    let routes = ended(routes, app.settings.limits.request_total, refusing);
    match cors {
        Some(cors) => routes.layer(cors),
        None => routes,
    }
}

/// A router as it is served.
pub fn service(app: &App, router: Router) -> Router {
    let beginnings: Vec<&'static str> = [ACCESS]
        .into_iter()
        .chain(app.registry.key_kinds().iter().map(|kind| kind.prefix))
        .filter(|beginning| !beginning.is_empty())
        .collect();
    named(router, beginnings.into())
}

fn ended<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    patience: Duration,
    refusing: Refusing,
) -> Router<S> {
    let after_panic = {
        let refusing = refusing.clone();
        move |panic: Box<dyn Any + Send + 'static>| refusing("", panicked(panic))
    };
    router
        .layer(middleware::from_fn_with_state(
            (patience, refusing),
            in_time,
        ))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::map_response(worded))
}

fn named(router: Router, secrets: Secrets) -> Router {
    router.layer(middleware::from_fn_with_state(secrets, named_and_logged))
}

/// No error is kept by anybody, none is taken for anything but what it says it is, and none is without a word.
async fn worded(mut response: Response<axum::body::Body>) -> Response<axum::body::Body> {
    let status = response.status();
    if status == StatusCode::METHOD_NOT_ALLOWED && response.body().is_end_stream() {
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = fallback::no_such_method().into_response();
        if let Some(allowed) = allowed {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
    }
    if status.is_client_error() || status.is_server_error() {
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            let entry = headers.entry(name);
            entry.or_insert(HeaderValue::from_static(value));
        }
    }
    response
}

/// What keys and tokens begin with.
type Secrets = Arc<[&'static str]>;

/// Nobody holds a handler by sending a body byte by byte. A stream counts until it begins.
async fn in_time(
    State((patience, refusing)): State<(Duration, Refusing)>,
    request: Request,
    next: Next,
) -> Response<axum::body::Body> {
    let path = request.uri().path().to_owned();
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!(
                "This was not done within {} s. Please try again.",
                patience.as_secs()
            );
            let error = ApiError::new(StatusCode::SERVICE_UNAVAILABLE, detail);
            refusing(&path, error.retry_after(5))
        }
    }
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> ApiError {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no words");
    ApiError::internal(format!("panicked: {words}"))
}

/// Neither the query (a token, a name, an email may stand there) nor a header is ever logged, and
/// the path only as the route has it where a secret stands in it.
async fn named_and_logged(
    State(secrets): State<Secrets>,
    request: Request,
    next: Next,
) -> Response<axum::body::Body> {
    let id = format!("{:016x}", rand::rng().random::<u64>());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let path = shown(request.uri().path(), route, &secrets);
    let span = tracing::info_span!("request", id = %id);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if is_routine(&path) && status < 400 {
            tracing::debug!(%method, path, status, ms, "answered");
        } else {
            tracing::info!(%method, path, status, ms, "answered");
        }
    });
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// What access tokens begin with.
const ACCESS: &str = "sat_";
/// Characters of the shortest other secret; ids have 24.
const SECRET: usize = 40;

/// A path as the log may have it.
fn shown(path: &str, route: Option<&str>, secrets: &[&str]) -> String {
    let open = [
        "/api/embed/",
        "/api/public/",
        "/embed/",
        "/assets/",
        "/front/",
        "/scenarios",
        "/keys",
    ];
    // Somebody may take a key for its id: every one has such a beginning, or is as long.
    let secret = !is_routine(path)
        && path.split('/').any(|part| {
            part.len() >= SECRET || secrets.iter().any(|beginning| part.starts_with(beginning))
        });
    match route {
        Some(_) if !secret && open.iter().any(|prefix| path.starts_with(prefix)) => {
            path.chars().take(200).collect()
        }
        Some(route) => route.to_owned(),
        None => "(no such address)".to_owned(),
    }
}

fn is_routine(path: &str) -> bool {
    matches!(path, "/healthz" | "/livez")
        || path.starts_with("/assets/")
        || path.starts_with("/front/")
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt as _;

    use super::*;
    use crate::error::plainly;

    #[tokio::test]
    async fn a_panic_is_answered_with_a_sentence_and_a_request_id() {
        async fn bad() {
            panic!("CANARY");
        }
        let router = Router::new().route("/", axum::routing::get(bad));
        let router = named(
            ended(router, Duration::from_secs(5), plainly()),
            Arc::default(),
        );
        let request = axum::http::Request::get("/")
            .body(axum::body::Body::empty())
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[REQUEST_ID].len(), 16);
        let bytes = axum::body::to_bytes(response.into_body(), 1_000)
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            text.starts_with("{\"detail\":\"") && !text.contains("CANARY"),
            "{text}"
        );
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_not_waited_for() {
        async fn all(body: axum::body::Bytes) -> String {
            body.len().to_string()
        }
        let router = Router::new().route("/", axum::routing::post(all));
        let router = ended(router, Duration::from_millis(20), plainly());
        let never = futures_util::stream::pending::<Result<axum::body::Bytes, std::io::Error>>();
        let request = axum::http::Request::post("/")
            .body(axum::body::Body::from_stream(never))
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "5");
    }

    #[test]
    fn a_secret_in_a_path_is_not_logged() {
        let cases = [
            (
                "/embed/demo-interview",
                Some("/embed/{scenario}"),
                "/embed/demo-interview",
            ),
            (
                "/chatapi/123:secret",
                Some("/chatapi/{token}"),
                "/chatapi/{token}",
            ),
            (
                "/api/public/keys/vv_secret",
                Some("/api/public/keys/{id}"),
                "/api/public/keys/{id}",
            ),
            (
                "/api/partner/v3/organizations/school/users/ann@example.com",
                Some("/api/partner/v3/organizations/{slug}/users/{user_id}"),
                "/api/partner/v3/organizations/{slug}/users/{user_id}",
            ),
            (
                "/api/public/keys/tb_pk_secret",
                Some("/api/public/keys/{id}"),
                "/api/public/keys/{id}",
            ),
            (
                "/api/public/channels/abcdefgh:0123456789012345678901234567890123456789",
                Some("/api/public/channels/{id}"),
                "/api/public/channels/{id}",
            ),
            (
                "/api/public/channels/67bf56c23f44cdf6055a8165",
                Some("/api/public/channels/{id}"),
                "/api/public/channels/67bf56c23f44cdf6055a8165",
            ),
            ("/somewhere/secret", None, "(no such address)"),
            ("/", Some("/"), "/"),
        ];
        for (path, route, expected) in cases {
            assert_eq!(shown(path, route, &["vv_", "tb_pk_"]), expected);
        }
    }
}
