//! Markdown as it is spoken: the words without the marks.
//!
//! Not the parser of the view, which works on whole messages and may not have loaded yet. It goes by the
//! same rules as far as one sentence shows them: a mark without its pair is text.

/// The words of one sentence. `begins_line`: nothing of its line stands before it. `in_code` is
/// whether a fenced block is open, and is kept up to date.
pub(super) fn spoken(sentence: &str, begins_line: bool, in_code: &mut bool) -> String {
    let text = sentence.trim();
    if begins_line && (text.starts_with("```") || text.starts_with("~~~")) {
        *in_code = !*in_code;
        return String::new();
    }
    if *in_code {
        return text.to_owned();
    }
    let text = if begins_line {
        without_block_marks(text)
    } else {
        text
    };
    if begins_line && text.starts_with('|') {
        return cells(text);
    }
    let words = inline(text);
    // What consists of marks alone: a rule, an underline, half of a pair.
    if words
        .chars()
        .all(|c| c.is_whitespace() || "-*_=~#>|`".contains(c))
    {
        return String::new();
    }
    words
}

/// Past quotation, heading and list marks; the number of a numbered list is content.
fn without_block_marks(text: &str) -> &str {
    let mut text = text;
    loop {
        let trimmed = text.trim_start();
        let next = if let Some(quoted) = trimmed.strip_prefix('>') {
            quoted
        } else if trimmed.starts_with('#') {
            let title = trimmed.trim_start_matches('#');
            if !title.starts_with(' ') {
                return trimmed;
            }
            title
        } else if let Some(item) = ["- ", "* ", "+ "]
            .iter()
            .find_map(|mark| trimmed.strip_prefix(mark))
        {
            let boxes = ["[ ] ", "[x] ", "[X] "];
            boxes
                .iter()
                .find_map(|mark| item.strip_prefix(mark))
                .unwrap_or(item)
        } else {
            return trimmed;
        };
        text = next;
    }
}

/// A table's row as a list; the row of dashes is nothing.
fn cells(row: &str) -> String {
    if row.chars().all(|c| "|-: ".contains(c)) {
        return String::new();
    }
    let cells: Vec<String> = (row.split('|'))
        .map(|cell| inline(cell.trim()))
        .filter(|cell| !cell.is_empty())
        .collect();
    cells.join(", ")
}

fn inline(text: &str) -> String {
    read(text).0
}

/// Whether no mark in `text` still waits for its pair.
pub(super) fn is_closed(text: &str) -> bool {
    read(text).1
}

/// The words of `text`, and whether no mark in it waits for its pair. One that has none is text.
fn read(text: &str) -> (String, bool) {
    let mut words = String::with_capacity(text.len());
    let mut is_closed = true;
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let beyond = rest.trim_start_matches(c);
        let marks = rest.len() - beyond.len();
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = after.chars().next().unwrap_or(' ');
        // What is passed, and what of it is read.
        let mut passed = c.len_utf8();
        let mut said = rest.get(..passed).unwrap_or_default();
        match c {
            '\\' if next == '(' || next == '[' => {
                let close = if next == '(' { "\\)" } else { "\\]" };
                passed = after.find(close).map_or(passed, |end| end + 3);
                said = rest.get(..passed).unwrap_or_default();
            }
            // The end of a formula's row stays.
            '\\' if next.is_ascii_punctuation() && next != '\\' => {
                passed = 2;
                said = after.get(..1).unwrap_or_default();
            }
            '!' if link(after).is_some() => said = "",
            '[' => match link(rest) {
                Some((label, end)) => {
                    words.push_str(&inline(label));
                    said = "";
                    passed = end;
                }
                None => {
                    let end = closing(rest, '[', ']');
                    let target = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
                    let is_open = target.starts_with('(') && closing(target, '(', ')').is_none();
                    is_closed &= end.is_some() && !is_open;
                }
            },
            '`' => {
                passed = marks;
                said = rest.get(..marks).unwrap_or_default();
                match beyond.find(said) {
                    Some(end) => {
                        said = beyond.get(..end).unwrap_or_default();
                        passed += end + marks;
                    }
                    None => is_closed = false,
                }
            }
            '<' => {
                let tag = after.split('>').next().unwrap_or_default();
                let name = tag.trim_end_matches([' ', '/']);
                if name.eq_ignore_ascii_case("br") {
                    said = " ";
                    passed = tag.len() + 2;
                } else if tag.contains([':', '@']) && !tag.contains(' ') {
                    said = tag;
                    passed = tag.len() + 2;
                }
            }
            '$' => {
                passed = formula(rest, before).unwrap_or(marks);
                said = rest.get(..passed).unwrap_or_default();
            }
            'h' | 'H' | 'w' | 'W' => {
                passed = address(rest, before).unwrap_or(passed);
                said = rest.get(..passed).unwrap_or_default();
            }
            '*' if marks == 1 && is_product(before, beyond) => {}
            '*' | '_' | '~' => {
                passed = marks;
                said = rest.get(..marks).unwrap_or_default();
                let is_known = c != '~' || marks == 2;
                let closed = open.iter().rposition(|(mark, _)| *mark == c);
                if is_known && can_close(c, before, beyond) && closed.is_some() {
                    let mut left = marks;
                    while left > 0
                        && let Some(at) = open.iter().rposition(|(mark, _)| *mark == c)
                    {
                        left -= open.get(at).map_or(left, |(_, marks)| left.min(*marks));
                        open.truncate(at);
                    }
                    said = "";
                } else if is_known && can_open(c, before, beyond) {
                    let is_pair = closes_later(c, beyond);
                    is_closed &= is_pair;
                    if is_pair {
                        open.push((c, marks));
                        said = "";
                    }
                }
            }
            _ => {}
        }
        words.push_str(said);
        let (seen, left) = rest.split_at_checked(passed).unwrap_or((rest, ""));
        before = seen.chars().next_back().unwrap_or(before);
        rest = left;
    }
    (words, is_closed)
}

/// Whether a mark before `after` begins an emphasis. An underscore within a word belongs to it.
fn can_open(mark: char, before: char, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    !next.is_whitespace() && is_outside(mark, before, next)
}

fn can_close(mark: char, before: char, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    !before.is_whitespace() && is_outside(mark, next, before)
}

/// Whether the mark has no word at its `outer` side that it would have to be part of.
fn is_outside(mark: char, outer: char, inner: char) -> bool {
    // Part of an address.
    if outer == '/' || mark == '_' && "-=".contains(outer) {
        return false;
    }
    if mark == '_' || inner.is_ascii_punctuation() && outer.is_ascii() {
        !outer.is_alphanumeric()
    } else {
        true
    }
}

/// Whether a star between these multiplies.
fn is_product(before: char, after: &str) -> bool {
    before.is_ascii_digit() && after.starts_with(|c: char| c.is_ascii_digit())
}

/// Length of the formula between dollars that `text` begins with. Dollars mean prices as well.
fn formula(text: &str, before: char) -> Option<usize> {
    let body = text.trim_start_matches('$');
    let mark = text.get(..text.len() - body.len())?;
    let end = body.find(mark)?;
    let (body, behind) = (body.get(..end)?, body.get(end + mark.len()..)?);
    let is_outside = |c: char| !c.is_alphanumeric() && c != '$';
    let is_tight = body.trim() == body && !body.is_empty();
    let is_price = body.starts_with(|c: char| c.is_ascii_digit());
    let is_likely = match mark.len() {
        1 => is_tight && (body.contains(['\\', '^', '=']) || !(is_price || body.contains(' '))),
        2 => is_tight || body.contains(['\\', '^', '=', '_']),
        _ => false,
    };
    let is_certain = is_likely && !body.contains("**") && !body.contains('`');
    let stands_alone = is_outside(before) && behind.chars().next().is_none_or(is_outside);
    (is_certain && stands_alone).then_some(end + 2 * mark.len())
}

/// Length of the bare address that `text` begins with, without the marks around it.
fn address(text: &str, before: char) -> Option<usize> {
    let begins = |scheme: &str| {
        (text.get(..scheme.len())).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    if before.is_ascii_alphanumeric() || !["https://", "http://", "www."].into_iter().any(begins) {
        return None;
    }
    let ends = |c: char| {
        c.is_whitespace() || "<>`\"|".contains(c) || !(c.is_ascii() || c.is_alphanumeric())
    };
    let reach = text.find(ends).unwrap_or(text.len());
    let address = text.get(..reach)?;
    let doubled = ["**", "~~"]
        .iter()
        .filter_map(|marks| address.find(marks))
        .min();
    let address = address.get(..doubled.unwrap_or(reach))?;
    Some(
        address
            .trim_end_matches(['*', '_', '~', '.', ',', ':', ';', '!', '?', '\'', ')', ']'])
            .len(),
    )
}

fn closes_later(mark: char, text: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at..).unwrap_or_default();
        let beyond = after.trim_start_matches(mark);
        before.is_some_and(|before| {
            let is_product = mark == '*' && is_product(before, beyond);
            before != '\\' && !is_product && can_close(mark, before, beyond)
        })
    })
}

/// The text of the link that `text` begins with, and the link's length.
fn link(text: &str) -> Option<(&str, usize)> {
    let end = closing(text, '[', ']')?;
    let target = text.get(end + 1..)?;
    let length = closing(target, '(', ')')?;
    // Words in parentheses behind words in brackets.
    let words = target.get(..length)?;
    let is_link = !words.contains(' ') || words.contains([':', '"']);
    is_link.then_some((text.get(1..end)?, end + length + 2))
}

/// Where the bracket closes that `text` begins with.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close && depth > 0 {
            depth -= 1;
        }
        if depth == 0 {
            return (at > 0).then_some(at);
        }
    }
    None
}
