//! Erasing: where no transcript is kept, nothing stays of what was said, nor who said it.

use std::collections::BTreeSet;

use serde_json::Value;
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{Event, custom};

use super::Stored;
use crate::Engine;
use crate::heavy;
use crate::store::{Analysis, BREATH, Store, StoreError, Tx, analyses};

/// Rows one write blanks.
const BLANKED: u32 = 200;

/// `CUSTOM` events that hold something somebody said.
const SAID: [&str; 3] = [
    custom::CHOICES,
    custom::SESSION_NOTES,
    custom::SESSION_SUBMITTED,
];

/// Columns beside the log that can hold what somebody said or who they are, and what takes it out of
/// some rows of them: of the session $1, as they stood when the log ended with $2 and its dialog's
/// events with $3. The rest of them is what [`own`] blanks; a test knows every other column.
pub const PLACES: [(&str, &[&str], &str); 10] = [
    (
        "session_notes",
        &["note_hash"],
        "DELETE FROM session_notes WHERE rowid IN (SELECT rowid FROM session_notes \
         WHERE session_id = $1 LIMIT $4)",
    ),
    (
        "turns",
        &["text", "choice", "body_hash"],
        "UPDATE turns SET text = '', choice = NULL, body_hash = x'' WHERE rowid IN \
         (SELECT rowid FROM turns WHERE session_id = $1 AND seq <= $2 AND body_hash <> x'' \
         LIMIT $4)",
    ),
    (
        "remarks",
        &["body"],
        "DELETE FROM remarks WHERE rowid IN (SELECT rowid FROM remarks WHERE session_id = $1 \
         LIMIT $4)",
    ),
    (
        "identities",
        &["phone", "metadata"],
        "DELETE FROM identities WHERE session_id = $1",
    ),
    (
        "former_identities",
        &[
            "customer_id",
            "user_name",
            "user_email",
            "phone",
            "metadata",
        ],
        "DELETE FROM former_identities WHERE session_id = $1",
    ),
    // A client and its dialog go on.
    (
        "tovie_events",
        &["question_id", "cid", "body", "choices", "asked"],
        "DELETE FROM tovie_events WHERE rowid IN (SELECT rowid FROM tovie_events \
         WHERE session_id = $1 AND at <= $3 AND lease_until IS NULL LIMIT $4)",
    ),
    (
        "tovie_cursors",
        &["cid"],
        "DELETE FROM tovie_cursors WHERE at <= $3 \
         AND client IN (SELECT id FROM tovie_clients WHERE session_id = $1)",
    ),
    (
        "tovie_clients",
        &["state", "handover"],
        "UPDATE tovie_clients SET state = NULL, handover = NULL WHERE session_id = $1 \
         AND (state IS NOT NULL OR handover IS NOT NULL)",
    ),
    // It repeats what was said; nobody has taken it for so long.
    (
        "outbox",
        &["body", "detail"],
        "DELETE FROM outbox WHERE rowid IN (SELECT rowid FROM outbox WHERE session_id = $1 \
         LIMIT $4)",
    ),
    // Who asked to be contacted wants to be. What about, they said.
    (
        "leads",
        &["note"],
        "UPDATE leads SET note = '' WHERE session_id = $1 AND origin = 'agent' AND note <> ''",
    ),
];

/// As far as a session is erased now.
struct Until {
    seq: i64,
    /// The newest event of its dialog.
    at: i64,
    /// What stood in its row instead.
    erased: i64,
}

/// Blanks everything said, keeping the log's numbering, and then marks the session as erased. Goes
/// some rows at a time, so that nobody's write waits for a long log; one that breaks off is done
/// again from the beginning. Nothing happens while a reply is being written or waited for; what is
/// said meanwhile is left for the next time.
pub async fn erase(engine: &Engine, session_id: &str, now: i64) -> Result<(), StoreError> {
    let store = &engine.store;
    let Some(until) = standing(store, session_id).await? else {
        return Ok(());
    };
    let mut after = 0;
    loop {
        let mut page = store.events_after(session_id, after, BLANKED).await?;
        page.retain(|event| i64::try_from(event.seq).is_ok_and(|seq| seq <= until.seq));
        let Some(last) = page.last() else { break };
        after = last.seq;
        let blank = heavy::run(move || blanks(&page)).await??;
        if blank.is_empty() {
            continue;
        }
        let id = session_id.to_owned();
        store
            .write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    for (seq, body) in blank {
                        sqlx::query(
                            "UPDATE events SET body = $1 WHERE session_id = $2 AND seq = $3",
                        )
                        .bind(body)
                        .bind(&id)
                        .bind(seq)
                        .execute(tx.conn())
                        .await?;
                    }
                    Ok(())
                })
            })
            .await?;
        tokio::time::sleep(BREATH).await;
    }
    for (_, _, sql) in PLACES {
        while some(store, sql, session_id, &until).await? {
            tokio::time::sleep(BREATH).await;
        }
    }
    let id = session_id.to_owned();
    let named = names(store, session_id).await?;
    store
        .write(move |tx| Box::pin(async move { own(tx, &id, &until, &named, now).await }))
        .await
}

/// Names of variables that stand in the texts of a session's scenario, as JSON. Those of others are whoever
/// gave them.
async fn names(store: &Store, session_id: &str) -> Result<String, StoreError> {
    let texts: Option<String> = sqlx::query_scalar(
        "SELECT c.ai_instructions || ' ' || c.description || ' ' || COALESCE(c.script, '') || ' ' || \
         COALESCE(c.user_friendly_description, '') || ' ' || COALESCE(c.rubrik, '') || ' ' || \
         COALESCE(c.pdf_context, '') || ' ' || c.strategy || ' ' || c.session_analysis \
         FROM sessions s JOIN scenarios c ON c.id = s.scenario_id \
         WHERE s.id = $1 AND s.variables <> '{}'",
    )
    .bind(session_id)
    .fetch_optional(store.read())
    .await?;
    let Some(texts) = texts else {
        return Ok("[]".to_owned());
    };
    heavy::run(move || Value::from(variables::names(&texts)).to_string()).await
}

/// What is kept of Tovie's client $1 beside any session, and takes it out some rows at a time.
const OF_CLIENT: [&str; 2] = [
    "DELETE FROM tovie_events WHERE rowid IN (SELECT rowid FROM tovie_events WHERE client = $1 \
     AND +session_id IS NULL AND lease_until IS NULL LIMIT $2)",
    "DELETE FROM tovie_cursors WHERE rowid IN (SELECT rowid FROM tovie_cursors WHERE client = $1 \
     AND NOT EXISTS (SELECT 1 FROM tovie_events WHERE client = $1) LIMIT $2)",
];

/// Erases what was kept beside any session of those of whom nothing may stay, and who have rested since
/// `before`: a client's state and events, and what a chat is called. Who comes back meanwhile is looked at
/// again after their next rest.
pub async fn erase_beside(engine: &Engine, before: i64) -> Result<(), StoreError> {
    let store = &engine.store;
    loop {
        let clients: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT d.id, h.scenario_id, d.changed_at FROM tovie_clients d \
             JOIN tovie_channels h ON h.id = d.channel_id \
             WHERE d.beside = 1 AND d.changed_at < $1 LIMIT $2",
        )
        .bind(before)
        .bind(i64::from(BLANKED))
        .fetch_all(store.read())
        .await?;
        let chats: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT id, scenario_id, updated_at FROM agentok_chats \
             WHERE beside = 1 AND updated_at < $1 LIMIT $2",
        )
        .bind(before)
        .bind(i64::from(BLANKED))
        .fetch_all(store.read())
        .await?;
        if clients.is_empty() && chats.is_empty() {
            return Ok(());
        }
        let all = clients.iter().map(|it| &it.1);
        let all: BTreeSet<&String> = all.chain(chats.iter().map(|it| &it.1)).collect();
        let mut fleeting = BTreeSet::new();
        for id in all {
            // Nothing stays of what belonged to one that was removed either.
            let scenario = store.scenario(id).await?;
            if scenario.is_none_or(|it| !it.keeps_transcript()) {
                fleeting.insert(id.clone());
            }
        }
        for (id, scenario, changed_at) in clients {
            forget_client(store, id, fleeting.contains(&scenario), changed_at).await?;
        }
        for (id, scenario, updated_at) in chats {
            let goes = fleeting.contains(&scenario);
            store
                .write::<_, StoreError, _>(move |tx| {
                    Box::pin(async move {
                        sqlx::query(
                            "UPDATE agentok_chats SET beside = 0, \
                             name = CASE WHEN $3 THEN '' ELSE name END \
                             WHERE id = $1 AND updated_at = $2",
                        )
                        .bind(id)
                        .bind(updated_at)
                        .bind(goes)
                        .execute(tx.conn())
                        .await?;
                        Ok(())
                    })
                })
                .await?;
        }
        if engine.stopping.is_cancelled() {
            return Ok(());
        }
    }
}

/// A client of whom nothing may stay (`goes`), or of whom everything does.
async fn forget_client(
    store: &Store,
    id: String,
    goes: bool,
    changed_at: i64,
) -> Result<(), StoreError> {
    for sql in OF_CLIENT {
        loop {
            let id = id.clone();
            let done = goes
                && store
                    .write::<_, StoreError, _>(move |tx| {
                        Box::pin(async move {
                            let done = sqlx::query(sql).bind(&id).bind(i64::from(BLANKED));
                            Ok(done.execute(tx.conn()).await?.rows_affected() > 0)
                        })
                    })
                    .await?;
            if !done {
                break;
            }
            tokio::time::sleep(BREATH).await;
        }
    }
    store
        .write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_clients SET beside = 0, \
                     state = CASE WHEN $3 AND session_id IS NULL THEN NULL ELSE state END, \
                     handover = CASE WHEN $3 AND session_id IS NULL THEN NULL ELSE handover END \
                     WHERE id = $1 AND changed_at = $2",
                )
                .bind(&id)
                .bind(changed_at)
                .bind(goes)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
}

/// `None`: there is no such session, or a reply is on its way.
async fn standing(store: &Store, session_id: &str) -> Result<Option<Until>, StoreError> {
    let row: Option<(i64, i64, i64)> = sqlx::query_as(
        "SELECT last_seq, erased_seq, COALESCE((SELECT MAX(at) FROM tovie_events \
         WHERE session_id = sessions.id), 0) FROM sessions WHERE id = $1 AND NOT EXISTS \
         (SELECT 1 FROM runs WHERE session_id = sessions.id AND outcome IS NULL) AND NOT EXISTS \
         (SELECT 1 FROM turns WHERE session_id = sessions.id AND state <> 'started')",
    )
    .bind(session_id)
    .fetch_optional(store.read())
    .await?;
    Ok(row.map(|(seq, erased, at)| Until { seq, at, erased }))
}

/// Runs `sql` for some rows of a session; `false`: there were none.
async fn some(
    store: &Store,
    sql: &'static str,
    session_id: &str,
    until: &Until,
) -> Result<bool, StoreError> {
    let id = session_id.to_owned();
    let (seq, at) = (until.seq, until.at);
    store
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(sql)
                    .bind(&id)
                    .bind(seq)
                    .bind(at)
                    .bind(i64::from(BLANKED))
                    .execute(tx.conn())
                    .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
}

/// Blanks the session's own row and what was made of it. Not where anybody has spoken meanwhile: they
/// may have said anew who they are. Variables that the scenario names (`named`) keep their names, so that no
/// placeholder shows where the conversation goes on; and a visitor keeps the name that is ours.
async fn own(
    tx: &mut Tx,
    session_id: &str,
    until: &Until,
    named: &str,
    now: i64,
) -> Result<(), StoreError> {
    let scenario: Option<String> = sqlx::query_scalar(
        "UPDATE sessions SET erased_seq = $2, \
         erased_at = CASE WHEN ended_at IS NULL THEN erased_at ELSE $4 END, \
         user_name = '', user_email = '', comment = NULL, variables = \
         (SELECT json_group_object(key, '') FROM json_each(sessions.variables) \
         WHERE key IN (SELECT value FROM json_each($5))), \
         visitor = CASE WHEN source = 'TALKIO' OR backend IS NOT NULL \
         OR visitor LIKE 'ag-ui %' OR visitor LIKE 'agentok %' THEN visitor ELSE '' END \
         WHERE id = $1 AND last_seq = $2 AND erased_seq = $3 RETURNING scenario_id",
    )
    .bind(session_id)
    .bind(until.seq)
    .bind(until.erased)
    .bind(now)
    .bind(named)
    .fetch_optional(tx.conn())
    .await?;
    let Some(scenario_id) = scenario else {
        return Ok(());
    };
    sqlx::query(
        "UPDATE agentok_chats SET name = '' WHERE id IN \
         (SELECT chat_id FROM agentok_sessions WHERE session_id = $1)",
    )
    .bind(session_id)
    .execute(tx.conn())
    .await?;
    let Some(analysis) = analyses::analysis_in(tx.conn(), session_id).await? else {
        return Ok(());
    };
    let rubric: Option<Option<String>> =
        sqlx::query_scalar("SELECT rubrik FROM scenarios WHERE id = $1")
            .bind(scenario_id)
            .fetch_optional(tx.conn())
            .await?;
    let left = without_words(analysis, rubric.flatten().as_deref());
    analyses::upsert(tx.conn(), session_id, &left, now).await
}

/// What may stay of an analysis: figures and scores.
pub fn without_words(analysis: Analysis, rubric: Option<&str>) -> Analysis {
    Analysis {
        results: vivavoce_analysis::without_words(analysis.results, rubric),
        judgement: analysis.judgement,
        extraction: analysis.extraction.map(|mut extraction| {
            for value in extraction.values.values_mut() {
                *value = Value::Null;
            }
            extraction
        }),
    }
}

/// Those of a page in which something was said, without it.
fn blanks(page: &[Stored]) -> Result<Vec<(i64, String)>, StoreError> {
    let blank = page.iter().filter_map(|stored| {
        // What cannot be read was not said in any form we know.
        let event = blanked(stored.event().ok()?)?;
        let body = serde_json::to_string(&event);
        let body = body.map_err(|error| StoreError::Unreadable(format!("event: {error}")));
        let seq = i64::try_from(stored.seq).unwrap_or(i64::MAX);
        Some(body.map(|body| (seq, body)))
    });
    blank.collect()
}

/// The event without anything anybody said; `None` where there is nothing to take out.
fn blanked(event: Event) -> Option<Event> {
    match event {
        Event::TextMessageContent { delta, .. } if delta.is_empty() => None,
        Event::ToolCallArgs { delta, .. } if delta.is_empty() => None,
        Event::ToolCallResult { content, .. } if content.is_empty() => None,
        Event::Custom { value, .. } if value.is_null() => None,
        Event::TextMessageContent { message_id, .. } => Some(Event::TextMessageContent {
            message_id,
            delta: String::new(),
        }),
        Event::ToolCallArgs { tool_call_id, .. } => Some(Event::ToolCallArgs {
            tool_call_id,
            delta: String::new(),
        }),
        Event::ToolCallResult {
            message_id,
            tool_call_id,
            ..
        } => Some(Event::ToolCallResult {
            message_id,
            tool_call_id,
            content: String::new(),
        }),
        Event::Custom { name, .. } if SAID.contains(&name.as_str()) => Some(Event::Custom {
            name,
            value: Value::Null,
        }),
        _ => None,
    }
}
