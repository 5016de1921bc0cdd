//! What the embed tells the page around it, and what that page can tell the embed.

use leptos::prelude::*;
use serde_json::Value;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;

use super::form::{Area, Button, Choice, Form, Select};
use crate::api;
use crate::bench::Bench;
use crate::browser;

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

#[component]
pub fn Console(bench: Bench) -> Piece {
    let is_empty = Memo::new(move |_| bench.lines.with(Vec::is_empty));
    view! {
        <section class="panel" aria-labelledby="console-title">
            <div class="row">
                <h2 id="console-title">{"Events and commands"}</h2>
                <Show when=move || !is_empty.get()>
                    <Button label="Clear" press=move || bench.lines.set(Vec::new())/>
                </Show>
            </div>
            <Commands bench/>
            <Show when=move || is_empty.get()>
                <p class="hint">
                    {"Start the conversation: onStart appears here, then onStop and onSubmit."}
                </p>
            </Show>
            <div class="events" role="log" aria-labelledby="console-title" tabindex="0">
                <ol>
                    <For
                        each=move || bench.lines.get()
                        key=|line| line.number
                        children=|line| view! { <LogLine line/> }
                    />
                </ol>
            </div>
        </section>
    }
    .piece()
}

#[component]
fn Commands(bench: Bench) -> Piece {
    let name = RwSignal::new("getState".to_owned());
    let value = RwSignal::new(String::new());
    let options: Vec<Choice> = COMMANDS.iter().map(|(name, ..)| (*name, *name)).collect();
    let example = |name: &str| command(name).map_or("", |(_, example, _)| *example);
    let choose = move |chosen: String| {
        value.set(example(&chosen).to_owned());
        name.set(chosen);
    };
    let about = move || name.with(|name| command(name).map_or("", |(.., about)| *about));
    let takes = Memo::new(move |_| name.with(|name| !example(name).is_empty()));
    let send = move || run(bench, name.get_untracked(), value.get_untracked());
    view! {
        <Form class="commands" send>
            <Select label="Command" options value=name choose/>
            <p class="hint">{about}</p>
            <Show when=move || takes.get()>
                <Area
                    label="Value, as JSON"
                    rows=2
                    code=true
                    value
                    commit=move |text: String| value.set(text)
                />
            </Show>
            <button type="submit" class="button">{"Run"}</button>
        </Form>
    }
    .into_inner()
}

fn run(bench: Bench, name: String, value: String) {
    let Some(tag) = bench.tag.get_value() else {
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
            Ok(value) => tag.command(&name, value.as_deref()).await,
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

#[component]
fn LogLine(line: Line) -> Piece {
    let way = match line.kind {
        "said" => "→ ",
        "answered" => "← ",
        "refused" => "✗ ",
        _ => "",
    };
    view! {
        <li data-kind=line.kind data-name=line.name.clone()>
            <time>{line.time}</time>
            <strong>{format!("{way}{}", line.name)}</strong>
            <code>{line.text}</code>
        </li>
    }
    .piece()
}
