//! What a channel's webhook hears: lists of items, sent through the outbox.

use futures_util::future::BoxFuture;
use serde_json::Value;
use vivavoce_engine::ids;
use vivavoce_engine::outbox::{self, Senders, Sent};
use vivavoce_engine::registry::Delivery;
use vivavoce_engine::store::{Parcel, Store, StoreError, Tx};
use vivavoce_http::App;

use super::envelope;
use crate::store::{Channel, channels, not_sent};

/// What the outbox calls these parcels; their target is the channel's id.
pub const KIND: &str = "tovie";

/// The vendor promises three more tries, three seconds apart.
const PAUSES: [i64; 3] = [3_000; 3];

/// Lists of items.
pub struct Items;

impl Delivery for Items {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn pauses(&self) -> &'static [i64] {
        &PAUSES
    }

    fn given_up<'a>(
        &'a self,
        store: &'a Store,
        parcel: &'a Parcel,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let items = parcel.body.as_array();
            for item in items.into_iter().flatten() {
                let word = |name: &str| item[name].as_str().unwrap_or_default();
                if let Some(at) = envelope::moment(word("timestamp")) {
                    let client_id = word("clientId").to_owned();
                    not_sent(store, &parcel.target, client_id, at).await?;
                }
            }
            Ok(())
        })
    }

    fn send<'a>(
        &'a self,
        store: &'a Store,
        senders: &'a Senders,
        parcel: &'a Parcel,
        now: i64,
    ) -> BoxFuture<'a, Result<Sent, StoreError>> {
        Box::pin(async move {
            let channel = channels::channel(store, &parcel.target).await?;
            let channel = channel.and_then(|it| it.webhook_url.clone().map(|url| (it, url)));
            let Some((channel, url)) = channel else {
                return Ok(Sent::Hopeless("the channel has no webhook".to_owned()));
            };
            let secret = &channel.webhook_secret;
            Ok(senders
                .webhooks
                .post(&url, secret, &parcel.id, &parcel.body, now)
                .await)
        })
    }
}

/// Puts items into the outbox for the channel's webhook, if it has one. They repeat what was said in
/// `session_id`.
pub async fn post(
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
    outbox::put(app, tx, &id, KIND, &channel.id, &items, session_id).await
}
