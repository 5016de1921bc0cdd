//! English.

use vivavoce_core::failure::Failure;
use vivavoce_core::person::{EMAIL_CAP, EmailError, NAME_CAP, NameError};

use super::{Explanation, Words};

pub(super) static STRINGS: Words = Words {
    lang: "en",

    continue_: "Continue",
    unlock: "Unlock",
    start: "Start",
    send: "Send",
    cancel: "Stop generating",
    end: "End",
    keep: "Keep talking",
    submit: "Submit",
    again: "Start again",
    retry: "Retry",
    download: "Download transcript",
    download_doubt: "If no file was saved, the page around this conversation does not allow it.",
    new_messages: "New messages",
    latest: "Latest messages",
    copy: "Copy",
    copied: "Copied",
    name: "Name",
    email: "Email",
    passcode: "Passcode",
    message: "Message",
    comment: "Comment (optional)",

    loading: "Loading",
    conversation: "Conversation",
    saved_notice: "This conversation is saved.",
    recorded_notice: "This conversation is saved and recorded.",
    anew: "Your earlier conversation could not be continued here. This is a new one.",
    by_text: "By text",
    saved: "Saved",
    recorded: "Recorded",
    up_to_minutes: |minutes| {
        let after = if minutes == 1 { " minute" } else { " minutes" };
        with("Up to ", minutes, after)
    },
    locked_title: "This conversation is private",
    locked_sentence: "Open it with the link you were given.",
    expired_sentence: "Your access was not accepted. It may have expired; ask for a new link.",
    passcode_title: "Enter the passcode",
    passcode_sentence: "Whoever invited you can tell you what it is.",
    passcode_missing: "Enter the passcode.",
    passcode_wrong: "That is not the passcode. Check it and try again.",
    name_error: |error| match error {
        NameError::TooLong => with("Enter at most ", NAME_CAP as u32, " characters."),
        _ => "Enter your name.".to_owned(),
    },
    email_error: |error| match error {
        EmailError::Missing => "Enter your email address.".to_owned(),
        EmailError::TooLong => with("Enter at most ", EMAIL_CAP as u32, " characters."),
        EmailError::Space => "An email address has no spaces in it.".to_owned(),
        EmailError::NoAt => "An email address has an @ in it, like name@example.com.".to_owned(),
        EmailError::TwoAts => "An email address has only one @ in it.".to_owned(),
        _ => "Enter the whole address, like name@example.com.".to_owned(),
    },

    connecting: "Connecting…",
    idle: "Your turn",
    listening: "Listening…",
    thinking: "Thinking…",
    speaking: "Writing…",
    reconnecting: "Reconnecting…",
    stopping: "Ending…",
    interrupted: "Interrupted",

    you: "You",
    agent: "Agent",
    sending: "Sending…",
    not_sent: "Not sent.",
    queued: "Sent when the reply ends",
    take_back: "Take back",
    cut: "Stopped here",
    using_tool: |tool| joined("Using ", tool),
    used_tool: |tool| joined("Used ", tool),
    tool_input: "Asked for",
    tool_result: "Result",
    choices: "Suggested answers",
    choices_count: |count| match count {
        1 => "1 suggested answer".to_owned(),
        _ => with("", count as u32, " suggested answers"),
    },
    elapsed: "Time so far",
    time_left: |clock| {
        let mut text = clock.to_owned();
        text.push_str(" left");
        text
    },
    minutes_left: |minutes| {
        let after = if minutes == 1 {
            " minute left."
        } else {
            " minutes left."
        };
        with("", minutes, after)
    },
    time_up: "The time is up.",
    unsent_draft: "You had written this and not sent it:",
    characters_left: |count| match count {
        1 => "1 character left".to_owned(),
        _ => with("", count as u32, " characters left"),
    },
    characters_over: |count| match count {
        1 => "1 character too many".to_owned(),
        _ => with("", count as u32, " characters too many"),
    },
    table: "Table",
    show_rest: "Show the rest",

    review_title: "Ready to submit?",
    review_sentence: "The conversation is over. Submit it to finish.",
    minutes: |count| one_or(count, "minute", "minutes"),
    messages: |count| one_or(count, "message", "messages"),
    your_words: |count| one_or(count, "word of yours", "words of yours"),
    your_share: "your share",
    your_questions: |count| one_or(count, "question of yours", "questions of yours"),
    fillers: |count| one_or(count, "filler word", "filler words"),
    thanks_title: "Thank you",
    thanks_sentence: "The conversation is over and has been handed in. You can close this page.",
    submitting: "Handing in your conversation…",
    results_title: "Your results",
    analyzing: "Reading the conversation. This takes a moment.",
    results_failed: "The conversation was handed in, but it could not be evaluated. You can still download the transcript.",
    out_of_ten: " / 10",
    score: "Score",
    score_measured: "Measured: how much of what was looked for came up in the conversation.",
    score_judged: "Judged by a language model from the whole conversation.",
    report_card: "Report card",
    topic: "Topic",
    note: "Note",
    strengths: "Strengths",
    weaknesses: "To work on",
    next_steps: "Next steps",
    in_numbers: "In numbers",
    transcript: "Transcript",

    powered_by: "Powered by Viva Voce",
    failure,
    missing: || {
        told(
            "This conversation does not exist.",
            "Check the address, or ask whoever gave it to you.",
        )
    },
};

fn failure(failure: &Failure) -> Explanation {
    match failure {
        Failure::Offline => told(
            "You seem to be offline.",
            "Check your connection, then try again.",
        ),
        Failure::Unreachable => told(
            "The conversation could not be reached.",
            "Try again; if it keeps happening, come back a little later.",
        ),
        Failure::Refused => told(
            "Your access was not accepted.",
            "It may have expired; ask for a new link.",
        ),
        Failure::Missing => (STRINGS.missing)(),
        Failure::Busy {
            retry_after: Some(wait),
        } if *wait > 1_500 => Explanation {
            what: "Too many people are asking at once.".to_owned(),
            advice: with(
                "Try again in ",
                (wait / 1_000).min(86_400) as u32,
                " seconds.",
            ),
        },
        Failure::Busy { .. } => told(
            "Too many people are asking at once.",
            "Wait a moment, then try again.",
        ),
        Failure::Rejected { detail } => said(
            detail,
            "This could not be accepted.",
            "Change it and try again.",
        ),
        Failure::Agent { detail } => said(
            detail,
            "The answer could not be completed.",
            "Try again in a moment.",
        ),
        _ => told(
            "The answer could not be understood.",
            "Load the page again; if it keeps happening, tell whoever runs this site.",
        ),
    }
}

fn told(what: &str, advice: &str) -> Explanation {
    Explanation {
        what: what.to_owned(),
        advice: advice.to_owned(),
    }
}

/// The server's own sentence where it gave one.
fn said(detail: &str, otherwise: &str, advice: &str) -> Explanation {
    let mut what = detail.trim().to_owned();
    if what.is_empty() {
        what.push_str(otherwise);
    } else if !what.ends_with(['.', '!', '?', '…']) {
        what.push('.');
    }
    // What to do is said once: by the server, where it says more than what happened, or just that.
    let advised = what.contains(". ") || what.contains("ry again");
    let advice = if advised { "" } else { advice };
    Explanation {
        what,
        advice: advice.to_owned(),
    }
}

fn one_or(count: u32, one: &'static str, more: &'static str) -> &'static str {
    if count == 1 { one } else { more }
}

fn with(before: &str, number: u32, after: &str) -> String {
    let mut text = joined(before, &number.to_string());
    text.push_str(after);
    text
}

fn joined(before: &str, after: &str) -> String {
    let mut text = before.to_owned();
    text.push_str(after);
    text
}
