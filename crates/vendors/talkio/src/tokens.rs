//! Login tokens: what signs a user in without a password.

use axum::Json;
use axum::extract::State;

use super::partner::{Partner, UserAt};
use super::wire;
use crate::store::SignIn;
use vivavoce_engine::ids;
use vivavoce_http::caller::Caller;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// How long a link signs in, in milliseconds: it is to be made when the user is about to come.
pub const LIFE: i64 = 15 * 60_000;

#[utoipa::path(
    get, path = "/users/{user_id}/token", operation_id = "createLoginToken", tag = "Users",
    summary = "Make a login link for an active user", description = "It lasts 15 minutes and may be opened five times, so that a frame can be reloaded; make it when the user is about to come. `&path=app/chat?t=<template>` opens a template, `&hide-chat-sidebar=true` hides the sidebar.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    responses((status = 200, description = "The token, and the link it stands in.", body = wire::LoginToken)),
)]
pub async fn mint(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    caller: Caller,
) -> Result<Json<wire::LoginToken>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let now = app.clock.now();
    let expires_at = now + LIFE;
    let token = ids::new_secret();
    crate::store::add_member_token(
        &app.store,
        &member.id,
        SignIn::Link,
        &token,
        now,
        expires_at,
    )
    .await?;
    let link = format!(
        "{}/authentication/partner/?token={token}",
        caller.own_origin().unwrap_or_default()
    );
    Ok(Json(wire::LoginToken {
        token,
        expires_at: times::written_with_zone(expires_at),
        link,
    }))
}
