//! The conversation when it is over: to read again, and to keep.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::text::is_blank;
use vivavoce_core::transcript::Body;

use crate::browser::files;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::browser::reading::time_of_day;
use crate::components::button::Button;
use crate::components::icon::Icon;
use crate::components::stage::Sentence;
use crate::here::{Here, here};
use crate::screens::after::words;
use crate::screens::conversation::transcript::Entries;

/// The transcript below a screen that is about something else.
#[component]
pub fn Past(#[prop(optional)] open: bool) -> Piece {
    let (words, ours) = (here().words, words());
    view! {
        <details class="past" open=open>
            <summary>{ours.transcript}</summary>
            <div role="log" aria-label=words.conversation aria-live="off">
                <Entries/>
            </div>
        </details>
    }
    .piece()
}

/// Why it is over, where the visitor did not end it: the time is up.
#[component]
pub fn TimeUp() -> Option<Piece> {
    let timed_up = here().session.timed_up().get_untracked();
    timed_up.then(|| view! { <Sentence text=words().time_up/> }.into_inner())
}

/// What was written and not sent, to be copied from here.
#[component]
pub fn Unsent() -> Option<Piece> {
    let draft = here().session.draft().get_untracked();
    (!is_blank(&draft)).then(|| {
        view! {
            <div class="unsent">
                <p>{words().unsent_draft}</p>
                <blockquote dir="auto">{draft}</blockquote>
            </div>
        }
        .piece()
    })
}

/// The button that saves the transcript as a text file; nothing where there is none, or where none is
/// to be kept.
#[component]
pub fn Download() -> Option<Piece> {
    let (here, ours) = (here(), words());
    let kept = here.session.config().transcribe != Some(false);
    if !kept || here.session.rows().with_untracked(Vec::is_empty) {
        return None;
    }
    let doubt = RwSignal::new("");
    let press = move || {
        let saved = files::download("conversation.txt", "text/plain;charset=utf-8", &plain(here));
        if !saved || files::is_sandboxed() {
            doubt.try_set(ours.download_doubt);
            here.session.announce(ours.download_doubt.to_owned());
        }
    };
    let download = view! {
        <Button
            control="download"
            class="button quiet"
            label=ours.download
            icon=Some(Icon::DOWNLOAD)
            press
        />
        <p>{move || doubt.get()}</p>
    };
    Some(download.piece())
}

/// Everything said, as text.
fn plain(here: Here) -> String {
    let Here { session, words, .. } = here;
    let title = untrack(|| here.title());
    let mut text = title.clone();
    text.push('\n');
    session.rows().with_untracked(|rows| {
        for row in rows {
            row.peek(|entry| {
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
