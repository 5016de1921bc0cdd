//! Whether a message may be sent now: the one answer for the composer, the session and the host's
//! commands.

use super::Phase;
use crate::{caps, text};

/// What it depends on beside the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub phase: Phase,
    /// The agent is replying.
    pub running: bool,
    /// It waits for an answer, also in the middle of its run.
    pub asks: bool,
    /// It takes what is typed, and not only its own buttons.
    pub takes_text: bool,
}

/// Why a message cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// Nobody is there to hear it.
    Phase,
    /// The agent speaks.
    Replying,
    /// Only a button answers.
    Closed,
    Blank,
    TooLong,
}

/// `chosen`: one of the agent's buttons, whose text may be an empty line.
///
/// # Errors
/// The first thing that is in the way.
pub fn check(standing: Standing, text: &str, chosen: bool) -> Result<(), Unsendable> {
    if standing.phase != Phase::Live {
        return Err(Unsendable::Phase);
    }
    if standing.running && !standing.asks {
        return Err(Unsendable::Replying);
    }
    if chosen {
        return Ok(());
    }
    if !standing.takes_text {
        return Err(Unsendable::Closed);
    }
    check_text(text)
}

/// Whether `text` could be a message, wherever the conversation stands.
///
/// # Errors
/// [`Unsendable::Blank`] and [`Unsendable::TooLong`].
pub fn check_text(text: &str) -> Result<(), Unsendable> {
    if caps::is_too_long(text) {
        return Err(Unsendable::TooLong);
    }
    if text::is_blank(text) {
        return Err(Unsendable::Blank);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: Standing = Standing {
        phase: Phase::Live,
        running: false,
        asks: false,
        takes_text: true,
    };

    #[test]
    fn a_message_waits_for_whoever_is_to_hear_it() {
        let running = Standing {
            running: true,
            ..LIVE
        };
        let asked = Standing {
            asks: true,
            ..running
        };
        let buttons = Standing {
            takes_text: false,
            ..asked
        };
        let closed = Standing {
            takes_text: false,
            ..LIVE
        };
        let connecting = Standing {
            phase: Phase::Connecting,
            ..LIVE
        };
        // What becomes of something typed, and of a button.
        for (standing, typed, pressed) in [
            (LIVE, None, None),
            (
                running,
                Some(Unsendable::Replying),
                Some(Unsendable::Replying),
            ),
            (asked, None, None),
            (buttons, Some(Unsendable::Closed), None),
            (closed, Some(Unsendable::Closed), None),
            (connecting, Some(Unsendable::Phase), Some(Unsendable::Phase)),
        ] {
            assert_eq!(check(standing, "Hi", false).err(), typed, "{standing:?}");
            assert_eq!(check(standing, "Hi", true).err(), pressed, "{standing:?}");
        }
    }

    #[test]
    fn a_message_has_a_text_of_at_most_the_cap() {
        let most = "漢".repeat(caps::MESSAGE);
        let over = "漢".repeat(caps::MESSAGE + 1);
        let blank_and_over = " ".repeat(caps::MESSAGE + 1);
        for (text, expected) in [
            ("Hi", None),
            ("", Some(Unsendable::Blank)),
            (" \n\t", Some(Unsendable::Blank)),
            (&most, None),
            (&over, Some(Unsendable::TooLong)),
            (&blank_and_over, Some(Unsendable::TooLong)),
        ] {
            assert_eq!(check_text(text).err(), expected);
            assert_eq!(check(LIVE, text, false).err(), expected);
            assert_eq!(check(LIVE, text, true), Ok(()));
        }
    }
}
