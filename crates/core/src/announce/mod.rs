//! What a screen reader is told of the conversation: finished sentences, each once.
//!
//! The transcript itself is not live, because a region that grows word by word is read again and
//! again, or not at all. Instead the page keeps one polite region and puts into it what
//! [`Announcer::next`] returns.

mod plain;

use std::collections::BTreeMap;

use crate::event::EntryId;
use crate::event::Millis;

/// Least time between two announcements, in milliseconds: a region changed faster is not read out.
const PACE: Millis = 1_000.0;
/// Characters after which a sentence without an end is spoken in parts.
const LONG: usize = 400;

/// Cuts the growing text of messages into sentences and hands them out in order.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    heard: BTreeMap<EntryId, Heard>,
    waiting: Vec<(EntryId, String)>,
    last: Option<Millis>,
}

/// How far into a message's text we are.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    bytes: usize,
    in_code: bool,
    /// How often the text was taken back before this one.
    withdrawals: u32,
}

impl Announcer {
    /// The whole text of an agent's message as it stands now, each time it has grown or ended
    /// (`open`: more is to come). What was heard before is not heard again, even if a reconnection
    /// builds the text anew from its first word.
    pub fn hear(&mut self, entry: &EntryId, text: &str, open: bool) {
        self.advance(entry, text, open, true);
    }

    /// A message's text was taken back `times` so far: what waits of an earlier one is not told, and
    /// what stands there now is heard from its beginning.
    pub fn withdraw(&mut self, entry: &EntryId, times: u32) {
        let heard = self.heard.get(entry);
        if heard.map_or(0, |heard| heard.withdrawals) == times {
            return;
        }
        let anew = Heard {
            withdrawals: times,
            ..Heard::default()
        };
        self.heard.insert(entry.clone(), anew);
        self.waiting.retain(|(of, _)| of != entry);
    }

    /// The same for history: what stands there now is known, only what comes after it will be told.
    pub fn pass_over(&mut self, entry: &EntryId, text: &str) {
        self.advance(entry, text, false, false);
    }

    /// What to announce now, if anything: everything that has been finished since the last time, if
    /// that is at least a second ago.
    pub fn next(&mut self, now: Millis) -> Option<String> {
        if self.waiting.is_empty() || self.wait(now) > 0.0 {
            return None;
        }
        self.last = Some(now);
        let told = std::mem::take(&mut self.waiting).into_iter();
        let told: Vec<String> = told.map(|(_, sentence)| sentence).collect();
        Some(told.join(" "))
    }

    /// Milliseconds until [`next`](Self::next) has something to say; `None` where nothing waits.
    pub fn next_in(&self, now: Millis) -> Option<Millis> {
        (!self.waiting.is_empty()).then(|| self.wait(now))
    }

    fn wait(&self, now: Millis) -> Millis {
        // A clock that was set back must not silence us.
        let since = self.last.map_or(PACE, |last| (now - last).max(0.0));
        (PACE - since).max(0.0)
    }

    fn advance(&mut self, entry: &EntryId, text: &str, open: bool, aloud: bool) {
        let heard = match self.heard.get_mut(entry) {
            Some(heard) => heard,
            None => self.heard.entry(entry.clone()).or_default(),
        };
        // `None` as well where a text was replaced and the place is inside a character.
        while let Some(rest) = text.get(heard.bytes..).filter(|rest| !rest.is_empty()) {
            let begins_line =
                heard.bytes == 0 || text.as_bytes().get(heard.bytes - 1) == Some(&b'\n');
            let Some(length) = sentence(rest, begins_line, open) else {
                break;
            };
            let sentence = rest.get(..length).unwrap_or(rest);
            heard.bytes += sentence.len();
            let spoken = plain::spoken(sentence, begins_line, &mut heard.in_code);
            if aloud && !spoken.is_empty() {
                self.waiting.push((entry.clone(), spoken));
            }
        }
    }
}

/// Bytes of the first finished sentence with the white space behind it. None ends while a mark in it waits
/// for its pair. A line's end always finishes one; so does the end of a text that grows no more.
fn sentence(text: &str, begins_line: bool, open: bool) -> Option<usize> {
    let mut word = 0;
    let mut last_space = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let after = at + c.len_utf8();
        if c == '\n' {
            return Some(after);
        }
        if matches!(c, '。' | '！' | '？') {
            // With the marks that close behind it.
            let rest = text.get(after..).unwrap_or_default();
            let marks = rest.len() - rest.trim_start_matches(['*', '_', '~']).len();
            for end in [after, after + marks] {
                let may_grow = open && end > after && end == text.len();
                if !may_grow && text.get(..end).is_some_and(plain::is_closed) {
                    return Some(end);
                }
            }
        }
        if count >= LONG {
            return Some(last_space.unwrap_or(after));
        }
        if c.is_whitespace() {
            let before = text.get(word..at).unwrap_or_default();
            word = after;
            last_space = Some(after);
            let is_first = begins_line && text.get(..at).unwrap_or_default().trim() == before;
            if ends_sentence(before, is_first) && text.get(..at).is_some_and(plain::is_closed) {
                return Some(after);
            }
        }
    }
    (!open).then_some(text.len())
}

/// Whether `word`, with white space behind it, is a sentence's last.
fn ends_sentence(word: &str, begins_line: bool) -> bool {
    let closing = |c: char| {
        matches!(
            c,
            '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | '`' | '~'
        )
    };
    let bare = word.trim_end_matches(closing);
    if bare.ends_with(['!', '?', '…', '؟', '।']) {
        // `!` alone begins a picture, as it were.
        return bare.len() > 1;
    }
    let Some(before) = bare.strip_suffix('.') else {
        return false;
    };
    // Not the dot of a numbered list ("1."), of an initial ("J."), or of "e.g.".
    let number = begins_line && before.chars().all(|c| c.is_ascii_digit());
    let letter = before.rsplit('.').next().is_some_and(|last| {
        last.trim_start_matches(['(', '"', '*', '_', '“'])
            .chars()
            .nth(1)
            .is_none()
            && !last.ends_with(closing)
    });
    let initial = letter && before.chars().any(char::is_alphabetic);
    !number && !initial
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> EntryId {
        EntryId::from(text)
    }

    fn waiting(announcer: &Announcer) -> Vec<&str> {
        let all = announcer.waiting.iter();
        all.map(|(_, sentence)| sentence.as_str()).collect()
    }

    /// Everything that is said of `text` when it arrives in pieces of every size.
    fn check(text: &str, wanted: &[&str]) {
        let mut announcer = Announcer::default();
        announcer.hear(&id("a"), text, false);
        assert_eq!(waiting(&announcer), wanted, "{text:?}");
        for size in [1, 2, 3, 7] {
            let mut announcer = Announcer::default();
            let ends = text.char_indices().map(|(at, _)| at).step_by(size);
            for end in ends.chain([text.len()]) {
                announcer.hear(&id("a"), &text[..end], true);
            }
            announcer.hear(&id("a"), text, false);
            assert_eq!(waiting(&announcer), wanted, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn text_is_told_by_sentences() {
        check("", &[]);
        check("Hello", &["Hello"]);
        check(
            "Hello there. How are you? Well!",
            &["Hello there.", "How are you?", "Well!"],
        );
        check(
            "It costs 3.50 or more. Yes.",
            &["It costs 3.50 or more.", "Yes."],
        );
        check(
            "Ask J. Smith, e.g. today. Bye.",
            &["Ask J. Smith, e.g. today.", "Bye."],
        );
        check("I am 42. You too.", &["I am 42.", "You too."]);
        check("Plan B. Next.", &["Plan B. Next."]);
        check("“Really?” she said.", &["“Really?”", "she said."]);
        check("你好。再见！好", &["你好。", "再见！", "好"]);
        check("Wait… what", &["Wait…", "what"]);
        check("One\n\nTwo\nThree", &["One", "Two", "Three"]);
        check("Zoë. Ærø.", &["Zoë.", "Ærø."]);
    }

    #[test]
    fn marks_of_markdown_are_not_read_out() {
        check(
            "**Bold** and _soft_ and `code`.",
            &["Bold and soft and code."],
        );
        check("# Title\nText", &["Title", "Text"]);
        check("1. One\n2. Two", &["1. One", "2. Two"]);
        check("- One\n* Two\n+ [x] Three", &["One", "Two", "Three"]);
        check("> Quote **here.** More.", &["Quote here.", "More."]);
        check(
            "See [the docs](https://a.b/c_d). Ok.",
            &["See the docs.", "Ok."],
        );
        check(
            "![A chart](https://a.b/x.png) shows it.",
            &["A chart shows it."],
        );
        check(
            "snake_case stays, 2 * 3 too",
            &["snake_case stays, 2 * 3 too"],
        );
        check("\\*not bold\\*", &["*not bold*"]);
        check("~~old~~ new", &["old new"]);
        check("| A | B |\n|---|:-:|\n| 1 | 2 |", &["A, B", "1, 2"]);
        check("a\n---\nb\n***", &["a", "b"]);
        check(
            "```rust\nlet a_b = *c;\n```\nDone.",
            &["let a_b = *c;", "Done."],
        );
        check("<https://a.b/>", &["https://a.b/"]);
        check("**", &[]);
        check(
            "_All of it. Twice._ **Yes. No.**",
            &["All of it. Twice.", "Yes. No."],
        );
        check("***Both.*** *a **b** c* x", &["Both.", "a b c x"]);
        check(
            "这是**我想做的事。**所以**「好」**。再见",
            &["这是我想做的事。", "所以「好」。", "再见"],
        );
        check("好。**注意。**好", &["好。", "注意。", "好"]);
        check(
            "[a](https://a.b/c_(d)) [e](https://a.b/User Guide.pdf)",
            &["a e"],
        );
        check("[![Chart](/a.png)](https://a.b) is it", &["Chart is it"]);
        check("See [it. Now](/a). Ok.", &["See it. Now.", "Ok."]);
        check(
            "[docs](https://a.b/c \"Read this. It helps.\"). Ok.",
            &["docs.", "Ok."],
        );
        check(
            "[docs](https://a.b/Q. Report.pdf) so. e",
            &["docs so.", "e"],
        );
        check(
            "*https://a.b/c* **www.a.b/c_d**: *so* (https://a.b/*c*d).",
            &["https://a.b/c www.a.b/c_d: so (https://a.b/*c*d)."],
        );
        check(
            "看https://a.b/c*d*e。*好*",
            &["看https://a.b/c*d*e。", "好"],
        );
        check(
            "$5 and *so* $10, ($5)*so*($6)",
            &["$5 and so $10, ($5)so($6)"],
        );
        check("5 *3* and 3*a*4", &["5 3 and 3a4"]);
        check("a<br>b<BR />c", &["a b c"]);
        check("`a_b. *c*` so. e", &["a_b. *c* so.", "e"]);
    }

    #[test]
    fn what_is_text_is_read_out() {
        for text in [
            "a>b and 5 > 3 and ->",
            "if x<y and z>w",
            "_private and __a b",
            "foo_ and bar__",
            "snake_case_name, a_b@c.d",
            "f(*args) * 2",
            "**foo.**bar",
            "a ~ b, 10~20 and ~/path",
            "see [1], list[0] and [a] (b)",
            "[a](some words)",
            "<b>bold</b>",
            r"\(a_1*b_2*c\) and \[x*y*z\] \\",
            "5 * 3 and 2 ** 8",
            "a ` b",
            "#tag and C# and $5",
            "https://a.b/_c_/d",
            "http://a.b/a*b*c and HTTPS://a.b/~~x/*y*/z?",
            "2*3*4 = 24",
            "$x_1*y_1$ and $a*b*c$, $$x_i *y* z_i$$",
            "$x^2 *y* z$, ($n$)",
        ] {
            check(text, &[text]);
        }
        check(r"\*a\* \_b\_ \> \#", &["*a* _b_ > #"]);
        check("> a > b", &["a > b"]);
        check("Is it 5*3? Yes. *No.*", &["Is it 5*3?", "Yes.", "No."]);
        check("[1](no end. Yes", &["[1](no end. Yes"]);
        check(
            "1 > 0. Yes. *Terms apply. So there.",
            &["1 > 0.", "Yes.", "*Terms apply. So there."],
        );
    }

    #[test]
    fn a_sentence_without_end_is_told_in_parts() {
        let endless = "word ".repeat(200);
        let mut announcer = Announcer::default();
        announcer.hear(&id("a"), &endless, true);
        assert_eq!(waiting(&announcer).len(), 2);
        assert!(waiting(&announcer).iter().all(|part| part.len() <= LONG));
        let mut announcer = Announcer::default();
        announcer.hear(&id("a"), &"x".repeat(1_000), false);
        assert_eq!(waiting(&announcer).concat().len(), 1_000);
    }

    #[test]
    fn nothing_is_told_twice() {
        let mut announcer = Announcer::default();
        announcer.hear(&id("a"), "One. Two. Thr", true);
        assert_eq!(announcer.next(0.0).as_deref(), Some("One. Two."));
        // Reconnected: the text grows again from nothing, and then beyond.
        for text in ["", "One", "One. Two. ", "One. Two. Three."] {
            announcer.hear(&id("a"), text, true);
        }
        announcer.hear(&id("a"), "One. Two. Three.", false);
        announcer.hear(&id("a"), "One. Two. Three.", false);
        assert_eq!(announcer.next(5_000.0).as_deref(), Some("Three."));
        assert_eq!(announcer.next(9_000.0), None);
        // Replaced by something shorter, whose characters lie elsewhere.
        announcer.hear(&id("a"), "ééé", false);
        assert_eq!(announcer.next(19_000.0), None);
    }

    #[test]
    fn what_was_taken_back_is_not_told_and_what_stands_in_its_place_is() {
        let mut announcer = Announcer::default();
        announcer.hear(&id("a"), "Hm. The visitor greets. I should", true);
        assert_eq!(announcer.next(0.0).unwrap(), "Hm. The visitor greets.");
        announcer.hear(&id("b"), "Another one. ", true);
        announcer.hear(&id("a"), "Hm. The visitor greets. I should do so. ", true);
        for _ in 0..2 {
            announcer.withdraw(&id("a"), 1);
            announcer.hear(&id("a"), "Hello! How are you?", false);
        }
        assert_eq!(
            announcer.next(2_000.0).unwrap(),
            "Another one. Hello! How are you?"
        );
        // It is heard for the first time when that has long been done.
        announcer.withdraw(&id("c"), 1);
        announcer.hear(&id("c"), "Good day.", false);
        announcer.withdraw(&id("c"), 1);
        announcer.hear(&id("c"), "Good day.", false);
        assert_eq!(announcer.next(4_000.0).unwrap(), "Good day.");
    }

    #[test]
    fn history_is_silent_and_what_follows_is_not() {
        let mut announcer = Announcer::default();
        announcer.pass_over(&id("a"), "Old. Half a sen");
        announcer.hear(&id("a"), "Old. Half a sentence. New.", false);
        announcer.hear(&id("b"), "More.", false);
        assert_eq!(announcer.next(0.0).as_deref(), Some("tence. New. More."));
    }

    #[test]
    fn announcements_come_a_second_apart_and_in_order() {
        let mut announcer = Announcer::default();
        assert_eq!(announcer.next_in(0.0), None);
        announcer.hear(&id("a"), "One. ", true);
        assert_eq!(announcer.next_in(0.0), Some(0.0));
        assert_eq!(announcer.next(0.0).as_deref(), Some("One."));
        announcer.hear(&id("a"), "One. Two. ", true);
        announcer.hear(&id("b"), "Three.", false);
        assert_eq!(announcer.next(400.0), None);
        assert_eq!(announcer.next_in(400.0), Some(600.0));
        assert_eq!(announcer.next(1_000.0).as_deref(), Some("Two. Three."));
        announcer.hear(&id("c"), "Four.", false);
        assert_eq!(
            announcer.next_in(-5_000.0),
            Some(PACE),
            "the clock was set back"
        );
    }
}
