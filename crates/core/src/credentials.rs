//! Who is talking: when to ask, and what counts as an answer.

use crate::config::Config;
use crate::person::{EmailError, NAME_CAP, NameError, check_email, check_name};
use crate::text::clean;
use crate::wire::User;

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
        // tcampb/react-calendly#116: a plus that nobody encoded.
        check(
            "userName=Ada&userEmail=ada+test@example.com",
            false,
            "Ada",
            "ada+test@example.com",
        );
        check(
            "userName=Ada+Lovelace&userEmail=ada%20test@example.com",
            true,
            "Ada Lovelace",
            "ada test@example.com",
        );
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
