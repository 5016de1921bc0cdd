//! Users of organizations, and what signs them in.

use serde_json::Value;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteConnection;
use vivavoce_protocol::person::email_key;

use super::TALKIO;
use vivavoce_engine::ids;
use vivavoce_engine::store::{
    Going, Locked, Store, StoreError, json_text, unchanged, unread, visitors,
};

/// A user of an organization.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Member {
    /// Ours; the partner's is `user_id`.
    pub id: String,
    pub organization_id: String,
    /// Unique in the organization.
    pub user_id: String,
    pub user_name: String,
    /// `member` or `facilitator`.
    pub user_type: String,
    /// Unique in the organization, without regard to case.
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub product_id: Option<String>,
    /// From then on the user is suspended.
    pub account_expires_at: Option<i64>,
    /// The ten settings that were changed; the others have their defaults.
    #[sqlx(json)]
    pub settings: Value,
    /// When the introduction was read.
    pub introduced_at: Option<i64>,
    pub password_hash: Option<String>,
    /// Sent by mail; opens nothing but the form for a new one.
    pub temporary_hash: Option<String>,
    pub temporary_until: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl Member {
    pub fn is_suspended(&self, now: i64) -> bool {
        self.account_expires_at.is_some_and(|at| at <= now)
    }
}

/// Which users to list.
#[derive(Clone, Debug, Default)]
pub struct MemberFilter {
    pub organization_id: String,
    pub user_type: Option<String>,
    /// Those who are suspended, or those who are not.
    pub suspended: bool,
}

/// What signs a user in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A link made for the partner.
    Link,
    /// The cookie it, or a password, became.
    Cookie,
    /// A temporary password was right, and a new one may follow.
    Change,
}

impl SignIn {
    fn as_str(self) -> &'static str {
        match self {
            SignIn::Link => "link",
            SignIn::Cookie => "cookie",
            SignIn::Change => "change",
        }
    }
}

/// A token of a user's, used up or expired or not.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MemberToken {
    pub member_id: String,
    /// How often it was shown before.
    pub uses: i64,
    pub expires_at: i64,
}

/// Fails where another user of the organization is found by the id or the email of `member`: whoever looks
/// for one of them would get the other.
async fn check_names(conn: &mut SqliteConnection, member: &Member) -> Result<(), StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM members WHERE organization_id = $1 AND id <> $2 AND email_key = $3 \
         UNION ALL SELECT 2 FROM members WHERE organization_id = $1 AND id <> $2 \
         AND instr(user_id, '@') > 0 AND LOWER(user_id) = $4 LIMIT 1",
    )
    .bind(&member.organization_id)
    .bind(&member.id)
    .bind(email_key(&member.user_id))
    .bind(member.email.as_deref().map(email_key))
    .fetch_optional(conn)
    .await?;
    match found {
        None => Ok(()),
        Some(1) => Err(StoreError::Taken("id")),
        Some(_) => Err(StoreError::Taken("email")),
    }
}

/// [`StoreError::Taken`] where the organization has a user of this id or email.
pub async fn add_member(store: &Store, member: Member) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                check_names(tx.conn(), &member).await?;
                sqlx::query(
                    "INSERT INTO members (id, organization_id, user_id, user_name, user_type, \
                 email, email_key, phone_number, product_id, account_expires_at, settings, \
                 created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
                )
                .bind(&member.id)
                .bind(&member.organization_id)
                .bind(&member.user_id)
                .bind(&member.user_name)
                .bind(&member.user_type)
                .bind(&member.email)
                .bind(member.email.as_deref().map(email_key))
                .bind(&member.phone_number)
                .bind(&member.product_id)
                .bind(member.account_expires_at)
                .bind(json_text(&member.settings))
                .bind(member.created_at)
                .execute(tx.conn())
                .await
                .map_err(taken)?;
                Ok(())
            })
        })
        .await
}

/// What the partner says of a user; settings and passwords stay, but for one that was mailed to an address
/// which is not the user's any more. [`StoreError::Changed`] where `seen` is not what stands there.
pub async fn change_member(
    store: &Store,
    member: Member,
    seen: Member,
    now: i64,
) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let key = |it: &Member| it.email.as_deref().map(email_key);
                let moved = key(&member) != key(&seen);
                unchanged(&find_member(tx.conn(), &member.id).await?, &Some(seen))?;
                if moved {
                    check_names(tx.conn(), &member).await?;
                    // Whoever reads there holds it, and the form it may have opened.
                    for sql in [
                        "UPDATE members SET temporary_hash = NULL, temporary_until = NULL WHERE id = $1",
                        "DELETE FROM member_tokens WHERE member_id = $1 AND kind = 'change'",
                    ] {
                        sqlx::query(sql).bind(&member.id).execute(tx.conn()).await?;
                    }
                }
                sqlx::query(
                    "UPDATE members SET user_name = $1, user_type = $2, email = $3, \
                 email_key = $4, phone_number = $5, product_id = $6, \
                 account_expires_at = $7, updated_at = $8 WHERE id = $9",
                )
                .bind(&member.user_name)
                .bind(&member.user_type)
                .bind(&member.email)
                .bind(member.email.as_deref().map(email_key))
                .bind(&member.phone_number)
                .bind(&member.product_id)
                .bind(member.account_expires_at)
                .bind(now)
                .bind(&member.id)
                .execute(tx.conn())
                .await
                .map_err(taken)?;
                Ok(())
            })
        })
        .await
}

/// Puts `changed` over a user's settings and answers all that are set. Two who change different
/// ones at once both have their way.
pub async fn change_settings(
    store: &Store,
    member_id: &str,
    changed: serde_json::Map<String, Value>,
    now: i64,
) -> Result<Value, StoreError> {
    let id = member_id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                let settings: String =
                    sqlx::query_scalar("SELECT settings FROM members WHERE id = $1")
                        .bind(&id)
                        .fetch_one(tx.conn())
                        .await?;
                let mut settings =
                    serde_json::from_str(&settings).map_err(|error| unread("settings", error))?;
                if let Value::Object(settings) = &mut settings {
                    settings.extend(changed);
                }
                sqlx::query("UPDATE members SET settings = $1, updated_at = $2 WHERE id = $3")
                    .bind(json_text(&settings))
                    .bind(now)
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(settings)
            })
        })
        .await
}

/// The introduction was read.
pub async fn note_introduction(store: &Store, member_id: &str, now: i64) -> Result<(), StoreError> {
    let id = member_id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE members SET introduced_at = $1 WHERE id = $2")
                    .bind(now)
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
}

/// A password the user chose, by the form that `change` opened before `now`; the temporary one, and whoever
/// was signed in, are out. `false`: the form was used or has expired meanwhile, and nothing is changed.
pub async fn set_password(
    store: &Store,
    member_id: &str,
    change: &str,
    hash: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let (id, hash) = (member_id.to_owned(), hash.to_owned());
    let change = ids::hash(change);
    store
        .write(move |tx| {
            Box::pin(async move {
                let used = sqlx::query(
                    "DELETE FROM member_tokens WHERE token_hash = $1 AND member_id = $2 \
                 AND kind = 'change' AND expires_at > $3",
                )
                .bind(&change)
                .bind(&id)
                .bind(now)
                .execute(tx.conn())
                .await?;
                if used.rows_affected() == 0 {
                    return Ok(false);
                }
                sqlx::query(
                    "UPDATE members SET password_hash = $1, temporary_hash = NULL, \
                 temporary_until = NULL WHERE id = $2",
                )
                .bind(&hash)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                sqlx::query("DELETE FROM member_tokens WHERE member_id = $1")
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                visitors::close_doors(tx.conn(), TALKIO, &id).await?;
                Ok(true)
            })
        })
        .await
}

/// Ends what opens a user's lessons, wherever they are open: their pages ask to be signed in again.
/// The lessons themselves go on.
pub async fn close_lessons(store: &Store, member_id: &str) -> Result<(), StoreError> {
    let id = member_id.to_owned();
    store
        .write(move |tx| {
            Box::pin(async move { visitors::close_doors(tx.conn(), TALKIO, &id).await })
        })
        .await
}

/// The password that was mailed last; a chosen one goes on working beside it.
pub async fn set_temporary_password(
    store: &Store,
    member_id: &str,
    hash: &str,
    until: i64,
) -> Result<(), StoreError> {
    let (id, hash) = (member_id.to_owned(), hash.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE members SET temporary_hash = $1, temporary_until = $2 WHERE id = $3",
                )
                .bind(&hash)
                .bind(until)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// Removes a user with everything that signs them in. Their sessions open to nobody any more.
pub async fn remove_member(store: &Store, member_id: &str) -> Result<(), StoreError> {
    let going = Going::Is("id", member_id.to_owned());
    store.remove_rows("members", going).await
}

/// By our id.
pub async fn member(store: &Store, id: &str) -> Result<Option<Member>, StoreError> {
    find_member(store.read(), id).await
}

/// By the partner's id, or by email; an id wins over an email that reads like it.
pub async fn member_of(
    store: &Store,
    organization_id: &str,
    id_or_email: &str,
) -> Result<Option<Member>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT * FROM members WHERE organization_id = $1 AND (user_id = $2 OR email_key = $3) \
         ORDER BY CASE WHEN user_id = $2 THEN 0 ELSE 1 END LIMIT 1",
    )
    .bind(organization_id)
    .bind(id_or_email)
    .bind(email_key(id_or_email))
    .fetch_optional(store.read())
    .await?)
}

/// An organization's user by the partner's id alone.
pub async fn member_by_user_id(
    store: &Store,
    organization_id: &str,
    user_id: &str,
) -> Result<Option<Member>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM members WHERE organization_id = $1 AND user_id = $2")
            .bind(organization_id)
            .bind(user_id)
            .fetch_optional(store.read())
            .await?,
    )
}

/// An organization's user by email alone: an id that is written like one is somebody else's.
pub async fn member_by_email(
    store: &Store,
    organization_id: &str,
    email: &str,
) -> Result<Option<Member>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM members WHERE organization_id = $1 AND email_key = $2")
            .bind(organization_id)
            .bind(email_key(email))
            .fetch_optional(store.read())
            .await?,
    )
}

/// One page, oldest first, and how many match in all.
pub async fn members(
    store: &Store,
    filter: &MemberFilter,
    now: i64,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Member>, i64), StoreError> {
    macro_rules! matching {
        () => {
            "FROM members WHERE organization_id = $1 AND ($2 IS NULL OR user_type = $2) \
             AND CASE WHEN account_expires_at <= $3 THEN 1 ELSE 0 END = $4"
        };
    }
    let total: i64 = sqlx::query_scalar(concat!("SELECT COUNT(*) ", matching!()))
        .bind(&filter.organization_id)
        .bind(&filter.user_type)
        .bind(now)
        .bind(i64::from(filter.suspended))
        .fetch_one(store.read())
        .await?;
    let members = sqlx::query_as(concat!(
        "SELECT * ",
        matching!(),
        " ORDER BY created_at, user_id LIMIT $5 OFFSET $6"
    ))
    .bind(&filter.organization_id)
    .bind(&filter.user_type)
    .bind(now)
    .bind(i64::from(filter.suspended))
    .bind(limit)
    .bind(offset)
    .fetch_all(store.read())
    .await?;
    Ok((members, total))
}

/// Keeps what signs a user in, under the SHA-256 of `token`.
pub async fn add_member_token(
    store: &Store,
    member_id: &str,
    kind: SignIn,
    token: &str,
    now: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    let (id, hash) = (member_id.to_owned(), ids::hash(token));
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO member_tokens (token_hash, member_id, kind, created_at, \
                 expires_at) VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(&hash)
                .bind(&id)
                .bind(kind.as_str())
                .bind(now)
                .bind(expires_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// What `token` is; `None` for one nobody was given.
pub async fn member_token(
    store: &Store,
    kind: SignIn,
    token: &str,
) -> Result<Option<MemberToken>, StoreError> {
    let hash = ids::hash(token);
    let found: Option<Locked<MemberToken>> = sqlx::query_as(
        "SELECT *, token_hash AS kept_hash FROM member_tokens WHERE token_hash = $1 AND kind = $2",
    )
    .bind(&hash)
    .bind(kind.as_str())
    .fetch_optional(store.read())
    .await?;
    Ok(found.and_then(|it| it.opened_by(&hash)))
}

/// Takes one use of a link; `false` where `most` were taken before.
pub async fn use_link(store: &Store, token: &str, most: i64) -> Result<bool, StoreError> {
    let hash = ids::hash(token);
    store
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE member_tokens SET uses = uses + 1 \
                 WHERE token_hash = $1 AND kind = 'link' AND uses < $2",
                )
                .bind(&hash)
                .bind(most)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
}

/// Signs out whoever holds this cookie.
pub async fn drop_cookie(store: &Store, token: &str) -> Result<(), StoreError> {
    let hash = ids::hash(token);
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM member_tokens WHERE token_hash = $1 AND kind = 'cookie'")
                    .bind(&hash)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
}

/// Forgets what expired before `before`.
pub async fn drop_expired_member_tokens(store: &Store, before: i64) -> Result<(), StoreError> {
    let going = Going::Before("expires_at", before);
    store.remove_rows("member_tokens", going).await
}

/// The slug of the organization a partner's user prefers.
pub async fn organization_preference(
    store: &Store,
    account_id: &str,
    provider: &str,
    user_id: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT o.slug FROM organization_preferences p \
         JOIN organizations o ON o.id = p.organization_id \
         WHERE p.account_id = $1 AND p.provider = $2 AND p.user_id = $3",
    )
    .bind(account_id)
    .bind(provider)
    .bind(user_id)
    .fetch_optional(store.read())
    .await?)
}

pub async fn prefer_organization(
    store: &Store,
    organization: &super::Organization,
    user_id: &str,
) -> Result<(), StoreError> {
    let (organization, user_id) = (organization.clone(), user_id.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO organization_preferences (account_id, provider, user_id, \
                 organization_id) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account_id, provider, user_id) \
                 DO UPDATE SET organization_id = excluded.organization_id",
                )
                .bind(&organization.account_id)
                .bind(&organization.provider)
                .bind(&user_id)
                .bind(&organization.id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

async fn find_member(by: impl SqliteExecutor<'_>, id: &str) -> Result<Option<Member>, StoreError> {
    Ok(sqlx::query_as("SELECT * FROM members WHERE id = $1")
        .bind(id)
        .fetch_optional(by)
        .await?)
}

fn taken(error: sqlx::Error) -> StoreError {
    let is_email = error.to_string().contains("email");
    StoreError::unique(error, if is_email { "email" } else { "id" })
}
