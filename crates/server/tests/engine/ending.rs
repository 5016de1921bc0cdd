//! How sessions end.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use vivavoce_engine::store::StoreError;
use vivavoce_protocol::wire::StopReason;

use crate::site::{Answer, Talk, patience, scenario, site, told};

async fn beacon(talk: &Talk<'_>, body: String) -> Answer {
    last_words(talk, "stop", body).await
}

async fn last_words(talk: &Talk<'_>, call: &str, body: String) -> Answer {
    let request = Request::post(talk.path(call))
        .header("content-type", "text/plain;charset=UTF-8")
        .body(Body::from(body))
        .unwrap();
    talk.site.request(request).await
}

#[tokio::test]
async fn the_first_reason_decides_and_open_runs_are_cancelled() {
    let site = site().await;
    for (reason, status) in [
        ("visitor", "completed"),
        ("agent", "completed"),
        ("max_duration", "terminated"),
        ("silence", "terminated"),
        ("lost", "terminated"),
    ] {
        let talk = site.talk().await;
        talk.turn("turn-0001", "hang on").await;
        talk.until("agent[on").await;
        talk.turn("turn-0002", "say never").await;
        let first = talk
            .post("stop", json!({ "reason": reason }))
            .await
            .expect(200)
            .json();
        assert_eq!(first["status"], status, "{reason}");
        let again = talk
            .post("stop", json!({ "reason": "visitor" }))
            .await
            .expect(200)
            .json();
        assert_eq!(again, first, "{reason}");
        assert_eq!(
            told(&talk.until("analyzed").await),
            format!(
                "started run user[hang on] agent[on] cancelled run user[say never] cancelled \
                 stopped({reason}) analyzed"
            )
        );
    }
}

#[tokio::test]
async fn a_beacon_stops_with_the_token_in_its_body() {
    let site = site().await;
    let talk = site.talk().await;
    let stop = |token: &str| json!({ "session_token": token, "reason": "visitor" }).to_string();
    beacon(&talk, stop("wrong")).await.expect(401);
    beacon(&talk, "{}".to_owned()).await.expect(401);
    beacon(&talk, "x".repeat(1_025)).await.expect(413);
    beacon(&talk, "not json".to_owned()).await.expect(400);
    beacon(&talk, stop(&talk.token)).await.expect(200);
    beacon(&talk, stop(&talk.token)).await.expect(200);
    assert_eq!(
        told(&talk.until("analyzed").await),
        "started stopped(visitor) analyzed"
    );
}

#[tokio::test]
async fn a_ticket_ends_its_session_and_opens_nothing() {
    let site = site().await;
    site.app.clock.hold();
    let (talk, other) = (site.talk().await, site.talk().await);
    let ticket = talk.created["stop_ticket"].as_str().unwrap();
    // As a bearer, or as the token in the body, it is nobody's.
    let holder = Talk {
        site: &site,
        id: talk.id.clone(),
        token: ticket.to_owned(),
        created: Value::Null,
    };
    for call in ["events?wait=0", "results"] {
        holder.get(call).await.expect(401);
    }
    let calls = [
        "turns",
        "turns/turn-0001/cancel",
        "notes",
        "leave",
        "submit",
        "stop",
    ];
    for call in calls {
        holder.post(call, json!({})).await.expect(401);
    }
    let body = |name: &str, secret: &str| json!({ name: secret, "reason": "lost" }).to_string();
    for (call, name, secret) in [
        ("leave", "session_token", ticket),
        ("leave", "stop_ticket", ticket),
        ("stop", "session_token", ticket),
        ("stop", "stop_ticket", talk.token.as_str()),
        ("stop", "stop_ticket", other.token.as_str()),
        ("stop", "stop_ticket", ""),
        (
            "stop",
            "stop_ticket",
            other.created["stop_ticket"].as_str().unwrap(),
        ),
    ] {
        last_words(&talk, call, body(name, secret))
            .await
            .expect(401);
    }
    assert_eq!(told(&talk.log().await), "started");

    for _ in 0..2 {
        let ended = beacon(&talk, body("stop_ticket", ticket)).await;
        let ended = ended.expect(200).json();
        assert_eq!(ended["status"], "terminated");
    }
    assert_eq!(
        told(&talk.until("analyzed").await),
        "started stopped(lost) analyzed"
    );
    assert_eq!(told(&other.log().await), "started");
    site.app.clock.advance(3_601_000);
    beacon(&talk, body("stop_ticket", ticket)).await.expect(401);
    // It goes with its session.
    let ids = vec![talk.id.clone()];
    let now = site.app.clock.now();
    site.app
        .store
        .mark_sessions_removed(ids, now)
        .await
        .unwrap();
    beacon(&talk, body("stop_ticket", ticket)).await.expect(404);
}

#[tokio::test]
async fn a_session_from_before_tickets_is_stopped_by_its_token_and_has_one_when_it_is_resumed() {
    let site = site().await;
    for resumed in [false, true] {
        let talk = site.talk().await;
        let id = talk.id.clone();
        let forgotten = site.app.store.write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE session_tokens SET stop_hash = NULL WHERE session_id = $1")
                    .bind(id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        });
        forgotten.await.unwrap();
        let stop = |name: &str, secret: &Value| json!({ name: secret }).to_string();
        let ticket = stop("stop_ticket", &talk.created["stop_ticket"]);
        beacon(&talk, ticket.clone()).await.expect(401);
        if resumed {
            let bearer = format!("Bearer {}", talk.token);
            let scenario = site.app.store.session(&talk.id).await.unwrap().unwrap();
            let ask = json!({
                "scenario_id": scenario.scenario_id,
                "style": "full",
                "restore": talk.id,
            });
            let headers = [("authorization", bearer.as_str())];
            let again = site.post("/api/embed/sessions", &headers, ask).await;
            let again = again.expect(200).json();
            assert_eq!(again["stop_ticket"], talk.created["stop_ticket"]);
            beacon(&talk, ticket).await.expect(200);
        } else {
            let token = stop("session_token", &talk.created["session_token"]);
            beacon(&talk, token).await.expect(200);
        }
        assert_eq!(
            told(&talk.until("analyzed").await),
            "started stopped(visitor) analyzed"
        );
    }
}

#[tokio::test]
async fn a_page_that_goes_and_does_not_come_back_ends_its_session_once() {
    let site = site().await;
    site.app.clock.hold();
    let talk = site.talk().await;
    talk.turn("turn-0001", "hang on").await;
    talk.until("agent[on").await;
    let leave = |token: &str| json!({ "session_token": token, "reason": "lost" }).to_string();
    last_words(&talk, "leave", leave("wrong")).await.expect(401);
    last_words(&talk, "leave", "{}".to_owned())
        .await
        .expect(401);
    for _ in 0..2 {
        last_words(&talk, "leave", leave(&talk.token))
            .await
            .expect(204);
    }
    site.app.clock.advance(24_000);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
    assert_eq!(session.ended_at, None, "a reload may take this long");
    site.app.clock.advance(1_001);
    let mut reason = None;
    let patient = patience();
    while reason.is_none() && patient() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
        reason = session.stop_reason;
    }
    assert_eq!(reason, Some(StopReason::Lost));
    // A page that leaves twice, or after the end, ends nothing again.
    last_words(&talk, "leave", leave(&talk.token))
        .await
        .expect(204);
    site.app.clock.advance(60_000);
    let told = told(&talk.until("analyzed").await);
    assert_eq!(told.matches("stopped(").count(), 1, "{told}");
}

#[tokio::test]
async fn a_page_that_comes_back_keeps_its_session() {
    let site = site().await;
    let calls = ["events?after=0&wait=0", "a turn", "notes", "a new page"];
    for back in calls {
        let talk = site.talk().await;
        talk.post("leave", json!({})).await.expect(204);
        // Right after it, as the next request of a reload may be.
        match back {
            "a turn" => drop(talk.turn("turn-0001", "say one").await),
            "notes" => drop(
                talk.post("notes", json!({ "notes": [{ "text": "x" }] }))
                    .await,
            ),
            "a new page" => {
                let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
                let scenario = session.scenario_id;
                let body = json!({ "scenario_id": scenario, "style": "full", "restore": talk.id });
                let bearer = format!("Bearer {}", talk.token);
                let headers = [("authorization", bearer.as_str())];
                let answer = site.post("/api/embed/sessions", &headers, body).await;
                assert_eq!(answer.expect(200).json()["session_id"], talk.id);
            }
            call => drop(talk.get(call).await.expect(200)),
        }
        site.app.clock.advance(26_000);
        tokio::time::sleep(Duration::from_millis(200)).await;
        let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
        assert_eq!(session.ended_at, None, "{back}");
    }
}

#[tokio::test]
async fn a_stream_keeps_a_session_only_if_it_began_after_the_page_left() {
    let site = site().await;
    site.app.clock.hold();
    for came_back in [false, true] {
        let talk = site.talk().await;
        let mut before = talk.stream(0).await;
        before.until("session.started").await;
        site.app.clock.advance(61_000);
        talk.post("leave", json!({})).await.expect(204);
        site.app.clock.advance(1_000);
        // A page in the back/forward cache is frozen with its stream open.
        let mut after = came_back.then_some(talk.stream(0).await);
        if !came_back {
            // Opening it was contact; the page leaves once more.
            talk.post("leave", json!({})).await.expect(204);
            after = None;
        }
        for _ in 0..3 {
            before.text.clear();
            before.until(": here").await;
            site.app.clock.advance(7_000);
        }
        site.app.clock.advance(7_000);
        drop(after);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
        assert_eq!(
            session.ended_at.is_none(),
            came_back,
            "came back: {came_back}"
        );
    }
}

#[tokio::test]
async fn the_agent_may_end_the_session() {
    let site = site().await;
    let talk = site.talk().await;
    talk.turn("turn-0001", "bye").await;
    assert_eq!(
        told(&talk.until("analyzed").await),
        "started run user[bye] agent[Goodbye.] done stopped(agent) analyzed"
    );
}

#[tokio::test]
async fn cancelling_is_immediate_and_idempotent() {
    let site = site().await;
    let talk = site.talk().await;
    // So many that the cancel comes before the last of them, however slow it is.
    talk.turn("turn-0001", &format!("drip a b {}", "c ".repeat(1_000)))
        .await;
    talk.until("agent[a b").await;
    let cancelled = talk
        .post("turns/turn-0001/cancel", json!({}))
        .await
        .expect(200)
        .json();
    let log = talk.log().await;
    assert!(told(&log).ends_with("] cancelled"), "{}", told(&log));
    assert_eq!(
        talk.post("turns/turn-0001/cancel", json!({}))
            .await
            .expect(200)
            .json(),
        cancelled
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(talk.log().await, log, "nothing is said after it");
    talk.post("turns/turn-9999/cancel", json!({}))
        .await
        .expect(404);
    talk.turn("turn-0002", "say b").await;
    talk.quiet().await;
    let late = talk
        .post("turns/turn-0002/cancel", json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(late["status"], "finished");
}

#[tokio::test]
async fn time_ends_sessions() {
    let site = site().await;
    site.app.clock.hold();
    let mut limited = scenario("limited");
    limited.strategy = json!({ "skip_auto_start": true, "max_duration_seconds": 300 });
    site.put(limited).await;
    let cases = [
        (
            json!({ "max_duration_seconds": 100 }),
            json!(100),
            101,
            "max_duration",
        ),
        (
            json!({ "max_duration_seconds": 900 }),
            json!(300),
            301,
            "max_duration",
        ),
        (json!({}), json!(300), 301, "max_duration"),
    ];
    for (more, enforced, seconds, reason) in cases {
        let talk = site.talk_in("limited", more).await;
        assert_eq!(talk.created["max_duration_seconds"], enforced);
        site.app.clock.advance((seconds - 5) * 1_000);
        tokio::time::sleep(Duration::from_millis(120)).await;
        assert_eq!(told(&talk.log().await), "started");
        site.app.clock.advance(5_000);
        talk.until(&format!("stopped({reason})")).await;
    }
    // Without contact; a poll within the time is contact.
    let talk = site.talk().await;
    for _ in 0..3 {
        site.app.clock.advance(599_000);
        talk.get("events?after=1&wait=0").await.expect(200);
    }
    site.app.clock.advance(601_000);
    let patient = patience();
    while patient() {
        let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
        if session.stop_reason == Some(StopReason::Lost) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never lost");
}

#[tokio::test]
async fn a_token_lasts_until_an_hour_after_the_end() {
    let site = site().await;
    site.app.clock.hold();
    let talk = site.talk().await;
    talk.post("stop", json!({ "reason": "visitor" }))
        .await
        .expect(200);
    site.app.clock.advance(3_590_000);
    talk.get("events?wait=0").await.expect(200);
    site.app.clock.advance(11_000);
    for call in ["events?wait=0", "results"] {
        talk.get(call).await.expect(401);
    }
    talk.post("submit", json!({})).await.expect(401);
}

#[tokio::test]
async fn results_and_submission_follow_the_end() {
    let site = site().await;
    let talk = site.talk().await;
    talk.turn("turn-0001", "say one two three").await;
    talk.quiet().await;
    let early = talk.get("results").await.expect(202).json();
    assert_eq!(early["status"], "analyzing");
    talk.post("submit", json!({})).await.expect(409);
    talk.post("stop", json!({ "reason": "visitor" }))
        .await
        .expect(200);
    talk.until("analyzed").await;
    let results = talk.get("results").await.expect(200).json();
    assert_eq!(results["status"], "ready");
    assert_eq!(results["figures"]["visitor_turns"], 1);
    let first = talk
        .post("submit", json!({ "comment": "Nice." }))
        .await
        .expect(200)
        .json();
    let again = talk
        .post("submit", json!({ "comment": "Not nice." }))
        .await
        .expect(200)
        .json();
    assert_eq!(first, again);
    let log = talk.log().await;
    assert_eq!(log.last().unwrap()["value"], json!({ "comment": "Nice." }));
    let comment = json!({ "comment": "x".repeat(4_001) });
    talk.post("submit", comment).await.expect(422);
}

#[tokio::test]
async fn restricted_results_stay_with_the_owner() {
    let site = site().await;
    let mut kept = scenario("kept");
    kept.analysis_access = "never".to_owned();
    site.put(kept).await;
    let talk = site.talk_in("kept", json!({})).await;
    talk.quiet().await;
    talk.post("stop", json!({ "reason": "visitor" }))
        .await
        .expect(200);
    talk.until("analyzed").await;
    let results = talk.get("results").await.expect(200).json();
    assert_eq!(results["status"], "restricted");
    assert_eq!(results["figures"]["agent_words"], 0);
    assert!(site.app.store.results(&talk.id).await.unwrap().is_some());
}

#[tokio::test]
async fn an_untranscribed_session_keeps_no_words() {
    let site = site().await;
    let mut scenario = scenario("fleeting");
    scenario.strategy = json!({ "skip_auto_start": true });
    site.put(scenario).await;
    let talk = site
        .talk_in("fleeting", json!({ "transcribe": false }))
        .await;
    talk.turn("turn-0001", "say FLEETING").await;
    talk.quiet().await;
    assert_eq!(site.app.store.transcript(&talk.id).await.unwrap().len(), 2);
    talk.post("stop", json!({ "reason": "visitor" }))
        .await
        .expect(200);
    talk.until("analyzed").await;
    assert_eq!(site.app.store.transcript(&talk.id).await.unwrap(), []);
    site.app.clock.advance(120_000);
    let patient = patience();
    while patient() {
        if !json!(talk.log().await).to_string().contains("FLEETING") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", talk.log().await);
}
