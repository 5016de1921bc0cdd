//! What must be known before a session can begin: the scenario, and whether it opens.

use vivavoce_core::dialect::vivavoce;
use vivavoce_core::failure::Failure;
use vivavoce_core::json::{self, Json};
use vivavoce_core::wire::{self, AccessGranted, AccessRequest, Lock, ScenarioFacts};

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

async fn ask<T: json::Read>(request: Request) -> Result<T, Refusal> {
    let body = answer(request).await?;
    T::read(&body).ok_or(Refusal {
        failure: Failure::Protocol,
        lock: None,
    })
}

/// The answer's body; `Null` where it is no JSON.
async fn answer(request: Request) -> Result<Json, Refusal> {
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
    let body = json::parse_bytes(&body).unwrap_or_default();
    match said(&wire::sentence(&body)) {
        None => Ok(body),
        Some(failure) => Err(Refusal {
            failure,
            // There where a key would help.
            lock: body.field("locked"),
        }),
    }
}
