//! The configuration inside the served page: what the operator fixed, and the scenario.

use serde::{Deserialize, Serialize};

use super::{Lock, ScenarioFacts};

/// The `<script type="application/json" id="vivavoce-config">` inside the served page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageConfig {
    #[serde(default)]
    pub deployment: Deployment,
    /// `None` where the scenario is locked or unknown; `missing` tells which.
    pub scenario: Option<ScenarioFacts>,
    pub locked: Option<Lock>,
    #[serde(default)]
    pub missing: bool,
    /// The interface's language as the server chose it; `None`: the browser's languages decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// CSS custom properties computed with `theme`, set before the first paint.
    #[serde(default)]
    pub theme: Vec<(String, String)>,
    /// `light`, `dark`, or `auto` where the visitor's scheme decides.
    #[serde(default)]
    pub scheme: String,
}

/// What the operator of this deployment fixed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// Origin (and path prefix) of the API; empty: the page's own origin.
    #[serde(default)]
    pub api: String,
    /// Exact origins that may frame us and hear us; empty: anyone.
    #[serde(default)]
    pub allowed_hosts: Vec<String>,
    /// Hosts images may be fetched from, beside our own origin.
    #[serde(default)]
    pub image_hosts: Vec<String>,
    pub branding: Option<Branding>,
    /// The interface's language for visitors who read none that we have; `None`: English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Names `?backend=` may use, with their dialect.
    #[serde(default)]
    pub backends: Vec<BackendFacts>,
    /// Which of them answers where the address names none; `None`: our own agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Branding {
    #[serde(default)]
    pub text: String,
    pub url: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BackendFacts {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub dialect: String,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Where the vendor is reached without the relay; `None`: `/relay/{name}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Agentok: which generation of its API; `None`: the dialect's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// Tovie: the path below the address where an application's state is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_path: Option<String>,
    /// AG-UI: what of the agent's work visitors see, `state` and `steps`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub show: Vec<String>,
}
