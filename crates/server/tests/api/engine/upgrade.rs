//! A database that an older version wrote: opened by this one, nothing of it is lost.
//!
//! `tests/fixtures/48f6ec7.db.br` was written by the server of that revision, through its own APIs: the
//! widget's, the public one, Totebot's, Agentok's, Tovie's, Talkio's, AG-UI and a backend behind the
//! relay. It is never written anew; a later version gets a file of its own beside it.

use std::path::Path;

use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use vivavoce_engine::store::{Database, Store};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::{Answer, Rows, Site};

const WRITTEN: &[u8] = include_bytes!("../../fixtures/48f6ec7.db.br");

/// Keys that open what stands there.
const ROOT: &str = "vv_PKczYW4T-bA2OReRbKI7j5xR6sdqr22Og-599jdulrk";
const TOTEBOT: &str = "tb_pk_ZZFptAXgVZvGz80wcC3Pj41sN6yDDymclutkOqCck-8";
const AGENTOK: &str = "agk_j1h0pSy_B0n9B4CIhY67_YULlvFWpZ9bHOPLVbbruO8";
const TALKIO: &str = "tk_0bBHHNALFU9wT22eOC0wuafN6mwvKBNbYScx18zkXb4";
const TOVIE: &str = "abcdefgh:0123456789012345678901234567890123456789";
const AG_UI: &str = "a-thread-nobody-guesses";

fn unpack(path: &Path) {
    let mut database = Vec::new();
    brotli::BrotliDecompress(&mut &WRITTEN[..], &mut database).unwrap();
    std::fs::write(path, database).unwrap();
}

async fn rows(path: &Path) -> Rows {
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(path))
        .await
        .unwrap();
    let all = vivavoce_test_server::rows(&pool).await;
    pool.close().await;
    all
}

#[tokio::test]
async fn what_an_older_version_wrote_stands_unchanged_after_its_schema_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    unpack(&path);
    let before = rows(&path).await;
    assert!(before["sessions"].len() >= 13 && before["events"].len() >= 180);
    for _ in 0..2 {
        let store = Store::open(&Database::Sqlite(path.clone())).await.unwrap();
        store.close().await;
        let after = rows(&path).await;
        for (table, known) in &before {
            let now = &after[table];
            if table == "_sqlx_migrations" {
                assert!(now.len() > known.len());
            } else {
                assert_eq!(now.len(), known.len(), "{table}");
            }
            for (known, now) in known.iter().zip(now) {
                for (column, value) in known {
                    assert_eq!(&now[column], value, "{table}.{column}");
                }
            }
        }
    }
}

/// The server on it, asked by whoever could before.
struct Old {
    site: Site,
    _folder: tempfile::TempDir,
}

impl Old {
    async fn open() -> Old {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        unpack(&path);
        Old {
            site: Site::at(&Database::Sqlite(path), Settings::default()).await,
            _folder: folder,
        }
    }

    async fn ask(&self, line: &str, header: &str, body: Value) -> Answer {
        let headers = [
            header,
            "content-type: application/json",
            "x-provider: partner",
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.site.ask(line, &headers, body).await;
        assert!(
            answer.status < 300,
            "{line}: {} {}",
            answer.status,
            answer.text
        );
        answer
    }

    async fn get(&self, path: &str, header: &str) -> String {
        self.ask(&format!("GET {path}"), header, Value::Null)
            .await
            .text
    }
}

#[tokio::test]
async fn every_api_finds_what_was_said_and_goes_on_with_it() {
    let old = Old::open().await;
    let bearer = |key: &str| format!("authorization: Bearer {key}");
    let root = bearer(ROOT);
    for (path, words) in [
        ("/api/public/sessions?scenario_id=open-talk", "Ben"),
        ("/api/public/sessions?backend=desk", "Relayed"),
        ("/api/public/scenarios", "open-talk"),
        ("/api/public/channels", "https://hooks.example.com/tovie"),
        ("/api/public/accounts", "CANARY-ACCOUNT"),
    ] {
        let found = old.get(path, &root).await;
        assert!(found.contains(words), "{path}: {found:.2000}");
    }
    // What was said is in the transcripts, but where none is kept.
    let ids: Vec<String> = sqlx::query_scalar(
        "SELECT s.id FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.is_root = 1",
    )
    .fetch_all(old.site.app.store.read())
    .await
    .unwrap();
    let mut said = String::new();
    for id in ids {
        said.push_str(&old.get(&format!("/api/public/sessions/{id}"), &root).await);
    }
    for words in [
        "Größe, 日本語",
        "Hello AG-UI",
        "Hello Agentok",
        "Hello Tovie",
        "Hello Totebot",
    ] {
        assert!(said.contains(words), "{words}");
    }

    let key = bearer(TOTEBOT);
    let found = old.get("/v1/conversations", &key).await;
    assert!(found.contains("tote@example.com"), "{found}");
    let more = json!({ "message": "Hello again" });
    old.ask("POST /v1/chat", &key, more).await;

    let key = format!("x-api-key: {AGENTOK}");
    let found = old.get("/v1/chats/1/messages", &key).await;
    assert!(found.contains("Hello Agentok"), "{found}");
    let more = json!({ "type": "user", "content": "Hello again" });
    old.ask("POST /v1/chats/1/messages", &key, more).await;

    let path = format!("/chatapi/{TOVIE}/events?clientId=ann&all=true");
    let found = old.get(&path, "x-nothing: here").await;
    assert!(found.contains("Hello there. How are you?"), "{found}");
    let more = json!({ "clientId": "ann", "query": "Hello again", "cid": "c1" });
    let more = old
        .ask(&format!("POST /chatapi/{TOVIE}"), "x-nothing: here", more)
        .await
        .json();
    // It is the same session that goes on.
    assert_eq!(more["data"]["newSessionStarted"], false, "{more}");

    let key = format!("x-api-key: {TALKIO}");
    let path = "/api/partner/v3/organizations/north/users/u/conversations";
    let found = old.get(path, &key).await;
    assert!(found.contains("About books"), "{found}");

    let run = json!({
        "threadId": AG_UI, "runId": "run-00002",
        "messages": [{ "id": "m2", "role": "user", "content": "Hello again" }],
    });
    old.ask("POST /ag-ui/open-talk", "accept: text/event-stream", run)
        .await;
    let threads: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sessions WHERE source = 'API'")
        .fetch_one(old.site.app.store.read())
        .await
        .unwrap();
    // Totebot's second conversation alone is new.
    assert_eq!(threads, 6);
}

#[tokio::test]
async fn a_price_an_older_version_did_not_understand_is_one() {
    let old = Old::open().await;
    let paid: String = sqlx::query_scalar("SELECT id FROM scenarios WHERE pricing LIKE '%29.99%'")
        .fetch_one(old.site.app.store.read())
        .await
        .unwrap();
    let begin = json!({ "scenario_id": paid, "style": "full" }).to_string();
    let kind = ["content-type: application/json"];
    let refused = old.site.ask("POST /api/embed/sessions", &kind, begin).await;
    assert_eq!(refused.status, 401, "{}", refused.text);
}

#[tokio::test]
async fn what_a_tovie_client_said_goes_with_the_session_it_was_said_in() {
    let old = Old::open().await;
    let store = &old.site.app.store;
    let untied: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM tovie_events WHERE session_id IS NULL AND kind IN \
         ('userRequest', 'botResponse')",
    )
    .fetch_one(store.read())
    .await
    .unwrap();
    assert_eq!(untied, 0);
    let spoken: String = sqlx::query_scalar(
        "SELECT e.session_id FROM tovie_events e JOIN tovie_clients d ON d.id = e.client \
         WHERE d.client_id = 'ann' AND e.body LIKE '%Hello Tovie%' LIMIT 1",
    )
    .fetch_one(store.read())
    .await
    .unwrap();
    let root = format!("authorization: Bearer {ROOT}");
    let line = format!("DELETE /api/public/sessions/{spoken}");
    old.ask(&line, &root, Value::Null).await;
    let path = format!("/chatapi/{TOVIE}/events?clientId=ann&all=true");
    let left = old.get(&path, "x-nothing: here").await;
    assert!(!left.contains("Hello"), "{left}");
}
