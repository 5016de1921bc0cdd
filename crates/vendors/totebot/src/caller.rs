//! Who calls: the agent a key belongs to.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::refusal::Refusal;
use super::window::{Standing, TotebotState};
use vivavoce_engine::ids;
use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_engine::store::Scenario;
use vivavoce_http::body;
use vivavoce_http::caller::Caller;
use vivavoce_http::key;
use vivavoce_http::listen::Peer;

/// Keys that open one scenario as an agent.
pub const KEY: KeyKind = KeyKind {
    name: "totebot",
    opens: "One scenario as a Totebot agent: `/v1`",
    scope: KeyScope::Scenario,
    prefix: "tb_pk_",
    make: || format!("tb_pk_{}", ids::new_secret()),
};

/// The agent whose key was shown: a scenario.
#[derive(Clone)]
pub struct Agent(pub Arc<Scenario>);

impl<S: Send + Sync> FromRequestParts<S> for Agent {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let agent = parts.extensions.get::<Agent>().cloned();
        agent.ok_or_else(|| {
            Refusal::from(vivavoce_http::ApiError::internal("a route without its key"))
        })
    }
}

/// Lets a call through that shows an agent's key and stays below the agent's rate, and says with
/// every answer how the rate stands.
pub async fn admitted(
    State(app): State<TotebotState>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer: Option<SocketAddr> = request
        .extensions()
        .get::<ConnectInfo<Peer>>()
        .map(|info| info.0.0);
    let caller = Caller::new(&app, request.headers(), peer);
    match admit(&app, &caller).await {
        Ok((agent, standing)) if standing.is_refused => {
            tracing::debug!(agent = agent.0.id, "an agent's rate is used up");
            let mut refusal = Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests: 60 in 60 seconds for each agent and address.",
            );
            refusal.retry_after = Some(standing.resets_in);
            with(refusal.into_response(), standing)
        }
        Ok((agent, standing)) => {
            request.extensions_mut().insert(agent);
            with(next.run(request).await, standing)
        }
        Err(refusal) => {
            // Only what is refused counts: who knows a key is not kept out by a neighbour who
            // guesses.
            if refusal.status == StatusCode::UNAUTHORIZED
                && let Err(error) = app.allow_anonymous(caller.address)
            {
                return Refusal::from(error).into_response();
            }
            refusal.into_response()
        }
    }
}

fn with(mut response: Response, standing: Standing) -> Response {
    standing.write(response.headers_mut());
    response
}

async fn admit(app: &TotebotState, caller: &Caller) -> Result<(Agent, Standing), Refusal> {
    let Some(token) = caller.bearer.as_deref() else {
        return Err(Refusal::unauthorized(
            "An API key is missing. Send it as `Authorization: Bearer tb_pk_…`.",
        ));
    };
    let unknown = || {
        Refusal::unauthorized(
            "This API key is not known, has expired, was revoked or belongs to another API. \
             `vivavoce-server key create --api totebot --scenario …` makes one.",
        )
    };
    let credential = key::shown(app, token, KEY).await?;
    let credential = credential.ok_or_else(unknown)?;
    let scenario_id = credential.scope["scenario_id"].as_str().unwrap_or_default();
    let scenario = app.store.scenario(scenario_id).await?;
    let scenario = scenario
        .filter(|scenario| scenario.account_id == credential.account_id)
        .ok_or_else(unknown)?;
    let window = format!("{} {}", scenario.id, caller.address);
    let standing = app.own.take(window, app.clock.now());
    Ok((Agent(Arc::new(scenario)), standing))
}

/// Parameters of the path, 404 in the vendor's form.
pub struct At<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let vivavoce_http::path::At(parameters) =
            vivavoce_http::path::At::from_request_parts(parts, state).await?;
        Ok(At(parameters))
    }
}

/// A query's members.
pub struct Query(pub serde_json::Map<String, serde_json::Value>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Query(body::members(query)))
    }
}

/// A JSON object, whatever the content type says, and its text.
pub struct Body(pub serde_json::Map<String, serde_json::Value>, pub Bytes);

impl<S: Send + Sync> axum::extract::FromRequest<S> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let text = body::whole(request, state).await?;
        Ok(Body(body::object(text.clone()).await?, text))
    }
}
