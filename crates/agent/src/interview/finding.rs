//! Questions and topics, found in lines of instructions.

use super::lines::Line;
use vivavoce_text::words;

/// The questions of a line that are meant for the visitor.
pub(super) fn questions(line: &Line<'_>) -> Vec<String> {
    let lower = line.text.to_lowercase();
    // "If they ask 'What is the salary?', say …" quotes the visitor.
    let conditional = ["if ", "when ", "should they", "in case", "whenever "]
        .iter()
        .any(|mark| lower.contains(mark))
        && ["ask", "say", "question", "wonder", "want"]
            .iter()
            .any(|mark| lower.contains(mark));
    if conditional && !line.invites {
        return Vec::new();
    }
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»');
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
            '?' | '？' | '؟' if followed_by_space => {
                let text = line.text.get(begin..next).unwrap_or_default();
                let text = text.trim_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | '(' | ')' | ',')
                });
                let addressed = quoted
                    || line.item
                    || lower.starts_with("ask")
                    || words::words(text)
                        .iter()
                        .any(|word| word == "you" || word == "your");
                let length = text.chars().count();
                if addressed && (6..=300).contains(&length) {
                    found.push(presentable(text));
                }
                begin = next;
            }
            '.' | '!' | ':' | ';' if followed_by_space => begin = next,
            c if quote(c) => {
                begin = next;
                quoted = !quoted;
            }
            _ => {}
        }
    }
    // "Walk me through your last project." asks without a question mark.
    let spoken_to = lower.contains(" me ") || lower.contains(" us ");
    let asks = [
        "tell", "walk", "describe", "show", "give", "explain", "talk",
    ]
    .iter()
    .any(|verb| lower.starts_with(verb));
    if found.is_empty() && line.item && spoken_to && asks && line.text.chars().count() <= 300 {
        found.push(presentable(line.text.trim_end_matches(quote)));
    }
    found
}

/// As it may be said: capitalised, unfilled `{{ variables }}` in plain words.
fn presentable(text: &str) -> String {
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
            "user" | "candidate" | "visitor" | "customer" => "you".to_owned(),
            name => format!("the {name}"),
        });
        rest = after;
    }
    said.push_str(rest);
    capitalised(&said)
}

/// What a line lists to be talked about.
pub(super) fn topics(line: &Line<'_>) -> Vec<String> {
    const LEADS: &[&str] = &[
        "ask about ",
        "asking about ",
        "asks about ",
        "questions about ",
        "questions on ",
        "ask them about ",
        "ask the candidate about ",
        "ask the user about ",
        "talk about ",
        "topics: ",
        "discuss ",
        "cover ",
        "focus on ",
        "explore ",
    ];
    // "Cover the following topics:" introduces topics and is none.
    if line.text.contains('?') || line.text.ends_with(':') {
        return Vec::new();
    }
    if line.invites {
        let named = line
            .text
            .split([':', '(', '–', '—'])
            .next()
            .unwrap_or_default();
        let lead = LEADS
            .iter()
            .find_map(|lead| strip_prefix_ignoring_case(named, lead));
        return topic(lead.unwrap_or(named)).into_iter().collect();
    }
    let mut topics = Vec::new();
    for sentence in words::sentences(line.text) {
        let lower = sentence.to_ascii_lowercase();
        let after = |lead: &&str| {
            lower
                .find(*lead)
                .and_then(|at| sentence.get(at + lead.len()..))
        };
        let Some(rest) = LEADS.iter().find_map(after) else {
            continue;
        };
        let rest = rest.split(['.', ';', '(', ':']).next().unwrap_or_default();
        let parts = rest.split(',').flat_map(|part| part.split(" and "));
        topics.extend(parts.filter_map(topic));
    }
    topics
}

fn topic(text: &str) -> Option<String> {
    let text = text.replace("**", "");
    let text = text
        .trim()
        .trim_start_matches("and ")
        .trim_start_matches("the candidate's ")
        .trim_start_matches("their ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || ".,;:!\"“”*_".contains(c));
    is_topic(text).then(|| capitalised(text))
}

/// A short noun phrase, as far as one can tell: nothing that tells the agent how to behave.
pub(super) fn is_topic(text: &str) -> bool {
    const ORDERS: &[&str] = &[
        "be", "keep", "stay", "start", "end", "never", "always", "do", "don't", "use", "give",
        "if", "when", "after", "before", "make", "only", "remember", "avoid", "ensure", "let",
        "say", "act", "play", "speak", "respond", "answer", "ask", "you", "your", "one", "wait",
        "listen", "begin", "finish", "greet", "thank", "tell", "probe", "push", "offer", "show",
        "try", "they", "he", "she", "it",
    ];
    let spoken = words::words(text);
    (1..=7).contains(&spoken.len())
        && !text.contains('{')
        && !spoken
            .first()
            .is_some_and(|first| ORDERS.contains(&first.as_str()))
        && !spoken
            .iter()
            .any(|word| word == "you" || word == "must" || word == "should")
        && spoken.iter().any(|word| words::carries_meaning(word))
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
