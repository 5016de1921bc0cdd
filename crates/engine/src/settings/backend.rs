//! Another system that answers instead of our own agent, as the operator names it.

use vivavoce_protocol::wire::Acceptance;

/// One system `?backend=` may name, in plain words.
#[derive(Clone, Debug, Default)]
pub struct Backend {
    /// It is this server itself, under another name.
    pub is_own: bool,
    /// The dialect it speaks, as the widget calls it.
    pub dialect: &'static str,
    pub title: Option<String>,
    pub description: Option<String>,
    /// What visitors accept before a conversation with it.
    pub terms: Acceptance,
    /// The only scenarios visitors may open; empty: any.
    pub scenarios: Vec<String>,
    /// The origin whose pages an embed of it frames; `None`: it frames none.
    pub frames: Option<String>,
    /// The origin a browser talks to without us.
    pub connects: Option<String>,
}

impl Backend {
    /// Whether visitors may open `scenario`.
    pub fn offers(&self, scenario: &str) -> bool {
        self.scenarios.is_empty() || self.scenarios.iter().any(|one| one == scenario)
    }
}
