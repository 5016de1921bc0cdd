//! Waiting for something to become true, with a limit and a reason.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything on a screen may take before a story fails, on a slow and busy machine, too.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks again and again until `probe` answers `Some`; fails naming `what` after `limit`.
pub async fn until<T, F>(what: &str, limit: Duration, mut probe: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let start = Instant::now();
    let mut last_error = None;
    while start.elapsed() < limit {
        match probe().await {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => last_error = None,
            // A frame being replaced makes single probes fail; only a lasting failure counts.
            Err(error) => last_error = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    match last_error {
        Some(error) => Err(error.context(format!("waited {limit:?} for: {what}"))),
        None => bail!("waited {limit:?} in vain for: {what}"),
    }
}
