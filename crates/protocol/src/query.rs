//! The pairs of a query.
//!
//! Decoded here and not by the browser, so that a query that is not valid is read the same way in
//! the widget, on the server, and in tests, and never throws.

use crate::text::form_decode;

/// The `name=value` pairs of a query or of a fragment, with or without its `?` or `#`, decoded, in
/// order and with repetitions. A piece without `=` has an empty value; empty pieces are left out.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let pieces = bare(query).split('&').filter(|piece| !piece.is_empty());
    pieces.map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (form_decode(name), form_decode(value))
    })
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
}
