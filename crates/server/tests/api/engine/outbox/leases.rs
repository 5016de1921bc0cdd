//! A process and the leases of what it sends.

use axum::Router;
use axum::routing::post;
use tokio::sync::watch;

use super::*;

/// A receiver that takes what comes and answers once it is told to; how many came.
async fn hanging() -> (String, watch::Sender<usize>, watch::Sender<bool>) {
    let (heard, _) = watch::channel(0);
    let (answers, _) = watch::channel(false);
    let (count, go) = (heard.clone(), answers.clone());
    let app = Router::new().route(
        "/",
        post(move || {
            let (count, mut go) = (count.clone(), go.subscribe());
            async move {
                count.send_modify(|it| *it += 1);
                go.wait_for(|go| *go).await.map(drop).ok();
            }
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url, heard, answers)
}

#[tokio::test]
async fn a_starved_process_does_not_send_again_what_it_is_sending() {
    let site = Site::with(settings()).await;
    let (url, heard, answers) = hanging().await;
    let hook = json!({ "url": url, "events": ["session.started"] });
    let hook = site.api("POST /webhooks", &hook).await.json();
    let hook = hook["id"].as_str().unwrap();
    let scenario = site
        .scenario(json!({ "strategy": { "skip_auto_start": true } }))
        .await;
    site.open(scenario["id"].as_str().unwrap(), "Bo").await;
    let (app, store) = (&site.app, &site.app.store);
    take(app).await.unwrap();
    heard.subscribe().wait_for(|it| *it == 1).await.unwrap();
    // As long as a lease and more, in which nothing of this process ran.
    app.clock.advance(600_000);
    take(app).await.unwrap();
    let free = app.outbox.free();
    assert_eq!(free, AT_ONCE - 1, "it is sent once");
    // The receiver answers, and what came of it is noted.
    answers.send(true).unwrap();
    let parcel = eventually("the answer", async || {
        let parcel = store.parcels(hook, 1).await.unwrap().remove(0);
        parcel.done_at.is_some().then_some(parcel)
    })
    .await;
    assert_eq!(
        (parcel.outcome.as_deref(), parcel.attempts),
        (Some("delivered"), 1)
    );
    assert_eq!(*heard.borrow(), 1);
    eventually("the place", async || {
        app.outbox.under_way().is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_a_process_still_sends_takes_no_other_targets_place() {
    let site = Site::with(settings()).await;
    let store = &site.app.store;
    store
        .write::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                for (id, target) in [("a0", "a"), ("a1", "a"), ("b0", "b")] {
                    outbox::insert(tx.conn(), id, "webhook", target, &json!({}), 1).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let ids = |parcels: Vec<Parcel>| parcels.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let none = Except::default();
    let first = store.claim_parcels("me", 5, 10, 2, &none).await.unwrap();
    let first = ids(first);
    assert_eq!(first, ["a0", "a1"]);
    let in_hand = Except {
        parcels: first.into_iter().collect(),
        ..Except::default()
    };
    let next = store.claim_parcels("me", 20, 30, 1, &in_hand).await;
    assert_eq!(ids(next.unwrap()), ["b0"]);
    // Others take what has lapsed.
    let taken = store.claim_parcels("other", 20, 30, 16, &none).await;
    assert_eq!(ids(taken.unwrap()), ["a0", "a1"]);
}
