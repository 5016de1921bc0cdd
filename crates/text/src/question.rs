//! Questions, told from other sentences.

use crate::words;

/// Whether a sentence asks something, by its mark or by how it begins.
pub fn is_question(sentence: &str) -> bool {
    const OPENERS: &[&str] = &["what", "how", "why", "where", "who", "which", "when"];
    const THEN: &[&str] = &[
        "is", "are", "do", "does", "did", "will", "would", "can", "could", "should", "much",
        "many", "long",
    ];
    if words::questions(sentence) > 0 {
        return true;
    }
    let spoken = words::words(sentence);
    let first: Vec<&str> = spoken.iter().take(2).map(String::as_str).collect();
    matches!(first.as_slice(), [first, second] if OPENERS.contains(first) && THEN.contains(second))
        && spoken.len() <= 20
}
