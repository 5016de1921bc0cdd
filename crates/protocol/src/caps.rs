//! Sizes that the widget respects and the server enforces.

/// Characters (Unicode scalar values) of a message a visitor sends.
pub const MESSAGE: usize = 8_000;

/// Whether a message is longer than [`MESSAGE`].
pub fn is_too_long(message: &str) -> bool {
    message.chars().nth(MESSAGE).is_some()
}

/// Bytes of a request below `/api/embed`: room for a message whose characters are all written as
/// pairs of escapes (`\ud83d\ude00`), as some writers of JSON do.
pub const BODY_BYTES: usize = 128 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_measured_in_characters_and_fits_into_a_body() {
        for character in ["a", "é", "漢", "😀"] {
            assert!(!is_too_long(&character.repeat(MESSAGE)), "{character}");
            assert!(is_too_long(&character.repeat(MESSAGE + 1)), "{character}");
        }
        assert!(MESSAGE * "\\ud83d\\ude00".len() + 1_024 < BODY_BYTES);
    }
}
