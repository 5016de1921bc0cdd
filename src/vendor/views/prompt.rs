//! What the agent waits for, above the composer, with its quick answers.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::words;
use crate::browser::piece::{IntoPiece as _, Part};
use crate::components::choice::choices;
use crate::components::icon::{Icon, icon};
use crate::here::{Here, here};

pub fn prompt() -> Part {
    let here = here();
    let Here {
        session,
        words: plain,
        ..
    } = here;
    let phase = session.phase();
    let prompt = session.vendor_state().prompt;
    let asked = Memo::new(move |_| prompt.get().filter(|_| phase.get() == Phase::Live));
    let chosen = UnsyncCallback::from(move |choice| session.answer(choice));
    let shown = move || {
        let prompt = asked.get()?;
        let text = match prompt.text.trim() {
            "" => words(here).waiting.to_owned(),
            text => text.to_owned(),
        };
        Some(
            view! {
                <div class="prompt">
                    <p class="question">{icon(Icon::CHAT)} <span dir="auto">{text}</span></p>
                    {choices("answer", plain.choices, prompt.choices, chosen)}
                </div>
            }
            .piece(),
        )
    };
    Box::new(shown)
}
