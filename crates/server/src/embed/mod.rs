//! Our own protocol, under `/api/embed`.

use axum::Router;

use crate::App;

pub fn routes(_app: &App) -> Router<App> {
    Router::new()
}
