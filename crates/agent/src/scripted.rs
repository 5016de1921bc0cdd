//! The built-in agent: deterministic, without a key or a network.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation as _;

use super::act::Act;
use super::{Agent, AgentContext, AgentError, Captured, Step, interview, script};

/// Plays a scenario's script or, without one, a structured interview from its instructions.
#[derive(Clone, Debug)]
pub struct ScriptedAgent {
    /// The pause before each word; zero: no pause of any kind, `wait` steps included.
    pace: Duration,
    scripts: Arc<Scripts>,
}

impl ScriptedAgent {
    pub fn new(pace: Duration) -> Self {
        Self {
            pace,
            scripts: Arc::default(),
        }
    }
}

/// Scripts kept as they were read.
const KEPT: usize = 64;

/// Scripts that were played lately: reading one takes longer than playing a turn of it.
#[derive(Debug, Default)]
struct Scripts {
    /// By a hash nobody can aim at, since its key is this process's.
    read: Mutex<HashMap<u64, Arc<script::Script>>>,
    hasher: RandomState,
}

impl Scripts {
    fn read(&self, value: &Value) -> Result<Arc<script::Script>, script::ScriptError> {
        let key = self.hasher.hash_one(value);
        let scripts = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(script) = scripts().get(&key) {
            return Ok(script.clone());
        }
        let script = Arc::new(script::validate(value)?);
        let mut kept = scripts();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, script.clone());
        Ok(script)
    }
}

impl Agent for ScriptedAgent {
    fn reply(&self, mut context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        // Told to a person, it answers nothing that was asked here.
        context.history.retain(|said| !said.aside);
        let acts = match &context.script {
            Some(value) => match self.scripts.read(value) {
                Ok(script) => script::play::reply(&script, &context),
                Err(error) => return stream::iter([Err(unplayable(&error))]).boxed(),
            },
            None => interview::reply(&context),
        };
        let steps = stream::iter(timed(acts, self.pace));
        if self.pace.is_zero() {
            // No timer: a test with a paused clock, or none, must not wait for anything.
            return steps.map(|(_, step)| Ok(step)).boxed();
        }
        steps
            .then(|(pause, step)| async move {
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
                Ok(step)
            })
            .boxed()
    }
}

/// Scripts are checked when a scenario is stored, so this is a scenario from another door.
fn unplayable(error: &script::ScriptError) -> AgentError {
    AgentError {
        code: "protocol",
        detail: "This conversation's script has a mistake, so it cannot go on. \
                 Please tell whoever gave you the link."
            .to_owned(),
        cause: format!("the scenario's script is not valid: {error}"),
    }
}

/// Each step with the pause before it.
fn timed(acts: Vec<Act>, pace: Duration) -> Vec<(Duration, Step)> {
    let mut steps: Vec<(Duration, Step)> = Vec::new();
    let mut pending = Duration::ZERO;
    // Text is open until something else than its buttons follows.
    let mut text_open = false;
    for act in acts {
        if !matches!(act, Act::Choices(_) | Act::Wait(_) | Act::Ask)
            && std::mem::take(&mut text_open)
        {
            steps.push((Duration::ZERO, Step::Break));
            pending += pace * 8;
        }
        match act {
            Act::Say(text) => {
                for piece in pieces(&text) {
                    steps.push((std::mem::take(&mut pending) + pace, Step::Text(piece)));
                    text_open = true;
                }
            }
            Act::Choices(choices) => {
                steps.push((std::mem::take(&mut pending), Step::Choices(choices)));
            }
            Act::Tool {
                name,
                input,
                result,
                wait,
            } => {
                // Drawn by chance, because a turn that is tried again must not reuse an id.
                let id = format!("tool-{:016x}", rand::random::<u64>());
                let start = Step::ToolStart {
                    id: id.clone(),
                    name,
                };
                steps.push((std::mem::take(&mut pending), start));
                if !input.is_empty() {
                    let step = Step::ToolInput {
                        id: id.clone(),
                        delta: input,
                    };
                    steps.push((Duration::ZERO, step));
                }
                steps.push((Duration::ZERO, Step::ToolEnd { id: id.clone() }));
                let step = Step::ToolResult {
                    id,
                    content: result,
                };
                steps.push((Duration::from_millis(wait), step));
            }
            Act::Lead(lead) => {
                steps.extend(keeping(lead).map(|step| (std::mem::take(&mut pending), step)));
            }
            Act::Ask => steps.push((std::mem::take(&mut pending), Step::Ask)),
            Act::Wait(wait) => pending += Duration::from_millis(wait),
            Act::End => steps.push((std::mem::take(&mut pending), Step::EndSession)),
        }
    }
    steps
}

/// The activity a visitor sees while contact details are kept, with the keeping in it.
pub(super) fn keeping(lead: Captured) -> [Step; 5] {
    let id = format!("tool-{:016x}", rand::random::<u64>());
    let input = serde_json::to_string(&lead).unwrap_or_default();
    [
        Step::ToolStart {
            id: id.clone(),
            name: Captured::TOOL.to_owned(),
        },
        Step::ToolInput {
            id: id.clone(),
            delta: input,
        },
        Step::ToolEnd { id: id.clone() },
        Step::Lead(lead),
        Step::ToolResult {
            id,
            content: r#"{"kept":true}"#.to_owned(),
        },
    ]
}

/// `text` in words, each with the white space after it; together they are `text`.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for part in text.split_word_bounds() {
        let blank = part.trim().is_empty();
        if !blank && complete(&piece) {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push_str(part);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Ends in white space, or in a script that writes none.
fn complete(piece: &str) -> bool {
    piece.chars().next_back().is_some_and(|last| {
        last.is_whitespace() || matches!(last, '\u{2e80}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}')
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::By;
    use vivavoce_protocol::wire::Choice;

    #[test]
    fn a_script_is_read_once_and_not_for_each_reply() {
        let script = |text: &str| json!({ "steps": [{ "say": text }] });
        let scripts = Scripts::default();
        let first = scripts.read(&script("Hello")).unwrap();
        let again = scripts.read(&script("Hello")).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        assert_ne!(*scripts.read(&script("Changed")).unwrap(), *first);
        assert!(scripts.read(&json!({ "steps": 1 })).is_err());
        for number in 0..200 {
            scripts.read(&script(&number.to_string())).unwrap();
        }
        assert!(scripts.read.lock().unwrap().len() <= KEPT);
    }

    #[test]
    fn pieces_together_are_the_text() {
        for text in [
            "",
            "one",
            "Hello, world!  \n\n- a\n",
            "你好世界",
            "👩‍👩‍👧 ok",
            "```\nlet a = 1;\n```",
            " \n ",
        ] {
            let found = pieces(text);
            assert_eq!(found.concat(), text);
            assert!(found.iter().all(|piece| !piece.is_empty()));
        }
        assert_eq!(pieces("Hello, big world!"), ["Hello, ", "big ", "world!"]);
        assert!(pieces("你好世界").len() > 1);
    }

    #[test]
    fn messages_are_separated_and_buttons_are_not() {
        let choices = vec![Choice {
            id: "a".to_owned(),
            ..Choice::default()
        }];
        let steps = timed(
            vec![
                Act::Say("A".to_owned()),
                Act::Say("B".to_owned()),
                Act::Choices(choices.clone()),
                Act::End,
            ],
            Duration::from_millis(10),
        );
        let kinds: Vec<Step> = steps.iter().map(|(_, step)| step.clone()).collect();
        assert_eq!(
            kinds,
            [
                Step::Text("A".to_owned()),
                Step::Break,
                Step::Text("B".to_owned()),
                Step::Choices(choices),
                Step::Break,
                Step::EndSession
            ]
        );
        assert_eq!(steps[2].0, Duration::from_millis(90));
    }

    #[test]
    fn a_wait_delays_what_follows_and_a_tool_its_result() {
        let tool = Act::Tool {
            name: "t".to_owned(),
            input: String::new(),
            result: "r".to_owned(),
            wait: 5,
        };
        let steps = timed(vec![Act::Wait(7), tool], Duration::from_millis(1));
        assert_eq!(steps[0].0, Duration::from_millis(7));
        assert!(
            matches!(&steps[2], (wait, Step::ToolResult { .. }) if *wait == Duration::from_millis(5))
        );
        assert_eq!(steps.len(), 3);
    }

    #[tokio::test]
    async fn a_script_with_a_mistake_is_a_typed_failure() {
        let context = AgentContext {
            script: Some(serde_json::json!({"steps": []})),
            ..AgentContext::default()
        };
        let steps: Vec<_> = ScriptedAgent::new(Duration::ZERO)
            .reply(context)
            .collect()
            .await;
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0].as_ref().unwrap_err().code, "protocol");
    }

    #[tokio::test]
    async fn what_was_said_to_a_person_answers_no_ask() {
        let script = serde_json::json!({"steps": [
            {"ask": "Colour?"}, {"ask": "Shall a person help?"}, {"ask": "Size?"}, {"end": "Bye"}
        ]});
        let said = |by, text: &str, aside| crate::Said {
            by,
            text: text.to_owned(),
            choice: None,
            at: 0,
            aside,
        };
        let context = AgentContext {
            script: Some(script),
            history: vec![
                said(By::Agent, "Colour?", false),
                said(By::Visitor, "Red", false),
                said(By::Agent, "Shall a person help?", false),
                said(By::Visitor, "Are you there?", true),
                said(By::Agent, "Bob here", true),
                said(By::Visitor, "Thanks", true),
                said(By::Visitor, "Yes", false),
            ],
            ..AgentContext::default()
        };
        let steps: Vec<_> = ScriptedAgent::new(Duration::ZERO)
            .reply(context)
            .map(|step| step.unwrap())
            .collect()
            .await;
        assert_eq!(steps, [Step::Text("Size?".to_owned())]);
    }

    #[tokio::test(start_paused = true)]
    async fn words_come_at_the_pace() {
        let script = serde_json::json!({"steps": [{"say": "one two three"}, {"ask": "four?"}]});
        let context = AgentContext {
            script: Some(script),
            ..AgentContext::default()
        };
        let began = tokio::time::Instant::now();
        let steps: Vec<_> = ScriptedAgent::new(Duration::from_millis(10))
            .reply(context)
            .collect()
            .await;
        assert_eq!(steps.len(), 5);
        assert_eq!(began.elapsed(), Duration::from_millis(10 * 4 + 80));
    }
}
