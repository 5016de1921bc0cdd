//! The handle to the outbox: what this process is sending, and what with.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::breaker::Breaker;
use super::mail::Mailer;
use super::webhook::Sender;
use crate::in_hand::InHand;
use crate::settings::Settings;
use crate::store::Tx;

/// Deliveries under way at once in one process.
pub const AT_ONCE: usize = 16;

/// The sending side; clones are handles to the same.
#[derive(Clone)]
pub struct Outbox(pub(super) Arc<Inner>);

pub(super) struct Inner {
    /// Something is due.
    pub due: Notify,
    pub room: Arc<Semaphore>,
    /// Parcels this process is sending.
    pub sending: InHand<String>,
    pub breaker: Breaker,
    pub senders: Senders,
}

/// What deliveries are sent with.
pub struct Senders {
    pub webhooks: Sender,
    /// `None`: no mail is sent.
    pub mailer: Option<Mailer>,
    /// Origin under which visitors reach us, which mails lead back to.
    pub public_url: Option<String>,
}

impl Outbox {
    pub fn new(settings: &Settings) -> Self {
        Self(Arc::new(Inner {
            due: Notify::new(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
            sending: InHand::default(),
            breaker: Breaker::new(&settings.webhooks),
            senders: Senders {
                webhooks: Sender::new(&settings.webhooks),
                mailer: settings
                    .mail
                    .as_ref()
                    .map(|mail| Mailer::new(mail, settings.public_url.as_deref())),
                public_url: settings.public_url.clone(),
            },
        }))
    }

    /// Ids of the parcels this process is sending.
    pub fn under_way(&self) -> HashSet<String> {
        self.0.sending.keys()
    }

    /// Deliveries that may begin.
    pub fn free(&self) -> usize {
        self.0.room.available_permits()
    }

    /// Whether mail is set up.
    pub fn sends_mail(&self) -> bool {
        self.0.senders.mailer.is_some()
    }

    /// Sends soon what a transaction has put in.
    pub fn wake_after(&self, tx: &mut Tx) {
        let outbox = self.clone();
        tx.after_commit(move || outbox.0.due.notify_one());
    }
}
