//! What comes from around the conversation: the page that frames us, our own page, the network.

use vivavoce_core::dialect::vivavoce::{leave_beacon, stop_beacon};
use vivavoce_core::dialect::{Event, Network, Verb};
use vivavoce_core::host::{Keeping, Parting, takes_back};
use vivavoce_core::phase::Step;
use vivavoce_core::wire::Note;

use super::{Effect, Kept, Parts};
use crate::browser::clock::now;

/// What comes from outside the conversation.
impl Parts {
    pub(super) fn network(&mut self, network: Network, out: &mut Vec<Effect>) {
        out.push(Effect::Network(network));
        if let Some(vendor) = &self.vendor {
            vendor.network(network);
        }
        match network {
            Network::Hidden => self.persistence.keep_draft(),
            Network::Online | Network::Visible => self.line.look_again(),
            Network::Offline => {}
        }
    }

    /// The visitor does something in the embed.
    pub(super) fn engaged(&mut self, out: &mut Vec<Effect>) {
        let engaged = self.events.engaged(self.session_id());
        out.extend(engaged.and_then(|engaged| self.line.tell(engaged)));
    }

    pub(super) fn resized(&mut self, height: u32, out: &mut Vec<Effect>) {
        let resized = self.events.resized(height, self.session_id());
        out.extend(self.line.tell(resized));
    }

    /// What the host observed, for the agent.
    pub(super) fn note(&mut self, notes: Vec<Note>, out: &mut Vec<Effect>) {
        if self.persistence.kept().is_some() {
            out.push(Effect::Act(Verb::Notes(notes)));
        } else {
            self.access.notes.extend(notes);
        }
    }

    /// Carries on with the session the loader kept, or says that it cannot be.
    pub(super) fn take_back(&mut self, kept: Kept, out: &mut Vec<Effect>) {
        let has_session = self.persistence.kept().is_some();
        if !takes_back(self.machine.phase(), has_session) {
            return;
        }
        if !kept.is_whole() {
            // Unless this frame knows of one by itself.
            if self.access.earlier.is_none() {
                self.persistence.set_anew(true);
                let lost = self.events.lost(kept.told);
                out.extend(lost.and_then(|lost| self.line.tell(lost)));
                out.push(Effect::Hand(None));
            }
            return;
        }
        self.access.take_back(kept);
        self.afresh(out);
        self.persistence.set_anew(false);
        self.opened(out);
    }

    /// The host lets go of us.
    pub(super) fn destroyed(&mut self, out: &mut Vec<Effect>) {
        self.step(Step::Stop, out);
        self.listeners.clear();
        self.line.turn_away();
    }

    /// What the loader keeps of the session; `None`: there is none of either.
    fn keeping(&self) -> Option<Keeping> {
        self.line.port()?.keeping(self.persistence.kept()?)
    }

    /// Before the frame is loaded anew because part of the widget is gone: see [`Persistence::renew`].
    pub fn renew(&mut self, asked: bool) -> Option<Effect> {
        let elsewhere = self.keeping().is_some_and(|it| it != Keeping::Lost);
        self.persistence.renew(asked, elsewhere)
    }

    pub(super) fn leave_page(&mut self, cached: bool, out: &mut Vec<Effect>) {
        self.part(cached, out);
        out.extend(self.line.speak_alone());
    }

    /// The one place that decides what the server hears of a document that goes away, by [`Parting`].
    fn part(&mut self, cached: bool, out: &mut Vec<Effect>) {
        self.persistence.keep_draft();
        let Some(kept) = self.persistence.kept().filter(|kept| !kept.told.ended) else {
            return;
        };
        // A loader sees to a session that is lost, too: it stops it, or the next frame tells its end.
        let returns = cached || self.persistence.is_resumable() || self.keeping().is_some();
        let parting = Parting::of(self.machine.phase(), returns);
        let (id, token) = (&kept.told.session_id, &kept.token);
        let (path, body) = match parting {
            Parting::Leave => leave_beacon(id, token),
            Parting::Stop(reason) => stop_beacon(id, token, reason),
        };
        let address = [&self.fixed.deployment.api, path.as_str()].concat();
        out.push(Effect::Beacon { address, body });
        if let Parting::Stop(reason) = parting {
            let at = now();
            self.step(Step::Event(&Event::Ended { reason, at }), out);
        }
    }
}
