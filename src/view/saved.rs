//! The conversation when it is over: to read again, and to keep.

use leptos::html;
use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use super::button::Button;
use super::here::Here;
use super::icon::Icon;
use super::transcript::entries;
use crate::browser::files;
use crate::browser::reading::time_of_day;

/// The transcript below a screen that is about something else.
pub fn past(here: Here, open: bool) -> impl IntoView {
    let words = here.words;
    let column = NodeRef::<html::Div>::new();
    view! {
        <details class="past" open=open>
            <summary>{words.transcript}</summary>
            <div role="log" aria-label=words.conversation aria-live="off">
                <div class="entries" node_ref=column>{entries(here, column)}</div>
            </div>
        </details>
    }
}

/// The button that saves the transcript as a text file.
pub fn download(here: Here) -> AnyView {
    Button::new("download", here.words.download)
        .class("button quiet")
        .icon(Some(Icon::Download))
        .press(move || {
            files::download("conversation.txt", "text/plain;charset=utf-8", &plain(here));
        })
        .view()
}

/// Everything said, as text.
fn plain(here: Here) -> String {
    let Here { session, words } = here;
    let title = session
        .facts()
        .with_untracked(|facts| facts.as_ref().map(|facts| facts.name.clone()))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| words.agent.to_owned());
    let mut text = title.clone();
    text.push('\n');
    session.entries().with_untracked(|entries| {
        for (_, entry) in entries {
            entry.with_untracked(|entry| {
                let Body::Message(message) = &entry.body else {
                    return;
                };
                let who = match message.speaker {
                    Speaker::Visitor => words.you,
                    Speaker::Agent => &title,
                };
                for part in [
                    "\n",
                    &time_of_day(entry.at),
                    "  ",
                    who,
                    "\n",
                    &message.text,
                    "\n",
                ] {
                    text.push_str(part);
                }
            });
        }
    });
    text
}
