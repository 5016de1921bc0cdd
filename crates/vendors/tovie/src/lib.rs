//! Tovie's chat API over our agents: a channel is a scenario's, a client's dialog is one lasting
//! session after the other.
//!
//! Paths, words and what is assumed where nothing is public: the vendor's documentation of the Chat
//! API channel. A dialog's events stand in a table of their own, so that any process can answer a
//! long poll, and finish a request whose process died.

use std::ops::Deref;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderValue, header};
use serde_json::Value;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vivavoce_protocol::Secret;

use crate::store::Channel;
use rand::Rng as _;
use vivavoce_engine::in_hand::InHand;
use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_engine::outbox;
use vivavoce_engine::registry::Periodic;
use vivavoce_engine::settings::Rate;
use vivavoce_engine::store::{Credential, StoreError, Tx};
use vivavoce_engine::{Registry, ids};
use vivavoce_http::caller::Caller;
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, HttpApi, cors};

mod answer;
pub mod channels;
mod delivery;
mod dialog;
mod envelope;
mod error;
mod events;
mod operators;
mod send;
mod statuses;
pub mod store;

use error::ChatError;
pub use send::LEASE;

/// Bytes of one request; a state may be this large too.
const BODY: usize = 100_000;
/// Characters of a client's or a connection's name.
const NAME: usize = 200;

/// What one client may send, and how often it may look.
const SAYS: Rate = Rate {
    per_minute: 60,
    burst: 40,
};
const LOOKS: Rate = Rate {
    per_minute: 240,
    burst: 120,
};

/// Calls of one channel from one address, whatever clients they name. A school is one address.
const FROM: Rate = Rate {
    per_minute: 6_000,
    burst: 2_000,
};

/// The API; clones are handles to the same.
#[derive(Clone, Default)]
pub struct Tovie {
    /// Requests of dialogs this process waits for the answers of, by dialog and time.
    answering: InHand<(String, i64)>,
}

/// A channel's token, which opens its dialogs.
pub const KEY: KeyKind = KeyKind {
    name: "tovie",
    opens: "One channel of a scenario: `/chatapi/<token>`",
    scope: KeyScope::Scenario,
    prefix: "",
    make: new_token,
};

/// A new token of a channel in the vendor's form: eight letters, a colon, 160 bits in
/// hexadecimal digits.
fn new_token() -> String {
    let mut random = rand::rng();
    let letters: String = (0..8)
        .map(|_| char::from(random.random_range(b'a'..=b'z')))
        .collect();
    let digits: [u8; 20] = random.random();
    let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{letters}:{digits}")
}

impl Tovie {
    fn state(&self, app: &App) -> TovieState {
        TovieState {
            app: app.clone(),
            answering: self.answering.clone(),
        }
    }
}

impl HttpApi for Tovie {
    fn name(&self) -> &'static str {
        "tovie"
    }

    fn register(&self, registry: &mut Registry) {
        registry.add_key_kind(KEY);
        registry.add_delivery(delivery::Items);
    }

    fn routes(&self, app: &App) -> Router<App> {
        routes(app).with_state(self.state(app))
    }

    fn public_calls(&self, app: &App) -> OpenApiRouter<App> {
        OpenApiRouter::default()
            .routes(routes!(channels::create, channels::list))
            .routes(routes!(channels::read, channels::change, channels::remove))
            .routes(routes!(operators::list))
            .routes(routes!(operators::read))
            .routes(routes!(operators::take))
            .routes(routes!(operators::say))
            .routes(routes!(operators::give_back))
            .with_state(self.state(app))
    }

    fn documents(&self, _app: &App) -> Vec<Document> {
        vec![document()]
    }

    fn periodic(&self, app: &App) -> Vec<Periodic> {
        let state = self.state(app);
        vec![Periodic {
            name: "unanswered requests",
            every: app.settings.limits.sweep_every,
            run: Box::new(move || {
                let state = state.clone();
                Box::pin(async move { answer::resume(&state).await })
            }),
        }]
    }
}

/// The state of its routes.
#[derive(Clone)]
struct TovieState {
    app: App,
    answering: InHand<(String, i64)>,
}

impl Deref for TovieState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl FromRef<TovieState> for App {
    fn from_ref(state: &TovieState) -> App {
        state.app.clone()
    }
}

fn routes(app: &App) -> Router<TovieState> {
    let (calls, _) = documented().split_for_parts();
    let both = Router::new()
        .merge(calls.clone())
        .nest("/chatadapter", calls)
        .method_not_allowed_fallback(async || ChatError::method())
        .layer(DefaultBodyLimit::max(BODY))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ));
    match cors::layer(&app.http, "tovie") {
        Some(layer) => both.layer(layer),
        None => both,
    }
}

/// Every call with its description. They are served below `/chatadapter` too.
fn documented() -> OpenApiRouter<TovieState> {
    OpenApiRouter::default()
        .routes(routes!(send::ask, send::simply))
        .routes(routes!(send::ask_later))
        .routes(routes!(events::poll))
        .routes(routes!(events::history))
        .routes(routes!(dialog::save, dialog::load))
        .routes(routes!(statuses::read, statuses::set))
        .routes(routes!(statuses::set_many))
        .routes(routes!(statuses::unread))
}

fn document() -> Document {
    Document {
        name: "tovie",
        title: "Tovie chat API",
        prefixes: &["/chatapi/"],
        json: description(),
    }
}

fn description() -> OpenApi {
    let about = "A channel's token stands in the address; there is no other key. Make a channel \
        with `POST /api/public/channels`. Every call is served below `/chatadapter` too.";
    let mut info = InfoBuilder::new()
        .title("Tovie chat API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .build();
    info.license = None;
    let mut all = OpenApiBuilder::new().info(info).build();
    all.merge(documented().into_openapi());
    all
}

/// The channel a token opens, which a removed channel's does not. Whoever guesses tokens is counted by address.
async fn channel(app: &App, token: &str, caller: &Caller) -> Result<Channel, ChatError> {
    let now = app.clock.now();
    let found = app.store.credential(token, now).await?;
    let Some(credential) = found.filter(|it| it.kind == KEY.name) else {
        // Apart from the other APIs' callers: who guesses here keeps nobody out there.
        let bucket = format!("tovie anonymous {}", caller.address);
        app.rates
            .take(bucket, app.settings.limits.anonymous_calls, now)?;
        return Err(ChatError::not_found(
            "There is no channel with this token. Check the token in the address.",
        ));
    };
    // A client's name is whatever the caller says; where they call from is not.
    let bucket = format!("tovie from {} {}", credential.id, caller.address);
    app.rates.take(bucket, FROM, now)?;
    vivavoce_engine::keys::note_use(&app.store, &credential, now).await;
    let channel = match store::channel(&app.store, &credential.id).await? {
        Some(channel) => channel,
        None => of_key(app, &credential).await?,
    };
    if channel.webhook_url.is_some() && channel.token.is_none() {
        store::learn_channel_token(&app.store, &channel.id, token).await?;
        return Ok(Channel {
            token: Some(Secret::new(token.to_owned())),
            ..channel
        });
    }
    Ok(channel)
}

/// The channel of a key that was made as a key: it has the key's name and no webhook.
pub(crate) async fn of_key(app: &App, credential: &Credential) -> Result<Channel, StoreError> {
    let scenario_id = credential.scope["scenario_id"].as_str().unwrap_or_default();
    let channel = Channel {
        id: credential.id.clone(),
        account_id: credential.account_id.clone(),
        scenario_id: scenario_id.to_owned(),
        name: credential.label.clone(),
        block_form: false,
        webhook_url: None,
        webhook_secret: outbox::webhook::new_secret(),
        token: None,
        created_at: credential.created_at,
    };
    store::add_channel(&app.store, channel.clone()).await?;
    Ok(channel)
}

/// Counts a call of a client's.
fn allow(app: &App, channel: &Channel, client_id: &str, rate: Rate) -> Result<(), ChatError> {
    let kind = if rate.per_minute == SAYS.per_minute {
        "says"
    } else {
        "looks"
    };
    let bucket = format!("tovie {kind} {} {client_id}", channel.id);
    Ok(app.rates.take(bucket, rate, app.clock.now())?)
}

/// A client's name as it was given.
fn client_name(name: &str) -> Result<&str, ChatError> {
    let fits = !name.trim().is_empty() && name.chars().count() <= NAME;
    if fits && !name.chars().any(char::is_control) {
        return Ok(name);
    }
    Err(ChatError::bad_request(
        "clientId must be a text of 1 to 200 characters that names the client",
    ))
}

/// Under which name the readers of a client's dialog wait, also before there is one.
fn waiting_for(channel_id: &str, client_id: &str) -> String {
    format!("tovie {channel_id} {client_id}")
}

/// Puts items into the outbox for the channel's webhook, if it has one. They repeat what was said in
/// `session_id`.
pub(crate) async fn post(
    app: &App,
    tx: &mut Tx,
    channel: &Channel,
    session_id: Option<&str>,
    items: Value,
) -> Result<(), StoreError> {
    if channel.webhook_url.is_none() {
        return Ok(());
    }
    let id = ids::new_id(app.clock.now());
    outbox::put(
        app,
        tx,
        &id,
        delivery::KIND,
        &channel.id,
        &items,
        session_id,
    )
    .await
}
