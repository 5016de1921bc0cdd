//! Lists beside the conversation, one at a time, over it: conversations, and what else the vendor
//! shows. Behind one button each in the header.

use leptos::html::H2;
use leptos::prelude::*;

use super::conversations::Conversations;
use super::panels::Panels;
use super::words;
use crate::browser::dom;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Button;
use crate::components::effect::when_built;
use crate::components::icon::Icon;
use crate::components::show::Show;
use crate::here::here;
use crate::vendor::state::Shown;

/// The header's buttons; each is there while there is something to open.
pub fn openers() -> Piece {
    let here = here();
    let state = here.session.vendor_state();
    let ours = words(here);
    view! {
        <div class="openers">
            <Show when=move || state.conversations.with(Option::is_some)>
                <Opener
                    opens=Shown::Conversations
                    control="conversations"
                    label=ours.conversations
                    icon=Icon::LIST
                />
            </Show>
            <Show when=move || state.panels.with(|panels| !panels.is_empty())>
                <Opener
                    opens=Shown::Details
                    control="details"
                    label=ours.details
                    icon=Icon::SETTINGS
                />
            </Show>
        </div>
    }
    .piece()
}

#[component]
fn Opener(opens: Shown, control: &'static str, label: &'static str, icon: Icon) -> Piece {
    let drawer = here().session.vendor_state().drawer;
    let press = move || {
        let now = drawer.get_untracked();
        drawer.set((now != Some(opens)).then_some(opens));
    };
    view! {
        <Button
            control
            class="button quiet small opener"
            label
            icon=Some(icon)
            expanded=Signal::derive(move || drawer.get() == Some(opens))
            press
        />
    }
    .into_inner()
}

/// Where the lists open.
#[component]
pub fn Drawer() -> Piece {
    let shown = here().session.vendor_state().drawer;
    view! {
        <div class="beside">{move || shown.get().map(|shown| view! { <Open shown/> })}</div>
    }
    .piece()
}

#[component]
fn Open(shown: Shown) -> Piece {
    let here = here();
    let ours = words(here);
    let drawer = here.session.vendor_state().drawer;
    let (label, opener) = match shown {
        Shown::Conversations => (ours.conversations, "[data-control=conversations]"),
        Shown::Details => (ours.details, "[data-control=details]"),
    };
    let leave = move || {
        drawer.set(None);
        if let Some(opener) = dom::find(opener) {
            dom::focus(&opener);
        }
    };
    let heading = NodeRef::<H2>::new();
    when_built(move || {
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    view! {
        <section
            class="drawer"
            role="dialog"
            aria-label=label
            on:keydown=move |key| {
                if key.key() == "Escape" {
                    key.prevent_default();
                    leave();
                }
            }
        >
            <div class="drawer-head">
                <h2 tabindex="-1" node_ref=heading>{label}</h2>
                <Button
                    control="close"
                    class="button quiet small"
                    label=ours.close
                    icon=Some(Icon::CLOSE)
                    press=leave
                />
            </div>
            {match shown {
                Shown::Conversations => view! { <Conversations/> },
                Shown::Details => view! { <Panels/> },
            }}
        </section>
    }
    .piece()
}
