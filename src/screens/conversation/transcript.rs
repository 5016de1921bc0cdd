//! The scrolling list of everything said, which stays at its end until the reader scrolls up.

use std::future::pending;
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use vivavoce_core::dialect::{Delivery, Speaker};
use vivavoce_core::transcript::{Body, Entry};

use crate::browser::coming::at_last;
use crate::browser::markdown::{self, Drawing, Labels};
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::browser::scroll::{SizeWatch, metrics, to_end};
use crate::browser::task::Task;
use crate::browser::{Element, dom, reading};
use crate::chunks;
use crate::components::button::Button;
use crate::components::effect;
use crate::components::icon::Icon;
use crate::here::{Here, here};
use crate::screens::conversation::entry::EntryRow;
use crate::screens::conversation::follow::Follow;
use crate::screens::conversation::rows::{Row, rows};

#[component]
pub fn Transcript() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    let scroller = NodeRef::<Div>::new();
    let column = NodeRef::<Div>::new();
    let follow = StoredValue::new(Follow::default());
    let following = RwSignal::new(true);
    let unread = RwSignal::new(false);
    let running = session.running();

    let to_latest = move || {
        follow.update_value(Follow::resume);
        following.set(true);
        unread.set(false);
        if let Some(scroller) = scroller.get_untracked() {
            to_end(&scroller, false);
        }
    };
    let scrolled = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            follow.update_value(|follow| follow.scrolled(metrics(&scroller)));
            let now = follow.with_value(Follow::is_following);
            if following.get_untracked() != now {
                following.set(now);
                unread.set(false);
            }
        }
    };

    // Measured, not computed: markdown, a late picture, the reader's zoom all change the height.
    let resized = move || {
        let Some(scroller) = scroller.get_untracked() else {
            return;
        };
        let mut grown = follow.get_value();
        if grown.resized(metrics(&scroller)) {
            to_end(&scroller, false);
        } else if !grown.is_following() && running.get_untracked() {
            unread.set(true);
        }
        follow.set_value(grown);
    };
    // The frame's height matters as the text's does: a keyboard that opens must not hide the
    // newest line.
    effect::later(move || {
        for watched in [scroller, column] {
            if let Some(watched) = watched.get() {
                StoredValue::new_local(SizeWatch::new(&watched, resized));
            }
        }
    });

    // Whoever sends a message wants to see it; what others add is announced where it is not seen.
    let all = session.rows();
    let mut before = None;
    effect::later(move || {
        let (now, own) = all.with(|all| {
            let own = all
                .last()
                .is_some_and(|row| row.peek(is_being_sent) == Some(true));
            (all.len(), own)
        });
        let longer = before.is_some_and(|before| before < now);
        before = Some(now);
        if longer && own {
            to_latest();
        } else if longer && !follow.with_value(Follow::is_following) {
            unread.set(true);
        }
    });
    here.slot(|slots| (slots.seen)(following.into()));

    let latest = part(move || {
        (!following.get()).then(|| {
            let counted = untrack(|| here.standing()).unread;
            let label = match (counted, unread.get()) {
                (Some(counted), _) => counted,
                (None, true) => words.new_messages.to_owned(),
                (None, false) => words.latest.to_owned(),
            };
            let press = move || {
                to_latest();
                // The button goes; who pressed it by key must not be left nowhere.
                if let Some(scroller) = scroller.get_untracked() {
                    dom::focus(&scroller);
                }
            };
            view! {
                <Button
                    control="latest"
                    class="button small latest"
                    label
                    icon=Some(Icon::DOWN)
                    press
                />
            }
            .into_inner()
        })
    });
    view! {
        <div class="reader">
            <div
                class="transcript"
                role="log"
                aria-label=words.conversation
                aria-live="off"
                tabindex="0"
                lang=session.config().lang.clone()
                node_ref=scroller
                on:scroll=scrolled
            >
                // Where a person answers, it is not so.
                <p class="told" hidden=move || here.standing().word.is_some()>{words.ai_answers}</p>
                <Entries column/>
            </div>
            {latest}
        </div>
    }
    .piece()
}

/// Who draws messages: one for all of a transcript. Stored, because a row must be `Send`.
pub type SharedDrawing = StoredValue<Rc<Drawing>, LocalStorage>;

/// All entries, each in an element that lives as long as its id.
#[component]
pub fn Entries(#[prop(optional)] column: NodeRef<Div>) -> Piece {
    let Here { session, words, .. } = here();
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
    effect::later(move || {
        if let Some(column) = column.get() {
            let column: Element = (*column).clone().into();
            StoredValue::new_local(Task::start(drawn(column, drawing.get_value())));
        }
    });
    let (all, phase, pulse) = (session.rows(), session.phase(), session.pulse());
    view! {
        <div class="entries" node_ref=column>
            <For
                each=move || all.with(|all| rows(all, phase.get(), pulse.get()))
                key=Row::key
                children=move |row| match row {
                    Row::Entry(row) => view! { <EntryRow row drawing/> },
                    Row::Typing => view! { <Typing/> },
                }
            />
        </div>
    }
    .piece()
}

/// Messages are drawn as blocks, and code can be copied, once what does it is here; asked for until it is.
async fn drawn(column: Element, drawing: Rc<Drawing>) {
    let tools = at_last(chunks::markdown).await;
    markdown::begin(tools);
    let _copying = (tools.copy_buttons)(&column, drawing);
    pending::<()>().await;
}

#[component]
fn Typing() -> Piece {
    view! { <div class="typing" aria-hidden="true"><i></i><i></i><i></i></div> }.piece()
}

fn is_being_sent(entry: &Entry) -> bool {
    match &entry.body {
        Body::Message(message) => {
            message.speaker == Speaker::Visitor && message.delivery == Some(Delivery::Sending)
        }
        Body::Tool(_) => false,
    }
}
