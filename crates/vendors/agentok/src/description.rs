//! The description of this API (OpenAPI).

use utoipa::ToSchema as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, ResponseBuilder,
};

use vivavoce_http::error::Failure;
use vivavoce_http::openapi::Document;

const ABOUT: &str = "Agentok Studio's API, answered by this server. Show a key as `X-API-KEY` or as a bearer; \
    `vivavoce-server key create --api agentok` makes one. Keep it on your server. An error is `{\"detail\": …}`.";

/// `calls`: as the second generation has them.
pub fn document(calls: OpenApi) -> Document {
    let mut second = calls;
    each(&mut second, complete);
    let mut first = second.clone();
    each(&mut first, as_first);
    let mut json = head();
    json.merge(first);
    Document {
        name: "agentok",
        title: "Agentok Studio",
        prefixes: &["/chats", "/v1/chats", "/projects", "/v1/projects"],
        json: json.nest("/v1", second),
    }
}

fn head() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Agentok Studio")
        .version("1")
        .description(Some(ABOUT));
    let chats = TagBuilder::new()
        .name("Chats")
        .description(Some("A chat is a conversation with one scenario."));
    let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-KEY")));
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let either = ["key", "bearer"].map(|it| SecurityRequirement::new(it, [""; 0]));
    OpenApiBuilder::new()
        .info(info.build())
        .tags(Some([chats.build()]))
        .security(Some(either))
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("key", key)
                .security_scheme("bearer", bearer)
                .build(),
        ))
        .build()
}

fn each(all: &mut OpenApi, change: fn(&mut Operation)) {
    for item in all.paths.paths.values_mut() {
        let PathItem {
            get, post, delete, ..
        } = item;
        [get, post, delete].into_iter().flatten().for_each(change);
    }
}

/// Adds the ways to fail that follow from what a call is.
fn complete(operation: &mut Operation) {
    let fails = [
        (true, "401", "No key, or one that opens nothing here."),
        (
            operation.parameters.is_some(),
            "404",
            "The account has no such chat.",
        ),
        (
            operation.request_body.is_some(),
            "422",
            "A member is missing or wrong.",
        ),
        (
            true,
            "429",
            "Too many calls; Retry-After says when to come back.",
        ),
    ];
    for (_, status, when) in fails.into_iter().filter(|(may, ..)| *may) {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Failure::name())));
        let answer = ResponseBuilder::new()
            .description(when)
            .content("application/json", content.build());
        let answers = &mut operation.responses.responses;
        answers.insert(status.to_owned(), answer.build().into());
    }
}

/// Makes a call of the second generation the first's: a name of its own, and nothing is 201 there.
fn as_first(operation: &mut Operation) {
    if let Some(name) = &mut operation.operation_id {
        name.push_str("First");
    }
    if let Some(about) = &mut operation.description {
        about.push_str(" As the vendor's page has it.");
    }
    let answers = &mut operation.responses.responses;
    if let Some(made) = answers.remove("201") {
        answers.insert("200".to_owned(), made);
    }
}
