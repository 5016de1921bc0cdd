//! Characters that stand in for others while the parser has the text.
//!
//! They are noncharacters, which no text is meant to hold: one that a text holds nevertheless is shown
//! as U+FFFD. To the parser each is a letter without a meaning of its own.

/// Nothing at all. What it stands between touches a letter, and a line that begins with it begins no
/// block.
pub(crate) const NOTHING: char = '\u{FDD0}';
/// Before a bare address.
pub(crate) const BEGIN: char = '\u{FDD1}';
/// Behind a bare address.
pub(crate) const END: char = '\u{FDD2}';
/// A space in a link's address.
pub(crate) const SPACE: char = '\u{FDD3}';
/// Marks that are meant as themselves, and what stands in for each.
const MARKS: [(char, char); 10] = [
    ('*', '\u{FDD4}'),
    ('_', '\u{FDD5}'),
    ('~', '\u{FDD6}'),
    ('\\', '\u{FDD7}'),
    ('<', '\u{FDD8}'),
    ('&', '\u{FDD9}'),
    ('[', '\u{FDDA}'),
    (']', '\u{FDDB}'),
    ('`', '\u{FDDC}'),
    ('|', '\u{FDDD}'),
];

pub(crate) fn is_stand_in(c: char) -> bool {
    matches!(c, NOTHING..='\u{FDDD}')
}

/// What stands in for `c`; itself where it means nothing to the parser.
pub(crate) fn plain(c: char) -> char {
    let known = MARKS.iter().find(|(mark, _)| *mark == c);
    known.map_or(c, |(_, stand_in)| *stand_in)
}

/// The text as it was.
pub(crate) fn restored(text: &str) -> String {
    restore(text, " ")
}

/// An address as it is to be asked for.
pub(crate) fn restored_address(text: &str) -> String {
    restore(text, "%20")
}

fn restore(text: &str, space: &str) -> String {
    let mut restored = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            NOTHING | BEGIN | END => {}
            SPACE => restored.push_str(space),
            c if is_stand_in(c) => {
                let known = MARKS.iter().find(|(_, stand_in)| *stand_in == c);
                restored.extend(known.map(|(mark, _)| *mark));
            }
            c => restored.push(c),
        }
    }
    restored
}
