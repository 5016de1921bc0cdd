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
