//! Whether the server lives, and whether it can do its work.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Json, Response};
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use vivavoce_http::App;

/// Looks at the database are at least so far apart, however often anybody asks.
pub const BETWEEN: Duration = Duration::from_secs(5);
/// A write that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the last look came to.
#[derive(Clone, Default)]
pub struct Health(Arc<Mutex<Option<(Instant, bool)>>>);

impl Health {
    /// Whether something can be written, as of a moment ago. Who asks meanwhile waits for the same.
    async fn is_good(&self, app: &App) -> bool {
        let mut last = self.0.lock().await;
        if let Some((at, is_good)) = *last
            && at.elapsed() < BETWEEN
        {
            return is_good;
        }
        let is_good = match timeout(PATIENCE, app.store.write_health(app.clock.now())).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "the database cannot be written");
                false
            }
            Err(_) => {
                tracing::error!("the database takes too long to write");
                false
            }
        };
        *last = Some((Instant::now(), is_good));
        is_good
    }
}

/// `GET /healthz`: 200 while the database can be written, else 503.
pub async fn ready(State(app): State<App>, Extension(health): Extension<Health>) -> Response {
    if health.is_good(&app).await {
        status(StatusCode::OK, "ok")
    } else {
        let word = "the database cannot be written";
        status(StatusCode::SERVICE_UNAVAILABLE, word)
    }
}

/// `GET /livez`: 200 as long as anything is answered at all, for whoever would start the process
/// anew.
pub async fn live() -> Response {
    status(StatusCode::OK, "ok")
}

fn status(status: StatusCode, word: &str) -> Response {
    let mut response = (status, Json(json!({ "status": word }))).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
