//! A scenario's fields, to create one or to change it.

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_client::types::Scenario;
use vivavoce_core::variables;

use super::form::{area, check, input, labelled, text, trouble};
use crate::api;
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

/// What of a scenario is edited here; everything else of it stays as it is.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    name: String,
    description: String,
    about: String,
    instructions: String,
    rubric: String,
    passcode: String,
    seconds: String,
    is_public: bool,
    is_recording: bool,
    is_auto_submit: bool,
    agent_begins: bool,
}

impl Draft {
    fn of(scenario: &Scenario) -> Draft {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Draft {
            name: scenario.name.clone(),
            description: scenario.description.clone(),
            about: text(&scenario.user_friendly_description),
            instructions: scenario.ai_instructions.clone(),
            rubric: text(&scenario.rubrik),
            passcode: String::new(),
            seconds: scenario
                .strategy
                .max_duration_seconds
                .map(|it| it.to_string())
                .unwrap_or_default(),
            is_public: scenario.is_public,
            is_recording: scenario.is_recording,
            is_auto_submit: scenario.session_analysis.is_auto_submit.unwrap_or_default(),
            agent_begins: !scenario.strategy.skip_auto_start.unwrap_or_default(),
        }
    }

    /// What to send, or a sentence about what is missing.
    fn body(&self, before: &Scenario, id: Option<&str>) -> Result<Value, String> {
        if self.name.trim().is_empty() || self.instructions.trim().is_empty() {
            return Err("A scenario needs a name and instructions.".to_owned());
        }
        let seconds = match self.seconds.trim() {
            "" => Value::Null,
            text => match text.parse::<u32>() {
                Ok(seconds) if seconds > 0 => seconds.into(),
                _ => return Err("The longest duration is a number of seconds above 0.".to_owned()),
            },
        };
        let or_null = |text: &str| {
            if text.trim().is_empty() {
                Value::Null
            } else {
                text.into()
            }
        };
        // Members that are not edited here go back as they came.
        let object = |value: serde_json::Result<Value>| match value {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        };
        let mut analysis = object(serde_json::to_value(&before.session_analysis));
        analysis.insert("is_auto_submit".to_owned(), self.is_auto_submit.into());
        analysis.retain(|_, value| !value.is_null());
        let mut strategy = object(serde_json::to_value(&before.strategy));
        strategy.insert("skip_auto_start".to_owned(), (!self.agent_begins).into());
        strategy.insert("max_duration_seconds".to_owned(), seconds);
        strategy.retain(|_, value| !value.is_null());
        let description = match self.description.trim() {
            "" => self.name.clone(),
            _ => self.description.clone(),
        };
        let mut body = json!({
            "name": self.name.trim(),
            "description": description,
            "user_friendly_description": or_null(&self.about),
            "ai_instructions": self.instructions,
            "rubrik": or_null(&self.rubric),
            "is_public": self.is_public,
            "is_recording": self.is_recording,
            "session_analysis": analysis,
            "strategy": strategy,
        });
        if let Some(id) = id {
            body["id"] = id.into();
        }
        if !self.passcode.is_empty() {
            body["passcode"] = self.passcode.clone().into();
        }
        Ok(body)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_edited_goes_back_as_it_came() {
        let before: Scenario = serde_json::from_value(json!({
            "id": "1", "name": "A", "ai_instructions": "Talk.", "is_public": true,
            "session_analysis": { "admin_email": "a@example.com", "own": 1 },
            "strategy": { "max_duration_seconds": 60, "pace": "slow" },
        }))
        .unwrap();
        let mut draft = Draft::of(&before);
        draft.seconds = String::new();
        let body = draft.body(&before, Some("1")).unwrap();
        assert_eq!(
            body["session_analysis"],
            json!({ "admin_email": "a@example.com", "own": 1, "is_auto_submit": false })
        );
        assert_eq!(
            body["strategy"],
            json!({ "pace": "slow", "skip_auto_start": false })
        );
        assert_eq!((&body["id"], &body["rubrik"]), (&json!("1"), &Value::Null));
        assert!(body.get("passcode").is_none());
    }

    #[test]
    fn what_is_missing_is_said_before_anything_is_sent() {
        let before = Scenario::default();
        let mut draft = Draft::of(&before);
        assert!(
            draft
                .body(&before, None)
                .unwrap_err()
                .contains("name and instructions")
        );
        draft.name = "A".to_owned();
        draft.instructions = "Talk.".to_owned();
        draft.seconds = "-1".to_owned();
        assert!(draft.body(&before, None).unwrap_err().contains("seconds"));
        draft.seconds = "90".to_owned();
        assert_eq!(
            draft.body(&before, None).unwrap()["strategy"]["max_duration_seconds"],
            90
        );
    }
}
