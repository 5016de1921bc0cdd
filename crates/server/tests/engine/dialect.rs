//! The core's own machine and this server, together.

use std::sync::{Arc, Mutex};

use serde_json::json;
use vivavoce_agent::By;
use vivavoce_core::dialect::{Delivery, Event, Verb};
use vivavoce_engine::store::Database;
use vivavoce_engine::{settings::Limits, settings::Rate};
use vivavoce_protocol::wire::{ResultsStatus, StopReason};

use crate::driver::Driver;
use crate::site::{Site, file, limits, scenario, site_with};

/// Retries come fast here, because the machine's clock does.
fn patient() -> Limits {
    let much = Rate {
        burst: 10_000,
        per_minute: 10_000,
    };
    Limits {
        sessions_per_address: much,
        turns_per_session: much,
        turns_per_address: much,
        ..limits()
    }
}

fn finished(driver: &Driver) -> usize {
    driver.saw(|event| matches!(event, Event::RunFinished { .. }))
}

fn sent(driver: &Driver) -> usize {
    let is_sent = |event: &Event| {
        matches!(
            event,
            Event::Delivery {
                delivery: Delivery::Sent,
                ..
            }
        )
    };
    driver.saw(is_sent)
}

fn results(driver: &Driver) -> Option<ResultsStatus> {
    driver.events.iter().find_map(|event| match event {
        Event::Results(results) => Some(results.status),
        _ => None,
    })
}

/// What the store holds, in the form of [`Driver::told`].
async fn stored(site: &Site, driver: &Driver) -> String {
    let id = driver.events.iter().find_map(|event| match event {
        Event::Connected { session, .. } => Some(session.session_id.clone()),
        _ => None,
    });
    let lines = site
        .app
        .store
        .transcript(&id.expect("connected"))
        .await
        .unwrap();
    let lines = lines.iter().filter_map(|line| match line.by {
        By::Visitor => Some(format!("Visitor: {}", line.text)),
        By::Agent => Some(format!("Agent: {}", line.text)),
        By::Tool => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

async fn finish(driver: &mut Driver) {
    driver.act(Verb::Stop {
        reason: StopReason::Visitor,
    });
    driver
        .until("end", |it| {
            it.saw(|event| matches!(event, Event::Ended { .. })) > 0
        })
        .await;
    driver.act(Verb::Submit {
        comment: Some("Thanks.".to_owned()),
    });
    driver.until("results", |it| results(it).is_some()).await;
    assert_eq!(results(driver), Some(ResultsStatus::Ready));
    assert_eq!(driver.saw(|event| matches!(event, Event::Submitted)), 1);
    assert_eq!(driver.saw(|event| matches!(event, Event::Failed(_))), 0);
}

#[tokio::test]
async fn a_healthy_conversation_asks_for_nothing_in_vain() {
    let site = site_with(&Database::Memory, patient()).await;
    site.put(scenario("practice")).await;
    let mut driver = Driver::new(site.router.clone(), 1);
    driver.open("practice");
    driver.until("greeting", |it| finished(it) == 1).await;
    for (number, text) in ["drip one two three", "tool", "say four"]
        .iter()
        .enumerate()
    {
        driver.send(&format!("entry-{number:04}"), text);
        driver.until("reply", |it| finished(it) == number + 2).await;
    }
    assert_eq!(
        driver.told(),
        "Agent: Hello. You are {{ who }}.\nVisitor: drip one two three\nAgent: one two three\n\
         Visitor: tool\nAgent: Let me look.\nAgent: Found it.\nVisitor: say four\nAgent: four"
    );
    finish(&mut driver).await;
    assert_eq!(stored(&site, &driver).await, driver.told());
    let statuses = driver.statuses.lock().unwrap().clone();
    assert!(
        statuses.iter().all(|(_, status)| *status < 400),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn stop_generating_reaches_the_agent() {
    let site = site_with(&Database::Memory, patient()).await;
    site.put(scenario("practice")).await;
    let mut driver = Driver::new(site.router.clone(), 2);
    driver.open("practice");
    driver.until("greeting", |it| finished(it) == 1).await;
    driver.send("entry-0001", "hang so far");
    driver
        .until("words", |it| it.told().contains("Agent: so far"))
        .await;
    driver.act(Verb::Cancel);
    driver
        .until("cancel", |it| {
            it.saw(|event| {
                matches!(
                    event,
                    Event::RunFinished {
                        cancelled: true,
                        ..
                    }
                )
            }) == 1
        })
        .await;
    driver.send("entry-0002", "say more");
    driver.until("reply", |it| finished(it) == 3).await;
    finish(&mut driver).await;
}

/// One conversation over a bad network; what is on screen must be what is stored.
async fn check_chaos(site: &Site, seed: u64) {
    let mut driver = Driver::new(site.router.clone(), seed);
    driver.open("practice");
    driver.faults = 40;
    driver.until("greeting", |it| finished(it) == 1).await;
    for number in 0..4 {
        driver.send(
            &format!("entry-{number:04}"),
            &format!("drip {number} a b c d e {seed}"),
        );
        if number % 2 == 1 {
            driver
                .until("replies", |it| finished(it) == number + 2)
                .await;
        }
    }
    assert_eq!(sent(&driver), 4, "seed {seed}");
    driver.faults = 20;
    finish(&mut driver).await;
    let told = driver.told();
    assert_eq!(stored(site, &driver).await, told, "seed {seed}");
    for number in 0..4 {
        let reply = format!("Agent: {number} a b c d e {seed}");
        assert_eq!(told.matches(&reply).count(), 1, "seed {seed}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_doubled_or_reordered_over_a_bad_network() {
    let site = Arc::new(site_with(&Database::Memory, patient()).await);
    site.put(scenario("practice")).await;
    // Not all at once: they would be one another's bad network, and on a slow machine too bad a one.
    for first in [0, 20, 40] {
        let runs: Vec<_> = (first..first + 20)
            .map(|seed| {
                let site = site.clone();
                tokio::spawn(async move { check_chaos(&site, seed).await })
            })
            .collect();
        for run in runs {
            run.await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_server_that_restarts_in_the_middle_of_a_reply_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = file(folder.path());
    let first = site_with(&database, patient()).await;
    first.put(scenario("practice")).await;
    let network = Arc::new(Mutex::new(Some(first.router.clone())));
    let mut driver = Driver::on(network.clone(), 3);
    driver.open("practice");
    driver.until("greeting", |it| finished(it) == 1).await;
    driver.send("entry-0001", "hang half of");
    driver
        .until("words", |it| it.told().contains("Agent: half of"))
        .await;
    driver.send("entry-0002", "say later");
    driver.until("sent", |it| sent(it) == 2).await;

    *network.lock().unwrap() = None;
    first.app.shutdown().await;
    let second = site_with(&database, patient()).await;
    *network.lock().unwrap() = Some(second.router.clone());

    driver
        .until("both", |it| {
            it.told().contains("Agent: later") && finished(it) == 2
        })
        .await;
    assert_eq!(
        driver.saw(|event| matches!(event, Event::RunFailed { .. })),
        1
    );
    driver.act(Verb::Resend {
        entry: "entry-0001".into(),
    });
    driver
        .until("another try", |it| {
            it.told().matches("Agent: half of").count() == 2
        })
        .await;
    finish(&mut driver).await;
    assert_eq!(
        stored(&second, &driver).await,
        driver.told().replace('…', "")
    );
    let scenario = second
        .app
        .store
        .scenario("practice")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(json!(scenario.name), "Practice");
}
