//! `GET /v1/agent`: who answers.

use axum::Json;
use axum::extract::State;

use super::caller::Agent;
use super::refusal::Refusal;
use super::shapes::AgentInfo;
use vivavoce_http::App;
use vivavoce_http::times::written_with_zone as written;

/// The name of the built-in agent, where another has its model's.
const BUILT_IN: &str = "scripted";

/// `GET /v1/agent`.
#[utoipa::path(
    get, path = "/agent", operation_id = "getAgent", tag = "Agent",
    summary = "Read who answers", description = "The scenario the key belongs to.",
    responses((status = 200, description = "The agent.", body = AgentInfo)),
)]
pub async fn read(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<AgentInfo>, Refusal> {
    let knowledge = app.store.knowledge(&scenario.id).await?;
    let newest = knowledge.iter().map(|entry| entry.updated_at).max();
    let appearance = |name: &str| {
        let text = scenario.appearance.get(name)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let model = app.settings.agent.model.as_ref();
    Ok(Json(AgentInfo {
        id: scenario.id.clone(),
        name: scenario.name.clone(),
        description: scenario.user_friendly_description.clone(),
        model: model.map_or(BUILT_IN, |model| &model.name).to_owned(),
        training_status: "TRAINED".to_owned(),
        last_trained_at: written(newest.unwrap_or_default().max(scenario.updated_at)),
        knowledge_sources: knowledge.len() as u64,
        language: appearance("language_code"),
        avatar_url: appearance("avatar_url"),
        created_at: written(scenario.created_at),
        updated_at: written(scenario.updated_at),
    }))
}
