//! What a visitor reads only in conversations with other systems. As in [`super::Words`], one
//! static per language.

use vivavoce_core::dialect::vendor::Status;

mod english;

pub struct VendorWords {
    // Controls.
    pub conversations: &'static str,
    pub details: &'static str,
    pub close: &'static str,
    pub new: &'static str,
    pub delete: &'static str,
    /// Asked before the conversation of this title is deleted.
    pub delete_sure: fn(&str) -> String,
    pub keep: &'static str,
    pub good: &'static str,
    pub bad: &'static str,
    pub open_image: &'static str,
    pub open_audio: &'static str,
    pub open_file: &'static str,
    pub new_messages: fn(u32) -> String,

    // What is told.
    pub rated: &'static str,
    pub untitled: &'static str,
    pub current: &'static str,
    pub no_conversations: &'static str,
    pub person: &'static str,
    pub person_left: &'static str,
    pub waiting: &'static str,
    pub answer_hint: &'static str,
    pub closed_hint: &'static str,
    pub cards: &'static str,
    pub status: fn(Status) -> &'static str,
    /// `sender`, `receiver`.
    pub to: fn(&str, &str) -> String,

    // Activity.
    pub doing: fn(&str) -> String,
    pub did: fn(&str) -> String,
    pub reasoning: &'static str,
    pub reasoned: &'static str,
    pub state: &'static str,
    pub summary: &'static str,
    pub on: &'static str,
    pub off: &'static str,
}

/// The words for a BCP 47 language; English where there are none in it yet.
pub fn in_language(_wanted: Option<&str>) -> &'static VendorWords {
    &english::WORDS
}
