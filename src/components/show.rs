//! Children that are there while a condition holds: leptos' `Show`, of pieces.
//!
//! leptos' own makes code for each type of condition and of children; here all that differs is boxed
//! at the door.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Part, Piece};

/// What stands there otherwise.
pub struct Fallback(Box<dyn Fn() -> Piece + Send>);

impl<F: Fn() -> Piece + Send + 'static> From<F> for Fallback {
    fn from(build: F) -> Fallback {
        Fallback(Box::new(build))
    }
}

/// Made anew when the condition's answer changes, and only then.
#[component]
pub fn Show<C: IntoView + 'static>(
    #[prop(into)] when: Signal<bool>,
    #[prop(optional, into)] fallback: Option<Fallback>,
    children: TypedChildrenFn<C>,
) -> Part {
    let children = children.into_inner();
    show(when, fallback, Box::new(move || children().piece()))
}

fn show(
    when: Signal<bool>,
    fallback: Option<Fallback>,
    children: Box<dyn Fn() -> Piece + Send>,
) -> Part {
    let shown = Memo::new(move |_| when.get());
    Box::new(move || match (shown.get(), &fallback) {
        (true, _) => Some(children()),
        (false, Some(Fallback(build))) => Some(build()),
        (false, None) => None,
    })
}
