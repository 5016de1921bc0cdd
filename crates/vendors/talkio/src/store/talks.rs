//! Sessions that belong to a user of an organization, what was said in them, and what was remarked
//! on it. Such a session's source is [`TALKIO`], its visitor the user's own id of ours.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use vivavoce_protocol::wire::{Event, Results};

use vivavoce_engine::store::{Session, Store, StoreError};

/// The source of sessions that belong to a user of an organization.
pub const TALKIO: &str = "TALKIO";

/// Conversations that one report looks at.
pub const REPORTED: u32 = 1_000;

/// What was remarked: by message and kind, the language and the text, which is empty where there
/// was nothing to say.
pub type Remarks = HashMap<(String, String), (String, String)>;

/// A conversation in a list.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Talk {
    #[sqlx(flatten)]
    pub session: Session,
    /// When its log grew last.
    pub changed_at: i64,
}

/// Nothing stands that was removed or belongs to a scenario which was.
macro_rules! standing {
    () => {
        " AND removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM scenarios gone WHERE gone.id = sessions.scenario_id \
         AND gone.removed_at IS NOT NULL) "
    };
}

/// Whether the user a session belongs to is there and not suspended.
pub async fn is_member_active(
    store: &Store,
    member_id: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM members WHERE id = $1 \
         AND (account_expires_at IS NULL OR account_expires_at > $2) AND NOT EXISTS \
         (SELECT 1 FROM organizations gone WHERE gone.id = members.organization_id \
         AND gone.removed_at IS NOT NULL)",
    )
    .bind(member_id)
    .bind(now)
    .fetch_optional(store.read())
    .await?;
    Ok(found.is_some())
}

/// One page of a user's conversations, newest first, and how many there are.
pub async fn talks(
    store: &Store,
    member_id: &str,
    scenario_id: Option<&str>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Talk>, i64), StoreError> {
    let total: i64 = sqlx::query_scalar(concat!(
        "SELECT COUNT(*) FROM sessions WHERE source = 'TALKIO' AND visitor = $1 \
         AND ($2 IS NULL OR scenario_id = $2)",
        standing!(),
    ))
    .bind(member_id)
    .bind(scenario_id)
    .fetch_one(store.read())
    .await?;
    let talks = sqlx::query_as(concat!(
        "SELECT * FROM sessions WHERE source = 'TALKIO' AND visitor = $1 \
         AND ($2 IS NULL OR scenario_id = $2)",
        standing!(),
        "ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4",
    ))
    .bind(member_id)
    .bind(scenario_id)
    .bind(limit)
    .bind(offset)
    .fetch_all(store.read())
    .await?;
    Ok((talks, total))
}

/// One of a user's conversations.
pub async fn talk_of(
    store: &Store,
    member_id: &str,
    session_id: &str,
) -> Result<Option<Talk>, StoreError> {
    Ok(sqlx::query_as(concat!(
        "SELECT * FROM sessions WHERE source = 'TALKIO' AND visitor = $1 AND id = $2",
        standing!(),
    ))
    .bind(member_id)
    .bind(session_id)
    .fetch_optional(store.read())
    .await?)
}

/// A user's sessions that still run, newest first; in one scenario or in all.
pub async fn running_talks(
    store: &Store,
    member_id: &str,
    scenario_id: Option<&str>,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM sessions WHERE source = 'TALKIO' AND visitor = $1 \
         AND ($2 IS NULL OR scenario_id = $2) AND ended_at IS NULL \
         ORDER BY created_at DESC, id DESC",
    )
    .bind(member_id)
    .bind(scenario_id)
    .fetch_all(store.read())
    .await?)
}

/// Results of a user's conversations that ended within a time, newest first; of one practice
/// language (`en` is every English) or of all.
pub async fn member_results(
    store: &Store,
    member_id: &str,
    from: i64,
    to: i64,
    language: Option<&str>,
) -> Result<Vec<Results>, StoreError> {
    store
        .results_of(TALKIO, member_id, from..to, language, REPORTED)
        .await
}

/// A user's conversations in which something of a time may have been said, with the practice language of
/// each; the newest ones.
pub async fn talks_within(
    store: &Store,
    member_id: &str,
    when: Range<i64>,
) -> Result<Vec<(String, String)>, StoreError> {
    store
        .sessions_within(TALKIO, member_id, when, REPORTED)
        .await
}

/// Ids of the messages of a session that are complete.
pub async fn said_in(store: &Store, session_id: &str) -> Result<HashSet<String>, StoreError> {
    let log = store.log(session_id).await?;
    Ok(log
        .into_iter()
        .filter_map(|entry| match entry.event {
            Event::TextMessageEnd { message_id } => Some(message_id),
            _ => None,
        })
        .collect())
}

/// Keeps what a model made of a message, replacing what it made before.
pub async fn add_remark(
    store: &Store,
    session_id: &str,
    message_id: &str,
    kind: &'static str,
    language: &str,
    body: &str,
    now: i64,
) -> Result<(), StoreError> {
    let (session_id, message_id) = (session_id.to_owned(), message_id.to_owned());
    let (language, body) = (language.to_owned(), body.to_owned());
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO remarks (session_id, message_id, kind, language, body, \
                 created_at) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (session_id, message_id, kind) DO UPDATE SET \
                 language = excluded.language, body = excluded.body, \
                 created_at = excluded.created_at",
                )
                .bind(&session_id)
                .bind(&message_id)
                .bind(kind)
                .bind(&language)
                .bind(&body)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// A session's remarks.
pub async fn remarks(store: &Store, session_id: &str) -> Result<Remarks, StoreError> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT message_id, kind, language, body FROM remarks WHERE session_id = $1",
    )
    .bind(session_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows
        .into_iter()
        .map(|(message, kind, language, body)| ((message, kind), (language, body)))
        .collect())
}
