//! Removals are carried out: what was marked goes, some at a time, also after a restart.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use vivavoce_protocol::wire::StopReason;

use crate::store::{Going, StoreError};
use crate::{App, runs};

/// Whoever asked for a removal waits for it this long. What is larger goes on without them.
const PATIENCE: Duration = Duration::from_secs(2);

/// Carries out what an earlier process has left, until the server stops.
pub async fn run(app: App) {
    let mut ticks = interval(app.settings.limits.sweep_every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => return,
            _ = ticks.tick() => {}
        }
        carry_out(&app).await;
    }
}

/// Marks a session as removed; one that still runs ends first.
pub(crate) async fn mark_session(app: &App, id: String, now: i64) -> Result<(), StoreError> {
    runs::end(app, &id, StopReason::Lost).await?;
    app.store.mark_sessions_removed(vec![id], now).await
}

/// Carries out what was just marked, and comes back when it is done or would take longer than anybody
/// waits.
pub(crate) async fn begin(app: &App) {
    let job = app.clone();
    let done = app.tasks.spawn(async move { carry_out(&job).await });
    tokio::time::timeout(PATIENCE, done).await.ok();
}

/// Carries out all that is marked; who waits for it knows that nothing is left.
pub(crate) async fn carry_out(app: &App) {
    let removal = async {
        let _alone = app.removing.lock().await;
        remove(app).await
    };
    tokio::select! {
        () = app.stopping.cancelled() => {}
        done = removal => if let Err(error) = done {
            tracing::error!(%error, "a removal failed and will be tried again");
        }
    }
}

async fn remove(app: &App) -> Result<(), StoreError> {
    loop {
        let removed = app.store.removed_sessions().await?;
        if removed.is_empty() {
            break;
        }
        for id in removed {
            app.store
                .remove_rows("sessions", Going::Is("id", id))
                .await?;
        }
    }
    for id in app.store.removed_organizations().await? {
        loop {
            let running = app.store.running_talks_in(&id).await?;
            if running.is_empty() {
                break;
            }
            for session in running {
                runs::end(app, &session, StopReason::Lost).await?;
            }
        }
        app.store
            .remove_rows("organizations", Going::Is("id", id))
            .await?;
    }
    for id in app.store.removed_scenarios().await? {
        app.store
            .remove_rows("scenarios", Going::Is("id", id))
            .await?;
    }
    Ok(())
}
