//! Lists beside the conversation, one at a time, over it: conversations, and what else the vendor
//! shows. Behind one button each in the header.

use leptos::prelude::*;

use super::conversations::Conversations;
use super::panels::Panels;
use super::{Shown, words};
use crate::browser::dom;
use crate::browser::element::{El, el, when_built};
use crate::view::button::Button;
use crate::view::here::Here;
use crate::view::icon::Icon;

/// The header's buttons; each is there while there is something to open.
#[component]
pub fn Openers(here: Here) -> El {
    let elsewhere = here.session.elsewhere();
    let opener = move |shown: Shown, control: &'static str, label: &str, shape: Icon| {
        let button = Button::new(control, label)
            .class("button quiet small opener")
            .icon(Some(shape))
            .press(move || {
                let now = elsewhere.drawer.get_untracked();
                elsewhere.drawer.set((now != Some(shown)).then_some(shown));
            })
            .view()
            .attr("title", label);
        button.live_attr("aria-expanded", move || {
            let open = elsewhere.drawer.get() == Some(shown);
            Some(if open { "true" } else { "false" }.into())
        })
    };
    let ours = words(here);
    el("div", "openers")
        .when(
            move || elsewhere.conversations.with(Option::is_some),
            move || {
                opener(
                    Shown::Conversations,
                    "conversations",
                    ours.conversations,
                    Icon::List,
                )
            },
        )
        .when(
            move || elsewhere.panels.with(|panels| !panels.is_empty()),
            move || opener(Shown::Details, "details", ours.details, Icon::Settings),
        )
}

#[component]
pub fn Drawer(here: Here) -> El {
    let shown = here.session.elsewhere().drawer;
    el("div", "beside").part(
        move || shown.get(),
        move |shown| match shown {
            Some(shown) => vec![open(here, *shown)],
            None => Vec::new(),
        },
    )
}

fn open(here: Here, shown: Shown) -> El {
    let ours = words(here);
    let drawer = here.session.elsewhere().drawer;
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
    let close = Button::new("close", ours.close)
        .class("button quiet small")
        .icon(Some(Icon::Close))
        .press(leave);
    let heading = el("h2", "").attr("tabindex", "-1").text(label);
    let head = el("div", "drawer-head")
        .child(heading.clone())
        .child(close.view());
    let content = match shown {
        Shown::Conversations => El::from(view! { <Conversations here/> }),
        Shown::Details => El::from(view! { <Panels here/> }),
    };
    when_built(move || {
        if let Some(heading) = heading.html() {
            dom::focus(heading);
        }
    });
    el("section", "drawer")
        .attr("role", "dialog")
        .attr("aria-label", label)
        .child(head)
        .child(content)
        .on_key(move |key| {
            let leaves = key.name == "Escape";
            if leaves {
                leave();
            }
            leaves
        })
}
