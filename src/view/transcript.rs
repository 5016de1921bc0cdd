//! The scrolling list of everything said, which stays at its end until the reader scrolls up.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use vivavoce_core::dialect::{Delivery, Speaker};
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::{Body, Entry};

use super::button::Button;
use super::entry::entry;
use super::follow::Follow;
#[cfg(feature = "guests")]
use super::guest;
use super::here::Here;
use super::icon::Icon;
use crate::browser::blocks::{Drawing, Labels, copy_buttons};
use crate::browser::element::{El, el, react_later};
use crate::browser::scroll::{SizeWatch, metrics, to_end};
use crate::browser::{dom, reading};

#[component]
pub fn Transcript(here: Here) -> El {
    let Here { session, words } = here;
    let follow = Rc::new(Cell::new(Follow::default()));
    let following = RwSignal::new(true);
    let unread = RwSignal::new(false);
    let running = session.running();

    let config = session.config();
    let scroller = el("div", "transcript")
        .attr("role", "log")
        .attr("aria-label", words.conversation)
        .attr("aria-live", "off")
        .attr("tabindex", "0");
    scroller.set("lang", config.lang.as_deref());

    let to_latest = {
        let (follow, scroller) = (Rc::clone(&follow), scroller.clone());
        move || {
            let mut resumed = follow.get();
            resumed.resume();
            follow.set(resumed);
            following.set(true);
            unread.set(false);
            if let Some(scroller) = scroller.node() {
                to_end(scroller, false);
            }
        }
    };

    let scrolled = {
        let (follow, scroller) = (Rc::clone(&follow), scroller.clone());
        move || {
            let Some(scroller) = scroller.node() else {
                return;
            };
            let mut now = follow.get();
            now.scrolled(metrics(scroller));
            follow.set(now);
            if following.get_untracked() != now.is_following() {
                following.set(now.is_following());
                unread.set(false);
            }
        }
    };

    // Measured, not computed: markdown, a late picture, the reader's zoom all change the height.
    let resized = {
        let (follow, scroller) = (Rc::clone(&follow), scroller.clone());
        move || {
            let Some(scroller) = scroller.node() else {
                return;
            };
            let now = metrics(scroller);
            let mut grown = follow.get();
            if grown.resized(now) {
                to_end(scroller, false);
            } else if !grown.is_following() && running.get_untracked() {
                unread.set(true);
            }
            follow.set(grown);
        }
    };

    let (phase, pulse) = (session.phase(), session.pulse());
    let column = El::from(view! { <Entries here/> }).when(
        move || phase.get() == Phase::Live && pulse.get() == Pulse::Thinking,
        || {
            el("div", "typing").attr("aria-hidden", "true").children([
                el("i", ""),
                el("i", ""),
                el("i", ""),
            ])
        },
    );
    // The frame's height matters as the text's does: a keyboard that opens must not hide the
    // newest line.
    for watched in [&column, &scroller] {
        if let Some(watched) = watched.node() {
            StoredValue::new_local(SizeWatch::new(watched, resized.clone()));
        }
    }

    // Whoever sends a message wants to see it; what others add is announced where it is not seen.
    let all = session.entries();
    let latest = to_latest.clone();
    let mut before = None;
    react_later(move || {
        let (now, own) = all.with(|all| {
            let own = all
                .last()
                .is_some_and(|(_, entry)| entry.with_untracked(is_being_sent));
            (all.len(), own)
        });
        let longer = before.is_some_and(|before| before < now);
        before = Some(now);
        if longer && own {
            latest();
        } else if longer && !follow.get().is_following() {
            unread.set(true);
        }
    });

    #[cfg(feature = "guests")]
    guest::watch_seen(session, move || following.get());
    let scroller = scroller.child(column).on("scroll", move |_| scrolled());
    let focused = scroller.clone();
    el("div", "reader").child(scroller).part(
        move || (!following.get()).then(|| unread.get()),
        move |away| {
            let Some(unread) = *away else {
                return Vec::new();
            };
            let (to_latest, focused) = (to_latest.clone(), focused.clone());
            #[cfg(feature = "guests")]
            let vendor_count = session.elsewhere().unread.get_untracked();
            let label = if unread {
                words.new_messages
            } else {
                words.latest
            };
            #[cfg(feature = "guests")]
            let counted = (guest::words(here).new_messages)(vendor_count);
            #[cfg(feature = "guests")]
            let label = if vendor_count > 0 {
                counted.as_str()
            } else {
                label
            };
            let button = Button::new("latest", label)
                .class("button small latest")
                .icon(Some(Icon::Down))
                .press(move || {
                    to_latest();
                    // The button goes; who pressed it by key must not be left nowhere.
                    if let Some(scroller) = focused.html() {
                        dom::focus(scroller);
                    }
                });
            vec![button.view()]
        },
    )
}

/// All entries, each in an element that lives as long as its id.
#[component]
pub fn Entries(here: Here) -> El {
    let Here { session, words } = here;
    let drawing = Rc::new(Drawing {
        labels: Labels {
            copy: words.copy.to_owned(),
            copied: words.copied.to_owned(),
            table: words.table.to_owned(),
            rest: words.show_rest.to_owned(),
        },
        image_hosts: session.deployment().image_hosts.clone(),
        origin: reading::origin(),
    });
    let column = el("div", "entries");
    if let Some(column) = column.node() {
        StoredValue::new_local(copy_buttons(column, Rc::clone(&drawing)));
    }
    let all = session.entries();
    column.rows(
        move || all.get(),
        move |id, signal| entry(here, &drawing, id, signal),
    )
}

fn is_being_sent(entry: &Entry) -> bool {
    match &entry.body {
        Body::Message(message) => {
            message.speaker == Speaker::Visitor && message.delivery == Some(Delivery::Sending)
        }
        Body::Tool(_) => false,
    }
}
