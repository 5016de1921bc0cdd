//! The lines of instructions that are not the owner's own business.

use vivavoce_text::{rubric, words};

use super::reading::{Reading, is_marked};

/// A line that is not marked as the owner's own business.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// It carried a list mark.
    pub(super) item: bool,
    /// It, or what introduces it, says that this is what to talk about.
    pub(super) invites: bool,
}

pub(super) fn open_lines<'a>(instructions: &'a str, reading: &Reading) -> Vec<Line<'a>> {
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
            || (bare.ends_with([':', '：']) && bare.len() != trimmed.len())
            || (trimmed.starts_with("**") && trimmed.ends_with("**"))
            || (trimmed.starts_with('[') && trimmed.ends_with(']'));
        let closed = is_internal(trimmed, reading);
        let (text, item) = rubric::without_mark(trimmed.trim_start_matches('#').trim());
        if heading {
            section_closed = closed;
            list_closed = false;
            paragraph_closed = false;
            invites = is_invitation(text, reading);
            continue;
        }
        if closed {
            // "Internal notes:" closes the list below it as well.
            list_closed |= trimmed.ends_with([':', '：']);
            paragraph_closed |= !item && is_marked(trimmed);
        }
        if closed || section_closed || list_closed || (paragraph_closed && !item) {
            continue;
        }
        if !item {
            invites = trimmed.ends_with([':', '：']) && is_invitation(text, reading);
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
fn is_internal(line: &str, reading: &Reading) -> bool {
    let lower = line.to_lowercase().replace('’', "'");
    // "What would you never give up?" is a question and no rule.
    is_marked(line)
        || (!lower.contains(['?', '？', '؟']) && reading.finds(&lower, |reads| reads.rules))
}

fn is_invitation(line: &str, reading: &Reading) -> bool {
    let spoken = words::words(line);
    let stems = || spoken.iter().map(|word| words::stem(word));
    reading.all(|reads| reads.invites).any(|invites| {
        stems().any(|stem| stem == invites)
            // A stem of another language, or a word of characters.
            || (!invites.is_ascii() || invites.len() > 3) && line.to_lowercase().contains(invites)
    })
}
