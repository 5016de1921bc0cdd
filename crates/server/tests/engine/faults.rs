//! What a dying process leaves behind.

use std::time::Duration;

use vivavoce_engine::settings::Limits;
use vivavoce_engine::store::Database;

use crate::site::{file, hasty, limits, patience, site_with, told};

/// A process that ends without a word: its runtime is dropped with everything in flight.
fn killed_after<F, T>(life: F) -> T
where
    F: AsyncFnOnce() -> T,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let kept = runtime.block_on(life());
    runtime.shutdown_timeout(Duration::ZERO);
    kept
}

#[test]
fn a_killed_process_leaves_an_interrupted_run_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = file(folder.path());
    let (id, token, seen) = killed_after(async || {
        let site = site_with(&database, limits()).await;
        let talk = site.talk().await;
        talk.turn("turn-0001", "say one").await;
        talk.quiet().await;
        talk.turn("turn-0002", "hang two three").await;
        talk.until("agent[two three").await;
        talk.turn("turn-0003", "say four").await;
        (talk.id.clone(), talk.token.clone(), talk.log().await)
    });
    killed_after(async || {
        let site = site_with(&database, limits()).await;
        let talk = crate::site::Talk {
            site: &site,
            id,
            token,
            created: serde_json::Value::Null,
        };
        let log = talk.until("four] done").await;
        assert_eq!(
            told(&log),
            "started run user[say one] agent[one] done \
             run user[hang two three] agent[two three] failed(interrupted) \
             run user[say four] agent[four] done"
        );
        assert_eq!(log[..seen.len()], seen[..], "what was read once stands");
        // The turn can be retried, and an answer that was lost is given again.
        talk.turn("turn-0002", "hang two three").await;
        talk.until("done run agent[two three").await;
    });
}

#[tokio::test]
async fn a_starved_process_does_not_interrupt_its_own_runs() {
    let first = "started run user[hang two three] agent[two three] failed(timeout)";
    let seldom = Limits {
        sweep_every: Duration::from_secs(3_600),
        ..hasty()
    };
    // Whoever sees the lapsed lease: the sweep, or the visitor's next turn.
    for (limits, next, expected) in [
        (hasty(), None, first.to_owned()),
        (
            seldom,
            Some("say four"),
            format!("{first} run user[say four] agent[four] done"),
        ),
    ] {
        let site = site_with(&Database::Memory, limits).await;
        let talk = site.talk().await;
        talk.turn("turn-0001", "hang two three").await;
        talk.until("agent[two three").await;
        // As long as a lease and more, in which nothing of this process ran.
        site.app.clock.advance(5_000);
        if let Some(next) = next {
            talk.turn("turn-0002", next).await;
        }
        let end = if next.is_some() {
            "four] done"
        } else {
            "] failed("
        };
        assert_eq!(told(&talk.until(end).await), expected);
    }
}

#[test]
fn a_session_killed_while_it_ends_is_still_analyzed() {
    let folder = tempfile::tempdir().unwrap();
    let database = file(folder.path());
    let id = killed_after(async || {
        let site = site_with(&database, limits()).await;
        let talk = site.talk().await;
        talk.turn("turn-0001", "say one").await;
        talk.quiet().await;
        // As if the process had died between the end and its analysis.
        let id = talk.id.clone();
        let copy = id.clone();
        site.app
            .store
            .write::<_, vivavoce_engine::store::StoreError, _>(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE sessions SET ended_at = 1, status = 'completed' WHERE id = $1",
                    )
                    .bind(copy)
                    .execute(tx.conn())
                    .await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        id
    });
    killed_after(async || {
        let site = site_with(&database, limits()).await;
        let patient = patience();
        while patient() {
            if site.app.store.results(&id).await.unwrap().is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("never analyzed");
    });
}
