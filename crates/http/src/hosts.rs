//! Names we answer to.

use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::Response;

use crate::error::Refusing;
use crate::listen::Peer;
use crate::proxy::{asked_host, host_name};
use crate::{ApiError, App};

/// What whoever looks after the server asks under any name.
const ANY: [&str; 2] = ["/livez", "/healthz"];

/// The page that whoever asks under another name is shown, by the path; `None`: an API is there, which says it in
/// its form.
pub type Misdirected = Arc<dyn Fn(&str) -> Option<Response> + Send + Sync>;

/// 421 for a name that is not ours, where the operator said which are: whoever sends it wants
/// something of ours to bear that name.
pub async fn known(
    State((app, misdirected, refusing)): State<(App, Misdirected, Refusing)>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    // Whoever stands before us may have looked at the other one.
    if request.headers().get_all(HOST).iter().count() > 1 {
        let detail = "The request has several Host headers. Send one.";
        return refusing(path, ApiError::bad_request(detail));
    }
    if ANY.contains(&path) || is_ours(&app, &request) {
        return next.run(request).await;
    }
    misdirected(path).unwrap_or_else(|| {
        let detail = "This server does not answer to the name in the address. Its operator names it with public_url \
                      or hosts.";
        refusing(path, ApiError::new(StatusCode::MISDIRECTED_REQUEST, detail))
    })
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
