//! The page where the holder of an address says whether an account may mail them: what the link in a first
//! mail leads to. It asks, so that a program that follows links answers for nobody.

use axum::extract::rejection::StringRejection;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use vivavoce_engine::store::Recipient;
use vivavoce_http::caller::Caller;
use vivavoce_http::form::Form;
use vivavoce_http::{ApiError, App};

use crate::front;

/// Bytes of an answer.
pub const ANSWER: usize = 4 * 1024;

/// `GET /mail?token=…`.
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let asked = Form::read(query.as_deref().unwrap_or_default());
    let token = asked.text("token");
    let Some((recipient, account)) = found(&app, &caller, token).await? else {
        return Ok(unknown());
    };
    let so_far = match recipient.wants {
        None => "Nothing is sent before you say yes.",
        Some(true) => "You have said yes.",
        Some(false) => "You have said no.",
    };
    let form = format!(
        "<form method=\"post\" action=\"/mail\"><input type=\"hidden\" name=\"token\" value=\"{}\">\
         <button name=\"answer\" value=\"yes\">Yes, send them</button> \
         <button name=\"answer\" value=\"no\">No, never</button></form>",
        front::escaped(token)
    );
    let address = &recipient.address;
    Ok(front::question(
        &format!("Mail from {account}"),
        &format!("Shall {account} send results of conversations to {address}? {so_far}"),
        &form,
    ))
}

/// `POST /mail`, a form with `token` and `answer`.
pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    body: Result<String, StringRejection>,
) -> Result<Response, ApiError> {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return Ok(unreadable(rejection.status())),
    };
    let given = Form::read(&body);
    let token = given.text("token");
    let Some((recipient, account)) = found(&app, &caller, token).await? else {
        return Ok(unknown());
    };
    // Whatever is kept holds for good, so nothing is taken for an answer but one.
    let wants = match given.text("answer").trim().to_ascii_lowercase().as_str() {
        "yes" => true,
        "no" => false,
        _ => return Ok(unanswered()),
    };
    if recipient.wants != Some(wants) {
        let now = app.clock.now();
        app.store.answer_recipient(token, wants, now).await?;
    }
    let address = &recipient.address;
    Ok(match wants {
        true => front::question(
            "Thank you",
            &format!(
                "{account} sends results of conversations to {address} from now on. The link in the mail takes another answer."
            ),
            "",
        ),
        false => front::question(
            "Nothing is sent",
            &format!(
                "{account} sends nothing to {address}. The link in the mail takes another answer."
            ),
            "",
        ),
    })
}

/// Whose answer the token opens, and what their account is called.
async fn found(
    app: &App,
    caller: &Caller,
    token: &str,
) -> Result<Option<(Recipient, String)>, ApiError> {
    if let Some(recipient) = app.store.recipient_with(token).await?
        && let Some(account) = app.store.account(&recipient.account_id).await?
    {
        return Ok(Some((recipient, account.name)));
    }
    app.allow_anonymous(caller.address)?;
    Ok(None)
}

fn unknown() -> Response {
    front::sentence(
        StatusCode::NOT_FOUND,
        "This link asks nothing",
        "A newer mail may have come since, whose link works instead. If none did, you need do nothing.",
    )
}

fn unanswered() -> Response {
    front::sentence(
        StatusCode::UNPROCESSABLE_ENTITY,
        "Neither yes nor no",
        "Nothing was changed. Open the link in the mail again and choose one of its two buttons.",
    )
}

/// What came is no form of ours.
fn unreadable(status: StatusCode) -> Response {
    front::sentence(
        status,
        "This form cannot be read",
        "Nothing was changed. Open the link in the mail again and choose one of its two buttons.",
    )
}
