//! What the phase machine is told.

use super::HostRecord;
use crate::event::Event;
use crate::failure::Failure;

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
        resume: Option<&'a HostRecord>,
    },
    /// The visitor has to accept something first: nothing starts by itself.
    Asked,
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
