//! Which addresses a visitor may be sent to.

/// The address to put into `href`, normalised, or `None` where it must not become a link.
pub fn safe_link(_address: &str) -> Option<String> {
    None
}
