//! The source as the parser gets it.
//!
//! The parser keeps to CommonMark, and models do not. What they mean is settled here, before it: each
//! mark that means nothing is replaced by its stand-in, and nothing else is touched.
//!
//! * Emphasis next to Chinese, Japanese or Korean: the amendment of `tats-u/markdown-cjk-friendly`,
//!   also for other scripts without spaces. Without such letters around, CommonMark's rules hold.
//! * Bare addresses, with all that stands in them.
//! * Formulas, which stay as they were written.
//! * Spaces in the address of a link.
//! * `<br>` at the start of a line, which is no block of HTML.
//! * Stars between digits, which multiply.
//! * Fences within a block of markdown, which do not end it.
//!
//! One pass from left to right; what it decides of a line that has ended, no text appended later
//! changes, but for [`Prepared::undecided`].

use crate::autolink::{self, Around};
use crate::formula::{self, Kind};
use crate::lines::{line_start, next_line};
use crate::script::{is_mark, is_unspaced};
use crate::stand_in::{BEGIN, END, NOTHING, SPACE, is_stand_in, plain};

/// Parentheses within the address of a link, as the parser counts them.
const NESTED: usize = 32;

/// A prepared text, and where its parts stand in the source.
pub(crate) struct Prepared {
    pub(crate) text: String,
    /// Where the first formula begins that more text may end, in [`text`](Self::text): what follows it
    /// is not finished.
    pub(crate) undecided: usize,
    /// After which byte of the text how many bytes more there are than in the source.
    longer: Vec<(usize, usize)>,
}

impl Prepared {
    pub(crate) fn new(source: &str, open: bool) -> Prepared {
        let mut pass = Pass {
            source,
            open,
            at: 0,
            fresh: 0,
            line: Line::default(),
            reach: (0, false),
            no_end: [0; 2],
            undecided: None,
            fences: Vec::new(),
            text: String::with_capacity(source.len() + source.len() / 16),
            longer: Vec::new(),
        };
        pass.run();
        let undecided = pass.undecided.unwrap_or(pass.text.len());
        Prepared {
            undecided: line_start(&pass.text, undecided),
            text: pass.text,
            longer: pass.longer,
        }
    }

    /// Where in the source byte `at` of the text stands.
    pub(crate) fn source(&self, at: usize) -> usize {
        let known = self.longer.partition_point(|(from, _)| *from <= at);
        let longer = known.checked_sub(1).and_then(|last| self.longer.get(last));
        at - longer.map_or(0, |(_, longer)| *longer)
    }
}

struct Pass<'s> {
    source: &'s str,
    open: bool,
    at: usize,
    /// Where the text began that an address would begin: nothing touches it from before.
    fresh: usize,
    line: Line,
    /// Where formulas over lines that begin from here on have to end, and whether that is settled.
    reach: (usize, bool),
    /// Up to there no end of one was found, in brackets and in dollars.
    no_end: [usize; 2],
    undecided: Option<usize>,
    /// The fences of the blocks under way: one of markdown, and those within it.
    fences: Vec<Fence>,
    text: String,
    longer: Vec<(usize, usize)>,
}

/// What a line has that begins or ends a block of code.
#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    length: usize,
    /// It names a language, so it ends nothing.
    is_named: bool,
    is_markdown: bool,
}

/// The line under way.
#[derive(Default)]
struct Line {
    end: usize,
    /// Whether more text may go on with it.
    is_last: bool,
    /// Where its words begin, after quotes and indents.
    words: usize,
    /// Marks of quotes it begins with.
    quotes: usize,
    /// A table's, as far as one line can tell.
    is_row: bool,
    /// Marks of emphasis were seen.
    marked: bool,
    /// Brackets that were opened and whether each is a picture's.
    brackets: Vec<bool>,
    /// The code span that was seen last ends here.
    code: usize,
    /// Runs of backticks of these lengths have no other to close them.
    lone: Vec<usize>,
    /// Formulas in the line were looked for the end of in vain, for each kind from here on.
    no_end: [bool; 4],
}

impl Pass<'_> {
    fn run(&mut self) {
        self.begin_line();
        while let Some(c) = self.rest().chars().next() {
            if self.at >= self.line.end {
                self.begin_line();
                continue;
            }
            match c {
                '\\' if self.formula() => {}
                '\\' => self.escape(),
                '$' if self.formula() => {}
                '$' => self.copy(self.run_of('$')),
                '`' => self.code(),
                '*' | '~' => self.delimiters(c),
                '_' => {
                    self.line.marked = true;
                    self.copy(1);
                }
                '[' => {
                    let is_image = self.before().ends_with('!');
                    self.line.brackets.push(is_image);
                    self.copy(1);
                }
                ']' => self.bracket(),
                '<' => self.tag(),
                'h' | 'H' | 'w' | 'W' if self.web() => {}
                '@' if self.email() => {}
                c if is_stand_in(c) => {
                    // As long.
                    self.text.push(char::REPLACEMENT_CHARACTER);
                    self.at += c.len_utf8();
                }
                c => self.copy(c.len_utf8()),
            }
        }
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// What is left of the line.
    fn ahead(&self) -> &str {
        self.source.get(self.at..self.line.end).unwrap_or_default()
    }

    /// What of the line was passed.
    fn before(&self) -> &str {
        self.source
            .get(self.line.words..self.at)
            .unwrap_or_default()
    }

    fn run_of(&self, mark: char) -> usize {
        let ahead = self.ahead();
        ahead.len() - ahead.trim_start_matches(mark).len()
    }

    fn copy(&mut self, length: usize) {
        let end = self.at + length;
        self.text
            .push_str(self.source.get(self.at..end).unwrap_or_default());
        self.at = end;
    }

    /// Puts in what the source does not have.
    fn insert(&mut self, stand_in: char) {
        self.text.push(stand_in);
        self.grow(stand_in.len_utf8());
    }

    fn grow(&mut self, bytes: usize) {
        let before = self.longer.last().map_or(0, |(_, longer)| *longer);
        self.longer.push((self.text.len(), before + bytes));
    }

    /// Puts `c` in, which the source has, or its stand-in.
    fn put(&mut self, c: char, stand_in: char) {
        self.text.push(stand_in);
        if stand_in != c {
            self.grow(stand_in.len_utf8() - c.len_utf8());
        }
        self.at += c.len_utf8();
    }

    fn begin_line(&mut self) {
        let end = next_line(self.source, self.at);
        self.line = Line {
            end: end.unwrap_or(self.source.len()),
            is_last: end.is_none(),
            ..Line::default()
        };
        let ahead = self.ahead();
        let words = without_blocks(ahead);
        let prefix = ahead.len() - words.len();
        let is_row = words.starts_with('|') || words.contains("| ") || words.contains(" |");
        let is_break = break_tag(words).is_some();
        let fence = fence(words);
        let is_top = prefix < 4 && ahead.trim_start_matches(' ').len() == words.len();
        self.line.quotes = ahead.get(..prefix).unwrap_or_default().matches('>').count();
        self.line.is_row = is_row;
        self.copy(prefix);
        self.line.words = self.at;
        self.fresh = self.at;
        let is_within = fence.is_some_and(|fence| self.fence(fence, is_top));
        if is_break || is_within {
            self.insert(NOTHING);
        }
    }

    /// Whether the fence is one within a block of markdown. Models write those without a longer one around
    /// them, so that the first to end would end the block. `is_top`: it stands in no quote and no list, where
    /// a block may end without a fence.
    fn fence(&mut self, fence: Fence, is_top: bool) -> bool {
        let Some(outer) = self.fences.first() else {
            if is_top {
                self.fences.push(fence);
            }
            return false;
        };
        if fence.is_named {
            let is_within = outer.is_markdown;
            if is_within {
                self.fences.push(fence);
            }
            return is_within;
        }
        let ends = |last: &mut Fence| fence.mark == last.mark && fence.length >= last.length;
        self.fences.pop_if(ends).is_some() && !self.fences.is_empty()
    }

    fn escape(&mut self) {
        let next = self.ahead().chars().nth(1);
        let is_escape = next.is_some_and(|c| c.is_ascii_punctuation());
        self.copy(if is_escape { 2 } else { 1 });
    }

    /// A code span, as far as one line can tell: nothing in it is a formula.
    fn code(&mut self) {
        let length = self.run_of('`');
        if self.at >= self.line.code && !self.line.lone.contains(&length) {
            match closing_run(self.ahead(), length) {
                Some(end) => self.line.code = self.at + end,
                None => self.line.lone.push(length),
            }
        }
        self.copy(length);
        self.fresh = self.at;
    }

    /// A run of stars or tildes. Where a letter or a mark without spaces touches it, punctuation next
    /// to it does not keep it from opening or closing.
    fn delimiters(&mut self, mark: char) {
        let length = self.run_of(mark);
        self.line.marked = true;
        let before = self.before().chars().next_back();
        let after = self.ahead().get(length..).unwrap_or_default();
        let after = after.chars().next();
        let known = mark == '*' || length == 2;
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if mark == '*' && length == 1 && is_digit(before) && is_digit(after) {
            // A product.
            self.put(mark, plain(mark));
            return;
        }
        if let (Some(before), Some(after)) = (before, after)
            && known
            && (is_unspaced(before) || is_unspaced(after))
            && before != '|'
            && after != '|'
        {
            let (is_behind, is_ahead) = (is_mark(before), is_mark(after));
            if is_behind && !is_ahead && !after.is_whitespace() {
                self.insert(NOTHING);
            }
            self.copy(length);
            if is_ahead && !is_behind && !before.is_whitespace() {
                self.insert(NOTHING);
            }
        } else {
            self.copy(length);
        }
    }

    /// Brackets around an address, and a tag: as they are. No address is looked for in them, unless
    /// among a tag's attributes.
    fn tag(&mut self) {
        let inside = self.ahead().get(1..).unwrap_or_default();
        let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
        let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
        match end {
            Some(end)
                if inside.starts_with(begins)
                    && inside.get(end..).is_some_and(|rest| rest.starts_with('>')) =>
            {
                self.copy(end + 2);
                self.fresh = self.at;
            }
            _ => self.copy(1),
        }
    }

    fn bracket(&mut self) {
        let is_image = self.line.brackets.pop();
        self.copy(1);
        let Some(is_image) = is_image else {
            return;
        };
        let Some(target) = self.ahead().strip_prefix('(') else {
            return;
        };
        let Some(length) = closing_parenthesis(target) else {
            return;
        };
        let target = target.get(..length).unwrap_or_default();
        match spaces(target, is_image) {
            Target::Plain => self.copy(length + 1),
            Target::Spaced(length) => {
                let end = self.at + 1 + length;
                self.copy(1 + target.len() - target.trim_start().len());
                while self.at < end
                    && let Some(c) = self.rest().chars().next()
                {
                    self.put(c, if c == ' ' { SPACE } else { c });
                }
            }
            Target::None => {}
        }
    }

    fn around(&self) -> Around {
        Around {
            before: self.before().chars().next_back(),
            in_row: self.line.is_row,
            marked: self.line.marked,
        }
    }

    fn web(&mut self) -> bool {
        let is_fresh = self.at == self.fresh;
        let before = self.before();
        let in_cell = self.line.is_row && before.ends_with('|');
        // Directly after another address nothing begins.
        let follows = self.text.ends_with(END);
        if follows || !(is_fresh || in_cell || autolink::may_begin(before)) {
            return false;
        }
        let Some(length) = autolink::web(self.ahead(), self.around()) else {
            return false;
        };
        self.address(length);
        true
    }

    fn email(&mut self) -> bool {
        let from = self.fresh.max(self.line.words);
        let before = self.source.get(from..self.at).unwrap_or_default();
        let after = self.ahead().get(1..).unwrap_or_default();
        let Some((local, host)) = autolink::email(before, after, self.line.marked) else {
            return false;
        };
        // What is passed of it stands in the text as it is.
        self.at -= local;
        self.text.truncate(self.text.len() - local);
        self.address(local + 1 + host);
        true
    }

    fn address(&mut self, length: usize) {
        let end = self.at + length;
        self.insert(BEGIN);
        while self.at < end
            && let Some(c) = self.rest().chars().next()
        {
            match c {
                '\\' => self.escape(),
                '*' | '_' | '~' | '[' | ']' => self.put(c, plain(c)),
                c => self.copy(c.len_utf8()),
            }
        }
        self.insert(END);
        self.fresh = self.at;
    }

    /// The formula that begins here, if one does.
    fn formula(&mut self) -> bool {
        let Some(kind) = Kind::opened_by(self.ahead()) else {
            return false;
        };
        // Brackets within a link's text are escaped for its sake.
        let in_link = kind == Kind::Brackets && !self.line.brackets.is_empty();
        if self.at < self.line.code || in_link || (kind == Kind::Parentheses && self.is_ending()) {
            return false;
        }
        match self
            .formula_in_line(kind)
            .or_else(|| self.formula_over_lines(kind))
        {
            Some(end) => {
                self.keep(end);
                true
            }
            None => false,
        }
    }

    /// Whether the parentheses hold another ending of the word they stand behind: `item\(s\)`.
    fn is_ending(&self) -> bool {
        let mut back = self.before().chars().rev();
        let in_word = back
            .next()
            .is_some_and(|c| c.is_alphabetic() && !is_unspaced(c));
        let body = self.ahead().get(2..).unwrap_or_default();
        let behind = body.trim_start_matches(formula::is_of_words);
        in_word && (behind.is_empty() || behind.starts_with("\\)"))
    }

    fn formula_in_line(&mut self, kind: Kind) -> Option<usize> {
        let body = self.ahead().get(kind.mark()..)?;
        let before = self.before().chars().next_back();
        if kind == Kind::Dollar && before.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        let sought = self.line.no_end.get(kind as usize).copied().unwrap_or(true);
        if !sought && let Some(length) = kind.closing(body) {
            let (body, after) = body.split_at_checked(length)?;
            let after = after.get(kind.mark()..)?;
            return kind
                .accepts(body, after, false)
                .then(|| self.at + 2 * kind.mark() + length);
        }
        if let Some(no_end) = self.line.no_end.get_mut(kind as usize) {
            *no_end = true;
        }
        let body = self.ahead().get(kind.mark()..)?;
        (self.open && self.line.is_last && !sought && kind.accepts(body, "", true))
            .then_some(self.line.end)
    }

    fn formula_over_lines(&mut self, kind: Kind) -> Option<usize> {
        let index = match kind {
            Kind::Brackets => 0,
            Kind::Dollars => 1,
            _ => return None,
        };
        let body = self.ahead().get(kind.mark()..)?;
        let is_display = self.before().is_empty() || body.trim().is_empty();
        if !is_display || self.no_end.get(index).is_some_and(|end| self.at < *end) {
            return None;
        }
        if self.reach.0 <= self.at {
            let (length, is_settled) = formula::reach(self.rest());
            self.reach = (self.at + length, is_settled);
        }
        let (end, is_settled) = self.reach;
        let is_alone = self.before().is_empty();
        let body = self.source.get(self.at + kind.mark()..end)?;
        if let Some(length) = kind.closing(body) {
            let (body, after) = body.split_at_checked(length)?;
            let after = after.get(kind.mark()..)?;
            let is_formula = kind.accepts(body, after, false);
            // Another dollar, and this mark is none.
            if !is_formula && after.is_empty() && !is_settled {
                self.undecided.get_or_insert(self.text.len());
            }
            return is_formula.then(|| self.at + 2 * kind.mark() + length);
        }
        let is_open = self.open && !is_settled && is_alone && kind.accepts(body, "", true);
        if let Some(no_end) = self.no_end.get_mut(index) {
            *no_end = end;
        }
        if !is_settled {
            self.undecided.get_or_insert(self.text.len());
        }
        is_open.then_some(end)
    }

    /// Everything up to `end` as it is. Its lines begin nothing.
    fn keep(&mut self, end: usize) {
        while self.at < end
            && let Some(c) = self.rest().chars().next()
        {
            if self.at >= self.line.end {
                self.begin_kept_line();
                continue;
            }
            let stand_in = match is_stand_in(c) {
                true => char::REPLACEMENT_CHARACTER,
                false => plain(c),
            };
            self.put(c, stand_in);
        }
        self.fresh = self.at;
    }

    fn begin_kept_line(&mut self) {
        let quotes = self.line.quotes;
        let end = next_line(self.source, self.at);
        self.line = Line {
            end: end.unwrap_or(self.source.len()),
            is_last: end.is_none(),
            quotes,
            ..Line::default()
        };
        let mut marks = 0;
        let prefix = self.ahead().find(|c| {
            marks += usize::from(c == '>');
            !matches!(c, ' ' | '\t' | '>') || marks > quotes
        });
        let prefix = prefix.unwrap_or(self.ahead().len());
        self.copy(prefix);
        self.line.words = self.at;
        self.insert(NOTHING);
    }
}

/// The fence that `words` begin with.
fn fence(words: &str) -> Option<Fence> {
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = words.trim_start_matches(mark);
    let length = words.len() - info.len();
    let info = info.trim();
    let named = ["markdown", "md", "mdx"];
    (length >= 3 && (mark == '~' || !info.contains('`'))).then(|| Fence {
        mark,
        length,
        is_named: !info.is_empty(),
        is_markdown: named.iter().any(|name| info.eq_ignore_ascii_case(name)),
    })
}

/// Whether the line of the prepared `text` that begins at `start` is what it is for what stands before it.
pub(crate) fn is_kept(text: &str, start: usize) -> bool {
    let line = text.get(start..).unwrap_or_default();
    without_blocks(line).starts_with(NOTHING)
}

/// `line` without the quotes, items and indents it begins with.
fn without_blocks(line: &str) -> &str {
    let mut words = line;
    loop {
        words = words.trim_start_matches([' ', '\t', '>']);
        let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let item = match number.len() < words.len() {
            true => number.strip_prefix(['.', ')']),
            false => words.strip_prefix(['-', '*', '+']),
        };
        match item {
            Some(item) if item.starts_with([' ', '\t']) => words = item,
            _ => return words,
        }
    }
}

/// Where the run of exactly `length` backticks ends that closes the one `text` begins with.
fn closing_run(text: &str, length: usize) -> Option<usize> {
    let mut at = length;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        let run = text.get(at + found..)?;
        let run = run.len() - run.trim_start_matches('`').len();
        at += found + run;
        if run == length {
            return Some(at);
        }
    }
    None
}

/// Where the parenthesis closes that was opened before `text`, in the same line.
pub(crate) fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' if depth == NESTED => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

enum Target {
    /// As CommonMark has it, or nothing of it.
    Plain,
    /// Its first bytes are an address with spaces.
    Spaced(usize),
    None,
}

/// What the parentheses of a link hold.
fn spaces(target: &str, is_image: bool) -> Target {
    let inside = target.trim_matches(' ');
    if inside.starts_with('<') || !inside.contains(char::is_whitespace) {
        return Target::Plain;
    }
    let Some((_, title)) = inside.split_once(char::is_whitespace) else {
        return Target::Plain;
    };
    let title = title.trim_start();
    if let Some(quote) = title.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let is_title = title.len() > 1 && title.ends_with(quote);
        return if is_title {
            Target::Plain
        } else {
            Target::None
        };
    }
    if is_parenthesised(title) {
        return Target::Plain;
    }
    if !is_address(inside, is_image) || inside.contains(['\t', '<']) {
        return Target::None;
    }
    // A title behind it stays one.
    let address = inside
        .strip_suffix(['"', '\''])
        .and_then(|titled| titled.rfind(&[" ", inside.get(titled.len()..)?].concat()))
        .and_then(|title| inside.get(..title))
        .unwrap_or(inside)
        .trim_end();
    Target::Spaced(target.len() - target.trim_start_matches(' ').len() + address.len())
}

/// `(so)`, and nothing behind it.
fn is_parenthesised(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && !text.get(1..).unwrap_or_default().contains('(')
}

/// Whether `text` begins as an address that may be shown as a link or, with `is_image`, as a picture.
pub(crate) fn is_address(text: &str, is_image: bool) -> bool {
    let has = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    has("https://")
        || has("http://")
        || has("mailto:")
        || has("tel:")
        || (is_image && text.starts_with('/'))
}

/// Length of the `<br>` that `text` begins with: without attributes, in any case.
pub(crate) fn break_tag(text: &str) -> Option<usize> {
    let name = text.get(..3)?;
    if !name.eq_ignore_ascii_case("<br") {
        return None;
    }
    let rest = text.get(3..)?.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let rest = rest.strip_prefix('>')?;
    Some(text.len() - rest.len())
}
