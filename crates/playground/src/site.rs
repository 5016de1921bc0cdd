//! What all pages share: where we are, and the key that was entered.

use leptos::prelude::*;
use vivavoce::browser::address;
use vivavoce_core::Secret;

use crate::browser;
use crate::route::Route;

/// Something that is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loaded<T> {
    #[default]
    Loading,
    Ready(T),
    /// A sentence.
    Failed(String),
}

impl<T> From<Result<T, String>> for Loaded<T> {
    fn from(result: Result<T, String>) -> Self {
        match result {
            Ok(value) => Loaded::Ready(value),
            Err(sentence) => Loaded::Failed(sentence),
        }
    }
}

/// Handles to the same, wherever they are copied.
#[derive(Clone, Copy)]
pub struct Site {
    pub route: RwSignal<Route>,
    /// In this memory and nowhere else: gone with the page.
    pub key: RwSignal<Option<Secret>>,
    /// Said by a screen reader, and shown for a moment.
    pub said: RwSignal<Said>,
}

/// A sentence, and how many were said before it: the same one twice is said twice.
pub type Said = (u32, String);

impl Site {
    pub fn new() -> Site {
        Site {
            route: RwSignal::new(Route::read(&address::read().path)),
            key: RwSignal::new(None),
            said: RwSignal::new(Said::default()),
        }
    }

    pub fn key_now(&self) -> Option<Secret> {
        self.key.try_get_untracked().flatten()
    }

    /// Opens another page without loading anything.
    pub fn go(&self, route: Route) {
        browser::go(&route.path());
        self.arrive(route);
    }

    /// The browser's Back and Forward have changed the address.
    pub fn follow(&self) {
        self.arrive(Route::read(&address::read().path));
    }

    fn arrive(&self, route: Route) {
        self.say("");
        self.route.set(route);
        browser::focus("main");
    }

    pub fn say(&self, sentence: &str) {
        self.said.try_update(|(count, said)| {
            *count += 1;
            sentence.clone_into(said);
        });
    }
}

impl Default for Site {
    fn default() -> Self {
        Site::new()
    }
}
