//! The public API under `/api/public`.

use axum::Router;

use crate::App;

pub fn routes(_app: &App) -> Router<App> {
    Router::new()
}
