//! Who speaks, as a picture with the pulse around it.

use leptos::prelude::*;
use vivavoce_core::config::Config;
use vivavoce_core::wire::{Deployment, ScenarioFacts};

/// How many default faces the stylesheet draws.
const FACES: u32 = 5;

/// The avatar. Which picture it shows, its size and how its rings move are the stylesheet's, from
/// what stands on the root element; so the many small ones in a transcript cost no element at all.
pub fn avatar() -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            <span class="face"></span>
        </span>
    }
}

/// Which of the default faces stands in where no picture is given: `avatarId` 1 to 5, wrapped.
pub fn face(config: &Config) -> String {
    let chosen = config
        .avatar_id
        .as_deref()
        .and_then(|id| id.trim().parse::<u32>().ok())
        .unwrap_or(1);
    (chosen.saturating_sub(1) % FACES + 1).to_string()
}

/// The picture as a CSS value, where one is given that may be fetched; the host's before the
/// scenario's.
pub fn picture(
    config: &Config,
    facts: Option<&ScenarioFacts>,
    deployment: &Deployment,
    origin: &str,
) -> Option<String> {
    let given = config.avatar_url.as_deref();
    let own = facts.and_then(|facts| facts.avatar_url.as_deref());
    let address = [given, own]
        .into_iter()
        .flatten()
        .find_map(|address| fetchable(address.trim(), &deployment.image_hosts, origin))?;
    let mut value = String::from("url(\"");
    for character in address.chars() {
        // What could end the string, or means something in it.
        match character {
            '"' => value.push_str("%22"),
            '\\' => value.push_str("%5C"),
            '\n' | '\r' | '\u{c}' => {}
            _ => value.push(character),
        }
    }
    value.push_str("\")");
    Some(value)
}

/// The address, where it lies on our own origin or on one of the deployment's image hosts.
fn fetchable(address: &str, image_hosts: &[String], origin: &str) -> Option<String> {
    if address.is_empty() {
        return None;
    }
    // `//host/…` and `/\host/…` leave the origin though they look like paths.
    let is_path =
        address.starts_with('/') && !address.get(1..2).is_some_and(|c| c == "/" || c == "\\");
    if is_path {
        return Some(address.to_owned());
    }
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let mut site = scheme.to_ascii_lowercase();
    site.push_str("://");
    site.push_str(&host.to_ascii_lowercase());
    if site == origin {
        return Some(address.to_owned());
    }
    let secure = scheme.eq_ignore_ascii_case("https");
    image_hosts
        .iter()
        .map(|allowed| allowed.trim_end_matches('/'))
        .any(|allowed| allowed == site || (secure && allowed.eq_ignore_ascii_case(host)))
        .then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_fetched_only_from_our_origin_or_an_image_host() {
        let hosts = [
            "cdn.example.com".to_owned(),
            "http://pictures.test:81".to_owned(),
        ];
        for (address, allowed) in [
            ("/faces/1.png", true),
            ("https://embed.test/faces/1.png", true),
            ("https://cdn.example.com/a.png?x=1", true),
            ("http://cdn.example.com/a.png", false),
            ("http://pictures.test:81/a.png", true),
            ("https://elsewhere.example/a.png", false),
            ("https://cdn.example.com.evil.example/a.png", false),
            ("https://cdn.example.com@evil.example/a.png", false),
            ("https://cdn.example.com\\@evil.example/a.png", true), // browsers read \ as /
            ("//evil.example/a.png", false),
            ("/\\evil.example/a.png", false),
            ("data:image/png;base64,AA==", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(
                fetchable(address, &hosts, "https://embed.test").is_some(),
                allowed,
                "{address}"
            );
        }
    }

    #[test]
    fn an_address_cannot_leave_the_css_string_it_stands_in() {
        let config = Config {
            avatar_url: Some("/a\"),url(\"//evil".to_owned()),
            ..Config::default()
        };
        let value = picture(&config, None, &Deployment::default(), "https://embed.test");
        assert_eq!(value.as_deref(), Some("url(\"/a%22),url(%22//evil\")"));
    }

    #[test]
    fn any_avatar_id_names_one_of_the_five_faces() {
        for (id, shown) in [("1", "1"), ("5", "5"), ("6", "1"), ("0", "1"), ("x", "1")] {
            let config = Config {
                avatar_id: Some(id.to_owned()),
                ..Config::default()
            };
            assert_eq!(face(&config), shown, "{id}");
        }
    }
}
