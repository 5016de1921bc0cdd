//! Conversations as the insights and the agent's API list them: sessions with whom they were held
//! with, how they felt and what came of them.

use std::collections::HashSet;

use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite};
use vivavoce_protocol::wire::Variables;

use super::{Session, Span, Store, StoreError, Tx, json_text};

/// Who a visitor is: what the caller of an API calls them, or the address they gave, or at least
/// that a name was given in this one conversation. NULL: nobody knows.
const CUSTOMER: &str = "COALESCE(NULLIF(s.visitor, ''), NULLIF(LOWER(s.user_email), ''), \
    CASE WHEN s.user_name <> '' THEN 'visitor-' || s.id END)";

/// The same of whom a conversation was held with before, of which one of both is always known.
const FORMER: &str = "COALESCE(NULLIF(f.customer_id, ''), LOWER(f.user_email))";

/// People one conversation was held with before are kept.
const FORMERS: i64 = 50;

/// An order that counts and belongs to the conversation: by its own word, or else by who bought it
/// after the conversation began.
const PURCHASED: &str = "EXISTS (SELECT 1 FROM orders o WHERE o.scenario_id = s.scenario_id \
    AND o.status IN ('PAID', 'FULFILLED') AND (o.session_id = s.id OR (o.session_id IS NULL \
    AND o.placed_at >= s.created_at AND ((s.visitor <> '' AND o.customer_id = s.visitor) \
    OR (o.customer_email <> '' AND o.customer_email = LOWER(s.user_email)) \
    OR EXISTS (SELECT 1 FROM former_identities f WHERE f.session_id = s.id \
    AND ((f.customer_id <> '' AND o.customer_id = f.customer_id) \
    OR (o.customer_email <> '' AND o.customer_email = LOWER(f.user_email))))))))";

/// A conversation.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Conversation {
    #[sqlx(flatten)]
    pub session: Session,
    pub customer_id: Option<String>,
    pub phone: String,
    #[sqlx(json)]
    pub metadata: Value,
    pub purchased: bool,
    pub messages: u64,
    pub last_message_at: Option<i64>,
    /// `POSITIVE`, `NEGATIVE` or `NEUTRAL`; `None` where the visitor has said nothing.
    pub sentiment: Option<String>,
    pub compound: f64,
    pub positive: f64,
    pub negative: f64,
    pub neutral: f64,
    #[sqlx(json)]
    pub intents: Vec<String>,
    /// See [`vivavoce_analysis::insight::Insight::words`].
    pub words: String,
    #[sqlx(json)]
    pub emails: Vec<String>,
    /// With whom it was held before, the last of them first.
    #[sqlx(json)]
    pub former: Vec<Former>,
}

/// With whom a conversation was held before.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Former {
    /// What the customer is known by.
    pub id: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub metadata: Value,
}

/// Which conversations of our own agents to list; newest first. What another system answers in is
/// that system's.
#[derive(Clone, Debug, Default)]
pub struct ConversationFilter {
    pub scenario_id: String,
    pub id: Option<String>,
    pub span: Option<Span>,
    /// `None` lists all but previews.
    pub source: Option<String>,
    pub sentiment: Option<String>,
    /// A [`vivavoce_analysis::insight::phrase`] that was said.
    pub said: Option<String>,
    pub purchased: Option<bool>,
    pub customer_id: Option<String>,
}

impl Store {
    /// One page of those that match and how many match in all. Those that have gone on since they
    /// were read show what was read then.
    pub async fn conversations(
        &self,
        filter: &ConversationFilter,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Conversation>, u64), StoreError> {
        let mut count = QueryBuilder::new("SELECT COUNT(*)");
        push_filter(&mut count, filter);
        let total: i64 = count.build_query_scalar().fetch_one(self.read()).await?;
        let mut page = QueryBuilder::new(
            "SELECT s.*, COALESCE(n.messages, 0) AS messages, n.last_message_at, n.sentiment, \
             COALESCE(n.compound, 0.0) AS compound, COALESCE(n.positive, 0.0) AS positive, \
             COALESCE(n.negative, 0.0) AS negative, COALESCE(n.neutral, 0.0) AS neutral, \
             COALESCE(n.intents, '[]') AS intents, COALESCE(n.words, '') AS words, \
             COALESCE(n.emails, '[]') AS emails, COALESCE(i.phone, '') AS phone, \
             COALESCE(i.metadata, '{}') AS metadata, \
             (SELECT json_group_array(json_object('id', id, 'name', user_name, 'email', user_email, \
             'phone', phone, 'metadata', json(metadata))) FROM (SELECT f.*, ",
        );
        page.push(FORMER).push(
            " AS id FROM former_identities f WHERE f.session_id = s.id \
             ORDER BY f.replaced_at DESC)) AS former, ",
        );
        page.push(CUSTOMER).push(" AS customer_id, ");
        page.push(PURCHASED).push(" AS purchased");
        push_filter(&mut page, filter);
        page.push(" ORDER BY s.created_at DESC, s.id DESC LIMIT ")
            .push_bind(i64::from(limit));
        page.push(" OFFSET ")
            .push_bind(i64::try_from(offset).unwrap_or(i64::MAX));
        let found = page.build_query_as().fetch_all(self.read()).await?;
        Ok((found, u64::try_from(total).unwrap_or_default()))
    }

    /// One conversation of a scenario, previews too.
    pub async fn conversation(
        &self,
        scenario_id: &str,
        id: &str,
    ) -> Result<Option<Conversation>, StoreError> {
        let filter = ConversationFilter {
            scenario_id: scenario_id.to_owned(),
            id: Some(id.to_owned()),
            ..ConversationFilter::default()
        };
        Ok(self.conversations(&filter, 1, 0).await?.0.pop())
    }

    /// Messages of visitors and agents, and different visitors, in a span of time. Who gave nothing
    /// to be known by counts once for each conversation.
    pub async fn activity(
        &self,
        scenario_id: &str,
        span: Span,
    ) -> Result<(u64, u64, u64), StoreError> {
        let messages: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM events e JOIN sessions s ON s.id = e.session_id \
             WHERE s.scenario_id = $1 AND s.backend IS NULL AND s.source <> 'PREVIEW' \
             AND s.removed_at IS NULL AND e.at >= $2 AND e.at < $3 \
             AND e.body LIKE '{\"type\":\"TEXT_MESSAGE_START\"%'",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .fetch_one(self.read())
        .await?;
        let mut query =
            QueryBuilder::new("SELECT COUNT(DISTINCT id), COUNT(DISTINCT person) FROM (");
        for (nth, (person, of)) in [
            (CUSTOMER, "sessions s"),
            (
                FORMER,
                "former_identities f JOIN sessions s ON s.id = f.session_id",
            ),
        ]
        .into_iter()
        .enumerate()
        {
            query.push(if nth == 0 { "" } else { " UNION ALL " });
            query.push("SELECT s.id, COALESCE(").push(person);
            query.push(", s.id) AS person FROM ").push(of).push(
                " WHERE s.backend IS NULL AND s.source <> 'PREVIEW' AND s.removed_at IS NULL \
                 AND s.scenario_id = ",
            );
            query.push_bind(scenario_id.to_owned());
            push_span(&mut query, span);
        }
        query.push(")");
        let (talks, visitors): (i64, i64) = query.build_query_as().fetch_one(self.read()).await?;
        let whole = |number| u64::try_from(number).unwrap_or_default();
        Ok((whole(messages), whole(visitors), whole(talks)))
    }

    /// Notes whom a conversation is held with. Of the same person what is not given stays; another one takes
    /// nothing over from whom it was held with before, who stays known beside it.
    pub async fn put_identity(
        &self,
        session_id: &str,
        identity: Identity,
        now: i64,
    ) -> Result<(), StoreError> {
        let session_id = session_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let known = identity_in(tx, &session_id).await?;
                let Some(known) = known else {
                    return Ok(());
                };
                let is_other = identity.is_other_than(&known)
                    || !identity.compares_with(&known)
                        && was_held_with(tx, &session_id, &identity).await?;
                let told = if is_other {
                    set_aside(tx, &session_id, &known, now).await?;
                    let before = taken_back(tx, &session_id, &identity).await?;
                    identity.beside(before)
                } else {
                    identity.beside(Some(known))
                };
                sqlx::query(
                    "INSERT INTO identities (session_id, phone, metadata) VALUES ($1, $2, $3) \
                     ON CONFLICT (session_id) DO UPDATE SET phone = excluded.phone, \
                     metadata = excluded.metadata",
                )
                .bind(&session_id)
                .bind(&told.phone)
                .bind(json_text(&told.metadata))
                .execute(tx.conn())
                .await?;
                sqlx::query(
                    "UPDATE sessions SET visitor = $1, user_name = $2, user_email = $3 WHERE id = $4",
                )
                .bind(&told.customer_id)
                .bind(&told.name)
                .bind(&told.email)
                .bind(&session_id)
                .execute(tx.conn())
                .await?;
                if is_other {
                    // They were filled in by what was known of the other one.
                    let variables = serde_json::to_value(&told.variables).unwrap_or_default();
                    sqlx::query("UPDATE sessions SET variables = $1 WHERE id = $2")
                        .bind(json_text(&variables))
                        .bind(&session_id)
                        .execute(tx.conn())
                        .await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// Whom an API's caller says it speaks for. Empty texts and objects say nothing.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Identity {
    pub customer_id: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    #[sqlx(json)]
    pub metadata: Value,
    /// What the agent is told of them.
    #[sqlx(skip)]
    pub variables: Variables,
}

impl Identity {
    /// Whether this is another person than `known`: of both an id, or else an address, is given, and it is not the
    /// same. Where one has an id and the other an address, another name tells. Whoever had neither is now called
    /// something.
    fn is_other_than(&self, known: &Identity) -> bool {
        if !self.customer_id.is_empty() && !known.customer_id.is_empty() {
            return self.customer_id != known.customer_id;
        }
        if !self.email.is_empty() && !known.email.is_empty() {
            return self.email.to_lowercase() != known.email.to_lowercase();
        }
        let is_called = |one: &Identity| !one.customer_id.is_empty() || !one.email.is_empty();
        let shares_phone = !self.phone.is_empty() && self.phone == known.phone;
        is_called(self) && is_called(known) && !shares_phone && !self.may_be_named(&known.name)
    }

    /// Whether one has what the other is known by.
    fn compares_with(&self, known: &Identity) -> bool {
        let both = |one: &str, other: &str| !one.is_empty() && !other.is_empty();
        both(&self.customer_id, &known.customer_id) || both(&self.email, &known.email)
    }

    /// Whether a name is this one's, or the longer or shorter form of it, as far as both are known.
    fn may_be_named(&self, name: &str) -> bool {
        let words = |name: &str| -> HashSet<String> {
            let parts = name.split(|c: char| !c.is_alphanumeric());
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(str::to_lowercase).collect()
        };
        let (one, other) = (words(&self.name), words(name));
        one.is_subset(&other) || other.is_subset(&one)
    }

    /// With what was known of the same person, where nothing is given.
    fn beside(mut self, known: Option<Identity>) -> Identity {
        let Some(known) = known else { return self };
        for (given, known) in [
            (&mut self.customer_id, known.customer_id),
            (&mut self.name, known.name),
            (&mut self.email, known.email),
            (&mut self.phone, known.phone),
        ] {
            if given.is_empty() {
                *given = known;
            }
        }
        if self.metadata.as_object().is_none_or(Map::is_empty) {
            self.metadata = known.metadata;
        }
        self
    }
}

/// With whom a conversation is held.
async fn identity_in(tx: &mut Tx, session_id: &str) -> Result<Option<Identity>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT s.visitor AS customer_id, s.user_name AS name, s.user_email AS email, \
         COALESCE(i.phone, '') AS phone, COALESCE(i.metadata, '{}') AS metadata \
         FROM sessions s LEFT JOIN identities i ON i.session_id = s.id WHERE s.id = $1",
    )
    .bind(session_id)
    .fetch_optional(tx.conn())
    .await?)
}

/// Keeps whom a conversation was held with until now.
async fn set_aside(
    tx: &mut Tx,
    session_id: &str,
    known: &Identity,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT OR REPLACE INTO former_identities (session_id, account_id, customer_id, user_name, \
         user_email, phone, metadata, replaced_at) SELECT id, account_id, $2, $3, $4, $5, $6, $7 \
         FROM sessions WHERE id = $1",
    )
    .bind(session_id)
    .bind(&known.customer_id)
    .bind(&known.name)
    .bind(&known.email)
    .bind(&known.phone)
    .bind(json_text(&known.metadata))
    .bind(now)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "DELETE FROM former_identities WHERE session_id = $1 AND rowid NOT IN (SELECT rowid \
         FROM former_identities WHERE session_id = $1 ORDER BY replaced_at DESC LIMIT $2)",
    )
    .bind(session_id)
    .bind(FORMERS)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// By what somebody is found again among those a conversation was held with before.
const COMES_BACK: &str = "session_id = $1 AND (($2 <> '' AND customer_id = $2) \
    OR (user_email <> '' AND LOWER(user_email) = $3 AND ($2 = '' OR customer_id = '')))";

/// Whether a conversation was held with somebody before.
async fn was_held_with(
    tx: &mut Tx,
    session_id: &str,
    identity: &Identity,
) -> Result<bool, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM former_identities WHERE {COMES_BACK})");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(session_id)
        .bind(&identity.customer_id)
        .bind(identity.email.to_lowercase())
        .fetch_one(tx.conn())
        .await?)
}

/// What was known of somebody who comes back to a conversation.
async fn taken_back(
    tx: &mut Tx,
    session_id: &str,
    identity: &Identity,
) -> Result<Option<Identity>, StoreError> {
    let sql = format!(
        "DELETE FROM former_identities WHERE {COMES_BACK} \
         RETURNING customer_id, user_name AS name, user_email AS email, phone, metadata"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(session_id)
        .bind(&identity.customer_id)
        .bind(identity.email.to_lowercase())
        .fetch_optional(tx.conn())
        .await?)
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &ConversationFilter) {
    query.push(
        " FROM sessions s LEFT JOIN conversation_insights n ON n.session_id = s.id \
         LEFT JOIN identities i ON i.session_id = s.id \
         WHERE s.backend IS NULL AND s.removed_at IS NULL AND s.scenario_id = ",
    );
    query.push_bind(filter.scenario_id.clone());
    match (&filter.source, &filter.id) {
        (Some(source), _) => {
            query.push(" AND s.source = ").push_bind(source.clone());
        }
        (None, None) => {
            query.push(" AND s.source <> 'PREVIEW'");
        }
        (None, Some(_)) => {}
    }
    if let Some(id) = &filter.id {
        query.push(" AND s.id = ").push_bind(id.clone());
    }
    if let Some(span) = filter.span {
        push_span(query, span);
    }
    if let Some(sentiment) = &filter.sentiment {
        query
            .push(" AND n.sentiment = ")
            .push_bind(sentiment.clone());
    }
    if let Some(phrase) = &filter.said {
        // Not LIKE: a phrase has no wildcards to be taken for.
        query
            .push(" AND INSTR(n.words, ")
            .push_bind(phrase.clone())
            .push(") > 0");
    }
    if let Some(purchased) = filter.purchased {
        query.push(if purchased { " AND " } else { " AND NOT " });
        query.push(PURCHASED);
    }
    if let Some(id) = &filter.customer_id {
        query.push(" AND (").push(CUSTOMER).push(" = ");
        query.push_bind(id.clone());
        query.push(" OR EXISTS (SELECT 1 FROM former_identities f WHERE f.session_id = s.id AND ");
        query.push(FORMER).push(" = ").push_bind(id.clone());
        query.push("))");
    }
}

fn push_span(query: &mut QueryBuilder<Sqlite>, span: Span) {
    query.push(" AND s.created_at >= ").push_bind(span.from);
    query.push(" AND s.created_at < ").push_bind(span.to);
}
