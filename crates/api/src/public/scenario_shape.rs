//! A scenario as callers get to see it.

use serde_json::{Map, Value, json};
use vivavoce_protocol::variables;

use vivavoce_engine::store::Scenario;
use vivavoce_http::times;

/// Everything, for the account it belongs to. `origin` is ours, for the embeds' addresses.
pub fn whole(scenario: &Scenario, origin: Option<&str>) -> Value {
    let s = scenario;
    let embed = |style: &str| {
        let origin = origin.unwrap_or_default();
        format!("{origin}/embed/{style}{}", s.id)
    };
    let kept = |name: &str, default: Value| s.vendor.get(name).cloned().unwrap_or(default);
    json!({
        "id": s.id,
        "slug": s.slug,
        "type": kept("type", json!("default")),
        "name": s.name,
        "description": s.description,
        "user_friendly_description": s.user_friendly_description,
        "ai_instructions": s.ai_instructions,
        "user_instructions": kept("user_instructions", Value::Null),
        "memory": kept("memory", Value::Null),
        "ai_model_config": kept("ai_model_config", Value::Null),
        "tools_config": kept("tools_config", Value::Null),
        "script": s.script,
        "rubrik": s.rubrik,
        "variables": variables::names(&s.ai_instructions),
        "has_pdf_context": s.pdf_context.is_some(),
        "is_public": s.is_public,
        "is_featured": s.is_featured,
        // Only its hash is kept.
        "passcode": null,
        "requires_passcode": s.passcode_hash.is_some(),
        "is_recording": s.is_recording,
        "restrict_analysis": s.analysis_access == "never",
        "analysis_access": s.analysis_access,
        "session_analysis": with_defaults(&s.session_analysis, &[
            ("admin_email", Value::Null),
            ("is_auto_analysis", Value::Bool(false)),
            ("is_auto_submit", Value::Bool(false)),
        ]),
        "appearance": s.appearance,
        "strategy": s.strategy,
        "pricing": s.pricing,
        "user_metadata": s.user_metadata,
        "starts_at": s.starts_at.map(times::written),
        "ends_at": s.ends_at.map(times::written),
        "retention_days": s.retention_days,
        "allowed_hosts": s.allowed_hosts,
        "created_at": times::written(s.created_at),
        "updated_at": times::written(s.updated_at),
        "embed_urls": { "full": embed(""), "basic": embed("basic/"), "minimal": embed("minimal/") },
    })
}

/// What anybody may know of a featured scenario. Its `description` is internal, so the member the
/// vendor documents carries the one for visitors.
pub fn featured(scenario: &Scenario) -> Value {
    let s = scenario;
    let examples = s
        .user_metadata
        .get("example_variables")
        .filter(|value| value.is_object());
    json!({
        "id": s.id,
        "slug": s.slug,
        "name": s.name,
        "description": s.user_friendly_description.clone().unwrap_or_default(),
        "user_friendly_description": s.user_friendly_description,
        "user_instructions": s.vendor.get("user_instructions"),
        "variables": variables::names(&s.ai_instructions),
        "example_variables": examples.cloned().unwrap_or_else(|| json!({})),
    })
}

fn with_defaults(object: &Value, defaults: &[(&str, Value)]) -> Value {
    let mut all: Map<String, Value> = defaults
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    if let Value::Object(given) = object {
        all.extend(given.clone());
    }
    Value::Object(all)
}
