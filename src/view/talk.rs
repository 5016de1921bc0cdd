//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;
#[cfg(feature = "guests")]
use vivavoce_core::transcript::{Body, Entry, EntryId};

use super::bar::Bar;
use super::broken::BrokenBar;
use super::composer::Composer;
use super::focus;
#[cfg(feature = "guests")]
use super::guest;
use super::here::Here;
use super::transcript::Transcript;
use super::trouble;
#[cfg(feature = "guests")]
use crate::browser::element::react;
use crate::browser::element::{El, el};

#[component]
pub fn Talk(here: Here) -> El {
    let Here { session, words } = here;
    // A touch keyboard that comes up by itself would hide the greeting.
    focus::arrive(if focus::by_touch() {
        focus::HEADING
    } else {
        focus::MESSAGE
    });
    let (phase, link_lost) = (session.phase(), session.link_lost());
    let failed = move || phase.get() == Phase::Failed;
    let foot = el("div", "foot")
        .when(
            move || link_lost.get() && !failed(),
            move || el("p", "link").text(words.reconnecting),
        )
        .when(failed, move || view! { <trouble::Panel here/> });
    let foot = foot.child(view! { <BrokenBar here/> });
    #[cfg(feature = "guests")]
    let foot = foot.child(view! { <guest::PromptBar here/> });
    let foot = foot.child(view! { <Composer here/> });
    #[cfg(feature = "guests")]
    let foot = {
        let (shown, elsewhere) = (foot.clone(), session.elsewhere());
        let entries = session.entries();
        // The vendor's page has its own field; until it is there, nobody can be written to.
        react(move || {
            let framed = elsewhere.framed.with(Option::is_some);
            let unspoken = |(_, entry): &(EntryId, ArcRwSignal<Entry>)| {
                entry.with_untracked(|entry| matches!(entry.body, Body::Tool(_)))
            };
            let opens = !elsewhere.open.get() && entries.with(|all| all.iter().all(unspoken));
            let away = (framed || opens) && !failed() && !link_lost.get();
            shown.set("hidden", away.then_some(""));
        });
        foot
    };
    #[cfg(feature = "guests")]
    {
        let framed = session.elsewhere().framed;
        let middle = el("div", "middle")
            .part(
                move || framed.with(Option::is_some),
                move |framed| {
                    vec![if *framed {
                        El::from(view! { <guest::Framed here/> })
                    } else {
                        El::from(view! { <Transcript here/> })
                    }]
                },
            )
            .child(view! { <guest::Drawer here/> });
        el("div", "talk")
            .child(view! { <Bar here/> })
            .child(middle)
            .child(foot)
    }
    #[cfg(not(feature = "guests"))]
    el("div", "talk")
        .child(view! { <Bar here/> })
        .child(view! { <Transcript here/> })
        .child(foot)
}
