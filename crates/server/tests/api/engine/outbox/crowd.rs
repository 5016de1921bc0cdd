//! Receivers that fail, and what waits for them.

use super::*;

/// Puts `count` parcels for a target into the outbox, from `since` on, the first the oldest.
async fn waiting(
    store: &vivavoce_engine::store::Store,
    (kind, target): (&'static str, &str),
    count: i64,
    since: i64,
) {
    let target = target.to_owned();
    store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move {
                for number in 0..count {
                    let id = format!("{target}{number:04}");
                    outbox::insert(tx.conn(), &id, kind, &target, &json!({}), since + number)
                        .await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn open(store: &vivavoce_engine::store::Store, target: &str) -> Vec<String> {
    let all = store.parcels(target, 10_000).await.unwrap();
    let open = all.into_iter().filter(|it| it.done_at.is_none());
    let mut ids: Vec<String> = open.map(|it| it.id).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn of_too_many_that_wait_for_an_address_the_oldest_are_given_up() {
    let mut settings = settings();
    settings.engine.webhooks.max_waiting = 500;
    let site = Site::with(settings).await;
    let store = &site.app.store;
    waiting(store, ("webhook", "a"), 1_000, 0).await;
    waiting(store, ("webhook", "b"), 500, 0).await;
    // Everybody's mail is no one account's to crowd out.
    waiting(store, ("mail", "mail"), 600, 0).await;
    // One of the oldest is under way.
    let none = Except::default();
    let held = store.claim_parcels("me", 2_000, 9_000, 1, &none).await;
    assert_eq!(held.unwrap()[0].id, "a0000");
    vivavoce_engine::outbox::tidy(&site.app, 3_000)
        .await
        .unwrap();
    let left = open(store, "a").await;
    assert_eq!(left.len(), 501);
    assert_eq!((left[0].as_str(), left[1].as_str()), ("a0000", "a0500"));
    assert_eq!(open(store, "b").await.len(), 500);
    assert_eq!(open(store, "mail").await.len(), 600);
    let given_up = store.parcels("a", 10_000).await.unwrap();
    let given_up = given_up.iter().find(|it| it.id == "a0001").unwrap();
    assert_eq!(given_up.outcome.as_deref(), Some("given_up"));
    let detail = given_up.detail.as_deref().unwrap();
    assert!(detail.contains("more than 500"), "{detail}");
}

#[tokio::test]
async fn an_address_that_fails_again_and_again_is_left_alone_for_a_while() {
    let mut settings = settings();
    settings.engine.webhooks.pause_after = 4;
    settings.engine.webhooks.pause = Duration::from_secs(60);
    let site = Site::with(settings).await;
    let (app, store) = (&site.app, &site.app.store);
    app.clock.hold();
    // Nobody listens at a port that is held and no more, and no other test is given it.
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    let hook = site.api("POST /webhooks", &json!({ "url": url })).await;
    let hook = hook.json()["id"].as_str().unwrap().to_owned();
    waiting(store, ("webhook", &hook), 50, app.clock.now() - 100).await;
    let tried = async || {
        let all = store.parcels(&hook, 100).await.unwrap();
        all.iter().map(|it| it.attempts).sum::<i64>()
    };
    let tries = async |expected: i64| {
        take(app).await.unwrap();
        eventually("the tries", async || {
            let done = app.outbox.under_way().is_empty();
            (done && tried().await == expected).then_some(())
        })
        .await;
    };
    tries(4).await;
    // Not one more while it is left alone, and none of what waits is lost by that.
    take(app).await.unwrap();
    assert_eq!(app.outbox.free(), AT_ONCE);
    assert_eq!(tried().await, 4);
    app.clock.advance(59_000);
    take(app).await.unwrap();
    assert_eq!(app.outbox.free(), AT_ONCE);
    app.clock.advance(2_000);
    tries(8).await;
    // It still fails, so the next pause is longer.
    app.clock.advance(61_000);
    take(app).await.unwrap();
    assert_eq!(app.outbox.free(), AT_ONCE);
    assert_eq!(open(store, &hook).await.len(), 50);
    // What has waited for days goes with the next failure; but for what is just tried.
    app.clock.advance(4 * 86_400_000);
    take(app).await.unwrap();
    eventually("the end", async || {
        (open(store, &hook).await.len() <= 4).then_some(())
    })
    .await;
}
