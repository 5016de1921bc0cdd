//! What passes between this frame and the loader beside commands: the session it keeps for us, and
//! how tall we want to be.
//!
//! A frame that is moved in its page, or reloaded where storage is blocked, comes to life without a
//! memory; the loader has one. It travels over the private port alone, and only to documents of our
//! own origin.

use vivavoce_core::dialect::vivavoce::stop_beacon;
use vivavoce_core::host::{Fit, takes_back};
use vivavoce_core::json::{self, Object, Write};
use vivavoce_core::wire::StopReason;

use leptos::prelude::*;

use super::engine::{Engine, put};
use super::keep::{self, Kept};
use crate::browser::clock::now;
use crate::browser::dom;
use crate::browser::scroll::{SizeWatch, needed_height};

/// `{session, stop: [address, body]}`: what the loader gives back to a frame that comes after us,
/// and the beacon with which it stops the session itself when no frame comes any more.
/// `{session: false}`: nothing is left to keep.
struct Handed<'a> {
    kept: Option<&'a Kept>,
    api: &'a str,
}

impl Write for Handed<'_> {
    fn write(&self, out: &mut String) {
        let Some(kept) = self.kept else {
            Object::begin(out).with("session", &false).end();
            return;
        };
        let (path, body) = stop_beacon(&kept.told.session_id, &kept.token, StopReason::Visitor);
        Object::begin(out)
            .with("session", kept)
            .with("stop", &vec![[self.api, &path].concat(), body])
            .end();
    }
}

impl Engine {
    /// Keeps what carrying on needs, here and with the loader; `false` where a reload of this frame
    /// could not find it again by itself.
    pub fn keep(&self, kept: &Kept) -> bool {
        self.hand(Some(kept));
        keep::keep(kept)
    }

    /// Nothing is left to carry on with.
    pub fn forget(&self, id: &str) {
        self.hand(None);
        keep::forget(id);
    }

    /// Lets a loader that has just come keep the session that is.
    pub fn hand_current(&self) {
        let current = self.current.borrow();
        if let Some(current) = current.as_ref() {
            self.hand(Some(&current.kept));
        }
    }

    fn hand(&self, kept: Option<&Kept>) {
        if let Some(port) = self.port.borrow().as_ref() {
            port.post(&Handed {
                kept,
                api: &self.fixed.deployment.api,
            });
        }
    }

    /// `{session}` from the loader: what an earlier frame of its element had.
    pub fn take_back(&self, json: &str) {
        let given = json::parse(json).and_then(|json| keep::read(json.get("session")));
        let Some(kept) = given.filter(Kept::is_whole) else {
            return;
        };
        let has_session = self.current.borrow().is_some();
        if !takes_back(self.phase(), has_session) {
            return;
        }
        self.work.replace(None);
        if let Some(true) = self.signals.facts.try_with_untracked(Option::is_none) {
            put(self.signals.facts, kept.facts.clone());
        }
        self.access.borrow_mut().earlier = Some(kept);
        self.afresh();
        put(self.signals.anew, false);
        self.opened();
    }

    /// Tells the host from now on how tall the content is, or no longer.
    pub fn fit(&self, wanted: bool) {
        dom::set_root_attribute("data-fit", if wanted { "true" } else { "false" });
        // Whoever asks anew has heard nothing yet.
        self.heights.replace(Fit::default());
        let me = self.me.clone();
        let main = if wanted {
            dom::find("main.embed")
        } else {
            None
        };
        let watch = main.map(|main| {
            SizeWatch::new(&main, move || {
                if let Some(engine) = me.upgrade() {
                    engine.measured();
                }
            })
        });
        self.fit.replace(watch);
    }

    fn measured(&self) {
        let height = needed_height();
        let told = self.heights.borrow_mut().measured(height, now());
        if let Some(height) = told {
            self.outlet.resized(height, self.session_id());
        }
    }
}
