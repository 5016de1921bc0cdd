//! What must be known before a session can begin: the scenario, and whether it opens.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use vivavoce_core::dialect::vivavoce;
use vivavoce_core::failure::Failure;
use vivavoce_core::wire::{AccessGranted, AccessRequest, ErrorBody, Lock, ScenarioFacts};

use crate::browser::fetch::{self, Request};
use crate::browser::page;

/// Milliseconds for an answer. A visitor looks at an empty screen meanwhile.
const PATIENCE: u64 = 15_000;

/// Why something did not open.
#[derive(Debug)]
pub(super) struct Refusal {
    pub failure: Failure,
    /// What would open it, where the server says so.
    pub lock: Option<Lock>,
}

/// Exchanges a token or a passcode for a bearer.
pub(super) async fn exchange(api: &str, request: AccessRequest) -> Result<AccessGranted, Refusal> {
    let (path, body) = vivavoce::access(&request);
    ask(Request {
        method: "POST",
        address: [api, &path].concat(),
        headers: vec![("content-type", "application/json".to_owned())],
        body: Some(body),
        keepalive: false,
    })
    .await
}

/// What a visitor may know of a scenario.
pub(super) async fn facts(
    api: &str,
    scenario: &str,
    bearer: Option<&str>,
) -> Result<ScenarioFacts, Refusal> {
    let mut headers = Vec::new();
    if let Some(bearer) = bearer {
        headers.push(("authorization", ["Bearer ", bearer].concat()));
    }
    ask(Request {
        method: "GET",
        address: [api, &vivavoce::scenario(scenario)].concat(),
        headers,
        body: None,
        keepalive: false,
    })
    .await
}

async fn ask<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let body = answer(request).await?;
    serde_json::from_slice(&body).map_err(|_| Refusal {
        failure: Failure::Protocol,
        lock: None,
    })
}

async fn answer(request: Request) -> Result<Vec<u8>, Refusal> {
    let Some((head, body)) = fetch::whole(&request, PATIENCE).await else {
        let failure = if page::is_online() {
            Failure::Unreachable
        } else {
            Failure::Offline
        };
        return Err(Refusal {
            failure,
            lock: None,
        });
    };
    let said = |detail: &str| Failure::from_status(head.status, head.retry_after, detail);
    if said("").is_none() {
        return Ok(body);
    }
    let told: Told = serde_json::from_slice(&body).unwrap_or_default();
    let detail = ErrorBody {
        detail: told.detail,
    }
    .sentence();
    Err(Refusal {
        failure: said(&detail).unwrap_or(Failure::Protocol),
        lock: told.locked,
    })
}

/// An error's body; `locked` is there where a key would help.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    detail: serde_json::Value,
    locked: Option<Lock>,
}
