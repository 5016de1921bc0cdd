use std::time::Duration;

use serde_json::{Value, json};

use vivavoce_engine::outbox::{AT_ONCE, PAUSES, Sent, settle, take};
use vivavoce_engine::store::Database;
use vivavoce_engine::store::{Except, Parcel, Settled, StoreError, outbox};
use vivavoce_server::Settings;
use vivavoce_test_server::Site;

mod crowd;
mod leases;
mod mail;
pub(crate) mod smtp;
mod webhooks;

/// Sends quickly, and also to this machine.
fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.engine.webhooks.allow_private = true;
    settings.engine.limits.sweep_every = Duration::from_millis(20);
    // A slow machine has a test look often.
    settings.engine.limits.api_calls = vivavoce_engine::settings::Rate {
        burst: 100_000,
        per_minute: 100_000,
    };
    settings
}

fn file(folder: &tempfile::TempDir) -> Database {
    Database::Sqlite(folder.path().join("test.db"))
}

/// Waits until `probe` finds something.
async fn eventually<T>(what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let began = std::time::Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if let Some(found) = probe().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} never comes");
}

#[test]
fn a_try_is_followed_by_a_longer_pause_until_it_is_given_up() {
    let parcel = |attempts| Parcel {
        id: "p".to_owned(),
        kind: "webhook".to_owned(),
        target: "w".to_owned(),
        body: Value::Null,
        attempts,
        due_at: 0,
        created_at: 0,
        done_at: None,
        outcome: None,
        detail: None,
    };
    let failed = |pause: Option<u64>| Sent::Failed {
        detail: "no".to_owned(),
        pause: pause.map(Duration::from_secs),
    };
    let later = |at| Settled::Later(at, "no".to_owned());
    let given_up = |why: &str| Settled::GivenUp(why.to_owned());
    let cases = [
        (0, Sent::Delivered, Settled::Delivered),
        (7, Sent::Delivered, Settled::Delivered),
        (0, failed(None), later(1_000 + 5_000)),
        (1, failed(None), later(1_000 + 300_000)),
        (6, failed(None), later(1_000 + 36_000_000)),
        (7, failed(None), given_up("no")),
        (0, failed(Some(60)), later(1_000 + 60_000)),
        (1, failed(Some(60)), later(1_000 + 300_000)),
        (7, failed(Some(60)), given_up("no")),
        (0, Sent::Hopeless("x".to_owned()), given_up("x")),
        (0, Sent::Gone, given_up("the address says that it is gone")),
    ];
    for (attempts, sent, expected) in cases {
        let found = settle(&parcel(attempts), &PAUSES, sent.clone(), 1_000, 1.0);
        assert_eq!(found, expected, "{attempts} {sent:?}");
    }
    let day: i64 = PAUSES.iter().sum();
    assert!((24..28).contains(&(day / 3_600_000)), "{day}");
}

#[tokio::test]
async fn a_slow_target_takes_no_more_than_its_share() {
    let site = Site::with(settings()).await;
    let store = &site.app.store;
    store
        .write::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                for number in 0..20 {
                    let id = format!("a{number:02}");
                    outbox::insert(tx.conn(), &id, "webhook", "a", &json!({}), number).await?;
                }
                for number in 0..2 {
                    let id = format!("b{number}");
                    outbox::insert(tx.conn(), &id, "webhook", "b", &json!({}), 100).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let claim = async |owner: &str, now: i64| {
        let parcels = store
            .claim_parcels(owner, now, now + 100, 16, &Except::default())
            .await;
        let mut ids: Vec<String> = parcels.unwrap().into_iter().map(|it| it.id).collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    assert_eq!(claim("one", 1_000).await, "a00 a01 a02 a03 b0 b1");
    assert_eq!(claim("two", 1_000).await, "", "all of them are held");
    store
        .settle_parcel("a00", "one", Settled::Delivered, 1_000)
        .await
        .unwrap();
    // Somebody else's word does not count.
    store
        .settle_parcel("a01", "two", Settled::Delivered, 1_000)
        .await
        .unwrap();
    assert_eq!(claim("two", 1_000).await, "a04");
    // A process that is gone holds nothing for ever.
    assert_eq!(claim("two", 1_200).await, "a01 a02 a03 a04 b0 b1");
}
