//! What scenarios' agents know beside their instructions.

use sqlx::sqlite::SqliteConnection;

use super::records::record;
use super::{Going, Store, StoreError, unread};
use crate::heavy;
use crate::word_column;
use vivavoce_text::retrieval::{Found, Kind, Passage, passages};

/// Characters of one entry's text.
pub const TEXT_CAP: usize = 400_000;
/// Entries one scenario may have.
pub const MOST: usize = 500;
/// Characters all entries of a scenario may have together: every turn looks through them.
pub const WHOLE_CAP: usize = 2_000_000;

/// One entry.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Entry {
    pub id: String,
    pub scenario_id: String,
    #[sqlx(try_from = "KindColumn")]
    pub kind: Kind,
    pub title: String,
    /// Of [`Kind::Question`] only.
    pub question: Option<String>,
    /// The answer of a question, the text of everything else.
    pub text: String,
    /// Of [`Kind::Link`] only.
    pub url: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// [`Kind`] knows no columns.
struct KindColumn(Kind);

impl KindColumn {
    fn read(word: &str) -> Option<Self> {
        Kind::read(word).map(KindColumn)
    }
}

word_column!(KindColumn);

impl From<KindColumn> for Kind {
    fn from(column: KindColumn) -> Self {
        column.0
    }
}

impl Entry {
    /// What its passages stand under: the question it answers, else its title.
    pub fn head(&self) -> &str {
        self.question.as_deref().unwrap_or(&self.title)
    }
}

record!(Entry, "entry", "knowledge");

impl Store {
    /// Adds an entry, or puts it in the place of `seen`. [`StoreError::Changed`] where that is not
    /// what stands there; an error of `room`'s where the entry does not fit beside the scenario's
    /// others, whose number and characters it is told.
    pub async fn put_knowledge<E>(
        &self,
        entry: Entry,
        seen: Option<Entry>,
        room: fn(&Entry, u64, u64) -> Result<(), E>,
    ) -> Result<(), E>
    where
        E: From<StoreError> + Send + 'static,
    {
        // A long text takes its time.
        let (entry, pieces) = heavy::run(move || {
            let pieces = passages(entry.kind, entry.head(), &entry.text);
            (entry, pieces)
        })
        .await?;
        self.put_record(entry, seen, move |tx, entry| {
            Box::pin(async move {
                let (count, length) = size(tx.conn(), &entry.scenario_id, &entry.id).await?;
                room(&entry, count, length)?;
                replace(tx.conn(), &entry, pieces).await?;
                Ok(())
            })
        })
        .await
    }

    /// A scenario's entries, oldest first.
    pub async fn knowledge(&self, scenario_id: &str) -> Result<Vec<Entry>, StoreError> {
        Ok(
            sqlx::query_as(
                "SELECT * FROM knowledge WHERE scenario_id = $1 ORDER BY created_at, id",
            )
            .bind(scenario_id)
            .fetch_all(self.read())
            .await?,
        )
    }

    /// Its many passages go before it, some at a time.
    pub async fn remove_knowledge(&self, scenario_id: &str, id: &str) -> Result<bool, StoreError> {
        if self.record::<Entry>(scenario_id, id).await?.is_none() {
            return Ok(false);
        }
        self.remove_rows("knowledge", Going::Is("id", id.to_owned()))
            .await?;
        Ok(true)
    }

    /// Every passage of a scenario, in the order the entries were made.
    pub async fn knowledge_passages(&self, scenario_id: &str) -> Result<Vec<Found>, StoreError> {
        let rows = sqlx::query_as(
            "SELECT k.id, k.kind, k.title, k.question, k.url, p.text, p.terms \
             FROM knowledge_passages p JOIN knowledge k ON k.id = p.knowledge_id \
             WHERE k.scenario_id = $1 ORDER BY k.created_at, k.id, p.position",
        )
        .bind(scenario_id)
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|(entry_id, kind, title, question, url, text, terms)| {
                let kind: String = kind;
                Ok(Found {
                    entry_id,
                    kind: Some(Kind::read(&kind).ok_or_else(|| unread("kind", kind))?),
                    title,
                    question,
                    url,
                    text,
                    terms,
                    ..Found::default()
                })
            })
            .collect()
    }
}

/// How many entries a scenario has and how many characters they hold, but for the entry `except`.
async fn size(
    conn: &mut SqliteConnection,
    scenario_id: &str,
    except: &str,
) -> Result<(u64, u64), StoreError> {
    let (count, length): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COALESCE(SUM(LENGTH(text)), 0) FROM knowledge \
         WHERE scenario_id = $1 AND id <> $2",
    )
    .bind(scenario_id)
    .bind(except)
    .fetch_one(conn)
    .await?;
    let whole = |number| u64::try_from(number).unwrap_or_default();
    Ok((whole(count), whole(length)))
}

/// Adds an entry with its passages, or replaces the one with its id.
async fn replace(
    conn: &mut SqliteConnection,
    entry: &Entry,
    pieces: Vec<Passage>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO knowledge (id, scenario_id, kind, title, question, text, url, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, \
         title = excluded.title, question = excluded.question, \
         text = excluded.text, url = excluded.url, updated_at = excluded.updated_at",
    )
    .bind(&entry.id)
    .bind(&entry.scenario_id)
    .bind(entry.kind.as_str())
    .bind(&entry.title)
    .bind(&entry.question)
    .bind(&entry.text)
    .bind(&entry.url)
    .bind(entry.created_at)
    .bind(entry.updated_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM knowledge_passages WHERE knowledge_id = $1")
        .bind(&entry.id)
        .execute(&mut *conn)
        .await?;
    for (position, piece) in (0_i64..).zip(pieces) {
        sqlx::query(
            "INSERT INTO knowledge_passages (knowledge_id, position, text, terms) \
             VALUES ($1, $2, $3, $4)",
        )
        .bind(&entry.id)
        .bind(position)
        .bind(piece.text)
        .bind(piece.terms)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
