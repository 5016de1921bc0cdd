//! Rust tables of the messages, English built in, and each other language as a file of lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::source::{Message, Piece, Pieces, Text};

/// Between the forms of a counted text. The last is that of `other`.
const FORMS: char = '\u{1e}';
/// Between the category of a form and its text.
const CATEGORY: char = '\u{1f}';

pub fn of(english: &str, files: &BTreeMap<String, Vec<Message>>) -> String {
    let mut out = String::new();
    let messages = files.get(english).map(Vec::as_slice).unwrap_or_default();
    let mut sections: Vec<(&str, Vec<&Message>)> = Vec::new();
    for message in messages {
        match sections
            .iter_mut()
            .find(|(name, _)| *name == message.section)
        {
            Some((_, members)) => members.push(message),
            None => sections.push((&message.section, vec![message])),
        }
    }
    let mut first = 0;
    for (name, members) in &sections {
        section(&mut out, name, first, members);
        first += members.len();
    }
    let ordered = || sections.iter().flat_map(|(_, members)| members);
    let _ = writeln!(
        out,
        "/// Every key, in the order of a file's lines.\npub static KEYS: [Key; {first}] = ["
    );
    for message in ordered() {
        let counted = matches!(message.text, Text::Counted(..));
        let (key, places) = (&message.key, message.text.places());
        let comment = &message.comment;
        let _ = writeln!(
            out,
            "    Key {{ name: {key:?}, places: &{places:?}, is_counted: {counted}, comment: {comment:?} }},"
        );
    }
    let _ = writeln!(
        out,
        "];\n\n/// How many lines a file has.\npub const LINES: usize = {first};\n\n/// The files of every language, by its tag.\npub static FILES: [(&str, &str); {}] = [",
        files.len()
    );
    let mut built_in = String::new();
    for (language, messages) in files {
        let theirs = |message: &&Message| {
            let found = messages.iter().find(|it| it.key == message.key);
            found
                .map(|it| coded(&it.text, &message.text.places()))
                .unwrap_or_default()
        };
        let lines: Vec<String> = ordered().map(theirs).collect();
        let file = lines.join("\n");
        let _ = match language == english {
            true => writeln!(out, "    ({language:?}, ENGLISH),"),
            false => writeln!(out, "    ({language:?}, {file:?}),"),
        };
        if language == english {
            built_in = file;
        }
    }
    out.push_str("];\n\n/// The English file, without the others.\npub const ENGLISH: &str = ");
    let _ = writeln!(out, "{built_in:?};");
    out
}

/// A struct with a field for each message, and how it is read from a file's lines.
fn section(out: &mut String, name: &str, first: usize, members: &[&Message]) {
    let mut kind = name.to_owned();
    if let Some(initial) = kind.get_mut(..1) {
        initial.make_ascii_uppercase();
    }
    let table = name.to_uppercase();
    let rows: Vec<(String, &str, String, &Message)> = members
        .iter()
        .map(|message| {
            let (shape, make) = match (&message.text, message.text.places().len()) {
                (Text::Counted(..), _) => ("Counted".to_owned(), "Counted"),
                (_, 0) => ("&'static str".to_owned(), ""),
                (_, count) => (format!("Filled<{count}>"), "Filled"),
            };
            (field(&message.key), make, shape, *message)
        })
        .collect();
    let _ = writeln!(out, "#[derive(Clone, Copy, Debug)]\npub struct {kind} {{");
    for (field, _, shape, message) in &rows {
        let english = shown(&message.text);
        let _ = writeln!(out, "    #[doc = {english:?}]\n    pub {field}: {shape},");
    }
    let _ = writeln!(out, "}}\n\nstatic {table}: {kind} = {kind} {{");
    for (field, make, _, message) in &rows {
        let text = coded(&message.text, &message.text.places());
        let text = format!("{text:?}");
        let _ = match *make {
            "" => writeln!(out, "    {field}: {text},"),
            make => writeln!(out, "    {field}: {make}({text}),"),
        };
    }
    let _ = writeln!(
        out,
        "}};

impl {kind} {{
    /// Which lines of a file are these texts.
    pub const LINES: std::ops::Range<usize> = {first}..{};

    /// In English.
    pub const fn english() -> &'static {kind} {{
        &{table}
    }}

    /// In the language of these lines; in English without.
    pub fn of(lines: Option<Lines>) -> {kind} {{
        let Some(lines) = lines else {{ return {table} }};
        let mut lines = lines.get({first}..).unwrap_or_default().iter();
        let mut next = || lines.next().copied().unwrap_or_default();
        {kind} {{",
        first + rows.len()
    );
    for (field, make, _, _) in &rows {
        let _ = match *make {
            "" => writeln!(out, "            {field}: next(),"),
            make => writeln!(out, "            {field}: {make}(next()),"),
        };
    }
    out.push_str("        }\n    }\n}\n\n");
}

fn field(key: &str) -> String {
    match key.replace('-', "_") {
        word if word == "continue" => "continue_".to_owned(),
        field => field,
    }
}

/// A text as readers of it decode it: the `n`th placeholder is the `n`th character.
fn coded(text: &Text, places: &[String]) -> String {
    let plain = |pieces: &Pieces| -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(more) => text.push_str(more),
                Piece::Place(name) => {
                    let place = places.iter().position(|it| it == name).unwrap_or_default();
                    text.extend(char::from_u32(place as u32 + 1));
                }
            }
        }
        text
    };
    match text {
        Text::Plain(pieces) => plain(pieces),
        Text::Counted(_, forms) => {
            let mut whole = String::new();
            let is_other = |category: &str| category == "other";
            for (category, pieces) in forms.iter().filter(|(it, _)| !is_other(it)) {
                whole.push_str(category);
                whole.push(CATEGORY);
                whole.push_str(&plain(pieces));
                whole.push(FORMS);
            }
            for (_, pieces) in forms.iter().filter(|(it, _)| is_other(it)) {
                whole.push_str(&plain(pieces));
            }
            whole
        }
    }
}

/// As a person reads it in the file.
fn shown(text: &Text) -> String {
    let last = text.forms().pop().cloned().unwrap_or_default();
    let pieces = last.into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Place(name) => format!("`{{ ${name} }}`"),
    });
    format!(" {}", pieces.collect::<String>())
}
