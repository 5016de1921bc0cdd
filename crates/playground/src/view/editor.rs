//! A scenario's fields, to create one or to change it.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce_client::types::Scenario;
use vivavoce_core::variables;

use super::form::{Area, Check, Form, Input, Submit, problem};
use crate::api;
use crate::draft::Draft;
use crate::route::Route;
use crate::site::Site;

#[component]
pub fn NewScenario(site: Site) -> Piece {
    let blank = Scenario {
        is_public: true,
        ..Scenario::default()
    };
    view! {
        <div>
            <div class="lead">
                <h1>{"New scenario"}</h1>
            </div>
            <Editor site scenario=blank/>
        </div>
    }
    .piece()
}

/// The fields of `scenario`; `id` where it is there already.
#[component]
pub fn Editor(site: Site, scenario: Scenario, #[prop(optional, into)] id: Option<String>) -> Piece {
    let draft = RwSignal::new(Draft::of(&scenario));
    let wrong = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let is_new = id.is_none();

    let text = move |read: fn(&Draft) -> &String| {
        Signal::derive(move || draft.with(|draft| read(draft).clone()))
    };
    let write = move |write: fn(&mut Draft, String)| {
        UnsyncCallback::new(move |(text,)| draft.update(|draft| write(draft, text)))
    };
    let flag = move |read: fn(&Draft) -> bool| Signal::derive(move || draft.with(read));
    let tick = move |write: fn(&mut Draft, bool)| {
        UnsyncCallback::new(move |(on,)| draft.update(|draft| write(draft, on)))
    };
    let found = move || {
        let names = draft.with(|draft| variables::names(&draft.instructions));
        if names.is_empty() {
            "No variables. Write {{ name }} where the page is to fill something in.".to_owned()
        } else {
            format!("Variables found: {}", names.join(", "))
        }
    };
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let body = match draft.with_untracked(|draft| draft.body(id.as_deref())) {
            Ok(body) => body,
            Err(sentence) => return wrong.set(sentence),
        };
        busy.set(true);
        wrong.set(String::new());
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<Scenario, String> =
                api::ask(key.as_ref(), "POST", "/api/public/scenarios", Some(&body)).await;
            busy.try_set(false);
            match answer {
                Ok(saved) if is_new => {
                    site.go(Route::Scenario(saved.slug.unwrap_or(saved.id)));
                    site.say("The scenario is created.");
                }
                Ok(_) => site.say("Saved."),
                Err(sentence) => {
                    wrong.try_set(sentence);
                }
            }
        });
    };
    view! {
        <Form
            class="panel editor"
            label=if is_new { "New scenario" } else { "Edit the scenario" }
            send
        >
            <Input
                label="Name"
                hint="Visitors see it as the title."
                example="Customer support training"
                required=true
                value=text(|it| &it.name)
                commit=write(|it, text| it.name = text)
            />
            <Input
                label="What visitors read before they start"
                example="Practise a difficult call"
                value=text(|it| &it.about)
                commit=write(|it, text| it.about = text)
            />
            <Area
                label="Instructions for the agent"
                hint="Whom it plays, and how. No visitor ever sees them."
                rows=12
                required=true
                value=text(|it| &it.instructions)
                commit=write(|it, text| it.instructions = text)
            />
            <p class="hint">{found}</p>
            <Area
                label="Rubric"
                hint="What the conversation is measured by, one criterion a line."
                rows=5
                value=text(|it| &it.rubric)
                commit=write(|it, text| it.rubric = text)
            />
            <div class="pair">
                <Input
                    label="Note for your team"
                    hint="Internal."
                    value=text(|it| &it.description)
                    commit=write(|it, text| it.description = text)
                />
                <Input
                    label="Longest duration"
                    hint="Seconds."
                    example="600"
                    numeric=true
                    value=text(|it| &it.seconds)
                    commit=write(|it, text| it.seconds = text)
                />
            </div>
            <Check
                label="Public"
                hint="A private one opens by an access token."
                checked=flag(|it| it.is_public)
                set=tick(|it, on| it.is_public = on)
            />
            <Check
                label="The agent speaks first"
                checked=flag(|it| it.agent_begins)
                set=tick(|it, on| it.agent_begins = on)
            />
            <Check
                label="Submit without asking"
                checked=flag(|it| it.is_auto_submit)
                set=tick(|it, on| it.is_auto_submit = on)
            />
            <Check
                label="Visitors are told that they are recorded"
                checked=flag(|it| it.is_recording)
                set=tick(|it, on| it.is_recording = on)
            />
            <Input
                label="Passcode"
                hint="Opens it to whoever knows it. Left empty, it stays as it is."
                class="secret"
                value=text(|it| &it.passcode)
                commit=write(|it, text| it.passcode = text)
            />
            {problem(wrong)}
            <Submit label=if is_new { "Create" } else { "Save" } busy/>
        </Form>
    }
    .into_inner()
}
