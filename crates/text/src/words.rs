//! Words, stems and sentences: the little that counting and retrieval need of language.
//!
//! Counting follows Unicode, so it holds for every script; stems and stop words are English, and
//! harmless elsewhere.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::language::{self, Language};

/// The words of `text`, lower case, with straight apostrophes.
pub fn words(text: &str) -> Vec<String> {
    text.unicode_words()
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect()
}

/// How many words `text` has. Scripts that do not write spaces (Chinese, Japanese) count by
/// character, as Unicode segments them.
pub fn count(text: &str) -> usize {
    text.unicode_words().count()
}

/// The stems of the words that carry meaning, in order, each as often as it occurs.
pub fn terms(text: &str) -> Vec<String> {
    words(text)
        .iter()
        .filter(|word| carries_meaning(word))
        .map(|word| stem(word))
        .collect()
}

/// The same of a text whose language is known: without the words every text in it is made of.
pub fn terms_in(language: Language, text: &str) -> Vec<String> {
    let mut terms = terms(text);
    terms.retain(|term| {
        !language::words(term)
            .iter()
            .all(|it| language.is_common(it))
    });
    terms
}

/// What a question is after, by its [`terms`].
pub fn wanted(question: &str) -> HashSet<String> {
    match language::detect(question) {
        // English drops its own as they are written down.
        Some(Language::English) | None => terms(question),
        Some(language) => terms_in(language, question),
    }
    .into_iter()
    .collect()
}

/// Whether a word (as [`words`] gives it) says what a text is about.
pub fn carries_meaning(word: &str) -> bool {
    (word.chars().count() > 2 || !word.is_ascii()) && STOP.binary_search(&word).is_err()
}

/// A word without its commonest English endings, so that "planned", "planning" and "plans" meet.
/// Not a word of any language: only good for comparing with another stem.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    let mut stem = word;
    // Longest first: "ization" must not be taken for "ion".
    for ending in ENDINGS {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.len() >= 3
            // "apply" has no "ly" to lose.
            && (rest.len() >= 4 || *ending != "ly")
            && !(*ending == "s" && (rest.ends_with('s') || rest.ends_with('u')))
        {
            stem = rest;
            break;
        }
    }
    let mut stem = stem.to_owned();
    // "planning" leaves "plann", "apply" and "applies" leave "apply" and "appl".
    let bytes = stem.as_bytes();
    if let [.., a, b] = bytes
        && a == b
        && !matches!(b, b'l' | b's' | b'z' | b'e')
        && stem.len() > 3
    {
        stem.pop();
    }
    if stem.len() > 3 && (stem.ends_with('e') || stem.ends_with('y') || stem.ends_with('i')) {
        stem.pop();
    }
    stem
}

/// Longest first.
const ENDINGS: &[&str] = &[
    "ization", "isation", "fulness", "iveness", "ements", "ation", "ments", "ingly", "ities",
    "ement", "izing", "ising", "izes", "ized", "ises", "ised", "ness", "ment", "ings", "able",
    "ible", "edly", "ance", "ence", "ity", "ies", "ied", "ing", "ize", "ise", "ion", "ive", "ful",
    "ed", "es", "ly", "s",
];

/// The sentences of `text`, trimmed, as its lines and punctuation separate them. List marks and
/// quote marks stay where they are.
pub fn sentences(text: &str) -> Vec<&str> {
    text.lines()
        .flat_map(|line| line.unicode_sentences())
        .map(str::trim)
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect()
}

/// How many questions `text` asks: its runs of question marks, in any script.
pub fn questions(text: &str) -> usize {
    let mark = |c: char| matches!(c, '?' | '？' | '؟' | '⸮');
    let mut previous = ' ';
    let mut found = 0;
    for c in text.chars() {
        // `?a=1` inside an address follows no word and precedes one without a space; counting only
        // a mark after a letter, digit, quote or bracket is near enough for figures.
        if mark(c) && !mark(previous) && !previous.is_whitespace() && previous != '/' {
            found += 1;
        }
        previous = c;
    }
    found
}

/// The beginning of `text` within `limit` characters, cut between words and marked with "…".
pub fn excerpt(text: &str, limit: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= limit {
        return flat;
    }
    let mut cut = String::new();
    let mut used = 0;
    for piece in flat.split_word_bounds() {
        let length = piece.chars().count();
        if used + length > limit {
            break;
        }
        used += length;
        cut.push_str(piece);
    }
    if cut.trim().is_empty() {
        // One word longer than the limit.
        cut = flat.chars().take(limit).collect();
    }
    format!(
        "{}…",
        cut.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c))
    )
}

/// Sorted, for the binary search. Words under three letters need no entry.
const STOP: &[&str] = &[
    "about",
    "above",
    "after",
    "again",
    "all",
    "also",
    "always",
    "and",
    "any",
    "anything",
    "are",
    "aren't",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "can",
    "can't",
    "cannot",
    "come",
    "could",
    "couldn't",
    "did",
    "didn't",
    "does",
    "doesn't",
    "doing",
    "don't",
    "during",
    "each",
    "etc",
    "even",
    "ever",
    "every",
    "everything",
    "few",
    "for",
    "from",
    "further",
    "get",
    "gets",
    "getting",
    "give",
    "given",
    "gives",
    "goes",
    "going",
    "got",
    "had",
    "has",
    "have",
    "haven't",
    "having",
    "he's",
    "her",
    "here",
    "hers",
    "him",
    "his",
    "how",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "into",
    "isn't",
    "it'll",
    "it's",
    "its",
    "just",
    "let",
    "let's",
    "like",
    "made",
    "make",
    "makes",
    "many",
    "may",
    "maybe",
    "might",
    "more",
    "most",
    "much",
    "must",
    "not",
    "nothing",
    "now",
    "off",
    "okay",
    "once",
    "one",
    "only",
    "other",
    "our",
    "ours",
    "out",
    "over",
    "own",
    "please",
    "put",
    "really",
    "same",
    "say",
    "says",
    "she",
    "should",
    "shouldn't",
    "some",
    "something",
    "such",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "theirs",
    "them",
    "then",
    "there",
    "there's",
    "these",
    "they",
    "they're",
    "thing",
    "things",
    "this",
    "those",
    "through",
    "too",
    "under",
    "until",
    "upon",
    "use",
    "used",
    "uses",
    "using",
    "very",
    "was",
    "wasn't",
    "we'll",
    "we're",
    "we've",
    "well",
    "were",
    "what",
    "what's",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "won't",
    "would",
    "wouldn't",
    "yes",
    "you",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "your",
    "yours",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_so_that_they_are_found() {
        assert!(STOP.is_sorted());
        assert!(!carries_meaning("the"));
        assert!(carries_meaning("refund"));
    }

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, expected) in [
            ("", 0),
            ("…!?", 0),
            ("one two  three", 3),
            ("don't re-open it", 4),
            ("Привет, как дела?", 3),
            ("こんにちは", 5),
            ("👍🏽 🎉", 0),
            ("naïve café 3.14", 3),
        ] {
            assert_eq!(count(text), expected, "{text:?}");
        }
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for group in [
            &["plan", "plans", "planned", "planning"][..],
            &["apply", "applies", "applied"],
            &["solve", "solved", "solving", "solves"],
            &["apologize", "apologized", "apologise"],
            &["clear", "clearly"],
            &["order", "orders", "ordered"],
        ] {
            let first = stem(group[0]);
            for word in group {
                assert_eq!(stem(word), first, "{word}");
            }
        }
        assert_eq!(stem("bus"), "bus");
        assert_eq!(stem("данные"), "данные");
    }

    #[test]
    fn questions_are_counted_by_their_marks() {
        for (text, expected) in [
            ("Really?? And why?", 2),
            ("See https://example.com/?a=1", 0),
            ("元気ですか？", 1),
            ("No.", 0),
            ("?", 0),
        ] {
            assert_eq!(questions(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("short", 10), "short");
        assert_eq!(excerpt("one two, three", 9), "one two…");
        assert_eq!(excerpt("абвгдежзиклмн", 5), "абвгд…");
        assert_eq!(excerpt("a\n\n b", 5), "a b");
    }

    #[test]
    fn sentences_end_at_lines_and_marks() {
        assert_eq!(
            sentences("One. Two!\n- three\n\n…\nFour? five"),
            ["One.", "Two!", "- three", "Four?", "five"]
        );
    }
}
