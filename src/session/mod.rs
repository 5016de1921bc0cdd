//! The session: one conversation's signals and verbs, which components read and call.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use vivavoce_core::address::Style;
use vivavoce_core::config::Config;
use vivavoce_core::credentials::{self, CredentialErrors};
use vivavoce_core::dialect::vendor::VendorCommand;
use vivavoce_core::dialect::{Event, Verb};
use vivavoce_core::event::Outcome;
use vivavoce_core::failure::Failure;
use vivavoce_core::links;
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::EntryId;
use vivavoce_core::variables;
use vivavoce_core::wire::{
    BackendFacts, Choice, Deployment, Lock, Note, ScenarioFacts, User, Variables,
};

use crate::browser::{address, page};
pub use begin::Page;
use engine::{Engine, Happened};
pub use feed::{Broken, Row, Rows};
use parts::Standing;
pub use persistence::Kept;
use slots::Slots;

mod access;
mod begin;
mod clocks;
mod connection;
mod effects;
mod engine;
mod feed;
mod host_events;
pub mod parts;
mod persistence;
pub mod slots;

/// What components read and call. Given by context; a handful of arena handles.
#[derive(Clone, Copy)]
pub struct Session {
    fixed: StoredValue<Fixed>,
    signals: Signals,
    engine: StoredValue<Rc<Engine>, LocalStorage>,
}

/// What no visitor changes.
#[derive(Clone)]
struct Fixed {
    config: Arc<Config>,
    deployment: Arc<Deployment>,
    style: Style,
    /// Id or slug, as the address had it.
    scenario: String,
    /// The level moves something on screen.
    shows_level: bool,
    /// What the session belongs to.
    owner: Option<WeakOwner>,
}

impl Fixed {
    /// What the deployment says of the backend this address names, or of its own choice.
    fn backend(&self) -> Option<&BackendFacts> {
        let named = self.config.backend.as_deref();
        let name = named.or(self.deployment.backend.as_deref())?;
        let backends = &self.deployment.backends;
        backends.iter().find(|backend| backend.name == name)
    }
}

/// What is shown, each by the part that writes it.
#[derive(Clone, Copy)]
struct Signals {
    engine: engine::Signals,
    access: access::Signals,
    feed: feed::Signals,
    clocks: clocks::Signals,
    persistence: persistence::Signals,
}

/// Reading.
impl Session {
    /// What the embed's address said.
    pub fn config(self) -> Arc<Config> {
        self.fixed.with_value(|fixed| Arc::clone(&fixed.config))
    }

    /// What the operator of this deployment fixed.
    pub fn deployment(self) -> Arc<Deployment> {
        self.fixed.with_value(|fixed| Arc::clone(&fixed.deployment))
    }

    /// What the deployment says of the backend the conversation is with, if it is not our own choice.
    pub fn backend(self) -> Option<BackendFacts> {
        self.fixed.with_value(|fixed| fixed.backend().cloned())
    }

    pub fn style(self) -> Style {
        self.fixed.with_value(|fixed| fixed.style)
    }

    /// Id or slug, as the address had it.
    pub fn scenario(self) -> String {
        self.fixed.with_value(|fixed| fixed.scenario.clone())
    }

    /// `None` while the scenario is locked, unknown or not yet loaded.
    pub fn facts(self) -> ReadSignal<Option<ScenarioFacts>> {
        self.signals.access.facts
    }

    /// In `Locked`: what opens it.
    pub fn lock(self) -> ReadSignal<Option<Lock>> {
        self.signals.access.lock
    }

    /// The visitor checked the box of the owner's terms; the box writes it.
    pub fn accepted(self) -> RwSignal<bool> {
        self.signals.access.accepted
    }

    /// The visitor pressed on while the box was not checked; it says so then.
    pub fn passed_over(self) -> RwSignal<bool> {
        self.signals.access.passed_over
    }

    /// The owner has terms, and the visitor has not accepted them.
    pub fn must_accept(self) -> bool {
        self.ask(|parts| parts.access.must_accept()) == Some(true)
    }

    pub fn phase(self) -> ReadSignal<Phase> {
        self.signals.engine.phase
    }

    /// In `Failed`: what happened. In `Locked`: why the last try was refused.
    pub fn failure(self) -> ReadSignal<Option<Failure>> {
        self.signals.engine.failure
    }

    /// The last reply failed; until something is said again.
    pub fn broken(self) -> ReadSignal<Option<Broken>> {
        self.signals.feed.broken
    }

    /// The rows of the transcript; changes only when one comes, goes or moves.
    pub fn rows(self) -> ReadSignal<Rows> {
        self.signals.feed.rows
    }

    pub fn pulse(self) -> ReadSignal<Pulse> {
        self.signals.feed.pulse
    }

    /// 0.0 to 1.0: the pace of arriving words. Written at most 15 times a second.
    pub fn level(self) -> ReadSignal<f64> {
        self.signals.feed.level
    }

    /// A reply is being written.
    pub fn running(self) -> ReadSignal<bool> {
        self.signals.feed.running
    }

    /// The connection is lost and being tried again.
    pub fn link_lost(self) -> ReadSignal<bool> {
        self.signals.feed.link_lost
    }

    /// Whole seconds since the session started.
    pub fn elapsed(self) -> ReadSignal<u32> {
        self.signals.clocks.elapsed
    }

    /// Whole seconds until the server ends the session; `None` without a limit.
    pub fn remaining(self) -> ReadSignal<Option<u32>> {
        self.signals.clocks.remaining
    }

    pub fn results(self) -> ReadSignal<Option<Outcome>> {
        self.signals.engine.results
    }

    /// Prefilled, then what was entered.
    pub fn user(self) -> ReadSignal<User> {
        self.signals.access.user
    }

    /// A verb (unlock, submit, loading the scenario) is under way.
    pub fn busy(self) -> Signal<bool> {
        self.signals.engine.busy.into()
    }

    /// This frame had a conversation that could not be carried on with after the reload.
    pub fn anew(self) -> ReadSignal<bool> {
        self.signals.persistence.anew
    }

    /// What stands in the composer. Survives failures, phases and a reload.
    pub fn draft(self) -> RwSignal<String> {
        self.signals.persistence.draft
    }

    /// What was written during a reply and goes when that ends; empty, nothing waits.
    pub fn waiting(self) -> ReadSignal<String> {
        self.signals.persistence.waiting
    }

    /// The session was ended because it had lasted as long as it may.
    pub fn timed_up(self) -> ReadSignal<bool> {
        self.signals.engine.timed_up
    }

    /// How the conversation stands with whoever answers.
    pub fn standing(self) -> ReadSignal<Standing> {
        self.signals.engine.standing
    }

    /// What a vendor shows in our screens; `None` where the conversation is with our own server, and
    /// until the vendor is here.
    pub fn slots(self) -> ReadSignal<Option<&'static Slots>> {
        self.signals.engine.slots
    }

    /// What is to be spoken to those who cannot see it; whoever speaks it takes it away.
    pub fn announced(self) -> RwSignal<Option<String>> {
        self.signals.engine.announced
    }
}

/// Acting.
impl Session {
    /// The credentials dialog's answer.
    ///
    /// # Errors
    /// What is wrong with which field; nothing has changed then.
    pub fn continue_with(self, name: String, email: String) -> Result<(), CredentialErrors> {
        let user = credentials::accept(&name, &email)?;
        self.happen(Happened::Admitted(user));
        Ok(())
    }

    /// Goes on as whoever the page said the visitor is.
    pub fn continue_as_known(self) {
        self.happen(Happened::Admitted(self.user().get_untracked()));
    }

    /// Tries a passcode on a locked scenario.
    pub fn unlock(self, passcode: String) {
        self.happen(Happened::Passcode(passcode));
    }

    pub fn start(self) {
        self.happen(Happened::Start);
    }

    /// Sends a message; `false` where there is nothing to send or no one to send it to, and the
    /// draft is to be kept.
    pub fn send(self, text: String) -> bool {
        self.say(text, None)
    }

    /// What stands in the composer goes, or waits until the reply ends; where it can do neither, it
    /// stays.
    pub fn write(self) {
        self.happen(Happened::Written);
    }

    /// What waits is to stand in the composer again.
    pub fn unwait(self) {
        self.happen(Happened::TakenBack);
    }

    fn say(self, text: String, choice: Option<String>) -> bool {
        let chosen = choice.is_some();
        let may = self.ask(|parts| parts.check_sending(&text, chosen).is_ok()) == Some(true);
        if may {
            self.happen(Happened::Send { text, choice });
        }
        may
    }

    /// One of the agent's buttons was pressed.
    pub fn press(self, choice: Choice) {
        match choice.url.as_deref() {
            Some(url) => {
                if let Some(link) = links::safe_link(url) {
                    address::open(&link);
                }
            }
            None => {
                self.say(choice.text, Some(choice.id));
            }
        }
    }

    /// Sends a failed entry again.
    pub fn resend(self, entry: EntryId) {
        self.happen(Happened::Act(Verb::Resend { entry }));
    }

    /// Stop generating.
    pub fn cancel(self) {
        self.happen(Happened::Act(Verb::Cancel));
    }

    pub fn end(self) {
        self.happen(Happened::Stop);
    }

    pub fn submit(self, comment: Option<String>) {
        self.happen(Happened::Submit(comment));
    }

    /// Part of the widget is gone with the build it was of: loads the frame anew into this session.
    /// `asked`: the visitor pressed Retry. `false` where that cannot help.
    pub fn load_anew(self, asked: bool) -> bool {
        let handed = self.engine.try_with_value(|engine| {
            let handed = engine.with_parts(|parts| parts.renew(asked))?;
            engine.carry_out(handed);
            Some(())
        });
        let renewed = handed.flatten().is_some();
        if renewed {
            page::reload();
        }
        renewed
    }

    /// From the results back to the beginning, with the same visitor.
    pub fn again(self) {
        self.happen(Happened::Again);
    }

    /// Tries again what failed.
    pub fn retry(self) {
        self.happen(Happened::Retry);
    }

    /// The visitor engaged with the embed; only the first time counts.
    pub fn engaged(self) {
        self.happen(Happened::Engaged);
    }

    /// Speaks `sentence` to those who cannot see what it says.
    pub fn announce(self, sentence: String) {
        self.happen(Happened::Announced(sentence));
    }
}

/// For what comes in chunks.
impl Session {
    /// Asked of another system.
    pub fn command(self, command: VendorCommand) {
        self.happen(Happened::Act(Verb::Vendor(command)));
    }

    /// Takes events as if the session's dialect had told them: for tests and demonstrations.
    #[doc(hidden)]
    pub fn hear(self, events: Vec<Event>) {
        if let Some(generation) = self.ask(|parts| parts.connection.generation()) {
            self.happen(Happened::Heard { generation, events });
        }
    }

    /// The session's own id, once it has one.
    pub fn session_id(self) -> Option<String> {
        self.ask(|parts| parts.session_id()).flatten()
    }

    /// What carrying on with the session needs.
    pub fn kept(self) -> Option<Kept> {
        self.ask(|parts| parts.kept().cloned()).flatten()
    }

    /// Carries on with a session an earlier frame had, unless there is one here. Without its token it
    /// cannot be: the visitor and the page around us are told so.
    pub fn take_back(self, kept: Kept) {
        self.happen(Happened::GivenBack(kept));
    }

    /// Puts a text into the composer.
    pub fn prefill(self, draft: String) {
        self.happen(Happened::Draft(draft));
    }

    pub fn set_user(self, user: User) {
        self.happen(Happened::User(user));
    }

    /// Adds or replaces variables of the next session. Returns the name of one that could not be taken
    /// as it is, if there is any; the others are.
    pub fn set_variables(self, given: &Variables) -> Option<String> {
        let known = self.ask(|parts| parts.access.variables.clone());
        let mut all = known.unwrap_or_default();
        let mut refused = None;
        for (name, value) in given {
            if variables::insert(&mut all, name, value).is_err() {
                refused = Some(name.clone());
            }
        }
        self.happen(Happened::Variables(all));
        refused
    }

    /// Private access: opens a locked scenario, or renews what opened it.
    pub fn set_token(self, token: String) {
        self.happen(Happened::Token(token));
    }

    /// What the page around us observed, for the agent; kept until a session stands.
    pub fn note(self, notes: Vec<Note>) {
        self.happen(Happened::Notes(notes));
    }

    /// The content needs so many CSS pixels.
    pub fn resized(self, height: u32) {
        self.happen(Happened::Resized(height));
    }

    /// Ends the session, and hears neither page any more.
    pub fn destroy(self) {
        self.happen(Happened::Destroyed);
    }

    /// Runs `act` where signals made in it live as long as the session.
    pub fn under_owner<T>(self, act: impl FnOnce() -> T) -> Option<T> {
        let owner = self.fixed.try_with_value(|fixed| fixed.owner.clone())?;
        Some(owner?.upgrade()?.with(act))
    }

    fn happen(self, happened: Happened) {
        if let Some(engine) = self.engine.try_with_value(Rc::clone) {
            engine.happen(happened);
        }
    }

    fn ask<T>(self, ask: impl FnOnce(&engine::Parts) -> T) -> Option<T> {
        self.engine.try_with_value(Rc::clone)?.ask(ask)
    }
}
