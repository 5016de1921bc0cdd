//! English.

use vivavoce_core::dialect::vendor::Status;

use super::VendorWords;

pub(super) static WORDS: VendorWords = VendorWords {
    conversations: "Conversations",
    details: "Details",
    close: "Close",
    new: "New conversation",
    delete: "Delete",
    delete_sure: |title| ["Delete “", title, "” for good?"].concat(),
    keep: "Keep",
    good: "Good answer",
    bad: "Bad answer",
    open_image: "Open picture",
    open_audio: "Open recording",
    open_file: "Open file",
    new_messages: |count| match count {
        1 => "1 new message".to_owned(),
        _ => [count.to_string().as_str(), " new messages"].concat(),
    },

    rated: "Thank you for your feedback.",
    untitled: "Conversation",
    current: "Open now",
    no_conversations: "There are no earlier conversations.",
    person: "A person answers now",
    person_left: "The agent answers again.",
    waiting: "Waiting for your answer",
    answer_hint: "Your answer",
    closed_hint: "Choose an answer",
    cards: "Suggestions",
    status: |status| match status {
        Status::Sent => "Sent",
        Status::Delivered => "Delivered",
        Status::Read => "Read",
        Status::NotSent => "Not delivered",
    },
    to: |from, to| [from, " to ", to].concat(),

    doing: |what| ["Working on ", what].concat(),
    did: |what| ["Done: ", what].concat(),
    reasoning: "Thinking it through…",
    reasoned: "Thought it through",
    state: "What the agent keeps in mind",
    summary: "Summary",
    on: "On",
    off: "Off",
};
