//! The server's texts with what a browser has and a server has not: numbers, plurals and lists of each language.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use vivavoce_protocol::language::{ENGLISH, interface};
use writeable::Writeable as _;

use crate::server::{self, Words};
use crate::{Counted, Lines};

/// The server, in one language.
#[derive(Debug)]
pub struct Voice {
    lang: &'static str,
    pub words: Words,
    decimals: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
    lists: Option<ListFormatter>,
}

impl Voice {
    /// In the language of the interface that reads `tag` (BCP 47); in English where there is none.
    pub fn of(tag: Option<&str>) -> Self {
        let lang = tag.and_then(interface).unwrap_or(ENGLISH);
        let locale: Locale = lang.parse().unwrap_or(Locale::UNKNOWN);
        Self {
            lang,
            words: Words::of(lines(lang)),
            decimals: DecimalFormatter::try_new((&locale).into(), Default::default()).ok(),
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok(),
            lists: ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default())
                .ok(),
        }
    }

    pub fn number(&self, number: f64) -> String {
        let written = number.to_string();
        match (&self.decimals, written.parse::<Decimal>()) {
            (Some(decimals), Ok(number)) => decimals.format(&number).write_to_string().into_owned(),
            _ => written,
        }
    }

    /// A share of one; a little is not nothing.
    pub fn percent(&self, share: f64) -> String {
        match (share * 100.0).round() {
            percent if percent < 1.0 && share > 0.0 => format!("< {}", self.percent(0.01)),
            percent => {
                let number = self.number(percent);
                match self.lang {
                    "tr" => format!("%{number}"),
                    // The sign goes with the digits.
                    "fa" => format!("{number}٪"),
                    "ar" | "el" | "he" | "hi" | "hu" | "id" | "it" | "ja" | "ko" | "nl" | "pl"
                    | "pt-BR" | "th" | "uk" | "vi" | "zh-Hans" | "zh-Hant" => format!("{number}%"),
                    _ => format!("{number} %"),
                }
            }
        }
    }

    /// “A”, “B” and “C”.
    pub fn list(&self, items: &[&str]) -> String {
        let (open, close) = match self.lang {
            "bg" | "cs" | "de" => ("„", "“"),
            "hu" | "pl" | "ro" => ("„", "”"),
            "fr" => ("«\u{202f}", "\u{202f}»"),
            "ar" | "el" | "es" | "fa" | "it" | "nb" | "ru" | "uk" => ("«", "»"),
            "fi" | "he" | "sv" => ("”", "”"),
            "ja" | "zh-Hant" => ("「", "」"),
            _ => ("“", "”"),
        };
        let quoted: Vec<String> = items
            .iter()
            .map(|it| format!("{open}{it}{close}"))
            .collect();
        match &self.lists {
            Some(lists) => lists.format(quoted.iter()).write_to_string().into_owned(),
            None => quoted.join(", "),
        }
    }

    /// A text with a number in it, and what else it has places for.
    pub fn count(&self, text: Counted, number: f64, more: &[&str]) -> String {
        let operands = number.to_string().parse::<Decimal>();
        let category = match (&self.plurals, operands) {
            (Some(plurals), Ok(operands)) => plurals.category_for(PluralOperands::from(&operands)),
            _ => PluralCategory::Other,
        };
        let category = match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        let number = self.number(number);
        let mut values = vec![number.as_str()];
        values.extend(more);
        text.with_more(category, &values)
    }
}

/// A language's file as its lines; English is built in.
fn lines(lang: &str) -> Option<Lines> {
    static ALL: std::sync::OnceLock<Vec<(&'static str, Lines)>> = std::sync::OnceLock::new();
    let all = ALL.get_or_init(|| {
        let each = |(lang, file): &(&'static str, &'static str)| {
            let lines: Vec<&'static str> = file.split('\n').collect();
            let lines: Lines = lines.leak();
            (*lang, lines)
        };
        server::FILES.iter().map(each).collect()
    });
    let found = all
        .iter()
        .find(|(known, _)| *known == lang && lang != ENGLISH);
    found.map(|(_, lines)| *lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_shares_and_lists_are_written_as_in_each_language() {
        for (lang, number, percent, list) in [
            ("en", "1,234.5", "46 %", "“A”, “B”, and “C”"),
            ("de-AT", "1.234,5", "46 %", "„A“, „B“ und „C“"),
            ("tr", "1.234,5", "%46", "“A”, “B” ve “C”"),
            ("ar", "1,234.5", "46%", "«A» و«B» و«C»"),
            ("ja", "1,234.5", "46%", "「A」、「B」、「C」"),
            ("xx", "1,234.5", "46 %", "“A”, “B”, and “C”"),
        ] {
            let voice = Voice::of(Some(lang));
            assert_eq!(voice.number(1234.5), number, "{lang}");
            assert_eq!(voice.percent(0.456), percent, "{lang}");
            assert_eq!(voice.list(&["A", "B", "C"]), list, "{lang}");
        }
        assert_eq!(Voice::of(Some("fa")).percent(0.456), "۴۶٪");
        assert_eq!(Voice::of(None).percent(0.001), "< 1 %");
    }

    #[test]
    fn counted_texts_have_the_form_of_their_number() {
        for (lang, number, expected) in [
            ("en", 1.0, "1 word"),
            ("en", 2.0, "2 words"),
            ("de", 1.0, "1 Wort"),
            ("ru", 2.0, "2 слова"),
            ("ru", 5.0, "5 слов"),
        ] {
            let voice = Voice::of(Some(lang));
            let found = voice.count(voice.words.count_words, number, &[]);
            assert_eq!(found, expected, "{lang}");
        }
    }

    #[test]
    fn each_language_of_the_interface_has_the_servers_texts() {
        for lang in vivavoce_protocol::language::INTERFACE {
            assert!(lang == ENGLISH || lines(lang).is_some(), "{lang}");
        }
    }
}
