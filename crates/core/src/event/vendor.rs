//! What other systems tell and can be asked, beyond what our own protocol knows. One vocabulary for
//! all of them, so that the view shows the same thing in the same place whoever is behind it.

use super::{EntryId, Millis};
use crate::wire::Choice;

/// Told by a vendor's dialect, inside [`super::Event::Vendor`].
#[derive(Clone, Debug, PartialEq)]
pub enum VendorEvent {
    /// Something beside the text of `entry`'s message, in order of arrival.
    Attached {
        entry: EntryId,
        attachment: Attachment,
    },
    /// Who speaks in `entry`, and to whom, where several agents talk.
    Author {
        entry: EntryId,
        from: String,
        to: Option<String>,
    },
    /// Whether the visitor may write; buttons and answers to a prompt always work.
    Composer { open: bool },
    /// The agent waits for the visitor; `None`: it no longer does. While it waits, `Verb::Send`
    /// (with or without a choice) answers it.
    Prompt(Option<Prompt>),
    /// How far a message got at the vendor: the visitor's at the agent, or ours of the agent's.
    Status { entry: EntryId, status: Status },
    /// The vendor takes thumbs for `entry`; what it has of them by now.
    Rating {
        entry: EntryId,
        rating: Option<Rating>,
    },
    /// Messages of the agent's that the visitor has not seen, as the vendor counts them.
    Unread(u32),
    /// Who answers, for the header.
    Agent(AgentFacts),
    /// A person answers now (`true`), or the agent again.
    Human(bool),
    /// The visitor's conversations at the vendor, newest first.
    Conversations(Vec<ConversationFacts>),
    /// To be kept on this device for this visitor and backend, in place of what was kept before; it
    /// comes back as `Open::kept`.
    Keep(String),
    /// What the visitor had begun to write, kept by the vendor: for a composer that is empty.
    Draft(String),
    /// The vendor's own page is the conversation: frame this address.
    Framed { url: String },
    /// A table or list beside the conversation (settings, statistics, history), as the vendor gave it.
    Panel(Panel),
}

/// Asked of a vendor's dialect, inside `dialect::Verb::Vendor`.
#[derive(Clone, Debug, PartialEq)]
pub enum VendorCommand {
    Rate {
        entry: EntryId,
        rating: Rating,
    },
    /// The visitor has seen everything up to `entry`.
    Seen {
        entry: EntryId,
    },
    /// The composer's text, for vendors that keep an application's state.
    Draft(String),
    Conversations,
    /// The visitor looks at the panels: what may have changed in them is told anew.
    Panels,
    Open {
        conversation: String,
    },
    New,
    Delete {
        conversation: String,
    },
    /// A panel's field was changed.
    Set {
        panel: String,
        field: String,
        value: String,
    },
}

/// Addresses are the vendor's: checked against the link policy ([`crate::links`]) before use.
#[derive(Clone, Debug, PartialEq)]
pub enum Attachment {
    Image {
        url: String,
        caption: String,
    },
    Audio {
        url: String,
        name: String,
    },
    File {
        url: String,
        name: String,
    },
    /// One card of a carousel; consecutive ones stand in one row.
    Card(Card),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    pub title: String,
    pub description: String,
    pub image: Option<String>,
    /// Pressing it sends its text or opens its address.
    pub button: Option<Choice>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prompt {
    pub text: String,
    /// Quick answers.
    pub choices: Vec<Choice>,
    /// Only the choices are answers.
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Sent,
    Delivered,
    Read,
    NotSent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    Positive,
    Negative,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgentFacts {
    pub name: String,
    /// One short line, such as a model's name.
    pub detail: String,
    pub avatar_url: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConversationFacts {
    pub id: String,
    pub title: String,
    /// Of its newest message; 0: unknown.
    pub at: Millis,
    pub current: bool,
    /// The vendor takes [`VendorCommand::Delete`] for it.
    pub deletable: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    pub id: String,
    pub title: String,
    /// Panels stand in this order, whichever is told first.
    pub place: u8,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    pub id: String,
    pub label: String,
    pub value: String,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum FieldKind {
    /// Shown, not changed.
    #[default]
    Text,
    Edit,
    Flag,
    Number {
        from: i32,
        to: i32,
    },
}
