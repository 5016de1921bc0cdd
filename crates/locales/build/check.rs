//! What a translation must have: the keys of the English file, their placeholders, and the plural forms
//! of its own language (CLDR).

use std::collections::{BTreeMap, BTreeSet};

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::source::{Message, Piece, Pieces, Text};

/// The numbers that a language's forms are tried with.
const TRIED: u32 = 1_000;

/// The plural categories of a language.
struct Plurals {
    all: BTreeSet<&'static str>,
    /// Those that whole numbers have, with how many of the numbers tried have them.
    met: BTreeMap<&'static str, u32>,
}

impl Plurals {
    fn of(language: &str) -> Option<Plurals> {
        let locale: Locale = language.parse().ok()?;
        let rules = PluralRules::try_new_cardinal((&locale).into()).ok()?;
        let mut met = BTreeMap::new();
        for number in 0..=TRIED {
            *met.entry(named(rules.category_for(number))).or_default() += 1;
        }
        let all = rules.categories().map(named).collect();
        Some(Plurals { all, met })
    }
}

fn named(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Everything that is wrong with a language's messages beside the English ones.
pub fn compared(language: &str, english: &[Message], theirs: &[Message]) -> Vec<String> {
    let Some(plurals) = Plurals::of(language) else {
        return vec!["its name is no language tag".to_owned()];
    };
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for message in theirs {
        let key = &message.key;
        if !seen.insert(key) {
            wrong.push(format!("{key}: stands there twice"));
        }
        match english.iter().find(|it| it.key == *key) {
            Some(source) => wrong.extend(
                differing(&plurals, &source.text, &message.text)
                    .into_iter()
                    .map(|what| format!("{key}: {what}")),
            ),
            None => wrong.push(format!("{key}: English has no such key")),
        }
    }
    let missing = english.iter().filter(|it| !seen.contains(&it.key));
    wrong.extend(missing.map(|it| format!("{}: is missing", it.key)));
    wrong
}

fn differing(plurals: &Plurals, english: &Text, theirs: &Text) -> Vec<String> {
    let known = english.places();
    let mut wrong = Vec::new();
    for place in theirs.places() {
        if !known.contains(&place) {
            wrong.push(format!("{{ ${place} }} is not in the English text"));
        }
    }
    let empty = theirs.forms().into_iter().any(|it| it.is_empty());
    if empty {
        wrong.push("says nothing".to_owned());
    }
    let (number, forms) = match (english, theirs) {
        (Text::Plain(source), Text::Plain(pieces)) => {
            wrong.extend(lacking(&places(source), pieces));
            return wrong;
        }
        (Text::Plain(_), Text::Counted(..)) => {
            wrong.push("has plural forms, and the English text has none".to_owned());
            return wrong;
        }
        (Text::Counted(..), Text::Plain(_)) => {
            wrong.push("has no plural forms, and the English text has".to_owned());
            return wrong;
        }
        (Text::Counted(number, _), Text::Counted(_, forms)) => (number, forms),
    };
    let source = english.forms().into_iter().flat_map(places).collect();
    for (category, pieces) in forms {
        if !plurals.all.contains(category.as_str()) {
            wrong.push(format!("the language has no form [{category}]"));
        }
        if forms.iter().filter(|(it, _)| it == category).count() > 1 {
            wrong.push(format!("[{category}] stands there twice"));
        }
        // A form of one number alone may say it in words.
        let is_of_one = plurals.met.get(category.as_str()) == Some(&1);
        let lacking = lacking(&source, pieces);
        wrong.extend(
            lacking
                .into_iter()
                .filter(|it| !(is_of_one && it.contains(number.as_str()))),
        );
    }
    let given = |category: &str| forms.iter().any(|(it, _)| it == category);
    let missing = plurals.met.keys().filter(|it| !given(it));
    wrong.extend(missing.map(|it| format!("the form [{it}] is missing")));
    wrong
}

fn places(pieces: &Pieces) -> BTreeSet<String> {
    let places = pieces.iter().filter_map(|piece| match piece {
        Piece::Place(name) => Some(name.clone()),
        Piece::Text(_) => None,
    });
    places.collect()
}

fn lacking(wanted: &BTreeSet<String>, pieces: &Pieces) -> Vec<String> {
    let missing = wanted - &places(pieces);
    missing
        .iter()
        .map(|it| format!("{{ ${it} }} is missing"))
        .collect()
}
