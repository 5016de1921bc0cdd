//! Texts in addresses: everything but letters and digits of ASCII and `-._~` is percent-encoded.

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

/// What RFC 3986 calls unreserved stays.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// For a path's segment or a query's value; its pieces are runs of what stays and single escapes.
pub fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// `None` for a broken `%` or bytes that are no text.
pub fn decoded(text: &str) -> Option<String> {
    let is_escape = |after: &str| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_escape) {
        return None;
    }
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_went() {
        for text in [
            "",
            "abc-._~019",
            "a b/c?d&e=f+g%h#i",
            "Größe 漢字 😀",
            "\0\r\n\"'<>",
        ] {
            assert_eq!(decoded(&encoded(text).to_string()).as_deref(), Some(text));
        }
        assert_eq!(encoded("a b/Ö~").to_string(), "a%20b%2F%C3%96~");
    }

    #[test]
    fn what_is_broken_is_not_guessed_at() {
        for broken in ["%", "%4", "%zz", "a%4", "%%41", "%+1", "%C3", "%ff", "%é1"] {
            assert_eq!(decoded(broken), None, "{broken}");
        }
        assert_eq!(decoded("%41+%c3%96"), Some("A+Ö".to_owned()));
    }
}
