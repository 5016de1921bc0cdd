//! A person as they name themselves: how long a name and an address may be, and what is wrong with one.

use crate::text::clean;

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
/// Bytes before its `@`.
const LOCAL_CAP: usize = 64;

/// What is wrong with a name, if anything. Anyone may be called anything that can be seen.
pub fn check_name(name: &str) -> Option<NameError> {
    let tidy = clean(name, NAME_CAP + 2);
    if tidy.is_empty() {
        Some(NameError::Missing)
    } else if tidy.chars().nth(NAME_CAP).is_some() {
        Some(NameError::TooLong)
    } else {
        None
    }
}

/// What is wrong with an e-mail address, if anything. White space around it does not count.
///
/// Not the RFC's grammar, whose quoted forms nobody has and mail forms refuse; only what cannot be
/// delivered is refused, so that no real address is.
pub fn check_email(email: &str) -> Option<EmailError> {
    let email = email.trim();
    if email.is_empty() {
        return Some(EmailError::Missing);
    }
    if email.len() > EMAIL_CAP {
        return Some(EmailError::TooLong);
    }
    let unseen = |c: char| c.is_whitespace() || c.is_control();
    if email.contains(unseen) || clean(email, EMAIL_CAP) != email {
        return Some(EmailError::Space);
    }
    let Some((local, domain)) = email.split_once('@') else {
        return Some(EmailError::NoAt);
    };
    if local.is_empty() {
        return Some(EmailError::NoAt);
    }
    if domain.contains('@') {
        return Some(EmailError::TwoAts);
    }
    if local.len() > LOCAL_CAP {
        return Some(EmailError::TooLong);
    }
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii();
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(plain)
    };
    let whole = domain.contains('.') && domain.split('.').all(label);
    (!whole).then_some(EmailError::Domain)
}

/// What an address is compared by, and found under: its case and white space around it do not count.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_be_one_are_named_for_what_is_wrong() {
        let check = |email: &str, wanted: Option<EmailError>| {
            assert_eq!(check_email(email), wanted, "{email}");
        };
        for good in [
            "ann@example.com",
            " ann@example.com ",
            "a@b.co",
            "ann+tag.x_y@sub.example.co.uk",
            "o'neil@example.com",
            "用户@例え.jp",
            "ann@xn--mller-kva.de",
            "ann@1.2.3.4",
            "ANN@EXAMPLE.COM",
        ] {
            check(good, None);
        }
        check("", Some(EmailError::Missing));
        check(" \t", Some(EmailError::Missing));
        check("ann", Some(EmailError::NoAt));
        check("@example.com", Some(EmailError::NoAt));
        check("ann@@example.com", Some(EmailError::TwoAts));
        check("a@b@example.com", Some(EmailError::TwoAts));
        check("ann lee@example.com", Some(EmailError::Space));
        check("ann@exam ple.com", Some(EmailError::Space));
        check("ann\u{0}@example.com", Some(EmailError::Space));
        check("ann\u{202e}@example.com", Some(EmailError::Space));
        check("ann@example", Some(EmailError::Domain));
        check("ann@", Some(EmailError::Domain));
        check("ann@.com", Some(EmailError::Domain));
        check("ann@example.", Some(EmailError::Domain));
        check("ann@exa..com", Some(EmailError::Domain));
        check("ann@-x.com", Some(EmailError::Domain));
        check("ann@x_y.com", Some(EmailError::Domain));
        check("ann@x.com,", Some(EmailError::Domain));
        check(&format!("{}@x.com", "a".repeat(64)), None);
        check(
            &format!("{}@x.com", "a".repeat(65)),
            Some(EmailError::TooLong),
        );
        check(&"a".repeat(255), Some(EmailError::TooLong));
    }
}
