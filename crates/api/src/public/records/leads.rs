//! `/scenarios/{id}/leads`: who wants to be contacted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};
use vivavoce_client::types as api;
use vivavoce_protocol::person::{EMAIL_CAP, check_email, email_key};

use super::super::page_meta::page_meta;
use super::super::scenarios;
use super::members::{self, conversation, line, missing};
use vivavoce_engine::ids;
use vivavoce_engine::store::{Lead, Scenario};
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::fields::Fields;
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// `POST /scenarios/{id}/leads`.
#[utoipa::path(
    post, path = "/scenarios/{id}/leads", operation_id = "addLead", tag = "Shop and leads",
    summary = "Record a lead",
    description = "Somebody who wants to be contacted. The agent records its own: a model by its tool \
        `capture_lead`, a script by a `lead` step.",
    params(("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165")),
    request_body = api::LeadForm,
    responses((status = 201, description = "It is recorded.", body = api::Lead)),
)]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Lead>), ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let now = app.clock.now();
    let blank = Lead {
        id: ids::new_id(now),
        scenario_id: scenario.id.clone(),
        origin: "api".to_owned(),
        created_at: now,
        updated_at: now,
        ..Lead::default()
    };
    let lead = fill(&app, &scenario, &body, blank).await?;
    app.store.put_lead(lead.clone(), None).await?;
    Ok((StatusCode::CREATED, Json(shown(lead))))
}

/// `GET /scenarios/{id}/leads?page=&limit=`.
#[utoipa::path(
    get, path = "/scenarios/{id}/leads", operation_id = "listLeads", tag = "Shop and leads",
    summary = "List the leads", description = "Newest first; those of previews are left out. The first 500 unless `page` or `limit` is given.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 500 unless said otherwise.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses((status = 200, description = "One page of the leads.", body = api::LeadList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
    Asked(asked): Asked,
) -> Result<Json<api::LeadList>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    let mut fields = Fields::new(&asked, &["query"]);
    let page = Page::read_full(&mut fields);
    fields.done()?;
    let (leads, total) = app
        .store
        .leads(&scenario.id, page.size(), page.offset())
        .await?;
    Ok(Json(api::LeadList {
        leads: leads.into_iter().map(shown).collect(),
        page_meta: page_meta(page, total),
    }))
}

/// `PUT /scenarios/{id}/leads/{lead_id}`: what is not mentioned stays.
#[utoipa::path(
    put, path = "/scenarios/{id}/leads/{lead_id}", operation_id = "changeLead", tag = "Shop and leads",
    summary = "Change a lead", description = "What is not mentioned stays.",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("lead_id" = String, Path, example = "67c551e83f44cdf6055a8171"),
    ),
    request_body = api::LeadForm,
    responses((status = 200, description = "As it is now.", body = api::Lead)),
)]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    At((id, lead_id)): At<(String, String)>,
    Body(body): Body,
) -> Result<Json<api::Lead>, ApiError> {
    let scenario = scenarios::find(&app, &caller.account, &id).await?;
    anew!({
        let seen = app.store.record::<Lead>(&scenario.id, &lead_id).await?;
        let mut known = seen.clone().ok_or_else(missing::<Lead>)?;
        known.updated_at = app.clock.now();
        let lead = fill(&app, &scenario, &body, known).await?;
        app.store.put_lead(lead.clone(), seen).await?;
        Ok(Json(shown(lead)))
    })
}

/// `DELETE /scenarios/{id}/leads/{lead_id}`.
#[utoipa::path(
    delete, path = "/scenarios/{id}/leads/{lead_id}", operation_id = "removeLead", tag = "Shop and leads",
    summary = "Remove a lead",
    params(
        ("id" = String, Path, description = "The scenario's id or slug.", example = "67bf56c23f44cdf6055a8165"),
        ("lead_id" = String, Path, example = "67c551e83f44cdf6055a8171"),
    ),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(at): At<(String, String)>,
) -> Result<Json<api::Removed>, ApiError> {
    members::remove::<Lead>(&app, &caller, at).await
}

async fn fill(
    app: &App,
    scenario: &Scenario,
    body: &Map<String, Value>,
    mut lead: Lead,
) -> Result<Lead, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    if let Some(session) = conversation(app, scenario, &mut fields).await? {
        lead.session_id = session;
    }
    // What is no address is told as that, and not as missing.
    let mut is_address = !fields.has("email") || fields.is_text("email");
    if let Some(email) = line(&mut fields, "email", EMAIL_CAP) {
        if email.is_empty() || check_email(&email).is_none() {
            lead.email = email_key(&email);
        } else {
            is_address = false;
            fields.wrong("email", "Input should be an email address", "value_error");
        }
    }
    for (name, cap, field) in [
        ("name", 200, &mut lead.name),
        ("phone", 50, &mut lead.phone),
        ("note", 1_000, &mut lead.note),
    ] {
        if let Some(text) = line(&mut fields, name, cap) {
            *field = text;
        }
    }
    if lead.email.is_empty() && lead.phone.is_empty() && is_address {
        let msg = "Give an email address or a phone number, or nobody can be contacted";
        fields.wrong("email", msg, "missing");
    }
    fields.done()?;
    Ok(lead)
}

fn shown(lead: Lead) -> api::Lead {
    api::Lead {
        id: lead.id,
        conversation_id: lead.session_id,
        name: lead.name,
        email: lead.email,
        phone: lead.phone,
        note: lead.note,
        origin: lead.origin.into(),
        created_at: times::written(lead.created_at),
        updated_at: times::written(lead.updated_at),
    }
}
