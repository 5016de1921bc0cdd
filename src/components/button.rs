//! The one kind of button there is.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::browser::timer::Timeout;
use crate::components::icon::{Icon, icon as drawn};

/// Milliseconds after which nobody can mean what stood there before.
const SETTLED: u64 = 400;

/// A button. It is never `disabled`: that would take the focus away from someone at the keyboard.
/// While `inert` or `busy` it says so and does nothing.
#[component]
pub fn Button(
    /// Language-free name, part of the contract with host developers' tests.
    control: &'static str,
    #[prop(default = "button")] class: &'static str,
    #[prop(into)] label: String,
    #[prop(optional_no_strip)] icon: Option<Icon>,
    #[prop(optional, into)] inert: Option<Signal<bool>>,
    /// Work it began is under way: an arc turns beside its label.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// Shows its icon alone; the label is its name all the same, and what it shows when pointed at.
    #[prop(optional)]
    bare: bool,
    /// Takes another's place: what is aimed at that one does not hit it. A key goes where the focus
    /// is, and hits.
    #[prop(optional)]
    settles: bool,
    /// What it opens is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// Without it, it submits the form it stands in.
    #[prop(optional, into)]
    press: Option<UnsyncCallback<()>>,
) -> Piece {
    let stuck = move || {
        let set = |signal: Option<Signal<bool>>| signal.is_some_and(|signal| signal.get());
        set(inert) || set(busy)
    };
    let settling = RwSignal::new(settles);
    if settles {
        StoredValue::new_local(Timeout::new(SETTLED, move || {
            settling.try_set(false);
        }));
    }
    let title = (bare || expanded.is_some()).then(|| label.clone());
    view! {
        <button
            class=class
            type=if press.is_none() { "submit" } else { "button" }
            data-control=control
            title=title
            aria-disabled=move || (stuck() || settling.get()).then_some("true")
            aria-expanded=move || expanded.map(|it| if it.get() { "true" } else { "false" })
            on:click=move |event| {
                // Asked anew: the attribute follows a moment later.
                if untrack(stuck) || settling.get_untracked() && event.detail() > 0 {
                    event.prevent_default();
                } else if let Some(press) = press {
                    press.run(());
                }
            }
        >
            {busy.map(|busy| view! { <Spinner away=Signal::derive(move || !busy.get())/> })}
            {icon.map(drawn)}
            <span class=if bare { "unseen" } else { "" }>{label}</span>
        </button>
    }
    .piece()
}

/// Work is under way, unless it is `away`.
#[component]
pub fn Spinner(#[prop(optional, into)] away: Option<Signal<bool>>) -> Piece {
    let hidden = move || away.is_some_and(|away| away.get());
    view! { <span class="spinner" aria-hidden="true" hidden=hidden></span> }.piece()
}
