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

/// Where somebody wants to go, or what they want to do, that throws away what is being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    To(Route),
    /// By the browser's Back or Forward: it has gone there already.
    Back(Route),
    /// A page that is loaded.
    Out(String),
    ForgettingTheKey,
}

/// Handles to the same, wherever they are copied.
#[derive(Clone, Copy)]
pub struct Site {
    pub route: RwSignal<Route>,
    /// In this memory and nowhere else: gone with the page.
    pub key: RwSignal<Option<Secret>>,
    /// Said by a screen reader, and shown for a moment.
    pub said: RwSignal<Said>,
    /// What is being edited is not saved yet.
    pub unsaved: RwSignal<bool>,
    /// What waits until that is saved or given up.
    pub leaving: RwSignal<Option<Leaving>>,
}

/// A sentence, and how many were said before it: the same one twice is said twice.
pub type Said = (u32, String);

impl Site {
    pub fn new() -> Site {
        Site {
            route: RwSignal::new(Route::read(&address::read().path)),
            key: RwSignal::new(None),
            said: RwSignal::new(Said::default()),
            unsaved: RwSignal::new(false),
            leaving: RwSignal::new(None),
        }
    }

    pub fn key_now(&self) -> Option<Secret> {
        self.key.try_get_untracked().flatten()
    }

    /// Opens another page without loading anything, once nothing unsaved is lost by it.
    pub fn go(&self, route: Route) {
        self.leave(Leaving::To(route));
    }

    /// The page that is open has another address from now on.
    pub fn moved(&self, route: Route) {
        browser::replace(&route.path());
        self.route.set(route);
    }

    /// The browser's Back and Forward have changed the address.
    pub fn follow(&self) {
        let route = Route::read(&address::read().path);
        // Else it was a link within the page.
        if self.route.with_untracked(|here| *here != route) {
            self.leave(Leaving::Back(route));
        }
    }

    /// Does what throws away what is being edited; where that is not saved, it is asked for first.
    pub fn leave(&self, leaving: Leaving) {
        if self.unsaved.get_untracked() {
            if matches!(leaving, Leaving::Back(_)) {
                // The page that is still there has its address again.
                browser::go(&self.route.with_untracked(Route::path));
            }
            return self.leaving.set(Some(leaving));
        }
        match leaving {
            Leaving::To(route) => {
                browser::go(&route.path());
                self.arrive(route);
            }
            Leaving::Back(route) => self.arrive(route),
            Leaving::Out(address) => browser::load(&address),
            Leaving::ForgettingTheKey => {
                self.key.set(None);
                self.say("The key is forgotten.");
            }
        }
    }

    /// Goes on with what waited: what was edited is saved, or is not wanted any more.
    pub fn go_on(&self) {
        self.unsaved.set(false);
        if let Some(leaving) = self.leaving.try_update(Option::take).flatten() {
            self.leave(match leaving {
                // Its own entry in the history is gone by now.
                Leaving::Back(route) => Leaving::To(route),
                other => other,
            });
        }
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
