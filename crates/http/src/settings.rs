//! What the operator decides about how we are reached.

use std::collections::BTreeMap;

use vivavoce_protocol::wire::Deployment;

use crate::proxy::Network;

#[derive(Clone, Debug, Default)]
pub struct HttpSettings {
    /// Names visitors reach us under, in lower case and without a port; empty: any.
    pub hosts: Vec<String>,
    /// Proxies whose `X-Forwarded-*` headers are believed; empty: the peer's address counts.
    pub trusted_proxies: Vec<Network>,
    /// Pages of others that may call a vendor's API from a browser: the API's name to origins. An API
    /// that is missing admits none.
    pub cors: BTreeMap<String, Vec<String>>,
    /// What every page and `POST /sessions` must know of hosts, branding and backends. Holds no
    /// secret.
    pub deployment: Deployment,
}
