//! `kill -9` while many write.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use super::server::{Server, ask, database};

const WRITERS: usize = 20;
/// A server that was killed is back within this time, on a slow machine, too.
const BACK: Duration = Duration::from_secs(60);

/// One conversation, as its visitor knows it.
#[derive(Clone, Default)]
struct Talk {
    session: String,
    token: String,
    /// Turns the server took, with what was said.
    taken: BTreeMap<String, String>,
    /// Sent, and never answered.
    open: Option<(String, String)>,
}

/// Sends turns until the server is gone.
async fn write(base: String, scenario: String, number: usize, talk: Arc<Mutex<Talk>>) {
    let start = json!({ "scenario_id": scenario, "style": "full" }).to_string();
    let Ok(created) = ask(&base, "POST /api/embed/sessions", &[], start).await else {
        return;
    };
    let created = created.with(201);
    let text = |name: &str| created[name].as_str().unwrap().to_owned();
    let (session, token) = (text("session_id"), text("session_token"));
    {
        let mut talk = talk.lock().unwrap();
        talk.session.clone_from(&session);
        talk.token.clone_from(&token);
    }
    let bearer = format!("Bearer {token}");
    let line = format!("POST /api/embed/sessions/{session}/turns");
    for turn in 0.. {
        let key = format!("writer-{number}-turn-{turn}");
        let said = format!("What {number} says for the {turn}th time");
        talk.lock().unwrap().open = Some((key.clone(), said.clone()));
        let body = json!({ "text": said }).to_string();
        loop {
            let headers = [
                ("authorization", bearer.as_str()),
                ("idempotency-key", &key),
            ];
            match ask(&base, &line, &headers, body.clone()).await {
                Ok(answer) if answer.status == 202 => break,
                // So many wait for an answer already.
                Ok(answer) if answer.status == 429 => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Ok(answer) => panic!("{answer:?}"),
                Err(_) => return,
            }
        }
        let mut talk = talk.lock().unwrap();
        talk.taken.insert(key, said);
        talk.open = None;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_turn_that_was_taken_is_lost_or_doubled_by_a_kill() {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let rounds = if prove { 50 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let mut rng = StdRng::seed_from_u64(9);
    let mut server = Server::start(folder.path(), "warn");
    let made = json!({
        "name": "Written to",
        "description": "",
        "ai_instructions": "Listen.",
        "strategy": { "skip_auto_start": true },
    });
    let made = server.api("POST /scenarios", &made).await.with(201);
    let scenario = made["id"].as_str().unwrap().to_owned();
    let mut all: Vec<Talk> = Vec::new();
    for round in 0..rounds {
        let talks: Vec<Arc<Mutex<Talk>>> = (0..WRITERS).map(|_| Arc::default()).collect();
        let writers: Vec<_> = talks
            .iter()
            .enumerate()
            .map(|(number, talk)| {
                let writer = write(server.base(), scenario.clone(), number, talk.clone());
                tokio::spawn(writer)
            })
            .collect();
        // A slow machine takes its time until there is anything to lose.
        let began = Instant::now();
        while talks.iter().all(|it| it.lock().unwrap().taken.is_empty()) {
            assert!(began.elapsed() < BACK, "round {round} wrote nothing");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(150..900))).await;
        server.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        let began = Instant::now();
        server = Server::start(folder.path(), "warn");
        assert!(
            began.elapsed() < BACK,
            "round {round}: {:?}",
            began.elapsed()
        );
        let mut talks: Vec<Talk> = talks
            .iter()
            .map(|talk| talk.lock().unwrap().clone())
            .filter(|talk| !talk.session.is_empty())
            .collect();
        for talk in &mut talks {
            ask_again(&server, talk).await;
        }
        let taken: usize = talks.iter().map(|talk| talk.taken.len()).sum();
        assert!(taken > 0, "round {round} wrote nothing");
        all.extend(talks);
        check(folder.path(), &all).await;
    }
    for talk in &all {
        check_log(&server, talk).await;
    }
}

/// The visitor does not know whether the last turn arrived, so it is sent again.
async fn ask_again(server: &Server, talk: &mut Talk) {
    let Some((key, said)) = talk.open.take() else {
        return;
    };
    let bearer = format!("Bearer {}", talk.token);
    let line = format!("POST /api/embed/sessions/{}/turns", talk.session);
    let headers = [
        ("authorization", bearer.as_str()),
        ("idempotency-key", &key),
    ];
    loop {
        let body = json!({ "text": said }).to_string();
        let answer = server.ask(&line, &headers, body).await;
        match answer.status {
            202 => break,
            429 => tokio::time::sleep(Duration::from_millis(200)).await,
            _ => panic!("{answer:?}"),
        }
    }
    talk.taken.insert(key, said);
}

/// What the database holds, read beside the server.
async fn check(folder: &Path, talks: &[Talk]) {
    let options = SqliteConnectOptions::new().filename(database(folder));
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(whole, "ok");
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(dangling.is_empty());
    for talk in talks {
        let rows = sqlx::query("SELECT turn_id, text FROM turns WHERE session_id = $1")
            .bind(&talk.session)
            .fetch_all(&pool)
            .await
            .unwrap();
        let kept: BTreeMap<String, String> = rows
            .iter()
            .map(|row| (row.get("turn_id"), row.get("text")))
            .collect();
        assert_eq!(kept, talk.taken, "session {}", talk.session);
        assert_eq!(rows.len(), kept.len());
    }
    pool.close().await;
}

/// The log as the visitor reads it: without gaps, and everything said in it once.
async fn check_log(server: &Server, talk: &Talk) {
    let bearer = format!("Bearer {}", talk.token);
    let began = Instant::now();
    loop {
        let mut events: Vec<Value> = Vec::new();
        let running = loop {
            let line = format!(
                "GET /api/embed/sessions/{}/events?wait=0&after={}",
                talk.session,
                events.len()
            );
            let page = server
                .ask(&line, &[("authorization", &bearer)], String::new())
                .await
                .with(200);
            let more = page["events"].as_array().unwrap();
            if more.is_empty() {
                break page["running"] == true;
            }
            events.extend(more.iter().cloned());
        };
        for (index, event) in events.iter().enumerate() {
            assert_eq!(event["seq"], json!(index + 1));
        }
        if running {
            // What was being answered is given up when its process has been silent for long enough.
            assert!(began.elapsed() < Duration::from_secs(120), "it never ends");
            // Each look is two calls or more, of ten a second.
            tokio::time::sleep(Duration::from_millis(400)).await;
            continue;
        }
        let mut said: Vec<&str> = events
            .iter()
            .filter(|event| event["type"] == "TEXT_MESSAGE_START" && event["role"] == "user")
            .map(|event| event["messageId"].as_str().unwrap())
            .collect();
        said.sort_unstable();
        let taken: Vec<&str> = talk.taken.keys().map(String::as_str).collect();
        assert_eq!(said, taken, "session {}", talk.session);
        return;
    }
}
