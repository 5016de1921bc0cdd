//! The description of this API (OpenAPI).

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response,
    ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::shapes::{Failure, Sentences};
use vivavoce_http::App;
use vivavoce_http::openapi::{Document, operations};

/// What every path of this API begins with.
pub const PREFIX: &str = "/v1";

const ABOUT: &str = "Totebot's public API, answered by this server: the agent is a scenario, and a key \
    (`vivavoce-server key create --api totebot --scenario …`) opens one of them.\n\nThe vendor documents its calls, \
    their parameters, the types of stream events and the rate of 60 calls in 60 seconds for each agent and address. \
    Names of members are not public: they are ours. An error is `{statusCode, message, error}`.";

/// The ways to fail that calls share.
const FAILURES: [(&str, &str); 7] = [
    ("400", "A parameter or a member is missing or wrong."),
    (
        "401",
        "The key is missing, unknown, expired, revoked, or another API's.",
    ),
    ("404", "This agent has no such thing."),
    ("409", "It is in the wrong state for this."),
    ("413", "The body is too large."),
    (
        "429",
        "More than 60 calls in 60 seconds; `Retry-After` says when to come back.",
    ),
    (
        "503",
        "The server is busy; `Retry-After` says when to come back.",
    ),
];

/// Everything that is served below `/v1` for a Totebot key: `calls`.
pub fn document(app: &App, calls: OpenApi) -> Document {
    let info = InfoBuilder::new()
        .title("Totebot's public API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .build();
    let here = app.settings.public_url.as_deref().unwrap_or("/");
    let mut http = Http::new(HttpAuthScheme::Bearer);
    http.description = Some("An agent's key, `tb_pk_…`.".to_owned());
    let head = OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(here).build()]))
        .components(Some(
            ComponentsBuilder::new()
                .schema(Failure::name(), Failure::schema())
                .schema(Sentences::name(), Sentences::schema())
                .security_scheme("agent_key", SecurityScheme::Http(http))
                .build(),
        ))
        .build();
    let mut all = head.nest(PREFIX, calls);
    for item in all.paths.paths.values_mut() {
        for operation in operations(item) {
            complete(operation);
        }
    }
    Document {
        name: "totebot",
        title: "Totebot",
        prefixes: &[
            "/v1/agent",
            "/v1/analytics",
            "/v1/chat",
            "/v1/conversations",
            "/v1/customers",
            "/v1/emails",
            "/v1/insights",
            "/v1/integrations",
            "/v1/knowledge",
            "/v1/leads",
            "/v1/orders",
        ],
        json: all,
    }
}

fn complete(operation: &mut Operation) {
    let none: [String; 0] = [];
    operation.security = Some(vec![SecurityRequirement::new("agent_key", none)]);
    let mut fails = vec!["401", "429", "503"];
    if operation.request_body.is_some() {
        fails.extend(["400", "413"]);
    }
    for parameter in operation.parameters.iter().flatten() {
        if let RefOr::T(parameter) = parameter {
            match parameter.parameter_in {
                ParameterIn::Path => fails.push("404"),
                _ => fails.push("400"),
            }
        }
    }
    let responses = &mut operation.responses.responses;
    for (status, when) in FAILURES {
        let told = match responses.get(status) {
            Some(RefOr::T(known)) if !known.description.is_empty() => known.description.clone(),
            Some(_) => when.to_owned(),
            None if fails.contains(&status) => when.to_owned(),
            None => continue,
        };
        responses.insert(status.to_owned(), RefOr::T(failure(status, told)));
    }
}

fn failure(status: &str, when: String) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Failure::name())))
        .build();
    let mut response = ResponseBuilder::new()
        .description(when)
        .content("application/json", content);
    if matches!(status, "429" | "503") {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        let header = HeaderBuilder::new()
            .schema(Some(seconds))
            .description(Some("Seconds to wait."))
            .build();
        response = response.header("Retry-After", header);
    }
    response.build()
}
