//! Formulas in the source. They are not typeset but kept as they were written, so that they can be
//! read and copied: `\(…\)`, `\[…\]`, `$$…$$`, and `$…$` where it certainly is one.
//!
//! A formula within a line ends in that line. One whose opening mark begins or ends its line reaches
//! over lines, up to a blank one or a code block's fence.

use crate::lines::next_line;

/// What a formula stands between.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// `\(…\)`
    Parentheses,
    /// `\[…\]`
    Brackets,
    /// `$$…$$`
    Dollars,
    /// `$…$`
    Dollar,
}

impl Kind {
    /// The kind that `text` opens.
    pub(crate) fn opened_by(text: &str) -> Option<Kind> {
        let dollars = text.len() - text.trim_start_matches('$').len();
        Some(match dollars {
            0 if text.starts_with("\\(") => Kind::Parentheses,
            0 if text.starts_with("\\[") => Kind::Brackets,
            1 => Kind::Dollar,
            2 => Kind::Dollars,
            _ => return None,
        })
    }

    /// Bytes of the mark, which are the same on both sides.
    pub(crate) fn mark(self) -> usize {
        match self {
            Kind::Dollar => 1,
            _ => 2,
        }
    }

    /// Where in `text` its first closing mark begins.
    pub(crate) fn closing(self, text: &str) -> Option<usize> {
        let wanted = match self {
            Kind::Parentheses => return unescaped(text, "\\)"),
            Kind::Brackets => return unescaped(text, "\\]"),
            Kind::Dollars => 2,
            Kind::Dollar => 1,
        };
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find('$')) {
            let at = from + found;
            let run = text.get(at..)?;
            let dollars = run.len() - run.trim_start_matches('$').len();
            let is_escaped = text.get(..at).is_some_and(ends_escaping);
            if dollars == wanted && !is_escaped {
                return Some(at);
            }
            from = at + dollars;
        }
        None
    }

    /// Whether `body` between the marks, with `after` behind them, is a formula. `open`: it may go on.
    pub(crate) fn accepts(self, body: &str, after: &str, open: bool) -> bool {
        let next = after.chars().next();
        match self {
            Kind::Parentheses | Kind::Brackets => {
                // A link whose brackets were escaped.
                let is_link = next == Some('(') && self == Kind::Brackets;
                let is_box = self == Kind::Brackets && matches!(body, " " | "x" | "X");
                let is_likely = match open {
                    true => is_alone(body, open) || is_certain(body, 2),
                    false => !body.trim().is_empty() && !is_box,
                };
                is_likely && !is_link && !self.is_prose(body)
            }
            Kind::Dollars => is_alone(body, open) || is_certain(body, 2),
            Kind::Dollar => {
                let tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
                tight(body.chars().next())
                    && (open || tight(body.chars().next_back()))
                    && !next.is_some_and(char::is_alphanumeric)
                    && is_certain(body, 1)
            }
        }
    }

    /// Words or figures, whose brackets somebody escaped, and no formula.
    fn is_prose(self, body: &str) -> bool {
        if is_figures(body) || body.contains("](http") {
            return true;
        }
        let body = &body.replace("**", "");
        let (mut small, mut capitals) = (0, 0);
        let mut is_long = false;
        let mut before = ' ';
        for c in body.chars() {
            // `sin(x)`
            if !is_of_words(c) || (c == '(' && before.is_alphabetic()) {
                return false;
            }
            small = if c.is_lowercase() { small + 1 } else { 0 };
            capitals = if c.is_uppercase() { capitals + 1 } else { 0 };
            // `[NAME]` is to be filled in; `(ABC)` may be a triangle.
            let is_name = capitals >= 3 && self == Kind::Brackets && !body.contains('\n');
            // Letters without case are words, not variables.
            let is_sign = c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
            is_long |= small >= 3 || is_name || is_sign;
            before = c;
        }
        is_long
    }
}

/// Where what may reach over lines from the start of `text` has to end: before a blank line or a fence.
/// `false`: text to come can still belong to it.
pub(crate) fn reach(text: &str) -> (usize, bool) {
    let mut at = 0;
    while let Some(next) = next_line(text, at) {
        let line = text.get(next..).unwrap_or_default();
        let line = line.trim_start_matches([' ', '\t', '>']);
        let is_blank = line.starts_with(['\n', '\r']);
        if is_blank || line.starts_with("```") || line.starts_with("~~~") {
            return (next, true);
        }
        at = next;
    }
    (text.len(), false)
}

/// Whether a character after `before` is escaped: an odd number of backslashes.
fn ends_escaping(before: &str) -> bool {
    let slashes = before.len() - before.trim_end_matches('\\').len();
    slashes % 2 == 1
}

fn unescaped(text: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(mark)) {
        let at = from + found;
        // `\\]` ends a row before a bracket.
        if !text.get(..at).is_some_and(ends_escaping) {
            return Some(at);
        }
        from = at + mark.len();
    }
    None
}

/// Whether the marks around `body` stand in lines of their own.
fn is_alone(body: &str, open: bool) -> bool {
    let line_end = |c: char| matches!(c, '\n' | '\r');
    let inside = body.trim_matches([' ', '\t', '>']);
    inside.starts_with(line_end) && (open || inside.ends_with(line_end))
}

/// Whether `c` stands in words and figures, and is no operator of a formula's.
pub(crate) fn is_of_words(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() || ",.;:!?…'’\"“”-–%§&/()#@€£¥".contains(c)
}

/// Whether `body` is a number, several, one with its unit, a date, a time, a telephone's, or a gap.
fn is_figures(body: &str) -> bool {
    let is_unit = |unit: &str| unit.len() > 1 && unit.chars().all(char::is_alphabetic);
    let body = match body.rsplit_once(' ') {
        Some((figures, unit)) if is_unit(unit) => figures,
        _ => body,
    };
    let figures = body.strip_prefix('+').unwrap_or(body);
    let digits = figures.chars().filter(char::is_ascii_digit).count();
    let is_gap = !body.is_empty() && body.chars().all(|c| matches!(c, '.' | '…'));
    let is_phone = figures.len() < body.len() && digits > 4;
    let is_number = figures.len() == body.len() && digits > 0;
    let all = |c: char| c.is_ascii_digit() || " ,.;:%§/–€£¥".contains(c);
    is_gap || ((is_phone || is_number) && figures.chars().all(all))
}

/// Whether `body` can hardly be anything but a formula. Dollars mean prices as well.
fn is_certain(body: &str, dollars: usize) -> bool {
    let Some(first) = body.trim_start().chars().next() else {
        return false;
    };
    if body.contains("**") || body.contains('`') {
        return false;
    }
    let is_price = dollars == 1 && first.is_ascii_digit();
    let mut before = ' ';
    let mut has_script = false;
    let mut has_command = false;
    for (at, c) in body.char_indices() {
        let next = body
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        match c {
            '\\' => has_command |= next.is_some_and(|c| c.is_ascii_alphabetic() || c == '\\'),
            '^' | '_' => {
                let has_base = before.is_alphanumeric() || ")]}|'".contains(before);
                let has_index = match next {
                    Some('{' | '\\') => true,
                    Some(next) => next.is_alphanumeric() && !(is_price && c == '_'),
                    None => false,
                };
                has_script |= has_base && has_index;
            }
            _ => {}
        }
        before = c;
    }
    let begins = first.is_alphanumeric() || "\\({[|-+".contains(first);
    let is_tight = !body.trim_end().contains(char::is_whitespace);
    let has_relation = body.contains('=') || (dollars == 2 && body.contains(['+', '<', '>']));
    has_command || has_script || (begins && !is_price && (is_tight || has_relation))
}
