//! `/users`: created, invited, read, changed and removed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vivavoce_protocol::wire::StopReason;

use super::lists::Wanted;
use super::partner::{Partner, UserAt};
use super::user_form::{self, UserBody};
use super::wire;
use crate::invitation;
use crate::store::{Member, MemberFilter, Organization};
use vivavoce_engine::{ids, runs};
use vivavoce_http::anew;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

#[utoipa::path(
    post, path = "/users", operation_id = "createUser", tag = "Users",
    summary = "Create a user", description = "A member or a facilitator. An id or an email the organization already has is a 409, also where that user's account has expired: `PUT` with a later `accountExpiresAt` renews it.",
    request_body = wire::UserForm,
    responses(
        (status = 201, description = "The user.", body = wire::User),
        (status = 409, description = "The id or the email is taken.", body = wire::Refused),
    ),
)]
pub async fn create(
    State(app): State<App>,
    Partner(organization): Partner,
    UserBody(body): UserBody,
) -> Result<(StatusCode, Json<wire::User>), ApiError> {
    let now = app.clock.now();
    let member = Member {
        id: ids::new_id(now),
        organization_id: organization.id,
        created_at: now,
        updated_at: now,
        ..user_form::create(&body, now)?
    };
    let shown = user_form::shown(&member);
    crate::store::add_member(&app.store, member).await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

#[utoipa::path(
    post, path = "/users/invite", operation_id = "inviteUser", tag = "Users",
    summary = "Invite a user by mail", description = "The mail carries a temporary password and the address of the login form, which asks for a new one at the first login. Inviting somebody again who has not signed in yet sends another mail; the earlier password ends.",
    request_body = wire::InviteForm,
    responses(
        (status = 201, description = "The user; the mail is on its way.", body = wire::User),
        (status = 409, description = "A user with this email has a password of their own.", body = wire::Refused),
        (status = 503, description = "The server is busy, or sends no mail.", body = wire::Refused),
    ),
)]
pub async fn invite(
    State(app): State<App>,
    Partner(organization): Partner,
    UserBody(body): UserBody,
) -> Result<(StatusCode, Json<wire::User>), ApiError> {
    let now = app.clock.now();
    let invited = user_form::invite(&body, now)?;
    if !app.outbox.sends_mail() {
        return Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "This server sends no mail, so it cannot invite anybody. Its operator sets it up under \
             [mail].",
        ));
    }
    let member = anew!(invited_as(&app, &organization, &body, &invited, now).await)?;
    invitation::invite(&app, &member, now).await?;
    Ok((StatusCode::CREATED, Json(user_form::shown(&member))))
}

/// The user an invitation is for: one who has not come yet, or a new one.
async fn invited_as(
    app: &App,
    organization: &Organization,
    body: &Map<String, Value>,
    invited: &Member,
    now: i64,
) -> Result<Member, ApiError> {
    let email = invited.email.clone().unwrap_or_default();
    let known = crate::store::member_by_email(&app.store, &organization.id, &email).await?;
    match known {
        Some(member) if member.password_hash.is_some() => Err(ApiError::conflict(
            "A user with this email has a password already. The login form helps who forgot it.",
        )),
        // A suspended one comes back, one who has not come yet is asked again.
        Some(seen) => {
            let mut member = seen.clone();
            if body.contains_key("accountExpiresAt") || member.is_suspended(now) {
                member.account_expires_at = invited.account_expires_at;
            }
            crate::store::change_member(&app.store, member.clone(), seen, now).await?;
            Ok(member)
        }
        None => {
            let id = ids::new_id(now);
            let member = Member {
                user_id: id.clone(),
                // Until they say what they are called.
                user_name: email.split('@').next().unwrap_or_default().to_owned(),
                organization_id: organization.id.clone(),
                created_at: now,
                updated_at: now,
                id,
                ..invited.clone()
            };
            crate::store::add_member(&app.store, member.clone()).await?;
            Ok(member)
        }
    }
}

#[utoipa::path(
    get, path = "/users/{user_id}", operation_id = "getUser", tag = "Users",
    summary = "Read an active user", description = "By the id it was created with, or by email.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    responses((status = 200, description = "The user.", body = wire::User)),
)]
pub async fn read(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
) -> Result<Json<wire::User>, ApiError> {
    let member = at.active(&app, &partner).await?;
    Ok(Json(user_form::shown(&member)))
}

#[utoipa::path(
    get, path = "/users", operation_id = "listUsers", tag = "Users",
    summary = "List active users", description = "Oldest first.",
    params(
        ("page" = Option<u32>, Query, description = "From 1 on.", minimum = 1, example = 1),
        ("limit" = Option<u32>, Query, description = "10 where it is left out; fewer than 10 are refused.", minimum = 10, maximum = 100, example = 10),
        ("userType" = Option<String>, Query, description = "`member` or `facilitator`."),
    ),
    responses((status = 200, description = "One page.", body = wire::Page<wire::User>)),
)]
pub async fn list(
    State(app): State<App>,
    Partner(organization): Partner,
    Asked(asked): Asked,
) -> Result<Json<wire::Page<wire::User>>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let wanted = Wanted::read(&mut fields);
    let user_type = fields.text("userType", 200).here();
    let user_type = user_type.map(|word| user_form::a_type(&mut fields, &word));
    fields.done()?;
    let filter = MemberFilter {
        organization_id: organization.id,
        user_type,
        suspended: false,
    };
    let (members, total) = crate::store::members(
        &app.store,
        &filter,
        app.clock.now(),
        wanted.limit,
        wanted.offset(),
    )
    .await?;
    let data = members.iter().map(user_form::shown).collect();
    Ok(Json(wanted.of(data, total)))
}

#[utoipa::path(
    put, path = "/users/{user_id}", operation_id = "updateUser", tag = "Users",
    summary = "Change an active user", description = "What is not mentioned stays, `null` clears. A user whose account has expired is renewed by a later `accountExpiresAt`; nothing else of theirs can be changed alone.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    request_body = wire::UserChanges,
    responses(
        (status = 200, description = "The user.", body = wire::User),
        (status = 409, description = "The email is taken.", body = wire::Refused),
    ),
)]
pub async fn update(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    UserBody(body): UserBody,
) -> Result<Json<wire::User>, ApiError> {
    let now = app.clock.now();
    let member = anew!({
        let seen = at.any(&app, &partner).await?;
        let mut member = seen.clone();
        user_form::update(&body, &mut member)?;
        if seen.is_suspended(now) && member.is_suspended(now) {
            // Says why it is none of the active ones.
            at.active(&app, &partner).await?;
        }
        member.updated_at = now;
        crate::store::change_member(&app.store, member.clone(), seen, now).await?;
        Ok(member)
    })?;
    if member.is_suspended(now) {
        end_talks(&app, &member).await?;
    }
    Ok(Json(user_form::shown(&member)))
}

#[utoipa::path(
    delete, path = "/users/{user_id}", operation_id = "deleteUser", tag = "Users",
    summary = "Delete a user", description = "Also a suspended one. They are out at their next request; what they said stays with the account as sessions without a user.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    responses((status = 200, description = "The user is gone.", body = wire::Done)),
)]
pub async fn remove(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
) -> Result<Json<wire::Done>, ApiError> {
    let member = at.any(&app, &partner).await?;
    crate::store::remove_member(&app.store, &member.id).await?;
    end_talks(&app, &member).await?;
    Ok(Json(wire::Done {
        message: "The user was deleted.".to_owned(),
    }))
}

/// Ends what a user who is out was saying.
async fn end_talks(app: &App, member: &Member) -> Result<(), ApiError> {
    for session in crate::store::running_talks(&app.store, &member.id, None).await? {
        runs::end(app, &session, StopReason::Lost).await?;
    }
    Ok(())
}
