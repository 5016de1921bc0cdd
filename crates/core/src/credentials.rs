//! Who is talking: when to ask, and what counts as an answer.

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    Missing,
    /// Longer than [`NAME_CAP`] characters.
    TooLong,
}

/// What is wrong with an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmailError {
    Missing,
    /// Longer than [`EMAIL_CAP`] bytes, or more than 64 before the `@`.
    TooLong,
    /// A space or an unprintable character.
    Space,
    /// No `@`, or nothing in front of it.
    NoAt,
    TwoAts,
    /// What follows the `@` is no domain with a dot (`ann@example`).
    Domain,
}

/// Characters of a name.
pub const NAME_CAP: usize = 200;
/// Bytes of an e-mail address (RFC 5321's limit of a path).
pub const EMAIL_CAP: usize = 254;

/// What is wrong with what was typed into the dialog, field by field; the sentences are the view's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CredentialErrors {
    pub name: Option<NameError>,
    pub email: Option<EmailError>,
}

impl CredentialErrors {
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none()
    }
}
