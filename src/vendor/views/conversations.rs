//! The visitor's conversations at the vendor: open one, begin one, delete one.

use leptos::prelude::*;
use vivavoce_core::dialect::vendor::{ConversationFacts, VendorCommand};

use super::words;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::browser::reading::day_or_time;
use crate::components::button::Button;
use crate::components::focus;
use crate::components::icon::Icon;
use crate::here::{Here, here};
use crate::vendor::state::Shown;

#[component]
pub fn Conversations() -> Piece {
    let here = here();
    let session = here.session;
    let ours = words(here);
    let state = session.vendor_state();
    session.command(VendorCommand::Conversations);
    // Beside a vendor's own page a conversation is read, in the other list; it is not gone on with.
    let framed = state.framed.get().is_some();
    let go = UnsyncCallback::from(move |ask: VendorCommand| {
        state.drawer.set(framed.then_some(Shown::Details));
        session.command(ask);
        if !framed {
            focus::to_message();
        }
    });
    // Which one is asked about: deleting is for good.
    let asked = RwSignal::new(None::<String>);
    let list = move || {
        let all = state.conversations.get().unwrap_or_default();
        if all.is_empty() {
            return view! { <p class="none">{ours.no_conversations}</p> }.piece();
        }
        let sure = asked.get();
        let rows: Vec<Piece> = all
            .into_iter()
            .map(|facts| {
                if sure.as_ref() == Some(&facts.id) {
                    view! { <Confirm facts asked/> }.into_inner()
                } else {
                    view! { <Row facts asked go/> }.into_inner()
                }
            })
            .collect();
        view! { <ul>{rows}</ul> }.piece()
    };
    view! {
        <div class="conversations">
            {(!framed)
                .then(|| {
                    view! {
                        <Button
                            control="new"
                            class="button small"
                            label=ours.new
                            icon=Some(Icon::PLUS)
                            press=move || go.run((VendorCommand::New,))
                        />
                    }
                })}
            {list}
        </div>
    }
    .piece()
}

fn title(here: Here, facts: &ConversationFacts) -> String {
    match facts.title.trim() {
        "" => words(here).untitled.to_owned(),
        title => title.to_owned(),
    }
}

#[component]
fn Row(
    facts: ConversationFacts,
    asked: RwSignal<Option<String>>,
    go: UnsyncCallback<(VendorCommand,)>,
) -> Piece {
    let here = here();
    let ours = words(here);
    let detail = match (facts.current, facts.at > 0.0) {
        (true, _) => ours.current.to_owned(),
        (false, true) => day_or_time(facts.at),
        (false, false) => String::new(),
    };
    let id = facts.id.clone();
    let delete = facts.deletable.then(|| {
        view! {
            <Button
                control="delete"
                class="button quiet small"
                label=ours.delete
                press=move || asked.set(Some(id.clone()))
            />
        }
    });
    let name = title(here, &facts);
    view! {
        <li>
            <button
                class="conversation"
                type="button"
                data-control="conversation"
                aria-current=facts.current.then_some("true")
                on:click=move |_| {
                    go.run((VendorCommand::Open { conversation: facts.id.clone() },));
                }
            >
                <span dir="auto">{name}</span>
                <small>{detail}</small>
            </button>
            {delete}
        </li>
    }
    .piece()
}

#[component]
fn Confirm(facts: ConversationFacts, asked: RwSignal<Option<String>>) -> Piece {
    let here = here();
    let ours = words(here);
    let question = ours.delete_sure.with([&title(here, &facts)]);
    let leave = move || {
        asked.set(None);
        focus::place(".drawer h2");
    };
    let delete = move || {
        let conversation = facts.id.clone();
        here.session.command(VendorCommand::Delete { conversation });
        leave();
    };
    focus::arrive("[data-control=keep]");
    view! {
        <li class="sure" role="group">
            <p dir="auto">{question}</p>
            <Button control="delete-sure" class="button small" label=ours.delete press=delete/>
            <Button control="keep" class="button quiet small" label=ours.delete_keep press=leave/>
        </li>
    }
    .piece()
}
