//! A scenario as callers get to see it.

use serde_json::Value;
use vivavoce_client::types as api;

use super::spending::Today;
use vivavoce_engine::store::Scenario;
use vivavoce_http::scenario::asked_of_page;
use vivavoce_http::times;

/// Everything, for the account it belongs to. `origin` is ours, for the embeds' addresses.
pub fn whole(s: Scenario, origin: Option<&str>, today: &Today) -> api::Scenario {
    let embed = |style: &str| {
        let origin = origin.unwrap_or_default();
        format!("{origin}/embed/{style}{}", s.id)
    };
    let kept = |name: &str| s.vendor.get(name).cloned();
    let text = |name: &str| s.vendor.get(name)?.as_str().map(str::to_owned);
    api::Scenario {
        kind: text("type").unwrap_or_else(|| "default".to_owned()),
        user_instructions: text("user_instructions"),
        memory: kept("memory"),
        ai_model_config: kept("ai_model_config"),
        tools_config: kept("tools_config"),
        embed_urls: api::EmbedUrls {
            full: embed(""),
            basic: embed("basic/"),
            minimal: embed("minimal/"),
        },
        variables: asked_of_page(&s),
        has_pdf_context: s.pdf_context.is_some(),
        // Only its hash is kept.
        passcode: None,
        requires_passcode: s.passcode_hash.is_some(),
        restrict_analysis: s.analysis_access == "never",
        session_analysis: session_analysis(s.session_analysis),
        // These go out as they came, also what reads as another type of number, or is `null`.
        appearance: api::Appearance {
            more: object(s.appearance),
            ..api::Appearance::default()
        },
        strategy: api::Strategy {
            more: object(s.strategy),
            ..api::Strategy::default()
        },
        pricing: api::Pricing {
            more: object(s.pricing),
            ..api::Pricing::default()
        },
        user_metadata: object(s.user_metadata),
        is_shortened: false,
        spending: today.shown(&s.id),
        id: s.id,
        slug: s.slug,
        name: s.name,
        description: s.description,
        user_friendly_description: s.user_friendly_description,
        ai_instructions: s.ai_instructions,
        script: s.script,
        rubrik: s.rubrik,
        is_public: s.is_public,
        is_featured: s.is_featured,
        is_recording: s.is_recording,
        analysis_access: s.analysis_access,
        starts_at: s.starts_at.map(times::written),
        ends_at: s.ends_at.map(times::written),
        allowed_hosts: s.allowed_hosts,
        retention_days: s.retention_days.and_then(|days| days.try_into().ok()),
        runs_per_day: s.runs_per_day.and_then(|runs| runs.try_into().ok()),
        tokens_per_day: s.tokens_per_day.and_then(|tokens| tokens.try_into().ok()),
        terms_url: s.terms_url,
        privacy_url: s.privacy_url,
        texts: texts(s.texts),
        created_at: times::written(s.created_at),
        updated_at: times::written(s.updated_at),
    }
}

/// The same without its long texts.
pub fn short(s: Scenario, origin: Option<&str>, today: &Today) -> api::Scenario {
    let light = Scenario {
        ai_instructions: String::new(),
        script: None,
        rubrik: None,
        ..s
    };
    api::Scenario {
        is_shortened: true,
        variables: Vec::new(),
        ..whole(light, origin, today)
    }
}

/// What anybody may know of a featured scenario. Its `description` is internal, so the member the
/// vendor documents carries the one for visitors.
pub fn featured(s: Scenario) -> api::FeaturedScenario {
    let user_instructions = s.vendor.get("user_instructions").and_then(Value::as_str);
    let examples = s.user_metadata.get("example_variables");
    api::FeaturedScenario {
        user_instructions: user_instructions.map(str::to_owned),
        example_variables: examples.cloned().map(object).unwrap_or_default(),
        variables: asked_of_page(&s),
        description: s.user_friendly_description.clone().unwrap_or_default(),
        user_friendly_description: s.user_friendly_description,
        id: s.id,
        slug: s.slug,
        name: s.name,
    }
}

/// As it came, with three members that are always there.
fn session_analysis(given: Value) -> api::SessionAnalysis {
    let mut more = object(given);
    let mut flag = |name| more.remove(name).map_or(Some(false), |it| it.as_bool());
    api::SessionAnalysis {
        is_auto_analysis: flag("is_auto_analysis"),
        is_auto_submit: flag("is_auto_submit"),
        admin_email: match more.remove("admin_email") {
            // Nobody's is none.
            Some(Value::String(email)) if !email.is_empty() => Some(email),
            _ => None,
        },
        more,
        ..api::SessionAnalysis::default()
    }
}

/// By locale and key.
fn texts(value: Value) -> api::Texts {
    serde_json::from_value(value).unwrap_or_default()
}

/// An object's members; nothing else has any.
fn object(value: Value) -> api::Object {
    serde_json::from_value(value).unwrap_or_default()
}
