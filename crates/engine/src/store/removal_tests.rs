//! What goes, how much of it at once, and by which index.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::*;
use crate::store::Database;

async fn store() -> Store {
    Store::open(&Database::Memory).await.unwrap()
}

async fn run(store: &Store, sql: &'static str) {
    sqlx::raw_sql(sql).execute(store.read()).await.unwrap();
}

async fn count(store: &Store, table: &'static str) -> i64 {
    let mut query = QueryBuilder::new("SELECT COUNT(*) FROM ");
    query.push(table);
    query
        .build_query_scalar()
        .fetch_one(store.read())
        .await
        .unwrap()
}

#[tokio::test]
async fn every_column_that_refers_to_a_table_begins_an_index() {
    let store = store().await;
    let references: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, f.\"from\" FROM sqlite_master t, pragma_foreign_key_list(t.name) f \
         WHERE t.type = 'table'",
    )
    .fetch_all(store.read())
    .await
    .unwrap();
    assert!(references.len() > 30);
    let indexed: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_index_list(t.name) i, \
         pragma_index_info(i.name) c WHERE t.type = 'table' AND c.seqno = 0 AND i.partial = 0",
    )
    .fetch_all(store.read())
    .await
    .unwrap();
    let indexed: BTreeSet<_> = indexed.into_iter().collect();
    let undeclared = UNDECLARED.map(|(_, table, column, _)| (table.to_owned(), column.to_owned()));
    let without: Vec<_> = references
        .into_iter()
        .chain(undeclared)
        .filter(|reference| !indexed.contains(reference))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

/// An account with a scenario `gone` and one `kept`, each with sessions, and rows that refer to them.
async fn filled(store: &Store, sessions: i64) {
    run(
        store,
        "CREATE TEMP TABLE numbers AS WITH RECURSIVE n (value) AS \
         (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 5000) SELECT value FROM n;
         INSERT INTO accounts (id, name, created_at) VALUES ('a', 'a', 1);
         INSERT INTO scenarios (id, account_id, name, description, ai_instructions, is_public, \
         is_featured, is_recording, analysis_access, session_analysis, appearance, strategy, \
         pricing, user_metadata, created_at, updated_at) \
         SELECT value, 'a', 'n', 'd', 'i', 1, 0, 0, 'default', '{}', '{}', '{}', '{}', '{}', 1, 1 \
         FROM json_each('[\"gone\", \"kept\"]')",
    )
    .await;
    sqlx::query(
        "INSERT INTO sessions (id, scenario_id, account_id, scenario_name, style, status, \
         user_name, user_email, variables, source, transcribe, created_at, deadline_at, \
         last_contact_at, last_seq, changed_at) \
         SELECT s.id || n.value, s.id, 'a', 'n', 'full', 'completed', '', '', '{}', 'EMBED', 1, 1, \
         1, 1, 20, 1 FROM scenarios s, numbers n WHERE n.value <= $1",
    )
    .bind(sessions)
    .execute(store.read())
    .await
    .unwrap();
    run(
        store,
        "INSERT INTO events (session_id, seq, at, body) \
         SELECT sessions.id, n.value, 1, '{}' FROM sessions, numbers n WHERE n.value <= 20;
         INSERT INTO leads (id, scenario_id, session_id, name, email, phone, note, origin, \
         created_at, updated_at) SELECT 'l' || id, scenario_id, id, '', '', '', '', 'api', 1, 1 \
         FROM sessions;
         INSERT INTO shop_events (scenario_id, id, kind, session_id, quantity, at) \
         SELECT 'kept', 'e' || id, 'cart_add', id, 1, 1 FROM sessions;
         INSERT INTO agentok_chats (id, account_id, scenario_id, name, from_type, from_id, \
         created_at, updated_at) SELECT n.value, 'a', 'gone', '', '', '', 1, 1 \
         FROM numbers n WHERE n.value <= 100;
         INSERT INTO agentok_sessions (chat_id, position, session_id) \
         SELECT id, 1, 'gone' || id FROM agentok_chats;
         INSERT INTO scenario_spending (scenario_id, day, runs, tokens_in, tokens_out) \
         SELECT s.id, n.value, 1, 1, 1 FROM scenarios s, numbers n WHERE n.value <= 300;
         INSERT INTO account_spending (account_id, day, runs, tokens_in, tokens_out) \
         VALUES ('a', 1, 2, 2, 2);
         INSERT INTO knowledge (id, scenario_id, kind, title, text, created_at, updated_at) \
         VALUES ('k', 'gone', 'text', '', '', 1, 1);
         INSERT INTO knowledge_passages (knowledge_id, position, text, terms) \
         SELECT 'k', n.value, '', '' FROM numbers n WHERE n.value <= 2000",
    )
    .await;
}

#[tokio::test]
async fn what_refers_to_a_row_goes_before_it_and_nothing_else_goes() {
    let store = store().await;
    filled(&store, 120).await;
    store
        .remove_rows("scenarios", Going::Is("id", "gone".to_owned()))
        .await
        .unwrap();
    for (table, left) in [
        ("scenarios", 1),
        ("sessions", 120),
        ("events", 2_400),
        ("leads", 120),
        // Of a session that is gone, and yet the other scenario's.
        ("shop_events", 240),
        ("agentok_chats", 0),
        ("agentok_sessions", 0),
        ("scenario_spending", 300),
        // Or a removal would make room under the account's ceiling.
        ("account_spending", 1),
        ("knowledge", 0),
        ("knowledge_passages", 0),
    ] {
        assert_eq!(count(&store, table).await, left, "{table}");
    }
    let forgot: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM shop_events WHERE session_id IS NULL")
            .fetch_one(store.read())
            .await
            .unwrap();
    assert_eq!(forgot, 120);
}

#[tokio::test]
async fn a_step_is_as_long_with_a_hundred_times_as_much_behind_it() {
    let mut steps = Vec::new();
    for sessions in [100, 3_000] {
        let store = store().await;
        filled(&store, sessions).await;
        let going = Going::Is("id", "gone".to_owned());
        let before = count(&store, "events").await;
        let mut longest = Duration::ZERO;
        for _ in 0..5 {
            let began = Instant::now();
            assert!(store.remove_some("scenarios", &going).await.unwrap());
            longest = longest.max(began.elapsed());
        }
        // In rows, of which a step has so many; the time is for whoever reads this.
        let removed = before - count(&store, "events").await;
        assert!(removed <= 5 * STEP as i64, "{removed}");
        steps.push((sessions, longest));
    }
    println!("longest of five steps: {steps:?}");
}
