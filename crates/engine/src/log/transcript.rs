//! A session's log as people and agents read it.

use std::collections::HashMap;

use serde_json::{Value, json};
use vivavoce_protocol::wire::{Event, LogEvent, Note, NotesRequest, custom};

use crate::store::{Store, StoreError};
use vivavoce_agent::transcript::Line;
use vivavoce_agent::{By, Said};

/// Everything said, in order. Tool results stand where they came.
pub fn lines(log: &[LogEvent]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut run_begins_at = 0;
    for entry in log {
        match &entry.event {
            Event::RunStarted { .. } => run_begins_at = lines.len(),
            Event::TextMessageStart { message_id, role } => {
                place.insert(message_id, lines.len());
                lines.push(Line {
                    id: message_id.clone(),
                    by: if role == "user" {
                        By::Visitor
                    } else {
                        By::Agent
                    },
                    text: String::new(),
                    at: entry.timestamp,
                    failed: false,
                    aside: false,
                });
            }
            Event::TextMessageContent { message_id, delta } => {
                let line = place
                    .get(message_id.as_str())
                    .and_then(|at| lines.get_mut(*at));
                if let Some(line) = line {
                    line.text.push_str(delta);
                }
            }
            Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => lines.push(Line {
                id: tool_call_id.clone(),
                by: By::Tool,
                text: content.clone(),
                at: entry.timestamp,
                failed: false,
                aside: false,
            }),
            Event::RunError { .. } => {
                for line in lines.iter_mut().skip(run_begins_at) {
                    line.failed = line.by != By::Visitor;
                }
            }
            Event::RunFinished { result, .. } if result.as_ref() == Some(&aside()) => {
                for line in lines.iter_mut().skip(run_begins_at) {
                    line.aside = true;
                }
            }
            event => {
                let place = event.withdrawn().and_then(|id| place.get(id));
                if let Some(line) = place.and_then(|at| lines.get_mut(*at)) {
                    line.text.clear();
                }
            }
        }
    }
    lines
}

/// How a run ends in which no agent took part: somebody said something to a person, or a person did.
pub fn aside() -> Value {
    json!({ "status": "aside" })
}

/// The documented text form: `[mm:ss] AI: …` and `[mm:ss] User: …`, blocks separated by a blank
/// line, times since `started_at`.
pub fn text(lines: &[Line], started_at: i64) -> String {
    let blocks: Vec<String> = spoken(lines)
        .map(|(line, speaker)| {
            let seconds = (line.at - started_at).max(0) / 1000;
            // A blank line inside would begin a new block.
            let words: Vec<&str> = line
                .text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect();
            let words = words.join("\n");
            format!(
                "[{:02}:{:02}] {speaker}: {words}",
                seconds / 60,
                seconds % 60
            )
        })
        .collect();
    blocks.join("\n\n")
}

/// What was said aloud, and by whom.
pub fn spoken(lines: &[Line]) -> impl Iterator<Item = (&Line, &'static str)> {
    lines
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .filter_map(|line| match line.by {
            By::Agent => Some((line, "AI")),
            By::Visitor => Some((line, "User")),
            By::Tool => None,
        })
}

/// Notes of the host page, oldest first.
pub fn notes(log: &[LogEvent]) -> Vec<Note> {
    let of_event = |entry: &LogEvent| match &entry.event {
        Event::Custom { name, value } if name == custom::SESSION_NOTES => {
            serde_json::from_value::<NotesRequest>(value.clone())
                .ok()
                .map(|it| it.notes)
        }
        _ => None,
    };
    log.iter().filter_map(of_event).flatten().collect()
}

impl Store {
    /// What was said in a session; empty where its transcript is not kept.
    pub async fn transcript(&self, session_id: &str) -> Result<Vec<Line>, StoreError> {
        let withheld = sqlx::query(
            "SELECT 1 FROM sessions s JOIN results r ON r.session_id = s.id \
             WHERE s.id = $1 AND s.transcribe = 0",
        )
        .bind(session_id)
        .fetch_optional(self.read())
        .await?;
        if withheld.is_some() {
            return Ok(Vec::new());
        }
        self.read_log(session_id, |log| lines(&log)).await
    }

    /// Which choice each of a session's turns pressed, by turn id.
    async fn choices(&self, session_id: &str) -> Result<HashMap<String, String>, StoreError> {
        let choices: Vec<(String, String)> = sqlx::query_as(
            "SELECT turn_id, choice FROM turns WHERE session_id = $1 AND choice IS NOT NULL",
        )
        .bind(session_id)
        .fetch_all(self.read())
        .await?;
        Ok(choices.into_iter().collect())
    }

    /// What an agent is told: all that was said but for replies that failed, since those are asked
    /// for again; and the host's notes.
    pub async fn history(&self, session_id: &str) -> Result<(Vec<Said>, Vec<Note>), StoreError> {
        self.history_for(session_id, "").await
    }

    /// The same for an agent that answers the turn `turn_id`: what the visitor said there stands
    /// last, also where others have been answered since it failed.
    pub async fn history_for(
        &self,
        session_id: &str,
        turn_id: &str,
    ) -> Result<(Vec<Said>, Vec<Note>), StoreError> {
        let turn_id = turn_id.to_owned();
        let mut choices = self.choices(session_id).await?;
        let history = move |log: Vec<LogEvent>| {
            let (asked, rest): (Vec<Line>, Vec<Line>) =
                lines(&log).into_iter().partition(|line| line.id == turn_id);
            let said = rest
                .into_iter()
                .chain(asked)
                // What was erased was not said.
                .filter(|line| !line.failed && !line.text.is_empty())
                .map(|line| Said {
                    choice: choices.remove(&line.id),
                    by: line.by,
                    text: line.text,
                    at: line.at,
                    aside: line.aside,
                })
                .collect();
            (said, notes(&log))
        };
        self.read_log(session_id, history).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `role at text` per line becomes a log; `>` begins a run, `!` fails it, `~` ends one without
    /// the agent.
    fn log(script: &str) -> Vec<LogEvent> {
        let mut log: Vec<LogEvent> = Vec::new();
        for (number, line) in script.trim().lines().enumerate() {
            let mut push = |at: i64, event: Event| {
                let seq = log.len() as u64 + 1;
                log.push(LogEvent {
                    seq,
                    timestamp: at,
                    event,
                });
            };
            let words: Vec<&str> = line.trim().splitn(3, ' ').collect();
            let id = format!("m{number}");
            match words[0] {
                ">" => push(
                    0,
                    Event::RunStarted {
                        thread_id: "s".into(),
                        run_id: id,
                    },
                ),
                "!" => push(
                    0,
                    Event::RunError {
                        message: id,
                        code: None,
                        run_id: None,
                    },
                ),
                "~" => push(
                    0,
                    Event::RunFinished {
                        thread_id: "s".into(),
                        run_id: id,
                        result: Some(aside()),
                    },
                ),
                "tool" => push(
                    words[1].parse().unwrap(),
                    Event::ToolCallResult {
                        message_id: id.clone(),
                        tool_call_id: id,
                        content: words[2].into(),
                    },
                ),
                role => {
                    let at = words[1].parse().unwrap();
                    let (message_id, role) = (id.clone(), role.into());
                    push(at, Event::TextMessageStart { message_id, role });
                    for delta in words[2].split_inclusive(' ') {
                        let (message_id, delta) = (id.clone(), delta.replace("|", "\n"));
                        push(at, Event::TextMessageContent { message_id, delta });
                    }
                    push(at, Event::TextMessageEnd { message_id: id });
                }
            }
        }
        log
    }

    #[test]
    fn transcript_has_the_documented_form() {
        let cases = [
            ("assistant 3000 Hello there", "[00:03] AI: Hello there"),
            (
                "assistant 3999 Hi\nuser 69000 One two\nassistant 3661000 Bye",
                "[00:03] AI: Hi\n\n[01:09] User: One two\n\n[61:01] AI: Bye",
            ),
            ("assistant 0 a||b|c", "[00:00] AI: a\nb\nc"),
            (
                "assistant -5 early\ntool 1 {}\nuser 0 |",
                "[00:00] AI: early",
            ),
            ("", ""),
        ];
        for (script, expected) in cases {
            assert_eq!(text(&lines(&log(script)), 0), expected, "{script}");
        }
    }

    #[test]
    fn what_was_withdrawn_is_in_no_transcript() {
        let mut log = log("user 0 Hi\nassistant 1 Hm, they greet.");
        let last = log.pop().unwrap();
        log.push(LogEvent {
            event: Event::withdrawal("m1"),
            ..last
        });
        assert_eq!(text(&lines(&log), 0), "[00:00] User: Hi");
        log.push(LogEvent {
            event: Event::TextMessageContent {
                message_id: "m1".to_owned(),
                delta: "Hello!".to_owned(),
            },
            ..last
        });
        assert_eq!(
            text(&lines(&log), 0),
            "[00:00] User: Hi\n\n[00:00] AI: Hello!"
        );
    }

    #[test]
    fn what_was_said_to_a_person_is_marked() {
        let lines = lines(&log("
            >
            user 0 A person, please
            assistant 1 One context
            >
            user 2 Are you there?
            ~
            >
            assistant 3 Bob here
            ~
            >
            user 4 Thanks"));
        let aside = lines.iter().filter(|line| line.aside);
        let aside: Vec<&str> = aside.map(|line| line.text.as_str()).collect();
        assert_eq!(aside, ["Are you there?", "Bob here"]);
    }

    #[test]
    fn only_what_a_failed_reply_said_is_marked() {
        let lines = lines(&log("
            >
            assistant 0 Hello
            >
            user 1 Why
            assistant 2 Beca
            !
            >
            assistant 3 Because"));
        let failed: Vec<(&str, bool)> = lines
            .iter()
            .map(|line| (line.text.as_str(), line.failed))
            .collect();
        let expected = [
            ("Hello", false),
            ("Why", false),
            ("Beca", true),
            ("Because", false),
        ];
        assert_eq!(failed, expected);
    }
}
