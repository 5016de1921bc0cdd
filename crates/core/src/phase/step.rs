//! What the phase machine is told, and what it answers.

use serde::{Deserialize, Serialize};

use crate::dialect::Event;
use crate::failure::Failure;
use crate::host::HostEvent;
use crate::json::members;

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The scenario is known and may be entered.
    Opened {
        /// The dialog must be shown first ([`crate::credentials::needed`]).
        credentials: bool,
        /// The owner skips the review step.
        auto_submit: bool,
        /// This frame already had a session, and carries on with it.
        resume: Option<&'a Told>,
    },
    /// Access is wanted: none was given, it was refused, or it has expired.
    Locked,
    /// The credentials dialog was completed.
    Admitted,
    /// Start was pressed.
    Start,
    /// End was pressed, or the host asked for it.
    Stop,
    /// The stop could not be confirmed in time; the page does not wait any longer.
    StopUnanswered,
    /// Submit was pressed.
    Submit,
    /// What failed is tried again.
    Retry,
    /// Start again, with a new session.
    Again,
    /// Loading failed, or the session as a whole.
    Failed(&'a Failure),
    /// Everything the dialect says goes through here; most of it concerns the transcript only.
    Event(&'a Event),
}

/// What to do now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// For the host, in this order.
    pub posts: Vec<HostEvent>,
    pub ask: Option<Ask>,
}

/// What the machine wants the driver to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Fetch the scenario's facts once more.
    Load,
    /// Open a session, or the one to resume.
    Open,
    /// The session stands, its connection does not: `Verb::RetryNow`.
    Reconnect,
    Stop,
    /// Submit, with the comment if there is one.
    Submit,
}

/// What the host was told about a session. The page keeps it beside the session's id (it survives a
/// reload) and gives it back in [`Step::Opened`], so that nothing is said twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    pub session_id: String,
    pub started: bool,
    pub ended: bool,
    pub submitted: bool,
}

members!(Told {
    session_id,
    started,
    ended,
    submitted,
});
