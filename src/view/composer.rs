//! Where the visitor writes.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::button::Button;
use super::focus;
#[cfg(feature = "guests")]
use super::guest;
use super::here::Here;
use super::icon::Icon;
use crate::browser::element::{El, el, react, react_later};
use crate::browser::frame::Frame;

/// Characters of one message.
const CAP: usize = 8_000;
/// Characters before the cap from which they are counted.
const NEAR: usize = 200;
const COUNT: &str = "vv-count";

#[component]
pub fn Composer(here: Here) -> El {
    let Here { session, words } = here;
    let draft = session.draft();
    let (phase, running) = (session.phase(), session.running());
    let live = move || phase.get() == Phase::Live;
    let length = move || draft.with(|draft| draft.chars().count());
    let blank = move || draft.with(|draft| draft.trim().is_empty());
    #[cfg(feature = "guests")]
    let elsewhere = session.elsewhere();
    // The vendor takes nothing but its own buttons now.
    #[cfg(feature = "guests")]
    let blocked = move || {
        let asked = elsewhere
            .prompt
            .with(|prompt| prompt.as_ref().map(|prompt| prompt.closed));
        asked.unwrap_or(!elsewhere.open.get())
    };
    let unsendable = move || blank() || length() > CAP || !live();
    #[cfg(feature = "guests")]
    let unsendable = move || blocked() || unsendable();

    let send = move || {
        if !untrack(unsendable) && session.send(draft.get_untracked()) {
            draft.set(String::new());
        }
    };

    let field = el("textarea", "")
        .attr("rows", "1")
        .attr("data-control", "message")
        .attr("aria-label", words.message)
        .attr("placeholder", words.message)
        .attr("enterkeyhint", "send")
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .on_input(move |text| draft.set(text))
        .on_key(move |key| {
            let sends = key.name == "Enter" && !key.shift && !key.alt && !key.composing;
            if sends {
                send();
            }
            sends
        });
    #[cfg(feature = "guests")]
    {
        let (field, ours) = (field.clone(), guest::words(here));
        react(move || {
            let blocked = blocked() && live();
            // Not `disabled`: that would take the focus away from someone at the keyboard.
            field.set("readonly", blocked.then_some(""));
            field.set("aria-disabled", blocked.then_some("true"));
            let hint = if blocked {
                ours.closed_hint
            } else if elsewhere.prompt.with(Option::is_some) {
                ours.answer_hint
            } else {
                words.message
            };
            field.set("placeholder", Some(hint));
            field.set("aria-description", blocked.then_some(hint));
        });
    }
    // The twin behind the field has the same text, and so the height the field needs.
    let grow = el("div", "grow").child(field.clone());
    let count = el("p", "count").attr("id", COUNT);
    let (twin, counted) = (grow.clone(), count.clone());
    react(move || {
        let length = length();
        let over = length > CAP;
        twin.set("data-draft", Some(&draft.read()));
        field.set_value(&draft.read());
        field.set("aria-invalid", over.then_some("true"));
        let near = length + NEAR > CAP;
        field.set("aria-describedby", near.then_some(COUNT));
        counted.set("hidden", (!near).then_some(""));
        counted.set("class", Some(if over { "count over" } else { "count" }));
        if near {
            counted.set_text(&if over {
                (words.characters_over)(length - CAP)
            } else {
                (words.characters_left)(CAP - length)
            });
        }
    });

    // The two take each other's place; the focus must not go down with the one that leaves.
    let stops = move || running.get() && live();
    // Whoever is asked answers; the run goes on with that.
    #[cfg(feature = "guests")]
    let stops = move || stops() && elsewhere.prompt.with(Option::is_none);
    let button = move |stops: &bool| {
        let button = if *stops {
            Button::new("cancel", words.cancel)
                .class("button stop")
                .icon(Some(Icon::Stop))
                .press(move || {
                    session.cancel();
                    focus::to_message();
                })
        } else {
            Button::new("send", words.send)
                .class("button send")
                .icon(Some(Icon::Send))
                .inert(unsendable)
                .press(move || {
                    send();
                    focus::to_message();
                })
        };
        vec![button.view()]
    };
    let mut _swap = None;
    react_later(move || {
        stops();
        _swap = Some(Frame::new(|| focus::place(focus::MESSAGE)));
    });

    let form = el("form", "composer")
        .on_submit(send)
        .child(el("div", "box").child(grow).part(stops, button))
        .child(count);
    // After a failure a draft stays in sight; an empty field would only be in the way.
    let shown = form.clone();
    react(move || {
        let away = phase.get() == Phase::Failed && blank();
        shown.set("hidden", away.then_some(""));
    });
    form
}
