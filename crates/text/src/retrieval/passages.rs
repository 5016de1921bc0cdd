//! Texts cut into pieces an answer can be made of.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Kind;
use crate::words;

/// Characters a passage is filled up to. Long enough for an answer with its reasons, short enough
/// that several fit into what a model is given.
const FULL: usize = 700;

/// A piece of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    pub text: String,
    /// The stems it is found by, parted by spaces.
    pub terms: String,
}

/// The passages of an entry, in order: `head` is its question, else its title. A question and its
/// answer stay together.
pub fn passages(kind: Kind, head: &str, text: &str) -> Vec<Passage> {
    let texts = match kind {
        Kind::Question => vec![text.trim().to_owned()],
        _ => pieces(text),
    };
    texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| Passage {
            terms: words::terms(&format!("{head}\n{text}")).join(" "),
            text,
        })
        .collect()
}

/// Paragraphs, put together while they are short and cut between sentences while they are long.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut length = 0;
    for paragraph in text.split("\n\n") {
        for sentence in paragraph.trim().split_sentence_bounds() {
            for part in cut(sentence) {
                let more = part.chars().count();
                if length + more > FULL && length > 0 {
                    pieces.push(std::mem::take(&mut piece).trim().to_owned());
                    length = 0;
                }
                piece.push_str(part);
                length += more;
            }
        }
        if !piece.is_empty() {
            piece.push_str("\n\n");
            length += 2;
        }
    }
    pieces.push(piece.trim().to_owned());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A sentence that is longer than a passage, as tables and minified files have them, in parts.
fn cut(sentence: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((at, _)) = rest.char_indices().nth(FULL) {
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}
