//! What is written is read back: HTML as a browser takes it apart, scripts as texts, headers as
//! directives.

use vivavoce_core::address;
use vivavoce_core::config::Config;

use super::*;

const ORIGIN: &str = "https://talk.example";
/// Everything that could end an attribute, a text or a tag too early.
const HOSTILE: &str = "?scenario=demo-interview&style=basic&name=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%26amp%3B\
    &color=%23fdfffe&t_company_name=O%27Neil%20%5C%20%22Sons%22%20%26%20Co%20%3C%2Fscript%3E&t_role=a%0Ab";

fn written(query: &str, form: Form, private: bool) -> Vec<Part> {
    let state = State {
        form,
        ..State::read(query)
    };
    parts(&Integration {
        origin: ORIGIN,
        state: &state,
        private,
    })
}

/// The first `name` element's attributes, unescaped.
fn element(html: &str, name: &str) -> BTreeMap<String, String> {
    let mut rest = html.split_once(&format!("<{name}")).expect("the element").1;
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.starts_with('>') {
            return found;
        }
        let end = rest.find(['=', ' ', '\n', '>']).expect("an attribute");
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').expect("a closing quote"),
            None => ("", after),
        };
        assert!(!value.contains(['<', '>']), "{value}");
        let value = value
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        found.insert(name.to_owned(), value);
        rest = after;
    }
}

/// Every text in single quotes, as JavaScript reads it.
fn texts(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = script.chars();
    while let Some(letter) = letters.next() {
        if letter == '/' && letters.clone().next() == Some('/') {
            letters.by_ref().find(|letter| *letter == '\n');
            continue;
        }
        if letter != '\'' {
            continue;
        }
        let mut text = String::new();
        loop {
            match letters.next().expect("a closing quote") {
                '\'' => break,
                '\\' => match letters.next().expect("an escape") {
                    'n' => text.push('\n'),
                    'u' => {
                        let hex: String = letters.by_ref().take(4).collect();
                        let code = u32::from_str_radix(&hex, 16).expect("four digits");
                        text.push(char::from_u32(code).expect("a letter"));
                    }
                    letter => text.push(letter),
                },
                letter => {
                    assert!(!letter.is_control(), "a text goes over its line");
                    text.push(letter);
                }
            }
        }
        found.push(text);
    }
    found
}

#[test]
fn an_iframe_opens_exactly_what_was_set() {
    for (query, scenario, style, pixels) in [
        (
            "?scenario=demo-interview",
            "demo-interview",
            Style::Full,
            "800",
        ),
        (HOSTILE, "demo-interview", Style::Basic, "600"),
        (
            "?scenario=a%20b%26c&style=minimal&bg=transparent",
            "a b&c",
            Style::Minimal,
            "300",
        ),
    ] {
        let parts = written(query, Form::Iframe, false);
        let frame = element(&parts[0].text, "iframe");
        let address = frame["src"].strip_prefix(ORIGIN).expect("our origin");
        let (path, parameters) = address.split_once('?').unwrap_or((address, ""));
        let route = address::route(path).expect("an embed's path");
        assert_eq!((route.style, route.scenario.as_str()), (style, scenario));
        let (config, warnings) = Config::parse(parameters);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(config, State::read(query).config().0);
        assert_eq!(frame["height"], pixels);
        assert_eq!(frame["allow"], "microphone; screen-wake-lock");
        assert!(!frame["title"].is_empty());
        assert_eq!(texts(&parts[1].text)[1], ORIGIN);
    }
}

#[test]
fn a_tag_has_the_same_as_attributes_and_by_script_what_attributes_cannot_carry() {
    let parts = written(HOSTILE, Form::Tag, false);
    let tag = element(&parts[0].text, "viva-voce");
    let config = State::read(HOSTILE).config().0;
    assert_eq!(tag["scenario"], "demo-interview");
    assert_eq!(tag["variant"], "basic");
    assert_eq!(Some(&tag["name"]), config.name.as_ref());
    assert_eq!(tag["t_company_name"], config.variables["company_name"]);
    assert_eq!(
        element(&parts[0].text, "script")["src"],
        format!("{ORIGIN}/viva-voce.js")
    );
    assert!(!parts[1].text.contains("variables"));

    let parts = written("?scenario=x&t_Company=A%27B", Form::Tag, false);
    assert!(!element(&parts[0].text, "viva-voce").contains_key("t_Company"));
    let script = texts(&parts[1].text);
    let at = script
        .iter()
        .position(|text| text == "Company")
        .expect("the name");
    assert_eq!(script[at + 1], "A'B");
}

#[test]
fn a_component_has_the_same_in_its_own_syntax() {
    let parts = written(HOSTILE, Form::React, false);
    let script = texts(&parts[0].text);
    let config = State::read(HOSTILE).config().0;
    assert!(script.contains(&ORIGIN.to_owned()) && script.contains(&"basic".to_owned()));
    for wanted in [
        config.name.as_deref().unwrap(),
        &config.variables["company_name"],
        "a\nb",
    ] {
        assert!(
            script.iter().any(|text| text == wanted),
            "{wanted}: {script:?}"
        );
    }
    let (open, close) = (
        parts[0].text.matches('{').count(),
        parts[0].text.matches('}').count(),
    );
    assert_eq!(open, close);
}

#[test]
fn a_private_one_has_a_placeholder_or_asks_its_own_server_and_shows_how_to_mint() {
    for form in Form::ALL {
        let open = written("?scenario=x", form, false);
        let parts = written("?scenario=x", form, true);
        assert_eq!(parts.len(), open.len() + 1);
        assert!(
            open.iter().all(|part| !part.text.contains("oken")),
            "{open:?}"
        );
        let server = &parts.last().unwrap().text;
        let script = texts(server);
        assert!(script.contains(&format!("{ORIGIN}/api/public/scenario-access-token")));
        assert!(script.contains(&"x".to_owned()));
        assert!(server.contains("process.env.VIVAVOCE_API_KEY"));
    }
    let frame = element(
        &written("?scenario=x", Form::Iframe, true)[0].text,
        "iframe",
    );
    assert_eq!(
        frame["src"],
        format!("{ORIGIN}/embed/x#scenarioAccessToken={PLACEHOLDER}")
    );
}

#[test]
fn the_headers_allow_what_the_snippet_loads() {
    for form in Form::ALL {
        let parts = written("?scenario=x", form, false);
        let headers = &parts
            .iter()
            .find(|part| part.title.starts_with("Headers"))
            .unwrap()
            .text;
        let value = |name: &str| {
            let line = headers.lines().find_map(|line| line.strip_prefix(name));
            line.expect("the header")
                .trim_start_matches(": ")
                .to_owned()
        };
        let policy = value("Content-Security-Policy");
        let directives: BTreeMap<&str, &str> = policy
            .split("; ")
            .filter_map(|directive| directive.split_once(' '))
            .collect();
        assert_eq!(directives["frame-src"], ORIGIN);
        assert_eq!(directives.contains_key("script-src"), form == Form::Tag);
        let permissions = value("Permissions-Policy");
        for feature in ["microphone", "screen-wake-lock"] {
            assert!(permissions.contains(&format!("{feature}=(self \"{ORIGIN}\")")));
        }
    }
}
