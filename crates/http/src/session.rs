//! A session, opened by its token.

use axum::RequestPartsExt as _;
use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::caller::Caller;
use crate::{ApiError, App};
use vivavoce_engine::store::Session;

/// How exactly `last_contact_at` is kept, in milliseconds: a write per minute, not per request.
const CONTACT: i64 = 60_000;

/// The session of the path's `{id}`, whose token the request carries as bearer.
#[derive(Clone, Debug)]
pub struct Held(pub Session);

impl<S> FromRequestParts<S> for Held
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = &App::from_ref(state);
        let Ok(caller) = Caller::from_request_parts(parts, state).await;
        let params = parts
            .extract::<RawPathParams>()
            .await
            .map_err(|_| ApiError::not_found("There is nothing at this address."))?;
        let id = params
            .iter()
            .find(|(name, _)| *name == "id")
            .map(|(_, value)| value);
        open(app, id.unwrap_or_default(), caller.bearer.as_deref())
            .await
            .map(Held)
    }
}

/// Errors: 404, 401 for a token that is missing, wrong or expired, and 429.
pub async fn open(app: &App, id: &str, token: Option<&str>) -> Result<Session, ApiError> {
    let session = right(app, id, token).await?;
    count(app, &session)?;
    touch(app, &session, app.clock.now()).await?;
    Ok(session)
}

/// The session that `ticket` may end, and only that: it is no sign that the visitor is there. Errors: as
/// [`open`]'s.
pub async fn open_to_stop(app: &App, id: &str, ticket: &str) -> Result<Session, ApiError> {
    let session = found(app, id).await?;
    if !app.store.is_stop_ticket(id, ticket).await? {
        return Err(ApiError::unauthorized(
            "This ticket does not stop this session.",
        ));
    }
    still_open(app, &session).await?;
    count(app, &session)?;
    Ok(session)
}

/// Whatever is asked reads the log or writes to it.
fn count(app: &App, session: &Session) -> Result<(), ApiError> {
    app.rates.take(
        format!("calls of {}", session.id),
        app.settings.limits.calls_per_session,
        app.clock.now(),
    )
}

/// The session `token` opens, as of now: what lasts asks again. Errors: 404, and 401 for a token that
/// is missing, wrong or expired, or whose holder may no more.
pub async fn right(app: &App, id: &str, token: Option<&str>) -> Result<Session, ApiError> {
    let session = found(app, id).await?;
    let Some(token) = token else {
        return Err(ApiError::unauthorized("The session's token is missing."));
    };
    if !app.store.is_session_token(id, token).await? {
        return Err(ApiError::unauthorized(
            "This token does not open this session.",
        ));
    }
    still_open(app, &session).await?;
    Ok(session)
}

async fn found(app: &App, id: &str) -> Result<Session, ApiError> {
    app.store.session(id).await?.ok_or_else(none)
}

/// What opened the session does so still.
async fn still_open(app: &App, session: &Session) -> Result<(), ApiError> {
    if app.clock.now() >= expires_at(app, session) {
        return Err(ApiError::unauthorized(
            "This session's token has expired. Start a new session.",
        ));
    }
    app.admit(session).await?;
    Ok(())
}

/// What is said of a session that never was or was removed.
pub fn none() -> ApiError {
    ApiError::not_found("There is no such session. Start a new one.")
}

/// Notes that the visitor is there.
pub async fn touch(app: &App, session: &Session, now: i64) -> Result<(), ApiError> {
    touch_since(app, session, now, now).await
}

/// Notes that the visitor is still there, by a request that began at `since`.
pub async fn touch_since(
    app: &App,
    session: &Session,
    since: i64,
    now: i64,
) -> Result<(), ApiError> {
    if session.ended_at.is_none() && now - session.last_contact_at >= CONTACT {
        app.store.note_contact(&session.id, since, now).await?;
    }
    Ok(())
}

/// When the session's token stops working, at the latest.
pub fn expires_at(app: &App, session: &Session) -> i64 {
    let after = app.settings.limits.token_after_end.as_millis();
    let end = session.ended_at.unwrap_or(session.deadline_at);
    end.saturating_add(i64::try_from(after).unwrap_or(i64::MAX))
}
