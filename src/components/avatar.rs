//! Who speaks, as a picture with the pulse around it.

use leptos::prelude::*;
use vivavoce_core::config::Config;
use vivavoce_core::links::image_source;
use vivavoce_core::wire::{Deployment, ScenarioFacts};

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::here::here;
use crate::words::fraction;

/// How many default faces the stylesheet draws.
const FACES: u32 = 5;

/// The avatar. Which picture it shows, its size and how its rings move are the stylesheet's, from
/// what stands on the root element; so the many small ones in a transcript cost no element at all.
///
/// The level stands here and not there: whatever is written on an element has all below it styled anew.
#[component]
pub fn Avatar(#[prop(default = "face")] face: &'static str) -> Piece {
    let level = here().session.level();
    view! {
        <span
            class="avatar"
            aria-hidden="true"
            style=("--level", move || fraction(level.get()))
        >
            <span class=face></span>
        </span>
    }
    .piece()
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
        .find_map(|address| image_source(address, origin, &deployment.image_hosts))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_picture_comes_before_the_scenarios_and_neither_from_a_stranger() {
        let deployment = Deployment {
            image_hosts: vec!["cdn.example.com".to_owned()],
            ..Deployment::default()
        };
        let facts = ScenarioFacts {
            avatar_url: Some("/own.png".to_owned()),
            ..ScenarioFacts::default()
        };
        for (given, shown) in [
            (
                Some("https://cdn.example.com/a.png"),
                Some("url(\"https://cdn.example.com/a.png\")"),
            ),
            (
                Some("https://elsewhere.example/a.png"),
                Some("url(\"/own.png\")"),
            ),
            (Some("javascript:alert(1)"), Some("url(\"/own.png\")")),
            (None, Some("url(\"/own.png\")")),
        ] {
            let config = Config {
                avatar_url: given.map(str::to_owned),
                ..Config::default()
            };
            let value = picture(&config, Some(&facts), &deployment, "https://embed.test");
            assert_eq!(value.as_deref(), shown, "{given:?}");
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
