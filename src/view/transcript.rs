//! The scrolling list of everything said, which stays at its end until the reader scrolls up.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vivavoce_core::dialect::{Delivery, Speaker};
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::Body;

use super::button::Button;
use super::entry::entry;
use super::follow::Follow;
use super::here::Here;
use super::icon::Icon;
use crate::browser::blocks::{Drawing, Labels, copy_buttons};
use crate::browser::scroll::{SizeWatch, metrics, to_end};
use crate::browser::{Element, dom, reading};
use crate::session::Entries;

/// One for all messages of a transcript; `StoredValue` because rows must be `Send` to be keyed.
pub type SharedDrawing = StoredValue<Rc<Drawing>, LocalStorage>;

pub fn transcript(here: Here) -> impl IntoView {
    let Here { session, words } = here;
    let scroller = NodeRef::<html::Div>::new();
    let column = NodeRef::<html::Div>::new();
    let follow = StoredValue::new(Follow::default());
    let following = RwSignal::new(true);
    let unread = RwSignal::new(false);

    let to_latest = move || {
        follow.update_value(Follow::resume);
        following.set(true);
        unread.set(false);
        if let Some(scroller) = scroller.get_untracked() {
            to_end(&scroller, false);
        }
    };

    // Measured, not computed: markdown, a late picture, the reader's zoom all change the height.
    Effect::new(move |_| {
        let (Some(scroller), Some(column)) = (scroller.get(), column.get()) else {
            return;
        };
        let watched = scroller.clone();
        let resized = move || {
            let now = metrics(&watched);
            let mut grew = follow.get_value();
            let longer = now.below() > 0.0 && !grew.is_following();
            if grew.resized(now) {
                to_end(&watched, false);
            } else if longer && session.running().get_untracked() {
                unread.set(true);
            }
            follow.set_value(grew);
        };
        // The frame's height matters as the text's does: a keyboard that opens must not hide the
        // newest line.
        StoredValue::new_local((
            SizeWatch::new(&column, resized.clone()),
            SizeWatch::new(&scroller, resized),
        ));
    });

    // Whoever sends a message wants to see it; what others add is announced where it is not seen.
    Effect::watch(
        move || session.entries().get(),
        move |now: &Entries, before, _| {
            let longer = before.is_none_or(|before| before.len() < now.len());
            if longer && now.last().is_some_and(is_being_sent) {
                to_latest();
            } else if longer && !follow.with_value(Follow::is_following) {
                unread.set(true);
            }
        },
        false,
    );

    let latest = move || {
        (!following.get()).then(|| {
            let label = if unread.get() {
                words.new_messages
            } else {
                words.latest
            };
            Button::new("latest", label)
                .class("button small latest")
                .icon(Some(Icon::Down))
                .press(move || {
                    to_latest();
                    // The button goes; who pressed it by key must not be left nowhere.
                    if let Some(scroller) = scroller.get_untracked() {
                        dom::focus(&scroller);
                    }
                })
                .view()
        })
    };

    let waiting = Memo::new(move |_| {
        session.phase().get() == Phase::Live && session.pulse().get() == Pulse::Thinking
    });
    let language = session.config().lang.clone();
    view! {
        <div class="reader">
            <div
                class="transcript"
                role="log"
                aria-label=words.conversation
                aria-live="off"
                tabindex="0"
                lang=language
                node_ref=scroller
                on:scroll=move |_| {
                    if let Some(scroller) = scroller.get_untracked() {
                        follow.update_value(|follow| follow.scrolled(metrics(&scroller)));
                        let now = follow.with_value(Follow::is_following);
                        if following.get_untracked() != now {
                            following.set(now);
                            unread.set(false);
                        }
                    }
                }
            >
                <div class="entries" node_ref=column>
                    {entries(here, column)}
                    {move || {
                        waiting
                            .get()
                            .then(|| {
                                view! { <div class="typing" aria-hidden="true"><i></i><i></i><i></i></div> }
                            })
                    }}
                </div>
            </div>
            {latest}
        </div>
    }
}

/// All entries, each in an element that lives as long as its id, drawn into `column`.
pub fn entries(here: Here, column: NodeRef<html::Div>) -> impl IntoView {
    let Here { session, words } = here;
    let drawing: SharedDrawing = StoredValue::new_local(Rc::new(Drawing {
        labels: Labels {
            copy: words.copy.to_owned(),
            copied: words.copied.to_owned(),
            table: words.table.to_owned(),
            rest: words.show_rest.to_owned(),
        },
        image_hosts: session.deployment().image_hosts.clone(),
        origin: reading::origin(),
    }));
    Effect::new(move |_| {
        if let Some(column) = column.get() {
            let root: &Element = &column;
            StoredValue::new_local(copy_buttons(root, drawing.get_value()));
        }
    });
    view! {
        <For
            each=move || session.entries().get()
            key=|(id, _)| id.clone()
            children=move |(id, signal)| entry(here, drawing, id, signal)
        />
    }
}

fn is_being_sent(
    row: &(
        vivavoce_core::transcript::EntryId,
        ArcRwSignal<vivavoce_core::transcript::Entry>,
    ),
) -> bool {
    row.1.with_untracked(|entry| match &entry.body {
        Body::Message(message) => {
            message.speaker == Speaker::Visitor && message.delivery == Some(Delivery::Sending)
        }
        Body::Tool(_) => false,
    })
}
