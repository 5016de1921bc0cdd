//! Asynchronous work that ends with its value.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use leptos::prelude::StoredValue;

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Work under way; dropping it drops the future at once, and with it what the future holds: a
/// request's abort, a timer.
#[must_use = "dropping a task cancels it at once"]
pub struct Task(Rc<Slot>);

struct Slot {
    work: RefCell<Option<Work>>,
    cancelled: Cell<bool>,
}

impl Task {
    /// Begins `work`; it first runs after the caller has returned.
    pub fn start(work: impl Future<Output = ()> + 'static) -> Task {
        Task::run(Box::pin(work))
    }

    fn run(work: Work) -> Task {
        let slot = Rc::new(Slot {
            work: RefCell::new(Some(work)),
            cancelled: Cell::new(false),
        });
        wasm_bindgen_futures::spawn_local(Runner(Rc::clone(&slot)));
        Task(slot)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.cancelled.set(true);
        // Empty while the work itself is what drops us; the runner then sees `cancelled`. Taken
        // out before it is dropped: its destructors may come back here.
        let work = self
            .0
            .work
            .try_borrow_mut()
            .ok()
            .and_then(|mut work| work.take());
        drop(work);
    }
}

/// Begins `work` and ties it to the current reactive owner: a view that goes takes it along.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    StoredValue::new_local(Task::start(work));
}

/// Begins `work` that nothing cancels.
pub fn detach(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}

struct Runner(Rc<Slot>);

impl Future for Runner {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(mut work) = self.0.work.take() else {
            return Poll::Ready(());
        };
        match work.as_mut().poll(cx) {
            Poll::Pending if !self.0.cancelled.get() => {
                self.0.work.replace(Some(work));
                Poll::Pending
            }
            _ => Poll::Ready(()),
        }
    }
}
