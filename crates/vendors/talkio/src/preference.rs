//! Which of a partner's organizations a user prefers.

use axum::Json;
use axum::extract::State;

use super::partner::{Partner, UserAt};
use super::wire;
use vivavoce_http::body::Body;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

#[utoipa::path(
    get, path = "/users/{user_id}/organization-preference", operation_id = "getOrganizationPreference", tag = "Organization preference",
    summary = "Read which organization a user prefers",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    responses((status = 200, description = "Its slug, or `null`.", body = wire::Preference)),
)]
pub async fn read(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
) -> Result<Json<wire::Preference>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let Partner(organization) = partner;
    let organization_slug = crate::store::organization_preference(
        &app.store,
        &organization.account_id,
        &organization.provider,
        &member.user_id,
    )
    .await?;
    Ok(Json(wire::Preference { organization_slug }))
}

#[utoipa::path(
    put, path = "/users/{user_id}/organization-preference", operation_id = "setOrganizationPreference", tag = "Organization preference",
    summary = "Set which organization a user prefers", description = "One of the same partner that the user belongs to, under the same id.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    request_body = wire::PreferenceForm,
    responses((status = 200, description = "The organization's slug.", body = wire::Preference)),
)]
pub async fn update(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Body(body): Body,
) -> Result<Json<wire::Preference>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let Partner(organization) = partner;
    let mut fields = Fields::new(&body, &["body"]);
    let slug = fields.text("organizationSlug", 200).here();
    if slug.is_none() {
        fields.missing("organizationSlug");
    }
    fields.done()?;
    let slug = slug.unwrap_or_default();
    let wanted = crate::store::organization_of(&app.store, &organization.account_id, &slug).await?;
    let Some(wanted) = wanted.filter(|it| it.provider == organization.provider) else {
        return Err(ApiError::not_found(
            "This partner has no organization of that slug.",
        ));
    };
    let theirs = crate::store::member_by_user_id(&app.store, &wanted.id, &member.user_id).await?;
    let belongs = theirs.is_some_and(|it| !it.is_suspended(app.clock.now()));
    if !belongs {
        return Err(ApiError::invalid(
            &["body", "organizationSlug"],
            "The user does not belong to that organization",
            "value_error",
        ));
    }
    crate::store::prefer_organization(&app.store, &wanted, &member.user_id).await?;
    Ok(Json(wire::Preference {
        organization_slug: Some(wanted.slug),
    }))
}
