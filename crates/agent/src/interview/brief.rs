//! What to talk about, read out of a scenario's instructions.
//!
//! Instructions are the owner's secret. Only three things leave them: questions meant for the
//! visitor, topics the owner lists for the conversation, and the kind of conversation it is. Whatever is
//! marked as internal, and everything else, stays.

use super::finding::{is_topic, questions, topics};
use super::kind::Kind;
use super::lines::open_lines;
use super::pack::{Pack, Reads, Ways};
use super::questions::about;
use super::reading::Reading;
use crate::AgentContext;
use vivavoce_text::language::{self, Phrases, line};
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

/// `pack` is what questions of our own are asked in; what is read is in the owner's language.
pub(super) fn read(context: &AgentContext, pack: &Pack) -> Brief {
    let reading = Reading::of(&context.instructions, pack.language);
    let kind = kind(context, &reading);
    let lines = open_lines(&context.instructions, &reading);
    let mut prompts: Vec<Prompt> = Vec::new();
    let mut topics_asked = 0;
    let mut ask_about = |prompts: &mut Vec<Prompt>, topic: String| {
        let text = about(pack, kind, &topic, topics_asked);
        topics_asked += 1;
        add(prompts, Prompt { text, topic });
    };
    // In the owner's order: what they want asked last is asked last.
    for line in &lines {
        if prompts.len() >= MOST_PROMPTS {
            break;
        }
        for text in questions(line, &reading) {
            let topic = words::excerpt(&text, 70);
            add(&mut prompts, Prompt { text, topic });
        }
        for topic in topics(line, &reading) {
            ask_about(&mut prompts, topic);
        }
    }
    if prompts.len() < FEW_PROMPTS && !kind.is_role_play() {
        let rubric = open_lines(context.rubric.as_deref().unwrap_or_default(), &reading);
        let rubric: Vec<&str> = rubric.iter().map(|line| line.text).collect();
        for row in rubric::rows(&rubric.join("\n")) {
            if is_topic(&row.topic, &reading) {
                ask_about(&mut prompts, row.topic);
            }
        }
    }
    if prompts.len() < FEW_PROMPTS {
        for (topic, text) in pack.asks.general(kind) {
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

fn kind(context: &AgentContext, reading: &Reading) -> Kind {
    let all = format!("{} {}", context.scenario_name, context.instructions).to_lowercase();
    // Whom the agent plays stands near the words that cast it.
    let cast = reading.all(|reads| reads.cast);
    let role: String = cast
        .flat_map(|mark| all.match_indices(mark))
        .filter_map(|(at, mark)| all.get(at + mark.len()..))
        .map(|rest| {
            let end = rest
                .find(['.', '!', '\n', ';', ':', '。', '！', '；', '：'])
                .unwrap_or(rest.len());
            let near = rest.get(..end).unwrap_or_default().split_whitespace();
            let near: Vec<&str> = near.take(10).collect();
            near.join(" ").chars().take(120).collect()
        })
        .collect::<Vec<String>>()
        .join(" | ");
    let role = line(&language::words(&role));
    let role_has = |names: fn(&Reads) -> Ways| {
        reading
            .each()
            .any(|reads| Phrases::new(names(reads)).are_in(&role))
    };
    if role_has(|reads| reads.buyer) {
        Kind::Buyer
    } else if role_has(|reads| reads.customer) && !role_has(|reads| reads.serves) {
        Kind::Customer
    } else if reading.finds(&all, |reads| reads.interview) {
        Kind::Interview
    } else if reading.finds(&all, |reads| reads.coach) {
        Kind::Coach
    } else {
        Kind::Host
    }
}
