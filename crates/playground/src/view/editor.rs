//! A scenario's fields, to create one or to change it.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_client::types::Scenario;
use vivavoce_core::variables;

use super::form::{area, check, input, labelled, text, trouble};
use crate::api;
use crate::draft::Draft;
use crate::route::Route;
use crate::site::Site;

pub fn new(site: Site) -> El {
    let blank = Scenario {
        is_public: true,
        ..Scenario::default()
    };
    el("div", "")
        .child(el("div", "lead").child(text("h1", "", "New scenario")))
        .child(form(site, &blank, None))
}

/// The fields of `scenario`; `id` where it is there already.
pub fn form(site: Site, scenario: &Scenario, id: Option<String>) -> El {
    let draft = RwSignal::new(Draft::of(scenario));
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let before = scenario.clone();
    let is_new = id.is_none();

    let field = move |read: fn(&Draft) -> &String, write: fn(&mut Draft, String), example: &str| {
        input(
            example,
            move || draft.with(|draft| read(draft).clone()),
            move |text| draft.update(|draft| write(draft, text)),
        )
    };
    let tick =
        move |label: &str, hint: &str, read: fn(&Draft) -> bool, write: fn(&mut Draft, bool)| {
            check(
                label,
                hint,
                move || draft.with(read),
                move |on| draft.update(|draft| write(draft, on)),
            )
        };
    let instructions = area(
        12,
        move || draft.with(|draft| draft.instructions.clone()),
        move |text| draft.update(|draft| draft.instructions = text),
    )
    .attr("required", "");
    let rubric = area(
        5,
        move || draft.with(|draft| draft.rubric.clone()),
        move |text| draft.update(|draft| draft.rubric = text),
    );
    let found = move || {
        let names = draft.with(|draft| variables::names(&draft.instructions));
        if names.is_empty() {
            "No variables. Write {{ name }} where the page is to fill something in.".to_owned()
        } else {
            format!("Variables found: {}", names.join(", "))
        }
    };
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let body = match draft.with_untracked(|draft| draft.body(&before, id.as_deref())) {
            Ok(body) => body,
            Err(sentence) => return problem.set(sentence),
        };
        busy.set(true);
        problem.set(String::new());
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
                    problem.try_set(sentence);
                }
            }
        });
    };
    el("form", "panel editor")
        .attr(
            "aria-label",
            if is_new {
                "New scenario"
            } else {
                "Edit the scenario"
            },
        )
        .child(labelled(
            "Name",
            "Visitors see it as the title.",
            field(
                |it| &it.name,
                |it, text| it.name = text,
                "Customer support training",
            )
            .attr("required", ""),
        ))
        .child(labelled(
            "What visitors read before they start",
            "",
            field(
                |it| &it.about,
                |it, text| it.about = text,
                "Practise a difficult call",
            ),
        ))
        .child(labelled(
            "Instructions for the agent",
            "Whom it plays, and how. No visitor ever sees them.",
            instructions,
        ))
        .child(el("p", "hint").live_text(move || found().into()))
        .child(labelled(
            "Rubric",
            "What the conversation is measured by, one criterion a line.",
            rubric,
        ))
        .child(
            el("div", "pair")
                .child(labelled(
                    "Note for your team",
                    "Internal.",
                    field(|it| &it.description, |it, text| it.description = text, ""),
                ))
                .child(labelled(
                    "Longest duration",
                    "Seconds.",
                    field(|it| &it.seconds, |it, text| it.seconds = text, "600")
                        .attr("inputmode", "numeric"),
                )),
        )
        .child(tick(
            "Public",
            "A private one opens by an access token.",
            |it| it.is_public,
            |it, on| it.is_public = on,
        ))
        .child(tick(
            "The agent speaks first",
            "",
            |it| it.agent_begins,
            |it, on| it.agent_begins = on,
        ))
        .child(tick(
            "Submit without asking",
            "",
            |it| it.is_auto_submit,
            |it, on| it.is_auto_submit = on,
        ))
        .child(tick(
            "Visitors are told that they are recorded",
            "",
            |it| it.is_recording,
            |it, on| it.is_recording = on,
        ))
        .child(labelled(
            "Passcode",
            "Opens it to whoever knows it. Left empty, it stays as it is.",
            field(|it| &it.passcode, |it, text| it.passcode = text, "").attr("class", "secret"),
        ))
        .part(
            move || problem.get(),
            |sentence| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![trouble(sentence)]
                }
            },
        )
        .child(
            text("button", "button", if is_new { "Create" } else { "Save" })
                .attr("type", "submit")
                .live_attr("disabled", move || busy.get().then(|| "".into())),
        )
        .on_submit(submit)
}
