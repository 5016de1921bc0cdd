//! Who is talking: when to ask, and what counts as an answer.

use crate::config::{Config, clean};
use crate::wire::User;

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

/// Whether the dialog must be shown before the conversation, in every style.
///
/// Not if the host asks for none (`promptUserInfo=false`), nor if name and address are both given,
/// unless the address cannot be one: then the dialog shows it, to be put right. One alone prefills.
pub fn needed(config: &Config) -> bool {
    if !config.prompt_user_info {
        return false;
    }
    let user = given(config);
    !check(&user.name, &user.email).is_empty()
}

/// What the host said about the visitor: prefills the dialog, or stands for it. Unverified, so it
/// never grants a right.
pub fn given(config: &Config) -> User {
    User {
        name: config.user_name.clone().unwrap_or_default(),
        email: config.user_email.clone().unwrap_or_default(),
    }
}

/// The visitor as typed into the dialog, tidied, or what is wrong with it.
pub fn accept(name: &str, email: &str) -> Result<User, CredentialErrors> {
    let errors = check(name, email);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(User {
        name: clean(name, NAME_CAP),
        email: email.trim().to_owned(),
    })
}

fn check(name: &str, email: &str) -> CredentialErrors {
    CredentialErrors {
        name: check_name(name),
        email: check_email(email),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialog_comes_unless_both_are_given_or_the_host_wants_none() {
        let check = |query: &str, wanted: bool, name: &str, email: &str| {
            let (config, _) = Config::parse(query);
            assert_eq!(needed(&config), wanted, "{query}");
            let user = given(&config);
            assert_eq!((&*user.name, &*user.email), (name, email), "{query}");
        };
        check("", true, "", "");
        check("userName=Ann", true, "Ann", "");
        check("userEmail=a@b.org", true, "", "a@b.org");
        check("userName=Ann&userEmail=a@b.org", false, "Ann", "a@b.org");
        check(
            "userName=Ann&userEmail=a@b.org&promptUserInfo=true",
            false,
            "Ann",
            "a@b.org",
        );
        check("promptUserInfo=false", false, "", "");
        check("promptUserInfo=false&userName=Ann", false, "Ann", "");
        check("userName=Ann&userEmail=nonsense", true, "Ann", "nonsense");
        check("userName=+&userEmail=a@b.org", true, "", "a@b.org");
    }

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

    #[test]
    fn each_field_is_judged_by_itself() {
        let errors = accept(" ", "ann").unwrap_err();
        assert_eq!(errors.name, Some(NameError::Missing));
        assert_eq!(errors.email, Some(EmailError::NoAt));
        let errors = accept("Ann", "").unwrap_err();
        assert_eq!(
            (errors.name, errors.email),
            (None, Some(EmailError::Missing))
        );
        let errors = accept(&"n".repeat(201), "a@b.org").unwrap_err();
        assert_eq!(
            (errors.name, errors.email),
            (Some(NameError::TooLong), None)
        );
        let user = accept("  Ann \u{202e} Lee ", " a@b.org ").unwrap();
        assert_eq!((&*user.name, &*user.email), ("Ann Lee", "a@b.org"));
        assert!(accept(&"é".repeat(200), "a@b.org").is_ok());
    }
}
