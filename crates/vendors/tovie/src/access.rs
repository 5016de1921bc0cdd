//! Who may call: the channel a token opens, and how often its clients may.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use rand::Rng as _;
use serde::de::DeserializeOwned;
use vivavoce_protocol::Secret;

use crate::error::ChatError;
use crate::store::{self, Channel};
use vivavoce_engine::keys::{KeyKind, KeyScope};
use vivavoce_engine::outbox;
use vivavoce_engine::settings::Rate;
use vivavoce_engine::store::{Credential, StoreError};
use vivavoce_http::caller::Caller;
use vivavoce_http::{App, json};

/// Characters of a client's or a connection's name.
pub const NAME: usize = 200;

/// What a client does, each counted by itself.
#[derive(Clone, Copy)]
pub enum Does {
    Says,
    Looks,
}

/// Calls of one channel from one address, whatever clients they name. A school is one address.
const FROM: Rate = Rate {
    per_minute: 6_000,
    burst: 2_000,
};

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

/// The channel a token opens, which a removed channel's does not. Whoever guesses tokens is counted by address.
pub async fn channel(app: &App, token: &str, caller: &Caller) -> Result<Channel, ChatError> {
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
pub async fn of_key(app: &App, credential: &Credential) -> Result<Channel, StoreError> {
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

/// A body, of which what did not come is told in the vendor's form.
pub struct Whole(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = ChatError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ChatError> {
        Ok(Whole(json::bytes(request, state).await?))
    }
}

/// A query, of which what cannot be read is told in the vendor's form.
pub struct Query<T>(pub T);

impl<S, T> FromRequestParts<S> for Query<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = ChatError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ChatError> {
        let read = axum::extract::Query::from_request_parts(parts, state).await;
        let axum::extract::Query(asked) =
            read.map_err(|error| ChatError::bad_request(&error.body_text()))?;
        Ok(Query(asked))
    }
}

/// Counts a call of a client's.
pub fn allow(app: &App, channel: &Channel, client_id: &str, does: Does) -> Result<(), ChatError> {
    let limits = &app.settings.limits;
    let (kind, rate) = match does {
        Does::Says => ("says", limits.channel_client_says),
        Does::Looks => ("looks", limits.channel_client_looks),
    };
    let bucket = format!("tovie {kind} {} {client_id}", channel.id);
    Ok(app.rates.take(bucket, rate, app.clock.now())?)
}

/// A client's name as it was given.
pub fn client_name(name: &str) -> Result<&str, ChatError> {
    let fits = !name.trim().is_empty() && name.chars().count() <= NAME;
    if fits && !name.chars().any(char::is_control) {
        return Ok(name);
    }
    Err(ChatError::bad_request(
        "clientId must be a text of 1 to 200 characters that names the client",
    ))
}
