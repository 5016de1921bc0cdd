//! What a reload finds again.
//!
//! The frame's session id stands in `history.state`, which two embeds of one scenario do not share;
//! its token, what the host was told, and its draft in sessionStorage under that id. Nothing is kept
//! before a session began.

use serde::{Deserialize, Serialize};
use vivavoce_core::phase::Told;
use vivavoce_core::wire::ScenarioFacts;

use crate::browser::storage;

/// A session this frame had before it was reloaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub token: String,
    /// Unix milliseconds by this device's clock.
    pub started_at: f64,
    pub told: Told,
    /// What the scenario's screen needs, should its access have run out meanwhile.
    pub facts: Option<ScenarioFacts>,
}

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
pub(super) fn keep(kept: &Kept) -> bool {
    let id = &kept.told.session_id;
    let named = storage::set_frame_session(Some(id));
    let value = serde_json::to_string(kept).unwrap_or_default();
    storage::set(&key(id), &value) && named
}

/// What this very frame had before it was reloaded.
pub(super) fn earlier() -> Earlier {
    match storage::frame_session() {
        None => Earlier::None,
        Some(id) => kept(&id).map_or(Earlier::Lost, Earlier::Session),
    }
}

/// What is kept of session `id`, be it another frame's of this tab.
pub(super) fn kept(id: &str) -> Option<Kept> {
    let kept: Kept = serde_json::from_str(&storage::get(&key(id))?).ok()?;
    (kept.told.session_id == id && !kept.token.is_empty()).then_some(kept)
}

/// Nothing is left to resume.
pub(super) fn forget(id: &str) {
    storage::remove(&key(id));
    storage::remove(&draft_key(id));
    storage::set_frame_session(None);
}

pub(super) fn keep_draft(id: &str, draft: &str) {
    if draft.is_empty() {
        storage::remove(&draft_key(id));
    } else {
        storage::set(&draft_key(id), draft);
    }
}

pub(super) fn draft(id: &str) -> String {
    storage::get(&draft_key(id)).unwrap_or_default()
}
