//! The connection of a session: what speaks, and which session what it says belongs to.

use vivavoce_core::dialect::Dialect;

use super::engine::{Happened, Inbox};
use super::parts::System;
use crate::browser::coming::Coming;
use crate::browser::task::Task;
use crate::driver::{Driver, Handle};

pub(super) struct Connection {
    inbox: Inbox,
    driver: Option<Driver>,
    /// What is to speak is under way.
    coming: Option<Task>,
    /// Counts sessions: what a driver of an earlier one still says is not heard.
    generation: u32,
}

impl Connection {
    pub fn new(inbox: Inbox) -> Connection {
        Connection {
            inbox,
            driver: None,
            coming: None,
            generation: 0,
        }
    }

    /// Waits for what speaks with another system.
    pub fn await_system(&mut self, system: Coming<&'static System>) {
        let inbox = self.inbox.clone();
        self.coming = Some(Task::start(async move {
            inbox.happen(Happened::Came(system.await));
        }));
    }

    /// `dialect` speaks from here on; returns the driver before it, to be dropped where nothing is
    /// borrowed.
    pub fn speak(
        &mut self,
        dialect: Box<dyn Dialect>,
        api: String,
        direct: Option<String>,
    ) -> Option<Driver> {
        let (inbox, generation) = (self.inbox.clone(), self.generation);
        let sink = move |events| inbox.happen(Happened::Heard { generation, events });
        let driver = Driver::new(dialect, api, Box::new(sink)).also_at(direct);
        self.driver.replace(driver)
    }

    pub fn handle(&self) -> Option<Handle> {
        self.driver.as_ref().map(Driver::handle)
    }

    /// It came, or did not.
    pub fn came(&mut self) {
        self.coming = None;
    }

    /// Nobody speaks yet.
    pub fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Whether this session's driver says what `generation`'s does.
    pub fn hears(&self, generation: u32) -> bool {
        self.generation == generation
    }

    /// What it says from here on is not heard; it may still have something to do.
    pub fn turn_away(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.coming = None;
    }

    pub fn end(&mut self) -> Option<Driver> {
        self.coming = None;
        self.driver.take()
    }
}
