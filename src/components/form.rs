//! A form that we send ourselves.

use leptos::prelude::*;

use crate::browser::events;
use crate::browser::piece::{IntoPiece as _, Piece};

/// `send` runs instead of what the browser would do, and judges what was entered.
#[component]
pub fn Form<C: IntoView + 'static>(
    class: &'static str,
    #[prop(into)] send: UnsyncCallback<()>,
    #[prop(optional, into)] hidden: Option<Signal<bool>>,
    children: TypedChildren<C>,
) -> Piece {
    view! {
        <form
            class=class
            novalidate
            hidden=move || hidden.is_some_and(|hidden| hidden.get())
            on:submit=|event| event.prevent_default()
            on:click=move |event| {
                if events::submits(&event) {
                    send.run(());
                }
            }
        >
            {children.into_inner()()}
        </form>
    }
    .piece()
}
