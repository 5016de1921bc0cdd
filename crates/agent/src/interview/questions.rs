//! Questions of our own: about a topic, and where the instructions give none.

use super::kind::Kind;

/// A question about `topic`, the `nth` of its kind.
pub(super) fn about(kind: Kind, topic: &str, nth: usize) -> String {
    let forms: &[&str] = match kind {
        Kind::Interview => &[
            "Let’s talk about **{t}**. Could you walk me through a situation from your own work?",
            "Next, **{t}**: what have you done there yourself, and what came of it?",
            "Now **{t}**. How do you go about it? An example would help me.",
        ],
        Kind::Coach => &[
            "Let’s look at **{t}**. How is it going for you at the moment?",
            "Next, **{t}**: what would you like to be different?",
            "Then **{t}**. What has worked for you so far?",
        ],
        Kind::Customer | Kind::Buyer => &[
            "What can you tell me about {t}?",
            "And what about {t}? I would like to understand that better.",
            "How do you handle {t} on your side?",
        ],
        Kind::Host => &[
            "Let’s talk about **{t}**. Where do things stand for you?",
            "Next, **{t}**: what are your thoughts?",
            "And **{t}**: what matters most to you there?",
        ],
    };
    let form = forms
        .get(nth % forms.len())
        .copied()
        .unwrap_or("What about {t}?");
    // As the owner wrote it where it stands out; in a story it is spoken.
    let topic = if kind.is_role_play() {
        uncapitalised(topic)
    } else {
        topic.to_owned()
    };
    form.replace("{t}", &topic)
}

/// Questions that hold for any scenario of a kind: topic and text.
pub(super) fn general(kind: Kind) -> &'static [(&'static str, &'static str)] {
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
