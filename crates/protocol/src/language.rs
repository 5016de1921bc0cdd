//! Languages by their tags (BCP 47): their shape, and the direction they are written in.

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
