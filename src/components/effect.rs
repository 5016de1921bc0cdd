//! Effects: what is done outside the reactive graph when it changes.
//!
//! Boxed before leptos sees them, for it makes code for every type of closure.

use leptos::prelude::{Effect, RenderEffect, StoredValue, untrack};

/// Runs now, and again whenever a signal it read has changed, until the present owner ends.
pub fn now(run: impl FnMut() + 'static) {
    now_boxed(Box::new(run));
}

fn now_boxed(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// As [`now`], but first once what is being built stands in the page.
pub fn later(run: impl FnMut() + 'static) {
    later_boxed(Box::new(run));
}

fn later_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Runs once what is being built stands in the page, unless it is gone by then.
pub fn when_built(run: impl FnOnce() + 'static) {
    let mut run = Some(run);
    later(move || {
        if let Some(run) = run.take() {
            untrack(run);
        }
    });
}
