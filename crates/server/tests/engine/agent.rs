//! An agent that does what the visitor's message says, so that a test reads as a conversation.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::watch;
use vivavoce_agent::{Agent, AgentContext, AgentError, By, SharedAgent, Step};
use vivavoce_protocol::wire::Choice;

/// Obeys: `say a b c` (word by word), `drip a b c` (a word each 20 ms), `hang a` (says it, then
/// nothing more), `fail a`, `panic`, `tool`, `choose`, `ask a` (and waits), `bye`, `flood`,
/// `history`, `person` (asks for one), `after name a` (says it once [`let_go`] names it),
/// `pause name` (between two messages, as long). Greets with `Hello.` and what its instructions are.
pub struct Obedient;

pub fn obedient() -> SharedAgent {
    Arc::new(Obedient)
}

/// What is waited for no longer, by names that are each one test's.
static LET_GO: LazyLock<watch::Sender<HashSet<String>>> =
    LazyLock::new(|| watch::channel(HashSet::new()).0);

/// Lets an agent go on that waits for this name.
pub fn let_go(name: &str) {
    LET_GO.send_modify(|names| {
        names.insert(name.to_owned());
    });
}

async fn waited(name: String) {
    let mut names = LET_GO.subscribe();
    names.wait_for(|names| names.contains(&name)).await.unwrap();
}

impl Agent for Obedient {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>> {
        let last = context.history.last().filter(|said| said.by == By::Visitor);
        let Some(order) = last.map(|said| said.text.clone()) else {
            return words("Hello. ", &context.instructions, Duration::ZERO).boxed();
        };
        let (verb, rest) = order.split_once(' ').unwrap_or((&order, ""));
        let text = |text: &str| Ok(Step::Text(text.to_owned()));
        match verb {
            "say" => words("", rest, Duration::ZERO).boxed(),
            "drip" => words("", rest, Duration::from_millis(20)).boxed(),
            "cut" => words("", rest, Duration::ZERO)
                .chain(stream::iter([Ok(Step::Cut)]))
                .boxed(),
            "hang" => words("", rest, Duration::ZERO)
                .chain(stream::pending())
                .boxed(),
            "fail" => words("", rest, Duration::ZERO)
                .chain(stream::iter([Err(AgentError {
                    code: "unreachable",
                    detail: "The agent did not answer.".to_owned(),
                    cause: "SECRET-CAUSE".to_owned(),
                })]))
                .boxed(),
            "panic" => panic!("as ordered"),
            "panic-later" => stream::iter([text("so far ")])
                .chain(stream::once(async { panic!("as ordered") }))
                .boxed(),
            "flood" => stream::repeat_with(|| Ok(Step::Text("flood ".repeat(1000)))).boxed(),
            "tool" => stream::iter([
                text("Let me look."),
                Ok(Step::ToolStart {
                    id: "call-1".into(),
                    name: "search".into(),
                }),
                Ok(Step::ToolInput {
                    id: "call-1".into(),
                    delta: "{\"q\":1}".into(),
                }),
                Ok(Step::ToolEnd {
                    id: "call-1".into(),
                }),
                Ok(Step::ToolResult {
                    id: "call-1".into(),
                    content: "found".into(),
                }),
                text("Found it."),
            ])
            .boxed(),
            "choose" => stream::iter([
                text("Which?"),
                Ok(Step::Choices(vec![Choice {
                    id: "a".into(),
                    text: "say A".into(),
                    url: None,
                }])),
            ])
            .boxed(),
            "person" => stream::iter([
                text("I ask somebody."),
                Ok(Step::ToolStart {
                    id: "call-1".into(),
                    name: "switch_to_human".into(),
                }),
                Ok(Step::ToolInput {
                    id: "call-1".into(),
                    delta: format!(
                        "{{\"firstMessage\":\"One context.\",\"closeChatPhrases\":[\"/close\"],\
                         \"appendCloseChatButton\":true,\"destination\":\"Sales\",\
                         \"lastMessage\":\"Bye from Sales.\",\"ignoreOffline\":{}}}",
                        rest == "anyway"
                    ),
                }),
                Ok(Step::ToolEnd {
                    id: "call-1".into(),
                }),
            ])
            .boxed(),
            "after" => {
                let (name, said) = rest.split_once(' ').unwrap_or((rest, ""));
                let (name, said) = (name.to_owned(), said.to_owned());
                stream::once(async move {
                    waited(name).await;
                    Ok(Step::Text(said))
                })
                .boxed()
            }
            "pause" => {
                let name = rest.to_owned();
                stream::iter([text("First."), Ok(Step::Break)])
                    .chain(stream::once(async move {
                        waited(name).await;
                        Ok(Step::Text("Second.".to_owned()))
                    }))
                    .boxed()
            }
            "ask" => stream::iter([text(rest), Ok(Step::Ask)]).boxed(),
            "bye" => stream::iter([text("Goodbye."), Ok(Step::EndSession)]).boxed(),
            "history" => {
                let said: Vec<String> = context
                    .history
                    .iter()
                    .map(|said| {
                        let choice = said.choice.as_deref().map(|id| format!(" ({id})"));
                        format!("{:?}: {}{}", said.by, said.text, choice.unwrap_or_default())
                    })
                    .collect();
                let notes = context.notes.join("; ");
                stream::iter([Ok(Step::Text(format!("{} | {notes}", said.join("; "))))]).boxed()
            }
            _ => stream::iter([text("What?")]).boxed(),
        }
    }
}

fn words(
    first: &str,
    text: &str,
    pause: Duration,
) -> impl futures_util::Stream<Item = Result<Step, AgentError>> + use<> {
    let words: Vec<String> = format!("{first}{text}")
        .split_inclusive(' ')
        .map(str::to_owned)
        .collect();
    stream::iter(words).then(move |word| async move {
        tokio::time::sleep(pause).await;
        Ok(Step::Text(word))
    })
}
