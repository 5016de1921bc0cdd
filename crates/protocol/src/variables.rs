//! Dynamic variables: which are taken, and how `{{ name }}` is filled.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::wire::Variables;

/// Variables of one embed.
pub const COUNT_CAP: usize = 50;
/// Characters of a variable's name.
pub const NAME_CAP: usize = 64;
/// Characters of a variable's value.
pub const VALUE_CAP: usize = 4_000;
/// Bytes of all names and values together.
pub const TOTAL_CAP: usize = 32_768;

/// Names a page is told ([`asked_of_page`]). A session takes fewer values.
pub const NAMES_CAP: usize = 200;

/// Variables that have a value without anybody's doing, once the visitor is known.
pub const OWN: [&str; 4] = [
    "user_name",
    "user_first_name",
    "user_email",
    "scenario_name",
];

/// Why [`insert`] did not take a variable as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Empty, longer than [`NAME_CAP`], or with white space, braces or control characters, so that
    /// no `{{ name }}` could stand for it. Not taken.
    Name,
    /// [`COUNT_CAP`] or [`TOTAL_CAP`] is reached. Not taken.
    Full,
    /// Cut to [`VALUE_CAP`] characters. Taken.
    Cut,
}

/// Takes one variable, replacing an earlier value of its name. The value stays as it is but for
/// control characters other than line breaks and tabs, which no prompt needs.
pub fn insert(variables: &mut Variables, name: &str, value: &str) -> Result<(), Refusal> {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}');
    if name.is_empty() || name.chars().nth(NAME_CAP).is_some() || name.contains(forbidden) {
        return Err(Refusal::Name);
    }
    let is_kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let mut kept = value.chars().filter(is_kept);
    let taken: String = kept.by_ref().take(VALUE_CAP).collect();
    let cut = kept.next().is_some();
    let others = variables.iter().filter(|(other, _)| *other != name);
    let (count, bytes) = others.fold((0, 0), |(count, bytes), (name, value)| {
        (count + 1, bytes + name.len() + value.len())
    });
    if count >= COUNT_CAP || bytes + name.len() + taken.len() > TOTAL_CAP {
        return Err(Refusal::Full);
    }
    variables.insert(name.to_owned(), taken);
    if cut { Err(Refusal::Cut) } else { Ok(()) }
}

/// Puts the values where their `{{ name }}` stands, spaces inside the braces or not. Unknown ones
/// stay as they are. Values go in verbatim, once: braces inside a value mean nothing, so a visitor
/// cannot reach a variable the host set.
pub fn fill(template: &str, variables: &Variables) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(place) = next_place(rest) {
        filled.push_str(place.before);
        filled.push_str(match variables.get(place.name) {
            Some(value) => value,
            None => place.whole,
        });
        rest = place.after;
    }
    filled.push_str(rest);
    filled
}

/// The names a template asks for, in order of appearance, each once.
pub fn names(template: &str) -> Vec<String> {
    let mut known = BTreeSet::new();
    let new = each(template).filter(|name| known.insert(*name));
    new.map(str::to_owned).collect()
}

/// The names in a template as they come, found one at a time.
pub fn each(template: &str) -> impl Iterator<Item = &str> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let place = next_place(rest)?;
        rest = place.after;
        Some(place.name)
    })
}

/// The names that a page around a scenario is to fill, each once: those in its texts, but for the
/// ones that are known anyway ([`OWN`]) and those that its script saves an answer under. What comes
/// after [`NAMES_CAP`] of them is not looked at.
///
/// `about` is shown before anybody is known, so what it names is the page's to fill in any case.
pub fn asked_of_page(instructions: &str, about: &str, script: Option<&Value>) -> Vec<String> {
    let steps = script.and_then(|script| script.get("steps")?.as_array());
    let saved = steps
        .into_iter()
        .flatten()
        .filter_map(|step| step.get("save")?.as_str());
    let mut names = Names {
        known: HashSet::new(),
        found: Vec::new(),
    };
    names.add(about);
    let mut said = Names {
        // Looked at already, or somebody else's.
        known: OWN
            .into_iter()
            .chain(saved)
            .chain(names.known.iter().copied())
            .collect(),
        found: names.found,
    };
    said.add(instructions);
    if let Some(script) = script {
        said.add_all(script);
    }
    said.found
}

struct Names<'a> {
    known: HashSet<&'a str>,
    found: Vec<String>,
}

impl<'a> Names<'a> {
    fn add(&mut self, text: &'a str) {
        let mut names = each(text);
        while self.found.len() < NAMES_CAP
            && let Some(name) = names.next()
        {
            if self.known.insert(name) {
                self.found.push(name.to_owned());
            }
        }
    }

    fn add_all(&mut self, value: &'a Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_all(item)),
            Value::Object(members) => members.values().for_each(|item| self.add_all(item)),
            _ => {}
        }
    }
}

struct Place<'a> {
    before: &'a str,
    /// `{{ name }}` as it stands.
    whole: &'a str,
    name: &'a str,
    after: &'a str,
}

/// The first `{{ name }}`. A name has no white space, no braces, and some length, so `{{}}`,
/// `{{ a b }}` and code such as `{{ {x} }}` are text.
fn next_place(text: &str) -> Option<Place<'_>> {
    let mut from = 0;
    loop {
        // The innermost pair: in `{{{ a }}` the name's braces are the last two.
        let close = from + text.get(from..)?.find("}}")?;
        let head = text.get(from..close)?;
        if let Some(open) = head.rfind("{{") {
            let open = from + open;
            let name = text.get(open + 2..close)?.trim();
            let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}');
            if !name.is_empty() && !name.contains(odd) {
                return Some(Place {
                    before: text.get(..open)?,
                    whole: text.get(open..close + 2)?,
                    name,
                    after: text.get(close + 2..)?,
                });
            }
        }
        from = close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(own).collect()
    }

    #[test]
    fn known_names_are_filled_and_unknown_ones_stay() {
        let known = variables(&[
            ("name", "Ada"),
            ("braces", "{{ name }}"),
            ("open", "{{"),
            ("empty", ""),
            ("größe", "XL"),
            ("tag", "<b>&"),
        ]);
        let check = |template: &str, wanted: &str| assert_eq!(fill(template, &known), wanted);
        check("", "");
        check("Hello", "Hello");
        check("Hello {{ name }}!", "Hello Ada!");
        check("{{name}}{{ name}}{{name }}", "AdaAdaAda");
        check("{{\n name\t}}", "Ada");
        check("{{ other }} {{ name }}", "{{ other }} Ada");
        check("{{ Name }}", "{{ Name }}");
        check("[{{ empty }}]", "[]");
        check("{{ größe }}", "XL");
        check("{{ tag }}", "<b>&");
        // A value is never read as a template, not even together with what follows it.
        check("{{ braces }}", "{{ name }}");
        check("{{ open }} name }}", "{{ name }}");
        // Not quite places.
        check("{{}}", "{{}}");
        check("{{ }}{{ name }}", "{{ }}Ada");
        check("{{ a b }}", "{{ a b }}");
        check("{{ name", "{{ name");
        check("name }}", "name }}");
        check("{ name }", "{ name }");
        check("{{{ name }}}", "{Ada}");
        check("{{ {{ name }} }}", "{{ Ada }}");
        check("}}{{ name }}", "}}Ada");
        check("é{{ name }}é", "éAdaé");
    }

    #[test]
    fn names_come_in_order_and_once() {
        let found = names("{{ b }} {{a}} {{ b }} {{ c d }} {{ }} {{{e}}}");
        assert_eq!(found, ["b", "a", "e"]);
        assert!(names("nothing {{").is_empty());
    }

    #[test]
    fn a_page_is_asked_for_what_nobody_else_fills() {
        let script = serde_json::json!({
            "defaults": { "company": "Acme" },
            "steps": [
                { "say": "Hello {{ user_first_name }}, {{ user_email }}, at {{ company }}." },
                { "ask": ["A {{ size }} drink?", "Which?"], "save": "drink" },
                { "tool": "order", "input": { "what": "{{ drink }}" }, "goto": "bye" },
                { "label": "bye", "end": "{{ drink }} for {{ user_name }} of {{ scenario_name }}" },
            ],
        });
        let check = |instructions: &str, about: &str, script: Option<&Value>, wanted: &[&str]| {
            assert_eq!(
                asked_of_page(instructions, about, script),
                wanted,
                "{instructions}"
            );
        };
        check("", "", Some(&script), &["company", "size"]);
        check(
            "{{ b }} {{ user_name }} {{ a }} {{ b }}",
            "",
            None,
            &["b", "a"],
        );
        // Nobody has answered yet, and nobody is known, where this is shown.
        check(
            "{{ b }} {{ drink }}",
            "{{ drink }} {{ user_name }}",
            Some(&script),
            &["drink", "user_name", "b", "company", "size"],
        );
        check("", "", Some(&serde_json::json!("{{ odd }}")), &["odd"]);
    }

    #[test]
    fn as_many_names_are_found_as_a_page_is_told_and_no_more() {
        let many = |from: usize| {
            let names = (from..from + 20_000).map(|it| format!("{{{{ name{it} }}}} "));
            names.collect::<String>()
        };
        let script = serde_json::json!({ "steps": [{ "say": "{{ a }}" }, { "say": many(0) }] });
        let found = asked_of_page("{{ a }} and {{ b }} and {{ a }}", "", Some(&script));
        assert_eq!(found.get(..4).unwrap(), ["a", "b", "name0", "name1"]);
        assert_eq!(found.len(), NAMES_CAP);
    }

    #[test]
    fn a_megabyte_of_braces_takes_no_time() {
        let hostile = "{{ ".repeat(200_000) + &" }}".repeat(200_000);
        assert!(fill(&hostile, &Variables::new()) == hostile);
    }

    #[test]
    fn variables_are_capped() {
        let mut taken = Variables::new();
        for odd in ["", "a b", "a}", "{", "a\0", &"n".repeat(NAME_CAP + 1)] {
            assert_eq!(insert(&mut taken, odd, "x"), Err(Refusal::Name), "{odd}");
        }
        assert_eq!(insert(&mut taken, "a", "x\0\u{1b}\ny"), Ok(()));
        assert_eq!(taken["a"], "x\ny");
        let long = "é".repeat(VALUE_CAP + 1);
        assert_eq!(insert(&mut taken, "a", &long), Err(Refusal::Cut));
        assert_eq!(taken["a"].chars().count(), VALUE_CAP);
        for index in 1..COUNT_CAP {
            assert_eq!(insert(&mut taken, &format!("v{index}"), "x"), Ok(()));
        }
        assert_eq!(insert(&mut taken, "more", "x"), Err(Refusal::Full));
        assert_eq!(insert(&mut taken, "a", "again"), Ok(()), "replaces");
        let mut heavy = Variables::new();
        let refused = (0..COUNT_CAP)
            .filter(|index| insert(&mut heavy, &format!("v{index}"), &long) == Err(Refusal::Full))
            .count();
        assert_eq!(refused, COUNT_CAP - 4);
    }
}
