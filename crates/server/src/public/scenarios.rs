//! `/scenarios`: make, change, list, read, remove; and `/featured-scenarios`.

use axum::extract::ConnectInfo;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::body::Body;
use super::caller::{Anyone, Caller};
use super::scenario_form::{self, Passcode};
use super::scenario_shape;
use crate::embed::path::At;
use crate::listen::Peer;
use crate::proxy::own_origin;
use crate::store::{Account, Scenario, empty_object, passcode};
use crate::{ApiError, App, ids};

/// Who asks: absent where the router runs without a socket.
pub(super) type From = Option<Extension<ConnectInfo<Peer>>>;

/// The origin to write into addresses of ours.
pub(super) fn origin(app: &App, from: From, headers: &HeaderMap) -> Option<String> {
    let peer = from.map(|Extension(ConnectInfo(Peer(address)))| address);
    let settings = &app.settings;
    own_origin(
        settings.public_url.as_deref(),
        &settings.trusted_proxies,
        peer,
        headers,
    )
}

/// `POST /scenarios`: creates, or changes the one whose `id` (or slug) is given.
pub async fn put(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let now = app.clock.now();
    let (mut scenario, fresh) = match body.get("id") {
        None | Some(Value::Null) => (blank(&caller.account, now), true),
        Some(Value::String(id)) => (find(&app, &caller.account, id).await?, false),
        Some(_) => {
            return Err(ApiError::invalid(
                &["body", "id"],
                "Input should be a valid string",
                "string_type",
            ));
        }
    };
    let secret = scenario_form::apply(&body, &mut scenario, fresh, caller.account.is_root)?;
    match secret {
        Passcode::Keep => {}
        Passcode::Clear => scenario.passcode_hash = None,
        Passcode::Set(secret) => {
            let hash = passcode::hash(&secret).await.map_err(ApiError::internal)?;
            scenario.passcode_hash = Some(hash);
        }
    }
    scenario.updated_at = now;
    app.store.put_scenario(scenario.clone()).await?;
    let origin = origin(&app, from, &headers);
    let status = if fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((
        status,
        Json(scenario_shape::whole(&scenario, origin.as_deref())),
    ))
}

/// `GET /scenarios`: the caller's, newest first.
pub async fn list(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let origin = origin(&app, from, &headers);
    let scenarios = app.store.scenarios(&caller.account.id).await?;
    let shapes: Vec<Value> = scenarios
        .iter()
        .map(|it| scenario_shape::whole(it, origin.as_deref()))
        .collect();
    Ok(Json(json!({ "scenarios": shapes })))
}

/// `GET /scenarios/{id}`.
pub async fn read(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    At(id): At<String>,
) -> Result<Json<Value>, ApiError> {
    let scenario = find(&app, &caller.account, &id).await?;
    let origin = origin(&app, from, &headers);
    Ok(Json(scenario_shape::whole(&scenario, origin.as_deref())))
}

/// `DELETE /scenarios/{id}`: with its sessions and their transcripts.
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<Value>, ApiError> {
    let scenario = find(&app, &caller.account, &id).await?;
    app.store.remove_scenario(&scenario.id).await?;
    Ok(Json(json!({ "success": true, "id": scenario.id })))
}

/// `GET /featured-scenarios`, also without a key.
pub async fn featured(State(app): State<App>, _caller: Anyone) -> Result<Json<Value>, ApiError> {
    let scenarios = app.store.featured_scenarios().await?;
    let shapes: Vec<Value> = scenarios
        .iter()
        .filter(|scenario| scenario.is_public)
        .map(scenario_shape::featured)
        .collect();
    Ok(Json(json!({ "scenarios": shapes })))
}

/// The account's scenario with this id or slug; anybody else's does not exist.
pub(super) async fn find(app: &App, account: &Account, id: &str) -> Result<Scenario, ApiError> {
    app.store
        .scenario(id)
        .await?
        .filter(|scenario| scenario.account_id == account.id)
        .ok_or_else(|| {
            ApiError::not_found("There is no such scenario in this account. Check its id.")
        })
}

fn blank(account: &Account, now: i64) -> Scenario {
    Scenario {
        id: ids::new_id(now),
        account_id: account.id.clone(),
        is_public: true,
        analysis_access: "default".to_owned(),
        session_analysis: empty_object(),
        appearance: empty_object(),
        strategy: empty_object(),
        pricing: empty_object(),
        user_metadata: empty_object(),
        created_at: now,
        updated_at: now,
        ..Scenario::default()
    }
}
