//! Bare addresses in text, as GitHub's extension to CommonMark has them: `https://…`, `http://…`,
//! `www.…` and email addresses.

use crate::tree::Inline;

/// Appends `text` to `into` with its addresses as links, as long as that takes no more than `budget`
/// nodes beyond the text's own. Returns how many it took.
pub(crate) fn split(text: String, budget: usize, into: &mut Vec<Inline>) -> usize {
    let mut shown = 0;
    let mut added = 0;
    let mut at = 0;
    while added < budget
        && let Some(candidate) = next_candidate(&text, at)
    {
        at = candidate + 1;
        let Some(found) = address(&text, candidate, shown) else {
            continue;
        };
        push_text(&text, shown, found.start, into);
        let label = text.get(found.start..found.end).unwrap_or_default();
        let mut target = String::from(found.scheme);
        target.push_str(label);
        into.push(Inline::Link(target, vec![Inline::Text(label.to_owned())]));
        shown = found.end;
        at = found.end;
        added += 3;
    }
    if shown == 0 {
        into.push(Inline::Text(text));
    } else {
        push_text(&text, shown, text.len(), into);
    }
    added
}

fn push_text(text: &str, start: usize, end: usize, into: &mut Vec<Inline>) {
    if let Some(part) = text.get(start..end)
        && !part.is_empty()
    {
        into.push(Inline::Text(part.to_owned()));
    }
}

fn next_candidate(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let found = bytes
        .iter()
        .position(|byte| matches!(byte, b':' | b'@' | b'w' | b'W'))?;
    Some(from + found)
}

struct Address {
    start: usize,
    end: usize,
    /// What the target has before the text.
    scheme: &'static str,
}

/// The address around the byte `at` that gave it away; `free`: where the text not yet used begins.
fn address(text: &str, at: usize, free: usize) -> Option<Address> {
    let after = text.get(at..)?;
    match after.as_bytes().first()? {
        b':' => {
            let host = after.strip_prefix("://")?;
            let before = text.get(free..at)?;
            let length = ["https", "http"].into_iter().find_map(|scheme| {
                let start = before.len().checked_sub(scheme.len())?;
                before
                    .get(start..)?
                    .eq_ignore_ascii_case(scheme)
                    .then_some(scheme.len())
            })?;
            let start = at - length;
            may_begin(text.get(free..start)?, free)?;
            let domain = domain(host, false)?;
            let end = at + 3 + domain;
            Some(Address {
                start,
                end: end + tail(text.get(end..)?),
                scheme: "",
            })
        }
        b'w' | b'W' => {
            let (mark, _) = after.split_at_checked(4)?;
            if !mark.eq_ignore_ascii_case("www.") {
                return None;
            }
            may_begin(text.get(free..at)?, free)?;
            let end = at + domain(after, true)?;
            Some(Address {
                start: at,
                end: end + tail(text.get(end..)?),
                scheme: "http://",
            })
        }
        _ => email(text, at, free),
    }
}

fn email(text: &str, at: usize, free: usize) -> Option<Address> {
    let local = text
        .get(free..at)?
        .bytes()
        .rev()
        .take_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+')
        })
        .count();
    if local == 0 {
        return None;
    }
    let host = text.get(at + 1..)?;
    let length = host
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        .count();
    let host = host.get(..length)?.trim_end_matches('.');
    let is_host = host.contains('.')
        && !host.contains("..")
        && !host.starts_with('.')
        && !host.ends_with(['-', '_']);
    is_host.then_some(Address {
        start: at - local,
        end: at + 1 + host.len(),
        scheme: "mailto:",
    })
}

/// An address begins after white space, an opening bracket or a mark of emphasis, not in a word.
fn may_begin(before: &str, free: usize) -> Option<()> {
    match before.chars().next_back() {
        // Directly after another link nothing begins.
        None => (free == 0).then_some(()),
        Some(c) => (c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(' | '"' | '\'' | '['))
            .then_some(()),
    }
}

/// Length of the host at the start of `text`: names with dots between them, the last two without an
/// underscore.
fn domain(text: &str, needs_dot: bool) -> Option<usize> {
    let length: usize = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .map(char::len_utf8)
        .sum();
    let host = text.get(..length)?.trim_end_matches('.');
    let mut names = host.rsplit('.');
    let last = names.next()?;
    let before = names.next();
    if last.is_empty() || (needs_dot && before.is_none_or(str::is_empty)) {
        return None;
    }
    let plain = !last.contains('_') && !before.is_some_and(|name| name.contains('_'));
    plain.then_some(host.len())
}

/// Length of path, query and fragment: up to white space or `<`, without what ends a sentence.
fn tail(text: &str) -> usize {
    let mut tail: &str = text
        .split(|c: char| c.is_whitespace() || c == '<')
        .next()
        .unwrap_or_default();
    let opened = tail.matches('(').count();
    let mut closed = tail.matches(')').count();
    loop {
        let shorter = match tail.chars().next_back() {
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ']') => {
                tail.get(..tail.len() - 1)
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
