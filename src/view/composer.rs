//! Where the visitor writes.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use crate::browser::frame::Frame;

/// Characters of one message.
const CAP: usize = 8_000;
/// Characters before the cap from which they are counted.
const NEAR: usize = 200;
/// What `keyCode` is while an input method composes, also in browsers that end `isComposing` too
/// early.
const COMPOSING: u32 = 229;

pub fn composer(here: Here) -> impl IntoView {
    let Here { session, words } = here;
    let draft = session.draft();
    let length = Memo::new(move |_| draft.with(|draft| draft.chars().count()));
    let blank = Memo::new(move |_| draft.with(|draft| draft.trim().is_empty()));
    let live = Memo::new(move |_| session.phase().get() == Phase::Live);
    let unsendable = Signal::derive(move || blank.get() || length.get() > CAP || !live.get());

    let send = move || {
        if !unsendable.get_untracked() && session.send(draft.get_untracked()) {
            draft.set(String::new());
        }
    };
    let press = move || {
        send();
        focus::to_message();
    };

    // The two take each other's place; the focus must not go down with the one that leaves.
    let running = Memo::new(move |_| session.running().get() && live.get());
    let button = move || match running.get() {
        true => Button::new("cancel", words.cancel)
            .class("button stop")
            .icon(Some(Icon::Stop))
            .press(move || {
                session.cancel();
                focus::to_message();
            })
            .view(),
        false => Button::new("send", words.send)
            .class("button send")
            .icon(Some(Icon::Send))
            .inert(unsendable)
            .press(press)
            .view(),
    };
    let swap = StoredValue::new_local(None::<Frame>);
    Effect::watch(
        move || running.get(),
        move |_, _, _| swap.set_value(Some(Frame::new(|| focus::place(focus::MESSAGE)))),
        false,
    );

    let count = move || {
        let length = length.get();
        (length + NEAR > CAP).then(|| {
            let over = length > CAP;
            let text = if over {
                (words.characters_over)(length - CAP)
            } else {
                (words.characters_left)(CAP - length)
            };
            view! { <p class=if over { "count over" } else { "count" } id=COUNT>{text}</p> }
        })
    };
    // After a failure a draft stays in sight; an empty field would only be in the way.
    let hidden = move || session.phase().get() == Phase::Failed && blank.get();

    view! {
        <form
            class="composer"
            hidden=hidden
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="box">
                <div class="grow" data-draft=move || draft.get()>
                    <textarea
                        rows="1"
                        data-control="message"
                        aria-label=words.message
                        placeholder=words.message
                        aria-describedby=COUNT
                        aria-invalid=move || (length.get() > CAP).then_some("true")
                        enterkeyhint="send"
                        autocomplete="off"
                        dir="auto"
                        prop:value=move || draft.get()
                        on:input:target=move |event| draft.set(event.target().value())
                        on:keydown=move |event| {
                            let composing = event.is_composing() || event.key_code() == COMPOSING;
                            let plain = !event.shift_key() && !event.alt_key();
                            if event.key() == "Enter" && plain && !composing {
                                event.prevent_default();
                                send();
                            }
                        }
                    ></textarea>
                </div>
                {button}
            </div>
            {count}
        </form>
    }
}

const COUNT: &str = "vv-count";
