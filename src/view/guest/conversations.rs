//! The visitor's conversations at the vendor: open one, begin one, delete one.

use leptos::prelude::*;
use vivavoce_core::dialect::guest::{Ask, ConversationFacts};

use super::{Shown, words};
use crate::browser::element::{El, el};
use crate::browser::reading::day_or_time;
use crate::view::button::Button;
use crate::view::focus;
use crate::view::here::Here;
use crate::view::icon::Icon;

#[component]
pub fn Conversations(here: Here) -> El {
    let session = here.session;
    let ours = words(here);
    let elsewhere = session.elsewhere();
    session.ask(Ask::Conversations);
    // Beside a vendor's own page a conversation is read, in the other list; it is not gone on with.
    let framed = elsewhere.framed.get_untracked().is_some();
    let go = move |ask: Ask| {
        elsewhere.drawer.set(framed.then_some(Shown::Details));
        session.ask(ask);
        if !framed {
            focus::to_message();
        }
    };
    let new = Button::new("new", ours.new)
        .class("button small")
        .icon(Some(Icon::Plus))
        .press(move || go(Ask::New));
    // Which one is asked about: deleting is for good.
    let asked = RwSignal::new(None::<String>);
    let all = move || {
        (
            elsewhere.conversations.get().unwrap_or_default(),
            asked.get(),
        )
    };
    el("div", "conversations")
        .children((!framed).then(|| new.view()))
        .part(all, move |(all, sure)| {
            if all.is_empty() {
                return vec![el("p", "none").text(ours.no_conversations)];
            }
            let rows = all.iter().map(|facts| {
                if sure.as_deref() == Some(&facts.id) {
                    confirm(here, facts, asked)
                } else {
                    row(here, facts, asked, go)
                }
            });
            vec![el("ul", "").children(rows)]
        })
}

fn title(here: Here, facts: &ConversationFacts) -> String {
    match facts.title.trim() {
        "" => words(here).untitled.to_owned(),
        title => title.to_owned(),
    }
}

fn row(
    here: Here,
    facts: &ConversationFacts,
    asked: RwSignal<Option<String>>,
    go: impl Fn(Ask) + Copy + 'static,
) -> El {
    let ours = words(here);
    let (id, current) = (facts.id.clone(), facts.current);
    let name = el("span", "").attr("dir", "auto").text(&title(here, facts));
    let detail = match (current, facts.at > 0.0) {
        (true, _) => ours.current.to_owned(),
        (false, true) => day_or_time(facts.at),
        (false, false) => String::new(),
    };
    let open = el("button", "conversation")
        .attr("type", "button")
        .attr("data-control", "conversation")
        .child(name)
        .child(el("small", "").text(&detail))
        .on("click", move |_| {
            let conversation = id.clone();
            go(Ask::Open { conversation });
        });
    open.set("aria-current", current.then_some("true"));
    let id = facts.id.clone();
    let delete = facts.deletable.then(|| {
        Button::new("delete", ours.delete)
            .class("button quiet small")
            .press(move || asked.set(Some(id.clone())))
            .view()
    });
    el("li", "").child(open).children(delete)
}

fn confirm(here: Here, facts: &ConversationFacts, asked: RwSignal<Option<String>>) -> El {
    let session = here.session;
    let ours = words(here);
    let id = facts.id.clone();
    let delete = Button::new("delete-sure", ours.delete)
        .class("button small")
        .press(move || {
            let conversation = id.clone();
            session.ask(Ask::Delete { conversation });
            asked.set(None);
            focus::place(".drawer h2");
        });
    let keep = Button::new("keep", ours.keep)
        .class("button quiet small")
        .press(move || {
            asked.set(None);
            focus::place(".drawer h2");
        });
    focus::arrive("[data-control=keep]");
    el("li", "sure")
        .attr("role", "group")
        .child(
            el("p", "")
                .attr("dir", "auto")
                .text(&(ours.delete_sure)(&title(here, facts))),
        )
        .child(delete.view())
        .child(keep.view())
}
