//! Who calls: the account a key belongs to.

use std::net::IpAddr;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::body::Uploader;
use crate::caller::Caller as Visitor;
use crate::{ApiError, App};
use vivavoce_engine::keys;
use vivavoce_engine::store::{Account, Credential};

/// The holder of a valid key of the public API.
pub struct Caller {
    pub account: Account,
    /// The key that was shown.
    pub key: Credential,
}

impl<S> FromRequestParts<S> for Caller
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        // Only what is refused counts: who knows a key is not kept out by a neighbour who guesses. A key
        // of another API opens nothing here either.
        match identify(parts, app).await {
            Err(error)
                if matches!(
                    error.status,
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
                ) =>
            {
                app.allow_anonymous(address(parts, app).await)?;
                Err(error)
            }
            done => done.inspect(|caller| {
                let whose = Uploader(caller.account.id.clone());
                parts.extensions.insert(whose);
            }),
        }
    }
}

async fn address(parts: &mut Parts, app: &App) -> IpAddr {
    let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
    visitor.address
}

async fn identify(parts: &Parts, app: &App) -> Result<Caller, ApiError> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else {
        return Err(ApiError::unauthorized(
            "An API key is missing. Send it as `Authorization: Bearer <key>`.",
        ));
    };
    let key = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, key)| key.trim())
        .filter(|key| !key.is_empty());
    let Some(key) = key else {
        return Err(ApiError::unauthorized(
            "The Authorization header must read `Bearer <key>`.",
        ));
    };
    let unknown = || {
        ApiError::unauthorized(
            "This API key is not known, has expired or was revoked. \
             `vivavoce-server key create` makes a new one.",
        )
    };
    let now = app.clock.now();
    let credential = app.store.credential(key, now).await?.ok_or_else(unknown)?;
    if credential.kind != keys::PUBLIC.name {
        return Err(ApiError::forbidden(
            "This key belongs to another API and does not open this one.",
        ));
    }
    app.allow_api_call(&credential.id)?;
    keys::note_use(&app.store, &credential, now).await;
    let account = app
        .store
        .account(&credential.account_id)
        .await?
        .ok_or_else(unknown)?;
    Ok(Caller {
        account,
        key: credential,
    })
}

/// A caller who may come without a key; a wrong key is an error all the same.
pub struct Anyone;

impl<S> FromRequestParts<S> for Anyone
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        if parts.headers.contains_key(AUTHORIZATION) {
            Caller::from_request_parts(parts, state).await?;
        } else {
            app.allow_anonymous(address(parts, app).await)?;
        }
        Ok(Anyone)
    }
}
