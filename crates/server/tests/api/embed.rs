//! Sums: how long a session may become, how often it may be asked, and when none begins.

use futures_util::future::join_all;
use serde_json::{Value, json};

use vivavoce_engine::settings::Rate;
use vivavoce_engine::store::Database;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::{Answer, Site};

const JSON: &str = "content-type: application/json";

/// A session of a widget: its id and the header that opens it.
struct Session<'a> {
    site: &'a Site,
    id: String,
    bearer: String,
}

async fn begin<'a>(site: &'a Site, scenario: &str) -> Result<Session<'a>, Answer> {
    let body = json!({ "scenario_id": scenario, "style": "full" }).to_string();
    let answer = site.ask("POST /api/embed/sessions", &[JSON], body).await;
    if answer.status != 201 {
        return Err(answer);
    }
    let made = answer.json();
    Ok(Session {
        site,
        id: made["session_id"].as_str().unwrap().to_owned(),
        bearer: format!(
            "authorization: Bearer {}",
            made["session_token"].as_str().unwrap()
        ),
    })
}

impl Session<'_> {
    async fn ask(&self, line: &str, body: Value) -> Answer {
        let (method, rest) = line.split_once(' ').unwrap();
        let line = format!("{method} /api/embed/sessions/{}{rest}", self.id);
        let headers = [&self.bearer, JSON, "idempotency-key: turn-00000000"];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.site.ask(&line, &headers, body).await
    }

    async fn say(&self, number: usize, text: &str) -> Answer {
        let line = format!("POST /api/embed/sessions/{}/turns", self.id);
        let key = format!("idempotency-key: turn-{number:08}");
        let body = json!({ "text": text }).to_string();
        let answer = self
            .site
            .ask(&line, &[&self.bearer, JSON, &key], body)
            .await;
        while self
            .ask("GET /events?after=0&wait=0", Value::Null)
            .await
            .json()["running"]
            == true
        {
            tokio::task::yield_now().await;
        }
        answer
    }

    async fn note(&self, count: usize, text: &str) -> Answer {
        let notes: Vec<Value> = (0..count)
            .map(|_| {
                let chance: u64 = rand::random();
                json!({ "text": format!("{text} {chance}"), "timestamp": 1, "source": "x" })
            })
            .collect();
        self.ask("POST /notes", json!({ "notes": notes })).await
    }

    async fn sums(&self) -> (i64, i64) {
        sqlx::query_as("SELECT log_bytes, last_seq FROM sessions WHERE id = $1")
            .bind(&self.id)
            .fetch_one(self.site.app.store.read())
            .await
            .unwrap()
    }
}

/// Nothing in the way but what a test is about.
fn settings() -> Settings {
    let mut settings = Settings::default();
    let much = Rate {
        burst: 1_000_000,
        per_minute: 1_000_000,
    };
    settings.engine.limits.calls_per_session = much;
    settings.engine.limits.turns_per_session = much;
    settings.engine.limits.turns_per_address = much;
    settings
}

async fn scenario(site: &Site) -> String {
    let made = site.scenario(json!({ "is_public": true })).await;
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_sum_of_a_log_is_what_stands_in_it() {
    let site = Site::with(settings()).await;
    let session = begin(&site, &scenario(&site).await).await.unwrap();
    session.say(1, "Größe").await;
    session.note(3, "a note").await;
    session
        .ask("POST /stop", json!({ "reason": "visitor" }))
        .await;
    // One statement for both: the session is still being analysed, and its log grows.
    let (counted, real): (i64, i64) = sqlx::query_as(
        "SELECT log_bytes, (SELECT SUM(LENGTH(CAST(body AS BLOB))) FROM events WHERE session_id = id) \
         FROM sessions WHERE id = $1",
    )
    .bind(&session.id)
    .fetch_one(site.app.store.read())
    .await
    .unwrap();
    assert_eq!(counted, real);
}

#[tokio::test]
async fn notes_sent_at_once_are_not_more_than_a_session_takes() {
    let site = Site::with(settings()).await;
    let session = begin(&site, &scenario(&site).await).await.unwrap();
    let answers = join_all((0..20).map(|_| session.note(50, "at once"))).await;
    let taken = answers.iter().filter(|it| it.status == 204).count();
    let refused = answers.iter().filter(|it| it.status == 409).count();
    assert_eq!((taken, refused), (10, 10));
    let log = site.app.store.log(&session.id).await.unwrap();
    assert_eq!(vivavoce_engine::log::transcript::notes(&log).len(), 500);
    // One that is there already is taken, and not added.
    let same = json!({ "notes": [{ "text": "same", "timestamp": 1 }] });
    let session = begin(&site, &scenario(&site).await).await.unwrap();
    for _ in 0..2 {
        let same = session.ask("POST /notes", same.clone()).await;
        assert_eq!(same.status, 204, "{}", same.text);
    }
    let log = site.app.store.log(&session.id).await.unwrap();
    assert_eq!(vivavoce_engine::log::transcript::notes(&log).len(), 1);
}

#[tokio::test]
async fn a_note_from_before_notes_were_counted_is_not_added_again() {
    let site = Site::with(settings()).await;
    let session = begin(&site, &scenario(&site).await).await.unwrap();
    let note = json!({ "notes": [{ "text": "early", "timestamp": 1, "source": "x" }] });
    session.ask("POST /notes", note.clone()).await;
    sqlx::query("DELETE FROM session_notes")
        .execute(site.app.store.read())
        .await
        .unwrap();
    assert_eq!(session.ask("POST /notes", note).await.status, 204);
    let log = site.app.store.log(&session.id).await.unwrap();
    assert_eq!(vivavoce_engine::log::transcript::notes(&log).len(), 1);
}

#[tokio::test]
async fn a_session_that_is_full_ends_with_a_sentence_and_its_results() {
    // What fills it: long turns, many turns, notes.
    for (bytes, events, way) in [
        (20_000, 20_000, "turns"),
        (8_000_000, 60, "turns"),
        (20_000, 20_000, "notes"),
    ] {
        let mut settings = settings();
        settings.engine.limits.session_bytes = bytes;
        settings.engine.limits.session_events = events;
        let site = Site::with(settings).await;
        let session = begin(&site, &scenario(&site).await).await.unwrap();
        session.say(0, "Hello").await;
        let mut last = None;
        for number in 1..100 {
            let answer = match way {
                "turns" => session.say(number, &"word ".repeat(200)).await,
                _ => session.note(2, &"word ".repeat(200)).await,
            };
            if answer.status >= 400 {
                last = Some(answer);
                break;
            }
        }
        let last = last.expect("it is refused at some time");
        assert_eq!(last.status, 409, "{}", last.text);
        let detail = last.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("as long as one may be"), "{detail}");
        let (is_bytes, is_events) = session.sums().await;
        assert!(is_bytes < bytes as i64 + 2_000, "{is_bytes}");
        assert!(is_events < events as i64 + 8, "{is_events}");
        let stored = site.app.store.session(&session.id).await.unwrap().unwrap();
        assert!(stored.ended_at.is_some());
        site.app.tasks.close();
        site.app.tasks.wait().await;
        let results = session.ask("GET /results", Value::Null).await;
        assert_eq!(results.status, 200, "{}", results.text);
    }
}

#[tokio::test]
async fn every_call_of_a_session_is_counted() {
    let mut settings = settings();
    settings.engine.limits.calls_per_session = Rate {
        burst: 5,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let scenario = scenario(&site).await;
    for (line, body) in [
        ("GET /events?after=0&wait=0", Value::Null),
        ("GET /results", Value::Null),
        ("POST /notes", json!({ "notes": [] })),
        ("POST /turns", json!({ "text": "hello" })),
        ("POST /turns/turn-00000000/cancel", Value::Null),
        ("POST /submit", json!({})),
        ("POST /stop", json!({})),
        ("POST /leave", json!({})),
    ] {
        let session = begin(&site, &scenario).await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..6 {
            statuses.push(session.ask(line, body.clone()).await.status);
        }
        assert_eq!(
            statuses.iter().filter(|it| **it == 429).count(),
            1,
            "{line}: {statuses:?}"
        );
    }
}

#[tokio::test]
async fn an_unknown_reason_ends_no_session() {
    let site = Site::with(settings()).await;
    let session = begin(&site, &scenario(&site).await).await.unwrap();
    for reason in [json!("zzz"), json!("Lost"), json!(""), json!(7)] {
        let answer = session.ask("POST /stop", json!({ "reason": reason })).await;
        assert_eq!(answer.status, 422, "{reason}: {}", answer.text);
        let place = &answer.json()["detail"][0]["loc"];
        assert_eq!(place, &json!(["body", "reason"]), "{reason}");
    }
    for reason in ["lost", "visitor", "max_duration"] {
        // The first counts.
        let answer = session.ask("POST /stop", json!({ "reason": reason })).await;
        assert_eq!(answer.json()["reason"], "lost", "{reason}: {}", answer.text);
    }
}

#[tokio::test]
async fn who_looks_at_scenarios_all_the_time_is_slowed() {
    let mut settings = settings();
    settings.engine.limits.turns_per_address = Rate {
        burst: 5,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let line = format!("GET /api/embed/scenarios/{}", scenario(&site).await);
    for status in [200, 200, 200, 200, 200, 429] {
        let answer = site.ask(&line, &[], "").await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_opens_a_scenario_is_granted_so_often_and_no_more() {
    let mut settings = settings();
    settings.engine.limits.access_per_address = Rate {
        burst: 3,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let made = site.scenario(json!({ "is_public": false })).await;
    let id = made["id"].as_str().unwrap();
    let minted = site
        .api("POST /scenario-access-token", &json!({ "scenario_id": id }))
        .await
        .json();
    let body = json!({ "scenario_id": id, "token": minted["access_token"] }).to_string();
    for status in [200, 200, 200, 429] {
        let answer = site
            .ask("POST /api/embed/access", &[JSON], body.clone())
            .await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test]
async fn on_a_disk_that_is_nearly_full_sessions_go_on_and_none_begins() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::Sqlite(folder.path().join("v.db"));
    let site = Site::at(&database, settings()).await;
    let id = scenario(&site).await;
    let running = begin(&site, &id).await.unwrap();
    assert_eq!(running.say(1, "Hello").await.status, 202);

    let mut settings = settings();
    settings.engine.limits.free_disk = u64::MAX;
    let full = Site::at(&database, settings).await;
    let refused = begin(&full, &id).await.err().expect("it is refused");
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert!(
        refused.text.contains("no room for another"),
        "{}",
        refused.text
    );
    assert_eq!(refused.headers["retry-after"], "60");
    let running = Session {
        site: &full,
        id: running.id,
        bearer: running.bearer,
    };
    assert_eq!(running.say(2, "And on").await.status, 202);
}

#[tokio::test]
async fn a_page_is_told_as_many_names_as_it_can_use_however_many_an_owner_writes() {
    let site = Site::with(settings()).await;
    let id = scenario(&site).await;
    let mut stored = site.app.store.scenario(&id).await.unwrap().unwrap();
    // Compared with one another, so many would take an hour.
    let names: Vec<Value> = (0..300_000)
        .map(|number| json!(format!("{{{{ name{number} }}}}")))
        .collect();
    stored.script = Some(json!({ "steps": [{ "tool": "t", "input": names }] }));
    site.app.store.put_scenario(stored).await.unwrap();
    let line = format!("GET /api/embed/scenarios/{id}");
    let facts = site.ask(&line, &[], "").await.json();
    let names = facts["variables"].as_array().unwrap();
    assert_eq!((names.len(), &names[199]), (200, &json!("name198")));

    // Such a script is not taken any more.
    let steps = vec![json!({ "say": "x".repeat(1_000) }); 300];
    let script = json!({ "steps": steps });
    let body = json!({ "id": id, "script": script });
    let refused = site.api("POST /scenarios", &body).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("at most 256 kB"), "{}", refused.text);
}

#[tokio::test]
async fn a_long_log_is_read_some_megabytes_at_a_time_and_whole() {
    let site = Site::with(settings()).await;
    let id = scenario(&site).await;
    let session = begin(&site, &id).await.unwrap();
    let long = "word ".repeat(40_000);
    sqlx::query(
        "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20) \
         INSERT INTO events (session_id, seq, at, body) SELECT $1, value + 100, 1, $2 FROM n",
    )
    .bind(&session.id)
    .bind(json!({ "type": "CUSTOM", "name": "long", "value": long }).to_string())
    .execute(site.app.store.read())
    .await
    .unwrap();
    let (mut after, mut pages, mut events) = (0, 0, 0);
    loop {
        let line = format!("GET /events?after={after}&wait=0");
        let page = session.ask(&line, Value::Null).await;
        assert!(page.text.len() < 2_000_000, "{}", page.text.len());
        let page = page.json();
        let page = page["events"].as_array().unwrap();
        let Some(last) = page.last() else { break };
        after = last["seq"].as_u64().unwrap();
        (pages, events) = (pages + 1, events + page.len());
    }
    assert!(pages > 3 && events >= 20, "{pages} {events}");
}

#[tokio::test]
async fn what_is_refused_costs_an_address_nothing() {
    let mut settings = settings();
    settings.engine.limits.written_per_address = 20;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let scenario = scenario(&site).await;
    let session = begin(&site, &scenario).await.unwrap();
    session
        .ask("POST /stop", json!({ "reason": "visitor" }))
        .await;
    // Each would be 8 kB.
    let long = "x".repeat(8_000);
    for _ in 0..10 {
        let (note, turn) = (&long[..3_900], json!({ "text": long }));
        assert_eq!(session.note(2, note).await.status, 409);
        assert_eq!(session.ask("POST /turns", turn).await.status, 409);
        let body =
            json!({ "scenario_id": scenario, "style": "full", "variables": { "a b": long } });
        let refused = site.ask("POST /api/embed/sessions", &[JSON], body.to_string());
        assert_eq!(refused.await.status, 422);
    }
    assert!(begin(&site, &scenario).await.is_ok());
}

#[tokio::test]
async fn what_is_sent_again_is_kept_once_and_counts_once() {
    let mut settings = settings();
    settings.engine.limits.written_per_address = 30;
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let scenario = scenario(&site).await;
    let session = begin(&site, &scenario).await.unwrap();
    let text = "x".repeat(3_900);
    let notes = json!({ "notes": [{ "text": text, "timestamp": 1, "source": "x" }] });
    for _ in 0..20 {
        assert_eq!(session.say(1, &text).await.status, 202);
        assert_eq!(session.ask("POST /notes", notes.clone()).await.status, 204);
    }
    assert!(begin(&site, &scenario).await.is_ok());
}

#[tokio::test]
async fn a_right_that_ends_while_a_begin_waits_its_turn_opens_nothing() {
    for (change, status) in [
        (json!({ "is_public": false }), 401),
        (json!({ "ends_at": "2020-01-01T00:00:00Z" }), 403),
        (Value::Null, 404),
    ] {
        let mut settings = settings();
        // The second waits for two seconds.
        settings.engine.limits.session_pace = Rate {
            burst: 1,
            per_minute: 30,
        };
        let site = Site::with(settings).await;
        let id = scenario(&site).await;
        begin(&site, &id).await.unwrap();
        let waiting = begin(&site, &id);
        let changing = async {
            let answer = match change.is_null() {
                true => site.api(&format!("DELETE /scenarios/{id}"), &change).await,
                false => {
                    let mut change = change.clone();
                    change["id"] = json!(id);
                    site.api("POST /scenarios", &change).await
                }
            };
            assert!(answer.status < 300, "{}", answer.text);
        };
        let (begun, ()) = futures_util::join!(waiting, changing);
        let refused = begun.err().expect("its right has ended");
        assert_eq!(refused.status, status, "{change}: {}", refused.text);
    }
}

#[tokio::test]
async fn a_class_that_knows_the_passcode_comes_in_at_once() {
    let site = Site::new().await;
    site.app.clock.hold();
    let coded = json!({ "passcode": "open sesame" });
    let made = site.scenario(coded).await;
    let body = json!({ "scenario_id": made["id"], "passcode": "open sesame" }).to_string();
    let class = (0..40).map(|_| site.ask("POST /api/embed/access", &[JSON], body.clone()));
    for answer in join_all(class).await {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

#[tokio::test]
async fn access_that_is_refused_keeps_no_neighbour_out() {
    let mut settings = settings();
    settings.engine.limits.access_per_address = Rate {
        burst: 2,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let made = site.scenario(json!({ "is_public": false })).await;
    let id = made["id"].as_str().unwrap();
    let exchange = async |scenario: &str, token: &str| {
        let body = json!({ "scenario_id": scenario, "token": token }).to_string();
        let answer = site.ask("POST /api/embed/access", &[JSON], body);
        answer.await.status
    };
    for _ in 0..20 {
        assert_eq!(exchange("none", "x").await, 404);
        assert_eq!(exchange(id, "x").await, 403);
    }
    let line = "POST /scenario-access-token";
    let minted = site.api(line, &json!({ "scenario_id": id })).await.json();
    let token = minted["access_token"].as_str().unwrap();
    assert_eq!(
        [exchange(id, token).await, exchange(id, token).await],
        [200, 200]
    );
    assert_eq!(exchange(id, token).await, 429);
}

#[tokio::test]
async fn resuming_is_a_call_of_the_session() {
    let mut settings = settings();
    settings.engine.limits.calls_per_session = Rate {
        burst: 3,
        per_minute: 1,
    };
    let site = Site::with(settings).await;
    site.app.clock.hold();
    let scenario = scenario(&site).await;
    let session = begin(&site, &scenario).await.unwrap();
    let body = json!({ "scenario_id": scenario, "style": "full", "restore": session.id });
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let headers = [JSON, session.bearer.as_str()];
        let answer = site.ask("POST /api/embed/sessions", &headers, body.to_string());
        statuses.push(answer.await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}
