//! Conversations as the insights and the agent's API list them: sessions with whom they were held
//! with, how they felt and what came of them.

use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite};

use super::{Session, Span, Store, StoreError};

/// Who a visitor is: what the caller of an API calls them, or the address they gave, or at least
/// that a name was given in this one conversation. NULL: nobody knows.
const CUSTOMER: &str = "COALESCE(NULLIF(s.visitor, ''), NULLIF(LOWER(s.user_email), ''), \
    CASE WHEN s.user_name <> '' THEN 'visitor-' || s.id END)";

/// An order that counts and belongs to the conversation: by its own word, or else by who bought it
/// after the conversation began.
const PURCHASED: &str = "EXISTS (SELECT 1 FROM orders o WHERE o.scenario_id = s.scenario_id \
    AND o.status IN ('PAID', 'FULFILLED') AND (o.session_id = s.id OR (o.session_id IS NULL \
    AND o.placed_at >= s.created_at AND ((s.visitor <> '' AND o.customer_id = s.visitor) \
    OR (o.customer_email <> '' AND o.customer_email = LOWER(s.user_email))))))";

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
             COALESCE(i.metadata, '{}') AS metadata, ",
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
        let mut query = QueryBuilder::new("SELECT COUNT(*), COUNT(DISTINCT COALESCE(");
        query.push(CUSTOMER).push(
            ", s.id)) FROM sessions s WHERE s.backend IS NULL AND s.source <> 'PREVIEW' \
             AND s.removed_at IS NULL AND s.scenario_id = ",
        );
        query.push_bind(scenario_id.to_owned());
        push_span(&mut query, span);
        let (talks, visitors): (i64, i64) = query.build_query_as().fetch_one(self.read()).await?;
        let whole = |number| u64::try_from(number).unwrap_or_default();
        Ok((whole(messages), whole(visitors), whole(talks)))
    }

    /// Notes whom a conversation is held with; what is not given stays.
    pub async fn put_identity(
        &self,
        session_id: &str,
        identity: Identity,
    ) -> Result<(), StoreError> {
        let session_id = session_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO identities (session_id, phone, metadata) \
                     VALUES ($1, $2, $3) ON CONFLICT (session_id) DO UPDATE SET \
                     phone = CASE WHEN excluded.phone <> '' THEN excluded.phone ELSE phone END, \
                     metadata = CASE WHEN excluded.metadata <> '{}' THEN excluded.metadata \
                     ELSE metadata END",
                )
                .bind(&session_id)
                .bind(&identity.phone)
                .bind(identity.metadata.to_string())
                .execute(tx.conn())
                .await?;
                for (column, value) in [
                    ("visitor", identity.customer_id),
                    ("user_name", identity.name),
                    ("user_email", identity.email),
                ] {
                    if value.is_empty() {
                        continue;
                    }
                    let mut query = QueryBuilder::<Sqlite>::new("UPDATE sessions SET ");
                    query.push(column).push(" = ").push_bind(value);
                    query.push(" WHERE id = ").push_bind(session_id.clone());
                    query.build().execute(tx.conn()).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// Whom an API's caller says it speaks for. Empty texts and objects say nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub customer_id: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub metadata: Value,
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
        query.push(" AND ").push(CUSTOMER).push(" = ");
        query.push_bind(id.clone());
    }
}

fn push_span(query: &mut QueryBuilder<Sqlite>, span: Span) {
    query.push(" AND s.created_at >= ").push_bind(span.from);
    query.push(" AND s.created_at < ").push_bind(span.to);
}
