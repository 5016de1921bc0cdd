//! Conversations with other systems: which dialect speaks, what it tells beside the talk, and what
//! this device keeps for the visitor.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::agentok::Agentok;
use vivavoce_core::dialect::guest::agui::AgUi;
use vivavoce_core::dialect::guest::talkio::Talkio;
use vivavoce_core::dialect::guest::totebot::Totebot;
use vivavoce_core::dialect::guest::tovie::Tovie;
use vivavoce_core::dialect::guest::{
    AgentFacts, Ask, ConversationFacts, Guest, Panel, Prompt, Rating, Told,
};
use vivavoce_core::dialect::vivavoce::Vivavoce;
use vivavoce_core::dialect::{Dialect, Event, Network, Verb};
use vivavoce_core::links::safe_link;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::EntryId;
use vivavoce_core::wire::{BackendFacts, Choice, SessionCreated};

use super::Session;
use super::engine::{Engine, put};
use super::keep;
use crate::browser::{host, page, random, storage};
use crate::view::guest::Shown;

/// What another system tells of the conversation as a whole.
#[derive(Clone, Copy)]
pub struct Elsewhere {
    /// The visitor may write.
    pub open: RwSignal<bool>,
    /// The agent waits for an answer.
    pub prompt: RwSignal<Option<Prompt>>,
    /// As the vendor counts them.
    pub unread: RwSignal<u32>,
    pub agent: RwSignal<Option<AgentFacts>>,
    /// A person answers.
    pub human: RwSignal<bool>,
    /// `None`: the vendor has no list of them.
    pub conversations: RwSignal<Option<Vec<ConversationFacts>>>,
    /// The vendor's own page is the conversation.
    pub framed: RwSignal<Option<String>>,
    pub panels: RwSignal<Vec<Panel>>,
    /// The page can be seen.
    pub visible: RwSignal<bool>,
    /// Which of the lists beside the conversation is open.
    pub drawer: RwSignal<Option<Shown>>,
    /// To be spoken to those who cannot see it.
    pub announce: RwSignal<Option<String>>,
}

impl Elsewhere {
    pub(super) fn new() -> Elsewhere {
        Elsewhere {
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
            announce: RwSignal::new(None),
        }
    }

    /// Everything of an earlier session.
    pub(super) fn clear(self) {
        put(self.agent, None);
        put(self.conversations, None);
        put(self.framed, None);
        put(self.panels, Vec::new());
        put(self.drawer, None);
        self.begin_anew();
    }

    /// Everything of an earlier conversation.
    fn begin_anew(self) {
        put(self.open, true);
        put(self.prompt, None);
        put(self.unread, 0);
        put(self.human, false);
    }
}

impl Session {
    pub fn elsewhere(self) -> Elsewhere {
        self.signals.elsewhere
    }

    pub fn ask(self, ask: Ask) {
        self.with(|engine| engine.act(Verb::Guest(ask)));
    }

    pub fn rate(self, entry: EntryId, rating: Rating) {
        self.ask(Ask::Rate { entry, rating });
    }

    /// Takes events as if the session's dialect had told them: for tests and demonstrations.
    #[doc(hidden)]
    pub fn hear(self, events: Vec<Event>) {
        self.with(|engine| engine.hear(events));
    }

    /// The visitor saw everything up to `entry`; said once for each.
    pub fn seen(self, entry: EntryId) {
        self.with(|engine| {
            if engine.seen.replace(Some(entry.clone())).as_ref() != Some(&entry) {
                engine.act(Verb::Guest(Ask::Seen { entry }));
            }
        });
    }

    /// Sends one of a prompt's quick answers.
    pub fn answer(self, choice: Choice) {
        self.with(|engine| {
            engine.send(choice.text, Some(choice.id));
        });
    }
}

/// A dialect by its name in the deployment's settings; `None` for our own, and for one newer than
/// this build.
fn speaking(dialect: &str) -> Option<Box<dyn Dialect>> {
    Some(Box::new(match dialect {
        "agentok" => Guest::speaking::<Agentok>(),
        "ag-ui" => Guest::speaking::<AgUi>(),
        "talkio" => Guest::speaking::<Talkio>(),
        "totebot" => Guest::speaking::<Totebot>(),
        "tovie" => Guest::speaking::<Tovie>(),
        _ => return None,
    }))
}

impl Engine {
    /// What the deployment says of the backend this address names, or of its own choice.
    pub(super) fn backend(&self) -> Option<&BackendFacts> {
        let named = self.fixed.config.backend.as_deref();
        let name = named.or(self.fixed.deployment.backend.as_deref())?;
        let backends = &self.fixed.deployment.backends;
        backends.iter().find(|backend| backend.name == name)
    }

    /// The dialect, and the address it may call beside our own.
    pub(super) fn dialect(&self) -> (Box<dyn Dialect>, Option<String>) {
        let backend = self.backend();
        let dialect = backend.and_then(|backend| speaking(&backend.dialect));
        match dialect {
            Some(dialect) => (dialect, backend.and_then(|it| it.address.clone())),
            None => (Box::new(Vivavoce::after(host::elders())), None),
        }
    }

    /// Where this device keeps who the visitor is to the backend.
    fn visitor_at(&self) -> Option<String> {
        Some(["vivavoce:visitor:", &self.backend()?.name].concat())
    }

    pub(super) fn visitor(&self) -> Option<String> {
        storage::device_get(&self.visitor_at()?)
    }

    /// Our server has named a new visitor.
    pub(super) fn keep_visitor(&self, session: &SessionCreated) {
        if let (Some(key), Some(visitor)) = (self.visitor_at(), &session.visitor) {
            storage::device_set(&key, visitor);
        }
    }

    /// Whether a vendor has conversations to choose from it tells only when it is asked, and the button
    /// that leads to them is there only if it has.
    pub(super) fn ask_for_lists(&self) {
        if self.backend().is_some() {
            self.act(Verb::Guest(Ask::Conversations));
        }
    }

    /// Where this device keeps what a vendor wants kept for this visitor.
    fn kept_at(&self) -> Option<String> {
        let name = &self.backend()?.name;
        Some(["vivavoce:kept:", name, "/", &self.fixed.scenario].concat())
    }

    pub(super) fn kept_for_vendor(&self) -> Option<String> {
        let access = self.access.borrow();
        let earlier = access.earlier.as_ref();
        let own = earlier.and_then(|kept| keep::kept_for_vendor(&kept.told.session_id));
        own.or_else(|| storage::device_get(&self.kept_at()?))
    }

    /// 128 random bits, for a visitor nobody has named yet.
    pub(super) fn seed(&self) -> String {
        random::secret()
    }

    /// Whether the visitor may write although the agent is at work.
    pub(super) fn is_asked(&self) -> bool {
        let prompt = self.signals.elsewhere.prompt;
        prompt.try_with_untracked(Option::is_some) == Some(true)
    }

    /// `chosen`: one of the agent's buttons, not the composer.
    pub(super) fn may_write(&self, chosen: bool) -> bool {
        let elsewhere = self.signals.elsewhere;
        let closed = elsewhere
            .prompt
            .try_with_untracked(|prompt| prompt.as_ref().is_some_and(|prompt| prompt.closed));
        let open = elsewhere.open.try_get_untracked() == Some(true);
        chosen || (closed != Some(true) && (open || self.is_asked()))
    }

    pub(super) fn seen_network(&self, network: Network) {
        match network {
            Network::Visible => put(self.signals.elsewhere.visible, true),
            Network::Hidden => put(self.signals.elsewhere.visible, false),
            Network::Online | Network::Offline => {}
        }
    }

    /// For vendors that keep what a visitor has begun to write.
    pub(super) fn tell_draft(&self) {
        let Some(draft) = self.signals.draft.try_get_untracked() else {
            return;
        };
        if self.phase() == Phase::Live && *self.told_draft.borrow() != draft {
            self.told_draft.replace(draft.clone());
            self.act(Verb::Guest(Ask::Draft(draft)));
        }
    }

    pub(super) fn told(&self, told: &Told) {
        let elsewhere = self.signals.elsewhere;
        match told {
            Told::Composer { open } => put(elsewhere.open, *open),
            Told::Prompt(prompt) => put(elsewhere.prompt, prompt.clone()),
            Told::Unread(count) => put(elsewhere.unread, *count),
            Told::Agent(facts) => put(elsewhere.agent, Some(facts.clone())),
            Told::Human(human) => put(elsewhere.human, *human),
            Told::Conversations(all) => put(elsewhere.conversations, Some(all.clone())),
            Told::Anew => {
                self.talk.borrow_mut().forget_rows();
                self.signals.entries.try_set(Vec::new());
                self.seen.replace(None);
                elsewhere.begin_anew();
                put(self.signals.broken, None);
            }
            Told::Keep(kept) => {
                if let Some(current) = self.current.borrow().as_ref() {
                    keep::keep_for_vendor(&current.kept.told.session_id, kept);
                }
                if let Some(key) = self.kept_at() {
                    // Where storage is blocked the vendor's conversation begins anew next time.
                    storage::device_set(&key, kept);
                }
            }
            Told::Draft(text) => {
                self.told_draft.replace(text.clone());
                if self.signals.draft.try_with_untracked(String::is_empty) == Some(true) {
                    put(self.signals.draft, text.clone());
                }
            }
            Told::Framed { url } => {
                let page = safe_link(url).filter(|url| url.starts_with("http"));
                put(elsewhere.framed, page);
            }
            Told::Panel(panel) => {
                elsewhere.panels.try_update(|panels| {
                    match panels.iter_mut().find(|known| known.id == panel.id) {
                        Some(known) => *known = panel.clone(),
                        None => {
                            panels.push(panel.clone());
                            panels.sort_by_key(|it| it.place);
                        }
                    }
                });
            }
            // The transcript has them.
            Told::Attached { .. }
            | Told::Text { .. }
            | Told::Author { .. }
            | Told::Kind { .. }
            | Told::Status { .. }
            | Told::Rating { .. } => {}
        }
    }
}
