//! Conversations as they should go.

use serde_json::json;
use vivavoce_engine::store::Database;

use crate::agent::let_go;
use crate::site::{Site, hasty, scenario, site, site_with, told};

/// Says each of `turns` once the one before is answered, then compares the log.
async fn check(site: &Site, turns: &[&str], expected: &str) {
    let talk = site.talk().await;
    for (number, text) in turns.iter().enumerate() {
        talk.turn(&format!("turn-{number:04}"), text).await;
        talk.quiet().await;
    }
    assert_eq!(told(&talk.log().await), expected, "{turns:?}");
}

#[tokio::test]
async fn each_turn_is_one_run_of_the_log() {
    let site = site().await;
    check(
        &site,
        &["say one two", "say three", "say four"],
        "started run user[say one two] agent[one two] done \
         run user[say three] agent[three] done run user[say four] agent[four] done",
    )
    .await;
    check(
        &site,
        &["tool", "choose"],
        "started run user[tool] agent[Let me look.] tool(search {q:1}) =found agent[Found it.] \
         done run user[choose] agent[Which?] choices done",
    )
    .await;
}

#[tokio::test]
async fn an_agent_that_fails_ends_its_run_and_nothing_else() {
    let site = site().await;
    check(
        &site,
        &["fail half a", "say on"],
        "started run user[fail half a] agent[half a] failed(unreachable) \
         run user[say on] agent[on] done",
    )
    .await;
    check(
        &site,
        &["panic", "panic-later", "say on"],
        "started run user[panic] failed(protocol) \
         run user[panic-later] agent[so far ] failed(protocol) run user[say on] agent[on] done",
    )
    .await;
    check(
        &site_with(&Database::Memory, hasty()).await,
        &["hang on"],
        "started run user[hang on] agent[on] failed(timeout)",
    )
    .await;
    let talk = site.talk().await;
    talk.turn("turn-0001", "flood").await;
    let log = talk.quiet().await;
    assert!(told(&log).ends_with("] failed(protocol)"));
    assert!(!json!(log).to_string().contains("SECRET-CAUSE"));
}

#[tokio::test]
async fn the_agent_greets_with_the_visitors_variables() {
    let site = site().await;
    let scenario = site.put(scenario("greeting")).await;
    for (variables, expected) in [
        (
            json!({ "who": "a {{ who }} <b>" }),
            "Hello. You are a {{ who }} <b>.",
        ),
        (json!({}), "Hello. You are {{ who }}."),
    ] {
        let talk = site
            .talk_in("greeting", json!({ "variables": variables }))
            .await;
        assert_eq!(
            talk.created["last_seq"], 1,
            "the greeting comes after what was answered"
        );
        assert_eq!(
            told(&talk.quiet().await),
            format!("started run agent[{expected}] done")
        );
        let session = site.app.store.session(&talk.id).await.unwrap().unwrap();
        assert_eq!(session.scenario_id, scenario.id);
    }
}

#[tokio::test]
async fn a_turn_sent_while_a_reply_is_written_runs_next() {
    let site = site().await;
    let talk = site.talk().await;
    talk.turn("turn-0001", "after queueing one two three").await;
    talk.turn("turn-0002", "say after").await;
    talk.turn("turn-0003", "say withdrawn").await;
    let withdrawn = talk
        .post("turns/turn-0003/cancel", json!({}))
        .await
        .expect(200);
    assert_eq!(withdrawn.json()["status"], "cancelled");
    talk.turn("turn-0004", "say last").await;
    let_go("queueing");
    assert_eq!(
        told(&talk.quiet().await),
        "started run user[after queueing one two three] agent[one two three] done \
         run user[say after] agent[after] done run user[say withdrawn] cancelled \
         run user[say last] agent[last] done"
    );
}

#[tokio::test]
async fn a_reply_that_a_limit_cut_says_so_and_stays_in_the_history() {
    let site = site().await;
    let talk = site.talk().await;
    talk.turn("turn-0001", "cut a lamp, a").await;
    talk.turn("turn-0002", "history").await;
    let told = told(&talk.quiet().await);
    let expected = "started run user[cut a lamp, a] agent[a lamp, a] cut run user[history] \
         agent[Visitor: cut a lamp, a; Agent: a lamp, a; Visitor: history | ] done";
    assert_eq!(told, expected);
}

#[tokio::test]
async fn agents_see_what_was_said_and_not_what_failed() {
    let site = site().await;
    let talk = site.talk().await;
    talk.post(
        "notes",
        json!({ "notes": [{ "text": "shy", "timestamp": 1, "source": "x" }] }),
    )
    .await
    .expect(204);
    talk.turn("turn-0001", "fail half").await;
    talk.quiet().await;
    talk.turn_with("turn-0002", json!({ "text": "say A", "choice": "a" }))
        .await
        .expect(202);
    talk.quiet().await;
    talk.turn("turn-0003", "history").await;
    let told = told(&talk.quiet().await);
    let expected = "agent[Visitor: fail half; Visitor: say A (a); Agent: A; \
                    Visitor: history | shy] done";
    assert!(told.ends_with(expected), "{told}");
}

#[tokio::test]
async fn the_same_turn_again_gives_the_first_answer() {
    let site = site().await;
    let talk = site.talk().await;
    let first = talk.turn("turn-0001", "say hi").await;
    for _ in 0..3 {
        assert_eq!(talk.turn("turn-0001", "say hi").await, first);
    }
    let log = told(&talk.quiet().await);
    assert_eq!(talk.turn("turn-0001", "say hi").await, first);
    let other = talk
        .turn_with("turn-0001", json!({ "text": "say ho" }))
        .await
        .expect(409);
    assert!(other.json()["detail"].as_str().unwrap().contains("new key"));
    let other = json!({ "text": "say hi", "choice": "x" });
    talk.turn_with("turn-0001", other).await.expect(409);
    talk.post("stop", json!({ "reason": "visitor" }))
        .await
        .expect(200);
    assert_eq!(
        talk.turn("turn-0001", "say hi").await,
        first,
        "keys live as long as the session"
    );
    talk.turn_with("turn-0002", json!({ "text": "say hi" }))
        .await
        .expect(409);
    let after = told(&talk.until("analyzed").await);
    assert_eq!(after, format!("{log} stopped(visitor) analyzed"));
}

#[tokio::test]
async fn ten_at_once_with_one_key_are_one_turn() {
    let site = site().await;
    let talk = site.talk().await;
    let sent = (0..10).map(|_| talk.turn("turn-0001", "drip one two"));
    let answers = futures_util::future::join_all(sent).await;
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
    let told = told(&talk.quiet().await);
    assert_eq!(told, "started run user[drip one two] agent[one two] done");
}

#[tokio::test]
async fn a_failed_reply_is_asked_for_again_under_its_key() {
    let site = site().await;
    let talk = site.talk().await;
    let pressed = json!({ "text": "fail", "choice": "a" });
    talk.turn_with("turn-0000", pressed).await.expect(202);
    talk.quiet().await;
    // A page loaded anew does not know the choice.
    talk.turn("turn-0000", "fail").await;
    assert_eq!(
        told(&talk.quiet().await),
        "started run user[fail] failed(unreachable) run failed(unreachable)"
    );
    talk.turn_with("turn-0000", json!({ "text": "fail better" }))
        .await
        .expect(409);
    let talk = site.talk().await;
    let first = talk.turn("turn-0001", "fail half").await;
    talk.quiet().await;
    assert_eq!(talk.turn("turn-0001", "fail half").await, first);
    assert_eq!(
        told(&talk.quiet().await),
        "started run user[fail half] agent[half] failed(unreachable) \
         run agent[half] failed(unreachable)"
    );
}

#[tokio::test]
async fn notes_are_kept_once() {
    let site = site().await;
    let talk = site.talk().await;
    let note = |text: &str| json!({ "text": text, "timestamp": 5, "source": "evaluator" });
    for notes in [
        json!([note("a")]),
        json!([note("a"), note("b"), note("b")]),
        json!([]),
    ] {
        talk.post("notes", json!({ "notes": notes }))
            .await
            .expect(204);
    }
    let (_, notes) = site.app.store.history(&talk.id).await.unwrap();
    let texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["a", "b"]);
}
