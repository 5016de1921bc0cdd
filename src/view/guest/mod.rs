//! What only conversations with other systems show. One design for all of them: what a vendor lacks
//! is not there, what it has stands in the same place whoever it is.

mod activity;
mod attachments;
mod author;
mod cards;
mod conversations;
mod drawer;
mod framed;
mod panels;
mod prompt;
mod seen;
mod state;
mod thumbs;
mod ticks;

pub use activity::activity;
pub use attachments::attachments;
pub use author::author;
pub use drawer::{Drawer, Openers};
pub use framed::Framed;
pub use prompt::PromptBar;
pub use seen::watch_seen;
pub use state::{announce, person, who};
pub use thumbs::thumbs;
pub use ticks::ticks;

use vivavoce_core::transcript::{Beside, Entry};

use super::here::Here;
use super::message::read;
use crate::strings::guests::{self, Words};
use leptos::prelude::RwSignal;

/// Which of the lists beside the conversation is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Conversations,
    Details,
}

pub fn words(here: Here) -> &'static Words {
    guests::in_language(Some(here.words.lang))
}

/// Reads what stands beside a message; what it is without anything where there is nothing.
pub fn beside<T: Default>(signal: RwSignal<Entry>, field: impl FnOnce(&Beside) -> T) -> T {
    read(signal, |message| message.beside.as_deref().map(field))
        .flatten()
        .unwrap_or_default()
}
