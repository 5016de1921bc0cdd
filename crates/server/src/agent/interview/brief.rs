//! What to talk about, read out of a scenario's instructions.
//!
//! Instructions are the owner's secret. Only three things leave them: questions meant for the
//! visitor, topics the owner lists for the conversation, and the kind of conversation it is. Whatever is
//! marked as internal, and everything else, stays.

use crate::agent::Moment;
use crate::analysis::rubric;
use crate::analysis::words;

/// What kind of conversation the instructions describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The agent asks, the visitor applies for something.
    Interview,
    /// The agent plays somebody who needs help.
    Customer,
    /// The agent plays somebody who may buy.
    Buyer,
    Coach,
    /// Anything else: a friendly, orderly talk.
    Host,
}

impl Kind {
    /// The agent plays a person of the story rather than asking from a list.
    pub(super) fn is_role_play(self) -> bool {
        matches!(self, Kind::Customer | Kind::Buyer)
    }
}

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

pub(super) fn read(moment: &Moment) -> Brief {
    let kind = kind(moment);
    let lines = open_lines(&moment.instructions);
    let mut prompts: Vec<Prompt> = Vec::new();
    for line in &lines {
        for question in questions(line) {
            add(
                &mut prompts,
                Prompt {
                    topic: words::excerpt(&question, 70),
                    text: question,
                },
            );
        }
    }
    let asked = prompts.len();
    let mut topics = topics(&lines);
    if asked + topics.len() < FEW_PROMPTS && !kind.is_role_play() {
        let rubric = open_lines(moment.rubric.as_deref().unwrap_or_default());
        let rubric: Vec<&str> = rubric.iter().map(|line| line.text).collect();
        let rows = rubric::rows(&rubric.join("\n"));
        topics.extend(
            rows.into_iter()
                .map(|row| row.topic)
                .filter(|topic| is_topic(topic)),
        );
    }
    for topic in topics {
        if prompts.len() >= MOST_PROMPTS {
            break;
        }
        let text = about(kind, &topic, prompts.len() - asked);
        add(&mut prompts, Prompt { text, topic });
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
    prompts.truncate(MOST_PROMPTS);
    Brief { kind, prompts }
}

fn add(prompts: &mut Vec<Prompt>, prompt: Prompt) {
    let same = |other: &Prompt| other.text.eq_ignore_ascii_case(&prompt.text);
    if !prompts.iter().any(same) {
        prompts.push(prompt);
    }
}

fn kind(moment: &Moment) -> Kind {
    let all = format!("{} {}", moment.scenario_name, moment.instructions).to_lowercase();
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

/// A line that is not marked as the owner's own business.
struct Line<'a> {
    text: &'a str,
    /// It carried a list mark.
    item: bool,
    /// It, or what introduces it, says that this is what to talk about.
    invites: bool,
}

fn open_lines(instructions: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    // Something internal goes on: a section until the next heading, a list and a paragraph until
    // the next blank line.
    let mut section_closed = false;
    let mut list_closed = false;
    let mut paragraph_closed = false;
    let mut invites = false;
    for raw in instructions.lines() {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            list_closed = false;
            paragraph_closed = false;
            continue;
        }
        let bare = trimmed.trim_matches(['*', '_', ' ']);
        let heading = trimmed.starts_with('#')
            || (bare.ends_with(':') && bare.len() != trimmed.len())
            || (trimmed.starts_with("**") && trimmed.ends_with("**"))
            || (trimmed.starts_with('[') && trimmed.ends_with(']'));
        let closed = is_internal(trimmed);
        let (text, item) = rubric::without_mark(trimmed.trim_start_matches('#').trim());
        if heading {
            section_closed = closed;
            list_closed = false;
            paragraph_closed = false;
            invites = is_invitation(text);
            continue;
        }
        if closed {
            // "Internal notes:" closes the list below it as well.
            list_closed |= trimmed.ends_with(':');
            paragraph_closed |= !item && is_marked(trimmed);
        }
        if closed || section_closed || list_closed || (paragraph_closed && !item) {
            continue;
        }
        if !item {
            invites = trimmed.ends_with(':') && is_invitation(text);
        }
        lines.push(Line {
            text,
            item,
            invites: item && invites,
        });
    }
    lines
}

/// Marked as the owner's own business, or a rule for the agent.
fn is_internal(line: &str) -> bool {
    const RULES: &[&str] = &["never", "do not", "don't", "must not", "avoid"];
    let lower = line.to_lowercase().replace('’', "'");
    // "What would you never give up?" is a question and no rule.
    is_marked(line) || (!lower.contains('?') && RULES.iter().any(|rule| lower.contains(rule)))
}

fn is_marked(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "internal",
        "secret",
        "confidential",
        "private note",
        "hidden",
        "not reveal",
        "n't reveal",
        "never reveal",
        "not share",
        "n't share",
        "never share",
        "disclose",
        "not tell",
        "n't tell",
        "never tell",
        "not mention",
        "n't mention",
        "never mention",
        "without telling",
        "for your eyes",
        "only you know",
        "eyes only",
        "keep to yourself",
        "off the record",
        "passcode",
        "password",
        "api key",
        "api_key",
        "canary",
    ];
    let lower = line.to_lowercase().replace('’', "'");
    MARKS.iter().any(|mark| lower.contains(mark))
}

fn is_invitation(line: &str) -> bool {
    const STEMS: &[&str] = &[
        "ask", "cover", "topic", "question", "discuss", "talk", "explor", "area", "agenda",
        "subject",
    ];
    words::words(line)
        .iter()
        .any(|word| STEMS.contains(&words::stem(word).as_str()))
}

/// The questions of a line that are meant for the visitor.
fn questions(line: &Line<'_>) -> Vec<String> {
    let lower = line.text.to_lowercase();
    // "If they ask 'What is the salary?', say …" quotes the visitor.
    let conditional = ["if ", "when ", "should they", "in case", "whenever "]
        .iter()
        .any(|mark| lower.contains(mark))
        && ["ask", "say", "question", "wonder", "want"]
            .iter()
            .any(|mark| lower.contains(mark));
    if conditional && !line.invites {
        return Vec::new();
    }
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»');
    let mut found = Vec::new();
    let mut begin = 0;
    let mut quoted = false;
    for (at, c) in line.text.char_indices() {
        let next = at + c.len_utf8();
        let followed_by_space = line.text.get(next..).is_none_or(|rest| {
            rest.chars().next().is_none_or(|c| {
                c.is_whitespace() || quote(c) || matches!(c, ')' | '*' | '_' | '\'')
            })
        });
        match c {
            '?' | '？' | '؟' if followed_by_space => {
                let text = line.text.get(begin..next).unwrap_or_default();
                let text = text.trim_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | '(' | ')' | ',')
                });
                let addressed = quoted
                    || line.item
                    || lower.starts_with("ask")
                    || words::words(text)
                        .iter()
                        .any(|word| word == "you" || word == "your");
                let length = text.chars().count();
                if addressed && (6..=300).contains(&length) {
                    found.push(presentable(text));
                }
                begin = next;
            }
            '.' | '!' | ':' | ';' if followed_by_space => begin = next,
            c if quote(c) => {
                begin = next;
                quoted = !quoted;
            }
            _ => {}
        }
    }
    // "Walk me through your last project." asks without a question mark.
    let spoken_to = lower.contains(" me ") || lower.contains(" us ");
    let asks = [
        "tell", "walk", "describe", "show", "give", "explain", "talk",
    ]
    .iter()
    .any(|verb| lower.starts_with(verb));
    if found.is_empty() && line.item && spoken_to && asks && line.text.chars().count() <= 300 {
        found.push(presentable(line.text.trim_end_matches(quote)));
    }
    found
}

/// As it may be said: capitalised, unfilled `{{ variables }}` in plain words.
fn presentable(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        said.push_str(before);
        let name = name
            .trim()
            .trim_end_matches("_name")
            .replace(['_', '-'], " ");
        said.push_str(&match name.as_str() {
            "user" | "candidate" | "visitor" | "customer" => "you".to_owned(),
            name => format!("the {name}"),
        });
        rest = after;
    }
    said.push_str(rest);
    capitalised(&said)
}

/// What the owner lists to be talked about.
fn topics(lines: &[Line<'_>]) -> Vec<String> {
    const LEADS: &[&str] = &[
        "ask about ",
        "asking about ",
        "asks about ",
        "questions about ",
        "questions on ",
        "ask them about ",
        "ask the candidate about ",
        "ask the user about ",
        "talk about ",
        "topics: ",
        "discuss ",
        "cover ",
        "focus on ",
        "explore ",
    ];
    let mut topics = Vec::new();
    for line in lines {
        if line.text.contains('?') {
            continue;
        }
        if line.invites {
            let named = line
                .text
                .split([':', '(', '–', '—'])
                .next()
                .unwrap_or_default();
            let named = LEADS
                .iter()
                .find_map(|lead| strip_prefix_ignoring_case(named, lead))
                .unwrap_or(named);
            topics.extend(topic(named));
            continue;
        }
        let lower = line.text.to_lowercase();
        for sentence in words::sentences(&lower) {
            let Some((_, rest)) = LEADS.iter().find_map(|lead| sentence.split_once(lead)) else {
                continue;
            };
            let rest = rest.split(['.', ';', '(', ':']).next().unwrap_or_default();
            let parts = rest.split(',').flat_map(|part| part.split(" and "));
            topics.extend(parts.filter_map(topic));
        }
    }
    topics
}

fn topic(text: &str) -> Option<String> {
    let text = text.replace("**", "");
    let text = text
        .trim()
        .trim_start_matches("and ")
        .trim_start_matches("the candidate's ")
        .trim_start_matches("their ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || ".,;:!\"“”*_".contains(c));
    is_topic(text).then(|| capitalised(text))
}

/// A short noun phrase, as far as one can tell: nothing that tells the agent how to behave.
fn is_topic(text: &str) -> bool {
    const ORDERS: &[&str] = &[
        "be", "keep", "stay", "start", "end", "never", "always", "do", "don't", "use", "give",
        "if", "when", "after", "before", "make", "only", "remember", "avoid", "ensure", "let",
        "say", "act", "play", "speak", "respond", "answer", "ask", "you", "your", "one", "wait",
        "listen", "begin", "finish", "greet", "thank", "tell", "probe", "push", "offer", "show",
        "try", "they", "he", "she", "it",
    ];
    let spoken = words::words(text);
    (1..=7).contains(&spoken.len())
        && !text.contains('{')
        && !spoken
            .first()
            .is_some_and(|first| ORDERS.contains(&first.as_str()))
        && !spoken
            .iter()
            .any(|word| word == "you" || word == "must" || word == "should")
        && spoken.iter().any(|word| words::carries_meaning(word))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..).unwrap_or_default())
}

fn about(kind: Kind, topic: &str, nth: usize) -> String {
    let forms: &[&str] = match kind {
        Kind::Interview => &[
            "Let’s talk about {t}. Could you walk me through a situation from your own work where it mattered?",
            "What is your experience with {t}?",
            "How do you approach {t}? An example would help me.",
        ],
        Kind::Coach => &[
            "Let’s look at {t}. How is it going for you at the moment?",
            "What would you like to be different about {t}?",
            "When it comes to {t}, what has worked for you so far?",
        ],
        Kind::Customer | Kind::Buyer => &[
            "What can you tell me about {t}?",
            "And what about {t}? I would like to understand that better.",
            "How do you handle {t} on your side?",
        ],
        Kind::Host => &[
            "Let’s talk about {t}. Where do things stand for you?",
            "What are your thoughts on {t}?",
            "And {t}: what matters most to you there?",
        ],
    };
    let form = forms
        .get(nth % forms.len())
        .copied()
        .unwrap_or("What about {t}?");
    form.replace("{t}", &uncapitalised(topic))
}

/// Questions that hold for any scenario of a kind: topic and text.
fn general(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Interview => &[
            (
                "Your background",
                "To begin with, could you tell me a little about yourself and what brought you here?",
            ),
            (
                "Something you are proud of",
                "Which piece of your work are you most proud of, and what was your own part in it?",
            ),
            (
                "A difficulty",
                "Tell me about a time when something did not go to plan. What did you do?",
            ),
            (
                "Working with others",
                "How do people you have worked with describe you?",
            ),
            (
                "What comes next",
                "What would you like to learn or achieve next?",
            ),
        ],
        Kind::Customer => &[
            (
                "The problem",
                "I have a problem, and I was told that you could help me. What do you need to know from me?",
            ),
            (
                "What you will do",
                "And what exactly are you going to do about it?",
            ),
            (
                "How long it takes",
                "How long is that going to take? I have waited for quite a while already.",
            ),
            ("If it fails", "And what happens if that does not work?"),
        ],
        Kind::Buyer => &[
            (
                "What it is for",
                "I have only a few minutes. What would change for us if we worked with you?",
            ),
            (
                "The difference",
                "We already have something in place. Why should we change?",
            ),
            ("The cost", "What does it take: money, time, people?"),
            (
                "The proof",
                "Who else does this with you, and how did it go for them?",
            ),
        ],
        Kind::Coach => &[
            ("Where you are", "What would you like to work on today?"),
            (
                "What you tried",
                "What have you tried so far, and what came of it?",
            ),
            (
                "What success is",
                "How would you notice that it is going well?",
            ),
            (
                "The first step",
                "What is the smallest step you could take this week?",
            ),
        ],
        Kind::Host => &[
            ("What brings you here", "What brings you here today?"),
            ("What matters", "What matters most to you about it?"),
            (
                "What was tried",
                "What have you tried so far, and how did it go?",
            ),
            (
                "A good outcome",
                "What would a good outcome look like for you?",
            ),
        ],
    }
}

fn capitalised(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// For the middle of a sentence; "SQL" and "I/O" stay as they are.
fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if !second.is_uppercase() && second.is_alphabetic() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
