//! What an owner says instead of our texts. A chunk: it knows every text by its key, and pages without
//! texts of an owner's need none of it.

use vivavoce_core::json::Value;
use vivavoce_locales::texts::replaced;
use vivavoce_locales::widget::{ENGLISH, KEYS};

use super::{speak, spoken};
use crate::browser::page;

/// Puts the texts of `layers` over those of the page, the later over the earlier, and tells the page's
/// developer what was not understood of them.
pub fn apply(layers: &[Value]) {
    let words = spoken();
    let english = || ENGLISH.split('\n').collect();
    let lines = words.lines.map_or_else(english, <[_]>::to_vec);
    let done = replaced(words.lang, &KEYS, &lines, layers);
    if !done.warnings.is_empty() {
        page::warn(&["vivavoce: texts: ", &done.warnings.join("; ")].concat());
    }
    // As long as the page is there, its words are.
    let lines: Vec<&'static str> = done.lines.into_iter().map(|line| &*line.leak()).collect();
    speak(words.lang, Some(lines.leak()));
}
