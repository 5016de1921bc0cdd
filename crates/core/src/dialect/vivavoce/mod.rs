//! Our own protocol (design: "Our own protocol") as a state machine.

use super::{Dialect, Input, Output};

mod requests;

pub use requests::{access, scenario, stop_beacon};

/// REST for the life cycle, one append-only event log for what is said.
#[derive(Debug, Default)]
pub struct Vivavoce {
    outputs: std::collections::VecDeque<Output>,
}

impl Dialect for Vivavoce {
    fn handle(&mut self, _input: Input<'_>) {}

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}
