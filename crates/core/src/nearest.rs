//! The nearest right name to a wrong one. Strings are compared by the crate `strsim`; only chunks and
//! other programs link it.

use strsim::osa_distance;

/// Characters of a name that are looked at: no right one is as long.
const CAP: usize = 40;
/// What contains another name, or is contained in it, has so many characters in common at least.
const COMMON: usize = 4;

/// Which of `known` was probably meant: one of which a third of the letters is otherwise at most, else
/// one that is contained in what was written, or contains it. Capitals and hyphens count for nothing.
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let written = letters(written);
    let nearness = |candidate: &'k str| {
        let name = letters(candidate);
        let distance = osa_distance(&written, &name);
        let (short, long) = match written.len() < name.len() {
            true => (&written, &name),
            false => (&name, &written),
        };
        let is_near = distance <= (name.len() / 3).max(1) && distance < written.len();
        let is_part = short.len() >= COMMON && long.contains(short.as_str());
        (is_near || is_part).then_some((!is_near, distance, candidate))
    };
    let near = known.into_iter().filter_map(nearness);
    near.min_by_key(|(is_part, distance, _)| (*is_part, *distance))
        .map(|(_, _, candidate)| candidate)
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.take(CAP).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_has_a_nearest_one_and_a_strange_one_has_none() {
        let known = [
            "scenario",
            "color",
            "theme",
            "userName",
            "pulse",
            "bg",
            "avatarId",
            "avatarUrl",
            "autoStart",
            "buttonStartLabel",
            "name",
            "lang",
            "languageCode",
        ];
        let check = |written: &str, wanted: Option<&str>| {
            assert_eq!(nearest(written, known), wanted, "{written}");
        };
        for (written, wanted) in [
            ("scenaro", "scenario"),
            ("colour", "color"),
            ("COLOR", "color"),
            ("user-name", "userName"),
            ("username", "userName"),
            ("pusle", "pulse"),
            ("gb", "bg"),
            ("avatar", "avatarId"),
            ("avatarURL", "avatarUrl"),
            ("autostart", "autoStart"),
            ("startLabel", "buttonStartLabel"),
            ("scenarioId", "scenario"),
            ("language", "languageCode"),
        ] {
            check(written, Some(wanted));
        }
        for strange in ["", "b", "x", "foo", "utm_source", "-_", "größe"] {
            check(strange, None);
        }
        check(&"color".repeat(10_000), Some("color"));
    }
}
