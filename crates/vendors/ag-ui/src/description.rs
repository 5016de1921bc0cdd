//! The description of this API (OpenAPI).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};

use vivavoce_http::openapi::Document;

const ABOUT: &str = "Every scenario as an AG-UI agent. A public one answers everybody; for others show what opens \
    them, an access token exchanged at `POST /api/embed/access`, as a bearer. An error is `{\"detail\": …}`.";

/// What a run is given.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "threadId": "7d1c2a3e-4b5f-4c6d-8e7f-9a0b1c2d3e4f", "runId": "run-1",
    "messages": [{"id": "m1", "role": "user", "content": "Hello"}],
    "state": {}, "tools": [], "context": [], "forwardedProps": {}
}))]
pub struct RunAgentInput {
    /// Names the conversation: 16 characters or more that nobody guesses. Where a bearer opens the scenario, fewer
    /// do, and name one of that bearer's.
    #[schema(min_length = 1, max_length = 200)]
    pub thread_id: String,
    #[schema(nullable = false)]
    pub run_id: Option<String>,
    #[schema(nullable = false)]
    pub messages: Option<Vec<Map<String, Value>>>,
    pub state: Option<Value>,
    /// Entries whose description is a variable's name fill it in.
    #[schema(nullable = false)]
    pub context: Option<Vec<Map<String, Value>>>,
    pub resume: Option<Value>,
    #[schema(nullable = false)]
    pub tools: Option<Vec<Map<String, Value>>>,
    pub forwarded_props: Option<Value>,
}

pub fn document(calls: OpenApi) -> Document {
    let info = InfoBuilder::new()
        .title("AG-UI")
        .version("1")
        .description(Some(ABOUT));
    let runs = TagBuilder::new()
        .name("Runs")
        .description(Some("One request a run."));
    let access = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = ComponentsBuilder::new().security_scheme("access", access);
    let anybody = SecurityRequirement::default();
    let mut json = OpenApiBuilder::new()
        .info(info.build())
        .tags(Some([runs.build()]))
        .security(Some([anybody, SecurityRequirement::new("access", [""; 0])]))
        .components(Some(components.build()))
        .build();
    json.merge(calls);
    Document {
        name: "ag-ui",
        title: "AG-UI",
        prefixes: &["/ag-ui/"],
        json,
    }
}
