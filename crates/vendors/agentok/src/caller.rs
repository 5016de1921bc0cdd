//! Who calls: the account whose key was shown.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use vivavoce_engine::ids;
use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_http::caller::Caller as Visitor;
use vivavoce_http::key;
use vivavoce_http::{ApiError, App};

/// Keys that open the account's scenarios as flows and projects.
pub const KEY: KeyKind = KeyKind {
    name: "agentok",
    opens: "The account's scenarios as Agentok flows and projects: `/chats` and `/v1/chats`",
    scope: KeyScope::Account,
    prefix: "agk_",
    make: || format!("agk_{}", ids::new_secret()),
};

/// The holder of a valid key of this API, shown as `X-API-KEY` or as a bearer.
pub struct Caller {
    pub account_id: String,
}

impl<S> FromRequestParts<S> for Caller
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        let text = |value: &axum::http::HeaderValue| value.to_str().ok().map(str::to_owned);
        let bearer = parts.headers.get(AUTHORIZATION).and_then(text);
        let bearer = bearer.and_then(|it| {
            let (scheme, key) = it.split_once(' ')?;
            let is_bearer = scheme.eq_ignore_ascii_case("bearer");
            is_bearer.then(|| key.trim().to_owned())
        });
        let key = parts.headers.get("x-api-key").and_then(text).or(bearer);
        let error = match key.filter(|key| !key.is_empty()) {
            None => ApiError::unauthorized("No authentication credentials provided"),
            Some(key) => match key::shown(app, &key, KEY).await? {
                Some(credential) => {
                    return Ok(Self {
                        account_id: credential.account_id,
                    });
                }
                None => ApiError::unauthorized("API key authentication failed"),
            },
        };
        // Only what is refused counts: who knows a key is not kept out by a neighbour who guesses.
        let Ok(visitor) = Visitor::from_request_parts(parts, state).await;
        app.allow_anonymous(visitor.address)?;
        Err(error)
    }
}
