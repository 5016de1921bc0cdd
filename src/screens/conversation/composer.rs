//! Where the visitor writes.

use leptos::prelude::*;
use vivavoce_core::caps::MESSAGE as CAP;
use vivavoce_core::phase::{Phase, sending};
use vivavoce_core::text;

use crate::browser::dom;
use crate::browser::events;
use crate::browser::frame::Frame;
use crate::browser::piece::Piece;
use crate::components::button::Button;
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::show::Show;
use crate::components::{effect, focus};
use crate::here::{Here, here};
use crate::words::Counting as _;

/// Characters before the cap from which they are counted.
const NEAR: usize = 200;
const COUNT: &str = "vv-count";

#[component]
pub fn Composer() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    let draft = session.draft();
    let (phase, running) = (session.phase(), session.running());
    let live = move || phase.get() == Phase::Live;
    let length = Signal::derive(move || draft.with(|draft| draft.chars().count()));
    let blank = move || draft.with(|draft| text::is_blank(draft));
    let over = move || length.get() > CAP;
    let near = move || length.get() + NEAR > CAP;

    // The vendor takes nothing but its own buttons now.
    let gate = move || here.standing().gate;
    let closed = move || !gate().takes_text();
    let hint = move || gate().hint();
    let blocked = move || closed() && live();
    let unsendable = move || {
        let standing = gate().sending(phase.get(), running.get());
        draft.with(|draft| sending::check(standing, draft, false).is_err())
    };

    let send = move || session.write();
    let press_send = move || {
        send();
        focus::to_message();
    };
    let press_cancel = move || {
        session.cancel();
        focus::to_message();
    };

    // What was written during a reply, until that ends.
    let waiting = session.waiting();
    let waits = move || waiting.with(|text| !text.is_empty());
    effect::later(move || {
        if waits() {
            session.announce(words.queued.to_owned());
        }
    });
    let take_back = move || {
        session.unwait();
        if let Some(field) = dom::find(focus::MESSAGE) {
            dom::focus(&field);
        }
    };

    // The two take each other's place; the focus must not go down with the one that leaves.
    let stops = move || running.get() && live() && !gate().asks();
    let mut _swap = None;
    effect::later(move || {
        stops();
        _swap = Some(Frame::new(|| focus::place(focus::MESSAGE)));
    });

    let counted = move || {
        let length = length.get();
        match near() {
            true if length > CAP => words.characters_over.count(length - CAP),
            true => words.characters_left.count(CAP - length),
            false => String::new(),
        }
    };
    view! {
        <Form
            class="composer"
            send
            // After a failure a draft stays in sight; an empty field would only be in the way.
            hidden=Signal::derive(move || phase.get() == Phase::Failed && blank())
        >
            <Show when=waits>
                <div class="queued">
                    <p dir="auto">{waiting}</p>
                    <span>{words.queued}</span>
                    <Button
                        control="take-back"
                        class="button quiet small"
                        label=words.take_back
                        press=take_back
                    />
                </div>
            </Show>
            <div class="box">
                // The twin behind the field has the same text, and so the height the field needs.
                <div class="grow" data-draft=move || draft.get()>
                    <textarea
                        rows="1"
                        data-control="message"
                        aria-label=words.message
                        placeholder=move || hint().unwrap_or(words.message)
                        enterkeyhint="send"
                        autocomplete="off"
                        dir="auto"
                        // Not `disabled`: that would take the focus away from someone at the
                        // keyboard.
                        readonly=blocked
                        aria-disabled=move || blocked().then_some("true")
                        aria-description=move || hint().filter(|_| blocked())
                        aria-invalid=move || over().then_some("true")
                        aria-describedby=move || near().then_some(COUNT)
                        prop:value=draft
                        on:input:target=move |event| draft.set(event.target().value())
                        on:keydown=move |key| {
                            if events::sends(&key) {
                                key.prevent_default();
                                send();
                            }
                        }
                    />
                </div>
                <Show
                    when=stops
                    fallback=move || {
                        view! {
                            <Button
                                control="send"
                                class="button send"
                                label=words.send
                                icon=Some(Icon::SEND)
                                bare=true
                                settles=true
                                inert=Signal::derive(unsendable)
                                press=press_send
                            />
                        }
                        .into_inner()
                    }
                >
                    <Button
                        control="cancel"
                        class="button stop"
                        label=words.cancel
                        icon=Some(Icon::STOP)
                        bare=true
                        settles=true
                        press=press_cancel
                    />
                </Show>
            </div>
            <p
                id=COUNT
                class=move || if over() { "count over" } else { "count" }
                hidden=move || !near()
            >
                {counted}
            </p>
        </Form>
    }
    .into_inner()
}
