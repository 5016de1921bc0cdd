//! The mail that invites a user of an organization: an address and a temporary password.
//!
//! The password is made when the mail is sent and not before, so that it stands nowhere but in the
//! mail. A mail sent twice carries another one; the newer works.

use rand::Rng as _;
use serde_json::json;

use futures_util::future::BoxFuture;
use vivavoce_engine::outbox::report::{Block, Report, as_html, as_text};
use vivavoce_engine::outbox::{self, MAIL, PAUSES, Senders, Sent};
use vivavoce_engine::registry::Delivery;
use vivavoce_engine::store::spending::left_of_day;
use vivavoce_engine::store::{Parcel, Store, StoreError, passcode};
use vivavoce_http::App;

use crate::store::{self, Member, Organization};

/// How long a temporary password works, in milliseconds.
pub const LIFE: i64 = 7 * 86_400_000;

/// How often a forgotten password is mailed, in milliseconds.
const REMINDED: i64 = 3_600_000;

/// Letters and digits that nobody mistakes for each other.
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Of them, in groups of four: 79 bits.
const GROUPS: usize = 4;

/// Mails `member` a temporary password, soon; [`StoreError::MailsUsedUp`] where the school's account may send no
/// more today.
pub async fn invite(app: &App, member: &Member, now: i64) -> Result<(), StoreError> {
    match put(app, member, format!("invitation-{}-{now}", member.id)).await? {
        true => Ok(()),
        false => Err(StoreError::MailsUsedUp {
            seconds: left_of_day(now),
        }),
    }
}

/// Does the same for whoever says that they are `member`: once an hour, or anybody could keep the
/// user from ever using the password they were mailed.
pub async fn remind(app: &App, member: &Member, now: i64) -> Result<(), StoreError> {
    let made = member.temporary_until.map(|until| until - LIFE);
    if made.is_some_and(|made| made > now - REMINDED) {
        return Ok(());
    }
    let id = format!("reminder-{}-{}", member.id, now / REMINDED);
    // Who asked is told nothing of it.
    put(app, member, id).await.map(drop)
}

/// Puts the mail into the outbox. It names nobody but the user: what was asked for it, and under
/// which name of ours, is whoever asked's own word.
/// `false`: the school's account may send no more today.
async fn put(app: &App, member: &Member, id: String) -> Result<bool, StoreError> {
    let organization = store::organization_by_id(&app.store, &member.organization_id).await?;
    let Some(organization) = organization else {
        // Removed meanwhile, and the member with it.
        return Ok(true);
    };
    let account = organization.account_id;
    let body = json!({ "invitation": member.id });
    let job = app.engine.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                if outbox::is_put(tx, &id).await? {
                    return Ok(true);
                }
                if !outbox::count_mail(&job, tx, &account).await? {
                    return Ok(false);
                }
                outbox::put(&job, tx, &id, MAIL, MAIL, &body, None).await?;
                Ok(true)
            })
        })
        .await
}

/// Sends what [`put`] put there.
pub struct Invitations;

impl Delivery for Invitations {
    fn kind(&self) -> &'static str {
        MAIL
    }

    fn takes(&self, parcel: &Parcel) -> bool {
        parcel.kind == MAIL && parcel.body["invitation"].is_string()
    }

    fn pauses(&self) -> &'static [i64] {
        &PAUSES
    }

    fn send<'a>(
        &'a self,
        store: &'a Store,
        senders: &'a Senders,
        parcel: &'a Parcel,
        now: i64,
    ) -> BoxFuture<'a, Result<Sent, StoreError>> {
        Box::pin(send(store, senders, parcel, now))
    }
}

async fn send(
    store: &Store,
    senders: &Senders,
    parcel: &Parcel,
    now: i64,
) -> Result<Sent, StoreError> {
    let Some(mailer) = &senders.mailer else {
        return Ok(Sent::failed("no mail server is set up".to_owned()));
    };
    let Some(origin) = &senders.public_url else {
        return Ok(Sent::failed("public_url is not set".to_owned()));
    };
    let member_id = parcel.body["invitation"].as_str().unwrap_or_default();
    let found = store::member(store, member_id).await?;
    let Some(member) = found.filter(|it| !it.is_suspended(now)) else {
        return Ok(Sent::Hopeless("the user was removed".to_owned()));
    };
    let organization = store::organization_by_id(store, &member.organization_id).await?;
    let (Some(organization), Some(to)) = (organization, &member.email) else {
        return Ok(Sent::Hopeless("the user has no address".to_owned()));
    };
    let password = new_password();
    let hash = match passcode::hash(&password).await {
        Ok(hash) => hash,
        Err(error) => return Ok(Sent::failed(format!("a password was not made: {error}"))),
    };
    store::set_temporary_password(store, &member.id, &hash, now + LIFE).await?;
    let mail = write(&parcel.id, &member, &organization, &password, origin);
    Ok(mailer.send(to, &mail, now).await)
}

fn new_password() -> String {
    let mut random = rand::rng();
    let groups: Vec<String> = (0..GROUPS)
        .map(|_| {
            (0..4)
                .map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())]))
                .collect()
        })
        .collect();
    groups.join("-")
}

fn write(
    id: &str,
    member: &Member,
    organization: &Organization,
    password: &str,
    origin: &str,
) -> Report {
    let address = format!(
        "{origin}/authentication/login?organization={}",
        organization.slug
    );
    let title = format!("Your invitation to {}", organization.name);
    let mut facts = vec![("Address".to_owned(), address)];
    facts.push(("Email".to_owned(), member.email.clone().unwrap_or_default()));
    facts.push(("Temporary password".to_owned(), password.to_owned()));
    let blocks = [
        Block::Heading(title.clone()),
        Block::Paragraph(
            "You can practise conversations there. Sign in with the temporary password below; you \
             will then be asked for one of your own."
                .to_owned(),
        ),
        Block::Facts(facts),
        Block::Paragraph(
            "The temporary password works for seven days. If you did not expect this mail, you \
             need do nothing."
                .to_owned(),
        ),
    ];
    Report {
        id: id.to_owned(),
        subject: title
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect(),
        text: as_text(&blocks),
        html: as_html(&title, &blocks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_password_can_be_typed_and_is_another_each_time() {
        let passwords: std::collections::BTreeSet<String> =
            (0..200).map(|_| new_password()).collect();
        assert_eq!(passwords.len(), 200);
        for password in passwords {
            assert_eq!(password.len(), 19, "{password}");
            assert!(!password.contains(['0', 'o', '1', 'l', 'i']), "{password}");
        }
    }

    #[test]
    fn an_invitation_is_text_whatever_the_school_is_called() {
        let organization = Organization {
            name: "<b>School</b>\r\nBcc: all@example.com".to_owned(),
            slug: "school".to_owned(),
            ..Organization::default()
        };
        let member = Member::default();
        let mail = write("i", &member, &organization, "p", "https://v.example");
        assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
        assert!(!mail.html.contains("<b>"), "{}", mail.html);
        let address = "https://v.example/authentication/login?organization=school";
        assert!(mail.text.contains(address), "{}", mail.text);
    }
}
