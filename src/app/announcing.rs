//! What decides which finished sentences are spoken, and when: a chunk, which comes while the first screen
//! is read.

use vivavoce_core::announce::Announcer;
use vivavoce_core::event::EntryId;

use super::status::Announce;

/// One for a page.
pub fn new() -> Box<dyn Announce> {
    Box::new(Announcer::default())
}

impl Announce for Announcer {
    fn hear(&mut self, entry: &EntryId, text: &str, open: bool) {
        self.hear(entry, text, open);
    }

    fn pass_over(&mut self, entry: &EntryId, text: &str) {
        self.pass_over(entry, text);
    }

    fn withdraw(&mut self, entry: &EntryId, times: u32) {
        self.withdraw(entry, times);
    }

    fn next(&mut self, now: f64) -> Option<String> {
        self.next(now)
    }

    fn next_in(&self, now: f64) -> Option<f64> {
        self.next_in(now)
    }
}
