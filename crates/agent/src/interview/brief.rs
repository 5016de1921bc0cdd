//! What to talk about, read out of a scenario's instructions.
//!
//! Instructions are the owner's secret. Only three things leave them: questions meant for the
//! visitor, topics the owner lists for the conversation, and the kind of conversation it is. Whatever is
//! marked as internal, and everything else, stays.

use super::finding::{is_topic, questions, topics};
use super::kind::Kind;
use super::lines::open_lines;
use super::questions::{about, general};
use crate::AgentContext;
use vivavoce_text::rubric;
use vivavoce_text::words;

/// One thing to ask.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Prompt {
    pub(super) text: String,
    /// How the summary names it.
    pub(super) topic: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Brief {
    pub(super) kind: Kind,
    /// Never empty.
    pub(super) prompts: Vec<Prompt>,
}

/// An hour of questions is no conversation.
const MOST_PROMPTS: usize = 12;
/// With fewer than these the rubric, then general questions, fill up.
const FEW_PROMPTS: usize = 3;

pub(super) fn read(context: &AgentContext) -> Brief {
    let kind = kind(context);
    let lines = open_lines(&context.instructions);
    let mut prompts: Vec<Prompt> = Vec::new();
    let mut topics_asked = 0;
    let mut ask_about = |prompts: &mut Vec<Prompt>, topic: String| {
        let text = about(kind, &topic, topics_asked);
        topics_asked += 1;
        add(prompts, Prompt { text, topic });
    };
    // In the owner's order: what they want asked last is asked last.
    for line in &lines {
        if prompts.len() >= MOST_PROMPTS {
            break;
        }
        for text in questions(line) {
            let topic = words::excerpt(&text, 70);
            add(&mut prompts, Prompt { text, topic });
        }
        for topic in topics(line) {
            ask_about(&mut prompts, topic);
        }
    }
    if prompts.len() < FEW_PROMPTS && !kind.is_role_play() {
        let rubric = open_lines(context.rubric.as_deref().unwrap_or_default());
        let rubric: Vec<&str> = rubric.iter().map(|line| line.text).collect();
        for row in rubric::rows(&rubric.join("\n")) {
            if is_topic(&row.topic) {
                ask_about(&mut prompts, row.topic);
            }
        }
    }
    if prompts.len() < FEW_PROMPTS {
        for (topic, text) in general(kind) {
            add(
                &mut prompts,
                Prompt {
                    text: (*text).to_owned(),
                    topic: (*topic).to_owned(),
                },
            );
        }
    }
    Brief { kind, prompts }
}

fn add(prompts: &mut Vec<Prompt>, prompt: Prompt) {
    let same = |other: &Prompt| other.text.eq_ignore_ascii_case(&prompt.text);
    // Of thousands that instructions may ask, none is compared with all others.
    if prompts.len() < MOST_PROMPTS && !prompts.iter().any(same) {
        prompts.push(prompt);
    }
}

fn kind(context: &AgentContext) -> Kind {
    let all = format!("{} {}", context.scenario_name, context.instructions).to_lowercase();
    // Whom the agent plays stands near the words that cast it.
    let cast = [
        "you are ",
        "you're ",
        "act as ",
        "play the ",
        "play a ",
        "role of ",
        "pretend to be ",
    ];
    let role: String = cast
        .iter()
        .flat_map(|mark| all.match_indices(mark))
        .filter_map(|(at, mark)| all.get(at + mark.len()..))
        .map(|rest| {
            let end = rest.find(['.', '!', '\n', ';', ':']).unwrap_or(rest.len());
            rest.get(..end)
                .unwrap_or_default()
                .split_whitespace()
                .take(10)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect::<Vec<_>>()
        .join(" | ");
    let role = words::words(&role);
    let role_has = |names: &[&str]| {
        names
            .iter()
            .any(|name| role.iter().any(|word| word == name))
    };
    let serves = [
        "support",
        "service",
        "representative",
        "assistant",
        "interviewer",
        "coach",
        "success",
    ];
    if role_has(&["prospect", "buyer", "procurement", "investor", "shopper"]) {
        Kind::Buyer
    } else if role_has(&[
        "customer",
        "guest",
        "caller",
        "patient",
        "tenant",
        "passenger",
        "subscriber",
        "patron",
    ]) && !role_has(&serves)
    {
        Kind::Customer
    } else if ["interview", "hiring", "recruit", "candidate", "applicant"]
        .iter()
        .any(|w| all.contains(w))
    {
        Kind::Interview
    } else if ["coach", "tutor", "teacher", "mentor", "trainer"]
        .iter()
        .any(|w| all.contains(w))
    {
        Kind::Coach
    } else {
        Kind::Host
    }
}
