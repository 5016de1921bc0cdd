//! What a model says again in a later round of a turn: the visitor has heard it.

/// What one answer repeats of what was said in the turn before it. Text is held back as long as it may
/// be a repetition.
#[derive(Debug, Default)]
pub(super) struct Repetition {
    /// What was said before, without white space.
    said: Vec<String>,
    held: String,
    /// What comes is new.
    over: bool,
}

impl Repetition {
    pub(super) fn of(said: &[String]) -> Self {
        let said: Vec<String> = said.iter().map(|text| solid(text)).collect();
        Self {
            over: said.is_empty(),
            said,
            ..Self::default()
        }
    }

    /// Takes more of the answer in and returns what of it is new.
    pub(super) fn without(&mut self, text: String) -> String {
        if self.over {
            return text;
        }
        self.held.push_str(&text);
        let held = solid(&self.held);
        if self.said.iter().any(|said| said.starts_with(&held)) {
            return String::new();
        }
        self.over = true;
        let held = std::mem::take(&mut self.held);
        let said = self.said.iter();
        let new = said
            .filter_map(|said| new_after(said, &held))
            .min_by_key(|new| new.len());
        new.map_or_else(|| held.clone(), str::to_owned)
    }

    /// Nothing more comes: what was held back is a repetition, or was none.
    pub(super) fn rest(&mut self) -> String {
        let held = std::mem::take(&mut self.held);
        if self.said.contains(&solid(&held)) {
            return String::new();
        }
        held
    }
}

/// What comes behind all of `said` in `text`, if that begins with it as with a sentence of its own:
/// "5" is no beginning of "50".
fn new_after<'a>(said: &str, text: &'a str) -> Option<&'a str> {
    let end = said.chars().next_back().filter(|c| !c.is_alphanumeric())?;
    let mut expected = said.chars();
    let mut left = text.char_indices();
    let rest = loop {
        let Some(wanted) = expected.next() else {
            break left.as_str();
        };
        let found = left.by_ref().find(|(_, c)| !c.is_whitespace());
        if found?.1 != wanted {
            return None;
        }
    };
    let is_apart = !end.is_ascii() || rest.starts_with(char::is_whitespace);
    is_apart.then(|| rest.trim_start())
}

/// Whether one of these texts says this already.
pub(super) fn is_said(said: &[String], text: &str) -> bool {
    let text = solid(text);
    said.iter().any(|said| solid(said).contains(&text))
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &[&str], text: &str, expected: &str) {
        let said: Vec<String> = said.iter().map(|text| (*text).to_owned()).collect();
        let chars: Vec<char> = text.chars().collect();
        for size in 1..=chars.len().max(1) {
            let mut repetition = Repetition::of(&said);
            let pieces = chars.chunks(size).map(|piece| piece.iter().collect());
            let mut heard: String = pieces.map(|piece| repetition.without(piece)).collect();
            heard.push_str(&repetition.rest());
            assert_eq!(
                heard, expected,
                "{text:?} after {said:?} in pieces of {size}"
            );
        }
    }

    #[test]
    fn what_was_said_is_not_said_again_and_all_else_is() {
        check(&[], "Tea?", "Tea?");
        check(&["Tea or coffee?"], "Tea or coffee?", "");
        check(&["Tea or  coffee?"], " Tea or\ncoffee?\n\n", "");
        check(
            &["Tea or coffee?"],
            "Tea or coffee? Please choose.",
            "Please choose.",
        );
        check(&["Tea or coffee?"], "Tea, then.", "Tea, then.");
        check(&["Tea or coffee?"], "Tea", "Tea");
        check(&["Tea or coffee?"], "Water?", "Water?");
        check(&["Tea?", "Tea? Coffee?"], "Tea? Coffee? Yes.", "Yes.");
        check(&["茶？"], "茶？好 😀", "好 😀");
        check(&["5"], "50 euros", "50 euros");
        check(&["5."], "5.5 euros", "5.5 euros");
        check(&["Tea?", "Tea? Coffee?"], "Tea?", "");
    }
}
