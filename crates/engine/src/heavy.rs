//! Work that holds a thread for longer than others may wait: on threads of its own, a few at once.

use std::sync::{Arc, LazyLock};

use tokio::sync::Semaphore;

use crate::store::StoreError;

/// As many at once as there are cores; who comes later waits for one of them, and no thread does.
static ROOM: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new(cores))
});

/// Bytes of a text that are gone through in a millisecond or two; what reads a longer one runs here.
pub const LONG: usize = 64 * 1024;

/// Does `work` beside the threads that answer requests. For whatever may take more than 5 ms: it
/// grows with a text whose length somebody else chose, or is slow on purpose.
pub async fn run<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let room = ROOM.clone().acquire_owned().await;
    let room = room.map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let work = move || {
        // Until it is done: a thread goes on where whoever asked has left.
        let _room = room;
        work()
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Unreadable(format!("work broke off: {error}")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn no_more_is_done_at_once_than_there_are_cores() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all = (0..cores * 8).map(|_| {
            let (now, most) = (now.clone(), most.clone());
            run(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
            })
        });
        assert!(join_all(all).await.iter().all(Result::is_ok));
        assert!((1..=cores).contains(&most.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn whoever_leaves_frees_no_place_before_the_work_is_done() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        let (started, mut begun) = tokio::sync::mpsc::unbounded_channel();
        for _ in 0..cores {
            let (wait, started) = (wait.clone(), started.clone());
            let left = tokio::spawn(run(move || {
                started.send(()).ok();
                wait.lock().unwrap().recv().ok();
            }));
            begun.recv().await.unwrap();
            left.abort();
            assert!(left.await.is_err());
        }
        assert_eq!(ROOM.available_permits(), 0);
        drop(go);
        assert_eq!(run(|| 1).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_place_back() {
        for _ in 0..64 {
            let broken = run(|| panic!("as it may")).await;
            assert!(broken.is_err());
        }
        assert_eq!(run(|| 1).await.unwrap(), 1);
    }
}
