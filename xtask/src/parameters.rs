//! What is written from the table of query parameters (`crates/core/src/config/table.rs`): the
//! element's lists, its types and the documents' tables, each between two marks in its file.

use std::fs;

use anyhow::{Context as _, Result};
use vivavoce_core::config::described::{Described, Shape, attribute_of};
use vivavoce_core::config::{DESCRIBED, VARIABLES};

use crate::command::{root, say};

const BEGIN: &str = "parameters: `cargo xtask parameters` writes from here";
const END: &str = "parameters: to here";
/// Characters of a line of a script.
const WIDTH: usize = 100;

/// Writes what stands between the marks of a file.
type Made = fn() -> String;

const FILES: [(&str, Made); 4] = [
    ("host/viva-voce.js", script),
    ("host/viva-voce.d.ts", types),
    ("docs/embedding.md", table),
    ("README.md", short_table),
];

/// Brings the files up to date with the table.
pub fn write() -> Result<()> {
    for (path, made) in FILES {
        let file = root().join(path);
        let text = fs::read_to_string(&file).with_context(|| format!("reading {path}"))?;
        let fresh = between(&text, &made()).with_context(|| format!("{path} has no marks"))?;
        if fresh != text {
            fs::write(&file, fresh).with_context(|| format!("writing {path}"))?;
            say(&format!("{path} is written anew"));
        }
    }
    Ok(())
}

/// `text` with `made` in place of what stands between its marks.
fn between(text: &str, made: &str) -> Option<String> {
    let begin = text.find(BEGIN)?;
    let begin = begin + text.get(begin..)?.find('\n')? + 1;
    let end = begin + text.get(begin..)?.find(END)?;
    let end = text.get(..end)?.rfind('\n')? + 1;
    let (before, after) = (text.get(..begin)?, text.get(end..)?);
    Some(format!("{before}{made}{after}"))
}

fn script() -> String {
    let attributes = |flags: bool| {
        DESCRIBED
            .iter()
            .filter(move |one| one.is_attribute() && one.is_flag() == flags)
            .flat_map(names)
            .map(|name| format!("'{}'", attribute_of(name)))
    };
    let live = DESCRIBED.iter().flat_map(|one| {
        let command = one.live.map(|live| live.command());
        let names = names(one).filter_map(move |name| Some((name, command?)));
        names.map(|(name, command)| {
            let name = attribute_of(name);
            let is_plain = !name.contains('-');
            let key = if is_plain { name } else { format!("'{name}'") };
            format!("{key}: '{command}'")
        })
    });
    let (flags, others) = (attributes(true), attributes(false));
    let others = others.chain(["...YES_OR_NO".to_owned()]);
    format!(
        "const YES_OR_NO = [\n{}];\n\
         const PARAMETERS = [\n{}];\n\
         // What reaches a frame that lives. Everything else it reads only when it is loaded.\n\
         const LIVE = {{\n  __proto__: null,\n{}}};\n",
        list(flags),
        list(others),
        list(live)
    )
}

fn types() -> String {
    let mut made = String::new();
    for one in DESCRIBED.iter().filter(|one| one.is_attribute()) {
        let kind = type_of(one.shape);
        for name in names(one) {
            let about = if name == one.name {
                with_attributes(one.sentence())
            } else {
                format!("The same as `{}`.", attribute_of(one.name))
            };
            let name = attribute_of(name);
            let is_plain = !name.contains('-');
            let key = if is_plain { name } else { format!("'{name}'") };
            made += &comment(&about);
            made += &format!("  {key}?: {kind};\n");
        }
    }
    made
}

fn type_of(shape: Shape) -> String {
    match shape {
        Shape::Flag | Shape::MaybeFlag => "Flag".to_owned(),
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
        for (path, made) in FILES {
            let text = fs::read_to_string(root().join(path)).unwrap();
            let fresh = between(&text, &made()).unwrap_or_else(|| panic!("{path} has no marks"));
            assert!(fresh == text, "{path} is behind: cargo xtask parameters");
        }
    }

    #[test]
    fn what_stands_between_the_marks_is_replaced_and_nothing_else() {
        let check = |text: &str, wanted: Option<&str>| {
            assert_eq!(between(text, "new\n").as_deref(), wanted, "{text}");
        };
        let (begin, end) = (format!("// {BEGIN}\n"), format!("// {END}\n"));
        check(
            &format!("a\n{begin}old\nold\n{end}b\n"),
            Some(&format!("a\n{begin}new\n{end}b\n")),
        );
        check(
            &format!("{begin}{end}"),
            Some(&format!("{begin}new\n{end}")),
        );
        check(&format!("{end}{begin}"), None);
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
        for made in [script(), types()] {
            assert!(!made.contains("token"), "{made}");
        }
    }
}
