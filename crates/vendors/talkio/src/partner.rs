//! Who calls, and whom they ask about.

use axum::RequestPartsExt as _;
use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use serde::Deserialize;

use crate::store::{Member, Organization};
use vivavoce_engine::ids;
use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_http::caller::Caller;
use vivavoce_http::key;
use vivavoce_http::{ApiError, App};

/// The header a partner's key stands in.
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// The header that names the partner.
const PROVIDER: HeaderName = HeaderName::from_static("x-provider");

/// Keys that open the account's organizations as a partner's.
pub const KEY: KeyKind = KeyKind {
    name: "talkio",
    opens: "The account's organizations as a Talkio partner: `/api/partner/v3`",
    scope: KeyScope::Provider,
    prefix: "tk_",
    make: || format!("tk_{}", ids::new_secret()),
};

/// The organization of the path, for a partner whose it is.
pub struct Partner(pub Organization);

impl<S> FromRequestParts<S> for Partner
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        // Only what is refused counts, as with our own keys.
        match identify(parts, app).await {
            Err(error) if error.status == StatusCode::UNAUTHORIZED => {
                let Ok(caller) = Caller::from_request_parts(parts, state).await;
                app.allow_anonymous(caller.address)?;
                Err(error)
            }
            done => done,
        }
    }
}

async fn identify(parts: &mut Parts, app: &App) -> Result<Partner, ApiError> {
    let header = |name: &HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let (Some(key), Some(provider)) = (header(&API_KEY), header(&PROVIDER)) else {
        return Err(ApiError::unauthorized(
            "Send both headers x-api-key and x-provider with every call.",
        ));
    };
    let refused = || {
        ApiError::unauthorized(
            "This x-api-key is not known, has expired or was revoked, or belongs to another \
             x-provider.",
        )
    };
    let credential = key::shown(app, &key, KEY)
        .await?
        .filter(|credential| credential.scope["provider"] == provider.as_str())
        .ok_or_else(refused)?;
    let params = parts.extract::<RawPathParams>().await;
    let slug = params.ok().and_then(|params| {
        let found = params.iter().find(|(name, _)| *name == "slug");
        found.map(|(_, slug)| slug.to_owned())
    });
    let organization = match slug {
        Some(slug) => {
            crate::store::organization_of(&app.store, &credential.account_id, &slug).await?
        }
        None => None,
    };
    organization
        .filter(|it| it.provider == provider)
        .map(Partner)
        .ok_or_else(|| {
            ApiError::not_found(
                "This partner has no such organization. Name it by its slug, as it was made.",
            )
        })
}

/// The user a path names.
#[derive(Debug, Deserialize)]
pub struct UserAt {
    /// The partner's id, or an email.
    pub user_id: String,
}

impl UserAt {
    /// Errors: 404 for nobody, and for a suspended user.
    pub async fn active(&self, app: &App, partner: &Partner) -> Result<Member, ApiError> {
        let member = self.any(app, partner).await?;
        if member.is_suspended(app.clock.now()) {
            return Err(ApiError::not_found(
                "This user's account has expired. expired-users shows it; a later \
                 accountExpiresAt renews it.",
            ));
        }
        Ok(member)
    }

    /// Errors: 404 for nobody, and for a user who is not suspended.
    pub async fn suspended(&self, app: &App, partner: &Partner) -> Result<Member, ApiError> {
        let member = self.any(app, partner).await?;
        if !member.is_suspended(app.clock.now()) {
            return Err(ApiError::not_found("This user's account has not expired."));
        }
        Ok(member)
    }

    /// Suspended or not. Errors: 404 for nobody.
    pub async fn any(&self, app: &App, partner: &Partner) -> Result<Member, ApiError> {
        let Partner(organization) = partner;
        let member = crate::store::member_of(&app.store, &organization.id, &self.user_id).await?;
        member.ok_or_else(|| {
            ApiError::not_found(
                "This organization has no such user. Name it by the id it was created with, or \
                 by its email.",
            )
        })
    }
}
