//! `GET /v1/knowledge` and `GET /v1/integrations`: what the agent answers from and is connected to.

use axum::Json;
use axum::extract::State;

use super::caller::Agent;
use super::refusal::Refusal;
use super::shapes::{Integration, Integrations, KnowledgeSource, KnowledgeSources};
use vivavoce_http::App;
use vivavoce_http::times::written_with_zone as written;
use vivavoce_text::retrieval::Kind;

/// `GET /v1/knowledge`.
#[utoipa::path(
    get, path = "/knowledge", operation_id = "listKnowledge", tag = "Knowledge",
    summary = "List what the agent answers from",
    description = "Oldest first. `POST /api/public/scenarios/{id}/knowledge` adds to it.",
    responses((status = 200, description = "All of it.", body = KnowledgeSources)),
)]
pub async fn list(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<KnowledgeSources>, Refusal> {
    let entries = app.store.knowledge(&scenario.id).await?;
    let data: Vec<KnowledgeSource> = entries
        .into_iter()
        .map(|entry| KnowledgeSource {
            kind: match entry.kind {
                Kind::Question => "qa",
                kind => kind.as_str(),
            }
            .to_owned(),
            size: entry.text.chars().count() as u64,
            answer: (entry.kind == Kind::Question).then_some(entry.text),
            id: entry.id,
            title: entry.title,
            question: entry.question,
            url: entry.url,
            status: "TRAINED".to_owned(),
            created_at: written(entry.created_at),
            updated_at: written(entry.updated_at),
        })
        .collect();
    let total = data.len() as u64;
    Ok(Json(KnowledgeSources { data, total }))
}

/// `GET /v1/integrations`.
#[utoipa::path(
    get, path = "/integrations", operation_id = "listIntegrations", tag = "Integrations",
    summary = "List the active integrations",
    description = "Channels and shops, oldest first. `POST /api/public/scenarios/{id}/integrations` records one.",
    responses((status = 200, description = "All of them.", body = Integrations)),
)]
pub async fn integrations(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<Integrations>, Refusal> {
    let all = app.store.integrations(&scenario.id).await?;
    let data: Vec<Integration> = all
        .into_iter()
        .filter(|one| one.is_active)
        .map(|one| Integration {
            id: one.id,
            kind: one.kind,
            provider: one.provider,
            name: one.name,
            status: "ACTIVE".to_owned(),
            created_at: written(one.created_at),
        })
        .collect();
    let total = data.len() as u64;
    Ok(Json(Integrations { data, total }))
}
