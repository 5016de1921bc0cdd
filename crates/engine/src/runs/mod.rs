//! Runs: one turn each, from the visitor's message to the end of the reply.
//!
//! A session's life is decided in transactions: a turn is accepted, a run begins, ends or lapses,
//! the session stops, each in one commit with the events that tell of it. Whoever commits the
//! beginning of a run drives it; whoever closes it wins, and the driver finds out at its next
//! append. So cancelling and stopping are immediate, and work from any process.

mod accept;
mod begin;
mod close;
mod context;
mod drive;
mod event_writer;
mod failing;
pub mod finish;
mod outcome;
mod run;
mod running;
pub mod sweep;

pub use accept::{accept, cancel, greet_again, stop_all};
pub use begin::{Begun, start, start_waiting};
pub use close::{Guard, close};
pub use context::{known, quoted};
pub(crate) use drive::spawn as drive;
pub use failing::Failing;
pub use finish::{end, end_full};
pub use outcome::Outcome;
pub use run::Run;
pub use running::Running;
pub use sweep::{follow, sweep_once};
