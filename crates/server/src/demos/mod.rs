//! The scenarios an empty database is seeded with.

use serde_json::Value;

/// A featured scenario every fresh deployment has.
#[derive(Clone, Debug)]
pub struct Demo {
    /// 24 hex digits, the same in every deployment.
    pub id: &'static str,
    pub slug: &'static str,
    pub name: &'static str,
    /// For the owner.
    pub description: &'static str,
    /// For the visitor.
    pub user_friendly_description: &'static str,
    pub ai_instructions: &'static str,
    pub rubric: &'static str,
    pub script: Value,
    pub max_duration_seconds: u32,
    /// Examples for the playground to prefill; every demo reads well without them.
    pub variables: &'static [(&'static str, &'static str)],
}

/// All demos, in the order a list shows them.
pub fn scenarios() -> Vec<Demo> {
    Vec::new()
}
