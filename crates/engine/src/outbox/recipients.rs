//! Who may be mailed on an account's behalf: whoever has said so by the link in a first mail. The operator,
//! whose mail server it is, mails whom they like.

use serde_json::{Value, json};
use vivavoce_protocol::person::email_key;

use super::mail::addresses;
use super::report::{Block, Report, as_html, as_text, one_line};
use super::{MAIL, Sent, ceiling};
use crate::Engine;
use crate::ids;
use crate::store::spending::{self, day};
use crate::store::{Parcel, StoreError, Tx, outbox, recipients};

/// The holder of an address that has not answered is asked again after so long, in milliseconds.
const AGAIN: i64 = 86_400_000;

/// Why a parcel is given up of which nobody wants to hear any more.
pub(super) const NOBODY: &str = "whoever it was for has said no";

/// Whether a mail of an account's may be sent, which is counted among the day's.
pub async fn count_mail(
    engine: &Engine,
    tx: &mut Tx,
    account_id: &str,
) -> Result<bool, StoreError> {
    let most = engine.settings.limits.mails_per_account;
    count(engine, tx, account_id, most).await
}

/// The same of a mail that visitors bring about: a quarter of the day's is left for passwords and what else
/// somebody waits for.
async fn count_report(engine: &Engine, tx: &mut Tx, account_id: &str) -> Result<bool, StoreError> {
    let most = engine.settings.limits.mails_per_account;
    count(engine, tx, account_id, most - most / 4).await
}

async fn count(
    engine: &Engine,
    tx: &mut Tx,
    account_id: &str,
    most: u32,
) -> Result<bool, StoreError> {
    let now = engine.clock.now();
    let may = spending::add_mail(tx.conn(), account_id, day(now), most).await?;
    if !may {
        tracing::warn!(
            account = account_id,
            most,
            "a day's mails are sent; one is not"
        );
    }
    Ok(may)
}

/// Those of `to`, addresses separated by commas, that `account_id` may mail now; `None`: nobody. Of the
/// others each is asked, which is a mail of its own.
pub(super) async fn admitted(
    engine: &Engine,
    tx: &mut Tx,
    account_id: &str,
    to: &str,
) -> Result<Option<String>, StoreError> {
    let is_operators: Option<bool> =
        sqlx::query_scalar("SELECT is_root FROM accounts WHERE id = $1")
            .bind(account_id)
            .fetch_optional(tx.conn())
            .await?;
    let mut admitted = Vec::new();
    for address in addresses(to) {
        if is_operators == Some(true) || wants(engine, tx, account_id, address).await? {
            admitted.push(address);
        }
    }
    if admitted.is_empty() || !count_report(engine, tx, account_id).await? {
        return Ok(None);
    }
    Ok(Some(admitted.join(", ")))
}

/// Those of `to` who have not said no meanwhile; `None`: nobody.
pub(super) async fn remaining(
    engine: &Engine,
    account_id: &str,
    to: &str,
) -> Result<Option<String>, StoreError> {
    let refusing = engine.store.refusing_recipients(account_id).await?;
    let left: Vec<&str> = addresses(to)
        .filter(|it| !refusing.contains(&email_key(it)))
        .collect();
    Ok((!left.is_empty()).then(|| left.join(", ")))
}

/// Whether the holder of an address wants mail; asks them, where they have not said.
async fn wants(
    engine: &Engine,
    tx: &mut Tx,
    account_id: &str,
    address: &str,
) -> Result<bool, StoreError> {
    let (now, address) = (engine.clock.now(), email_key(address));
    let known = recipients::recipient(tx.conn(), account_id, &address).await?;
    if let Some(wants) = known.as_ref().and_then(|it| it.wants) {
        return Ok(wants);
    }
    let asked_at = known.and_then(|it| it.asked_at);
    if asked_at.is_some_and(|at| now < at + AGAIN) || !count_report(engine, tx, account_id).await? {
        return Ok(false);
    }
    recipients::note_asked(tx.conn(), account_id, &address, now).await?;
    let id = format!(
        "question-{account_id}-{}-{}",
        ids::digest(&[&address]),
        ceiling::day(now)
    );
    let body = json!({ "question": address, "account_id": account_id });
    outbox::insert(tx.conn(), &id, MAIL, MAIL, &body, now).await?;
    engine.outbox.wake_after(tx);
    Ok(false)
}

/// Whether a parcel asks somebody.
pub(super) fn is_question(body: &Value) -> bool {
    body["question"].is_string()
}

/// Asks the holder of an address. The link is made when the mail is sent and stands nowhere else; where it is
/// sent twice the newer one works.
pub(super) async fn ask(engine: &Engine, parcel: &Parcel) -> Result<Sent, StoreError> {
    let senders = &engine.outbox.0.senders;
    let (Some(mailer), Some(origin)) = (&senders.mailer, &senders.public_url) else {
        return Ok(Sent::failed(
            "no mail server and public_url are set up".to_owned(),
        ));
    };
    let word = |name: &str| parcel.body[name].as_str().unwrap_or_default();
    let (address, account_id) = (word("question"), word("account_id"));
    let account = engine.store.account(account_id).await?;
    let Some(account) = account.filter(|it| it.closed_at.is_none()) else {
        return Ok(Sent::Hopeless("the account is closed".to_owned()));
    };
    let token = ids::new_secret();
    let store = &engine.store;
    if !store
        .set_recipient_token(account_id, address, &token)
        .await?
    {
        return Ok(Sent::Hopeless("they have answered".to_owned()));
    }
    let link = format!("{origin}/mail?token={token}");
    let mail = write(&parcel.id, &account.name, &link);
    Ok(mailer.send(address, &mail, engine.clock.now()).await)
}

fn write(id: &str, account: &str, link: &str) -> Report {
    let account = one_line(account, 100);
    let title = format!("Do you want mail from {account}?");
    let blocks = [
        Block::Heading(title.clone()),
        Block::Paragraph(format!(
            "{account} wants results of conversations sent to this address. They are sent once you \
             have said yes."
        )),
        Block::Facts(vec![("Answer".to_owned(), link.to_owned())]),
        Block::Paragraph(
            "If you did not expect this mail you need do nothing: only this question comes again, at most \
             once a day, and not once you have said no. The link works for as long as you want to change \
             your answer."
                .to_owned(),
        ),
    ];
    Report {
        id: id.to_owned(),
        subject: one_line(&title, 200),
        text: as_text(&blocks),
        html: as_html(&title, &blocks),
    }
}
