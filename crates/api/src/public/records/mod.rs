//! What a scenario's owner tells its agent, and what the owner's own systems know of its visitors:
//! knowledge, leads, orders, integrations, and what happened in the shop. Insights and the agent's
//! API are computed from these and from the conversations, never made up.

use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::scenario_document::PublicState;
use vivavoce_http::limit;

mod events;
mod integrations;
mod knowledge;
mod leads;
mod members;
mod orders;

pub fn documented(large: usize) -> OpenApiRouter<PublicState> {
    OpenApiRouter::default()
        .routes(
            routes!(knowledge::add, knowledge::list).map(|router| limit::limited(router, large)),
        )
        .routes(
            routes!(knowledge::read, knowledge::change, knowledge::remove)
                .map(|router| limit::limited(router, large)),
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
