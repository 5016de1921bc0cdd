//! Who has signed in, and how they came.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::html::{go, sentence};
use super::visit::Visit;
use super::words::{Words, words};
use crate::Settings;
use crate::store::{Member, Organization, SignIn};
use vivavoce_engine::ids;
use vivavoce_http::caller::Caller;
use vivavoce_http::{ApiError, App};

/// The cookie of who has signed in. `__Host-` binds it to our host: no other sub-domain can set or
/// read it.
pub const COOKIE: &str = "__Host-vv-school";
/// How long it lasts, in milliseconds.
const LIFE: i64 = 30 * 86_400_000;

/// Somebody who has signed in and is not suspended.
pub struct Learner {
    pub member: Member,
    pub organization: Organization,
    pub settings: Settings,
    pub visit: Visit,
}

impl Learner {
    pub fn words(&self) -> &'static Words {
        words(&self.settings.ui_language)
    }

    /// Counts a call that reads a log; 429 where there were too many.
    pub fn allow_reading(&self, app: &App) -> Result<(), ApiError> {
        let bucket = format!("learner {}", self.member.id);
        let rate = app.settings.limits.calls_per_session;
        app.rates.take(bucket, rate, app.clock.now())
    }
}

impl<S> FromRequestParts<S> for Learner
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = &App::from_ref(state);
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        let known = signed_in(app, &visit.caller)
            .await
            .map_err(ApiError::into_response)?;
        match known {
            Known::Here(who) => {
                let (member, organization) = *who;
                Ok(Learner {
                    settings: Settings::of(&member),
                    member,
                    organization,
                    visit,
                })
            }
            // Where the organization wants its users after their time.
            Known::Gone(Some(organization)) if organization.logout_url.is_some() => {
                Err(go(organization.logout_url.as_deref().unwrap_or("/")))
            }
            Known::Gone(_) => Err(sentence(
                app,
                &visit,
                StatusCode::UNAUTHORIZED,
                "You are not signed in",
                "Your sign-in has ended, or this browser keeps no cookies here. Please open the \
                 page again from where you came.",
            )),
        }
    }
}

/// Whom a cookie belongs to.
pub enum Known {
    Here(Box<(Member, Organization)>),
    /// Nobody (any more); with the organization, where it can be told.
    Gone(Option<Organization>),
}

/// Whoever the request's cookie says. Asked each time: a user who was deleted or whose account has
/// expired is out at once.
pub async fn signed_in(app: &App, caller: &Caller) -> Result<Known, ApiError> {
    let now = app.clock.now();
    let mut last = None;
    for cookie in caller.cookies(COOKIE).take(4) {
        let Some(token) = crate::store::member_token(&app.store, SignIn::Cookie, cookie).await?
        else {
            continue;
        };
        let Some(member) = crate::store::member(&app.store, &token.member_id).await? else {
            continue;
        };
        let Some(organization) =
            crate::store::organization_by_id(&app.store, &member.organization_id).await?
        else {
            continue;
        };
        if token.expires_at > now && !member.is_suspended(now) {
            return Ok(Known::Here(Box::new((member, organization))));
        }
        last = Some(organization);
    }
    Ok(Known::Gone(last))
}

/// Signs a user in: the header with their cookie.
///
/// In a frame the cookie belongs to the page around it (`Partitioned`), so it works across sites and
/// follows nobody to another one; a page of the same site, or the app opened by itself, is in the
/// same partition. Alone it is `Lax`, which no foreign page's form can use.
pub async fn cookie_for(app: &App, member: &Member, framed: bool) -> Result<HeaderValue, ApiError> {
    let now = app.clock.now();
    let token = ids::new_secret();
    crate::store::add_member_token(
        &app.store,
        &member.id,
        SignIn::Cookie,
        &token,
        now,
        now + LIFE,
    )
    .await?;
    written(&token, LIFE / 1_000, framed)
}

/// The headers that make a browser forget the cookie, wherever it stands.
pub fn forgetting() -> Result<HeaderMap, ApiError> {
    let mut headers = HeaderMap::new();
    for framed in [false, true] {
        headers.append(header::SET_COOKIE, written("", 0, framed)?);
    }
    Ok(headers)
}

fn written(value: &str, seconds: i64, framed: bool) -> Result<HeaderValue, ApiError> {
    let scope = if framed {
        "SameSite=None; Partitioned"
    } else {
        "SameSite=Lax"
    };
    let line = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; {scope}");
    HeaderValue::from_str(&line).map_err(ApiError::internal)
}
