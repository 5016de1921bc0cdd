//! What an API brings along: kinds of keys, who may go on with a session, deliveries, periodic work.
//!
//! The engine asks through these traits and never knows whom.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use vivavoce_agent::AgentContext;

use crate::Refusal;
use crate::beginning::Beginning;
use crate::keys::{self, KeyKind};
use crate::outbox::{self, Senders, Sent};
use crate::store::{Parcel, Session, Store, StoreError};

/// What the APIs of a build have brought along.
#[derive(Clone)]
pub struct Registry {
    keys: Vec<KeyKind>,
    policies: Vec<Arc<dyn SessionPolicy>>,
    deliveries: Vec<Arc<dyn Delivery>>,
}

impl Default for Registry {
    /// Knows the keys of our own API.
    fn default() -> Self {
        Self {
            keys: vec![keys::PUBLIC],
            policies: Vec::new(),
            deliveries: Vec::new(),
        }
    }
}

impl Registry {
    pub fn add_key_kind(&mut self, kind: KeyKind) {
        self.keys.push(kind);
    }

    pub fn add_policy(&mut self, policy: impl SessionPolicy) {
        self.policies.push(Arc::new(policy));
    }

    pub fn add_delivery(&mut self, delivery: impl Delivery) {
        self.deliveries.push(Arc::new(delivery));
    }

    /// The kinds of keys, our own first.
    pub fn key_kinds(&self) -> &[KeyKind] {
        &self.keys
    }

    /// The kind of key a name means; `None` for one this build does not know.
    pub fn key_kind(&self, name: &str) -> Option<&KeyKind> {
        self.keys.iter().find(|kind| kind.name == name)
    }

    /// Who decides about sessions of `source`; `None`: nobody in particular.
    pub fn policy(&self, source: &str) -> Option<&Arc<dyn SessionPolicy>> {
        self.policies.iter().find(|it| it.source() == source)
    }

    /// Which API sends a parcel; `None`: the engine itself, if anybody.
    pub fn delivery(&self, parcel: &Parcel) -> Option<&Arc<dyn Delivery>> {
        self.deliveries.iter().find(|it| it.takes(parcel))
    }

    /// The kinds of parcels that are sent here.
    pub fn parcel_kinds(&self) -> Vec<&'static str> {
        let own = [outbox::WEBHOOK, outbox::MAIL];
        own.into_iter()
            .chain(self.deliveries.iter().map(|it| it.kind()))
            .collect()
    }
}

/// What an API decides about the sessions it begins.
pub trait SessionPolicy: Send + Sync + 'static {
    /// The sessions' `source`, such as `TALKIO`.
    fn source(&self) -> &'static str;

    /// Whether whoever a session belongs to may go on with it now. Asked with each request.
    ///
    /// # Errors
    /// A refusal that says why not.
    fn admit<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        now: i64,
    ) -> BoxFuture<'a, Result<(), Refusal>>;

    /// How the next session of whoever had this one begins; `None`: as any other.
    ///
    /// # Errors
    /// As [`SessionPolicy::admit`].
    fn next_session<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        now: i64,
    ) -> BoxFuture<'a, Result<Option<Beginning>, Refusal>>;

    /// Adds to what the agent is told.
    fn instruct<'a>(
        &'a self,
        store: &'a Store,
        session: &'a Session,
        context: &'a mut AgentContext,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// A session goes on without its page, and leaves nothing in the browser.
    fn outlives_page(&self) -> bool {
        false
    }
}

/// How parcels of one kind are sent.
pub trait Delivery: Send + Sync + 'static {
    /// What the outbox calls them.
    fn kind(&self) -> &'static str;

    /// Pauses between tries, in milliseconds; after the last the parcel is given up.
    fn pauses(&self) -> &'static [i64];

    /// Whether a parcel is one of these: its kind may be others' too.
    fn takes(&self, parcel: &Parcel) -> bool {
        parcel.kind == self.kind()
    }

    /// What follows where nobody tries to send one any more.
    fn given_up<'a>(
        &'a self,
        _store: &'a Store,
        _parcel: &'a Parcel,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    /// Sends one.
    fn send<'a>(
        &'a self,
        store: &'a Store,
        senders: &'a Senders,
        parcel: &'a Parcel,
        now: i64,
    ) -> BoxFuture<'a, Result<Sent, StoreError>>;
}

/// Work that is done again and again while the server runs.
pub struct Periodic {
    /// For the log.
    pub name: &'static str,
    pub every: Duration,
    pub run: Box<dyn Fn() -> BoxFuture<'static, Result<(), StoreError>> + Send + Sync>,
}

impl Periodic {
    /// Does `run`, each time with a handle of its own to `state`.
    pub fn new<S, F>(
        name: &'static str,
        every: Duration,
        state: &S,
        run: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: Clone + Send + Sync + 'static,
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let state = state.clone();
        Self {
            name,
            every,
            run: Box::new(move || Box::pin(run(state.clone()))),
        }
    }
}
