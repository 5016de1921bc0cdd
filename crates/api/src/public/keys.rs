//! `/keys`: an account's keys, made, listed and revoked.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use vivavoce_client::types as api;

use super::accounts;
use vivavoce_engine::keys::{self, KeyKind, KeyScope, Wanted};
use vivavoce_engine::store::{Account, Credential, empty_object};
use vivavoce_http::account::Caller;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::Fields;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// Days for which a key that has ended is listed, and keys a list has.
const SHOWN_DAYS: i64 = 90;
const SHOWN: u32 = 2_000;

/// `POST /keys {name, api, valid_for_days | expires_at, account_id}`: the only answer the key itself
/// stands in. `account_id` is for the root account.
#[utoipa::path(
    post, path = "/keys", operation_id = "createKey", tag = "Accounts and keys",
    summary = "Make a key", description = "The only answer the key itself stands in.",
    request_body = api::KeyForm,
    responses(
        (status = 201, description = "The key, shown once.", body = api::NewKey),
        (status = 404, description = ""),
        (status = 409, description = "The account is closed, or has too many keys.", body = Failure),
    ),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::NewKey>), ApiError> {
    let now = app.clock.now();
    let mut fields = Fields::new(&body, &["body"]);
    let name = fields.text("name", keys::NAME_CAP).here();
    let kinds = app.registry.key_kinds();
    let kind = match fields.text("api", 64).here() {
        None => keys::PUBLIC,
        Some(word) => app.registry.key_kind(&word).copied().unwrap_or_else(|| {
            let names = listed(kinds, "or", |_| true);
            fields.wrong("api", format!("Input should be {names}"), "enum");
            keys::PUBLIC
        }),
    };
    let scenario_id = fields.text("scenario_id", 200).here();
    let provider = fields.text("provider", 200).here();
    match kind.scope {
        scope if (scope == KeyScope::Scenario) == scenario_id.is_some() => {}
        KeyScope::Scenario => {
            let msg = "Name the scenario the key opens: its id or slug";
            fields.wrong("scenario_id", msg, "missing");
        }
        _ => {
            let names = listed(kinds, "and", |kind| kind.scope == KeyScope::Scenario);
            let msg = format!("Only {names} keys are bound to a scenario");
            fields.wrong("scenario_id", msg, "value_error");
        }
    }
    if (kind.scope == KeyScope::Provider) != provider.is_some() {
        let names = listed(kinds, "or", |kind| kind.scope == KeyScope::Provider);
        let msg = format!(
            "A {names} key, and no other, goes with a provider: the x-provider header's value"
        );
        fields.wrong("provider", msg, "value_error");
    }
    let days = fields.whole("valid_for_days", 1..=3_650).here();
    // As the command line calls it: a key whose end was passed over would have none.
    if fields.has("valid_days") {
        fields.wrong(
            "valid_days",
            "Write valid_for_days, or the key would have no end",
            "value_error",
        );
    }
    let expires_at = fields.time("expires_at").here();
    if expires_at.is_some_and(|at| at <= now) {
        fields.wrong(
            "expires_at",
            "expires_at must be in the future",
            "value_error",
        );
    }
    let account_id = fields.text("account_id", 200).here();
    let expires_at = expires_at.or(days.map(|days| now + days * DAY));
    // What a key makes does not outlive it.
    let expires_at = match (caller.key.expires_at, expires_at) {
        (Some(end), Some(asked)) if asked > end => {
            let end = times::written(end);
            fields.wrong(
                if days.is_some() {
                    "valid_for_days"
                } else {
                    "expires_at"
                },
                format!(
                    "The key you show ends at {end}, and what it makes ends with it at the latest"
                ),
                "value_error",
            );
            None
        }
        (end, asked) => asked.or(end),
    };
    // It is compared with a header, which is never empty.
    if provider.as_deref().is_some_and(|it| it.trim().is_empty()) {
        fields.wrong("provider", "A provider is named", "string_too_short");
    }
    fields.done()?;

    let account = whose(&app, &caller, account_id.as_deref()).await?;
    if account.closed_at.is_some() {
        return Err(ApiError::conflict(
            "This account is closed, so a key of it would open nothing.",
        ));
    }
    let scope = match (scenario_id, provider) {
        (Some(id), _) => keys::scenario_scope(&app.store, &account.id, &id)
            .await?
            .ok_or_else(|| {
                ApiError::not_found("This account has no such scenario. Name it by id or slug.")
            })?,
        (_, Some(provider)) => json!({ "provider": provider }),
        _ => empty_object(),
    };
    let wanted = Wanted {
        scope,
        kind,
        name: name
            .map(|name| vivavoce_engine::conversation::printable(&name))
            .unwrap_or_default(),
        expires_at,
        made_by: Some(caller.key.id.clone()),
    };
    let made = keys::create_own(&app.store, &account.id, wanted, now).await?;
    let credential = app.store.credential_by_id(&made.id).await?;
    let credential = credential.ok_or_else(|| ApiError::internal("a key vanished"))?;
    let shown = api::NewKey {
        key: made.key,
        ..shown(credential, now).into()
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// `GET /keys`: the caller's, also those that have ended lately, newest first; never the keys themselves.
/// `?account_id=` is for the root account.
#[utoipa::path(
    get, path = "/keys", operation_id = "listKeys", tag = "Accounts and keys",
    summary = "List the account's keys", description = "The newest 2,000 of those that are valid, and of those that were revoked or expired within the last 90 days, newest first; never the keys themselves.",
    params(("account_id" = Option<String>, Query, description = "Another account's; for the root account.", max_length = 200, nullable = false)),
    responses(
        (status = 200, description = "The newest.", body = api::KeyList),
        (status = 404, description = ""),
    ),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::KeyList>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let account_id = fields.text("account_id", 200).here();
    fields.done()?;
    let account = whose(&app, &caller, account_id.as_deref()).await?;
    let now = app.clock.now();
    let since = now - SHOWN_DAYS * DAY;
    let keys = app.store.recent_credentials(&account.id, since, SHOWN);
    let keys = keys.await?;
    let keys = keys.into_iter().map(|key| shown(key, now)).collect();
    Ok(Json(api::KeyList { keys }))
}

/// `GET /keys/{id}`.
#[utoipa::path(
    get, path = "/keys/{id}", operation_id = "getKey", tag = "Accounts and keys",
    summary = "Read a key",
    params(("id" = String, Path, description = "Its id, never the key.", example = "67c551e83f44cdf6055a8167")),
    responses((status = 200, description = "The key, without the key itself.", body = api::Key)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Key>, ApiError> {
    let credential = find(&app, &caller, &id).await?;
    Ok(Json(shown(credential, app.clock.now())))
}

/// `DELETE /keys/{id}`: it opens nothing any more, from the next call on, and neither does what
/// it made. They stay in the list for 90 days.
#[utoipa::path(
    delete, path = "/keys/{id}", operation_id = "revokeKey", tag = "Accounts and keys",
    summary = "Revoke a key", description = "It opens nothing any more, from the next call on, and neither do the keys and access tokens it made. They stay in the list for 90 days.",
    params(("id" = String, Path, description = "Its id, never the key.", example = "67c551e83f44cdf6055a8167")),
    responses((status = 200, description = "It was revoked.", body = api::KeyRevoked)),
)]
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::KeyRevoked>, ApiError> {
    let credential = find(&app, &caller, &id).await?;
    let now = app.clock.now();
    let mut revoked = app
        .store
        // Letting what it made go on is for whoever is at the machine: a key that leaked would do it.
        .revoke_credential(&credential.account_id, &credential.id, false, now)
        .await?;
    revoked.retain(|id| *id != credential.id);
    revoked.sort_unstable();
    Ok(Json(api::KeyRevoked {
        success: true,
        id: credential.id,
        revoked_at: times::written(credential.revoked_at.unwrap_or(now)),
        revoked_with_it: revoked,
    }))
}

/// The caller's account, or the one it names and may speak for.
async fn whose(app: &App, caller: &Caller, id: Option<&str>) -> Result<Account, ApiError> {
    match id {
        None => Ok(caller.account.clone()),
        Some(id) => accounts::find(app, &caller.account, id).await,
    }
}

/// The account's key with this id; the root account reaches everybody's.
async fn find(app: &App, caller: &Caller, id: &str) -> Result<Credential, ApiError> {
    app.store
        .credential_by_id(id)
        .await?
        .filter(|key| caller.account.is_root || key.account_id == caller.account.id)
        .ok_or_else(|| {
            ApiError::not_found(
                "This account has no such key. Name it by its id, as GET /keys shows it.",
            )
        })
}

fn shown(key: Credential, now: i64) -> api::Key {
    let bound_to = |name| key.scope.get(name)?.as_str().map(str::to_owned);
    api::Key {
        state: key.state(now).into(),
        scenario_id: bound_to("scenario_id"),
        provider: bound_to("provider"),
        id: key.id,
        account_id: key.account_id,
        api: key.kind,
        name: key.label,
        created_at: times::written(key.created_at),
        expires_at: key.expires_at.map(times::written),
        last_used_at: key.last_used_at.map(times::written),
        revoked_at: key.revoked_at.map(times::written),
        made_by: key.made_by,
    }
}

/// The names of some kinds, as a sentence lists them.
fn listed(kinds: &[KeyKind], word: &str, which: impl Fn(&KeyKind) -> bool) -> String {
    let names: Vec<&str> = kinds
        .iter()
        .filter(|it| which(it))
        .map(|it| it.name)
        .collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
