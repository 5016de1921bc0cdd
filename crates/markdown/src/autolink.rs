//! Bare addresses in a line of the source, as GitHub's extension to CommonMark has them:
//! `https://…`, `http://…`, `www.…` and email addresses. They are looked for before anything else, so
//! that no mark in them means anything.
//!
//! Beyond that extension: where words are not kept apart by spaces, an address may follow a letter
//! (`请看https://…`), and full-width punctuation or a quotation mark ends it. A host ends where such
//! letters follow a name of ASCII ones (`example.com에서`), since no top-level domain mixes them. In a
//! path they belong to the address (`https://zh.wikipedia.org/wiki/中文`): nothing tells a word in it from
//! a word behind it.

use crate::script::{ends_address, is_mark, is_unspaced};

/// Characters of a host that are looked through: more than one may have.
const HOST: usize = 300;

/// What stands around a candidate.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around {
    /// The character before it; `None` where a text begins.
    pub(crate) before: Option<char>,
    /// It stands in a table's row, where a bar ends the cell.
    pub(crate) in_row: bool,
    /// The line has marks of emphasis before it.
    pub(crate) marked: bool,
}

/// Length of the web address that `line` begins with.
pub(crate) fn web(line: &str, around: Around) -> Option<usize> {
    let has = |prefix: &str| {
        line.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let scheme = match () {
        () if has("https://") => 8,
        () if has("http://") => 7,
        () if has("www.") => 0,
        () => return None,
    };
    let host = line.get(scheme..)?;
    let length = domain(host, scheme == 0)?;
    let rest = host.get(length..)?;
    // A host that was cut: what follows is a word.
    let tail = match rest.chars().next() {
        Some(c) if c.is_alphanumeric() => 0,
        _ => tail(rest, around),
    };
    Some(scheme + length + tail)
}

/// The email address around an `@`: how much of `before` and of `after` is part of it.
pub(crate) fn email(before: &str, after: &str, marked: bool) -> Option<(usize, usize)> {
    let is_joint = |byte: &u8| matches!(byte, b'.' | b'-' | b'_' | b'+');
    let mut next = b'@';
    let local = before
        .bytes()
        .rev()
        .take_while(|byte| {
            // Models escape what is in no need of it: `first\_last@…`.
            let is_escape = *byte == b'\\' && is_joint(&next);
            next = *byte;
            byte.is_ascii_alphanumeric() || is_joint(byte) || is_escape
        })
        .count();
    let length = after
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        .count();
    let host = after.get(..length)?.trim_end_matches('.');
    // A name or a host of other letters would be cut, and is somebody else's then.
    let outside = before.get(..before.len() - local)?.chars().next_back();
    let behind = after.get(length..)?.chars().next();
    let is_letter =
        |c: char| (c.is_alphanumeric() && !is_unspaced(c)) || matches!(c, '\u{300}'..='\u{36F}');
    if outside.is_some_and(is_letter) || behind.is_some_and(is_letter) {
        return None;
    }
    let mut local = before.get(before.len() - local..)?;
    let mut host = host;
    // `_a@b.example_` is emphasis around it.
    if host.ends_with('_') && (marked || local.starts_with('_')) {
        local = local.trim_start_matches('_');
        host = host.trim_end_matches('_').trim_end_matches('.');
    }
    let is_host = host.contains('.')
        && !host.contains("..")
        && !host.starts_with('.')
        && !host.ends_with(['-', '_']);
    (is_host && !local.is_empty()).then_some((local.len(), host.len()))
}

/// Whether an address may begin after `before`, the text of its line so far: not in a word.
pub(crate) fn may_begin(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        None => true,
        Some('*' | '_' | '~' | '(' | '"' | '\'' | '[') => true,
        // `网址:https://…`
        Some(':' | ',' | ';') => back.next().is_some_and(is_unspaced),
        Some(c) => c.is_whitespace() || is_unspaced(c) || (is_mark(c) && !c.is_ascii()),
    }
}

/// Length of the host at the start of `text`: names with dots between them, the last two without an
/// underscore.
fn domain(text: &str, needs_dot: bool) -> Option<usize> {
    let length: usize = text
        .chars()
        .take(HOST)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .map(char::len_utf8)
        .sum();
    let mut host = text.get(..length)?.trim_end_matches('.');
    let last = host.rsplit('.').next()?;
    if last.starts_with(|c: char| c.is_ascii())
        && let Some(word) = last.find(is_unspaced)
    {
        host = host.get(..host.len() - last.len() + word)?;
    }
    let mut names = host.rsplit('.');
    let last = names.next()?;
    let before = names.next();
    if last.is_empty() || (needs_dot && before.is_none_or(str::is_empty)) {
        return None;
    }
    let plain = !last.contains('_') && !before.is_some_and(|name| name.contains('_'));
    plain.then_some(host.len())
}

/// Length of path, query and fragment, without what ends a sentence.
fn tail(text: &str, around: Around) -> usize {
    let mut tail = text.get(..reach(text, around)).unwrap_or_default();
    let opened = tail.matches('(').count();
    let mut closed = tail.matches(')').count();
    let [stars, underscores] =
        ['*', '_'].map(|mark| !around.marked && tail.matches(mark).count() % 2 == 0);
    loop {
        let last = tail.chars().next_back();
        let shorter = match last {
            // Part of it where it closes a mark opened in it: `/_draft_`.
            Some('*') if stars => return tail.len(),
            Some('_') if underscores => return tail.len(),
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ']' | '\\') => {
                tail.get(..tail.len() - 1)
            }
            // What ends a sentence or a part of it in other scripts.
            Some(c @ ('،' | '؛' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '፣' | '–' | '—')) => {
                tail.get(..tail.len() - c.len_utf8())
            }
            Some(')') if closed > opened => {
                closed -= 1;
                tail.get(..tail.len() - 1)
            }
            Some(';') => before_entity(tail),
            _ => return tail.len(),
        };
        match shorter {
            Some(shorter) => tail = shorter,
            None => return tail.len(),
        }
    }
}

/// How far an address can reach at all.
fn reach(text: &str, around: Around) -> usize {
    let (mut brackets, mut parentheses) = (0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '<' | '>' | '`' => true,
            // Never in an address, but around one.
            '*' | '~' => next == Some(c),
            '|' => around.in_row,
            '"' | '\'' => around.before == Some(c),
            '[' => {
                brackets += 1;
                false
            }
            ']' => {
                brackets -= 1;
                brackets < 0 || next == Some('(')
            }
            '(' => {
                parentheses += 1;
                false
            }
            ')' => {
                parentheses -= 1;
                parentheses < 0 && around.before == Some('(')
            }
            c => c.is_whitespace() || ends_address(c),
        };
        if ends {
            return at;
        }
    }
    text.len()
}

/// `tail` without the `&name;` or the `;` it ends with.
fn before_entity(tail: &str) -> Option<&str> {
    let body = tail.strip_suffix(';')?;
    let name = body.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    if name.len() < body.len()
        && let Some(before) = name.strip_suffix('&')
    {
        return Some(before);
    }
    Some(body)
}
