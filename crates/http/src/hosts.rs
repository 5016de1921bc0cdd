//! Names we answer to.

use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::listen::Peer;
use crate::proxy::{asked_host, host_name};
use crate::{ApiError, App};

/// What whoever looks after the server asks under any name.
const ANY: [&str; 2] = ["/livez", "/healthz"];

/// What whoever asks under another name is told, by the path.
pub type Misdirected = Arc<dyn Fn(&str) -> Response + Send + Sync>;

/// 421 for a name that is not ours, where the operator said which are: whoever sends it wants
/// something of ours to bear that name.
pub async fn known(
    State((app, misdirected)): State<(App, Misdirected)>,
    request: Request,
    next: Next,
) -> Response {
    // Whoever stands before us may have looked at the other one.
    if request.headers().get_all(HOST).iter().count() > 1 {
        let detail = "The request has several Host headers. Send one.";
        return ApiError::bad_request(detail).into_response();
    }
    let path = request.uri().path();
    if ANY.contains(&path) || is_ours(&app, &request) {
        return next.run(request).await;
    }
    misdirected(path)
}

fn is_ours(app: &App, request: &Request) -> bool {
    let settings = &app.http;
    let peer = request.extensions().get::<ConnectInfo<Peer>>();
    let peer = peer.map(|info| info.0.0);
    let by_header = asked_host(&settings.trusted_proxies, peer, request.headers());
    // A target with a host in it outranks the header.
    let named = [by_header, request.uri().host()];
    let mut named = named.into_iter().flatten().peekable();
    settings.hosts.is_empty()
        || named.peek().is_some() && named.all(|host| settings.hosts.contains(&host_name(host)))
}
