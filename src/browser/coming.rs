//! Parts of the widget that come later, and why one did not come.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Promise, Reflect};
use vivavoce_core::failure::Failure;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::timer::sleep;
use super::{page, window};

/// A part under way. Asked for once more after a failure, it is loaded anew.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// Why a part did not come. It may always be asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No network, as far as the browser knows.
    Offline,
    /// The server did not answer, or not with the part.
    Unreachable,
    /// The server answers, but has another build's files: only a new page finds those.
    Gone,
}

impl Missing {
    /// Why, where the server answers with another build's files (`gone`) or does not.
    pub fn now(gone: bool) -> Missing {
        match (page::is_online(), gone) {
            (false, _) => Missing::Offline,
            (true, true) => Missing::Gone,
            (true, false) => Missing::Unreachable,
        }
    }

    /// As the visitor is told of it.
    pub fn failure(self) -> Failure {
        match self {
            Missing::Offline => Failure::Offline,
            Missing::Unreachable | Missing::Gone => Failure::Unreachable,
        }
    }
}

/// Loads a part this page will need, once the browser has nothing better to do. Silent: whoever needs
/// the part asks for it again.
pub fn prefetch<T: 'static>(part: Coming<T>) {
    spawn_local(async move {
        idle().await;
        part.await.ok();
    });
}

/// The part, asked for until it is here: what works without it for a while.
pub async fn at_last<T>(part: fn() -> Coming<T>) -> T {
    let mut wait = 2_000;
    loop {
        if let Ok(came) = part().await {
            return came;
        }
        sleep(wait).await;
        wait = 60_000.min(wait * 2);
    }
}

/// Ready when the browser is idle; after a while in browsers that do not tell.
async fn idle() {
    const PATIENCE: u64 = 2_000;
    let Some(window) = window() else { return };
    if Reflect::has(&window, &"requestIdleCallback".into()) != Ok(true) {
        return sleep(PATIENCE).await;
    }
    let told = Promise::new(&mut |resolve, _| {
        window.request_idle_callback(&resolve).ok();
    });
    JsFuture::from(told).await.ok();
}
