//! What a scenario's owner tells its agent, and what the owner's own systems know of its visitors:
//! knowledge, leads, orders, integrations, and what happened in the shop. Insights and the agent's
//! API are computed from these and from the conversations, never made up.

use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::PublicState;
use vivavoce_engine::store::Scenario;
use vivavoce_http::body;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::{ApiError, App};

mod events;
mod integrations;
mod knowledge;
mod leads;
mod orders;

pub fn documented(large: usize) -> OpenApiRouter<PublicState> {
    OpenApiRouter::default()
        .routes(routes!(knowledge::add, knowledge::list).map(|router| body::limited(router, large)))
        .routes(
            routes!(knowledge::read, knowledge::change, knowledge::remove)
                .map(|router| body::limited(router, large)),
        )
        .routes(routes!(leads::add, leads::list))
        .routes(routes!(leads::change, leads::remove))
        .routes(routes!(orders::add, orders::list))
        .routes(routes!(orders::put, orders::remove))
        .routes(routes!(integrations::add, integrations::list))
        .routes(routes!(integrations::change, integrations::remove))
        .routes(routes!(events::add, events::list))
        .routes(routes!(events::remove))
}

/// Characters of an id, a name or a number somebody else chose.
const ID: usize = 200;

/// One line of a member: a name, a title, a number. `None` where it is not mentioned.
fn line(fields: &mut Fields<'_>, name: &str, cap: usize) -> Option<String> {
    match fields.text(name, cap) {
        Given::Absent => None,
        Given::Null => Some(String::new()),
        Given::Here(text) => Some(vivavoce_engine::conversation::printable(&text)),
    }
}

/// The conversation a record belongs to: one of this scenario's. `None` where it is not mentioned,
/// `Some(None)` where it is taken away.
async fn conversation(
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

fn missing(what: &str) -> ApiError {
    ApiError::not_found(format!("This scenario has no such {what}. Check its id."))
}
