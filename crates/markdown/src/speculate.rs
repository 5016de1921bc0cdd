//! What the very end of a growing text most likely is going to be.
//!
//! Drawn as it is, a streaming reply flickers: `**bo` shows two asterisks until the closing ones
//! arrive, `[docs](https://ex` a half address, `-` under a line makes it a heading for a moment.
//! Here the end of an open text is settled the way its author most likely goes on. It concerns the
//! last line only, and the full parse at the end of the message has the last word.

use crate::lines::line_start;
use crate::prepare::{break_tag, closing_parenthesis, is_address};
use crate::script::{is_mark, is_unspaced};
use crate::stand_in::{BEGIN, NOTHING};
use crate::tree::Inline;

/// An inline and where in the source it begins.
pub(crate) struct Piece {
    pub(crate) start: usize,
    pub(crate) inline: Inline,
}

/// Openers within openers that are settled; beyond, marks show as they are.
const NESTED: usize = 4;

/// Bytes of a last line that are settled; a longer one shows as it is. It is looked through once
/// per mark, and what a line of brackets alone would cost must stay small.
const LINE: usize = 1_000;

/// The inlines of `pieces`, neighbouring texts as one.
pub(crate) fn join(pieces: Vec<Piece>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for Piece { inline, .. } in pieces {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => joined.push(inline),
        }
    }
    joined
}

/// `text` without the marks at its end that mean nothing yet.
pub(crate) fn hold(text: &str) -> &str {
    let start = line_start(text, text.len());
    let (before, line) = text.split_at_checked(start).unwrap_or(("", text));
    if is_marks(line) || is_fence(line) {
        return before;
    }
    let text = without_tag(text);
    let marks = ['*', '_', '~', '`', '\\', '['];
    let held = text.trim_end_matches(marks);
    // Half of a formula's mark, and too little behind it to tell a formula from words.
    let body = held.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    match body.strip_suffix("\\(") {
        Some(before) if held.len() < body.len() + 3 && !before.ends_with('\\') => {
            before.trim_end_matches(marks)
        }
        _ => held,
    }
}

/// `text` without a `<br>` at its end that is still being written.
fn without_tag(text: &str) -> &str {
    let Some((before, tag)) = text.rsplit_once('<') else {
        return text;
    };
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let name = if tag.len() < 8 {
        tag.trim_end_matches(' ')
    } else {
        tag
    };
    let is_begun = ["", "b", "br"]
        .iter()
        .any(|part| name.eq_ignore_ascii_case(part));
    if is_begun { before } else { text }
}

/// Whether `line` has nothing but marks: a list item, rule, heading or table about to begin.
fn is_marks(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() {
        return false;
    }
    let mark = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '=' | '*' | '_' | '+' | '#' | '>' | '`' | '~' | ':' | '|' | '[' | ']' | '!'
            )
    };
    // `- [x` is half a task.
    let line = match line.trim_end_matches(']').strip_suffix(['x', 'X']) {
        Some(before) if before.ends_with('[') => before,
        _ => line,
    };
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = number.len() < line.len() && matches!(number, "" | "." | ")");
    is_number || line.chars().all(mark)
}

/// Whether `line` opens a code block whose language is still being written.
fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    ["```", "~~~"].into_iter().any(|fence| {
        line.starts_with(fence) && !line.trim_start_matches(['`', '~']).contains(['`', '~'])
    })
}

/// The last line of `text`, where it can only be the head of a table, as a table: all of `text`
/// with the line of dashes that must follow. `None` where it is none.
pub(crate) fn table_head(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['\n', '\r']);
    let start = line_start(text, text.len());
    let line = text.get(start..)?.trim();
    if !line.starts_with('|') || line.len() < 2 {
        return None;
    }
    let mut escaped = false;
    let mut bars = 0;
    let mut ends_with_bar = false;
    for c in line.chars() {
        ends_with_bar = c == '|' && !escaped;
        bars += usize::from(ends_with_bar);
        escaped = c == '\\';
    }
    let columns = if ends_with_bar { bars - 1 } else { bars };
    let mut whole = String::with_capacity(text.len() + 2 + 4 * columns);
    whole.push_str(text);
    whole.push_str("\n|");
    for _ in 0..columns {
        whole.push_str("---|");
    }
    Some(whole)
}

/// The pieces of the text's last paragraph, heading or cell, its last line settled.
pub(crate) fn settle(pieces: Vec<Piece>, source: &str) -> Vec<Piece> {
    let line = pieces
        .iter()
        .rposition(|piece| {
            matches!(piece.inline, Inline::Soft | Inline::Hard) && !is_within_line(piece, source)
        })
        .map_or(0, |at| at + 1);
    let begins = pieces.get(line).map_or(source.len(), |piece| piece.start);
    if source.len().saturating_sub(begins) > LINE {
        return pieces;
    }
    let mut settled = pieces;
    let rest = settled.split_off(line);
    settled.extend(settle_line(rest, source, NESTED));
    settled
}

/// Whether the break is a tag's, with more of its line of the source behind it.
fn is_within_line(piece: &Piece, source: &str) -> bool {
    let rest = source.get(piece.start..).unwrap_or_default();
    let behind = break_tag(rest).and_then(|length| rest.get(length..));
    behind.is_some_and(|behind| {
        !behind
            .trim_start_matches([' ', '\t'])
            .starts_with(['\n', '\r'])
    })
}

fn settle_line(pieces: Vec<Piece>, source: &str, nested: usize) -> Vec<Piece> {
    let mut done: Vec<Piece> = Vec::new();
    let mut rest = pieces;
    let mut from = 0;
    while nested > 0
        && let Some((at, step)) = find(&rest, from, source)
    {
        match step {
            Step::Pass(after) => from = after,
            Step::Drop { marks, until } => {
                // Brackets of a link under way: its text alone.
                let (before, after) = split(rest, at, source);
                done.extend(before);
                let (_, after) = split(after, at + marks, source);
                rest = match until {
                    Some(until) => split(after, until, source).0,
                    None => after,
                };
                from = at + marks;
            }
            Step::Hide => {
                let (before, _) = split(rest, at - 1, source);
                done.extend(before);
                return done;
            }
            Step::Code(marks) => {
                let (before, _) = split(rest, at, source);
                done.extend(before);
                let code = source.get(at + marks..).unwrap_or_default().trim();
                if !code.is_empty() {
                    done.push(Piece {
                        start: at,
                        inline: Inline::Code(code.to_owned()),
                    });
                }
                return done;
            }
            Step::Wrap(mark, marks) => {
                let (before, after) = split(rest, at, source);
                done.extend(before);
                let (_, inner) = split(after, at + marks, source);
                let inner = join(settle_line(inner, source, nested - 1));
                done.push(Piece {
                    start: at,
                    inline: match (mark, marks) {
                        ('~', _) => Inline::Strike(inner),
                        (_, 1) => Inline::Emphasis(inner),
                        (_, 2) => Inline::Strong(inner),
                        _ => Inline::Emphasis(vec![Inline::Strong(inner)]),
                    },
                });
                return done;
            }
        }
    }
    done.extend(rest);
    done
}

/// What to do about a mark at some place of the source.
enum Step {
    /// Nothing; look on from here.
    Pass(usize),
    /// Leave that many bytes of marks out, and everything from `until` on.
    Drop { marks: usize, until: Option<usize> },
    /// Leave out everything from the byte before on: half an image, with its `!`.
    Hide,
    /// The rest is code, after that many backticks.
    Code(usize),
    /// The rest is inside this mark, so many bytes long.
    Wrap(char, usize),
}

/// The first mark at or after `from` that the parser left as text.
fn find(pieces: &[Piece], from: usize, source: &str) -> Option<(usize, Step)> {
    for (index, piece) in pieces.iter().enumerate() {
        let Some(text) = raw(piece, source) else {
            continue;
        };
        for (offset, c) in text.char_indices() {
            let at = piece.start + offset;
            let is_mark = matches!(c, '`' | '*' | '_' | '~' | '[');
            // An escaped character begins a text of its own, right after its backslash.
            let escaped = offset == 0 && source.get(..at).is_some_and(|s| s.ends_with('\\'));
            if at < from || !is_mark || escaped {
                continue;
            }
            // What the parser took of a run of marks is its own.
            let taken = pieces
                .iter()
                .skip(index + 1)
                .find(|piece| raw(piece, source).is_none());
            let left = taken
                .map_or(source.len(), |piece| piece.start)
                .saturating_sub(at);
            return Some((at, step(c, at, left, source)));
        }
    }
    None
}

/// What to do about the `mark` that stands at `at`, of whose run no more than `left` bytes are text.
fn step(mark: char, at: usize, left: usize, source: &str) -> Step {
    let after = source.get(at..).unwrap_or_default();
    let before = source.get(..at).unwrap_or_default();
    let run = after.len() - after.trim_start_matches(mark).len();
    let marks = run.min(left).max(1);
    let next = after.get(marks..).and_then(|after| after.chars().next());
    let previous = before.chars().next_back();
    match mark {
        '`' => Step::Code(marks),
        '[' => bracket(at, before, source),
        _ => {
            let in_word = |c: char| c.is_alphanumeric() && (mark == '_' || !is_unspaced(c));
            let opens = next.is_some_and(|c| !c.is_whitespace())
                && previous.is_none_or(|c| (!in_word(c) || next == Some(NOTHING)) && c != mark)
                && !is_left_alone(before, after, marks);
            let known = match mark {
                '~' => marks == 2,
                _ => marks <= 3,
            };
            if opens && known {
                Step::Wrap(mark, marks)
            } else {
                Step::Pass(at + marks)
            }
        }
    }
}

/// Whether the mark that `after` begins with is one the parser has left as it is, though by now it had
/// its pair: another one like it stood where it would close it but could not, or its parenthesis closed.
fn is_left_alone(before: &str, after: &str, marks: usize) -> bool {
    let (run, inside) = after.split_at_checked(marks).unwrap_or((after, ""));
    let closes = |c: char| !c.is_whitespace() && !"([{<\"'“‘\\".contains(c);
    let previous = before.chars().next_back();
    let line = before
        .get(line_start(before, before.len())..)
        .unwrap_or_default();
    let closed_by = |c: char| is_mark(c) && c != NOTHING && !is_unspaced(c) && closes(c);
    let is_second = previous.is_some_and(closed_by) && line.contains(run);
    if is_second || (previous == Some('(') && closing_parenthesis(inside).is_some()) {
        return true;
    }
    let mut before = ' ';
    // An underscore could have.
    let mut in_code = run.starts_with('_');
    let mut rest = inside;
    while let Some(c) = rest.chars().next() {
        let next = rest.trim_start_matches(c);
        if rest.len() - next.len() == marks && rest.starts_with(run) && !in_code && closes(before) {
            return true;
        }
        in_code ^= c == '`';
        before = c;
        rest = next;
    }
    false
}

fn bracket(at: usize, before: &str, source: &str) -> Step {
    let is_image = before.ends_with('!') && !before.ends_with("\\!");
    let inside = source.get(at + 1..).unwrap_or_default();
    let closing = closing_bracket(inside);
    let is_under_way = match closing {
        None => true,
        Some(close) => {
            let after = inside.get(close + 1..).unwrap_or_default();
            match after.chars().next() {
                None => true,
                Some('(') => is_target(after.get(1..).unwrap_or_default(), is_image),
                Some('[') => !after.contains(']'),
                Some(_) => false,
            }
        }
    };
    match (is_under_way, is_image) {
        (false, _) => Step::Pass(at + 1),
        (true, true) => Step::Hide,
        (true, false) => Step::Drop {
            marks: 1,
            until: closing.map(|close| at + 1 + close),
        },
    }
}

/// Whether `target` can be the beginning of what the parentheses of a link hold.
fn is_target(target: &str, is_image: bool) -> bool {
    if closing_parenthesis(target).is_some() || target.contains(['\n', '\r']) {
        return false;
    }
    !target.contains(char::is_whitespace)
        || target.contains(['"', '\''])
        || is_address(target.trim_start_matches([' ', BEGIN]), is_image)
}

/// The bracket that closes the one just opened.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The piece's text where it stands in the source just so: not an entity, not code.
fn raw<'p>(piece: &'p Piece, source: &str) -> Option<&'p str> {
    match &piece.inline {
        Inline::Text(text) => source
            .get(piece.start..)
            .is_some_and(|source| source.starts_with(text.as_str()))
            .then_some(text),
        _ => None,
    }
}

/// The pieces before and after the place `at` in the source.
fn split(pieces: Vec<Piece>, at: usize, source: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for piece in pieces {
        if piece.start >= at {
            after.push(piece);
            continue;
        }
        let parts = raw(&piece, source)
            .filter(|text| piece.start + text.len() > at)
            .and_then(|text| text.split_at_checked(at - piece.start))
            .map(|(left, right)| (left.to_owned(), right.to_owned()));
        match parts {
            Some((left, right)) => {
                before.push(Piece {
                    start: piece.start,
                    inline: Inline::Text(left),
                });
                after.push(Piece {
                    start: at,
                    inline: Inline::Text(right),
                });
            }
            None => before.push(piece),
        }
    }
    (before, after)
}
