//! Text as both sides tidy and decode it.

/// A line of text for people: no control characters, no bidirectional controls (which could turn
/// around what stands beside the text), single spaces and none at its ends, at most `cap` characters.
pub fn clean(text: &str, cap: usize) -> String {
    let mut line = String::new();
    let mut room = cap;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = room < cap;
        } else if !c.is_control() && !is_bidi_control(c) {
            let needed = if gap { 2 } else { 1 };
            if room < needed {
                break;
            }
            if gap {
                line.push(' ');
            }
            line.push(c);
            room -= needed;
            gap = false;
        }
    }
    line
}

/// Whether a text shows nothing: it is empty, or all of it is white space, control characters and others
/// that leave no mark.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Unicode's `Default_Ignorable_Code_Point`, what annotates between lines, and the empty pattern of Braille.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Decodes `%41` and `+` as HTML forms write them. An escape that is cut short or not hexadecimal
/// stays as it stands; bytes that are not UTF-8 become U+FFFD.
pub fn form_decode(text: &str) -> String {
    decoded(text, true)
}

/// Decodes `%41` as paths write it, where `+` is a plus; otherwise as [`form_decode`].
pub fn percent_decode(text: &str) -> String {
    decoded(text, false)
}

fn decoded(text: &str, plus_is_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, beyond @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = beyond;
                }
                _ => bytes.push(b'%'),
            },
            (b'+', _) if plus_is_space => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// The value of one hexadecimal digit.
pub fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        let blank = [
            "",
            " \t\n",
            "\u{a0}\u{3000}",
            "\u{200b}\u{2060}",
            "\u{0}\u{202e}",
            "\u{feff}",
            "\u{ad}\u{34f}",
            "\u{115f}\u{3164}\u{ffa0}",
            "\u{2800}",
            "\u{fe0f}\u{e0101}",
            "\u{e0041}\u{e007f}",
            "\u{fffb}",
        ];
        for text in blank {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [
            ".",
            "\u{200b}a",
            "👍\u{fe0f}",
            "\u{301}",
            "می\u{200c}خواهم",
            "\u{fffd}",
        ] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
