//! The languages the server understands by itself: which one a text is in, and what every text in
//! it is made of.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;
mod known;
mod pt;
mod zh;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use known::Known;

/// A language that interviews are held in and conversations are read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    #[default]
    English,
    German,
    Spanish,
    French,
    Portuguese,
    Arabic,
    Chinese,
    Japanese,
}

impl Language {
    pub const ALL: [Language; 8] = [
        Language::English,
        Language::German,
        Language::Spanish,
        Language::French,
        Language::Portuguese,
        Language::Arabic,
        Language::Chinese,
        Language::Japanese,
    ];

    /// Its BCP 47 primary subtag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::Spanish => "es",
            Language::French => "fr",
            Language::Portuguese => "pt",
            Language::Arabic => "ar",
            Language::Chinese => "zh",
            Language::Japanese => "ja",
        }
    }

    /// By a BCP 47 tag, whatever its region and script.
    pub fn read(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Characters that say as much as a word does, where words are counted by character.
    pub fn characters_a_word(self) -> usize {
        match self {
            Language::Chinese => 2,
            Language::Japanese => 3,
            _ => 1,
        }
    }

    fn known(self) -> &'static Known {
        match self {
            Language::English => &en::KNOWN,
            Language::German => &de::KNOWN,
            Language::Spanish => &es::KNOWN,
            Language::French => &fr::KNOWN,
            Language::Portuguese => &pt::KNOWN,
            Language::Arabic => &ar::KNOWN,
            Language::Chinese => &zh::KNOWN,
            Language::Japanese => &ja::KNOWN,
        }
    }

    /// Whether a word, as [`words`] gives it, stands in every text of this language and says nothing of
    /// what the text is about.
    pub fn is_common(self, word: &str) -> bool {
        SETS.get(self as usize)
            .is_some_and(|set| set.common.contains(word))
    }

    /// Whether words, as [`words`] gives them, ask something without a mark.
    pub fn asks_unmarked(self, spoken: &[String]) -> bool {
        let Some(set) = SETS.get(self as usize) else {
            return false;
        };
        if spoken.is_empty() || spoken.len() > 20 * self.characters_a_word() {
            return false;
        }
        let line = line(spoken);
        let starts = |phrases: &[String]| phrases.iter().any(|it| line.starts_with(it));
        let pair = matches!(spoken, [first, second, ..]
            if set.openers.contains(first) && set.then.contains(second));
        pair || starts(&set.alone) || set.ends.iter().any(|it| line.ends_with(it))
    }
}

/// What a language knows, as it is looked for.
struct Sets {
    common: HashSet<String>,
    openers: HashSet<String>,
    then: HashSet<String>,
    alone: Vec<String>,
    ends: Vec<String>,
}

/// In the order of [`Language::ALL`], which is the order of the variants.
static SETS: LazyLock<Vec<Sets>> = LazyLock::new(|| {
    let set = |all: &[&str]| all.iter().flat_map(|it| words(it)).collect();
    let lines = |all: &[&str]| all.iter().map(|it| line(&words(it))).collect();
    let each = |language: Language| {
        let known = language.known();
        Sets {
            common: set(known.common),
            openers: set(known.openers),
            then: set(known.then),
            alone: lines(known.alone),
            ends: lines(known.ends),
        }
    };
    Language::ALL.into_iter().map(each).collect()
});

/// Words between spaces, at both ends too, so that a phrase is found whole.
pub fn line(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

/// The words of a text as people vary them: lower case, straight apostrophes, without accents, vowel
/// marks and full-width forms. Scripts without spaces come by character.
pub fn words(text: &str) -> Vec<String> {
    folded(text).unicode_words().map(str::to_owned).collect()
}

fn folded(text: &str) -> String {
    text.nfkd()
        // A kana's voicing mark makes another letter of it.
        .filter(|c| !is_combining_mark(*c) || matches!(c, '\u{3099}' | '\u{309a}'))
        .filter(|c| *c != '\u{640}')
        .map(|c| match c {
            '’' | 'ʼ' => '\'',
            'ى' => 'ي',
            'ة' => 'ه',
            c => c,
        })
        .nfc()
        .collect::<String>()
        .to_lowercase()
}

/// Phrases to be looked for in [`line`]s; `*` at the end stands for any ending of the last word.
#[derive(Clone, Debug, Default)]
pub struct Phrases(Vec<String>);

impl Phrases {
    pub fn new(all: &[&str]) -> Self {
        let each = |phrase: &&str| {
            let line = line(&words(phrase));
            if phrase.ends_with('*') {
                line.trim_end().to_owned()
            } else {
                line
            }
        };
        let mut all: Vec<String> = all.iter().map(each).collect();
        all.retain(|phrase| !phrase.trim().is_empty());
        Self(all)
    }

    pub fn are_in(&self, line: &str) -> bool {
        self.0.iter().any(|phrase| line.contains(phrase))
    }

    /// Whether `line` is one of them and no more.
    pub fn is_all(&self, line: &str) -> bool {
        self.0.iter().any(|phrase| phrase == line)
    }

    pub fn begin(&self, line: &str) -> bool {
        self.0.iter().any(|phrase| line.starts_with(phrase))
    }

    /// How often any of them stands in `line`.
    pub fn count_in(&self, line: &str) -> usize {
        self.places_in(line).len()
    }

    /// Where they stand in `line`, the longest where several begin, and none within another.
    pub fn places_in(&self, line: &str) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        let mut free = 0;
        for (at, _) in line
            .match_indices(' ')
            .filter(|(at, _)| at + 1 < line.len())
        {
            let rest = line.get(at..).unwrap_or_default();
            let longest = self
                .0
                .iter()
                .filter(|phrase| rest.starts_with(phrase.as_str()))
                .map(|phrase| phrase.trim_end().len())
                .max();
            if let Some(length) = longest
                && at >= free
            {
                // Neighbours share the space between them.
                free = at + length;
                places.push(at..free);
            }
        }
        places
    }
}

/// The language of a text by its script and the words every text is made of. `None` where these say nothing, or
/// speak for several.
pub fn detect(text: &str) -> Option<Language> {
    match script(text) {
        Some(by_script) => by_script,
        None => by_common_words(text).map(|(language, _)| language),
    }
}

/// The language whose commonest words a text has most of, and their share of all its words.
fn by_common_words(text: &str) -> Option<(Language, f64)> {
    let spoken = words(text);
    let mut found: Vec<(usize, Language)> = Language::ALL
        .into_iter()
        .map(|language| {
            let common = spoken.iter().filter(|word| language.is_common(word));
            (common.count(), language)
        })
        .collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match found.as_slice() {
        [(most, language), (next, _), ..] if most > next => {
            Some((*language, *most as f64 / spoken.len() as f64))
        }
        _ => None,
    }
}

/// From which share on common words settle the matter: an Italian text has some of Spanish, too.
const SETTLED: f64 = 0.4;

/// The language a person's texts are in, `None` for one not understood here. `hint` is the BCP 47 tag the
/// conversation goes by: it decides where the words do not.
pub fn spoken(text: &str, hint: Option<&str>) -> Option<Language> {
    if let Some(by_script) = script(text) {
        return by_script;
    }
    let common = by_common_words(text);
    let hint = hint.filter(|tag| !tag.trim().is_empty());
    if let Some((language, share)) = common
        && share >= SETTLED
        && hint.is_none_or(|tag| Language::read(tag).is_some())
    {
        return Some(language);
    }
    if let Some(info) = whatlang::detect(text).filter(whatlang::Info::is_reliable) {
        return match info.lang() {
            whatlang::Lang::Eng => Some(Language::English),
            whatlang::Lang::Deu => Some(Language::German),
            whatlang::Lang::Spa => Some(Language::Spanish),
            whatlang::Lang::Fra => Some(Language::French),
            whatlang::Lang::Por => Some(Language::Portuguese),
            _ => None,
        };
    }
    match hint.map(Language::read) {
        // Some words of another language are no reason to read one that is not understood.
        Some(None) => None,
        Some(hinted) => common.map(|(language, _)| language).or(hinted),
        None => common.map(|(language, _)| language),
    }
}

/// What the script of a text says: `None` where it is Latin, or nothing is written.
fn script(text: &str) -> Option<Option<Language>> {
    let (mut latin, mut kana, mut han, mut arabic, mut other) = (0, 0, 0, 0, 0);
    let mut is_persian = false;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => {
                kana += 1;
            }
            '\u{2e80}'..='\u{2fff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => han += 1,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => {
                arabic += 1;
                // Letters that Persian, Urdu and Kurdish have and Arabic has not.
                is_persian |= matches!(
                    c,
                    'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ٹ' | 'ڈ' | 'ے' | 'ھ' | 'ہ'
                );
            }
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            _ => other += 1,
        }
    }
    // A Chinese sentence says in two characters what a Latin one spells out.
    let east = kana + han;
    if east > 0 && east * 3 >= latin && east >= other && east >= arabic {
        let is_japanese = kana * 8 >= han.max(1) && kana > 0;
        return Some(Some(if is_japanese {
            Language::Japanese
        } else {
            Language::Chinese
        }));
    }
    if arabic > 0 && arabic >= latin && arabic >= other {
        return Some((!is_persian).then_some(Language::Arabic));
    }
    (other > 0 && other >= latin).then_some(None)
}

#[cfg(test)]
mod tests;
