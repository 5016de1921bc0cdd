//! What is asked before something throws away what was edited.

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::listen::Listener;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::components::effect;

use super::form::Button;
use crate::browser;
use crate::site::Site;

/// Asks whenever something waits in `site.leaving`; `save` ends with [`Site::go_on`] where it could.
#[component]
pub fn LeavingDialog(site: Site, #[prop(into)] save: UnsyncCallback<()>) -> Piece {
    StoredValue::new_local(browser::guard(move || {
        site.unsaved.try_get_untracked() == Some(true)
    }));
    // Whoever goes on without the page has nothing unsaved any more.
    on_cleanup(move || {
        site.unsaved.set(false);
        site.leaving.set(None);
    });
    let asked = Memo::new(move |_| site.leaving.with(Option::is_some));
    let shown = move || asked.get().then(|| view! { <Question site save/> });
    view! { <div>{shown}</div> }.piece()
}

#[component]
fn Question(site: Site, save: UnsyncCallback<()>) -> Piece {
    let dialog = NodeRef::<html::Dialog>::new();
    let stay = move || site.leaving.set(None);
    effect::when_built(move || {
        let Some(dialog) = dialog.get_untracked() else {
            return;
        };
        // Esc closes it.
        StoredValue::new_local(Listener::new(&dialog, "close", move |_| stay()));
        browser::open_dialog(&dialog);
    });
    let save = move || {
        // What stops it is said below the form.
        save.run(());
    };
    view! {
        <dialog class="question" aria-labelledby="leaving-title" node_ref=dialog>
            <h2 id="leaving-title">{"There are unsaved changes"}</h2>
            <p>{"They are lost when you leave this page without saving them."}</p>
            <div class="acts">
                <Button label="Save" class="button" focused=true press=save/>
                <Button label="Discard" press=move || site.go_on()/>
                <Button label="Stay" press=stay/>
            </div>
        </dialog>
    }
    .piece()
}
