//! What a reload finds again.
//!
//! The frame's session id stands in `history.state`, which two embeds of one scenario do not share;
//! its token, what the host was told, and its draft in sessionStorage under that id. Nothing is kept
//! before a session began.

use vivavoce_core::json::{self, Json, Object, Read as _, Write};
use vivavoce_core::phase::Told;
use vivavoce_core::wire::ScenarioFacts;

use crate::browser::storage;

/// A session this frame had before it was reloaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kept {
    pub token: String,
    /// Unix milliseconds by this device's clock.
    pub started_at: f64,
    pub told: Told,
    /// What the scenario's screen needs, should its access have run out meanwhile.
    pub facts: Option<ScenarioFacts>,
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

/// What a vendor wants kept of this session; another tab of the visitor's may be in another
/// conversation there.
#[cfg(feature = "guests")]
fn vendor_key(id: &str) -> String {
    ["vivavoce:", id, ":vendor"].concat()
}

#[cfg(feature = "guests")]
pub(super) fn keep_for_vendor(id: &str, kept: &str) {
    storage::set(&vendor_key(id), kept);
}

#[cfg(feature = "guests")]
pub(super) fn kept_for_vendor(id: &str) -> Option<String> {
    storage::get(&vendor_key(id))
}

/// Keeps what resuming needs; `false` where a reload could not resume.
pub(super) fn keep(kept: &Kept) -> bool {
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
        Some(id) => kept(&id).map_or(Earlier::Lost, Earlier::Session),
    }
}

/// What is kept of session `id`, be it another frame's of this tab.
pub(super) fn kept(id: &str) -> Option<Kept> {
    let kept = read(&json::parse(&storage::get(&key(id))?)?)?;
    (kept.told.session_id == id && kept.is_whole()).then_some(kept)
}

impl Kept {
    /// It names a session and opens it.
    pub fn is_whole(&self) -> bool {
        !self.told.session_id.is_empty() && !self.token.is_empty()
    }
}

impl Write for Kept {
    fn write(&self, out: &mut String) {
        Object::begin(out)
            .with("token", &self.token)
            .with("started_at", &self.started_at)
            .with("told", &self.told)
            .with("facts", &self.facts)
            .end();
    }
}

pub(super) fn read(json: &Json) -> Option<Kept> {
    Some(Kept {
        token: json.field("token"),
        started_at: json.field("started_at"),
        told: Told::read(json.get("told"))?,
        facts: json.field("facts"),
    })
}

/// Nothing is left to resume.
pub(super) fn forget(id: &str) {
    storage::remove(&key(id));
    storage::remove(&draft_key(id));
    #[cfg(feature = "guests")]
    storage::remove(&vendor_key(id));
    storage::set_frame_session(None);
    storage::set_lost(false);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_again() {
        let kept = Kept {
            token: "t\"1".to_owned(),
            started_at: 1_705_312_800_123.0,
            told: Told {
                session_id: "67bf57183f44cdf6055a8166".to_owned(),
                started: true,
                ..Told::default()
            },
            facts: Some(ScenarioFacts {
                name: "Interview".to_owned(),
                max_duration_seconds: Some(600),
                ..ScenarioFacts::default()
            }),
        };
        let read = |text: &str| read(&json::parse(text)?);
        assert_eq!(read(&json::text(&kept)), Some(kept));
        assert_eq!(read(&json::text(&Kept::default())), Some(Kept::default()));
        assert_eq!(read("[]"), None);
    }
}
