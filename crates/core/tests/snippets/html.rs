//! Elements as a browser takes them apart, and what stands in their attributes.

use std::collections::BTreeMap;

use vivavoce_core::address;
use vivavoce_core::config::{ALIASES, Config, NAMES};

use crate::{SERVER, script};

type Attributes = BTreeMap<String, String>;

pub fn check(text: &str) -> Result<(), String> {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let inside = rest
            .strip_prefix('<')
            .ok_or_else(|| format!("no element: {rest}"))?;
        let end = inside.find([' ', '\n', '>']).ok_or("no tag")?;
        let (name, after) = inside.split_at(end);
        let (attributes, after) = attributes(after)?;
        let close = format!("</{name}>");
        let (content, after) = after
            .split_once(close.as_str())
            .ok_or_else(|| format!("{name} is not closed"))?;
        match name {
            "iframe" => check_frame(&attributes)?,
            "viva-voce" => check_element(&attributes)?,
            "script" => check_script(&attributes, content)?,
            _ => return Err(format!("nothing checks <{name}>")),
        }
        if name != "script" && !content.trim().is_empty() {
            return Err(format!("{name} has content"));
        }
        rest = after.trim_start();
    }
    Ok(())
}

/// Up to the tag's end, and what follows it.
fn attributes(text: &str) -> Result<(Attributes, &str), String> {
    let mut found = Attributes::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((found, after));
        }
        let end = rest
            .find(['=', ' ', '\n', '>'])
            .ok_or("a tag is not closed")?;
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').ok_or("a quote is not closed")?,
            None => ("", after),
        };
        // An ampersand that is none could become another letter.
        if value.replace("&amp;", "").contains(['&', '<', '>']) {
            return Err(format!("{name} is not escaped: {value}"));
        }
        if found
            .insert(name.to_owned(), value.replace("&amp;", "&"))
            .is_some()
        {
            return Err(format!("{name} twice"));
        }
        rest = after;
    }
}

fn check_frame(attributes: &Attributes) -> Result<(), String> {
    for (name, value) in attributes {
        let is_good = match name.as_str() {
            "src" => {
                check_address(value)?;
                true
            }
            "title" | "style" => !value.is_empty(),
            "width" => value == "100%" || value.parse::<u32>().is_ok(),
            "height" => value.parse::<u32>().is_ok(),
            "allow" => value == "microphone; screen-wake-lock",
            "referrerpolicy" => value == "strict-origin",
            "sandbox" => {
                value == "allow-scripts allow-forms allow-same-origin allow-popups allow-downloads"
            }
            _ => false,
        };
        if !is_good {
            return Err(format!("iframe: {name}=\"{value}\""));
        }
    }
    for name in ["src", "title", "allow", "referrerpolicy"] {
        if !attributes.contains_key(name) {
            return Err(format!("iframe without {name}"));
        }
    }
    let is_transparent = attributes["src"].contains("=transparent");
    let style = attributes.get("style").map_or("", String::as_str);
    if is_transparent != style.contains("color-scheme: normal") {
        return Err("color-scheme and background do not agree".to_owned());
    }
    Ok(())
}

fn check_address(address: &str) -> Result<(), String> {
    let address = address.strip_prefix(SERVER).ok_or("another server")?;
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, parameters) = address.split_once('?').unwrap_or((address, ""));
    address::route(path).ok_or_else(|| format!("no route: {path}"))?;
    let (mut config, warnings) = Config::parse(parameters);
    config.take_fragment(fragment);
    if !fragment.is_empty() && config.scenario_access_token.is_none() {
        return Err(format!("no token: {fragment}"));
    }
    match warnings.first() {
        Some(warning) => Err(warning.to_string()),
        None => Ok(()),
    }
}

fn check_element(attributes: &Attributes) -> Result<(), String> {
    if !attributes.contains_key("scenario") {
        return Err("viva-voce without scenario".to_owned());
    }
    for (name, value) in attributes {
        match name.as_str() {
            "scenario" | "style" | "id" | "title" if !value.is_empty() => {}
            "variant" if matches!(value.as_str(), "full" | "basic" | "minimal") => {}
            "loading" if matches!(value.as_str(), "eager" | "lazy") => {}
            "server" if value == SERVER => {}
            "auto-height" => {}
            _ => check_parameter(&camel(name), value)?,
        }
    }
    Ok(())
}

/// What the element or the component puts into the query.
fn check_parameter(name: &str, value: &str) -> Result<(), String> {
    let is_alias = ALIASES.iter().any(|(alias, _)| *alias == name);
    if !NAMES.contains(&name) && !is_alias && !name.starts_with("t_") {
        return Err(format!("{name} is no attribute"));
    }
    let value = if value.is_empty() { "true" } else { value };
    let (_, warnings) = Config::parse(&format!("{name}={}", value.replace('#', "%23")));
    match warnings.first() {
        Some(warning) => Err(warning.to_string()),
        None => Ok(()),
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        all + &head.to_ascii_uppercase() + tail
    })
}

fn check_script(attributes: &Attributes, content: &str) -> Result<(), String> {
    if attributes.get("type").map(String::as_str) != Some("module") {
        return Err("a script that is no module".to_owned());
    }
    let Some(src) = attributes.get("src") else {
        return script::check(content);
    };
    let is_ours = src.strip_prefix(SERVER) == Some("/viva-voce.js");
    let is_whole = is_ours && attributes.contains_key("crossorigin") && content.is_empty();
    is_whole
        .then_some(())
        .ok_or_else(|| format!("script: {attributes:?}"))
}

/// A React component: its brackets, where it takes things from, and what `<VivaVoce>` is given.
pub fn check_component(text: &str) -> Result<(), String> {
    for (open, close) in [('{', '}'), ('(', ')'), ('<', '>')] {
        let text = text.replace("=>", "");
        if text.matches(open).count() != text.matches(close).count() {
            return Err(format!("{open} and {close} do not match"));
        }
    }
    for line in text.lines().filter(|line| line.starts_with("import ")) {
        if !matches!(
            line,
            "import { useRef } from 'react';" | "import { VivaVoce } from 'viva-voce/react';"
        ) {
            return Err(format!("nobody exports this: {line}"));
        }
    }
    let (_, mut rest) = text.split_once("<VivaVoce").ok_or("no <VivaVoce>")?;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("/>") {
            return Ok(());
        }
        let (name, after) = rest.split_once('=').ok_or("no attribute")?;
        rest = match after.strip_prefix('"') {
            Some(after) => {
                let (value, after) = after.split_once('"').ok_or("a quote is not closed")?;
                match name {
                    "scenario" => {}
                    "server" if value == SERVER => {}
                    _ => check_parameter(name, value)?,
                }
                after
            }
            None => {
                let events = [
                    "onReady",
                    "onClick",
                    "onStart",
                    "onStop",
                    "onTerminated",
                    "onSubmit",
                    "onError",
                    "onResize",
                    "onTokenNeeded",
                ];
                let own = ["ref", "style", "variables", "getToken", "id", "className"];
                if !events.contains(&name) && !own.contains(&name) && !NAMES.contains(&name) {
                    return Err(format!("{name} is no attribute"));
                }
                after_braces(after)?
            }
        };
    }
}

fn after_braces(text: &str) -> Result<&str, String> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text
                .get(at + 1..)
                .ok_or_else(|| "nothing follows".to_owned());
        }
    }
    Err("a brace is not closed".to_owned())
}
