//! The description of this API.

use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
    ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::wire::{Mistake, Refused};
use vivavoce_http::App;
use vivavoce_http::openapi::{Document, operations};

/// Everything stands under an organization.
pub const PREFIX: &str = "/api/partner/v3/organizations/{slug}";
/// Whatever else begins as its addresses do.
pub const ELSEWHERE: &str = "/api/partner/v3/{*nothing}";

const ABOUT: &str = "Talkio’s Partner API V3, answered by this server: users of organizations, login \
    links, settings, conversations and usage.\n\nEvery call shows the headers `x-api-key` and \
    `x-provider`; `vivavoce-server key create --api talkio --provider <name>` makes a key, and \
    `POST /api/public/organizations` an organization. Keep them on your server. An error is \
    `{\"message\": …}`.";

const TAGS: [(&str, &str); 7] = [
    ("Users", "Who may talk, and what signs them in."),
    ("Settings", "The ten settings of a user."),
    (
        "Expired users",
        "Users whose `accountExpiresAt` has passed. They are suspended, and out at their next request.",
    ),
    (
        "Usage",
        "What was said, counted. Words per minute are those of answers whose time is known; there is no video here, so its part is zero.",
    ),
    ("Conversations", "What was said."),
    (
        "Organization preference",
        "For users of several organizations of one partner.",
    ),
    ("Legacy usage", "For earlier integrations."),
];

/// The ways to fail: status, the name of the component, when.
const FAILURES: [(&str, &str, &str); 5] = [
    (
        "400",
        "Invalid",
        "A member is missing or wrong; `errors` names each.",
    ),
    (
        "401",
        "Unauthorized",
        "A header is missing, or the key is not known, was revoked, or is another provider’s.",
    ),
    (
        "404",
        "NotFound",
        "It does not exist, or belongs to another partner.",
    ),
    (
        "429",
        "TooMany",
        "Too many calls; `Retry-After` says when to come back.",
    ),
    (
        "503",
        "Busy",
        "The server is busy; `Retry-After` says when to come back.",
    ),
];

/// `calls`: every call, below no prefix yet.
pub fn document(app: &App, calls: OpenApi) -> Document {
    let mut all = head(app).nest(PREFIX, calls);
    for item in all.paths.paths.values_mut() {
        for operation in operations(item) {
            complete(operation);
        }
    }
    Document {
        name: "talkio",
        title: "Talkio",
        prefixes: &["/api/partner/"],
        json: all,
    }
}

fn head(app: &App) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Talkio Partner API V3")
        .version("3")
        .description(Some(ABOUT))
        .build();
    let tags = TAGS.map(|(name, about)| {
        TagBuilder::new()
            .name(name)
            .description(Some(about))
            .build()
    });
    let here = app.settings.public_url.as_deref().unwrap_or("/");
    let header = |name: &str, about: &str| {
        let value = ApiKeyValue::with_description(name, about);
        SecurityScheme::ApiKey(ApiKey::Header(value))
    };
    let mut components = ComponentsBuilder::new()
        .schema(Refused::name(), Refused::schema())
        .schema(Mistake::name(), Mistake::schema())
        .security_scheme("partner_key", header("x-api-key", "The partner’s key."))
        .security_scheme(
            "provider",
            header("x-provider", "The name the key was made for."),
        );
    for (_, name, when) in FAILURES {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(Refused::name())))
            .build();
        let response = ResponseBuilder::new()
            .description(when)
            .content("application/json", content)
            .build();
        components = components.response(name, response);
    }
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(here).build()]))
        .tags(Some(tags))
        .components(Some(components.build()))
        .build()
}

/// What all calls have in common.
fn complete(operation: &mut Operation) {
    let slug = ParameterBuilder::new()
        .name("slug")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("The organization’s slug."))
        .example(Some("partner-example-school".into()))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build();
    operation
        .parameters
        .get_or_insert_default()
        .insert(0, slug.into());
    let none: [String; 0] = [];
    operation.security = Some(vec![
        SecurityRequirement::new("partner_key", none.clone()).add("provider", none),
    ]);
    for (status, name, _) in FAILURES {
        let answers = &mut operation.responses.responses;
        if !answers.contains_key(status) {
            let answer = RefOr::Ref(Ref::from_response_name(name));
            answers.insert(status.to_owned(), answer);
        }
    }
}
