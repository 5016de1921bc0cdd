//! The log as it is read: streams, long polls, cuts.

use std::time::{Duration, Instant};

use serde_json::json;
use vivavoce_engine::ids;
use vivavoce_engine::settings::Limits;

use crate::site::{ACCOUNT, file, limits, scenario, site, site_with, told};

#[tokio::test]
async fn a_cut_stream_resumes_without_loss_or_repetition() {
    let site = site().await;
    let talk = site.talk().await;
    // So many that a slow machine does not hear them all in one chunk.
    let words = "word ".repeat(100);
    talk.turn("turn-0001", &format!("drip {}", words.trim_end()))
        .await;
    let mut read = Vec::new();
    let mut connections = 0;
    // Each connection is dropped after its second chunk of events.
    while !told(&read).ends_with("done") {
        connections += 1;
        let mut stream = talk.stream(read.len() as u64).await;
        for _ in 0..3 {
            stream.chunk().await;
        }
        read.extend(stream.events());
    }
    assert!(connections > 3, "{connections}");
    assert_eq!(told(&read), told(&talk.quiet().await));
    assert_eq!(
        read,
        talk.log().await,
        "stream and poll are views of the same log"
    );
}

#[tokio::test]
async fn a_stream_opens_at_once_and_shows_life() {
    let site = site().await;
    let talk = site.talk().await;
    let mut stream = talk.stream(1).await;
    assert_eq!(stream.chunk().await.unwrap(), ": welcome\n\n");
    assert_eq!(stream.chunk().await.unwrap(), ": here\n\n");
    assert_eq!(stream.chunk().await.unwrap(), ": here\n\n");
    talk.turn("turn-0001", "say hi").await;
    stream.until("RUN_FINISHED").await;
    let ids: Vec<_> = stream
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("id: "))
        .collect();
    assert_eq!(ids, ["2", "3", "4", "5", "6", "7", "8", "9"]);
}

#[tokio::test]
async fn of_many_streams_of_a_session_the_newest_stay_open() {
    let site = site().await;
    let talk = site.talk().await;
    let mut streams = Vec::new();
    for _ in 0..5 {
        let mut stream = talk.stream(1).await;
        stream.chunk().await;
        streams.push(stream);
    }
    // Another session's count for themselves.
    let other = site.talk().await;
    let mut apart = other.stream(1).await;
    let oldest = streams.remove(0).until("event: reconnect").await.to_owned();
    let (_, after) = oldest.split_once("retry: ").unwrap();
    let after: u32 = after.lines().next().unwrap().parse().unwrap();
    assert!(after >= 20_000, "it would push the next one out: {after}");
    talk.turn("turn-0001", "say hi").await;
    for stream in &mut streams {
        stream.until("RUN_FINISHED").await;
    }
    apart.until(": here").await;
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_it() {
    let site = site().await;
    let mut account = site.app.store.account(ACCOUNT).await.unwrap().unwrap();
    account.id = ids::new_id(1_800_000_000_000);
    account.is_root = false;
    let id = account.id.clone();
    site.app.store.add_account(account).await.unwrap();
    let mut theirs = scenario("theirs");
    theirs.account_id.clone_from(&id);
    theirs.strategy = json!({ "skip_auto_start": true });
    let theirs = site.put(theirs).await;
    let talk = site.talk_in(&theirs.id, json!({})).await;
    let mut stream = talk.stream(1).await;
    stream.until(": here").await;
    let now = site.app.clock.now();
    assert!(site.app.store.close_account(&id, now).await.unwrap());
    stream.until("event: reconnect").await;
    assert_eq!(stream.chunk().await, None);
    talk.get("events?after=0&wait=0").await.expect(401);
    talk.turn_with("turn-0001", json!({ "text": "say hi" }))
        .await
        .expect(401);
}

#[tokio::test]
async fn a_long_poll_waits_for_something_new() {
    let site = site().await;
    let talk = site.talk().await;
    let begun = Instant::now();
    let page = talk.get("events?after=1&wait=1").await.expect(200).json();
    assert_eq!(
        page,
        json!({ "events": [], "last_seq": 1, "running": false })
    );
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let (page, _) = tokio::join!(
        talk.get("events?after=1&wait=25"),
        talk.turn("turn-0001", "say hi")
    );
    let page = page.expect(200).json();
    assert_eq!(page["events"][0]["type"], "RUN_STARTED");
    for (query, status) in [
        ("after=x", 422),
        ("after=-1", 422),
        ("wait=1&after=", 422),
        ("", 200),
    ] {
        let bearer = format!("Bearer {}", talk.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("accept", "application/json"),
        ];
        let answer = site
            .get(&talk.path(&format!("events?{query}")), &headers)
            .await;
        assert_eq!(answer.status, status, "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn shutdown_asks_every_stream_to_come_back() {
    let site = site().await;
    let talk = site.talk().await;
    let mut quiet = talk.stream(1).await;
    quiet.chunk().await;
    talk.turn("turn-0001", "hang on").await;
    let mut busy = talk.stream(1).await;
    busy.until("\"delta\":\"on\"").await;
    let begun = Instant::now();
    site.app.shutdown().await;
    // It waits for who takes part in it, and not for its own patience to end.
    assert!(begun.elapsed() < site.app.settings.limits.last_notes);
    for stream in [&mut quiet, &mut busy] {
        stream.until("event: reconnect\ndata: {\"after\":").await;
        assert_eq!(stream.chunk().await, None);
    }
}

#[tokio::test]
async fn another_process_continues_the_session() {
    let folder = tempfile::tempdir().unwrap();
    // A starved process is not taken for one that is gone.
    let lasting = || Limits {
        run_lease: Duration::from_secs(9),
        ..limits()
    };
    let one = site_with(&file(folder.path()), lasting()).await;
    let other = site_with(&file(folder.path()), lasting()).await;
    let talk = one.talk().await;
    let there = talk.on(&other);
    let mut stream = there.stream(1).await;
    talk.turn("turn-0001", "hang here").await;
    stream.until("\"delta\":\"here\"").await;
    // A run is stopped from wherever the request arrives.
    there
        .post("turns/turn-0001/cancel", json!({}))
        .await
        .expect(200);
    there.turn("turn-0002", "say there").await;
    assert_eq!(
        told(&talk.quiet().await),
        "started run user[hang here] agent[here] cancelled run user[say there] agent[there] done"
    );
    // It has looked whether the run is still its own.
    tokio::time::sleep(Duration::from_millis(3_200)).await;
    assert_eq!(
        talk.log().await.len(),
        there.log().await.len(),
        "the stopped agent says no more"
    );
}
