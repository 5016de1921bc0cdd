//! What every component is given.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;

use crate::session::Session;
use crate::strings::{Strings, Told};

/// The session and the words of the visitor's language.
#[derive(Clone, Copy)]
pub struct Here {
    pub session: Session,
    pub words: &'static Strings,
}

impl Here {
    /// The conversation's title: the host's, else the scenario's.
    pub fn title(self) -> String {
        if let Some(name) = self.session.config().name.clone() {
            return name;
        }
        self.session
            .facts()
            .with(|facts| facts.as_ref().map(|facts| facts.name.clone()))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.words.conversation.to_owned())
    }

    /// A failure in sentences; what nobody explained could not be reached.
    pub fn told(self, failure: Option<&Failure>) -> Told {
        self.words.told(failure.unwrap_or(&Failure::Unreachable))
    }
}
