//! Persistence: the session that is, and what a reload finds again of it.
//!
//! The frame's session id stands in `history.state`, which two embeds of one scenario do not share;
//! its token, what the host was told, and its draft in sessionStorage under that id. Nothing is kept
//! before a session began.

use serde::{Deserialize, Serialize};
use vivavoce_core::json;
use vivavoce_core::phase::HostRecord;
use vivavoce_core::phase::sending::joined;
use vivavoce_core::wire::ScenarioFacts;

use leptos::prelude::*;

use super::effects::Effect;
use super::engine::{Happened, Inbox, put};
use crate::browser::storage;
use crate::browser::timer::Timeout;

/// Milliseconds after the last key until a draft is kept.
const DRAFT_REST: u64 = 400;

pub(super) struct Persistence {
    inbox: Inbox,
    /// The session that is, or was last.
    current: Option<Current>,
    drafting: Option<Timeout>,
    draft: RwSignal<String>,
    waiting: RwSignal<String>,
    anew: RwSignal<bool>,
}

#[derive(Clone, Copy)]
pub(super) struct Signals {
    /// The composer's, which writes it.
    pub draft: RwSignal<String>,
    pub waiting: ReadSignal<String>,
    pub anew: ReadSignal<bool>,
}

/// One session, as this page knows it.
struct Current {
    kept: Kept,
    /// A reload can resume it.
    resumable: bool,
}

impl Persistence {
    /// `lost`: there was a conversation that cannot be carried on with.
    pub fn new(inbox: Inbox, draft: String, lost: bool) -> Persistence {
        Persistence {
            inbox,
            current: None,
            drafting: None,
            draft: RwSignal::new(draft),
            waiting: RwSignal::new(String::new()),
            anew: RwSignal::new(lost),
        }
    }

    pub fn signals(&self) -> Signals {
        Signals {
            draft: self.draft,
            waiting: self.waiting.read_only(),
            anew: self.anew.read_only(),
        }
    }

    /// The session that is, or was last.
    pub fn kept(&self) -> Option<&Kept> {
        self.current.as_ref().map(|current| &current.kept)
    }

    /// A reload of this very frame would find the session again.
    pub fn is_resumable(&self) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| current.resumable)
    }

    pub fn set_anew(&mut self, anew: bool) {
        put(self.anew, anew);
    }

    /// A session stands.
    pub fn stands(&mut self, kept: Kept, resumed: bool) -> Effect {
        let resumable = keep(&kept);
        self.set_anew(false);
        if resumed {
            self.offer_draft(draft(&kept.told.session_id));
        }
        let handed = Effect::Hand(Some(Box::new(kept.clone())));
        self.current = Some(Current { kept, resumable });
        handed
    }

    /// What the host was told of the session, for a reload to give back.
    pub fn told(&mut self, told: &HostRecord) -> Option<Effect> {
        let current = self.current.as_mut()?;
        if current.kept.told.session_id != told.session_id {
            return None;
        }
        current.kept.told = told.clone();
        current.resumable = keep(&current.kept);
        Some(Effect::Hand(Some(Box::new(current.kept.clone()))))
    }

    /// Notes that the frame is about to be loaded anew for the session that is. `None`: it is not to
    /// be, because nobody would find the session again or because it was once already, and nobody
    /// `asked` for it. `elsewhere`: somebody beside this frame keeps the session.
    pub fn renew(&mut self, asked: bool, elsewhere: bool) -> Option<Effect> {
        let current = self.current.as_mut()?;
        let is_found = current.resumable || elsewhere;
        if !is_found || (current.kept.renewed && !asked) {
            return None;
        }
        current.kept.renewed = true;
        current.resumable = keep(&current.kept);
        let handed = Effect::Hand(Some(Box::new(current.kept.clone())));
        self.keep_draft();
        Some(handed)
    }

    /// Nothing is left to carry on with of the session that is.
    pub fn clear(&mut self) -> Option<Effect> {
        let current = self.current.take()?;
        Some(self.forget(&current.kept.told.session_id))
    }

    pub fn forget(&mut self, id: &str) -> Effect {
        forget(id);
        Effect::Hand(None)
    }

    /// The draft changed; kept once the typing rests.
    pub fn draft_changed(&mut self) {
        let inbox = self.inbox.clone();
        self.drafting = Some(Timeout::new(DRAFT_REST, move || {
            inbox.happen(Happened::DraftRested);
        }));
    }

    pub fn set_draft(&mut self, draft: String) {
        put(self.draft, draft);
    }

    pub fn draft(&self) -> Option<String> {
        self.draft.try_get_untracked()
    }

    /// What waits for the end of a reply; empty, nothing does.
    pub fn waiting(&self) -> String {
        self.waiting.try_get_untracked().unwrap_or_default()
    }

    pub fn wait(&mut self, text: String) {
        put(self.waiting, text);
        self.draft_changed();
    }

    /// What waits stands in the composer again, before what is being written there.
    pub fn take_back(&mut self) {
        let draft = self.unsent();
        self.wait(String::new());
        self.set_draft(draft);
    }

    /// All that was written and not sent: what a reload finds in the composer.
    fn unsent(&self) -> String {
        joined(&self.waiting(), &self.draft().unwrap_or_default())
    }

    /// What was typed elsewhere, for a composer that is empty.
    pub fn offer_draft(&mut self, draft: String) {
        if self.draft.try_with_untracked(String::is_empty) == Some(true) {
            put(self.draft, draft);
        }
    }

    pub fn keep_draft(&self) {
        if let Some(kept) = self.kept() {
            keep_draft(&kept.told.session_id, &self.unsent());
        }
    }
}

/// A session this frame had before it was reloaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    #[serde(default)]
    pub token: String,
    /// Ends the session and does nothing else; empty for a session that is older than tickets.
    #[serde(default)]
    pub stop_ticket: String,
    /// Unix milliseconds by this device's clock.
    #[serde(default, serialize_with = "json::millis")]
    pub started_at: f64,
    #[serde(default)]
    pub told: HostRecord,
    /// What the scenario's screen needs, should its access have run out meanwhile.
    pub facts: Option<ScenarioFacts>,
    /// The frame was loaded anew for this session because part of the widget was gone; not twice.
    #[serde(default)]
    pub renewed: bool,
}

#[allow(clippy::large_enum_variant, reason = "there is one, for a moment")]
pub(super) enum Earlier {
    Session(Kept),
    /// There was one, but what resuming needs could not be kept: storage is blocked.
    Lost,
    None,
}

fn key(id: &str) -> String {
    ["vivavoce:", id].concat()
}

fn draft_key(id: &str) -> String {
    ["vivavoce:", id, ":draft"].concat()
}

/// Keeps what resuming needs; `false` where a reload could not resume.
fn keep(kept: &Kept) -> bool {
    let id = &kept.told.session_id;
    let named = storage::set_frame_session(Some(id));
    let found = storage::set(&key(id), &json::text(kept)) && named;
    storage::set_lost(!found);
    found
}

/// What this very frame had before it was reloaded.
pub(super) fn earlier() -> Earlier {
    match storage::frame_session() {
        None if storage::is_lost() => Earlier::Lost,
        None => Earlier::None,
        Some(id) => Kept::find(&id).map_or(Earlier::Lost, Earlier::Session),
    }
}

impl Kept {
    /// What is kept of session `id`, be it another frame's of this tab.
    pub fn find(id: &str) -> Option<Kept> {
        let kept = json::read::<Kept>(storage::get(&key(id))?.as_bytes())?;
        (kept.told.session_id == id && kept.is_whole()).then_some(kept)
    }

    /// It names a session and opens it.
    pub fn is_whole(&self) -> bool {
        !self.told.session_id.is_empty() && !self.token.is_empty()
    }
}

/// As [`Persistence::renew`], unasked, for a session that is yet to be carried on with. `false`: the
/// frame was loaded anew for it before, or would not find it.
pub(super) fn renew_earlier(earlier: &mut Kept) -> bool {
    let is_first = !earlier.renewed;
    earlier.renewed = true;
    is_first && keep(earlier)
}

/// Nothing is left to resume.
fn forget(id: &str) {
    storage::remove(&key(id));
    storage::remove(&draft_key(id));
    storage::set_frame_session(None);
    storage::set_lost(false);
}

fn keep_draft(id: &str, draft: &str) {
    if draft.is_empty() {
        storage::remove(&draft_key(id));
    } else {
        storage::set(&draft_key(id), draft);
    }
}

fn draft(id: &str) -> String {
    storage::get(&draft_key(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_again() {
        let kept = Kept {
            token: "t\"1".to_owned(),
            stop_ticket: "s".to_owned(),
            started_at: 1_705_312_800_123.0,
            told: HostRecord {
                session_id: "67bf57183f44cdf6055a8166".to_owned(),
                started: true,
                ..HostRecord::default()
            },
            facts: Some(ScenarioFacts {
                name: "Interview".to_owned(),
                max_duration_seconds: Some(600),
                ..ScenarioFacts::default()
            }),
            renewed: true,
        };
        let read = |text: &str| json::read::<Kept>(text.as_bytes());
        let written = json::text(&kept);
        assert!(
            written.contains(r#""started_at":1705312800123,"#),
            "{written}"
        );
        assert_eq!(read(&written), Some(kept));
        assert_eq!(read(&json::text(&Kept::default())), Some(Kept::default()));
        assert_eq!(read("{}"), Some(Kept::default()));
        assert_eq!(read("[]"), None);
        // An earlier build kept the fraction of a clock that has one.
        let earlier = read(r#"{"token":"t","started_at":1705312800123.5}"#);
        assert_eq!(
            earlier.map(|kept| kept.started_at),
            Some(1_705_312_800_123.5)
        );
    }
}
