//! Languages by their tags (BCP 47): their shape, the direction they are
//! written in, and which of ours is meant.

/// The languages of the interface, as their files are called; English is built in.
pub const INTERFACE: [&str; 31] = [
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "nb", "nl", "pl", "pt-BR", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh-Hans",
    "zh-Hant",
];

/// The interface where nothing else was asked for.
pub const ENGLISH: &str = "en";

/// What is asked for under another name than ours: older names, and languages whose readers read ours.
const SAME: [(&str, &str); 6] = [
    ("iw", "he"),
    ("in", "id"),
    ("no", "nb"),
    ("nn", "nb"),
    ("mo", "ro"),
    ("cmn", "zh"),
];

/// The language of the interface for whoever reads `tag`: `de` for `de-AT`, `zh-Hant` for `zh-TW`.
pub fn interface(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let same = SAME
        .iter()
        .find(|(other, _)| first.eq_ignore_ascii_case(other));
    let language = same.map_or(first, |(_, ours)| ours);
    let mut found = INTERFACE.iter().filter(|ours| {
        let ours = ours.split('-').next().unwrap_or_default();
        ours.eq_ignore_ascii_case(language)
    });
    // Of Chinese there are two; the script comes before the region.
    let traditional = parts.find_map(|part| {
        let is = |known: &[&str]| known.iter().any(|it| part.eq_ignore_ascii_case(it));
        match () {
            () if is(&["hant", "tw", "hk", "mo"]) => Some(true),
            () if is(&["hans"]) => Some(false),
            () => None,
        }
    });
    let (first, second) = (found.next(), found.next());
    second
        .filter(|_| traditional == Some(true))
        .or(first)
        .copied()
}

/// Countries and own names that are taken for languages.
const MISTAKEN: [(&str, &str); 14] = [
    ("br", "pt-BR"),
    ("cn", "zh-Hans"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("gb", "en"),
    ("il", "he"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("se", "sv"),
    ("tw", "zh-Hant"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// The language of the interface that whoever wrote `tag` may have meant.
pub fn meant(tag: &str) -> Option<&'static str> {
    let is_prefix = |short: &str| {
        let start = tag.get(..short.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(short))
    };
    let mistaken = MISTAKEN.iter().find(|(it, _)| tag.eq_ignore_ascii_case(it));
    let mistaken = mistaken.map(|(_, ours)| *ours);
    // `deu`, `english`: languages written out begin like their tags, mostly.
    mistaken.or_else(|| INTERFACE.into_iter().find(|ours| is_prefix(ours)))
}

/// The first of ours that is among those asked for; English without.
pub fn chosen<'a>(asked: impl IntoIterator<Item = &'a str>) -> &'static str {
    asked.into_iter().find_map(interface).unwrap_or(ENGLISH)
}

/// The languages of an `Accept-Language`, the preferred first.
pub fn accepted(header: &str) -> Vec<&str> {
    let mut weighed: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight > 0.0 && weight <= 1.0).then_some((weight, tag.trim()))
        })
        .collect();
    weighed.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    weighed.into_iter().map(|(_, tag)| tag).collect()
}

/// Scripts written from right to left.
const SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// Languages most of whose readers read such a script.
const LANGUAGES: [&str; 16] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "nqo", "ps", "sd", "syr", "ug", "ur",
    "yi",
];

/// The tag `text` has the shape of, `_` as `-`: subtags of one to eight letters and digits, the first of
/// letters.
pub fn tag(text: &str) -> Option<String> {
    let text = text.replace('_', "-");
    let shaped = |tag: &str| {
        (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = text.split('-').next().unwrap_or_default();
    let begins = (2..=8).contains(&first.len()) && !first.bytes().any(|b| b.is_ascii_digit());
    (text.len() <= 35 && begins && text.split('-').all(shaped)).then_some(text)
}

/// Whether `tag` is written from right to left: by its script subtag where it has one (`az-Arab` is,
/// `ar-Latn` is not), otherwise by its language.
pub fn is_right_to_left(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let (known, part): (&[&str], &str) = match parts.find(|part| part.len() == 4) {
        Some(script) if script.bytes().all(|byte| byte.is_ascii_alphabetic()) => (&SCRIPTS, script),
        _ => (&LANGUAGES, language),
    };
    known.iter().any(|known| part.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_gets_the_language_that_is_theirs_or_next_to_it() {
        for (tag, ours) in [
            ("de", Some("de")),
            ("de-AT", Some("de")),
            ("DE_ch", Some("de")),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("zh", Some("zh-Hans")),
            ("zh-CN", Some("zh-Hans")),
            ("zh-SG", Some("zh-Hans")),
            ("zh-TW", Some("zh-Hant")),
            ("zh-hk", Some("zh-Hant")),
            ("zh-MO", Some("zh-Hant")),
            ("zh-Hant", Some("zh-Hant")),
            ("zh-Hans-HK", Some("zh-Hans")),
            ("cmn-Hant", Some("zh-Hant")),
            ("no", Some("nb")),
            ("nn-NO", Some("nb")),
            ("iw", Some("he")),
            ("in-ID", Some("id")),
            ("es-419", Some("es")),
            ("en-GB", Some("en")),
            ("ur", None),
            ("*", None),
            ("", None),
            ("deu", None),
        ] {
            assert_eq!(interface(tag), ours, "{tag}");
        }
        for ours in INTERFACE {
            assert_eq!(interface(ours), Some(ours));
        }
    }

    #[test]
    fn a_country_or_a_name_is_told_its_language() {
        for (tag, ours) in [
            ("GR", Some("el")),
            ("jp", Some("ja")),
            ("english", Some("en")),
            ("deu", Some("de")),
            ("xx", None),
            ("ü", None),
            ("", None),
        ] {
            assert_eq!(meant(tag), ours, "{tag}");
        }
    }

    #[test]
    fn the_first_of_ours_that_is_asked_for_is_taken() {
        for (asked, expected) in [
            (vec!["ur", "fr-CA", "de"], "fr"),
            (vec!["ur"], "en"),
            (vec![], "en"),
        ] {
            assert_eq!(chosen(asked), expected);
        }
    }

    #[test]
    fn accepted_languages_are_read_in_the_order_of_their_weights() {
        for (header, expected) in [
            ("de-AT,de;q=0.9,en;q=0.8", vec!["de-AT", "de", "en"]),
            ("en;q=0.2, fr , *;q=0.1", vec!["fr", "en", "*"]),
            ("de;q=0, nl; q=0.5", vec!["nl"]),
            ("da;q=two, sv;q=7", vec![]),
            ("", vec![""]),
        ] {
            assert_eq!(accepted(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_script_subtag_decides_the_direction_before_the_language() {
        for (tag, right_to_left) in [
            ("ar", true),
            ("AR-eg", true),
            ("he-IL", true),
            ("fa_IR", true),
            ("nqo", true),
            ("ckb-IQ", true),
            ("az-Arab", true),
            ("ff-Adlm-GN", true),
            ("ar-Latn", false),
            ("de-1901", false),
            ("ar-1994", true),
            ("en-GB", false),
            ("arz-x", false),
            ("", false),
        ] {
            assert_eq!(is_right_to_left(tag), right_to_left, "{tag}");
        }
    }
}
