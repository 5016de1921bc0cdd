//! Names we answer to.

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::App;
use crate::listen::Peer;
use crate::pages;
use crate::proxy::{asked_host, host_name};

/// What whoever looks after the server asks under any name.
const ANY: [&str; 2] = ["/livez", "/healthz"];

/// 421 for a name that is not ours, where the operator said which are: whoever sends it wants
/// something of ours to bear that name.
pub async fn known(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if ANY.contains(&path) || is_ours(&app, &request) {
        return next.run(request).await;
    }
    pages::misdirected(path)
}

fn is_ours(app: &App, request: &Request) -> bool {
    let settings = &app.settings;
    let peer = request.extensions().get::<ConnectInfo<Peer>>();
    let peer = peer.map(|info| info.0.0);
    let by_header = asked_host(&settings.trusted_proxies, peer, request.headers());
    // A target with a host in it outranks the header.
    let named = [by_header, request.uri().host()];
    let mut named = named.into_iter().flatten().peekable();
    settings.hosts.is_empty()
        || named.peek().is_some() && named.all(|host| settings.hosts.contains(&host_name(host)))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::settings::Settings;
    use crate::trial::Site;

    #[tokio::test]
    async fn a_name_that_is_not_ours_is_refused_where_ours_are_known() {
        let settings = Settings {
            public_url: Some("https://voice.example".to_owned()),
            hosts: vec!["voice.example".to_owned(), "[::1]".to_owned()],
            ..Settings::default()
        };
        let site = Site::with(settings).await;
        for (line, host, status) in [
            ("GET /api/documents.json", "voice.example", 200),
            ("GET /api/documents.json", "Voice.Example.:8787", 200),
            ("GET /api/documents.json", "[::1]:8787", 200),
            ("GET /api/documents.json", "evil.example", 421),
            ("GET /api/documents.json", "voice.example.evil.example", 421),
            ("GET /api/documents.json", "", 421),
            (
                "GET http://evil.example/api/documents.json",
                "voice.example",
                421,
            ),
            (
                "GET http://voice.example/api/documents.json",
                "voice.example",
                200,
            ),
            ("GET /embed/nothing", "evil.example", 421),
            ("GET /nowhere", "evil.example", 421),
            ("GET /healthz", "evil.example", 200),
            ("GET /livez", "10.0.0.7:8787", 200),
        ] {
            let answer = site.ask_at(line, host).await;
            assert_eq!(answer.status, status, "{line} {host}: {}", answer.text);
            if status == 421 && line.contains("/api/") {
                let status = StatusCode::MISDIRECTED_REQUEST;
                assert!(answer.with(status)["detail"].is_string());
            }
        }
        // Without a word of the operator's, any name is.
        let site = Site::new().await;
        let answer = site.ask_at("GET /api/documents.json", "evil.example").await;
        assert_eq!(answer.status, 200);
    }
}
