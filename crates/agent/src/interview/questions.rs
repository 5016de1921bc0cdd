//! Questions of our own about a topic.

use vivavoce_text::Language;

use super::kind::Kind;
use super::pack::Pack;

/// A question about `topic`, the `nth` of its kind.
pub(super) fn about(pack: &Pack, kind: Kind, topic: &str, nth: usize) -> String {
    let forms = pack.asks.about(kind);
    let form = forms.get(nth % forms.len().max(1)).copied();
    // As the owner wrote it where it stands out; in a story it is spoken. German writes nouns with capitals
    // wherever they stand.
    let topic = if kind.is_role_play() && pack.language != Language::German {
        uncapitalised(topic)
    } else {
        topic.to_owned()
    };
    form.unwrap_or("{t}?").replace("{t}", &topic)
}

/// For the middle of a sentence; "SQL" and "I/O" stay as they are.
fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() && second.is_alphabetic() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
