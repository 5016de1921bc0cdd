//! What of a model's text is said.
//!
//! Some endpoints pass on in the text what belongs beside it: thoughts, the marks of a template
//! (gpt-oss calls them harmony), calls of tools. Text that speaks about such marks, in code or in the
//! middle of a sentence, is text.

use super::forgiven::Forgiven;
use super::written::{self, Written};

/// What some text of an answer brought.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    /// The text of this answer so far was not meant for the visitor.
    Withdraw,
}

/// What thoughts stand between.
const THOUGHTS: [(&str, &str); 11] = [
    ("<think>", "</think>"),
    ("<reasoning>", "</reasoning>"),
    ("<|channel>thought", "<channel|>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<seed:think>", "</seed:think>"),
    ("<|think|>", "<|/think|>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<|start_thinking|>", "<|end_thinking|>"),
    ("[think]", "[/think]"),
    ("◁think▷", "◁/think▷"),
];
const CHANNEL: &str = "<|channel|>";
const START: &str = "<|start|>";
const MESSAGE: &str = "<|message|>";
/// What a template begins an answer with.
const LEADS: [&str; 4] = [
    "<|im_start|>assistant",
    "<|assistant|>",
    "<|start_header_id|>assistant<|end_header_id|>",
    "<start_of_turn>model",
];
/// Ends a text in HTML too.
const STRUCK: &str = "</s>";
/// Marks a template ends something with.
const ENDS: [&str; 13] = [
    STRUCK,
    "<end_of_turn>",
    "<|end_of_turn|>",
    "<|eot|>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<｜end▁of▁sentence｜>",
];
/// What is left of harmony's marks where they were taken for special tokens and not shown.
const ANALYSIS: &str = "analysis";
const CHANNELS: [&str; 3] = [ANALYSIS, "commentary", "final"];
const FINAL: &str = "assistantfinal";
/// What ends the thoughts of harmony's analysis.
const AFTER_ANALYSIS: [&str; 6] = ["<|end|>", START, CHANNEL, "<|return|>", "<|call|>", FINAL];
const AFTER_CALL: [&str; 4] = ["<|call|>", "<|end|>", START, "<|return|>"];
/// Marks that written calls stand between; without a second one they go on to the end.
const CALLS: [(&str, &str); 18] = [
    ("<tool_call>", "</tool_call>"),
    ("<function_call>", "</function_call>"),
    ("<tool_calls>", "</tool_calls>"),
    ("<functioncall>", "</functioncall>"),
    ("<function_calls>", "</function_calls>"),
    ("<minimax:tool_call>", "</minimax:tool_call>"),
    ("<toolcall>", "</toolcall>"),
    ("<|action_start|>", "<|action_end|>"),
    ("<|python_tag|>", ""),
    ("<|tool_call|>", ""),
    ("functools", ""),
    (written::INVOKE, "</invoke>"),
    (written::FUNCTION, "</function>"),
    (written::MISTRAL, ""),
    (written::GEMMA, "<tool_call|>"),
    (written::DEEPSEEK, "<｜tool▁calls▁end｜>"),
    (written::KIMI, "<|tool_calls_section_end|>"),
    (written::DSML, "</｜DSML｜function_calls>"),
];
/// Bytes of the longest mark.
const LONGEST_MARK: usize = 32;
/// Bytes of a message's header in harmony.
const HEADER: usize = 200;

/// Takes a text in pieces and gives back what is said of it.
#[derive(Debug, Default)]
pub(super) struct Speech {
    state: State,
    /// What is not decided yet.
    held: String,
    /// Bytes of it in which an end was looked for already.
    searched: usize,
    code: Code,
    /// White space at the end of a line: said with what follows, if anything does.
    blank: String,
    /// White space that comes belongs to what was not said.
    skips_blank: bool,
    /// Something was said that could be taken back.
    said: bool,
    /// Text is kept back until a mark tells whether it was meant for the visitor.
    keeps: bool,
    kept: String,
    /// A reply before had such a mark.
    expected: bool,
    /// This one has.
    found: bool,
    /// Thoughts had their opening, or the text speaks of one.
    opened: bool,
    /// A message of harmony has begun, and one has named its channel.
    started: bool,
    harmony: bool,
    /// Whom the next message of harmony is for.
    recipient: String,
    pieces: Vec<Piece>,
    pub(super) calls: Vec<Written>,
    forgiven: Forgiven,
}

#[derive(Debug, Default)]
enum State {
    /// No text has come.
    #[default]
    Begin,
    Plain,
    /// What comes is not said until one of these.
    Inside(Vec<&'static str>),
    /// As inside, of thoughts between two texts; without its end it is text. The mark is held too.
    Aside(&'static str),
    /// A call is held from its mark, of so many bytes, to one of its ends.
    Call {
        mark: usize,
        ends: Vec<&'static str>,
        name: Option<String>,
    },
}

/// What to do at a mark.
enum At {
    /// Not decided: more must come.
    Wait,
    /// It is text.
    Text,
    /// The next so many bytes are not said.
    Skip(usize),
    /// As `Skip`, and then this.
    Turn(usize, State),
}

impl Speech {
    /// `keeps`: the endpoint's replies have the end of thoughts without a beginning, so that text is
    /// kept back until it comes.
    pub(super) fn new(keeps: bool, forgiven: Forgiven) -> Self {
        Speech {
            keeps,
            expected: keeps,
            forgiven,
            ..Speech::default()
        }
    }

    /// What the reply tells of the endpoint's habit to end thoughts that it did not begin.
    pub(super) fn ends_thoughts(&self) -> Option<bool> {
        (self.found || self.expected).then_some(self.found)
    }

    pub(super) fn push(&mut self, text: &str) -> Vec<Piece> {
        self.held.push_str(text);
        while self.step(false) {}
        std::mem::take(&mut self.pieces)
    }

    /// Nothing more comes.
    pub(super) fn close(&mut self) -> Vec<Piece> {
        while self.step(true) {}
        let held = std::mem::take(&mut self.held);
        match std::mem::take(&mut self.state) {
            State::Begin | State::Plain | State::Aside(_) => self.say(&held),
            State::Inside(_) => {}
            State::Call { mark, name, .. } => {
                let body = held.get(mark..).unwrap_or_default();
                match written::calls(body, name.as_deref(), false) {
                    Some(calls) => self.calls.extend(calls),
                    // A call that was cut is none, and nothing to read either.
                    None if name.is_some() || written::is_markup(&held) => {}
                    None => self.say(&held),
                }
            }
        }
        self.stop_keeping();
        std::mem::take(&mut self.pieces)
    }

    /// What is still kept back was meant for the visitor.
    fn stop_keeping(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        if std::mem::take(&mut self.keeps) && !kept.is_empty() {
            self.pieces.push(Piece::Text(kept));
        }
    }

    /// Decides what it can of the text held. `false`: more must come.
    fn step(&mut self, at_end: bool) -> bool {
        if self.held.is_empty() {
            return false;
        }
        let searched = std::mem::replace(
            &mut self.searched,
            floor(&self.held, self.held.len().saturating_sub(LONGEST_MARK)),
        );
        match &self.state {
            State::Begin => self.begin(at_end),
            State::Plain => self.plain(at_end),
            State::Inside(ends) => match first_of(&self.held, searched, ends) {
                Some((at, end)) => {
                    // Thoughts within thoughts end once more.
                    self.opened &= !opens_again(self.held.get(..at).unwrap_or_default(), ends);
                    // Harmony's next message begins where this one ends.
                    let is_next = end == START || end == CHANNEL;
                    self.drop_held(if is_next { at } else { at + end.len() });
                    self.over();
                    true
                }
                None => {
                    self.opened &= !opens_again(&self.held, ends);
                    self.drop_held(self.searched);
                    false
                }
            },
            State::Aside(end) => {
                let Some((at, end)) = first_of(&self.held, searched, &[end]) else {
                    return false;
                };
                let to = at + end.len();
                self.drop_held(to);
                self.skips_blank = true;
                self.state = State::Plain;
                true
            }
            State::Call { mark, ends, name } => {
                let (mark, name) = (*mark, name.clone());
                let Some((at, end)) = first_of(&self.held, searched.max(mark), ends) else {
                    return false;
                };
                let body = self.held.get(mark..at).unwrap_or_default();
                let found = written::calls(body, name.as_deref(), true);
                let is_next = end == START;
                let to = at + if is_next { 0 } else { end.len() };
                self.state = State::Plain;
                match found {
                    Some(calls) => {
                        self.forgiven.note("calls of tools stand in the text");
                        self.calls.extend(calls);
                        self.drop_held(to);
                    }
                    None if written::is_meant(self.held.get(..to).unwrap_or_default()) => {
                        self.drop_held(to);
                    }
                    None => self.say_held(to),
                }
                true
            }
        }
    }

    /// The thoughts before the answer are over.
    fn over(&mut self) {
        self.stop_keeping();
        self.skips_blank = true;
        self.state = State::Begin;
    }

    fn begin(&mut self, at_end: bool) -> bool {
        let begun = self.held.trim_start();
        if begun.is_empty() {
            if self.skips_blank {
                self.held.clear();
            }
            return false;
        }
        let before = self.held.len() - begun.len();
        let opening = THOUGHTS.iter().find(|(open, _)| starts(begun, open));
        if let Some((open, close)) = opening {
            self.opened = true;
            self.drop_held(before + open.len());
            self.state = State::Inside(vec![close]);
            return true;
        }
        // `<think time="3">`
        let told = THOUGHTS.iter().find_map(|(open, close)| {
            let name = open.strip_suffix('>')?;
            let told = begun.get(name.len()..)?;
            (starts(begun, name) && told.starts_with(' ')).then_some((name.len(), *close, told))
        });
        if let Some((name, close, told)) = told {
            let line = told.split(['\r', '\n', '<']).next().unwrap_or_default();
            let is_begun = line.len() == told.len() && told.len() < HEADER;
            match line.split_once('>') {
                Some((told, _)) if told.contains('=') => {
                    self.opened = true;
                    self.drop_held(before + name + told.len() + 1);
                    self.state = State::Inside(vec![close]);
                    return true;
                }
                None if is_begun && !at_end => return false,
                _ => {}
            }
        }
        let may_open = THOUGHTS.iter().any(|(open, _)| starts(open, begun));
        let may_be_analysis = ANALYSIS.starts_with(begun);
        if !at_end && (may_open || may_be_analysis) {
            return false;
        }
        match written::is_bare(begun) {
            None if !at_end => return false,
            Some(true) => {
                self.drop_held(before);
                self.state = State::Call {
                    mark: 0,
                    ends: Vec::new(),
                    name: None,
                };
                return true;
            }
            _ => {}
        }
        let lead = LEADS.iter().find(|lead| starts(begun, lead));
        if let Some(lead) = lead {
            match begun.get(lead.len()..).and_then(|it| it.chars().next()) {
                None if !at_end => return false,
                Some(next) if next == '\n' || lead.ends_with('>') && next != ' ' => {
                    self.drop_held(before + lead.len());
                    self.skips_blank = true;
                    return true;
                }
                _ => {}
            }
        }
        if !at_end && LEADS.iter().any(|lead| starts(lead, begun)) {
            return false;
        }
        // "analysisThe visitor …": a sentence never begins so.
        let after = begun
            .strip_prefix(ANALYSIS)
            .and_then(|it| it.chars().next());
        if after.is_some_and(char::is_uppercase) {
            self.keeps = true;
        }
        self.state = State::Plain;
        true
    }

    fn plain(&mut self, at_end: bool) -> bool {
        let Some((at, mark)) = next_mark(&self.held) else {
            self.say_held(self.held.len());
            return false;
        };
        self.say_held(at);
        let Some(mark) = mark else {
            // Its beginning, perhaps.
            return false;
        };
        match self.at(mark, at_end) {
            At::Wait => false,
            At::Text => {
                let first = self.held.chars().next().map_or(0, char::len_utf8);
                self.say_held(first);
                true
            }
            At::Skip(length) => {
                self.drop_held(length);
                true
            }
            At::Turn(length, state) => {
                self.drop_held(length);
                self.state = state;
                true
            }
        }
    }

    /// What a mark at the beginning of the held text means.
    fn at(&mut self, mark: &'static str, at_end: bool) -> At {
        let is_close = THOUGHTS.iter().any(|(_, close)| *close == mark);
        // Thoughts may leave a fence open.
        let is_over = is_close && self.keeps && self.code.is_line_begun();
        if self.code.is_inside() && !is_over {
            return At::Text;
        }
        let after = self.held.get(mark.len()..).unwrap_or_default().to_owned();
        let next = after.chars().next();
        if next.is_none() && !at_end {
            return At::Wait;
        }
        if mark == FINAL {
            return match next {
                // "assistantfinal" is no word.
                Some(next) if !next.is_lowercase() && !self.code.is_word_over() => {
                    self.take_back(mark.len())
                }
                _ => At::Text,
            };
        }
        if let Some((_, close)) = THOUGHTS.iter().find(|(open, _)| *open == mark) {
            self.opened = true;
            return match next {
                Some('\r' | '\n') if self.code.is_line_begun() => At::Turn(0, State::Aside(close)),
                _ => At::Text,
            };
        }
        if is_close {
            let ahead = after.trim_start_matches([' ', '\t']).chars().next();
            return match ahead {
                _ if self.opened && !self.expected => At::Text,
                None if !at_end => At::Wait,
                None if !self.code.is_line_begun() => At::Skip(self.held.len()),
                _ if self.ends_here(next, ahead) => self.take_back(mark.len()),
                _ => At::Text,
            };
        }
        match mark {
            CHANNEL => self.channel(&after, at_end),
            START => {
                let role = after.split("<|").next().unwrap_or_default();
                let is_role = !role.is_empty()
                    && role.len() < HEADER
                    && role.chars().all(|it| it.is_ascii_graphic() || it == ' ');
                if !is_role {
                    return At::Text;
                }
                if role.len() == after.len() {
                    return if at_end { At::Text } else { At::Wait };
                }
                self.recipient = recipient(role);
                self.started = true;
                At::Skip(mark.len() + role.len())
            }
            MESSAGE if self.started || self.harmony => At::Skip(mark.len()),
            MESSAGE => At::Text,
            STRUCK if self.code.line.contains("<s>") => At::Text,
            _ if ENDS.contains(&mark) => match next {
                None | Some('\r' | '\n' | '<') => At::Skip(mark.len()),
                Some(_) => At::Text,
            },
            _ => self.call(mark, &after, at_end),
        }
    }

    /// Whether the mark of an end stands where one ends, and not in a sentence about it. `next`
    /// follows it, `ahead` is the next that is no space.
    fn ends_here(&self, next: Option<char>, ahead: Option<char>) -> bool {
        let is_close = |it: char| ".,;:!?)]-'\"`”’»".contains(it);
        let begins = |it: char| it.is_uppercase() || !it.is_ascii() && !is_close(it);
        if self.code.is_line_begun() || matches!(ahead, Some('\r' | '\n')) {
            return true;
        }
        let (Some(next), Some(ahead)) = (next, ahead) else {
            return false;
        };
        if self.code.is_word_over() {
            // "The mark </think> ends it." has a space on either side.
            let is_spaced = self.code.line.ends_with([' ', '\t']);
            let is_free = next.is_whitespace();
            return is_spaced
                && (!is_free && (begins(next) || self.expected && next.is_alphanumeric())
                    || is_free
                        && begins(ahead)
                        && (self.expected || self.code.is_sentence_over()));
        }
        let is_text = |it: char| it.is_alphanumeric() || !it.is_ascii();
        let is_attached = self.code.line.ends_with(is_text) || self.code.is_sentence_over();
        is_attached && (!is_close(next) || self.code.is_sentence_over() && !next.is_whitespace())
    }

    /// `after` follows harmony's mark of a channel.
    fn channel(&mut self, after: &str, at_end: bool) -> At {
        let name = after.trim_start();
        let word = name
            .split(|it: char| !it.is_alphabetic())
            .next()
            .unwrap_or_default();
        let is_over = word.len() < name.len() || at_end;
        let is_channel = CHANNELS.iter().any(|known| match is_over {
            true => *known == word,
            false => known.starts_with(word),
        });
        let header = after.split(MESSAGE).next().unwrap_or_default();
        if !is_channel || header.len() > HEADER || header.contains('\n') {
            return At::Text;
        }
        if header.len() == after.len() {
            return if at_end {
                At::Skip(self.held.len())
            } else {
                At::Wait
            };
        }
        self.forgiven.note("the marks of harmony stand in the text");
        let length = CHANNEL.len() + header.len() + MESSAGE.len();
        let named = recipient(header);
        let named = if named.is_empty() {
            std::mem::take(&mut self.recipient)
        } else {
            named
        };
        let was_harmony = std::mem::replace(&mut self.harmony, true);
        if !named.is_empty() {
            return At::Turn(
                length,
                State::Call {
                    mark: 0,
                    ends: AFTER_CALL.to_vec(),
                    name: Some(named),
                },
            );
        }
        if header.trim_start().starts_with(ANALYSIS) {
            return At::Turn(length, State::Inside(AFTER_ANALYSIS.to_vec()));
        }
        let is_final = header.trim_start().starts_with("final");
        if is_final && !was_harmony && self.said {
            // What stood before it was no message of its own.
            return self.take_back(length);
        }
        self.over();
        At::Skip(length)
    }

    /// `after` follows the mark of a written call, if it is one.
    fn call(&mut self, mark: &'static str, after: &str, at_end: bool) -> At {
        let Some((_, close)) = CALLS.iter().find(|(open, _)| *open == mark) else {
            return At::Text;
        };
        match written::may_follow(mark, after) {
            Some(true) => At::Turn(
                0,
                State::Call {
                    mark: match written::may_be_json(mark) {
                        true => mark.len(),
                        // The mark says how to read what follows.
                        false => 0,
                    },
                    ends: Some(*close)
                        .filter(|it| !it.is_empty())
                        .into_iter()
                        .collect(),
                    name: None,
                },
            ),
            None if mark == written::DSML => At::Skip(mark.len()),
            None if !at_end => At::Wait,
            _ => At::Text,
        }
    }

    /// What was said so far was not meant for the visitor.
    fn take_back(&mut self, mark: usize) -> At {
        self.forgiven.note("thoughts end that did not begin");
        if std::mem::take(&mut self.said) && !self.keeps {
            self.pieces.push(Piece::Withdraw);
        }
        self.kept.clear();
        self.blank.clear();
        self.calls.clear();
        self.code = Code::default();
        self.found = true;
        self.over();
        At::Turn(mark, State::Begin)
    }

    fn drop_held(&mut self, length: usize) {
        self.held.drain(..length);
        self.searched = 0;
    }

    fn say_held(&mut self, length: usize) {
        let rest = self.held.split_off(length);
        let text = std::mem::replace(&mut self.held, rest);
        self.searched = 0;
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        let text = if self.skips_blank {
            text.trim_start()
        } else {
            text
        };
        if text.is_empty() {
            return;
        }
        self.skips_blank = false;
        self.code.feed(text);
        let mut said = std::mem::take(&mut self.blank);
        said.push_str(text);
        let end = said.trim_end().len();
        if said.get(end..).is_some_and(|blank| blank.contains('\n')) {
            self.blank = said.split_off(end);
        }
        if said.is_empty() {
            return;
        }
        self.said |= !said.trim().is_empty();
        if self.keeps {
            self.kept.push_str(&said);
        } else {
            self.pieces.push(Piece::Text(said));
        }
    }
}

/// Whom a message of harmony is for: `assistant to=functions.ask`.
fn recipient(header: &str) -> String {
    let named = header.split_once("to=").map_or("", |(_, to)| to);
    named
        .split([' ', '<'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The first mark of a text that is said, or where at its end one may begin.
fn next_mark(text: &str) -> Option<(usize, Option<&'static str>)> {
    let marks = || {
        let thoughts = THOUGHTS.iter().flat_map(|(open, close)| [*close, *open]);
        let calls = CALLS.iter().map(|(open, _)| *open);
        thoughts
            .chain([CHANNEL, START, MESSAGE, FINAL])
            .chain(ENDS)
            .chain(calls)
    };
    text.char_indices()
        .filter(|(_, it)| matches!(it, '<' | '[' | '◁' | 'a' | 'f'))
        .find_map(|(at, _)| {
            let rest = text.get(at..)?;
            let whole = marks().find(|mark| starts(rest, mark));
            let is_begun = || marks().any(|mark| starts(mark, rest));
            (whole.is_some() || is_begun()).then_some((at, whole))
        })
}

/// Whether `text` starts with `mark`, in whatever case.
fn starts(text: &str, mark: &str) -> bool {
    let start = text.as_bytes().get(..mark.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()))
}

/// The first of some marks behind a place.
fn first_of<'m>(text: &str, from: usize, marks: &[&'m str]) -> Option<(usize, &'m str)> {
    let tail = text.get(from..).unwrap_or_default();
    tail.char_indices().find_map(|(at, _)| {
        let rest = tail.get(at..)?;
        Some((from + at, *marks.iter().find(|mark| starts(rest, mark))?))
    })
}

/// Whether thoughts with these ends begin in a text.
fn opens_again(text: &str, ends: &[&str]) -> bool {
    THOUGHTS
        .iter()
        .any(|(open, close)| ends.contains(close) && first_of(text, 0, &[*open]).is_some())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where in markdown's code a text stands.
#[derive(Debug, Default)]
struct Code {
    /// The line so far.
    line: String,
    /// The open fence: its character and length.
    fence: Option<(char, usize)>,
}

impl Code {
    fn feed(&mut self, text: &str) {
        for character in text.chars() {
            if character == '\n' {
                self.end_line();
            } else {
                self.line.push(character);
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let Some((sign, length, info)) = fence(&line) else {
            return;
        };
        match self.fence {
            None if !info.contains('`') => self.fence = Some((sign, length)),
            Some((open, least)) if open == sign && length >= least && info.trim().is_empty() => {
                self.fence = None;
            }
            _ => {}
        }
    }

    fn is_inside(&self) -> bool {
        self.fence.is_some() || fence(&self.line).is_some() || self.is_in_ticks()
    }

    fn is_in_ticks(&self) -> bool {
        let mut open = None;
        let mut rest = self.line.as_str();
        while let Some(at) = rest.find('`') {
            let (before, ticks) = rest.split_at(at);
            let in_word = before.ends_with(char::is_alphanumeric);
            rest = ticks.trim_start_matches('`');
            let length = ticks.len() - rest.len();
            match open {
                // One in a word is an apostrophe.
                None if length == 1
                    && (rest.starts_with(' ')
                        || rest.starts_with(char::is_alphanumeric) && in_word) => {}
                None => open = Some(length),
                Some(begun) if begun == length => open = None,
                Some(_) => {}
            }
        }
        open.is_some()
    }

    fn is_line_begun(&self) -> bool {
        self.line.trim().is_empty()
    }

    /// White space or a quotation mark stands last.
    fn is_word_over(&self) -> bool {
        let is_end = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '“' | '‘');
        !self.is_line_begun() && self.line.ends_with(is_end)
    }

    fn is_sentence_over(&self) -> bool {
        self.line
            .trim_end()
            .ends_with(['.', '!', '?', '…', '。', '！', '？', ')', '}'])
    }
}

/// The fence a line is: its character, length, and what follows.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    let length = line.len() - rest.len();
    (length >= 3).then_some((sign, length, rest))
}

#[cfg(test)]
#[path = "tests/speech.rs"]
mod tests;
