//! `/accounts`: made, listed and closed by the root account; anybody sees their own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vivavoce_client::types as api;

use super::spending::Today;
use vivavoce_engine::conversation::printable;
use vivavoce_engine::ids;
use vivavoce_engine::store::Account;
use vivavoce_http::account::Caller;
use vivavoce_http::body::Body;
use vivavoce_http::error::Failure;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Characters of an account's name.
const NAME: usize = 200;

/// `POST /accounts {name}`. `POST /keys {account_id}` makes its first key.
#[utoipa::path(
    post, path = "/accounts", operation_id = "createAccount", tag = "Accounts and keys",
    summary = "Make an account", description = "For the root account. `POST /keys {account_id}` makes its first key.",
    request_body = api::AccountForm,
    responses((status = 201, description = "It was made.", body = api::Account)),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Account>), ApiError> {
    root_only(&caller)?;
    let mut fields = Fields::new(&body, &["body"]);
    let name = fields
        .text("name", NAME)
        .here()
        .map(|name| printable(&name));
    match &name {
        None => fields.missing("name"),
        Some(name) if name.is_empty() => {
            fields.wrong("name", "The name must not be empty", "string_too_short");
        }
        Some(_) => {}
    }
    fields.done()?;
    let now = app.clock.now();
    let account = Account {
        id: ids::new_id(now),
        name: name.unwrap_or_default(),
        is_root: false,
        created_at: now,
        closed_at: None,
    };
    app.store.add_account(account.clone()).await?;
    let today = Today::of_accounts(&app, std::slice::from_ref(&account)).await?;
    Ok((StatusCode::CREATED, Json(shown(&account, &today))))
}

/// `GET /accounts`: all of them, oldest first.
#[utoipa::path(
    get, path = "/accounts", operation_id = "listAccounts", tag = "Accounts and keys",
    summary = "List all accounts", description = "For the root account. Oldest first.",
    responses((status = 200, description = "All of them.", body = api::AccountList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<api::AccountList>, ApiError> {
    root_only(&caller)?;
    let accounts = app.store.accounts().await?;
    let today = Today::of_accounts(&app, &accounts).await?;
    let accounts = accounts.iter().map(|it| shown(it, &today)).collect();
    Ok(Json(api::AccountList { accounts }))
}

/// `GET /accounts/{id}`; `me` is the caller's own.
#[utoipa::path(
    get, path = "/accounts/{id}", operation_id = "getAccount", tag = "Accounts and keys",
    summary = "Read an account", description = "Another account than the caller's is for the root account.",
    params(("id" = String, Path, description = "Its id, or `me`.", example = "me")),
    responses((status = 200, description = "The account.", body = api::Account)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Account>, ApiError> {
    let account = find(&app, &caller.account, &id).await?;
    let today = Today::of_accounts(&app, std::slice::from_ref(&account)).await?;
    Ok(Json(shown(&account, &today)))
}

/// `DELETE /accounts/{id}`: its keys open nothing any more and its scenarios admit nobody. What it
/// holds is kept until the deployment's time for closed accounts is over.
#[utoipa::path(
    delete, path = "/accounts/{id}", operation_id = "closeAccount", tag = "Accounts and keys",
    summary = "Close an account",
    description = "For the root account. The account's keys open nothing any more and its scenarios admit nobody; what it holds is kept \
        until the server's own time for closed accounts is over, if it has one.",
    params(("id" = String, Path, description = "Its id.", example = "67c551e83f44cdf6055a8168")),
    responses(
        (status = 200, description = "It was closed.", body = api::AccountClosed),
        (status = 409, description = "It is the root account.", body = Failure),
    ),
)]
pub async fn close(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::AccountClosed>, ApiError> {
    root_only(&caller)?;
    let account = find(&app, &caller.account, &id).await?;
    let now = app.clock.now();
    if !app.store.close_account(&account.id, now).await? {
        return Err(ApiError::conflict(
            "The root account cannot be closed. Revoke its keys instead.",
        ));
    }
    Ok(Json(api::AccountClosed {
        success: true,
        closed_at: times::written(account.closed_at.unwrap_or(now)),
        id: account.id,
    }))
}

/// The account `id` names, if `by` may speak for it: its own, or for the root account any.
pub(super) async fn find(app: &App, by: &Account, id: &str) -> Result<Account, ApiError> {
    if id == "me" || id == by.id {
        return Ok(by.clone());
    }
    let account = if by.is_root {
        app.store.account(id).await?
    } else {
        None
    };
    account.ok_or_else(|| ApiError::not_found("There is no such account. Check its id."))
}

/// Refused before the body is looked at.
fn root_only(caller: &Caller) -> Result<(), ApiError> {
    if caller.account.is_root {
        Ok(())
    } else {
        Err(ApiError::forbidden(
            "Only a key of the root account may do this.",
        ))
    }
}

fn shown(account: &Account, today: &Today) -> api::Account {
    api::Account {
        id: account.id.clone(),
        name: account.name.clone(),
        is_root: account.is_root,
        state: account.closed_at.map_or("open", |_| "closed").to_owned(),
        created_at: times::written(account.created_at),
        closed_at: account.closed_at.map(times::written),
        spending: today.shown(&account.id),
    }
}
