//! The context of every screen.

use leptos::prelude::*;
use vivavoce_core::failure::Failure;

use crate::session::Session;
use crate::session::parts::Standing;
use crate::session::slots::Slots;
use crate::words::{Explanation, Words, spoken};

/// The session, and the words of the visitor's language.
#[derive(Clone, Copy)]
pub struct Here {
    pub session: Session,
    pub words: &'static Words,
}

/// What the app provided. To be called where a component is made, not in what it does later.
pub fn here() -> Here {
    Here {
        words: spoken(),
        ..expect_context()
    }
}

impl Here {
    /// What a vendor shows in a place of a screen: `{here.slot(|slots| (slots.who)())}`. Nothing
    /// without one.
    pub fn slot<T>(self, part: impl FnOnce(&'static Slots) -> T) -> Option<T> {
        self.slots().map(part)
    }

    /// What a vendor shows; it is here before a conversation with it is.
    pub fn slots(self) -> Option<&'static Slots> {
        self.session.slots().get_untracked()
    }

    /// How the conversation stands with whoever answers. Follows signals.
    pub fn standing(self) -> Standing {
        self.session.standing().get()
    }

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
    pub fn explain(self, failure: Option<&Failure>) -> Explanation {
        self.words.explain(failure.unwrap_or(&Failure::Unreachable))
    }
}
