//! Who calls: the account a key belongs to.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::store::Account;
use crate::{ApiError, App};

/// The holder of a valid key of the public API.
pub struct Caller {
    pub account: Account,
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
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
                "This API key is not known or was revoked. \
                 `vivavoce-server key create` makes a new one.",
            )
        };
        let credential = app
            .store
            .credential(key, app.clock.now())
            .await?
            .ok_or_else(unknown)?;
        if credential.kind != "public" {
            return Err(ApiError::forbidden(
                "This key belongs to another API and does not open this one.",
            ));
        }
        app.allow_api_call(&credential.id)?;
        let account = app
            .store
            .account(&credential.account_id)
            .await?
            .ok_or_else(unknown)?;
        Ok(Caller { account })
    }
}

/// A caller who may come without a key; a wrong key is an error all the same.
pub struct Anyone;

impl FromRequestParts<App> for Anyone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if parts.headers.contains_key(AUTHORIZATION) {
            Caller::from_request_parts(parts, app).await?;
        }
        Ok(Anyone)
    }
}
