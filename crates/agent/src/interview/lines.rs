//! The lines of instructions that are not the owner's own business.

use vivavoce_text::{rubric, words};

/// A line that is not marked as the owner's own business.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// It carried a list mark.
    pub(super) item: bool,
    /// It, or what introduces it, says that this is what to talk about.
    pub(super) invites: bool,
}

pub(super) fn open_lines(instructions: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    // Something internal goes on: a section until the next heading, a list and a paragraph until
    // the next blank line.
    let mut section_closed = false;
    let mut list_closed = false;
    let mut paragraph_closed = false;
    let mut invites = false;
    for raw in instructions.lines() {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            list_closed = false;
            paragraph_closed = false;
            continue;
        }
        let bare = trimmed.trim_matches(['*', '_', ' ']);
        let heading = trimmed.starts_with('#')
            || (bare.ends_with(':') && bare.len() != trimmed.len())
            || (trimmed.starts_with("**") && trimmed.ends_with("**"))
            || (trimmed.starts_with('[') && trimmed.ends_with(']'));
        let closed = is_internal(trimmed);
        let (text, item) = rubric::without_mark(trimmed.trim_start_matches('#').trim());
        if heading {
            section_closed = closed;
            list_closed = false;
            paragraph_closed = false;
            invites = is_invitation(text);
            continue;
        }
        if closed {
            // "Internal notes:" closes the list below it as well.
            list_closed |= trimmed.ends_with(':');
            paragraph_closed |= !item && is_marked(trimmed);
        }
        if closed || section_closed || list_closed || (paragraph_closed && !item) {
            continue;
        }
        if !item {
            invites = trimmed.ends_with(':') && is_invitation(text);
        }
        lines.push(Line {
            text,
            item,
            invites: item && invites,
        });
    }
    lines
}

/// Marked as the owner's own business, or a rule for the agent.
fn is_internal(line: &str) -> bool {
    const RULES: &[&str] = &["never", "do not", "don't", "must not", "avoid"];
    let lower = line.to_lowercase().replace('’', "'");
    // "What would you never give up?" is a question and no rule.
    is_marked(line) || (!lower.contains('?') && RULES.iter().any(|rule| lower.contains(rule)))
}

fn is_marked(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "internal",
        "secret",
        "confidential",
        "private note",
        "hidden",
        "not reveal",
        "n't reveal",
        "never reveal",
        "not share",
        "n't share",
        "never share",
        "disclose",
        "not tell",
        "n't tell",
        "never tell",
        "not mention",
        "n't mention",
        "never mention",
        "without telling",
        "for your eyes",
        "only you know",
        "eyes only",
        "keep to yourself",
        "off the record",
        "passcode",
        "password",
        "api key",
        "api_key",
        "canary",
    ];
    let lower = line.to_lowercase().replace('’', "'");
    MARKS.iter().any(|mark| lower.contains(mark))
}

fn is_invitation(line: &str) -> bool {
    const STEMS: &[&str] = &[
        "ask", "cover", "topic", "question", "discuss", "talk", "explor", "area", "agenda",
        "subject",
    ];
    words::words(line)
        .iter()
        .any(|word| STEMS.contains(&words::stem(word).as_str()))
}
