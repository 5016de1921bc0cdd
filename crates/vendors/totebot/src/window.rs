//! The documented rate: 60 calls in 60 seconds for each agent and address.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue};
use vivavoce_http::ApiState;

/// Calls in one window.
pub const CALLS: u32 = 60;
/// Milliseconds a window lasts, from its first call on.
pub const WINDOW: i64 = 60_000;
/// Windows kept before those that are over are looked for.
const TIDY: usize = 1_000;

/// Windows by agent and address, of this process: with several processes the rates add up.
#[derive(Clone, Default)]
pub struct Windows {
    windows: Arc<Mutex<HashMap<String, Window>>>,
}

#[derive(Clone, Copy)]
struct Window {
    began: i64,
    taken: u32,
}

/// How a window stands after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub remaining: u32,
    /// Seconds until the next window.
    pub resets_in: u64,
    pub is_refused: bool,
}

impl Windows {
    /// Takes one call of the window `name`.
    pub fn take(&self, name: String, now: i64) -> Standing {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= TIDY {
            windows.retain(|_, window| !is_over(window, now));
        }
        let fresh = Window {
            began: now,
            taken: 0,
        };
        let window = windows.entry(name).or_insert(fresh);
        if is_over(window, now) {
            *window = fresh;
        }
        let is_refused = window.taken >= CALLS;
        if !is_refused {
            window.taken += 1;
        }
        let left = (window.began + WINDOW - now).clamp(1, WINDOW);
        Standing {
            remaining: CALLS - window.taken,
            resets_in: u64::try_from(left).unwrap_or(1).div_ceil(1_000),
            is_refused,
        }
    }
}

fn is_over(window: &Window, now: i64) -> bool {
    // A clock that was set back ends a window, too; a request that asked for the time a little
    // before the window's first does not.
    (now - window.began).abs() >= WINDOW
}

impl Standing {
    /// As the vendor's framework writes it: seconds until the reset.
    pub fn write(&self, headers: &mut HeaderMap) {
        headers.insert("x-ratelimit-limit", HeaderValue::from(CALLS));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(self.remaining));
        headers.insert("x-ratelimit-reset", HeaderValue::from(self.resets_in));
    }
}

/// The state of the routes.
pub type TotebotState = ApiState<Windows>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_calls_in_sixty_seconds_and_not_one_more() {
        let windows = Windows::default();
        let take = |at: i64| windows.take("agent address".to_owned(), at);
        for call in 0..60_u32 {
            let standing = take(i64::from(call) * 500);
            assert!(!standing.is_refused, "call {call}");
            assert_eq!(standing.remaining, 59 - call);
        }
        for (at, refused, resets_in) in [
            (30_000, true, 30),
            (59_001, true, 1),
            (60_000, false, 60),
            (60_001, false, 60),
        ] {
            let standing = take(at);
            assert_eq!(
                (standing.is_refused, standing.resets_in),
                (refused, resets_in),
                "{at}"
            );
        }
        assert!(!windows.take("another".to_owned(), 100).is_refused);
        // A call that took its time before the window's first counts in it.
        for (at, left) in [(100_000, 59), (99_999, 58), (100_001, 57), (30_000, 59)] {
            assert_eq!(windows.take("slow".to_owned(), at).remaining, left, "{at}");
        }
        for number in 0..3_000_i64 {
            windows.take(format!("{number}"), 200_000 + number * 100);
        }
        let kept = windows.windows.lock().unwrap().len();
        assert!(kept <= TIDY + 1, "{kept}");
    }
}
