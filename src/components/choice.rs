//! Answers that are offered as buttons and links.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;
use vivavoce_core::wire::Choice;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::button::Button;
use crate::components::focus;

/// A group of them; nothing where none can be chosen.
pub fn choices(
    control: &'static str,
    label: &'static str,
    offered: Vec<Choice>,
    chosen: UnsyncCallback<(Choice,)>,
) -> Option<Piece> {
    let shown: Vec<Piece> = offered
        .into_iter()
        .filter_map(|choice| one(control, "button", choice, chosen))
        .collect();
    (!shown.is_empty())
        .then(|| view! { <div class="choices" role="group" aria-label=label>{shown}</div> }.piece())
}

/// `None` for a choice that leads to an address nobody may be sent to.
pub fn one(
    control: &'static str,
    class: &'static str,
    choice: Choice,
    chosen: UnsyncCallback<(Choice,)>,
) -> Option<Piece> {
    let label = choice.text.trim().to_owned();
    let Some(url) = &choice.url else {
        let press = move || {
            chosen.run((choice.clone(),));
            // The buttons go once one is pressed.
            focus::to_message();
        };
        return Some(view! { <Button control class label press/> }.into_inner());
    };
    let url = safe_link(url)?;
    Some(
        view! {
            <a
                class=class
                data-control=control
                href=url
                target="_blank"
                rel="noopener noreferrer nofollow ugc"
            >
                {label}
            </a>
        }
        .piece(),
    )
}
