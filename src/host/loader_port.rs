//! The loader's keeping: the session it has for a frame that comes after us, and how tall we want to be.
//!
//! A frame that is moved in its page comes to life without knowing which session was its own; the loader
//! tells it, and the frame finds the rest in its own storage. Only where that is blocked has the loader
//! all of it, token included, and only in a page that the deployment names.

use serde::{Deserialize, Serialize};
use vivavoce_core::dialect::vivavoce::ticket_beacon;
use vivavoce_core::host::{Fit, Keeping};
use vivavoce_core::phase::HostRecord;

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
        session: Handover<'a>,
        stop: [String; 2],
    },
    /// `{session: false}`: nothing is left to keep.
    Nothing { session: bool },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Handover<'a> {
    Whole(&'a Kept),
    /// Who may know the session's id may know this too.
    Told {
        told: &'a HostRecord,
    },
}

/// `{session}` from the loader: what an earlier frame of its element handed it.
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
                let told = &kept.told;
                let (path, body) = ticket_beacon(&told.session_id, &kept.stop_ticket);
                let address = [&*self.session.deployment().api, &path].concat();
                Handed::Session {
                    session: match self.keeps(kept) {
                        Keeping::Whole => Handover::Whole(kept),
                        Keeping::Id | Keeping::Lost => Handover::Told { told },
                    },
                    stop: [address, body],
                }
            }
            None => Handed::Nothing { session: false },
        });
    }

    pub(super) fn keeps(&self, kept: &Kept) -> Keeping {
        let stored = Kept::find(&kept.told.session_id).is_some();
        Keeping::of(stored, self.posting.is_named())
    }

    /// Carries on with the session the loader kept, if that is what `message` is. What opens it is our
    /// own, or a named page's: no other gives us a session that we did not have.
    pub(super) fn take_back(&self, message: &Plain) {
        let Ok(Given { session: given }) = Given::deserialize(message.read()) else {
            return;
        };
        let own = Kept::find(&given.told.session_id);
        self.session.take_back(match own {
            Some(own) => own,
            None if self.posting.is_named() => given,
            None => Kept {
                told: given.told,
                ..Kept::default()
            },
        });
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
