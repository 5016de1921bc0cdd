//! What owners say instead of a text: `{"<locale or *>": {"<key>": "<text>"}}`.

use vivavoce_protocol::json::Value;
use vivavoce_protocol::language::interface;
use vivavoce_protocol::text::clean;

use crate::Key;
use crate::text::{CATEGORY, FORMS};

/// Characters of a text.
const CAP: usize = 400;

/// What holds for every language.
const EVERY: &str = "*";

/// The plural categories (CLDR), `other` last as in a file.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The texts of a language with what owners say instead.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// One a line of the language's file.
    pub lines: Vec<String>,
    /// What was not understood, in a sentence each.
    pub warnings: Vec<String>,
}

/// Puts the texts of `layers` over `lines`, the later over the earlier, and within one those of the
/// language over those of every language.
pub fn replaced(lang: &str, keys: &[Key], lines: &[&str], layers: &[Value]) -> Replaced {
    let mut done = Replaced {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        warnings: Vec::new(),
    };
    for layer in layers.iter().filter(|it| !it.is_null()) {
        let Some(locales) = layer.as_object() else {
            done.warn(r#"texts are an object such as {"*": {"start": "Begin"}}"#.to_owned());
            continue;
        };
        for locale in locales
            .keys()
            .filter(|it| *it != EVERY && interface(it).is_none())
        {
            done.warn(format!("\"{locale}\" is none of the interface's languages"));
        }
        let every = locales.iter().filter(|(locale, _)| *locale == EVERY);
        let own = locales
            .iter()
            .filter(|(locale, _)| interface(locale) == Some(lang));
        for (_, texts) in every.chain(own) {
            for (name, text) in texts.as_object().into_iter().flatten() {
                done.replace(keys, name, text);
            }
        }
    }
    done
}

impl Replaced {
    fn warn(&mut self, what: String) {
        if !self.warnings.contains(&what) {
            self.warnings.push(what);
        }
    }

    fn replace(&mut self, keys: &[Key], name: &str, text: &Value) {
        let Some(place) = keys.iter().position(|key| key.name == name) else {
            let nearest = keys.iter().min_by_key(|key| distance(key.name, name));
            let nearest = nearest.map_or("", |key| key.name);
            return self.warn(format!(
                "there is no text \"{name}\"; the nearest is \"{nearest}\""
            ));
        };
        let Some(key) = keys.get(place) else { return };
        match said(key, text) {
            Ok(text) => {
                if let Some(line) = self.lines.get_mut(place) {
                    *line = text;
                }
            }
            Err(what) => self.warn(format!("{name}: {what}")),
        }
    }
}

/// `text` as a file has it, or what is wrong with it.
fn said(key: &Key, text: &Value) -> Result<String, String> {
    if let Some(text) = text.as_str() {
        return coded(key, text);
    }
    let forms = text.as_object().filter(|_| key.is_counted);
    let forms = forms.ok_or("is no text; kept as it was")?;
    if let Some(wrong) = forms.keys().find(|it| !CATEGORIES.contains(&it.as_str())) {
        return Err(format!(
            "\"{wrong}\" is no plural form; there are {}",
            CATEGORIES.join(", ")
        ));
    }
    let mut whole = String::new();
    for category in CATEGORIES {
        let Some(text) = forms.get(category) else {
            continue;
        };
        let text = coded(key, text.as_str().ok_or("has a form that is no text")?)?;
        if category != "other" {
            whole.push_str(category);
            whole.push(CATEGORY);
        }
        whole.push_str(&text);
        whole.push(FORMS);
    }
    let whole = whole.strip_suffix(FORMS).unwrap_or(&whole);
    let is_whole = forms.contains_key("other");
    is_whole
        .then(|| whole.to_owned())
        .ok_or_else(|| "has no form \"other\"".to_owned())
}

/// `{ $name }`, or `{name}`, becomes the placeholder's character.
fn coded(key: &Key, text: &str) -> Result<String, String> {
    let mut line = String::new();
    let text = clean(text, CAP);
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        line.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err("has a { without its }".to_owned());
        };
        let name = name.trim().trim_start_matches('$');
        let place = key.places.iter().position(|it| *it == name);
        let Some(place) = place.and_then(|it| char::from_u32(it as u32 + 1)) else {
            return Err(match key.places {
                [] => format!("{{ ${name} }} is filled with nothing here"),
                places => format!(
                    "{{ ${name} }} is none of its placeholders ({})",
                    places.join(", ")
                ),
            });
        };
        line.push(place);
        rest = after;
    }
    line.push_str(rest);
    Ok(line)
}

/// How many letters differ (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (from, x) in a.bytes().enumerate() {
        let mut corner = from;
        let mut left = from + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = from + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
