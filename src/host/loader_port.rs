//! The loader's keeping: the session it has for a frame that comes after us, and how tall we want to be.
//!
//! A frame that is moved in its page, or reloaded where storage is blocked, comes to life without a
//! memory; the loader has one. It travels over the private port alone, and only to documents of our
//! own origin.

use serde::{Deserialize, Serialize};
use vivavoce_core::dialect::vivavoce::stop_beacon;
use vivavoce_core::host::Fit;
use vivavoce_core::wire::StopReason;

use super::Line;
use crate::browser::clock::now;
use crate::browser::dom;
use crate::browser::host::Plain;
use crate::browser::scroll::{SizeWatch, needed_height};
use crate::session::Kept;

/// What the loader is handed.
#[derive(Serialize)]
#[serde(untagged)]
enum Handed<'a> {
    /// `{session, stop: [address, body]}`: what the loader gives back to a frame that comes after
    /// us, and the beacon with which it stops the session itself when no frame comes any more.
    Session {
        session: &'a Kept,
        stop: [String; 2],
    },
    /// `{session: false}`: nothing is left to keep.
    Nothing { session: bool },
}

/// `{session}` from the loader: what an earlier frame of its element had.
#[derive(Deserialize)]
struct Given {
    session: Kept,
}

impl Line {
    pub(super) fn hand(&self, kept: Option<&Kept>) {
        let port = self.port.borrow();
        let Some(port) = port.as_ref() else { return };
        port.post(&match kept {
            Some(kept) => {
                let id = &kept.told.session_id;
                let (path, body) = stop_beacon(id, &kept.token, StopReason::Visitor);
                let address = [&*self.session.deployment().api, &path].concat();
                Handed::Session {
                    session: kept,
                    stop: [address, body],
                }
            }
            None => Handed::Nothing { session: false },
        });
    }

    /// Carries on with the session the loader kept, if that is what `message` is.
    pub(super) fn take_back(&self, message: &Plain) {
        if let Ok(given) = Given::deserialize(message.read()) {
            self.session.take_back(given.session);
        }
    }

    /// Tells the host from now on how tall the content is, or no longer.
    pub(super) fn fit(&self, wanted: bool) {
        dom::set_root_attribute("data-fit", if wanted { "true" } else { "false" });
        // Whoever asks anew has heard nothing yet.
        self.heights.replace(Fit::default());
        let main = match wanted {
            true => dom::find("main.embed"),
            false => None,
        };
        let me = self.me.clone();
        let watch = main.map(|main| {
            SizeWatch::new(&main, move || {
                if let Some(line) = me.upgrade() {
                    line.measured();
                }
            })
        });
        self.watch.replace(watch);
    }

    fn measured(&self) {
        let height = needed_height();
        let told = self.heights.borrow_mut().measured(height, now());
        if let Some(height) = told {
            self.session.resized(height);
        }
    }
}
