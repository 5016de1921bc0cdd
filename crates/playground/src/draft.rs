//! A scenario as its owner edits it, and what is sent of that.

use serde_json::{Value, json};
use vivavoce_client::types::Scenario;

/// What of a scenario is edited here; everything else of it stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    pub description: String,
    pub about: String,
    pub instructions: String,
    pub rubric: String,
    pub passcode: String,
    pub seconds: String,
    pub is_public: bool,
    pub is_recording: bool,
    pub is_auto_submit: bool,
    pub agent_begins: bool,
}

impl Draft {
    pub fn of(scenario: &Scenario) -> Draft {
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
    pub fn body(&self, id: Option<&str>) -> Result<Value, String> {
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
            // What is not mentioned stays, in objects too.
            "session_analysis": { "is_auto_submit": self.is_auto_submit },
            "strategy": {
                "skip_auto_start": !self.agent_begins,
                "max_duration_seconds": seconds,
            },
        });
        if let Value::Object(members) = &mut body {
            if let Some(id) = id {
                members.insert("id".to_owned(), id.into());
            }
            if !self.passcode.is_empty() {
                members.insert("passcode".to_owned(), self.passcode.clone().into());
            }
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_edited_is_not_sent_and_what_is_emptied_is_null() {
        let before: Scenario = serde_json::from_value(json!({
            "id": "1", "name": "A", "ai_instructions": "Talk.", "is_public": true,
            "session_analysis": { "admin_email": "a@example.com", "own": 1 },
            "strategy": { "max_duration_seconds": 60, "pace": "slow" },
        }))
        .unwrap();
        let mut draft = Draft::of(&before);
        draft.seconds = String::new();
        let body = draft.body(Some("1")).unwrap();
        assert_eq!(body["session_analysis"], json!({ "is_auto_submit": false }));
        assert_eq!(
            body["strategy"],
            json!({ "skip_auto_start": false, "max_duration_seconds": null })
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
                .body(None)
                .unwrap_err()
                .contains("name and instructions")
        );
        draft.name = "A".to_owned();
        draft.instructions = "Talk.".to_owned();
        draft.seconds = "-1".to_owned();
        assert!(draft.body(None).unwrap_err().contains("seconds"));
        draft.seconds = "90".to_owned();
        assert_eq!(
            draft.body(None).unwrap()["strategy"]["max_duration_seconds"],
            90
        );
    }
}
