//! What was read out of conversations, kept beside them.

use super::{Store, StoreError, unread};
use vivavoce_analysis::insight::{Asked, Insight};

/// Counted up where conversations are read in another way, so that those read before are read again.
const READER: i64 = 1;

/// A conversation that has gone on since it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Unread {
    pub session_id: String,
    /// Up to where it will have been read.
    pub seq: u64,
    pub keeps_transcript: bool,
    /// BCP 47, if known.
    pub language: Option<String>,
    /// It was read before, and what was said is not shown any more.
    pub is_withheld: bool,
}

impl Store {
    /// The conversations of a scenario that are to be read, previews left out.
    pub async fn unread_conversations(&self, scenario_id: &str) -> Result<Vec<Unread>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT s.id AS session_id, s.last_seq AS seq, s.transcribe AS keeps_transcript, s.language, \
             CASE WHEN s.transcribe = 0 AND n.seq IS NOT NULL AND r.session_id IS NOT NULL \
             THEN 1 ELSE 0 END AS is_withheld FROM sessions s \
             LEFT JOIN conversation_insights n ON n.session_id = s.id \
             LEFT JOIN results r ON r.session_id = s.id \
             WHERE s.scenario_id = $1 AND s.backend IS NULL AND s.source <> 'PREVIEW' \
             AND s.removed_at IS NULL \
             AND (n.seq IS NULL OR n.seq < s.last_seq OR n.reader < $2)",
        )
        .bind(scenario_id)
        .bind(READER)
        .fetch_all(self.read())
        .await?)
    }

    /// Notes what was read; `None` keeps what was read before.
    pub async fn put_insights(
        &self,
        all: Vec<(Unread, Option<Insight>)>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                for (of, insight) in all {
                    let seq = i64::try_from(of.seq).unwrap_or(i64::MAX);
                    let Some(insight) = insight else {
                        sqlx::query(
                            "UPDATE conversation_insights SET seq = $1, reader = $3 \
                             WHERE session_id = $2",
                        )
                        .bind(seq)
                        .bind(&of.session_id)
                        .bind(READER)
                        .execute(tx.conn())
                        .await?;
                        continue;
                    };
                    let text = |value| serde_json::to_string(value).map_err(|e| unread("read", e));
                    let questions =
                        serde_json::to_string(&insight.questions).map_err(|e| unread("read", e))?;
                    let polarity = insight.polarity.unwrap_or_default();
                    // A conversation may have been removed while it was read.
                    sqlx::query(
                        "INSERT INTO conversation_insights (session_id, seq, messages, \
                         last_message_at, sentiment, compound, positive, negative, neutral, \
                         intents, questions, emails, words, reader) \
                         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 \
                         WHERE EXISTS (SELECT 1 FROM sessions WHERE id = $1) \
                         ON CONFLICT (session_id) DO UPDATE SET seq = excluded.seq, \
                         messages = excluded.messages, last_message_at = excluded.last_message_at, \
                         sentiment = excluded.sentiment, compound = excluded.compound, \
                         positive = excluded.positive, negative = excluded.negative, \
                         neutral = excluded.neutral, intents = excluded.intents, \
                         questions = excluded.questions, emails = excluded.emails, \
                         words = excluded.words, reader = excluded.reader",
                    )
                    .bind(&of.session_id)
                    .bind(seq)
                    .bind(i64::try_from(insight.messages).unwrap_or(i64::MAX))
                    .bind(insight.last_message_at)
                    .bind(insight.mood.map(|it| it.as_str()))
                    .bind(polarity.compound)
                    .bind(polarity.positive)
                    .bind(polarity.negative)
                    .bind(polarity.neutral)
                    .bind(text(&insight.intents)?)
                    .bind(questions)
                    .bind(text(&insight.emails)?)
                    .bind(&insight.words)
                    .bind(READER)
                    .execute(tx.conn())
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// What visitors asked in the conversations of a scenario that began in a span of time.
    pub async fn asked(&self, scenario_id: &str, span: Span) -> Result<Vec<Asked>, StoreError> {
        let lists: Vec<String> = sqlx::query_scalar(
            "SELECT n.questions FROM conversation_insights n \
             JOIN sessions s ON s.id = n.session_id \
             WHERE s.scenario_id = $1 AND s.source <> 'PREVIEW' AND n.questions <> '[]' \
             AND s.removed_at IS NULL AND s.created_at >= $2 AND s.created_at < $3",
        )
        .bind(scenario_id)
        .bind(span.from)
        .bind(span.to)
        .fetch_all(self.read())
        .await?;
        let mut all = Vec::new();
        for list in lists {
            let asked: Vec<Asked> =
                serde_json::from_str(&list).map_err(|error| unread("questions", error))?;
            all.extend(asked);
        }
        Ok(all)
    }
}

/// From and before, in Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    pub const ALWAYS: Span = Span {
        from: i64::MIN,
        to: i64::MAX,
    };
}
