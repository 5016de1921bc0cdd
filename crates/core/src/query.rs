//! The address of an embed: its path, its query, and the token that must not stay in it.
//!
//! Decoded here and not by the browser, so that a query that is not valid is read the same way in
//! the widget, on the server, and in tests, and never throws.

use crate::config::Style;

/// The parameter whose value must leave the address bar before the first request.
pub const TOKEN: &str = "scenarioAccessToken";

/// Bytes of a scenario id or slug in the path, decoded.
const SCENARIO_CAP: usize = 200;

/// The `name=value` pairs of a query or of a fragment, with or without its `?` or `#`, decoded, in
/// order and with repetitions. A piece without `=` has an empty value; empty pieces are left out.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    pieces(query).map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decode(name), decode(value))
    })
}

fn pieces(query: &str) -> impl Iterator<Item = &str> {
    bare(query).split('&').filter(|piece| !piece.is_empty())
}

fn bare(query: &str) -> &str {
    query.strip_prefix(['?', '#']).unwrap_or(query)
}

/// Decodes `%41` and `+` as HTML forms write them. An escape that is cut short or not hexadecimal
/// stays as it stands; bytes that are not UTF-8 become U+FFFD.
pub fn decode(text: &str) -> String {
    decoded(text, true)
}

fn decoded(text: &str, plus_is_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, beyond @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = beyond;
                }
                _ => bytes.push(b'%'),
            },
            (b'+', _) if plus_is_space => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// The value of one hexadecimal digit.
pub(crate) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The query (or fragment) without the access token. Everything else stays byte for byte; where
/// nothing else is left, so does not even the `?`.
pub fn scrub(query: &str) -> String {
    let body = bare(query);
    let is_token = |piece: &&str| {
        let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
        decode(name) == TOKEN
    };
    if !body.split('&').any(|piece| is_token(&piece)) {
        return query.to_owned();
    }
    let kept: Vec<&str> = body.split('&').filter(|piece| !is_token(piece)).collect();
    if kept.is_empty() {
        return String::new();
    }
    let mark = query
        .get(..query.len() - body.len())
        .unwrap_or_default()
        .to_owned();
    mark + &kept.join("&")
}

/// The access token in a fragment, where a host may put it because a fragment is never sent.
pub fn token_in_fragment(fragment: &str) -> Option<String> {
    pairs(fragment)
        .find(|(name, value)| name == TOKEN && !value.is_empty())
        .map(|(_, token)| token)
}

/// Which embed an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub style: Style,
    /// Id or slug, decoded.
    pub scenario: String,
}

/// Reads `/embed/{scenario}`, `/embed/basic/{scenario}` and `/embed/minimal/{scenario}`, also below
/// a path prefix (`/tools/talk/embed/…`). `basic` and `minimal` are never scenarios.
pub fn route(path: &str) -> Option<Route> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty()).rev();
    let scenario = segments.next()?;
    let before = segments.next()?;
    let style = match before {
        "embed" => Style::Full,
        "basic" if segments.next() == Some("embed") => Style::Basic,
        "minimal" if segments.next() == Some("embed") => Style::Minimal,
        _ => return None,
    };
    let scenario = decoded(scenario, false);
    let reserved = matches!(scenario.as_str(), "basic" | "minimal" | "." | "..");
    let odd = scenario.contains(|c: char| c.is_control() || c == '/');
    (!reserved && !odd && scenario.len() <= SCENARIO_CAP).then_some(Route { style, scenario })
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
    fn scrubbing_removes_the_token_and_nothing_else() {
        let check = |query: &str, wanted: &str| assert_eq!(scrub(query), wanted, "{query}");
        check("", "");
        check("?", "?");
        check("?a=%41+b&&c", "?a=%41+b&&c");
        check("?scenarioAccessToken=eyJ.x", "");
        check("scenarioAccessToken=x", "");
        check("?scenarioAccessToken", "");
        check("?a=%7e&scenarioAccessToken=x&b=+", "?a=%7e&b=+");
        check("?scenarioAccessToken=x&b=%zz", "?b=%zz");
        check("?a=1&scenarioAccessToken=x", "?a=1");
        check("?a&scenarioAccessToken=x&&scenarioAccessToken=y", "?a&");
        check("?scenario%41ccessToken=x&a=1", "?a=1");
        check("?xscenarioAccessToken=x", "?xscenarioAccessToken=x");
        check("?a=scenarioAccessToken", "?a=scenarioAccessToken");
        check("#scenarioAccessToken=x", "");
        check("#top&scenarioAccessToken=x", "#top");
    }

    #[test]
    fn a_fragment_may_carry_the_token() {
        let token = |fragment: &str| token_in_fragment(fragment);
        assert_eq!(token("#scenarioAccessToken=e%2Ey").as_deref(), Some("e.y"));
        assert_eq!(token("#x&scenarioAccessToken=a").as_deref(), Some("a"));
        assert_eq!(token("#scenarioAccessToken="), None);
        assert_eq!(token("#token=a"), None);
        assert_eq!(token(""), None);
    }

    #[test]
    fn the_path_names_style_and_scenario() {
        let check = |path: &str, wanted: Option<(Style, &str)>| {
            let wanted = wanted.map(|(style, scenario)| Route {
                style,
                scenario: scenario.to_owned(),
            });
            assert_eq!(route(path), wanted, "{path}");
        };
        check("/embed/67bf56c2", Some((Style::Full, "67bf56c2")));
        check("/embed/basic/67bf", Some((Style::Basic, "67bf")));
        check("/embed/minimal/demo-x/", Some((Style::Minimal, "demo-x")));
        check("/a/b/embed/x", Some((Style::Full, "x")));
        check("/a/embed/basic/x", Some((Style::Basic, "x")));
        check("/embed/embed", Some((Style::Full, "embed")));
        check("/embed/embed/embed", Some((Style::Full, "embed")));
        check("/embed/a+b%20c", Some((Style::Full, "a+b c")));
        check("/embed/basic", None);
        check("/embed/minimal/", None);
        check("/embed/basic/basic", None);
        check("/embed", None);
        check("/", None);
        check("/embed/full/x", None);
        check("/embed/a%2Fb", None);
        check("/embed/%00", None);
        check(&format!("/embed/{}", "x".repeat(5_000)), None);
    }
}
