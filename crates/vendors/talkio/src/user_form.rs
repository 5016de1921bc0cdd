//! Users as partners write them.

use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};
use vivavoce_protocol::person::{self, EmailError};

use super::wire::{ExpiredUser, User};
use crate::store::Member;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::times;
use vivavoce_http::{ApiError, body, json};

/// Characters of an id, a name, a product.
const NAME: usize = 200;
/// Characters of a phone number.
const PHONE: usize = 40;

/// The types of users.
pub const TYPES: [&str; 2] = ["member", "facilitator"];

/// Ids that addresses use for something else.
const RESERVED: [&str; 1] = ["invite"];

/// Ids that no address can name: whoever reads one takes them for the way up.
const NO_PATH: [&str; 2] = [".", ".."];

/// A user as a partner writes one: an object, in which ids and phone numbers that a database knows as numbers are
/// texts.
pub struct UserBody(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for UserBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let text = body::whole(request, state).await?;
        let mut body = body::object(text.clone()).await?;
        for name in ["id", "phoneNumber", "productId"] {
            if let Some(value) = body.get_mut(name)
                && value.is_number()
                && let Some(digits) = json::name_at(&text, &[name])
            {
                *value = Value::from(digits);
            }
        }
        Ok(UserBody(body))
    }
}

/// A new user; the member's own ids and times are the caller's to fill.
pub fn create(body: &Map<String, Value>, now: i64) -> Result<Member, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    let id = line(&mut fields, "id").unwrap_or_default();
    if id.is_empty() {
        fields.missing("id");
    } else if RESERVED.contains(&id.as_str()) || NO_PATH.contains(&id.as_str()) {
        fields.wrong("id", "This id is reserved; choose another", "value_error");
    }
    let name = line(&mut fields, "userName").unwrap_or_default();
    if name.is_empty() {
        fields.missing("userName");
    }
    let user_type = match fields.text("userType", NAME).here() {
        None => {
            fields.missing("userType");
            String::new()
        }
        Some(word) => a_type(&mut fields, &word),
    };
    let mut member = Member {
        user_id: id,
        user_name: name,
        user_type,
        settings: Value::Object(Map::new()),
        ..Member::default()
    };
    common(&mut fields, &mut member);
    in_future(&mut fields, &member, now);
    fields.done()?;
    Ok(member)
}

/// An invited user.
pub fn invite(body: &Map<String, Value>, now: i64) -> Result<Member, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    let mut member = Member {
        user_type: "member".to_owned(),
        settings: Value::Object(Map::new()),
        ..Member::default()
    };
    if !fields.has("email") {
        fields.missing("email");
    }
    common(&mut fields, &mut member);
    in_future(&mut fields, &member, now);
    fields.done()?;
    Ok(member)
}

/// Puts what `body` mentions into `member`.
pub fn update(body: &Map<String, Value>, member: &mut Member) -> Result<(), ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    match fields.text("userName", NAME) {
        Given::Here(name) if !plain(&name).is_empty() => member.user_name = plain(&name),
        Given::Absent => {}
        _ => fields.wrong("userName", "A name cannot be empty", "value_error"),
    }
    if let Some(word) = fields.text("userType", NAME).here() {
        member.user_type = a_type(&mut fields, &word);
    }
    common(&mut fields, member);
    fields.done()
}

/// A user's type in a query.
pub fn a_type(fields: &mut Fields<'_>, word: &str) -> String {
    let word = word.trim().to_ascii_lowercase();
    if !TYPES.contains(&word.as_str()) {
        fields.wrong("userType", "Input should be member or facilitator", "enum");
    }
    word
}

fn common(fields: &mut Fields<'_>, member: &mut Member) {
    match fields.text("email", person::EMAIL_CAP) {
        Given::Absent => {}
        Given::Null => member.email = None,
        Given::Here(email) if email.trim().is_empty() => member.email = None,
        Given::Here(email) => {
            let email = email.trim().to_owned();
            if let Some(problem) = person::check_email(&email) {
                fields.wrong("email", email_advice(problem), "value_error");
            }
            member.email = Some(email);
        }
    }
    fields
        .text("phoneNumber", PHONE)
        .into_option(&mut member.phone_number);
    fields
        .text("productId", NAME)
        .into_option(&mut member.product_id);
    fields
        .time("accountExpiresAt")
        .into_option(&mut member.account_expires_at);
}

fn in_future(fields: &mut Fields<'_>, member: &Member, now: i64) {
    if member.is_suspended(now) {
        let msg = "accountExpiresAt must be in the future";
        fields.wrong("accountExpiresAt", msg, "value_error");
    }
}

fn email_advice(problem: EmailError) -> &'static str {
    match problem {
        EmailError::Missing => "Give an address such as ann@example.com",
        EmailError::TooLong => "This address is too long",
        EmailError::Space => "An address has no spaces",
        EmailError::NoAt | EmailError::TwoAts => "An address has one @, as in ann@example.com",
        EmailError::Domain => "What follows the @ must be a domain, as in ann@example.com",
        _ => "This is no mail address",
    }
}

fn line(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    fields.text(name, NAME).here().map(|text| plain(&text))
}

/// One line without control characters.
pub fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_control()).collect();
    seen.trim().to_owned()
}

/// A user as the API shows one.
pub fn shown(member: &Member) -> User {
    User {
        id: member.user_id.clone(),
        user_name: member.user_name.clone(),
        user_type: member.user_type.clone(),
        email: member.email.clone(),
        phone_number: member.phone_number.clone(),
        account_expires_at: member.account_expires_at.map(times::written_with_zone),
        product_id: member.product_id.clone(),
        created_at: times::written_with_zone(member.created_at),
        updated_at: times::written_with_zone(member.updated_at),
    }
}

/// A suspended one.
pub fn shown_expired(member: &Member) -> ExpiredUser {
    ExpiredUser {
        expired_at: member
            .account_expires_at
            .map(times::written_with_zone)
            .unwrap_or_default(),
        member_type: member.user_type.clone(),
        user: shown(member),
    }
}
