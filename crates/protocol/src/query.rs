//! The pairs of a query.
//!
//! Decoded here and not by the browser, so that a query that is not valid is read the same way in
//! the widget, on the server, and in tests, and never throws.

use crate::person::check_email;
use crate::text::{form_decode, percent_decode};

/// The `name=value` pairs of a query or of a fragment, with or without its `?` or `#`, decoded, in
/// order and with repetitions. A piece without `=` has an empty value; empty pieces are left out.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    pieces(query).map(|(name, value)| (form_decode(name), form_decode(value)))
}

/// The [`pairs`] of a query that people and templates write by hand, where an e-mail address keeps its
/// plus signs: no address has a space, so what stands there as `+` was never one.
pub fn written_pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    pieces(query).map(|(name, value)| {
        let name = form_decode(name);
        let value = address_with_plus(&name, value).unwrap_or_else(|| form_decode(value));
        (name, value)
    })
}

/// `value` as an address, if that is what it is with its plus signs kept. Under a name that does not
/// speak of mail it may as well be words before an address (`write+to+ada@example.com`): there one
/// plus is believed, beside an `@` that no encoder went over.
fn address_with_plus(name: &str, value: &str) -> Option<String> {
    let value = value.trim_matches('+');
    let count = value.bytes().filter(|byte| *byte == b'+').count();
    let is_meant = name.to_ascii_lowercase().contains("mail") || count == 1 && value.contains('@');
    if count == 0 || !is_meant {
        return None;
    }
    let address = percent_decode(value);
    check_email(&address).is_none().then_some(address)
}

fn pieces(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pieces = bare(query).split('&').filter(|piece| !piece.is_empty());
    pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}

/// A name without the `amp;` or `#038;` that stands before it where `&` was escaped for HTML once too
/// often.
pub fn unescaped(mut name: &str) -> &str {
    while let Some(rest) = ESCAPES.iter().find_map(|escape| {
        let (found, rest) = name.split_at_checked(escape.len())?;
        found.eq_ignore_ascii_case(escape).then_some(rest)
    }) {
        name = rest;
    }
    name
}

/// What is left of an ampersand's escape where the ampersand itself was taken for one. The first `#`
/// begins the fragment, and is no part of what is read.
const ESCAPES: [&str; 7] = ["amp;", "#038;", "038;", "#38;", "38;", "#x26;", "x26;"];

/// A query with the parameters that an escape with a `#` has put into the fragment.
pub fn rejoined(query: &str, fragment: &str) -> String {
    let mut whole = query.to_owned();
    let rest = bare(fragment);
    if unescaped(rest) != rest {
        whole.push('&');
        whole.push_str(rest);
    }
    whole
}

/// A query or fragment without its `?` or `#`.
pub fn bare(query: &str) -> &str {
    query.strip_prefix(['?', '#']).unwrap_or(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_order() {
        let check = |query: &str, wanted: &[(&str, &str)]| {
            let found: Vec<(String, String)> = pairs(query).collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(n, v)| (&**n, &**v)).collect();
            assert_eq!(found, wanted, "{query}");
        };
        check("", &[]);
        check("?", &[]);
        check("?a=1&b=2&a=3", &[("a", "1"), ("b", "2"), ("a", "3")]);
        check("a=1&&b", &[("a", "1"), ("b", "")]);
        check("a=b=c", &[("a", "b=c")]);
        check("=x", &[("", "x")]);
        check("t_role=Head+of%20sales", &[("t_role", "Head of sales")]);
        check("a=1%2B1", &[("a", "1+1")]);
        check("c=%23fdfffe", &[("c", "#fdfffe")]);
        check("n=Zo%C3%AB", &[("n", "Zoë")]);
        // Broken escapes and broken UTF-8 are kept as well as they can be.
        check("n=100%", &[("n", "100%")]);
        check("n=%4", &[("n", "%4")]);
        check("n=%zz%41", &[("n", "%zzA")]);
        check("n=%%41", &[("n", "%A")]);
        check("n=%C3", &[("n", "\u{fffd}")]);
        check("n=%é1", &[("n", "%é1")]);
        check("n=%00", &[("n", "\0")]);
        // A hash in a query is only there when someone forgot to encode it.
        check("#scenarioAccessToken=a", &[("scenarioAccessToken", "a")]);
    }

    #[test]
    fn an_address_written_by_hand_keeps_its_plus_signs_and_other_texts_their_spaces() {
        let check = |piece: &str, wanted: &str| {
            let found: Vec<String> = written_pairs(piece).map(|(_, value)| value).collect();
            assert_eq!(found, [wanted], "{piece}");
        };
        for (piece, wanted) in [
            ("userEmail=ada+test@example.com", "ada+test@example.com"),
            ("userEmail=ada+test%40example.com", "ada+test@example.com"),
            ("userEmail=ada%2Btest@example.com", "ada+test@example.com"),
            ("userEmail=a+b+c@example.com", "a+b+c@example.com"),
            ("userEmail=Ada+Test@Example.COM", "Ada+Test@Example.COM"),
            ("user_email=ada+test@example.com", "ada+test@example.com"),
            ("userEmail=zo%C3%AB+1@example.com", "zoë+1@example.com"),
            // Spaces that a form or a template put around it.
            ("userEmail=+ada+test@example.com++", "ada+test@example.com"),
            ("t_email=ada+test@example.com", "ada+test@example.com"),
            ("t_customerEMail=a+b+c@example.com", "a+b+c@example.com"),
            ("t_contact=ada+test@example.com", "ada+test@example.com"),
        ] {
            check(piece, wanted);
        }
        for (piece, wanted) in [
            ("userEmail=ada@example.com", "ada@example.com"),
            ("userEmail=ada%20test@example.com", "ada test@example.com"),
            ("userEmail=ada+%20test@example.com", "ada  test@example.com"),
            ("userEmail=ada+lovelace", "ada lovelace"),
            ("userEmail=ada@exa+mple.com", "ada@exa mple.com"),
            ("userEmail=ada@x.org+bob@y.org", "ada@x.org bob@y.org"),
            ("userEmail=+", " "),
            ("userEmail=", ""),
            ("userName=Ada+Lovelace", "Ada Lovelace"),
            ("userName=C%2B%2B+Ada", "C++ Ada"),
            (
                "t_note=write+to+ada@example.com",
                "write to ada@example.com",
            ),
            ("t_from=Ada+ada%40example.com", "Ada ada@example.com"),
            ("t_sum=1+1", "1 1"),
        ] {
            check(piece, wanted);
        }
    }

    #[test]
    fn what_an_escape_made_a_fragment_of_joins_the_query() {
        let check = |fragment: &str, wanted: &str| {
            assert_eq!(rejoined("?a=1", fragment), wanted, "{fragment}");
        };
        check("", "?a=1");
        check("#elders=3", "?a=1");
        check("#scenarioAccessToken=x", "?a=1");
        check("#038;b=2&#038;c=3", "?a=1&038;b=2&#038;c=3");
        check("#38;b=2", "?a=1&38;b=2");
        check("#x26;b=2", "?a=1&x26;b=2");
        check("#X26;b=2", "?a=1&X26;b=2");
        check("#x26", "?a=1");
    }

    #[test]
    fn an_ampersand_escaped_too_often_is_no_part_of_a_name() {
        let check = |name: &str, wanted: &str| assert_eq!(unescaped(name), wanted, "{name}");
        check("amp;userEmail", "userEmail");
        check("amp;amp;amp;t_role", "t_role");
        check("AMP;color", "color");
        check("#038;color", "color");
        check("038;amp;38;color", "color");
        check("x26;color", "color");
        check("#X26;amp;color", "color");
        check("x26", "x26");
        check("amp;", "");
        check("ampere", "ampere");
        check("amp", "amp");
        check("é", "é");
        check("ampé;a", "ampé;a");
        check("", "");
    }
}
