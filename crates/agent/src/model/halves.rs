//! Halves of characters: endpoints cut texts by UTF-16 units or by bytes, and what belongs to one
//! character comes in two pieces.
//!
//! A half is kept in a text as a stand-in from the very end of Unicode's private planes until its
//! other half has come; one that stays alone becomes U+FFFD.

use std::borrow::Cow;

/// Stand-in of the surrogate U+D800; the others follow.
const SURROGATES: u32 = 0x10_F800;
/// Stand-in of the byte 0; the others follow.
const BYTES: u32 = 0x10_F700;

/// A part of a character.
enum Half {
    High(u32),
    Low(u32),
    Byte(u8),
}

fn half(character: char) -> Option<Half> {
    let code = u32::from(character);
    match code.checked_sub(SURROGATES) {
        Some(unit @ 0..0x400) => return Some(Half::High(unit)),
        Some(unit) => return Some(Half::Low(unit - 0x400)),
        None => {}
    }
    let byte = code.checked_sub(BYTES)?;
    Some(Half::Byte(u8::try_from(byte).ok()?))
}

/// What stands for a lone surrogate in a text. `None`: `unit` is none.
pub(super) fn stand_in(unit: u32) -> Option<char> {
    char::from_u32(SURROGATES + unit.checked_sub(0xD800)?)
}

fn stand_in_of_byte(byte: u8) -> Option<char> {
    char::from_u32(BYTES + u32::from(byte))
}

fn is_stand_in(character: char) -> bool {
    half(character).is_some()
}

/// Bytes of a connection made UTF-8, wherever they are cut: what is none gets stand-ins.
#[derive(Debug, Default)]
pub(super) struct Utf8 {
    /// The beginning of a character whose end has not come.
    begun: Vec<u8>,
}

impl Utf8 {
    pub(super) fn feed<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, str> {
        if self.begun.is_empty()
            && let Ok(text) = std::str::from_utf8(bytes)
            && !text.contains(is_stand_in)
        {
            return Cow::Borrowed(text);
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut text = String::with_capacity(all.len());
        let mut left = all.len();
        for chunk in all.utf8_chunks() {
            for character in chunk.valid().chars() {
                if is_stand_in(character) {
                    // One that was sent comes in parts too, so that it is put together again.
                    let mut parts = [0; 4];
                    let parts = character.encode_utf8(&mut parts).bytes();
                    text.extend(parts.filter_map(stand_in_of_byte));
                } else {
                    text.push(character);
                }
            }
            left -= chunk.valid().len() + chunk.invalid().len();
            let is_begun = left == 0
                && std::str::from_utf8(chunk.invalid())
                    .is_err_and(|error| error.error_len().is_none());
            if is_begun {
                self.begun = chunk.invalid().to_vec();
            } else {
                let halves = chunk.invalid().iter().copied();
                text.extend(halves.filter_map(stand_in_of_byte));
            }
        }
        Cow::Owned(text)
    }
}

/// Joins the halves within one text and over its pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Halves {
    high: Option<u32>,
    /// The bytes of a character so far.
    bytes: Vec<u8>,
}

impl Halves {
    /// The piece with its halves joined; one at its end waits for the next piece.
    pub(super) fn join(&mut self, piece: &str) -> String {
        let mut text = String::with_capacity(piece.len());
        for character in piece.chars() {
            match half(character) {
                None => {
                    text.push_str(self.rest());
                    text.push(character);
                }
                Some(Half::High(high)) => {
                    text.push_str(self.rest());
                    self.high = Some(high);
                }
                Some(Half::Low(low)) => {
                    let whole = self
                        .high
                        .take()
                        .and_then(|high| char::from_u32(0x1_0000 + (high << 10) + low));
                    text.push_str(self.rest());
                    text.push(whole.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Some(Half::Byte(byte)) => self.byte(byte, &mut text),
            }
        }
        text
    }

    fn byte(&mut self, byte: u8, text: &mut String) {
        if self.high.is_some() {
            text.push_str(self.rest());
        }
        self.bytes.push(byte);
        match std::str::from_utf8(&self.bytes) {
            Ok(whole) => text.push_str(whole),
            Err(error) if error.error_len().is_none() => return,
            // It continues nothing, but may begin another character.
            Err(_) if self.bytes.len() > 1 => {
                text.push_str(self.rest());
                return self.byte(byte, text);
            }
            Err(_) => text.push(char::REPLACEMENT_CHARACTER),
        }
        self.bytes.clear();
    }

    /// What stayed alone.
    pub(super) fn rest(&mut self) -> &'static str {
        let is_none = self.high.take().is_none() && self.bytes.is_empty();
        self.bytes.clear();
        if is_none { "" } else { "\u{FFFD}" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: u32) -> char {
        stand_in(code).unwrap()
    }

    #[test]
    fn halves_find_each_other_over_pieces_and_else_become_a_replacement() {
        let (high, low) = (unit(0xD83D), unit(0xDE00));
        let byte = |byte: u8| char::from_u32(BYTES + u32::from(byte)).unwrap();
        let cases: &[(&[String], &str)] = &[
            (&["plain".into(), "é😀".into()], "plainé😀"),
            (&[format!("a{high}"), format!("{low}b")], "a😀b"),
            (&[format!("a{high}{low}b")], "a😀b"),
            (
                &[format!("a{high}"), String::new(), format!("{low}b")],
                "a😀b",
            ),
            (&[format!("a{high}"), "b".into()], "a\u{FFFD}b"),
            (&[format!("a{low}"), "b".into()], "a\u{FFFD}b"),
            (&[format!("a{high}")], "a\u{FFFD}"),
            (&[format!("{high}{high}{low}")], "\u{FFFD}😀"),
            (&[format!("{low}{high}")], "\u{FFFD}\u{FFFD}"),
            (
                &[
                    format!("a{}{}", byte(0xF0), byte(0x9F)),
                    format!("{}{}b", byte(0x98), byte(0x80)),
                ],
                "a😀b",
            ),
            (&[format!("{}", byte(0xC3)), format!("{}", byte(0xA9))], "é"),
            (&[format!("{}", byte(0xC3)), "x".into()], "\u{FFFD}x"),
            (
                &[format!("{}{high}", byte(0xC3)), format!("{low}")],
                "\u{FFFD}😀",
            ),
            (&[format!("{}x", byte(0xFF))], "\u{FFFD}x"),
        ];
        for (pieces, expected) in cases {
            let mut halves = Halves::default();
            let mut text: String = pieces.iter().map(|piece| halves.join(piece)).collect();
            text.push_str(halves.rest());
            assert_eq!(&text, expected, "{pieces:?}");
        }
    }

    #[test]
    fn characters_that_stand_in_for_halves_are_themselves_where_they_are_sent() {
        let sent = "a\u{10F741}b\u{10FFFD}";
        for size in 1..=sent.len() {
            let (mut utf8, mut halves) = (Utf8::default(), Halves::default());
            let mut text = String::new();
            for chunk in sent.as_bytes().chunks(size) {
                text.push_str(&halves.join(&utf8.feed(chunk)));
            }
            assert_eq!(text + halves.rest(), sent, "in chunks of {size}");
        }
    }

    #[test]
    fn bytes_become_utf8_wherever_they_are_cut() {
        let bytes = b"\xEF\xBB\xBFa\xC3\xA9 \xF0\x9F\"\x98\x80 \xFFz";
        let mut whole = Utf8::default();
        let expected = whole.feed(bytes).into_owned();
        assert!(expected.starts_with("\u{FEFF}aé "));
        for size in 1..bytes.len() {
            let mut utf8 = Utf8::default();
            let mut found = String::new();
            for chunk in bytes.chunks(size) {
                found.push_str(&utf8.feed(chunk));
            }
            assert_eq!(found, expected, "in chunks of {size}");
        }
    }
}
