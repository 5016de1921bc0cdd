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

/// What becomes of a message that was written while the agent replied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The reply is still being written.
    Waits,
    /// It is the next turn.
    Goes,
    /// Back into the field: nobody hears it now, or what is to be said next is the visitor's to decide
    /// anew.
    ComesBack,
}

/// Whether `text`, written by the visitor, goes at once or waits for the end of the reply.
///
/// # Errors
/// The first thing that is in the way, but for a reply: that ends.
pub fn write(standing: Standing, text: &str) -> Result<Waiting, Unsendable> {
    match check(standing, text, false) {
        Ok(()) => Ok(Waiting::Goes),
        Err(Unsendable::Replying) if standing.takes_text => {
            check_text(text).map(|()| Waiting::Waits)
        }
        Err(why) => Err(why),
    }
}

/// What becomes of a message that waits, as things stand now. `broken`: the reply failed, and can be
/// asked for again. A reply that was stopped has ended like any other.
pub fn waiting(standing: Standing, broken: bool) -> Waiting {
    let Standing {
        phase,
        running,
        asks,
        takes_text,
    } = standing;
    // What answers a question was not written for it.
    if phase != Phase::Live || asks || broken || !takes_text {
        Waiting::ComesBack
    } else if running {
        Waiting::Waits
    } else {
        Waiting::Goes
    }
}

/// Two messages, of which one waits, as one.
pub fn joined(first: &str, then: &str) -> String {
    match (first.is_empty(), then.is_empty()) {
        (true, _) => then.to_owned(),
        (_, true) => first.to_owned(),
        _ => [first, then].join("\n"),
    }
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

    #[test]
    fn what_is_written_during_a_reply_waits_for_its_end() {
        let running = Standing {
            running: true,
            ..LIVE
        };
        let asked = Standing {
            asks: true,
            ..running
        };
        let closed = Standing {
            takes_text: false,
            ..running
        };
        let stopping = Standing {
            phase: Phase::Stopping,
            ..LIVE
        };
        let back = Waiting::ComesBack;
        // What becomes of it when it is written; while it waits; and where the reply failed.
        for (standing, written, later, broken) in [
            (LIVE, Ok(Waiting::Goes), Waiting::Goes, back),
            (running, Ok(Waiting::Waits), Waiting::Waits, back),
            (asked, Ok(Waiting::Goes), back, back),
            (closed, Err(Unsendable::Replying), back, back),
            (stopping, Err(Unsendable::Phase), back, back),
        ] {
            assert_eq!(write(standing, "Hi"), written, "{standing:?}");
            assert_eq!(waiting(standing, false), later, "{standing:?}");
            assert_eq!(waiting(standing, true), broken, "{standing:?}");
        }
        assert_eq!(write(running, " "), Err(Unsendable::Blank));
        let over = "x".repeat(caps::MESSAGE + 1);
        assert_eq!(write(running, &over), Err(Unsendable::TooLong));
    }

    #[test]
    fn two_that_wait_are_one_message() {
        for (first, then, whole) in [("", "b", "b"), ("a", "", "a"), ("a", "b", "a\nb")] {
            assert_eq!(joined(first, then), whole);
        }
    }
}
