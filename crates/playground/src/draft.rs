//! A scenario as its owner edits it, and what is sent of that.

use serde_json::{Map, Value, json};
use vivavoce_client::types::Scenario;

/// What of a scenario is edited here; everything else of it stays as it is. Saved as it is, it
/// changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub about: String,
    pub instructions: String,
    /// JSON; empty where it has none.
    pub script: String,
    pub rubric: String,
    pub language: String,
    /// A new one; empty: it stays as it is.
    pub passcode: String,
    /// The one there is goes.
    pub drops_passcode: bool,
    pub seconds: String,
    /// Moments as the API writes them; empty: whenever.
    pub opens: String,
    pub closes: String,
    pub is_public: bool,
    pub is_recording: bool,
    pub is_auto_submit: bool,
    pub agent_begins: bool,
}

impl Draft {
    pub fn of(scenario: &Scenario) -> Draft {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let script = scenario.script.as_ref();
        Draft {
            name: scenario.name.clone(),
            slug: text(&scenario.slug),
            description: scenario.description.clone(),
            about: text(&scenario.user_friendly_description),
            instructions: scenario.ai_instructions.clone(),
            script: script.map(|it| format!("{it:#}")).unwrap_or_default(),
            rubric: text(&scenario.rubrik),
            language: text(&scenario.appearance.language_code),
            passcode: String::new(),
            drops_passcode: false,
            seconds: scenario
                .strategy
                .max_duration_seconds
                .map(|it| it.to_string())
                .unwrap_or_default(),
            opens: text(&scenario.starts_at),
            closes: text(&scenario.ends_at),
            is_public: scenario.is_public,
            is_recording: scenario.is_recording,
            is_auto_submit: scenario.session_analysis.is_auto_submit.unwrap_or_default(),
            agent_begins: !scenario.strategy.skip_auto_start.unwrap_or_default(),
        }
    }

    pub fn has_script(&self) -> bool {
        !self.script.trim().is_empty()
    }

    /// The script, `null` where there is none, or a sentence about what is wrong with its JSON.
    pub fn script(&self) -> Result<Value, String> {
        if !self.has_script() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&self.script)
            .map_err(|error| format!("The script is not valid JSON: {error}."))
    }

    /// What to send, or a sentence about what is missing.
    pub fn body(&self, id: Option<&str>) -> Result<Value, String> {
        let plays = !self.instructions.trim().is_empty() || self.has_script();
        if self.name.trim().is_empty() || !plays {
            return Err("A scenario needs a name and instructions.".to_owned());
        }
        let seconds = match self.seconds.trim() {
            "" => Value::Null,
            text => match text.parse::<u32>() {
                Ok(seconds) if seconds > 0 => seconds.into(),
                _ => return Err("The longest duration is a number of seconds above 0.".to_owned()),
            },
        };
        let or_null = |text: &str| match text.trim() {
            "" => Value::Null,
            _ => text.into(),
        };
        let body = json!({
            "name": self.name.trim(),
            "slug": or_null(self.slug.trim()),
            "description": self.description,
            "user_friendly_description": or_null(&self.about),
            "ai_instructions": self.instructions,
            "script": self.script()?,
            "rubrik": or_null(&self.rubric),
            "starts_at": or_null(&self.opens),
            "ends_at": or_null(&self.closes),
            "is_public": self.is_public,
            "is_recording": self.is_recording,
            // What is not mentioned stays, in objects too.
            "appearance": { "language_code": or_null(self.language.trim()) },
            "session_analysis": { "is_auto_submit": self.is_auto_submit },
            "strategy": {
                "skip_auto_start": !self.agent_begins,
                "max_duration_seconds": seconds,
            },
        });
        let mut more = Map::new();
        if let Some(id) = id {
            more.insert("id".to_owned(), id.into());
        }
        if !self.passcode.is_empty() {
            more.insert("passcode".to_owned(), self.passcode.clone().into());
        } else if self.drops_passcode {
            more.insert("passcode".to_owned(), Value::Null);
        }
        let Value::Object(members) = body else {
            return Ok(body);
        };
        Ok(members.into_iter().chain(more).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(value: Value) -> Scenario {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_is_not_edited_is_not_sent_and_what_is_emptied_is_null() {
        let before = scenario(json!({
            "id": "1", "name": "A", "ai_instructions": "Talk.", "is_public": true,
            "starts_at": "2030-01-01T09:00:00Z", "requires_passcode": true,
            "session_analysis": { "admin_email": "a@example.com", "own": 1 },
            "strategy": { "max_duration_seconds": 60, "pace": "slow" },
            "appearance": { "voice": "low", "language_code": "de" },
        }));
        let mut draft = Draft::of(&before);
        draft.seconds = String::new();
        draft.opens = String::new();
        draft.language = String::new();
        let body = draft.body(Some("1")).unwrap();
        assert_eq!(body["session_analysis"], json!({ "is_auto_submit": false }));
        assert_eq!(
            body["strategy"],
            json!({ "skip_auto_start": false, "max_duration_seconds": null })
        );
        assert_eq!(body["appearance"], json!({ "language_code": null }));
        for emptied in ["rubrik", "starts_at", "slug", "script"] {
            assert_eq!(body.get(emptied), Some(&Value::Null), "{emptied}");
        }
        assert_eq!(
            (&body["id"], &body["description"]),
            (&json!("1"), &json!(""))
        );
        assert!(body.get("passcode").is_none());
    }

    #[test]
    fn what_is_saved_as_it_was_read_changes_nothing() {
        let read = json!({
            "id": "1", "name": "A", "slug": "a-b", "description": "", "ai_instructions": "",
            "user_friendly_description": "For you", "rubrik": "Greets", "is_public": false,
            "script": { "steps": [{ "say": "Hello {{ a }}" }, { "end": "Bye" }] },
            "starts_at": "2030-01-01T09:00:30Z", "ends_at": "2031-01-01T09:00:00Z", "is_recording": true,
            "appearance": { "language_code": "pt-BR" },
            "session_analysis": { "is_auto_submit": true },
            "strategy": { "skip_auto_start": true, "max_duration_seconds": 90 },
        });
        let draft = Draft::of(&scenario(read.clone()));
        let body = draft.body(Some("1")).unwrap();
        assert_eq!(body, read);
        assert_eq!(Draft::of(&scenario(body)), draft);
    }

    #[test]
    fn a_passcode_is_kept_replaced_or_removed() {
        let before = scenario(json!({ "name": "A", "ai_instructions": "Talk." }));
        let check = |passcode: &str, drops: bool, wanted: Option<Value>| {
            let draft = Draft {
                passcode: passcode.to_owned(),
                drops_passcode: drops,
                ..Draft::of(&before)
            };
            assert_eq!(
                draft.body(Some("1")).unwrap().get("passcode").cloned(),
                wanted
            );
        };
        check("", false, None);
        check("lamplight", false, Some(json!("lamplight")));
        check("", true, Some(Value::Null));
        check("lamplight", true, Some(json!("lamplight")));
    }

    #[test]
    fn what_is_missing_is_said_before_anything_is_sent() {
        let blank = Draft::of(&Scenario::default());
        let check = |edit: fn(&mut Draft), wanted: &str| {
            let mut draft = Draft {
                name: "A".to_owned(),
                ..blank.clone()
            };
            edit(&mut draft);
            let said = draft.body(None).err().unwrap_or_default();
            assert!(said.contains(wanted), "{said}");
        };
        check(|_| {}, "name and instructions");
        check(|it| it.name = String::new(), "name and instructions");
        check(
            |it| {
                it.instructions = "Talk.".to_owned();
                it.seconds = "-1".to_owned();
            },
            "seconds",
        );
        check(
            |it| it.script = "{ \"steps\": [\n  { say: 1 } ] }".to_owned(),
            "not valid JSON: key must be a string at line 2 column 5",
        );
        // A script is as good as instructions.
        check(|it| it.script = "{ \"steps\": [] }".to_owned(), "");
        let mut draft = blank;
        draft.name = "A".to_owned();
        draft.instructions = "Talk.".to_owned();
        draft.seconds = "90".to_owned();
        assert_eq!(
            draft.body(None).unwrap()["strategy"]["max_duration_seconds"],
            90
        );
    }
}
