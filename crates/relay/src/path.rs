//! What a request's address says, where everybody reads it in the same way.
//!
//! An address that two programs could read differently (a slash or dot in disguise, a name given
//! twice) is refused: what was checked here is what the vendor gets.

use vivavoce_http::percent::{decoded, encoded};

/// Bytes of one segment, decoded.
const SEGMENT: usize = 300;
/// Bytes of one value, decoded.
const VALUE: usize = 2_000;

/// A path taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// Decoded.
    pub segments: Vec<String>,
    /// It ends in a slash after its last segment.
    pub slash: bool,
}

/// Takes apart what follows the backend's name: nothing, or `/` and segments. `None` where an empty
/// segment, a dot segment or anything but letters, digits, spaces and `-._~:@+=|` stands in it.
pub fn path(raw: &str) -> Option<Path> {
    let mut parsed = Path::default();
    let Some(rest) = raw.strip_prefix('/') else {
        return raw.is_empty().then_some(parsed);
    };
    let mut parts: Vec<&str> = rest.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
        parsed.slash = true;
    }
    for part in parts {
        let segment = decoded(part)?;
        let plain = |c: char| c.is_alphanumeric() || "-._~:@+=| ".contains(c);
        let fits = !segment.is_empty()
            && segment.len() <= SEGMENT
            && !segment.chars().all(|c| c == '.')
            && segment.chars().all(plain);
        if !fits {
            return None;
        }
        parsed.segments.push(segment);
    }
    Some(parsed)
}

/// Why a query is not passed on.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// It does not decode, or a value is too long or has control characters.
    Unreadable,
    Unknown(String),
    Twice(String),
}

/// The query's names and values, if all names are among `known` and none comes twice.
pub fn query(raw: &str, known: &[&'static str]) -> Result<Vec<(&'static str, String)>, Wrong> {
    let mut pairs: Vec<(&'static str, String)> = Vec::new();
    for part in raw.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let text = |text: &str| decoded(&text.replace('+', "%20")).ok_or(Wrong::Unreadable);
        let (name, value) = (text(name)?, text(value)?);
        if value.len() > VALUE || value.chars().any(char::is_control) {
            return Err(Wrong::Unreadable);
        }
        let Some(known) = known.iter().find(|known| **known == name) else {
            return Err(Wrong::Unknown(name.chars().take(40).collect()));
        };
        if pairs.iter().any(|(other, _)| other == known) {
            return Err(Wrong::Twice((*known).to_owned()));
        }
        pairs.push((known, value));
    }
    Ok(pairs)
}

/// The path and query as they are sent, everything else than letters and digits of ASCII and `-._~`
/// encoded.
pub fn written(segments: &[String], slash: bool, query: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        text.extend(encoded(segment));
    }
    if slash {
        text.push('/');
    }
    for (index, (name, value)) in query.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.extend(encoded(name));
        text.push('=');
        text.extend(encoded(value));
    }
    text
}
