//! Scripts whose words follow each other, or what belongs to them, without a space between.

/// Whether `c` is a letter or a mark of Chinese, Japanese, Korean, Thai, Lao, Tibetan, Burmese or Khmer:
/// what touches it is not in the middle of a word for that.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x109F
        | 0x1100..=0x11FF
        | 0x1780..=0x17FF
        | 0x2E80..=0xA4CF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        // Variants of the sign before them.
        | 0xFE00..=0xFE02
        | 0xFE10..=0xFE19
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFFEE
        | 0x1_B000..=0x1_B2FF
        | 0x1_F200..=0x1_F2FF
        | 0x2_0000..=0x3_FFFD
        | 0xE_0100..=0xE_01EF)
}

/// Neither part of a word nor white space. More than what Unicode calls punctuation, which does no
/// harm where it is asked.
pub(crate) fn is_mark(c: char) -> bool {
    // Tones and variants, which go with the letter before them.
    let modifies = matches!(c as u32,
        0x0E47..=0x0E4E
        | 0x0EC8..=0x0ECE
        | 0x1037..=0x103A
        | 0x17C9..=0x17D3
        | 0xFE00..=0xFE02
        | 0xE_0100..=0xE_01EF);
    !modifies && !c.is_alphanumeric() && !c.is_whitespace()
}

/// Punctuation that stands around an address, never in it: full-width, and quotation marks.
pub(crate) fn ends_address(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301F}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}'
        | '\u{FF5B}'..='\u{FF64}'
        | '‘'..='‟' | '…' | '«' | '»' | '‹' | '›')
}
