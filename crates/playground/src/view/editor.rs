//! A scenario's fields, to create one or to change it.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce::components::effect;
use vivavoce_client::types::Scenario;
use vivavoce_core::variables;

use super::form::{Area, Check, Form, Input, Submit, Tells, problem};
use super::leaving::LeavingDialog;
use crate::draft::Draft;
use crate::route::Route;
use crate::site::Site;
use crate::{api, browser};

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

/// The fields of `scenario`; `id` where it is there already, and `saved` what it then is.
#[component]
pub fn Editor(
    site: Site,
    scenario: Scenario,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] saved: Option<UnsyncCallback<(Scenario,)>>,
) -> Piece {
    // As the server has it, and as it is here.
    let before = RwSignal::new(Draft::of(&scenario));
    let has_passcode = RwSignal::new(scenario.requires_passcode);
    let draft = RwSignal::new(before.get_untracked());
    let wrong = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let is_new = id.is_none();

    let text = move |read: fn(&Draft) -> &String| {
        Signal::derive(move || draft.with(|draft| read(draft).clone()))
    };
    let moment = move |read: fn(&Draft) -> &String| {
        Signal::derive(move || draft.with(|draft| browser::local(read(draft))))
    };
    let write = move |write: fn(&mut Draft, String)| {
        UnsyncCallback::new(move |(text,)| draft.update(|draft| write(draft, text)))
    };
    let flag = move |read: fn(&Draft) -> bool| Signal::derive(move || draft.with(read));
    let tick = move |write: fn(&mut Draft, bool)| {
        UnsyncCallback::new(move |(on,)| draft.update(|draft| write(draft, on)))
    };
    let unsaved = Memo::new(move |_| draft.with(|draft| before.with(|before| before != draft)));
    effect::now(move || site.unsaved.set(unsaved.get()));
    let found = move || {
        let names = draft.with(|draft| {
            let script = draft.script().unwrap_or_default();
            let script = draft.has_script().then_some(&script);
            variables::asked_of_page(&draft.instructions, &draft.about, script)
        });
        if names.is_empty() {
            "No variables. Write {{ name }} where the page is to fill something in.".to_owned()
        } else {
            format!("Your page fills: {}", names.join(", "))
        }
    };
    let plays = Memo::new(move |_| draft.with(Draft::has_script));
    let wrong_script = move || {
        let sentence = draft.with(|draft| draft.script().err())?;
        Some(view! { <p class="hint trouble">{sentence}</p> }.piece())
    };
    let wait = move |sentence| {
        wrong.try_set(sentence);
        // It is said in the page, which the question hides.
        site.leaving.try_set(None);
    };
    let send = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let body = match draft.with_untracked(|draft| draft.body(id.as_deref())) {
            Ok(body) => body,
            Err(sentence) => return wait(sentence),
        };
        busy.set(true);
        wrong.set(String::new());
        let sent = draft.get_untracked();
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<Scenario, String> =
                api::ask(key.as_ref(), "POST", "/api/public/scenarios", Some(&body)).await;
            busy.try_set(false);
            match answer {
                Ok(made) if is_new => {
                    site.unsaved.set(false);
                    if site.leaving.with_untracked(Option::is_none) {
                        site.go(Route::Scenario(made.slug.unwrap_or(made.id)));
                    }
                    site.go_on();
                    site.say("The scenario is created.");
                }
                Ok(scenario) => {
                    before.try_set(Draft::of(&scenario));
                    // What was typed meanwhile is not saved yet.
                    draft.try_update(|draft| {
                        if *draft == sent {
                            *draft = Draft::of(&scenario);
                        }
                    });
                    has_passcode.try_set(scenario.requires_passcode);
                    if let Some(saved) = saved {
                        saved.run((scenario,));
                    }
                    if unsaved.try_get_untracked() == Some(false) {
                        site.go_on();
                    }
                    site.say("Saved.");
                }
                Err(sentence) => wait(sentence),
            }
        });
    });
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
                tells=Tells::AtOnce
                value=text(|it| &it.name)
                commit=write(|it, text| it.name = text)
            />
            <Area
                label="What visitors read before they start"
                rows=2
                tells=Tells::AtOnce
                value=text(|it| &it.about)
                commit=write(|it, text| it.about = text)
            />
            <Show when=move || plays.get()>
                <p class="notice">
                    <strong>{"Plays a script: "}</strong>
                    {"its instructions are not used while it has one. (A model, where this server has one, follows the instructions and leaves the script alone.)"}
                </p>
            </Show>
            <Area
                label="Instructions for the agent"
                hint="Whom it plays, and how. No visitor ever sees them."
                rows=12
                tells=Tells::AtOnce
                value=text(|it| &it.instructions)
                commit=write(|it, text| it.instructions = text)
            />
            <details class="fold" open=plays.get_untracked()>
                <summary>
                    {"Script"}
                    <Show when=move || plays.get()>
                        <span class="tag">{"played"}</span>
                    </Show>
                </summary>
                <Area
                    label="Script, as JSON"
                    hint="What is said step by step, without a model. Emptied, the agent follows its instructions."
                    rows=14
                    code=true
                    tells=Tells::AtOnce
                    value=text(|it| &it.script)
                    commit=write(|it, text| it.script = text)
                />
                <div aria-live="polite">{wrong_script}</div>
                <p class="hint">
                    <a href="/docs/scenario-scripts" target="_blank" rel="noopener">
                        {"How a script is written"}
                    </a>
                </p>
            </details>
            <p class="hint">{found}</p>
            <Area
                label="Rubric"
                hint="What the conversation is measured by, one criterion a line."
                rows=5
                tells=Tells::AtOnce
                value=text(|it| &it.rubric)
                commit=write(|it, text| it.rubric = text)
            />
            <div class="pair">
                <Input
                    label="Note for your team"
                    hint="Internal."
                    tells=Tells::AtOnce
                    value=text(|it| &it.description)
                    commit=write(|it, text| it.description = text)
                />
                <Input
                    label="Longest duration"
                    hint="Seconds. Left empty: as the server has it."
                    example="600"
                    numeric=true
                    tells=Tells::AtOnce
                    value=text(|it| &it.seconds)
                    commit=write(|it, text| it.seconds = text)
                />
                <Input
                    label="Short name for addresses"
                    hint="Its slug. Addresses with an earlier one lead nowhere once it is changed."
                    example="support-training"
                    tells=Tells::AtOnce
                    value=text(|it| &it.slug)
                    commit=write(|it, text| it.slug = text)
                />
                <Input
                    label="Language"
                    hint="The agent speaks it, where the page names no other."
                    example="en-GB"
                    tells=Tells::AtOnce
                    value=text(|it| &it.language)
                    commit=write(|it, text| it.language = text)
                />
                <Input
                    label="Opens"
                    hint="On your clock. Left empty: it is open."
                    kind="datetime-local"
                    value=moment(|it| &it.opens)
                    commit=write(|it, text| it.opens = browser::moment(&text))
                />
                <Input
                    label="Closes"
                    hint="On your clock. Left empty: never."
                    kind="datetime-local"
                    value=moment(|it| &it.closes)
                    commit=write(|it, text| it.closes = browser::moment(&text))
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
                hint="Opens it to whoever knows it: six characters at least. Left empty, it stays as it is."
                class="secret"
                tells=Tells::AtOnce
                value=text(|it| &it.passcode)
                commit=write(|it, text| it.passcode = text)
            />
            <Show when=move || has_passcode.get()>
                <Check
                    label="Remove the passcode"
                    hint="One is set. It cannot be shown: only its hash is kept."
                    checked=flag(|it| it.drops_passcode)
                    set=tick(|it, on| it.drops_passcode = on)
                />
            </Show>
            {problem(wrong)}
            <div class="acts">
                <Submit label=if is_new { "Create" } else { "Save" } busy/>
                <Show when=move || unsaved.get()>
                    <span class="hint">{"Unsaved changes"}</span>
                </Show>
            </div>
        </Form>
        <LeavingDialog site save=send/>
    }
    .piece()
}
