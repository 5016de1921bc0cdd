//! What people read, in every language: one Fluent file per language and part of the program.
//!
//! The files are read and checked when this is built (`build.rs`): a key that is missing or unknown, a
//! wrong placeholder, a plural form that the language lacks stops it. What runs has tables and no parser.

#[cfg(feature = "native")]
pub mod native;
mod text;
pub mod texts;

pub use text::{Counted, Filled, Part};

/// The texts of a language, one a line of its file.
pub type Lines = &'static [&'static str];

/// A text's key, and what is filled into it.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// Its placeholders; of a counted text the first is the number.
    pub places: &'static [&'static str],
    pub is_counted: bool,
    /// What it means, for whoever translates it.
    pub comment: &'static str,
}

/// What a visitor reads in the embed: [`Words`](widget::Words) from the beginning, the other structs in
/// the parts of the widget that load later.
pub mod widget {
    use super::{Counted, Filled, Key, Lines};

    include!(concat!(env!("OUT_DIR"), "/widget.rs"));

    /// The file of a language; its lines are texts.
    pub fn file(lang: &str) -> Option<&'static str> {
        let found = FILES.iter().find(|(known, _)| *known == lang);
        found.map(|(_, file)| *file)
    }

    /// A language's file as its lines; `None` where it is another build's.
    pub fn lines(file: &'static str) -> Option<Lines> {
        let lines: Vec<&'static str> = file.split('\n').collect();
        (lines.len() == LINES).then(|| &*lines.leak())
    }
}

/// What the server says to a visitor.
pub mod server {
    use super::{Counted, Filled, Key, Lines};

    include!(concat!(env!("OUT_DIR"), "/server.rs"));
}

#[cfg(test)]
mod tests;
