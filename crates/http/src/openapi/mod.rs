//! The description of an API, as it is served.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr, Schema, Server};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

mod common;

pub use common::{complete, head};

/// One API's description.
pub struct Document {
    /// As its address has it.
    pub name: &'static str,
    /// As the page calls it.
    pub title: &'static str,
    /// What the paths of its calls begin with; nothing else is served there.
    pub prefixes: &'static [&'static str],
    pub json: OpenApi,
}

/// The name of our own description.
pub const OWN: &str = "vivavoce";

impl Document {
    /// What every description has, whoever wrote it: where it is served, who may call, words for each
    /// answer, and paths as OpenAPI spells them.
    #[must_use]
    pub fn completed(mut self, public_url: Option<&str>) -> Self {
        let all = &mut self.json;
        if all.servers.as_ref().is_none_or(Vec::is_empty) {
            all.servers = Some(vec![Server::new(public_url.unwrap_or("/"))]);
        }
        let schemas = all
            .components
            .iter_mut()
            .flat_map(|it| it.schemas.values_mut());
        for schema in schemas {
            if let RefOr::T(Schema::Object(object)) = schema {
                object.properties.values_mut().for_each(anything);
            }
        }
        let is_open = all.security.is_none();
        let paths = std::mem::take(&mut all.paths.paths);
        // A path's last parameter may be all the rest, which only we write so.
        let paths = paths
            .into_iter()
            .map(|(path, item)| (path.replace("{*", "{"), item));
        all.paths.paths = paths.collect();
        for operation in all.paths.paths.values_mut().flat_map(operations) {
            if is_open && operation.security.is_none() {
                operation.security = Some(Vec::new());
            }
            for answer in operation.responses.responses.values_mut() {
                if let RefOr::T(answer) = answer
                    && answer.description.is_empty()
                {
                    answer.description = "It was not done; the body says why.".to_owned();
                }
            }
        }
        self
    }

    /// Whether a path is one of its calls': a prefix is whole words, so that `/v1/chat` is not
    /// `/v1/chats`.
    pub fn serves(&self, path: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/')
            })
        })
    }

    /// Where it is served.
    pub fn address(&self) -> String {
        match self.name {
            OWN => "/api/openapi.json".to_owned(),
            name => format!("/api/{name}/openapi.json"),
        }
    }
}

/// A member that may be anything is written without a type: a list of every type there is would ask what
/// its lists hold.
fn anything(member: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = member
        && matches!(&object.schema_type, SchemaType::Array(types) if types.contains(&Type::Array))
    {
        object.schema_type = SchemaType::AnyValue;
    }
}

/// A path's calls.
pub fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .flatten()
}

/// Adds a call that is also served with a slash at its end: base addresses are written so, and a redirection loses
/// a body.
pub fn with_slash<S: Clone + Send + Sync + 'static>(
    router: OpenApiRouter<S>,
    call: UtoipaMethodRouter<S>,
) -> OpenApiRouter<S> {
    let (_, paths, methods) = &call;
    let each = paths.paths.keys();
    let router = each.fold(router, |router, path| {
        router.route(&format!("{path}/"), methods.clone())
    });
    router.routes(call)
}
