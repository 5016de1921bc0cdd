//! Lines of the source, as CommonMark counts them: ended by LF, CR or CRLF.

/// Where the line that holds byte `at` begins. Never inside a character.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    before
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(0, |end| end + 1)
}

/// Where the line after the one that begins at `start` begins; `None` while that line is not ended.
pub(crate) fn next_line(text: &str, start: usize) -> Option<usize> {
    let line = text.as_bytes().get(start..)?;
    let end = line.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let crlf = line.get(end..end + 2) == Some(b"\r\n");
    Some(start + end + if crlf { 2 } else { 1 })
}

/// Whether the lines that decide what the block beginning at `start` is have ended. Until then an
/// appended text could still make it part of the block before it: `***` after a paragraph is a rule,
/// but `***so***` continues the paragraph.
pub(crate) fn is_decided(text: &str, start: usize, is_table: bool) -> bool {
    let second = next_line(text, start);
    if is_table {
        // A table is one by its second line.
        second.is_some_and(|second| next_line(text, second).is_some())
    } else {
        second.is_some()
    }
}
