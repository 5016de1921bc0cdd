//! What goes wrong between a visitor and the server.

use super::Rng;

/// What stands between visitor and server for a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Middle {
    Nothing,
    /// Passes a stream's head on and keeps its body until the end, which never comes.
    HoldsBodies,
    /// Does not even pass the head on.
    HoldsHeads,
    /// Ends every stream at once.
    KillsStreams,
}

/// One thing that goes wrong once: with the nth request, or at a time in milliseconds.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The request does not arrive; that is known at once.
    RequestLost,
    /// It arrives, and the answer does not.
    AnswerLost,
    /// Nothing comes, until the caller has waited long enough.
    Hangs,
    Slow(u64),
    Status(u16),
    /// 429 or 503 with `Retry-After` in milliseconds.
    Busy(u16, u64),
    /// A page of somebody else's.
    Foreign,
    /// A stream is cut after so many bytes: broken, or closed as if it were complete.
    Cut(usize, bool),
    /// A stream gives nothing more after so many bytes, and stays open.
    Stalls(usize),
    /// The stream has every event twice, or neighbours swapped, or one left out, or nonsense
    /// between them.
    Twice,
    Swapped,
    LeftOut,
    Nonsense,
    /// The server says good-bye and closes the stream.
    Goodbye,
}

/// One thing that goes wrong at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Calamity {
    /// The process is killed and is back after so many milliseconds.
    Restart(u64),
    Offline(u64),
    Hidden(u64),
    /// The page sleeps: neither timers nor the network reach it.
    Frozen(u64),
    /// The visitor's clock jumps.
    Clock(i64),
}

impl Fault {
    pub(crate) fn draw(rng: &mut Rng) -> Fault {
        let bytes = rng.between(0, 6_000) as usize;
        match rng.between(0, 15) {
            0 => Fault::RequestLost,
            1 => Fault::AnswerLost,
            2 => Fault::Hangs,
            3 => Fault::Slow(rng.between(1_000, 14_000)),
            4 => Fault::Status([500, 502, 504, 408][rng.between(0, 4) as usize]),
            5 => Fault::Busy(
                [429, 503][rng.between(0, 2) as usize],
                rng.between(1, 9) * 1_000,
            ),
            6 => Fault::Foreign,
            7 => Fault::Cut(bytes, true),
            8 => Fault::Cut(bytes, false),
            9 => Fault::Stalls(bytes),
            10 => Fault::Twice,
            11 => Fault::Swapped,
            12 => Fault::LeftOut,
            13 => Fault::Nonsense,
            _ => Fault::Goodbye,
        }
    }
}

impl Calamity {
    pub(crate) fn draw(rng: &mut Rng) -> Calamity {
        match rng.between(0, 5) {
            0 => Calamity::Restart(rng.between(300, 15_000)),
            1 => Calamity::Offline(rng.between(500, 60_000)),
            2 => Calamity::Hidden(rng.between(1_000, 120_000)),
            3 => Calamity::Frozen(rng.between(1_000, 90_000)),
            _ => Calamity::Clock(rng.between(0, 600_000) as i64 - 300_000),
        }
    }
}

impl Middle {
    pub(crate) fn draw(rng: &mut Rng) -> Middle {
        match rng.between(0, 12) {
            0 => Middle::HoldsBodies,
            1 => Middle::HoldsHeads,
            2 => Middle::KillsStreams,
            _ => Middle::Nothing,
        }
    }
}
