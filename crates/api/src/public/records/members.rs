//! What several kinds of records have.

use axum::Json;
use vivavoce_client::types as api;

use super::super::scenarios;
use vivavoce_engine::store::{Record, Scenario};
use vivavoce_http::account::Caller;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::{ApiError, App};

/// Characters of an id, a name or a number somebody else chose.
pub const ID: usize = 200;

/// One line of a member: a name, a title, a number. `None` where it is not mentioned.
pub fn line(fields: &mut Fields<'_>, name: &str, cap: usize) -> Option<String> {
    match fields.text(name, cap) {
        Given::Absent => None,
        Given::Null => Some(String::new()),
        Given::Here(text) => Some(vivavoce_engine::conversation::printable(&text)),
    }
}

/// The conversation a record belongs to: one of this scenario's. `None` where it is not mentioned,
/// `Some(None)` where it is taken away.
pub async fn conversation(
    app: &App,
    scenario: &Scenario,
    fields: &mut Fields<'_>,
) -> Result<Option<Option<String>>, ApiError> {
    let id = match fields.text("conversation_id", ID) {
        Given::Absent => return Ok(None),
        Given::Null => return Ok(Some(None)),
        Given::Here(id) => id,
    };
    let session = app.store.session(&id).await?;
    if session.is_some_and(|session| session.scenario_id == scenario.id) {
        return Ok(Some(Some(id)));
    }
    let msg = "This scenario has no such conversation";
    fields.wrong("conversation_id", msg, "value_error");
    Ok(None)
}

/// 404 for a record the scenario does not have.
pub fn missing<R: Record>() -> ApiError {
    let name = R::NAME;
    ApiError::not_found(format!("This scenario has no such {name}. Check its id."))
}

/// Removes the record `id` of the account's scenario `scenario`.
///
/// # Errors
/// 404 where there is no such scenario or record.
pub async fn remove<R: Record>(
    app: &App,
    caller: &Caller,
    (scenario, id): (String, String),
) -> Result<Json<api::Removed>, ApiError> {
    let scenario = scenarios::find(app, &caller.account, &scenario).await?;
    if !app.store.remove_record::<R>(&scenario.id, &id).await? {
        return Err(missing::<R>());
    }
    Ok(Json(api::Removed::of(id)))
}
