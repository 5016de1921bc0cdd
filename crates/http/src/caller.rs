//! Who asks: address, bearer, cookie, origin.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::{HeaderMap, header, request::Parts};

use crate::App;
use crate::listen::Peer;
use crate::proxy;

/// What a request says about whoever sent it. Nothing of it is verified but the address.
#[derive(Clone, Debug)]
pub struct Caller {
    /// An IPv6 address stands for its /64, which one household has.
    pub address: IpAddr,
    /// `Authorization: Bearer …`.
    pub bearer: Option<String>,
    headers: HeaderMap,
    /// Our own origin, as this request reached us.
    own_origin: Option<String>,
}

impl Caller {
    pub fn new(app: &App, headers: &HeaderMap, peer: Option<SocketAddr>) -> Self {
        let proxies = &app.http.trusted_proxies;
        // Without a peer there is no network: a test calls the router itself.
        let peer_or_none = peer.unwrap_or(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0));
        let address = proxy::client_address(proxies, peer_or_none, headers);
        let own_origin =
            proxy::own_origin(app.settings.public_url.as_deref(), proxies, peer, headers);
        Self {
            address: proxy::household(address),
            bearer: bearer(headers),
            headers: headers.clone(),
            own_origin,
        }
    }

    /// Our own origin, as this request reached us.
    pub fn own_origin(&self) -> Option<&str> {
        self.own_origin.as_deref()
    }

    /// The value of our cookie for a scenario.
    pub fn cookie(&self, scenario_id: &str) -> Option<&str> {
        self.cookies(&cookie_name(scenario_id)).next()
    }

    /// All values of a cookie: a partitioned one and one of the same name beside it both come.
    pub fn cookies(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = self
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|it| it.to_str().ok());
        lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The origin of the page that sent this, as far as a browser tells.
    pub fn origin(&self) -> Option<&str> {
        let origin = self.headers.get(header::ORIGIN);
        origin.and_then(|value| value.to_str().ok())
    }

    /// Our own page sent this, as far as a browser tells: what a cookie's power needs.
    pub fn is_own_page(&self) -> bool {
        match (self.origin(), &self.own_origin) {
            (Some(origin), Some(own)) => {
                // A proxy may speak https for us without saying so; the host is what counts.
                origin == own || host(origin) == host(own) && host(own).is_some()
            }
            _ => false,
        }
    }
}

fn host(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, host)| host)
}

/// The cookie that opens a scenario. `__Host-` binds it to our host and https.
pub fn cookie_name(scenario_id: &str) -> String {
    format!("__Host-vv-{scenario_id}")
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

impl<S> FromRequestParts<S> for Caller
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let app = &App::from_ref(state);
        let peer = parts
            .extensions
            .get::<ConnectInfo<Peer>>()
            .map(|info| info.0.0);
        Ok(Caller::new(app, &parts.headers, peer))
    }
}
