//! What a document gives: so much text, or why none.

/// Bytes of text taken from a document; what comes after that is left out.
pub const TEXT_BYTES: usize = 2 * 1024 * 1024;
/// Why a file gives no text: a sentence for whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(
        "This PDF file cannot be read; it may be damaged. Save or print it anew as PDF, or send \
         its text, encoded as base64"
    )]
    Damaged,
    #[error("This PDF file opens with a password. Send a copy without one")]
    Locked,
    #[error(
        "This PDF file holds no text, only pictures of pages. Send one with recognized text (OCR), \
         or the text itself, encoded as base64"
    )]
    NoText,
    #[error("This PDF file takes too long to read. Send the pages that matter")]
    TooLong,
    #[error("PDF files cannot be read at the moment. Please try again, or tell the operator")]
    NoReader,
}
