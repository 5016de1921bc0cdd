//! What all calls have in common: who may make them, and how they fail.

use std::collections::BTreeSet;

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref,
    RefOr, ResponseBuilder, Schema, ServerBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::error::{Failure, Mistake};

/// The name of the public API's security scheme.
const KEY: &str = "api_key";

/// The ways to fail that calls share: status, the name of the component, when.
const FAILURES: [(&str, &str, &str); 10] = [
    (
        "400",
        "Broken",
        "The body did not arrive whole, or is not JSON.",
    ),
    (
        "401",
        "Unauthorized",
        "The key or token is missing, unknown, expired or revoked.",
    ),
    (
        "403",
        "Forbidden",
        "What the caller holds does not open this.",
    ),
    (
        "404",
        "NotFound",
        "It does not exist, or belongs to another account.",
    ),
    ("409", "Conflict", "It is in the wrong state for this."),
    ("413", "TooLarge", "The body is too large."),
    ("415", "WrongType", "The body is not sent as JSON."),
    (
        "422",
        "Invalid",
        "A member is missing or wrong; each is named with its place.",
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

/// Members that an answer leaves out rather than being `null`, by the schema they stand in.
const MAY_BE_MISSING: [(&str, &str); 2] = [("Failure", "locked"), ("SessionCreated", "visitor")];

/// The document before anything is in it.
pub fn head(
    title: &str,
    about: &str,
    tags: &[(&'static str, &'static str)],
    public_url: Option<&str>,
) -> OpenApi {
    let info = InfoBuilder::new()
        .title(title)
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ))
        .build();
    let tags: Vec<_> = tags
        .iter()
        .map(|(name, about)| {
            TagBuilder::new()
                .name(*name)
                .description(Some(*about))
                .build()
        })
        .collect();
    let here = ServerBuilder::new().url(public_url.unwrap_or("/")).build();
    let mut components = ComponentsBuilder::new()
        .schema(Failure::name(), Failure::schema())
        .schema(Mistake::name(), Mistake::schema())
        .security_scheme(
            KEY,
            bearer(
                "An API key. `vivavoce-server key create` and `POST /api/public/keys` make one.",
            ),
        )
        .security_scheme(
            "session",
            bearer("The `session_token` that `POST /api/embed/sessions` answered."),
        )
        .security_scheme(
            "access",
            bearer("The `bearer` that `POST /api/embed/access` answered."),
        );
    for (_, name, when) in FAILURES {
        components = components.response(name, failure(name, when));
    }
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([here]))
        .tags((!tags.is_empty()).then_some(tags))
        .components(Some(components.build()))
        .build()
}

fn bearer(about: &str) -> SecurityScheme {
    let mut http = Http::new(HttpAuthScheme::Bearer);
    http.description = Some(about.to_owned());
    SecurityScheme::Http(http)
}

fn failure(name: &str, when: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Failure::name())))
        .build();
    let mut response = ResponseBuilder::new()
        .description(when)
        .content("application/json", content);
    if matches!(name, "TooMany" | "Busy") {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        let header = HeaderBuilder::new()
            .schema(Some(seconds))
            .description(Some("Seconds to wait."))
            .build();
        response = response.header("Retry-After", header);
    }
    response.build()
}

/// Takes the defaults out of a schema: they are what our readers put in the place of what is missing, and
/// say nothing of what the server does with it.
fn forget_defaults(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            for member in object.properties.values_mut() {
                *match member {
                    RefOr::Ref(it) => &mut it.default,
                    RefOr::T(Schema::Array(it)) => &mut it.default,
                    RefOr::T(Schema::Object(it)) => &mut it.default,
                    RefOr::T(Schema::OneOf(it)) => &mut it.default,
                    RefOr::T(Schema::AllOf(it)) => &mut it.default,
                    RefOr::T(Schema::AnyOf(it)) => &mut it.default,
                    RefOr::T(_) => continue,
                } = None;
            }
        }
        Schema::AllOf(all) => {
            for part in &mut all.items {
                if let RefOr::T(part) = part {
                    forget_defaults(part);
                }
            }
        }
        _ => {}
    }
}

/// Adds to every call what follows from what it is.
pub fn complete(all: &mut OpenApi) {
    let mut written = BTreeSet::new();
    let mut read = BTreeSet::new();
    for (path, item) in &mut all.paths.paths {
        let public = path.starts_with("/api/public/");
        for operation in super::operations(item) {
            if public && operation.security.is_none() {
                operation.security = Some(vec![SecurityRequirement::new(KEY, none())]);
            }
            fail(operation, path);
            described(operation);
            let text = serde_json::to_value(&operation.responses).unwrap_or_default();
            names(&text, &mut written);
            let text = serde_json::to_value(&operation.request_body).unwrap_or_default();
            names(&text, &mut read);
        }
    }
    let schemas = all.components.get_or_insert_default();
    for schema in schemas.schemas.values_mut() {
        if let RefOr::T(schema) = schema {
            forget_defaults(schema);
        }
    }
    let below = |names_: BTreeSet<String>| reached(&schemas.schemas, names_);
    let (written, read) = (below(written), below(read));
    // We read leniently and write everything: what is only ever written is never left out.
    for name in written.difference(&read) {
        if let Some(RefOr::T(Schema::Object(object))) = schemas.schemas.get_mut(name) {
            let members = object.properties.keys();
            let members =
                members.filter(|it| !MAY_BE_MISSING.contains(&(name.as_str(), it.as_str())));
            object.required = members.cloned().collect();
        }
    }
}

fn none() -> [String; 0] {
    []
}

fn fail(operation: &mut Operation, path: &str) {
    let known =
        |operation: &Operation, status: &str| operation.responses.responses.contains_key(status);
    let mut fails: Vec<&str> = vec!["503"];
    if operation.security.as_ref().is_some_and(|it| !it.is_empty()) {
        fails.extend(["401", "429"]);
        if path.starts_with("/api/public/") {
            // A key of another API.
            fails.push("403");
        }
    }
    if operation.request_body.is_some() {
        fails.extend(["400", "413", "422"]);
        if path.starts_with("/api/embed/") {
            fails.push("415");
        }
    }
    let empty = Vec::new();
    for parameter in operation.parameters.as_ref().unwrap_or(&empty) {
        if let RefOr::T(parameter) = parameter {
            match parameter.parameter_in {
                ParameterIn::Path => fails.push("404"),
                ParameterIn::Query => fails.push("422"),
                _ => {}
            }
        }
    }
    if !path.starts_with("/api/") {
        // Pages are sentences, not JSON, and take any query.
        fails.clear();
    }
    for (status, name, _) in FAILURES {
        if fails.contains(&status) && !known(operation, status) {
            let answer = RefOr::Ref(Ref::from_response_name(name));
            operation
                .responses
                .responses
                .insert(status.to_owned(), answer);
        }
    }
    // Named by their status alone where a handler mentions them.
    for (status, answer) in &mut operation.responses.responses {
        let bare =
            matches!(answer, RefOr::T(it) if it.content.is_empty() && it.description.is_empty());
        if bare && let Some((_, name, _)) = FAILURES.iter().find(|(it, ..)| it == status) {
            *answer = RefOr::Ref(Ref::from_response_name(*name));
        }
    }
}

/// Parameters that mean the same everywhere.
fn described(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(Parameter {
            name,
            parameter_in: ParameterIn::Path,
            description: description @ None,
            ..
        }) = parameter
        {
            let words = match name.as_str() {
                "turn_id" => "The turn's id.",
                _ => "Its id.",
            };
            *description = Some(words.to_owned());
        }
    }
}

/// The schemas a piece of the document names.
fn names(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(|it| it.as_str()) {
                found.extend(
                    name.strip_prefix("#/components/schemas/")
                        .map(str::to_owned),
                );
            }
            map.values().for_each(|it| names(it, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| names(it, found)),
        _ => {}
    }
}

/// `from` and everything those name.
fn reached(
    schemas: &std::collections::BTreeMap<String, RefOr<Schema>>,
    from: BTreeSet<String>,
) -> BTreeSet<String> {
    let mut all = from;
    loop {
        let mut more = all.clone();
        for name in &all {
            let text = serde_json::to_value(schemas.get(name)).unwrap_or_default();
            names(&text, &mut more);
        }
        if more.len() == all.len() {
            return all;
        }
        all = more;
    }
}
