//! Effects: what the parts of a session want done, and the doing of it, with nothing borrowed.

use std::rc::Rc;
use std::sync::Arc;

use vivavoce_core::dialect::vivavoce::Vivavoce;
use vivavoce_core::dialect::{Dialect, Network, Verb};
use vivavoce_core::host::HostEvent;

use super::Session;
use super::engine::Engine;
use super::host_events::Said;
use super::parts::{HostPort, NewHostPort, System};
use super::persistence::Kept;
use crate::browser::host;
use crate::browser::page;
use crate::driver::Driver;

pub(super) enum Effect {
    /// Over the line to the page around us.
    Pass(Said),
    /// To the page around us, without the line.
    PostAlone(HostEvent),
    /// To the loader, for a frame that comes after us; `None`: nothing is left to keep.
    Hand(Option<Box<Kept>>),
    BeginPort(NewHostPort),
    BeginVendor(&'static System),
    /// Opens a session, or carries on with the one this frame had. `None`: with our own dialect.
    Open(Option<&'static System>),
    Act(Verb),
    Network(Network),
    /// Loads the page anew.
    Reload,
    /// Aborts its requests.
    Drop(Driver),
    /// To the server, though the page goes away.
    Beacon {
        address: String,
        body: String,
    },
}

impl Engine {
    pub(super) fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Pass(said) => {
                if let Some(port) = self.port() {
                    pass(&*port, said);
                }
            }
            Effect::PostAlone(event) => {
                let allowed = self.with_parts(|parts| Arc::clone(&parts.fixed.deployment));
                host::post_alone(&event, &allowed.allowed_hosts);
            }
            Effect::Hand(kept) => {
                if let Some(port) = self.port() {
                    port.keep(kept.as_deref());
                }
            }
            Effect::BeginPort(begin) => {
                if let Some(port) = self.begin_under_session(begin) {
                    let waiting = self.with_parts(|parts| parts.line.stands(Rc::clone(&port)));
                    for said in waiting {
                        pass(&*port, said);
                    }
                }
            }
            Effect::BeginVendor(system) => {
                if let Some(vendor) = self.begin_under_session(system.vendor) {
                    self.with_parts(|parts| parts.set_vendor(vendor));
                }
            }
            Effect::Open(system) => self.open(system),
            Effect::Act(verb) => {
                if let Some(driver) = self.with_parts(|parts| parts.connection.handle()) {
                    driver.act(verb);
                }
            }
            Effect::Network(network) => {
                if let Some(driver) = self.with_parts(|parts| parts.connection.handle()) {
                    driver.network(network);
                }
            }
            Effect::Reload => page::reload(),
            Effect::Drop(driver) => drop(driver),
            Effect::Beacon { address, body } => {
                page::beacon(&address, &body);
            }
        }
    }

    fn port(&self) -> Option<Rc<dyn HostPort>> {
        self.with_parts(|parts| parts.line.port().cloned())
    }

    /// What a part of the session's keeps in signals ends with the session.
    fn begin_under_session<T>(&self, begin: fn(Session) -> T) -> Option<T> {
        let session = self.with_parts(|parts| parts.session)?;
        session.under_owner(|| begin(session))
    }

    fn open(&self, system: Option<&'static System>) {
        let direct = self.with_parts(|parts| parts.direct(system.is_some()));
        let dialect: Box<dyn Dialect> = match system {
            Some(system) => (system.dialect)(),
            None => Box::new(Vivavoce::after(host::elders())),
        };
        let before = self.with_parts(|parts| {
            let api = parts.fixed.deployment.api.clone();
            parts.connection.speak(dialect, api, direct)
        });
        drop(before);
        if !page::is_online() {
            self.carry_out(Effect::Network(Network::Offline));
        }
        if !page::is_visible() {
            self.carry_out(Effect::Network(Network::Hidden));
        }
        let (mut open, vendor) =
            self.with_parts(|parts| (parts.access.opening(&parts.fixed), parts.vendor.clone()));
        if let Some(vendor) = vendor {
            vendor.opening(&mut open);
        }
        self.carry_out(Effect::Act(Verb::Open(Box::new(open))));
    }
}

fn pass(port: &dyn HostPort, said: Said) {
    match said {
        Said::Heard(message) => port.heard(message),
        Said::Told(post) => port.tell(post),
    }
}
