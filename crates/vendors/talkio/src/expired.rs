//! `/expired-users`: those whose account has expired.

use axum::Json;
use axum::extract::State;

use super::lists::Wanted;
use super::partner::{Partner, UserAt};
use super::{user_form, wire};
use crate::store::MemberFilter;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

#[utoipa::path(
    get, path = "/expired-users", operation_id = "listExpiredUsers", tag = "Expired users",
    summary = "List suspended users", description = "Oldest first.",
    params(
        ("page" = Option<u32>, Query, description = "From 1 on.", minimum = 1, example = 1),
        ("limit" = Option<u32>, Query, description = "10 where it is left out; fewer than 10 are refused.", minimum = 10, maximum = 100, example = 10),
    ),
    responses((status = 200, description = "One page.", body = wire::Page<wire::ExpiredUser>)),
)]
pub async fn list(
    State(app): State<App>,
    Partner(organization): Partner,
    Asked(asked): Asked,
) -> Result<Json<wire::Page<wire::ExpiredUser>>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let wanted = Wanted::read(&mut fields);
    fields.done()?;
    let filter = MemberFilter {
        organization_id: organization.id,
        user_type: None,
        suspended: true,
    };
    let (members, total) = crate::store::members(
        &app.store,
        &filter,
        app.clock.now(),
        wanted.limit,
        wanted.offset(),
    )
    .await?;
    let data = members.iter().map(user_form::shown_expired).collect();
    Ok(Json(wanted.of(data, total)))
}

#[utoipa::path(
    get, path = "/expired-users/{user_id}", operation_id = "getExpiredUser", tag = "Expired users",
    summary = "Read a suspended user",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-9")),
    responses((status = 200, description = "The user.", body = wire::ExpiredUser)),
)]
pub async fn read(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
) -> Result<Json<wire::ExpiredUser>, ApiError> {
    let member = at.suspended(&app, &partner).await?;
    Ok(Json(user_form::shown_expired(&member)))
}
