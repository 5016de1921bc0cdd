//! Questions and topics, found in lines of instructions.

use super::lines::Line;
use super::pack::{Reads, Ways};
use super::reading::Reading;
use vivavoce_text::words;

/// The questions of a line that are meant for the visitor.
pub(super) fn questions(line: &Line<'_>, reading: &Reading) -> Vec<String> {
    let lower = line.text.to_lowercase();
    // "If they ask 'What is the salary?', say …" quotes the visitor.
    let conditional = reading.finds(&lower, |reads| reads.conditional)
        && reading.finds(&lower, |reads| reads.conditional_says);
    if conditional && !line.invites {
        return Vec::new();
    }
    let quote = |c: char| {
        matches!(
            c,
            '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'
        )
    };
    let mut found = Vec::new();
    let mut begin = 0;
    let mut quoted = false;
    for (at, c) in line.text.char_indices() {
        let next = at + c.len_utf8();
        let followed_by_space = line.text.get(next..).is_none_or(|rest| {
            rest.chars().next().is_none_or(|c| {
                c.is_whitespace() || quote(c) || matches!(c, ')' | '*' | '_' | '\'')
            })
        });
        match c {
            '？' | '?' | '؟' if followed_by_space || c == '？' => {
                let text = line.text.get(begin..next).unwrap_or_default();
                let text = text.trim_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | '(' | ')' | ',')
                });
                let addressed = quoted
                    || line.item
                    || reading.begins(&lower, |reads| reads.asks)
                    || has_word(&words::words(text), reading, |reads| reads.you)
                    || reading.is_unspaced() && reading.finds(text, |reads| reads.you);
                let length = text.chars().count();
                if addressed && (6..=300).contains(&length) {
                    found.push(presentable(text, reading));
                }
                begin = next;
            }
            '.' | '!' | ':' | ';' if followed_by_space => begin = next,
            '。' | '！' | '：' | '；' => begin = next,
            c if quote(c) => {
                begin = next;
                quoted = !quoted;
            }
            _ => {}
        }
    }
    // "Walk me through your last project." asks without a question mark.
    let spoken_to = reading.finds(&format!("{lower} "), |reads| reads.to_me);
    let asks = reading.begins(&lower, |reads| reads.tells);
    if found.is_empty() && line.item && spoken_to && asks && line.text.chars().count() <= 300 {
        found.push(presentable(line.text.trim_end_matches(quote), reading));
    }
    found
}

/// As it may be said: capitalised, unfilled `{{ variables }}` in plain words.
fn presentable(text: &str, reading: &Reading) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        said.push_str(before);
        let name = name
            .trim()
            .trim_end_matches("_name")
            .replace(['_', '-'], " ");
        said.push_str(&match name.as_str() {
            "user" | "candidate" | "visitor" | "customer" => reading.own().visitor.to_owned(),
            name => reading.own().unfilled.replace("{name}", name),
        });
        rest = after;
    }
    said.push_str(rest);
    capitalised(&said)
}

/// What a line lists to be talked about.
pub(super) fn topics(line: &Line<'_>, reading: &Reading) -> Vec<String> {
    // "Cover the following topics:" introduces topics and is none.
    if line.text.contains(['?', '？', '؟']) || line.text.ends_with([':', '：']) {
        return Vec::new();
    }
    if line.invites {
        let named = line
            .text
            .split([':', '：', '(', '（', '–', '—'])
            .next()
            .unwrap_or_default();
        let lead = reading
            .all(|reads| reads.leads)
            .find_map(|lead| strip_prefix_ignoring_case(named, lead));
        return topic(lead.unwrap_or(named), reading).into_iter().collect();
    }
    let mut topics = Vec::new();
    for sentence in words::sentences(line.text) {
        // Of the same length as the sentence, whatever its letters.
        let lower = sentence.to_ascii_lowercase();
        let after = |lead: &str| {
            lower
                .find(lead)
                .and_then(|at| sentence.get(at + lead.len()..))
        };
        let Some(rest) = reading.all(|reads| reads.leads).find_map(after) else {
            continue;
        };
        let rest = rest
            .split(['.', ';', '(', ':', '。', '；', '（', '：'])
            .next()
            .unwrap_or_default();
        let mut parts: Vec<&str> = rest.split([',', '，', '、', '،']).collect();
        for and in reading.all(|reads| reads.and) {
            parts = parts.iter().flat_map(|part| part.split(and)).collect();
        }
        topics.extend(parts.into_iter().filter_map(|part| topic(part, reading)));
    }
    topics
}

fn topic(text: &str, reading: &Reading) -> Option<String> {
    let text = text.replace("**", "");
    let text = text
        .trim()
        .trim_start_matches("and ")
        .trim_start_matches("the candidate's ")
        .trim_start_matches("their ");
    let text = text
        .trim_matches(|c: char| c.is_whitespace() || ".,;:!。，、；：！\"“”„「」*_".contains(c));
    is_topic(text, reading).then(|| capitalised(text))
}

/// A short noun phrase, as far as one can tell: nothing that tells the agent how to behave.
pub(super) fn is_topic(text: &str, reading: &Reading) -> bool {
    let spoken = words::words(text);
    let first = spoken.get(..1).unwrap_or_default();
    let most = if reading.is_unspaced() { 16 } else { 7 };
    (1..=most).contains(&spoken.len())
        && !text.contains('{')
        && !has_word(first, reading, |reads| reads.orders)
        && !has_word(&spoken, reading, |reads| reads.no_topic)
        && spoken.iter().any(|word| words::carries_meaning(word))
}

fn has_word(spoken: &[String], reading: &Reading, of: fn(&Reads) -> Ways) -> bool {
    reading
        .all(of)
        .any(|wanted| spoken.iter().any(|word| word == wanted))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..).unwrap_or_default())
}

fn capitalised(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
