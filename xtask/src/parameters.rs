//! What is written from the table of query parameters (`crates/core/src/config/table.rs`): the
//! element's lists, its types and the documents' tables, each between two marks in its file. So is the
//! table of the interface's texts (`crates/locales`).

use std::fs;

use anyhow::{Context as _, Result};
use vivavoce_core::config::described::{Described, Shape, attribute_of};
use vivavoce_core::config::{DESCRIBED, VARIABLES};
use vivavoce_locales::widget::{ENGLISH, KEYS};

use crate::command::{root, say};

mod manifest;

/// Behind a word that says what is between the marks.
const BEGIN: &str = ": `cargo xtask parameters` writes from here";
const END: &str = ": to here";
/// Characters of a line of a script.
const WIDTH: usize = 100;

/// Writes what stands between the marks of a file.
type Made = fn() -> String;

const FILES: [(&str, &str, Made); 7] = [
    ("host/viva-voce.js", "parameters", script),
    ("host/viva-voce.d.ts", "parameters", types),
    ("host/viva-voce.d.ts", "properties", properties),
    ("host/viva-voce.d.ts", "accessors", accessors),
    ("docs/embedding.md", "parameters", table),
    ("README.md", "parameters", short_table),
    ("docs/languages.md", "texts", texts),
];

/// Is written whole.
const MANIFEST: &str = "host/custom-elements.json";

/// Brings the files up to date with the table.
pub fn write() -> Result<()> {
    for (path, word, made) in FILES {
        let text = fs::read_to_string(root().join(path));
        let text = text.with_context(|| format!("reading {path}"))?;
        let fresh = between(&text, word, &made());
        write_anew(
            path,
            &text,
            &fresh.with_context(|| format!("{path} has no marks"))?,
        )?;
    }
    let before = fs::read_to_string(root().join(MANIFEST)).unwrap_or_default();
    write_anew(MANIFEST, &before, &manifest::written())
}

fn write_anew(path: &str, before: &str, fresh: &str) -> Result<()> {
    if fresh != before {
        fs::write(root().join(path), fresh).with_context(|| format!("writing {path}"))?;
        say(&format!("{path} is written anew"));
    }
    Ok(())
}

/// `text` with `made` in place of what stands between its marks.
fn between(text: &str, word: &str, made: &str) -> Option<String> {
    let (begin, end) = ([word, BEGIN].concat(), [word, END].concat());
    let begin = text.find(&begin)?;
    let begin = begin + text.get(begin..)?.find('\n')? + 1;
    let end = begin + text.get(begin..)?.find(&end)?;
    let end = text.get(..end)?.rfind('\n')? + 1;
    let (before, after) = (text.get(..begin)?, text.get(end..)?);
    Some(format!("{before}{made}{after}"))
}

/// Every text of the interface by its key.
fn texts() -> String {
    let mut made = String::from("| key | English | about it |\n|---|---|---|\n");
    for (key, line) in KEYS.iter().zip(ENGLISH.lines()) {
        // Of a counted text the last form is that of most numbers.
        let mut text = line.rsplit('\u{1e}').next().unwrap_or_default().to_owned();
        for (place, name) in (1_u8..).zip(key.places) {
            let place = char::from(place).to_string();
            text = text.replace(&place, &format!("`{{ ${name} }}`"));
        }
        let counted = if key.is_counted { "by number; " } else { "" };
        let about = format!("{counted}{}", key.comment);
        let about = about.trim_end_matches([';', ' ']);
        made += &format!("| `{}` | {text} | {about} |\n", key.name);
    }
    made
}

fn script() -> String {
    let others = attributes(false).map(|(_, name)| format!("'{}'", attribute_of(name)));
    let flags = attributes(true).map(|(one, name)| {
        // Without a value it is what the table says, or neither.
        let usually = one.default_value().unwrap_or("null");
        format!("{}: {usually}", key(name))
    });
    let live = DESCRIBED.iter().flat_map(|one| {
        let command = one.live.map(|live| live.command());
        let names = names(one).filter_map(move |name| Some((name, command?)));
        names.map(|(name, command)| format!("{}: '{command}'", key(name)))
    });
    let others = others.chain(["...Object.keys(YES_OR_NO)".to_owned()]);
    format!(
        "// What an attribute that is not there means; null is neither.\n\
         const YES_OR_NO = {{\n  __proto__: null,\n{}}};\n\
         const PARAMETERS = [\n{}];\n\
         // What reaches a frame that lives. Everything else it reads only when it is loaded.\n\
         const LIVE = {{\n  __proto__: null,\n{}}};\n",
        list(flags),
        list(others),
        list(live)
    )
}

/// Every attribute of one kind, under each of its names.
fn attributes(flags: bool) -> impl Iterator<Item = (&'static Described, &'static str)> {
    let wanted = move |one: &&Described| one.is_attribute() && one.is_flag() == flags;
    let found = DESCRIBED.iter().filter(wanted);
    found.flat_map(|one| names(one).map(move |name| (one, name)))
}

/// The attribute as a key of an object.
fn key(name: &str) -> String {
    let name = attribute_of(name);
    match name.contains('-') {
        true => format!("'{name}'"),
        false => name,
    }
}

fn types() -> String {
    let mut made = String::new();
    for one in DESCRIBED.iter().filter(|one| one.is_attribute()) {
        let kind = type_of(one.shape);
        for name in names(one) {
            let about = about(one, name);
            made += &comment(&about);
            made += &format!("  {}?: {kind};\n", key(name));
        }
    }
    made
}

/// What a name of a parameter means, as a sentence about attributes.
fn about(one: &Described, name: &str) -> String {
    match name == one.name {
        true => with_attributes(one.sentence()),
        false => format!("The same as `{}`.", attribute_of(one.name)),
    }
}

/// What the properties may be set to.
fn properties() -> String {
    let made = property_names().map(|(one, name)| {
        let kind = match one.is_flag() {
            true => "boolean | VivaVoceFlag".to_owned(),
            false => type_of(one.shape),
        };
        format!("  {name}: {kind} | null | undefined;\n")
    });
    made.collect()
}

/// The properties of the element's class.
fn accessors() -> String {
    let made = property_names().map(|(one, name)| {
        let read = read_as(one.shape);
        format!("  get {name}(): {read};\n  set {name}(value: VivaVoceProperties['{name}']);\n")
    });
    made.collect()
}

/// Every name of each; but every element has a `lang`.
fn property_names() -> impl Iterator<Item = (&'static Described, &'static str)> {
    let all = DESCRIBED.iter().filter(|one| one.is_attribute());
    let all = all.flat_map(|one| names(one).map(move |name| (one, name)));
    all.filter(|(_, name)| *name != "lang")
}

/// What a property is when it is read.
fn read_as(shape: Shape) -> &'static str {
    match shape {
        Shape::Flag => "boolean",
        Shape::MaybeFlag => "boolean | null",
        _ => "string",
    }
}

fn type_of(shape: Shape) -> String {
    match shape {
        Shape::Flag | Shape::MaybeFlag => "VivaVoceFlag".to_owned(),
        Shape::Number | Shape::Numbered => "string | number".to_owned(),
        Shape::Choice(words) => {
            let words = words.iter().map(|word| format!("'{word}'"));
            words.collect::<Vec<_>>().join(" | ")
        }
        _ => "string".to_owned(),
    }
}

/// The table of `docs/embedding.md`.
fn table() -> String {
    let rows = rows().map(|one| {
        let example = one.example().replace(' ', "%20");
        let (names, usually, meaning) = (codes(one), usually(one), one.meaning());
        format!("| {names} | {usually} | `{example}` | {meaning} |\n")
    });
    let head = "\n| parameter | default | for example | meaning |\n|---|---|---|---|\n".to_owned();
    head + &rows.collect::<String>() + "\n"
}

/// The table of `README.md`.
fn short_table() -> String {
    let rows = rows().map(|one| {
        let meaning = one.meaning().replace("](", "](docs/");
        format!("| {} | {} | {meaning} |\n", codes(one), usually(one))
    });
    let head = "\n| parameter | default | meaning |\n|---|---|---|\n".to_owned();
    head + &rows.collect::<String>() + "\n"
}

/// Every row of the documents.
fn rows() -> impl Iterator<Item = &'static Described> {
    DESCRIBED.iter().chain([&VARIABLES])
}

/// All names of a parameter, its own first.
fn names(one: &'static Described) -> impl Iterator<Item = &'static str> {
    [one.name].into_iter().chain(one.aliases.iter().copied())
}

fn codes(one: &'static Described) -> String {
    let names = names(one).map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}

fn usually(one: &Described) -> String {
    let usually = one.usually();
    if usually.is_empty() {
        "–".to_owned()
    } else {
        usually
    }
}

/// Items with commas between them, in lines of a script.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| item + ",").collect();
    wrapped(items.iter().map(String::as_str), "  ")
}

/// `text` with attributes instead of parameters.
fn with_attributes(mut text: String) -> String {
    for one in DESCRIBED {
        let attribute = attribute_of(one.name);
        text = text.replace(&format!("`{}`", one.name), &format!("`{attribute}`"));
    }
    text
}

fn comment(sentence: &str) -> String {
    let line = format!("  /** {sentence} */\n");
    if line.chars().count() <= WIDTH {
        return line;
    }
    let lines = wrapped(sentence.split(' '), "   * ");
    format!("  /**\n{lines}   */\n")
}

fn wrapped<'a>(words: impl Iterator<Item = &'a str>, before: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in words {
        let word_length = word.chars().count();
        if length == 0 {
            lines += before;
            length = before.chars().count();
        } else if length + 1 + word_length > WIDTH {
            lines += "\n";
            lines += before;
            length = before.chars().count();
        } else {
            lines += " ";
            length += 1;
        }
        lines += word;
        length += word_length;
    }
    lines + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_say_what_the_table_of_parameters_says() {
        for (path, word, made) in FILES {
            let text = fs::read_to_string(root().join(path)).unwrap();
            let fresh = between(&text, word, &made());
            let fresh = fresh.unwrap_or_else(|| panic!("{path} has no marks"));
            assert!(fresh == text, "{path} is behind: cargo xtask parameters");
        }
        let manifest = fs::read_to_string(root().join(MANIFEST)).unwrap();
        assert!(
            manifest == manifest::written(),
            "{MANIFEST} is behind: cargo xtask parameters"
        );
    }

    #[test]
    fn what_stands_between_the_marks_is_replaced_and_nothing_else() {
        let check = |text: &str, wanted: Option<&str>| {
            assert_eq!(between(text, "word", "new\n").as_deref(), wanted, "{text}");
        };
        let (begin, end) = (format!("// word{BEGIN}\n"), format!("// word{END}\n"));
        check(
            &format!("a\n{begin}old\nold\n{end}b\n"),
            Some(&format!("a\n{begin}new\n{end}b\n")),
        );
        check(
            &format!("{begin}{end}"),
            Some(&format!("{begin}new\n{end}")),
        );
        check(&format!("{end}{begin}"), None);
        check(&format!("// other{BEGIN}\n// other{END}\n"), None);
        check("a\n", None);
    }

    #[test]
    fn a_comment_speaks_of_attributes_in_short_lines() {
        let text = with_attributes("As `userName` says.".to_owned());
        assert_eq!(text, "As `user-name` says.");
        let long = "word ".repeat(40);
        for line in comment(long.trim()).lines() {
            assert!(line.len() <= WIDTH && line.starts_with("  "), "{line}");
        }
    }

    #[test]
    fn a_secret_is_no_attribute() {
        for made in [
            script(),
            types(),
            properties(),
            accessors(),
            manifest::written(),
        ] {
            let has = |name: &str| made.contains(name);
            assert!(
                !has("scenario-access-token") && !has("scenarioAccessToken"),
                "{made}"
            );
        }
    }
}
