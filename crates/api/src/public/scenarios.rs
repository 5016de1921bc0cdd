//! `/scenarios`: make, change, list, read, remove; and `/featured-scenarios`.

use axum::extract::ConnectInfo;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use serde_json::Value;
use vivavoce_client::types as api;

use super::page_meta::page_meta;
use super::scenario_document::PublicState;
use super::scenario_form::{self, Change, Later};
use super::spending::Today;
use super::{scenario_document, scenario_shape};
use vivavoce_engine::store::{Account, Scenario, empty_object, passcode};
use vivavoce_engine::{ids, removals};
use vivavoce_http::account::{Anyone, Caller};
use vivavoce_http::body::{Asked, Body, Room};
use vivavoce_http::error::TRIES;
use vivavoce_http::fields::Fields;
use vivavoce_http::listen::Peer;
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::proxy::own_origin;
use vivavoce_http::{ApiError, App};

/// Bytes of long texts in one answer that lists scenarios.
const TEXTS: usize = 8 * 1024 * 1024;

/// Who asks: absent where the router runs without a socket.
pub(super) type From = Option<Extension<ConnectInfo<Peer>>>;

/// The origin to write into addresses of ours.
pub(super) fn origin(app: &App, from: From, headers: &HeaderMap) -> Option<String> {
    let peer = from.map(|Extension(ConnectInfo(Peer(address)))| address);
    let settings = &app.settings;
    own_origin(
        settings.public_url.as_deref(),
        &app.http.trusted_proxies,
        peer,
        headers,
    )
}

/// `POST /scenarios`: creates, or changes the one whose `id` (or slug) is given. What is not
/// mentioned stays, also where two callers change different members at once.
#[utoipa::path(
    post, path = "/scenarios", operation_id = "putScenario", tag = "Scenarios",
    summary = "Create or change a scenario",
    description = "Without `id` a scenario is created; `name`, `description` and `ai_instructions` are required then. \
        With the `id` (or slug) of one it is changed: what is left out stays, `null` clears.",
    request_body = api::ScenarioForm,
    responses(
        (status = 201, description = "It was created.", body = api::Scenario),
        (status = 200, description = "It was changed.", body = api::Scenario),
        (status = 404, description = ""), (status = 409, description = ""),
    ),
)]
pub async fn put(
    State(app): State<PublicState>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    _room: Room,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Scenario>), ApiError> {
    let named = match body.get("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id),
        Some(_) => {
            return Err(ApiError::invalid(
                &["body", "id"],
                "Input should be a valid string",
                "string_type",
            ));
        }
    };
    // Made once, whatever happens to the scenario meanwhile.
    let mut prepared = None;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let mut scenario = match named {
            None => blank(&caller.account, now),
            Some(id) => find(&app, &caller.account, id).await?,
        };
        let since = scenario.updated_at;
        let is_root = caller.account.is_root;
        let later = scenario_form::apply(&body, &mut scenario, named.is_none(), is_root)?;
        // What stood before stays, whatever the server allows by now.
        if body.contains_key("allowed_hosts") {
            check_hosts(&app, &scenario)?;
        }
        let new = match prepared.take() {
            Some(new) => new,
            None => New::make(&app, later).await?,
        };
        new.write_into(&mut scenario);
        // Two changes within a millisecond are two changes.
        scenario.updated_at = now.max(since + i64::from(named.is_some()));
        let status = if named.is_none() {
            app.store.put_scenario(scenario.clone()).await?;
            StatusCode::CREATED
        } else if app.store.change_scenario(scenario.clone(), since).await? {
            StatusCode::OK
        } else {
            prepared = Some(new);
            continue;
        };
        let origin = origin(&app, from, &headers);
        let today = Today::of_scenarios(&app, vec![scenario.id.clone()]).await?;
        let shown = scenario_shape::whole(scenario, origin.as_deref(), &today);
        return Ok((status, Json(shown)));
    }
    Err(ApiError::conflict(
        "This scenario is being changed by many calls at once. Please try again.",
    ))
}

/// What takes time to make; `Some(None)` clears.
struct New {
    passcode_hash: Option<Option<String>>,
    document: Option<Option<String>>,
}

impl New {
    async fn make(app: &PublicState, later: Later) -> Result<New, ApiError> {
        let passcode_hash = match later.passcode {
            Change::Keep => None,
            Change::Clear => Some(None),
            Change::Set(secret) => {
                let hash = passcode::hash(&secret).await.map_err(ApiError::internal)?;
                Some(Some(hash))
            }
        };
        let document = match later.document {
            Change::Keep => None,
            Change::Clear => Some(None),
            Change::Set(given) => Some(Some(
                scenario_document::text(app, given, "pdf_context").await?,
            )),
        };
        Ok(New {
            passcode_hash,
            document,
        })
    }

    fn write_into(&self, scenario: &mut Scenario) {
        if let Some(hash) = &self.passcode_hash {
            scenario.passcode_hash.clone_from(hash);
        }
        if let Some(text) = &self.document {
            scenario.pdf_context.clone_from(text);
        }
    }
}

/// `GET /scenarios?page=&limit=`: the caller's, newest first.
#[utoipa::path(
    get, path = "/scenarios", operation_id = "listScenarios", tag = "Scenarios",
    summary = "List the account's scenarios",
    description = "Newest first; the first 500 unless `page` or `limit` is given. Where their texts are more than 8 MB together, \
        the rest comes without them, and says so by `is_shortened`.",
    params(
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 500 unless said otherwise.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses((status = 200, description = "One page of them.", body = api::ScenarioList)),
)]
pub async fn list(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> Result<Json<api::ScenarioList>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let page = Page::read_full(&mut fields);
    fields.done()?;
    let (ids, total) = app
        .store
        .scenario_page(&caller.account.id, page.size(), page.offset())
        .await?;
    let origin = origin(&app, from, &headers);
    let today = Today::of_scenarios(&app, ids.clone()).await?;
    let mut bytes = 0;
    let mut scenarios = Vec::with_capacity(ids.len());
    // One after the other, so that no more of them is in memory than the answer holds.
    for id in ids {
        let Some(scenario) = app.store.scenario(&id).await? else {
            continue;
        };
        bytes += texts(&scenario);
        scenarios.push(match bytes > TEXTS {
            true => scenario_shape::short(scenario, origin.as_deref(), &today),
            false => scenario_shape::whole(scenario, origin.as_deref(), &today),
        });
    }
    Ok(Json(api::ScenarioList {
        scenarios,
        page_meta: page_meta(page, total),
    }))
}

/// Bytes of the long texts of a scenario.
fn texts(scenario: &Scenario) -> usize {
    let script = scenario.script.as_ref();
    scenario.ai_instructions.len()
        + script.map_or(0, |script| script.to_string().len())
        + scenario.rubrik.as_ref().map_or(0, String::len)
}

/// `GET /scenarios/{id}`.
#[utoipa::path(
    get, path = "/scenarios/{id}", operation_id = "getScenario", tag = "Scenarios",
    summary = "Read a scenario",
    params(("id" = String, Path, description = "Its id or slug.", example = "demo-interview")),
    responses((status = 200, description = "The scenario.", body = api::Scenario)),
)]
pub async fn read(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    At(id): At<String>,
) -> Result<Json<api::Scenario>, ApiError> {
    let scenario = find(&app, &caller.account, &id).await?;
    let origin = origin(&app, from, &headers);
    let today = Today::of_scenarios(&app, vec![scenario.id.clone()]).await?;
    let shown = scenario_shape::whole(scenario, origin.as_deref(), &today);
    Ok(Json(shown))
}

/// `DELETE /scenarios/{id}`: with its sessions and their transcripts.
#[utoipa::path(
    delete, path = "/scenarios/{id}", operation_id = "deleteScenario", tag = "Scenarios",
    summary = "Remove a scenario", description = "With all its sessions and transcripts.",
    params(("id" = String, Path, description = "Its id or slug.", example = "67bf56c23f44cdf6055a8165")),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Removed>, ApiError> {
    let scenario = find(&app, &caller.account, &id).await?;
    app.store
        .mark_scenario_removed(&scenario.id, app.clock.now())
        .await?;
    removals::begin(&app).await;
    Ok(Json(api::Removed::of(scenario.id)))
}

/// `GET /featured-scenarios`, also without a key.
#[utoipa::path(
    get, path = "/featured-scenarios", operation_id = "listFeaturedScenarios", tag = "Scenarios",
    summary = "List the featured scenarios", description = "Also without a key.",
    security((), ("api_key" = [])),
    responses((status = 200, description = "What the server shows to everybody.", body = api::FeaturedList)),
)]
pub async fn featured(
    State(app): State<App>,
    _caller: Anyone,
) -> Result<Json<api::FeaturedList>, ApiError> {
    let scenarios = app.store.featured_scenarios().await?;
    let scenarios = scenarios.into_iter().filter(|it| it.is_public);
    Ok(Json(api::FeaturedList {
        scenarios: scenarios.map(scenario_shape::featured).collect(),
    }))
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

/// A host the server does not allow would never be let in.
fn check_hosts(app: &App, scenario: &Scenario) -> Result<(), ApiError> {
    let allowed = &app.http.deployment.allowed_hosts;
    let mut hosts = scenario.allowed_hosts.iter();
    match hosts.find(|host| !allowed.is_empty() && !allowed.contains(host)) {
        None => Ok(()),
        Some(host) => Err(ApiError::invalid(
            &["body", "allowed_hosts"],
            format!(
                "This server shows conversations on {} only. Its operator can add {host}.",
                allowed.join(", ")
            ),
            "value_error",
        )),
    }
}
