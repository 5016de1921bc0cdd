//! Links between these pages.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};

use crate::browser;
use crate::route::Route;
use crate::site::{Leaving, Site};

/// A link that loads nothing, unless it is to open elsewhere.
#[component]
pub fn Link(
    site: Site,
    to: Route,
    #[prop(optional)] class: &'static str,
    #[prop(into)] label: String,
    /// What assistive technology calls it, where that is not its label.
    #[prop(optional, into)]
    name: Option<String>,
    /// It leads to where we are.
    #[prop(optional, into)]
    current: Option<Signal<bool>>,
    /// A picture before its label.
    #[prop(optional_no_strip)]
    mark: Option<Piece>,
) -> Piece {
    let label = match mark {
        Some(_) => view! { <span>{label}</span> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <a
            class=class
            href=to.path()
            aria-label=name
            aria-current=move || current.is_some_and(|it| it.get()).then_some("page")
            on:click=move |event| {
                if browser::is_plain_click(&event) {
                    event.prevent_default();
                    site.go(to.clone());
                }
            }
        >
            {mark}
            {label}
        </a>
    }
    .piece()
}

/// A link to a page of ours that is loaded.
#[component]
pub fn Out(site: Site, to: &'static str, label: &'static str) -> Piece {
    view! {
        <a
            href=to
            on:click=move |event| {
                if browser::is_plain_click(&event) {
                    event.prevent_default();
                    site.leave(Leaving::Out(to.to_owned()));
                }
            }
        >
            {label}
        </a>
    }
    .piece()
}
