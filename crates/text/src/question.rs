//! Questions, told from other sentences.

use crate::Language;
use crate::language::{self, detect};
use crate::words;

/// Whether a sentence asks something, by its mark or by how it begins or ends in its own language.
pub fn is_question(sentence: &str) -> bool {
    asks(detect(sentence).unwrap_or_default(), sentence)
}

/// The same where the language is known; who writes English words anyway is understood.
pub fn asks(language: Language, sentence: &str) -> bool {
    words::questions(sentence) > 0 || {
        let spoken = language::words(sentence);
        language.asks_unmarked(&spoken) || Language::English.asks_unmarked(&spoken)
    }
}
