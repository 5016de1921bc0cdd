//! Timers that end with their value.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use super::window;

/// Calls back once; dropping it before then calls nothing.
#[must_use = "dropping a timer stops it at once"]
pub struct Timeout {
    id: Option<i32>,
    _closure: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls `ring` after `after` milliseconds (a hidden page may take up to a minute longer).
    pub fn new(after: u64, ring: impl FnMut() + 'static) -> Timeout {
        Timeout::register(after, Box::new(ring))
    }

    fn register(after: u64, ring: Box<dyn FnMut()>) -> Timeout {
        let closure = Closure::wrap(ring);
        // The platform's delay is a signed 32-bit number; beyond it the timer would ring at once.
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let id = window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    closure.as_ref().unchecked_ref(),
                    after,
                )
                .ok()
        });
        Timeout {
            id,
            _closure: closure,
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

/// Calls back again and again; dropping it stops that.
#[must_use = "dropping an interval stops it at once"]
pub struct Interval {
    id: Option<i32>,
    _closure: Closure<dyn FnMut()>,
}

impl Interval {
    /// Calls `ring` about every `every` milliseconds. Never count its rings: a hidden page's
    /// timers are slowed down; compute from [`super::clock::now`].
    pub fn new(every: i32, ring: impl FnMut() + 'static) -> Interval {
        let closure = Closure::wrap(Box::new(ring) as Box<dyn FnMut()>);
        let id = window().and_then(|window| {
            window
                .set_interval_with_callback_and_timeout_and_arguments_0(
                    closure.as_ref().unchecked_ref(),
                    every,
                )
                .ok()
        });
        Interval {
            id,
            _closure: closure,
        }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, window()) {
            window.clear_interval_with_handle(id);
        }
    }
}

/// Ready after `after` milliseconds.
pub fn sleep(after: u64) -> Sleep {
    let rung = std::rc::Rc::new(Ring::default());
    let ring = std::rc::Rc::clone(&rung);
    let timeout = Timeout::new(after, move || {
        ring.done.set(true);
        if let Some(waker) = ring.waker.take() {
            waker.wake();
        }
    });
    Sleep {
        rung,
        _timeout: timeout,
    }
}

/// See [`sleep`].
pub struct Sleep {
    rung: std::rc::Rc<Ring>,
    _timeout: Timeout,
}

#[derive(Default)]
struct Ring {
    done: std::cell::Cell<bool>,
    waker: std::cell::Cell<Option<std::task::Waker>>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.rung.done.get() {
            return Poll::Ready(());
        }
        self.rung.waker.set(Some(cx.waker().clone()));
        Poll::Pending
    }
}
