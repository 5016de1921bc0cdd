//! `/scenario-access-token`: what opens a private scenario for a while.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use vivavoce_client::types as api;
use vivavoce_protocol::person::check_email;

use super::scenarios::{self, From, origin};
use vivavoce_engine::ids;
use vivavoce_engine::store::{Access, AccessKind, Scenario};
use vivavoce_http::account::Caller;
use vivavoce_http::body::Body;
use vivavoce_http::fields::Fields;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

const HOUR: i64 = 3_600_000;

/// `POST /scenario-access-token/me`: the vendor's word for a token that the caller pays for, which
/// here is the same.
#[utoipa::path(
    post, path = "/scenario-access-token/me", operation_id = "createOwnAccessToken", tag = "Access",
    summary = "Mint an access token (another address of the same)",
    request_body = api::AccessTokenForm,
    responses(
        (status = 200, description = "The token, shown once.", body = api::AccessToken),
        (status = 404, description = ""),
    ),
)]
pub async fn mint_own(
    app: State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<api::AccessToken>, ApiError> {
    mint(app, from, caller, headers, body).await
}

/// `POST /scenario-access-token {scenario_id, valid_for_hours | duration_hours, email, session_id, preview}`.
/// The token is shown once; only its hash is kept.
#[utoipa::path(
    post, path = "/scenario-access-token", operation_id = "createAccessToken", tag = "Access",
    summary = "Mint an access token",
    description = "Opens a private scenario for an hour, or up to 24. Mint it on your server, for one page view, and put `iframe_src` into the page.",
    request_body = api::AccessTokenForm,
    responses(
        (status = 200, description = "The token, shown once.", body = api::AccessToken),
        (status = 404, description = ""),
    ),
)]
pub async fn mint(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Json<api::AccessToken>, ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let id = fields.text("scenario_id", 200).here();
    if id.is_none() {
        fields.missing("scenario_id");
    }
    let hours = fields.whole("valid_for_hours", 1..=24).here();
    let hours = hours
        .or(fields.whole("duration_hours", 1..=24).here())
        .unwrap_or(1);
    let email = fields
        .text("email", 320)
        .here()
        .map(|email| email.trim().to_owned())
        .filter(|email| !email.is_empty());
    if email
        .as_deref()
        .is_some_and(|email| check_email(email).is_some())
    {
        let msg = "Input should be an email address";
        fields.wrong("email", msg, "value_error");
    }
    let session_id = fields.text("session_id", 200).here();
    let is_preview = fields.flag("preview").here().unwrap_or(false);
    fields.done()?;

    let scenario =
        scenarios::find(&app, &caller.account, id.as_deref().unwrap_or_default()).await?;
    if let Some(session_id) = &session_id {
        let session = app.store.session(session_id).await?;
        if session.is_none_or(|session| session.scenario_id != scenario.id) {
            return Err(ApiError::not_found(
                "This scenario has no such session. Check session_id, or leave it out.",
            ));
        }
    }
    if scenario.is_paid() {
        check_buyer(&app, &scenario, email.as_deref()).await?;
    }
    let now = app.clock.now();
    let expires_at = now + hours * HOUR;
    let expires_at = caller
        .key
        .expires_at
        .map_or(expires_at, |end| end.min(expires_at));
    let token = format!("sat_{}", ids::new_secret());
    let access = Access {
        scenario_id: scenario.id.clone(),
        kind: AccessKind::Minted,
        email,
        session_id,
        made_by: Some(caller.key.id.clone()),
        passcode_epoch: 0,
        is_preview,
        created_at: now,
        expires_at,
    };
    app.store.add_access(access, &token).await?;
    let origin = origin(&app, from, &headers).unwrap_or_default();
    Ok(Json(api::AccessToken {
        expires_at: times::written_with_zone(expires_at),
        iframe_src: format!("{origin}/embed/{}?scenarioAccessToken={token}", scenario.id),
        access_token: token,
        scenario_id: scenario.id,
    }))
}

/// A token for a paid scenario opens it for its buyer only, so another one would be of no use.
async fn check_buyer(app: &App, scenario: &Scenario, email: Option<&str>) -> Result<(), ApiError> {
    let Some(email) = email else {
        return Err(ApiError::invalid(
            &["body", "email"],
            "This scenario has a price: give the buyer's email",
            "missing",
        ));
    };
    let bought = app
        .store
        .has_bought(&scenario.account_id, &scenario.id, email)
        .await?;
    if bought {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "This email has no completed purchase of this scenario. Record one with POST /purchases.",
    ))
}
