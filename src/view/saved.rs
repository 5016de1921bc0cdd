//! The conversation when it is over: to read again, and to keep.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::transcript::Body;

use super::button::Button;
use super::here::Here;
use super::icon::Icon;
use super::transcript::Entries;
use crate::browser::element::{El, el};
use crate::browser::files;
use crate::browser::reading::time_of_day;

/// The transcript below a screen that is about something else.
#[component]
pub fn Past(here: Here, open: bool) -> El {
    let words = here.words;
    let log = el("div", "")
        .attr("role", "log")
        .attr("aria-label", words.conversation)
        .attr("aria-live", "off")
        .child(view! { <Entries here/> });
    let details = el("details", "past")
        .child(el("summary", "").text(words.transcript))
        .child(log);
    if open {
        details.attr("open", "")
    } else {
        details
    }
}

/// The button that saves the transcript as a text file.
#[component]
pub fn Download(here: Here) -> El {
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
    let title = untrack(|| here.title());
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
                let time = time_of_day(entry.at);
                for part in ["\n", &time, "  ", who, "\n", &message.text, "\n"] {
                    text.push_str(part);
                }
            });
        }
    });
    text
}
