//! Removals are carried out: what was marked goes, and visitors who are to be erased, some rows at a time,
//! also after a restart.

use std::time::Duration;

use vivavoce_protocol::wire::StopReason;

use crate::store::{Erasure, Going, StoreError};
use crate::{Engine, runs};

/// Whoever asked for a removal waits for it this long. What is larger goes on without them.
const PATIENCE: Duration = Duration::from_secs(2);

/// Marks a session as removed; one that still runs ends first.
pub async fn mark_session(engine: &Engine, id: String, now: i64) -> Result<(), StoreError> {
    runs::end(engine, &id, StopReason::Lost).await?;
    engine.store.mark_sessions_removed(vec![id], now).await
}

/// Carries out what was just marked, and comes back when it is done or would take longer than anybody
/// waits.
pub async fn begin(engine: &Engine) {
    let job = engine.clone();
    let done = engine.tasks.spawn(async move { carry_out(&job).await });
    tokio::time::timeout(PATIENCE, done).await.ok();
}

/// Carries out all that is marked; who waits for it knows that nothing is left.
pub async fn carry_out(engine: &Engine) {
    let removal = async {
        let _alone = engine.removing.lock().await;
        remove(engine).await
    };
    tokio::select! {
        () = engine.stopping.cancelled() => {}
        done = removal => if let Err(error) = done {
            tracing::error!(%error, "a removal failed and will be tried again");
        }
    }
}

async fn remove(engine: &Engine) -> Result<(), StoreError> {
    // One that fails keeps no other one waiting, and is tried again.
    let mut erased = Vec::new();
    for erasure in engine.store.erasures().await? {
        match erase(engine, &erasure).await {
            Ok(()) => erased.push(erasure),
            Err(error) => tracing::error!(%error, "an erasure failed and will be tried again"),
        }
    }
    let mut accounts = Vec::new();
    for account in engine.store.removed_accounts().await? {
        match mark_sessions_of(engine, &account).await {
            Ok(()) => accounts.push(account),
            Err(error) => {
                tracing::error!(%error, account, "removing an account failed and will be tried again");
            }
        }
    }
    loop {
        let removed = engine.store.removed_sessions().await?;
        if removed.is_empty() {
            break;
        }
        for id in removed {
            engine
                .store
                .remove_rows("sessions", Going::Is("id", id))
                .await?;
        }
    }
    for erasure in erased {
        engine.store.finish_erasure(erasure).await?;
    }
    for id in engine.store.removed_organizations().await? {
        loop {
            let running = engine.store.running_in_organization(&id).await?;
            if running.is_empty() {
                break;
            }
            for session in running {
                runs::end(engine, &session, StopReason::Lost).await?;
            }
        }
        engine
            .store
            .remove_rows("organizations", Going::Is("id", id))
            .await?;
    }
    for id in engine.store.removed_scenarios().await? {
        engine
            .store
            .remove_rows("scenarios", Going::Is("id", id))
            .await?;
    }
    for id in accounts {
        engine.store.remove_account(&id).await?;
    }
    Ok(())
}

/// Marks all sessions of an account.
async fn mark_sessions_of(engine: &Engine, account: &str) -> Result<(), StoreError> {
    loop {
        let sessions = engine.store.sessions_of_account(account).await?;
        if sessions.is_empty() {
            return Ok(());
        }
        for id in sessions {
            mark_session(engine, id, engine.clock.now()).await?;
        }
    }
}

/// Marks a visitor's sessions, and erases what is kept of them elsewhere.
async fn erase(engine: &Engine, erasure: &Erasure) -> Result<(), StoreError> {
    loop {
        let sessions = engine.store.sessions_to_erase(erasure).await?;
        if sessions.is_empty() {
            break;
        }
        for id in sessions {
            // No more comes of it then.
            runs::end(engine, &id, StopReason::Lost).await?;
            engine
                .store
                .erase_beside_session(&erasure.person, &id)
                .await?;
            let now = engine.clock.now();
            engine.store.mark_sessions_removed(vec![id], now).await?;
        }
    }
    engine.store.erase_by_email(&erasure.person).await
}
