//! The built-in agent: deterministic, without a key or a network.

use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};

use super::{Agent, AgentError, Moment, Step};

/// Plays a scenario's script or, without one, a structured interview from its instructions.
#[derive(Clone, Debug)]
pub struct ScriptedAgent {
    /// The pause before each word; zero: no pause of any kind, `wait` steps included.
    pace: Duration,
}

impl ScriptedAgent {
    pub fn new(pace: Duration) -> Self {
        Self { pace }
    }
}

impl Agent for ScriptedAgent {
    fn reply(&self, _moment: Moment) -> BoxStream<'static, Result<Step, AgentError>> {
        let _ = self.pace;
        stream::empty().boxed()
    }
}
