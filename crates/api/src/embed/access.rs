//! An access token or a passcode becomes a bearer and a cookie.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Json, Response};
use vivavoce_protocol::wire::{AccessGranted, AccessRequest};

use vivavoce_engine::ids;
use vivavoce_engine::store::{Access, AccessKind, Scenario, passcode};
use vivavoce_http::admission::{live_access, lock};
use vivavoce_http::caller::{Caller, cookie_name};
use vivavoce_http::error::Failure;
use vivavoce_http::guesses::Guesses;
use vivavoce_http::json;
use vivavoce_http::scenario::find_for;
use vivavoce_http::{ApiError, App};

/// Longer ones are no passcode, only work for us.
const PASSCODE: usize = 800;
/// What an address may try in an hour on a scenario that is guessed at from everywhere.
const HOURLY: u32 = 5;

/// `POST /api/embed/access`: 403 for what opens nothing, 429 after too many passcodes.
#[utoipa::path(
    post, path = "/access", operation_id = "embedAccess", tag = "Embed",
    summary = "Exchange a token or a passcode",
    description = "For a bearer, and for a cookie beside it: `__Host-vv-<scenario_id>; Secure; HttpOnly; SameSite=None; Partitioned`, \
        which dies with the token. A token may be exchanged any number of times until it expires; tries of passcodes are limited.",
    security(()), request_body = AccessRequest,
    responses(
        (status = 200, description = "It opens.", body = AccessGranted, headers(("Set-Cookie" = String))),
        (status = 403, description = "It does not open this.", body = Failure),
        (status = 404, description = ""), (status = 429, description = ""),
    ),
)]
pub async fn grant(
    State(app): State<App>,
    caller: Caller,
    json::Json(request): json::Json<AccessRequest>,
) -> Result<Response, ApiError> {
    let scenario = find_for(&app, &request.scenario_id, caller.address).await?;
    let held = match (&request.token, &request.passcode) {
        (Some(token), None) => by_token(&app, &scenario, token, &caller).await?,
        (None, Some(passcode)) => by_passcode(&app, &scenario, passcode, &caller).await?,
        _ => {
            return Err(ApiError::invalid(
                &["body", "token"],
                "Give either a token or a passcode.",
                "value_error",
            ));
        }
    };
    // Each that is granted is a row. What opens nothing counts elsewhere, so that nobody's wrong tokens keep
    // their neighbours' right ones out.
    app.rates.take(
        format!("access {}", caller.address),
        app.settings.limits.access_per_address,
        app.clock.now(),
    )?;
    let bearer = ids::new_secret();
    let now = app.clock.now();
    let granted = Access {
        kind: match held.kind {
            AccessKind::ByPasscode => AccessKind::ByPasscode,
            _ => AccessKind::Granted,
        },
        created_at: now,
        ..held
    };
    let expires_at = granted.expires_at;
    let leaves_nothing = match &granted.session_id {
        Some(id) => {
            let session = app.store.session(id).await?;
            session.is_some_and(|session| app.outlives_page(&session))
        }
        None => false,
    };
    app.store.add_access(granted, &bearer).await?;
    if leaves_nothing {
        // Nothing is left in the browser: whoever uses it next is somebody else.
        return Ok(Json(AccessGranted { bearer, expires_at }).into_response());
    }
    let cookie = format!(
        "{}={bearer}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=None; Partitioned",
        cookie_name(&scenario.id),
        (expires_at - now) / 1000,
    );
    let mut response = Json(AccessGranted { bearer, expires_at }).into_response();
    let cookie = HeaderValue::from_str(&cookie).map_err(ApiError::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn by_token(
    app: &App,
    scenario: &Scenario,
    token: &str,
    caller: &Caller,
) -> Result<Access, ApiError> {
    if let Some(access) = live_access(app, scenario, token).await? {
        return Ok(access);
    }
    app.allow_anonymous(caller.address)?;
    Err(refusal(
        scenario,
        "This access has expired or is not for this conversation. Ask for a new link.",
    ))
}

async fn by_passcode(
    app: &App,
    scenario: &Scenario,
    given: &str,
    caller: &Caller,
) -> Result<Access, ApiError> {
    let hash = scenario
        .passcode_hash
        .as_ref()
        .filter(|_| !scenario.is_paid());
    let Some(hash) = hash else {
        return Err(ApiError::invalid(
            &["body", "passcode"],
            "This conversation does not open with a passcode.",
            "value_error",
        ));
    };
    let now = app.clock.now();
    let secret = format!("passcode {}", scenario.id);
    let _turn = app
        .turns
        .of(format!("{secret} from {}", caller.address))
        .await;
    let tries = Guesses {
        secret: &secret,
        address: caller.address,
        each: app.settings.limits.passcodes,
        in_all: app.settings.limits.passcodes_in_all,
        hourly: HOURLY,
    }
    .take(&app.rates, now)?;
    if given.len() > PASSCODE || !passcode::matches(given, hash).await {
        return Err(refusal(scenario, "That passcode is not right."));
    }
    tries.give_back(&app.rates);
    let lasts = app.settings.limits.passcode_access.as_millis();
    Ok(Access {
        scenario_id: scenario.id.clone(),
        kind: AccessKind::ByPasscode,
        email: None,
        session_id: None,
        made_by: None,
        passcode_epoch: scenario.passcode_epoch,
        is_preview: false,
        created_at: now,
        expires_at: now.saturating_add(i64::try_from(lasts).unwrap_or(i64::MAX)),
    })
}

fn refusal(scenario: &Scenario, detail: &str) -> ApiError {
    let error = ApiError::forbidden(detail);
    match lock(scenario) {
        Some(lock) => error.locked(lock),
        None => error,
    }
}
