//! `/authentication/partner/`: a link a partner asked for signs a user in.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::html::{Page, e, go, sentence};
use super::learner::{Known, cookie_for, signed_in};
use super::place::Wish;
use super::visit::Visit;
use super::words::words;
use crate::store::{Member, SignIn};
use vivavoce_http::{ApiError, App};

/// How often a link signs in: frames are reloaded, and browsers and chat programs look at links
/// before people do.
const USES: i64 = 5;

/// `GET /authentication/partner/?token&path&hide-chat-sidebar`.
pub async fn open(
    State(app): State<App>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let (token, wish) = Wish::read(query.as_deref().unwrap_or_default());
    if visit.looks_ahead {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let refused = |status, title, text| Ok(sentence(&app, &visit, status, title, text));
    let Some(token) = token else {
        return refused(
            StatusCode::BAD_REQUEST,
            "This link has no token",
            "A sign-in link ends with a token. Please go back and open it again from there.",
        );
    };
    let Some(found) = crate::store::member_token(&app.store, SignIn::Link, &token).await? else {
        if app.allow_anonymous(visit.caller.address).is_err() {
            return refused(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many tries",
                "Please wait a minute, then open the link again.",
            );
        }
        return refused(
            StatusCode::UNAUTHORIZED,
            "This sign-in link is not valid",
            "It may have been cut short, or your account was removed. Please go back and open it \
             again from there.",
        );
    };
    let now = app.clock.now();
    let Some(member) = crate::store::member(&app.store, &found.member_id).await? else {
        return refused(
            StatusCode::UNAUTHORIZED,
            "This sign-in link is not valid",
            "Your account was removed.",
        );
    };
    if member.is_suspended(now) {
        return refused(
            StatusCode::FORBIDDEN,
            "Your access has ended",
            "Please ask your school to renew it.",
        );
    }
    // A link from elsewhere may be anybody's, and what is practised then stands in their account.
    if !visit.is_own_form
        && found.expires_at > now
        && let Known::Here(who) = signed_in(&app, &visit.caller).await?
        && who.0.id != member.id
    {
        let query = query.as_deref().unwrap_or_default();
        return Ok(ask(&app, &visit, &who.0, &member, query));
    }
    let is_fresh =
        found.expires_at > now && crate::store::use_link(&app.store, &token, USES).await?;
    if !is_fresh {
        // A frame that is loaded again brings its old link; who is signed in already need not care.
        if let Known::Here(who) = signed_in(&app, &visit.caller).await?
            && who.0.id == member.id
        {
            return Ok(go(&wish.address()));
        }
        let (title, text) = if found.expires_at > now {
            (
                "This sign-in link is used up",
                "It was opened too often. Please go back and open it again from there.",
            )
        } else {
            (
                "This sign-in link has expired",
                "It works for a few minutes only. Please go back and open it again from there.",
            )
        };
        return refused(StatusCode::UNAUTHORIZED, title, text);
    }
    let cookie = cookie_for(&app, &member, visit.framed).await?;
    let mut response = go(&wish.address());
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Whether somebody else shall be signed in instead. Our own page asks, so that what is pressed there
/// comes from it.
fn ask(app: &App, visit: &Visit, now: &Member, then: &Member, query: &str) -> Response {
    let title = "Sign in as somebody else?";
    let main = format!(
        "<div class=\"card\"><h1>{title}</h1><p>You are signed in as {0}. This link signs in {1}.</p>\
         <p><a href=\"/authentication/partner/?{2}\">Sign in as {1}</a></p>\
         <p><a href=\"/app\">Stay signed in as {0}</a></p></div>",
        e(&now.user_name),
        e(&then.user_name),
        e(query),
    );
    Page {
        title,
        words: words("en"),
        organization: None,
        signed_in: false,
        main,
        kind: "alone",
    }
    .send(app, visit, StatusCode::OK)
}
