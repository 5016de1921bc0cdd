//! `/channels`: where clients of Tovie's chat API meet a scenario.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use vivavoce_client::types as api;
use vivavoce_protocol::Secret;

use crate::access::{KEY, of_key};
use crate::store::Channel;
use vivavoce_engine::conversation::printable;
use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::outbox::{address, webhook};
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::Body;
use vivavoce_http::error::Failure;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Valid keys that are looked at; an account has fewer.
const MOST: u32 = 2_000;
/// Characters of a given token.
const TOKEN: std::ops::RangeInclusive<usize> = 16..=128;

/// `POST /channels {name, scenario_id, token, block_form, webhook_url}`: the only answer the token
/// and the webhook's secret stand in.
#[utoipa::path(
    post, path = "/channels", operation_id = "createChannel", tag = "Channels",
    summary = "Make a channel",
    description = "The only answer its token and its webhook's secret stand in.",
    request_body = api::ChannelForm,
    responses(
        (status = 201, description = "The channel, with its token.", body = api::NewChannel),
        (status = 404, description = ""),
        (status = 409, description = "The token is taken, or the account has too many channels.", body = Failure),
    ),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::NewChannel>), ApiError> {
    let now = app.clock.now();
    let mut fields = Fields::new(&body, &["body"]);
    let name = fields.text("name", keys::NAME_CAP).here();
    let scenario = fields.text("scenario_id", 200).here();
    if scenario.is_none() {
        let msg = "Name the scenario whose agent answers: its id or slug";
        fields.wrong("scenario_id", msg, "missing");
    }
    let token = fields.text("token", *TOKEN.end()).here();
    if let Some(token) = &token
        && !fits(token)
    {
        let msg = "A token has 16 to 128 of the letters, digits and :_~-";
        fields.wrong("token", msg, "value_error");
    }
    let block_form = fields.flag("block_form").here().unwrap_or(false);
    let webhook_url = webhook_url(&app, &mut fields);
    fields.done()?;
    let scenario = scenario.unwrap_or_default();
    let scope = keys::scenario_scope(&app.store, &caller.account.id, &scenario)
        .await?
        .ok_or_else(unknown_scenario)?;
    let name = name.map(|name| printable(&name)).unwrap_or_default();
    let wanted = Wanted {
        kind: KEY,
        name: name.clone(),
        scope: scope.clone(),
        expires_at: caller.key.expires_at,
        made_by: Some(caller.key.id.clone()),
    };
    let token = token.unwrap_or_else(|| (wanted.kind.make)());
    let credential = wanted.credential(&caller.account.id, now);
    let webhook_url = webhook_url.here();
    let channel = Channel {
        id: credential.id.clone(),
        account_id: caller.account.id,
        scenario_id: scope["scenario_id"].as_str().unwrap_or_default().to_owned(),
        name,
        block_form,
        token: webhook_url.is_some().then(|| Secret::new(token.clone())),
        webhook_url,
        webhook_secret: webhook::new_secret(),
        created_at: now,
    };
    let shown = api::NewChannel {
        token: token.clone(),
        webhook_secret: channel.webhook_secret.expose().to_owned(),
        ..shown(channel.clone(), api::ChannelState::Valid).into()
    };
    crate::store::add_channel_and_key(&app.store, channel, credential, &token).await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// `GET /channels`: oldest first; never their tokens.
#[utoipa::path(
    get, path = "/channels", operation_id = "listChannels", tag = "Channels",
    summary = "List the channels", description = "Oldest first; never their tokens.",
    responses((status = 200, description = "All of them.", body = api::ChannelList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<api::ChannelList>, ApiError> {
    // A key that was made as a key is a channel, too.
    let now = app.clock.now();
    let mut channels = crate::store::channels(&app.store, &caller.account.id).await?;
    for key in app
        .store
        .recent_credentials(&caller.account.id, now, MOST)
        .await?
    {
        let is_new = key.kind == KEY.name && key.state(now) == "valid";
        if is_new && !channels.iter().any(|it| it.id == key.id) {
            channels.push(of_key(&app, &key).await?);
        }
    }
    let mut all = Vec::with_capacity(channels.len());
    for channel in channels {
        let state = state(&app, &channel).await?;
        all.push(shown(channel, state));
    }
    Ok(Json(api::ChannelList { channels: all }))
}

/// `GET /channels/{id}`.
#[utoipa::path(
    get, path = "/channels/{id}", operation_id = "getChannel", tag = "Channels",
    summary = "Read a channel",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816b")),
    responses((status = 200, description = "The channel, without its token.", body = api::Channel)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Channel>, ApiError> {
    let channel = find(&app, &caller, &id).await?;
    let state = state(&app, &channel).await?;
    Ok(Json(shown(channel, state)))
}

/// `PUT /channels/{id}`: what is not mentioned stays; `webhook_url: null` takes the webhook off.
#[utoipa::path(
    put, path = "/channels/{id}", operation_id = "changeChannel", tag = "Channels",
    summary = "Change a channel",
    description = "What is not mentioned stays as it is; `webhook_url: null` takes the webhook off.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816b")),
    request_body = api::ChannelChange,
    responses((status = 200, description = "The channel as it is now.", body = api::Channel)),
)]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<Json<api::Channel>, ApiError> {
    anew!({
        let seen = find(&app, &caller, &id).await?;
        let mut channel = seen.clone();
        let mut fields = Fields::new(&body, &["body"]);
        if let Some(name) = fields.text("name", keys::NAME_CAP).here() {
            channel.name = printable(&name);
        }
        let scenario = fields.text("scenario_id", 200).here();
        if let Some(flag) = fields.flag("block_form").here() {
            channel.block_form = flag;
        }
        webhook_url(&app, &mut fields).into_option(&mut channel.webhook_url);
        fields.done()?;
        if channel.webhook_url.is_none() {
            // Nothing names it any more. It is learnt again when it is next shown.
            channel.token = None;
        }
        if let Some(scenario) = scenario {
            let scope = keys::scenario_scope(&app.store, &caller.account.id, &scenario)
                .await?
                .ok_or_else(unknown_scenario)?;
            let id = scope["scenario_id"].as_str().unwrap_or_default();
            id.clone_into(&mut channel.scenario_id);
        }
        crate::store::change_channel(&app.store, channel.clone(), seen).await?;
        let state = state(&app, &channel).await?;
        Ok(Json(shown(channel, state)))
    })
}

/// `DELETE /channels/{id}`: its token opens nothing any more. What was said stays with its sessions.
#[utoipa::path(
    delete, path = "/channels/{id}", operation_id = "removeChannel", tag = "Channels",
    summary = "Remove a channel",
    description = "Its token opens nothing any more. What was said stays with its sessions.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a816b")),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Removed>, ApiError> {
    let channel = find(&app, &caller, &id).await?;
    let now = app.clock.now();
    app.store
        .revoke_credential(&channel.account_id, &channel.id, false, now)
        .await?;
    crate::store::remove_channel(&app.store, &channel.id, now).await?;
    Ok(Json(api::Removed::of(channel.id)))
}

fn webhook_url(app: &App, fields: &mut Fields<'_>) -> Given<String> {
    match fields.text("webhook_url", address::LONGEST) {
        Given::Here(text) => match address::check(&text, app.settings.webhooks.allow_private) {
            Ok(url) => Given::Here(url.into()),
            Err(problem) => {
                fields.wrong("webhook_url", problem, "url_parsing");
                Given::Absent
            }
        },
        other => other,
    }
}

pub fn fits(token: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '~' | '-');
    TOKEN.contains(&token.len()) && token.chars().all(plain)
}

async fn find(app: &App, caller: &Caller, id: &str) -> Result<Channel, ApiError> {
    crate::store::channel(&app.store, id)
        .await?
        .filter(|channel| channel.account_id == caller.account.id)
        .ok_or_else(|| {
            ApiError::not_found("There is no such channel in this account. Check its id.")
        })
}

fn unknown_scenario() -> ApiError {
    ApiError::not_found("This account has no such scenario. Name it by id or slug.")
}

/// Whether its token opens anything: it ends with what made it, and says nothing without a scenario.
async fn state(app: &App, channel: &Channel) -> Result<api::ChannelState, ApiError> {
    let key = app.store.credential_by_id(&channel.id).await?;
    let key = key.map_or("revoked", |key| key.state(app.clock.now()));
    if key != "valid" {
        return Ok(key.into());
    }
    let scenario = app.store.scenario(&channel.scenario_id).await?;
    Ok(match scenario {
        Some(_) => api::ChannelState::Valid,
        None => api::ChannelState::WithoutScenario,
    })
}

fn shown(channel: Channel, state: api::ChannelState) -> api::Channel {
    api::Channel {
        state,
        id: channel.id,
        name: channel.name,
        scenario_id: channel.scenario_id,
        block_form: channel.block_form,
        webhook_url: channel.webhook_url,
        created_at: times::written(channel.created_at),
    }
}
