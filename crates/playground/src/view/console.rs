//! What the embed tells the page around it, and what that page can tell the embed.

use std::cell::RefCell;

use leptos::prelude::*;
use serde_json::Value;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;

use super::form::{area, button, labelled, select, text};
use crate::api;
use crate::bench::Bench;
use crate::browser::{self, embed};

/// Lines that are kept.
const MOST: usize = 200;

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub number: u32,
    pub time: String,
    /// `heard` and its documented kind `event`, `said`, `answered` or `refused`.
    pub kind: &'static str,
    pub name: String,
    pub text: String,
}

impl Line {
    fn new(kind: &'static str, name: &str, text: String) -> Line {
        Line {
            number: 0,
            time: browser::time(),
            kind,
            name: name.to_owned(),
            text,
        }
    }

    /// A message of the embed, as JSON.
    pub fn heard(json: &str) -> Line {
        let message: Value = serde_json::from_str(json).unwrap_or_default();
        let word = |name: &str| message.get(name).and_then(Value::as_str).map(str::to_owned);
        match (word("event"), word("type")) {
            (Some(event), _) => Line::new("event", &event, json.to_owned()),
            (None, Some(kind)) => {
                let data = message
                    .get("data")
                    .map(Value::to_string)
                    .unwrap_or_default();
                Line::new("heard", &kind, data)
            }
            (None, None) => Line::new("heard", "message", json.to_owned()),
        }
    }
}

thread_local! {
    /// The element that commands go to.
    static ELEMENT: RefCell<Option<El>> = const { RefCell::new(None) };
}

pub fn set_element(tag: El) {
    ELEMENT.with(|element| *element.borrow_mut() = Some(tag));
}

/// The one that was shown last.
pub fn element() -> Option<El> {
    ELEMENT.with(|element| element.borrow().clone())
}

pub fn note(bench: Bench, mut line: Line) {
    bench.lines.try_update(|lines| {
        line.number = lines.first().map_or(1, |newest| newest.number + 1);
        lines.insert(0, line);
        lines.truncate(MOST);
    });
}

/// A command, and an example of its value as JSON; empty where it takes none.
const COMMANDS: [(&str, &str, &str); 11] = [
    ("getState", "", "Which phase the embed is in."),
    ("start", "", "As the Start button."),
    ("send", "\"Hello!\"", "Sends a message as the visitor."),
    (
        "prefill",
        "\"I would like to …\"",
        "Puts a text into the composer.",
    ),
    ("stop", "", "As the End button."),
    (
        "setUser",
        "{ \"name\": \"Ada\", \"email\": \"ada@example.com\" }",
        "Prefills the dialog; grants nothing.",
    ),
    (
        "setVariables",
        "{ \"company_name\": \"Acme\" }",
        "For the next session.",
    ),
    (
        "setTheme",
        "{ \"color\": \"teal-500\", \"background\": \"slate-900\" }",
        "At once, without loading anew.",
    ),
    (
        "sendNotes",
        "[{ \"text\": \"The basket holds two lamps\", \"source\": \"shop\" }]",
        "Tells the agent what the page observed.",
    ),
    (
        "setAccessToken",
        "",
        "Mints a token with your key and hands it over.",
    ),
    ("destroy", "", "Ends the session and removes the element."),
];

fn command(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    COMMANDS.iter().find(|(known, ..)| *known == name)
}

pub fn panel(bench: Bench) -> El {
    el("section", "panel")
        .attr("aria-labelledby", "console-title")
        .child(
            el("div", "row")
                .child(text("h2", "", "Events and commands").attr("id", "console-title"))
                .when(
                    move || bench.lines.with(|lines| !lines.is_empty()),
                    move || button("Clear", "quiet", move || bench.lines.set(Vec::new())),
                ),
        )
        .child(commands(bench))
        .when(
            move || bench.lines.with(Vec::is_empty),
            || {
                text(
                    "p",
                    "hint",
                    "Start the conversation: onStart appears here, then onStop and onSubmit.",
                )
            },
        )
        .child(log(bench))
}

fn commands(bench: Bench) -> El {
    let name = RwSignal::new("getState".to_owned());
    let value = RwSignal::new(String::new());
    let options: Vec<_> = COMMANDS.iter().map(|(name, ..)| (*name, *name)).collect();
    let choose = move |chosen: String| {
        value.set(
            command(&chosen)
                .map(|(_, example, _)| *example)
                .unwrap_or_default()
                .to_owned(),
        );
        name.set(chosen);
    };
    let about = move || {
        name.with(|name| command(name).map(|(.., about)| *about))
            .unwrap_or_default()
    };
    let takes =
        move || name.with(|name| command(name).is_some_and(|(_, example, _)| !example.is_empty()));
    el("form", "commands")
        .child(labelled(
            "Command",
            "",
            select(&options, move || name.get(), choose),
        ))
        .child(el("p", "hint").live_text(move || about().into()))
        .when(takes, move || {
            labelled(
                "Value, as JSON",
                "",
                area(2, move || value.get(), move |text| value.set(text))
                    .attr("spellcheck", "false"),
            )
        })
        .child(text("button", "button", "Run").attr("type", "submit"))
        .on_submit(move || run(bench, name.get_untracked(), value.get_untracked()))
}

fn run(bench: Bench, name: String, value: String) {
    let Some(tag) = element() else {
        return note(
            bench,
            Line::new("refused", &name, "There is no preview yet.".to_owned()),
        );
    };
    let value = (!value.trim().is_empty()).then_some(value);
    // A token is a secret, in this log as elsewhere.
    note(
        bench,
        Line::new("said", &name, value.clone().unwrap_or_default()),
    );
    let (key, scenario) = (bench.site.key_now(), bench.chosen.get_untracked());
    task::spawn(async move {
        let value = match (name.as_str(), key, scenario) {
            ("setAccessToken", Some(key), Some(known)) => api::token(&key, &known.id)
                .await
                .map(|token| Some(Value::from(token).to_string())),
            ("setAccessToken", ..) => Err("Enter an API key first: it mints the token.".to_owned()),
            _ => Ok(value),
        };
        let answer = match value {
            Ok(value) => embed::command(&tag, &name, value.as_deref()).await,
            Err(sentence) => Err(sentence),
        };
        note(
            bench,
            match answer {
                Ok(state) => Line::new("answered", &name, state),
                Err(sentence) => Line::new("refused", &name, sentence),
            },
        );
    });
}

fn log(bench: Bench) -> El {
    let rows = move || {
        bench.lines.with(|lines| {
            lines
                .iter()
                .map(|line| (u32::MAX - line.number, line.clone()))
                .collect()
        })
    };
    let list = el("ol", "").rows(rows, |_, line| {
        let way = match line.kind {
            "said" => "→ ",
            "answered" => "← ",
            "refused" => "✗ ",
            _ => "",
        };
        el("li", "")
            .attr("data-kind", line.kind)
            .attr("data-name", &line.name)
            .child(text("time", "", &line.time))
            .child(text("strong", "", &format!("{way}{}", line.name)))
            .child(text("code", "", &line.text))
    });
    el("div", "events")
        .attr("role", "log")
        .attr("aria-labelledby", "console-title")
        .attr("tabindex", "0")
        .child(list)
}
