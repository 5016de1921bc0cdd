//! Room for a part that comes later: nothing for a moment, then the stage, then the part. Where it
//! does not come, a sentence with Retry.

use leptos::prelude::*;

use crate::browser::coming::{Coming, Missing};
use crate::browser::fetch::within;
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::browser::task;
use crate::components::button::Button;
use crate::components::icon::Icon;
use crate::components::stage::{Badge, Sentence, Skeleton, TITLE, Title};
use crate::components::{effect, focus};
use crate::words::Words;

/// How long a part may take before anything is shown in its place, in milliseconds: a part that
/// was fetched ahead takes less, and what flashes is worse than what is absent.
const UNNOTICED: u64 = 200;

#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Awaited,
    /// For longer than [`UNNOTICED`].
    Slow,
    Here,
    Missing(Missing),
}

/// A screen that comes later: what makes it once it is there.
pub type Screen = fn() -> Piece;

/// The screen that `load` loads. `renew` loads the page anew for one that is gone, if that helps; it is
/// told whether the visitor asked for it.
#[component]
pub fn Late(
    words: &'static Words,
    load: fn() -> Coming<Screen>,
    renew: Callback<bool, bool>,
) -> Piece {
    let standing = RwSignal::new(Standing::Awaited);
    let come = StoredValue::new_local(None::<Screen>);
    let (tries, busy) = (RwSignal::new(0_u32), RwSignal::new(false));
    effect::now(move || {
        tries.track();
        task::spawn(async move {
            let mut coming = load();
            let came = match within(UNNOTICED, coming.as_mut()).await {
                Some(came) => came,
                None => {
                    if standing.try_get_untracked() == Some(Standing::Awaited) {
                        standing.try_set(Standing::Slow);
                    }
                    coming.await
                }
            };
            let now = match came {
                Ok(came) => {
                    come.try_set_value(Some(came));
                    Standing::Here
                }
                // The new page is on its way; until then what stands here stays.
                Err(Missing::Gone) if renew.run(false) => return,
                Err(missing) => Standing::Missing(missing),
            };
            busy.try_set(false);
            // What failed in the same way stays as it is, and so does the focus in it.
            if standing.try_get_untracked() != Some(now) {
                standing.try_set(now);
            }
        });
    });
    let retry = move || {
        busy.set(true);
        if standing.get_untracked() == Standing::Missing(Missing::Gone) && renew.run(true) {
            return;
        }
        tries.update(|tries| *tries += 1);
    };
    let shown = part(move || match standing.get() {
        Standing::Awaited => None,
        Standing::Slow => Some(view! { <Skeleton words/> }.into_inner()),
        Standing::Here => come.get_value().map(|screen| screen()),
        Standing::Missing(why) => Some(view! { <Retry words why busy retry/> }.into_inner()),
    });
    view! { <div class="late">{shown}</div> }.piece()
}

/// Why it did not come, and asking again.
#[component]
fn Retry(
    words: &'static Words,
    why: Missing,
    busy: RwSignal<bool>,
    #[prop(into)] retry: UnsyncCallback<()>,
) -> Piece {
    focus::arrive(focus::HEADING);
    let told = words.explain(&why.failure());
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            <Badge icon=Icon::TROUBLE trouble=true/>
            <Title text=told.what/>
            <Sentence text=told.advice/>
            <div class="actions">
                <Button control="retry" label=words.retry busy press=retry/>
            </div>
        </section>
    }
    .piece()
}
