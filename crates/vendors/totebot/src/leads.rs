//! `GET /v1/leads`: who wants to be contacted.

use axum::Json;
use axum::extract::State;

use super::caller::Agent;
use super::refusal::Refusal;
use super::shapes;
use vivavoce_engine::store::{LISTED, Lead};
use vivavoce_http::App;
use vivavoce_http::times::written_with_zone as written;

/// `GET /v1/leads`.
#[utoipa::path(
    get, path = "/leads", operation_id = "listLeads", tag = "Leads",
    summary = "List the leads",
    description = "Newest first, up to 2,000: what the agent captured, and what `POST /api/public/scenarios/{id}/leads` recorded.",
    responses((status = 200, description = "The leads, and how many there are in all.", body = shapes::Leads)),
)]
pub async fn list(
    State(app): State<App>,
    Agent(scenario): Agent,
) -> Result<Json<shapes::Leads>, Refusal> {
    let (leads, total) = app.store.leads(&scenario.id, LISTED, 0).await?;
    let data: Vec<shapes::Lead> = leads.iter().map(shape).collect();
    Ok(Json(shapes::Leads { data, total }))
}

pub(super) fn shape(lead: &Lead) -> shapes::Lead {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    shapes::Lead {
        id: lead.id.clone(),
        conversation_id: lead.session_id.clone(),
        name: given(&lead.name),
        email: given(&lead.email),
        phone: given(&lead.phone),
        note: given(&lead.note),
        origin: lead.origin.clone(),
        created_at: written(lead.created_at),
    }
}
