//! How a session is to begin, as whoever begins it says.

use futures_util::future::BoxFuture;
use vivavoce_protocol::wire::{Acceptance, User, Variables};

use crate::store::{Session, StoreError, Tx};

/// How a session begins.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// `full`, `basic`, `minimal`, or `api` where no embed shows it.
    pub style: String,
    pub user: User,
    /// Checked by the caller.
    pub variables: Variables,
    /// BCP 47.
    pub language: Option<String>,
    /// What the visitor reads the interface in; BCP 47.
    pub interface_language: Option<String>,
    /// What the visitor accepted; `None`: they were not asked.
    pub accepted: Option<Acceptance>,
    /// `EMBED`, `PREVIEW` or `API`; see design: every session records where it came from.
    pub source: &'static str,
    /// The scenario's own wish counts too.
    pub transcribe: bool,
    pub max_duration_seconds: Option<u32>,
    /// No deadline and no silence ends it; somebody calls [`crate::runs::end`].
    pub lasting: bool,
    /// The scenario's longest duration ends it, though it is lasting otherwise.
    pub is_limited: bool,
    /// Whose it is, in the API's own words; empty: nobody's in particular.
    pub visitor: String,
    /// The agent may speak first, if the scenario wants it to.
    pub greets: bool,
    /// Another system answers.
    pub backend: Option<String>,
}

impl Default for Beginning {
    fn default() -> Self {
        Self {
            style: "api".to_owned(),
            user: User::default(),
            variables: Variables::new(),
            language: None,
            interface_language: None,
            accepted: None,
            source: "API",
            transcribe: true,
            max_duration_seconds: None,
            lasting: true,
            is_limited: false,
            visitor: String::new(),
            greets: false,
            backend: None,
        }
    }
}

/// What is written together with a session, whose id it is told.
pub type Also =
    Box<dyn for<'t> FnOnce(&'t mut Tx, &'t str) -> BoxFuture<'t, Result<(), StoreError>> + Send>;

/// What finds, within the write that would begin a session, the one that is there already: its id.
pub type Known =
    Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Option<String>, StoreError>> + Send>;

/// A session that was to begin.
#[derive(Clone, Debug)]
pub enum Begun {
    Anew(Session),
    /// Somebody was faster, or it was there before.
    Known(Session),
}

impl Begun {
    pub fn is_new(&self) -> bool {
        matches!(self, Begun::Anew(_))
    }

    pub fn session(self) -> Session {
        match self {
            Begun::Anew(session) | Begun::Known(session) => session,
        }
    }
}
