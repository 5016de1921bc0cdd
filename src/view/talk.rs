//! The conversation: bar, transcript, composer; also while it ends, and after it broke off.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use super::bar::Bar;
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
    #[cfg(feature = "guests")]
    let foot = foot.child(view! { <guest::PromptBar here/> });
    let foot = foot.child(view! { <Composer here/> });
    #[cfg(feature = "guests")]
    let foot = {
        let (shown, framed) = (foot.clone(), session.elsewhere().framed);
        // The vendor's page has its own field.
        react(move || {
            let away = framed.with(Option::is_some) && !failed() && !link_lost.get();
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
