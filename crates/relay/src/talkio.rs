//! The visitor's own account at Talkio: made when it is first needed.

use axum::http::Method;
use serde_json::json;

use super::answer;
use super::relay::RelayState;
use super::way::Way;
use super::whole::Whole;
use vivavoce_engine::store::Session;
use vivavoce_engine::store::relay::Visitor;
use vivavoce_http::ApiError;

/// Makes the account unless it stands. Its id is 128 bits nobody else knows, never the visitor's email:
/// that is not verified, and the account that has it may be somebody else's.
pub async fn account(
    app: &RelayState,
    way: &Way,
    visitor: &Visitor,
    session: &Session,
) -> Result<(), ApiError> {
    if visitor.user_made_at.is_some() {
        return Ok(());
    }
    make(app, way, visitor, session).await
}

/// Makes the account, which stands afterwards even where it did before.
pub async fn make(
    app: &RelayState,
    way: &Way,
    visitor: &Visitor,
    session: &Session,
) -> Result<(), ApiError> {
    let name = match session.user.name.trim() {
        "" => "Visitor",
        name => name,
    };
    let email = Some(session.user.email.trim()).filter(|email| !email.is_empty());
    let mut made = create(app, way, visitor, name, email).await?;
    if email.is_some() && is_refused(&made) {
        // Somebody else's, or one it does not like: the visitor is let in without.
        made = create(app, way, visitor, name, None).await?;
    }
    // 409: of two calls at once the other one made it.
    if made.head.is_success() || made.head.status == 409 {
        app.store
            .note_vendor_user(&visitor.id, app.clock.now())
            .await?;
        return Ok(());
    }
    let status = made.head.status;
    tracing::error!(backend = way.name, status, "a backend makes no account");
    match status {
        // Told as what it is: this site's key, or a pause.
        401 | 429 | 503 => match made.into_answer(way) {
            Err(error) => Err(error),
            Ok(_) => Err(answer::not_understood(way, "it makes no account").retry_after(10)),
        },
        _ => Err(ApiError::new(
            axum::http::StatusCode::BAD_GATEWAY,
            "The service could not open an account for you. Please try again.",
        )),
    }
}

async fn create(
    app: &RelayState,
    way: &Way,
    visitor: &Visitor,
    name: &str,
    email: Option<&str>,
) -> Result<Whole, ApiError> {
    let slug = way.settings.organization.as_deref().unwrap_or_default();
    let address = format!(
        "{}{}",
        way.settings.address(),
        super::path::written(
            &["api", "partner", "v3", "organizations", slug, "users"].map(str::to_owned),
            false,
            &[],
        )
    );
    let mut user = json!({ "id": visitor.vendor_user, "userName": name, "userType": "member" });
    if let Some(email) = email {
        user["email"] = email.into();
    }
    let times = &app.settings.limits.relay;
    let body = Some(user.to_string().into_bytes());
    let response = way
        .ask(&Method::POST, &address, body, false, times.answer)
        .await
        .map_err(|silence| answer::silence(way, silence))?;
    Whole::read(way, &visitor.id, response, times.body).await
}

/// Refuses a login link to a page the embed's policy would not frame: a blank frame says nothing, and
/// whoever it leads to has no business with the visitor's login.
pub fn leads_home(way: &Way, answer: &Whole) -> Result<(), ApiError> {
    let json = answer.json().filter(|_| answer.head.is_success());
    let Some(json) = json else { return Ok(()) };
    let body = json.get("data").filter(|it| it.is_object()).unwrap_or(json);
    let names = ["link", "loginLink", "login_link", "url"];
    let links = names.iter().filter_map(|name| body.get(*name)?.as_str());
    let home = way.settings.pages();
    for link in links {
        let origin = vivavoce_http::headers::origin_of(link);
        if origin != home {
            let (backend, origin) = (&way.name, origin.unwrap_or_default());
            tracing::error!(
                backend,
                origin,
                "a login link leads elsewhere; `frame` in the backend's entry names where it may"
            );
            return Err(answer::not_understood(way, "a login link leads elsewhere"));
        }
    }
    Ok(())
}

fn is_refused(made: &Whole) -> bool {
    matches!(made.head.status, 400 | 409 | 422)
}
