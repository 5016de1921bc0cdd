//! Markdown as it is spoken: the words without the marks.
//!
//! Not the parser of the view, which works on whole messages and may not have loaded yet. A mark
//! that slips through is read out as a star; nothing else depends on it.

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
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = after.chars().next().unwrap_or(' ');
        rest = after;
        match c {
            '\\' if next.is_ascii_punctuation() => {
                words.push(next);
                rest = after.get(1..).unwrap_or_default();
            }
            '!' if next == '[' => {}
            '[' => {}
            // The address of a link; `]` alone is a bracket no one needs to hear.
            ']' => {
                if let Some((_, beyond)) = after.strip_prefix('(').and_then(|to| to.split_once(')'))
                {
                    rest = beyond;
                }
            }
            '`' => {}
            '<' | '>' if is_autolink(c, before, after) => {}
            '~' if next == '~' || before == '~' => {}
            // A star between spaces multiplies; an underscore within a word belongs to it.
            '*' if !(before == ' ' && next == ' ') => {}
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => {}
            _ => words.push(c),
        }
        before = c;
    }
    words
}

/// The brackets around an address in `<https://…>`.
fn is_autolink(bracket: char, before: char, after: &str) -> bool {
    match bracket {
        '<' => after.starts_with("http") || after.starts_with("mailto:"),
        _ => !before.is_whitespace() && before != '-' && before != '=',
    }
}
