//! The vendor's state: what another system tells beside the talk, and what this device keeps for its
//! visitor.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use vivavoce_core::annotations::{Annotations, annotated};
use vivavoce_core::dialect::vendor::{
    AgentFacts, ConversationFacts, Panel, Prompt, Rating, VendorCommand, VendorEvent,
};
use vivavoce_core::dialect::{Network, Open};
use vivavoce_core::links::safe_link;
use vivavoce_core::transcript::EntryId;
use vivavoce_core::wire::{Choice, SessionCreated};
use vivavoce_locales::widget;

use crate::browser::{clock, page, random, storage};
use crate::session::Session;
use crate::session::parts::{Gate, Heard, Standing, Vendor};
use crate::session::slots::Slots;
use crate::vendor::views::SLOTS;
use crate::words::{Counting as _, spoken};

/// Which of the lists beside the conversation is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Conversations,
    Details,
}

/// What another system tells of the conversation as a whole, and of its messages.
#[derive(Clone, Copy)]
pub struct VendorState {
    /// The visitor may write.
    open: RwSignal<bool>,
    /// The agent waits for an answer.
    pub prompt: RwSignal<Option<Prompt>>,
    /// As the vendor counts them.
    unread: RwSignal<u32>,
    pub agent: RwSignal<Option<AgentFacts>>,
    /// A person answers.
    human: RwSignal<bool>,
    /// `None`: the vendor has no list of them.
    pub conversations: RwSignal<Option<Vec<ConversationFacts>>>,
    /// The vendor's own page is the conversation.
    pub framed: RwSignal<Option<String>>,
    pub panels: RwSignal<Vec<Panel>>,
    /// The page can be seen.
    pub visible: RwSignal<bool>,
    /// Which of the lists beside the conversation is open.
    pub drawer: RwSignal<Option<Shown>>,
    annotations: StoredValue<BTreeMap<EntryId, ArcRwSignal<Annotations>>>,
    /// The last entry that was said to be seen.
    seen: StoredValue<Option<EntryId>>,
    /// The last draft that was told to the vendor.
    told_draft: StoredValue<String>,
    /// The session that is, or is about to be carried on with.
    session_id: StoredValue<Option<String>>,
}

impl VendorState {
    fn new() -> VendorState {
        VendorState {
            open: RwSignal::new(true),
            prompt: RwSignal::new(None),
            unread: RwSignal::new(0),
            agent: RwSignal::new(None),
            human: RwSignal::new(false),
            conversations: RwSignal::new(None),
            framed: RwSignal::new(None),
            panels: RwSignal::new(Vec::new()),
            visible: RwSignal::new(page::is_visible()),
            drawer: RwSignal::new(None),
            annotations: StoredValue::new(BTreeMap::new()),
            seen: StoredValue::new(None),
            told_draft: StoredValue::new(String::new()),
            session_id: StoredValue::new(None),
        }
    }

    /// The session's; lives as long as it does.
    fn of(session: Session) -> VendorState {
        let known = session.under_owner(|| {
            use_context::<VendorState>().unwrap_or_else(|| {
                let state = VendorState::new();
                provide_context(state);
                state
            })
        });
        known.unwrap_or_else(VendorState::new)
    }

    /// What stands beside `entry`'s text.
    pub fn annotated(self, entry: &EntryId) -> ArcRwSignal<Annotations> {
        let known = self
            .annotations
            .try_update_value(|all| all.entry(entry.clone()).or_default().clone());
        known.unwrap_or_default()
    }

    /// Everything of an earlier session.
    fn clear(self) {
        self.agent.try_set(None);
        self.conversations.try_set(None);
        self.framed.try_set(None);
        self.panels.try_set(Vec::new());
        self.drawer.try_set(None);
        self.told_draft.try_set_value(String::new());
        self.begin_anew();
    }

    /// Everything of an earlier conversation.
    fn begin_anew(self) {
        self.annotations.try_update_value(BTreeMap::clear);
        self.seen.try_set_value(None);
        self.open.try_set(true);
        self.prompt.try_set(None);
        self.unread.try_set(0);
        self.human.try_set(false);
    }

    fn standing(self, words: &widget::Vendor) -> Standing {
        let asked = self
            .prompt
            .try_with_untracked(|prompt| prompt.as_ref().map(|prompt| prompt.closed));
        let framed = self.framed.try_with_untracked(Option::is_some) == Some(true);
        let open = self.open.try_get_untracked() == Some(true);
        let gate = match asked.flatten() {
            _ if framed => Gate::Away,
            Some(true) => Gate::Closed(words.closed_hint),
            Some(false) => Gate::Asked(words.answer_hint),
            None if open => Gate::Open,
            None => Gate::Shut(words.closed_hint),
        };
        let unread = self.unread.try_get_untracked().filter(|count| *count > 0);
        let human = self.human.try_get_untracked() == Some(true);
        Standing {
            gate,
            unread: unread.map(|count| words.unread.count(count as usize)),
            word: human.then_some(words.person),
        }
    }
}

impl Session {
    pub fn vendor_state(self) -> VendorState {
        VendorState::of(self)
    }

    pub fn rate(self, entry: EntryId, rating: Rating) {
        self.command(VendorCommand::Rate { entry, rating });
    }

    /// The visitor saw everything up to `entry`; said once for each.
    pub fn seen(self, entry: EntryId) {
        let seen = self.vendor_state().seen;
        if seen.try_update_value(|seen| seen.replace(entry.clone())) != Some(Some(entry.clone())) {
            self.command(VendorCommand::Seen { entry });
        }
    }

    /// Sends one of a prompt's quick answers.
    pub fn answer(self, choice: Choice) {
        self.press(Choice {
            url: None,
            ..choice
        });
    }
}

/// Begins what a session with another system has beside the talk.
pub fn begin(session: Session) -> Rc<dyn Vendor> {
    Rc::new(Beside {
        session,
        state: session.vendor_state(),
        words: widget::Vendor::of(spoken().lines),
    })
}

struct Beside {
    session: Session,
    state: VendorState,
    words: widget::Vendor,
}

impl Beside {
    /// Where this device keeps who the visitor is to the backend.
    fn visitor_at(&self) -> Option<String> {
        Some(["vivavoce:visitor:", &self.session.backend()?.name].concat())
    }

    /// Where this device keeps what a vendor wants kept for this visitor.
    fn kept_at(&self) -> Option<String> {
        let (backend, scenario) = (self.session.backend()?, self.session.scenario());
        Some(["vivavoce:kept:", &backend.name, "/", &scenario].concat())
    }

    fn keep(&self, kept: &str) {
        if let Some(id) = self.state.session_id.try_get_value().flatten() {
            storage::set(&session_key(&id), kept);
        }
        if let Some(key) = self.kept_at() {
            // Where storage is blocked the vendor's conversation begins anew next time.
            storage::device_set(&key, kept);
        }
    }
}

/// Where this tab keeps what a vendor wants kept of a session; another tab of the visitor's may be in
/// another conversation there.
fn session_key(id: &str) -> String {
    ["vivavoce:", id, ":vendor"].concat()
}

impl Vendor for Beside {
    fn opening(&self, open: &mut Open) {
        let backend = self.session.backend().unwrap_or_default();
        let id = open.resume.as_ref().map(|it| it.session_id.clone());
        let own = id.as_deref().and_then(|id| storage::get(&session_key(id)));
        self.state.session_id.try_set_value(id);
        open.create.backend = Some(backend.name.clone());
        open.create.visitor = self.visitor_at().and_then(|key| storage::device_get(&key));
        open.kept = own.or_else(|| storage::device_get(&self.kept_at()?));
        // For a visitor nobody has named yet.
        open.seed = random::secret();
        open.zone = clock::zone();
        open.backend = backend;
    }

    fn connected(&self, created: &SessionCreated) -> Vec<VendorCommand> {
        let id = Some(created.session_id.clone());
        self.state.session_id.try_set_value(id);
        // Our server has named a new visitor.
        if let (Some(key), Some(visitor)) = (self.visitor_at(), &created.visitor) {
            storage::device_set(&key, visitor);
        }
        // Whether a vendor has conversations to choose from it tells only when it is asked, and the
        // button that leads to them is there only if it has.
        vec![VendorCommand::Conversations]
    }

    fn heard(&self, event: &VendorEvent) -> Heard {
        let (state, words) = (self.state, &self.words);
        let mut heard = Heard::default();
        match event {
            VendorEvent::Composer { open } => put(state.open, *open),
            VendorEvent::Prompt(prompt) => {
                heard.announce = prompt
                    .as_ref()
                    .map(|prompt| [words.waiting, ". ", &prompt.text].concat());
                put(state.prompt, prompt.clone());
            }
            VendorEvent::Unread(count) => put(state.unread, *count),
            VendorEvent::Agent(facts) => put(state.agent, Some(facts.clone())),
            VendorEvent::Human(human) => {
                if state.human.try_get_untracked() != Some(*human) {
                    let sentence = match human {
                        true => words.person,
                        false => words.person_left,
                    };
                    heard.announce = Some(sentence.to_owned());
                }
                put(state.human, *human);
            }
            VendorEvent::Conversations(all) => put(state.conversations, Some(all.clone())),
            VendorEvent::Keep(kept) => self.keep(kept),
            VendorEvent::Draft(text) => {
                state.told_draft.try_set_value(text.clone());
                heard.draft = Some(text.clone());
            }
            VendorEvent::Framed { url } => {
                let page = safe_link(url).filter(|url| url.starts_with("http"));
                put(state.framed, page);
            }
            VendorEvent::Panel(panel) => {
                state.panels.try_update(|panels| {
                    match panels.iter_mut().find(|known| known.id == panel.id) {
                        Some(known) => *known = panel.clone(),
                        None => {
                            panels.push(panel.clone());
                            panels.sort_by_key(|it| it.place);
                        }
                    }
                });
            }
            VendorEvent::Attached { .. }
            | VendorEvent::Author { .. }
            | VendorEvent::Status { .. }
            | VendorEvent::Rating { .. } => {
                if let Some(entry) = annotated(event) {
                    let annotations = state.annotated(entry);
                    annotations.maybe_update(|annotations| annotations.take(event));
                }
            }
        }
        heard.standing = state.standing(words);
        heard
    }

    fn anew(&self) -> Standing {
        self.state.begin_anew();
        self.state.standing(&self.words)
    }

    /// For vendors that keep what a visitor has begun to write.
    fn draft_rested(&self, draft: &str) -> Option<VendorCommand> {
        let told = self.state.told_draft;
        let before = told.try_update_value(|told| std::mem::replace(told, draft.to_owned()));
        (before? != draft).then(|| VendorCommand::Draft(draft.to_owned()))
    }

    fn network(&self, network: Network) {
        match network {
            Network::Visible => put(self.state.visible, true),
            Network::Hidden => put(self.state.visible, false),
            Network::Online | Network::Offline => {}
        }
    }

    fn slots(&self) -> &'static Slots {
        &SLOTS
    }

    fn left(&self) -> Standing {
        if let Some(id) = self.state.session_id.try_get_value().flatten() {
            storage::remove(&session_key(&id));
        }
        self.state.session_id.try_set_value(None);
        self.state.clear();
        self.state.standing(&self.words)
    }
}

/// Writes a signal only if that changes it, and only while its owner lives.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.try_set(value);
    }
}
