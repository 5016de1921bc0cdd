//! The address of an embed: its path, its query, and the token that must not stay in it.

use crate::query::{bare, pairs, unescaped};
use crate::text::{form_decode, percent_decode};

/// The parameter whose value must leave the address bar before the first request.
pub const TOKEN: &str = "scenarioAccessToken";

/// Bytes of a scenario id or slug in the path, decoded.
const SCENARIO_CAP: usize = 200;

/// The query (or fragment) without the access token. Everything else stays byte for byte; where
/// nothing else is left, so does not even the `?`.
pub fn scrub(query: &str) -> String {
    let body = bare(query);
    let is_token = |piece: &&str| {
        let name = piece.split_once('=').map_or(*piece, |(name, _)| name);
        unescaped(&form_decode(name)) == TOKEN
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
        .find(|(name, value)| unescaped(name) == TOKEN && !value.is_empty())
        .map(|(_, token)| token)
}

/// Which of the three embeds the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Style {
    /// Everything, with review and results.
    #[default]
    Full,
    /// Avatar and conversation, no results.
    Basic,
    /// One button and the pulse until opened.
    Minimal,
}

impl Style {
    /// The `data-style` attribute and the wire's `style`.
    pub fn as_str(self) -> &'static str {
        match self {
            Style::Full => "full",
            Style::Basic => "basic",
            Style::Minimal => "minimal",
        }
    }
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
    let scenario = percent_decode(scenario);
    let reserved = matches!(scenario.as_str(), "basic" | "minimal" | "." | "..");
    let odd = scenario.contains(|c: char| c.is_control() || c == '/');
    (!reserved && !odd && scenario.len() <= SCENARIO_CAP).then_some(Route { style, scenario })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check("?a=1&amp;scenarioAccessToken=x&amp;b=2", "?a=1&amp;b=2");
        check("?amp;amp%3BscenarioAccessToken=x", "");
        check("#038;scenarioAccessToken=x&#038;b=2", "##038;b=2");
        check("#scenarioAccessToken=x", "");
        check("#top&scenarioAccessToken=x", "#top");
    }

    #[test]
    fn a_fragment_may_carry_the_token() {
        let token = |fragment: &str| token_in_fragment(fragment);
        assert_eq!(token("#scenarioAccessToken=e%2Ey").as_deref(), Some("e.y"));
        assert_eq!(token("#x&scenarioAccessToken=a").as_deref(), Some("a"));
        assert_eq!(token("#x&amp;scenarioAccessToken=a").as_deref(), Some("a"));
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
