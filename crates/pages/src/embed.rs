//! The embed pages: the widget's `index.html` with what this visitor may know written into it.

use std::collections::BTreeMap;

use axum::extract::{ConnectInfo, FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use vivavoce_core::address::Style;
use vivavoce_core::config::described::{Described, Shape};
use vivavoce_core::config::{Config, DESCRIBED};
use vivavoce_core::theme;
use vivavoce_locales::widget;
use vivavoce_protocol::json::Value;
use vivavoce_protocol::language::{ENGLISH, is_right_to_left};
use vivavoce_protocol::query;
use vivavoce_protocol::wire::{Lock, PageConfig, ScenarioFacts};

use super::front::{self, escaped};
use vivavoce_engine::backends::{self, Chosen};
use vivavoce_http::admission::{Admission, admission, closed};
use vivavoce_http::caller::Caller;
use vivavoce_http::framing;
use vivavoce_http::listen::Peer;
use vivavoce_http::proxy::own_origin;
use vivavoce_http::scenario::facts;
use vivavoce_http::{ApiError, App};

use crate::interface::Interface;
use crate::{assets, headers};

/// What the build leaves for us to fill.
const CONFIG_BLOCK: &str = r#"<script type="application/json" id="vivavoce-config">{}</script>"#;

/// The parameters of an embed's address, as the widget's table has them. Unknown ones are passed
/// over, and a wrong value never blanks the page.
struct Parameters;

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        DESCRIBED.iter().map(parameter).collect()
    }
}

fn parameter(one: &Described) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let text = match one.shape {
        Shape::Flag | Shape::MaybeFlag => text.enum_values(Some(["true", "false"])),
        Shape::Choice(words) => text.enum_values(Some(words.iter().copied())),
        _ => text,
    };
    // What depends on the deployment is no example for every other.
    let is_anywhere = matches!(one.shape, Shape::Line | Shape::Color | Shape::Background);
    ParameterBuilder::new()
        .name(one.name)
        .parameter_in(ParameterIn::Query)
        .description(Some(one.sentence()))
        .required(Required::False)
        .schema(Some(text))
        .example(is_anywhere.then(|| one.example().into()))
        .build()
}

#[utoipa::path(
    get, path = "/embed/{scenario}", operation_id = "embedFull", tag = "Pages",
    summary = "Everything: conversation, review and results",
    params(
        ("scenario" = String, Path, description = "The scenario's id or slug.", example = "demo-interview"),
        Parameters,
    ),
    responses(
        (status = 200, description = "The page, also where the scenario is locked.", body = String, content_type = "text/html"),
        (status = 404, description = "The page, which says that there is no such scenario.", body = String, content_type = "text/html"),
        (status = 503, description = "The widget is not built yet.", body = String, content_type = "text/html"),
    ),
)]
pub async fn full(State(app): State<App>, address: Address) -> Result<Response, ApiError> {
    page(&app, Style::Full, address).await
}

#[utoipa::path(
    get, path = "/embed/basic/{scenario}", operation_id = "embedBasic", tag = "Pages",
    summary = "Avatar and conversation, no results",
    params(
        ("scenario" = String, Path, description = "The scenario's id or slug.", example = "demo-interview"),
        Parameters,
    ),
    responses(
        (status = 200, description = "The page, also where the scenario is locked.", body = String, content_type = "text/html"),
        (status = 404, description = "The page, which says that there is no such scenario.", body = String, content_type = "text/html"),
        (status = 503, description = "The widget is not built yet.", body = String, content_type = "text/html"),
    ),
)]
pub async fn basic(State(app): State<App>, address: Address) -> Result<Response, ApiError> {
    page(&app, Style::Basic, address).await
}

#[utoipa::path(
    get, path = "/embed/minimal/{scenario}", operation_id = "embedMinimal", tag = "Pages",
    summary = "One button, in 300 px",
    params(
        ("scenario" = String, Path, description = "The scenario's id or slug.", example = "demo-interview"),
        Parameters,
    ),
    responses(
        (status = 200, description = "The page, also where the scenario is locked.", body = String, content_type = "text/html"),
        (status = 404, description = "The page, which says that there is no such scenario.", body = String, content_type = "text/html"),
        (status = 503, description = "The widget is not built yet.", body = String, content_type = "text/html"),
    ),
)]
pub async fn minimal(State(app): State<App>, address: Address) -> Result<Response, ApiError> {
    page(&app, Style::Minimal, address).await
}

/// What an embed page is asked with.
pub struct Address {
    /// Id or slug; empty where the path does not even decode.
    pub scenario: String,
    query: String,
    caller: Caller,
    /// The browser's languages (`Accept-Language`).
    languages: String,
    /// Our origin, as this request named it.
    own_origin: Option<String>,
    takes_brotli: bool,
    /// Asked for to be shown now: no HEAD, no prefetch.
    is_opened: bool,
}

impl FromRequestParts<App> for Address {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let scenario = Path::<String>::from_request_parts(parts, app).await;
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let peer = parts
            .extensions
            .get::<ConnectInfo<Peer>>()
            .map(|info| info.0.0);
        let ahead = ["sec-purpose", "purpose", "x-purpose"].iter().any(|name| {
            let value = parts.headers.get(*name).and_then(|it| it.to_str().ok());
            value.is_some_and(|it| it.contains("prefetch") || it.contains("prerender"))
        });
        Ok(Address {
            languages: parts
                .headers
                .get_all(header::ACCEPT_LANGUAGE)
                .iter()
                .filter_map(|line| line.to_str().ok())
                .collect::<Vec<_>>()
                .join(","),
            is_opened: parts.method == Method::GET && !ahead,
            scenario: scenario.map(|Path(id)| id).unwrap_or_default(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            caller,
            takes_brotli: assets::accepted(&parts.headers)
                .iter()
                .any(|(name, _)| *name == "br"),
            own_origin: own_origin(
                app.settings.public_url.as_deref(),
                &app.http.trusted_proxies,
                peer,
                &parts.headers,
            ),
        })
    }
}

async fn page(app: &App, style: Style, address: Address) -> Result<Response, ApiError> {
    match assets::find("index.html") {
        Some(template) => {
            let template = String::from_utf8_lossy(&template.content);
            filled(app, style, address, &template).await
        }
        None => Ok(front::not_built()),
    }
}

/// The page a template becomes for whoever asks.
pub async fn filled(
    app: &App,
    style: Style,
    address: Address,
    template: &str,
) -> Result<Response, ApiError> {
    let (config, _) = Config::parse(&address.query);
    let settings = &app.settings;
    let deployment = &app.http.deployment;
    let named = config.backend.as_deref().or(deployment.backend.as_deref());
    let backend = backends::named(settings, named);
    let (opening, hosts) = open(app, &address, backend).await?;
    // Where another system answers, no agent of ours was opened.
    if matches!(backend, Chosen::Own) {
        note_open(app, &address, &opening).await;
    }
    let status = match opening {
        Opening::Missing => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let own = address.own_origin.as_deref();
    let allowed = framing::allowed_hosts(&deployment.allowed_hosts, &hosts, own);
    let mut page = page_config(app, &config, opening, allowed);
    let texts = owners_texts(&config, page.scenario.as_ref());
    let deployments = page.deployment.language.as_deref();
    let interface = Interface::of(&config, &address.languages, deployments, &texts);
    page.language = Some(interface.language.to_owned());
    let mut needed = needed(&page, backend);
    if !texts.is_empty() {
        needed.push(("texts".to_owned(), true));
    }
    let mut ahead = preloads(&chunks(), &needed);
    if let Some(file) = interface.file(template) {
        ahead +=
            &format!("<link rel=\"preload\" as=\"fetch\" href=\"{BASE}{file}\" crossorigin>\n");
    }
    let mut headers = headers::embed_page(&page.deployment, own, backend.backend());
    let body = compose(template, style, &config, &interface, page, &ahead);
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, accept-language, cookie"),
    );
    // The page holds no secret that its size could give away.
    let packed = if address.takes_brotli {
        packed(&body)
    } else {
        None
    };
    Ok(match packed {
        Some(packed) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            (status, headers, packed).into_response()
        }
        None => (status, headers, body).into_response(),
    })
}

/// As brotli, quick rather than small: a page is written once and read once.
fn packed(body: &str) -> Option<Vec<u8>> {
    let mut packed = Vec::with_capacity(body.len() / 2);
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: 16,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut body.as_bytes(), &mut packed, &parameters).ok()?;
    Some(packed)
}

/// What a visitor finds at an address.
enum Opening {
    Open(Box<ScenarioFacts>),
    /// Also outside its dates.
    Locked(Lock),
    Missing,
}

/// With the hosts that its owner names.
async fn open(
    app: &App,
    address: &Address,
    backend: Chosen<'_>,
) -> Result<(Opening, Vec<String>), ApiError> {
    let anywhere = Vec::new();
    match backend {
        Chosen::Other(name, backend) => {
            let facts = backends::facts(name, backend, &address.scenario);
            let opening = facts.map_or(Opening::Missing, |facts| Opening::Open(Box::new(facts)));
            return Ok((opening, anywhere));
        }
        Chosen::Unknown => return Ok((Opening::Missing, anywhere)),
        Chosen::Own => {}
    }
    let Some(scenario) = app.store.open_scenario(&address.scenario).await? else {
        return Ok((Opening::Missing, anywhere));
    };
    let opening = match admission(app, &scenario, &address.caller, true).await? {
        Admission::Locked { lock, .. } => Opening::Locked(lock),
        _ if let Some(lock) = closed(&scenario, app.clock.now()) => Opening::Locked(lock),
        Admission::Open => Opening::Open(Box::new(facts(&scenario, None))),
        Admission::Held(access) => Opening::Open(Box::new(facts(&scenario, Some(&access)))),
    };
    Ok((opening, scenario.allowed_hosts))
}

/// Counts a page that was served for an embed of the scenario; nothing is tracked in the browser.
/// What the owner previews or a browser fetches ahead is no visitor's opening.
async fn note_open(app: &App, address: &Address, opening: &Opening) {
    if !address.is_opened || !matches!(opening, Opening::Open(_) | Opening::Locked(_)) {
        return;
    }
    let preview = query::pairs(&address.query).any(|(name, value)| {
        query::unescaped(&name) == "preview" && matches!(value.as_str(), "true" | "1" | "yes")
    });
    let Ok(Some(scenario)) = app.store.open_scenario(&address.scenario).await else {
        return;
    };
    if preview {
        return;
    }
    app.opens.note(&scenario.id, app.clock.now());
}

/// What owners say instead of our texts, the later over the earlier.
fn owners_texts(config: &Config, facts: Option<&ScenarioFacts>) -> Vec<Value> {
    let scenarios = facts.map(|facts| &facts.texts).filter(|texts| {
        let texts = texts.as_object();
        texts.is_some_and(|texts| !texts.is_empty())
    });
    scenarios
        .into_iter()
        .chain(&config.texts)
        .cloned()
        .collect()
}

fn page_config(
    app: &App,
    config: &Config,
    opening: Opening,
    allowed_hosts: Vec<String>,
) -> PageConfig {
    let theme::Derived { properties, scheme } = theme::derive(config);
    let (scenario, locked, missing) = match opening {
        Opening::Open(facts) => (Some(*facts), None, false),
        Opening::Locked(lock) => (None, Some(lock), false),
        Opening::Missing => (None, None, true),
    };
    let mut deployment = app.http.deployment.clone();
    deployment.allowed_hosts = allowed_hosts;
    if deployment.api.is_empty() {
        deployment.api = BASE.trim_end_matches('/').to_owned();
    }
    PageConfig {
        deployment,
        scenario,
        locked,
        missing,
        language: None,
        theme: properties,
        scheme: scheme.as_str().to_owned(),
    }
}

/// A file of the widget's, as the build lists it.
#[derive(serde::Deserialize)]
struct Asset {
    /// Below [`BASE`].
    address: String,
    integrity: String,
    /// Its name and those of the files it needs: the widget's loader knows them only from this page.
    #[serde(default)]
    stated: Option<String>,
}

/// What every address of the page stands below, the widget's calls included. Nothing but this knows
/// that the server is at the root of its host.
const BASE: &str = "/";

/// Parts of the widget that are files of their own, by name.
type Chunks = BTreeMap<String, Vec<Asset>>;

/// The chunks of the widget that is served; none before it is built.
fn chunks() -> Chunks {
    let list = assets::find("chunks.json");
    list.and_then(|list| serde_json::from_slice(&list.content).ok())
        .unwrap_or_default()
}

/// A chunk this page will load, and whether it shows it first.
type Needed = (String, bool);

/// The chunks this page needs for certain; they load beside the widget and not after it.
fn needed(page: &PageConfig, backend: Chosen<'_>) -> Vec<Needed> {
    let locked = page.locked.iter().map(|_| ("locked".to_owned(), true));
    // As `src/chunks.rs` calls them.
    let system = backend.backend().map(|backend| {
        let dialect = backend.dialect.replace('-', "");
        (format!("vendor_{dialect}"), false)
    });
    let asks = page.scenario.as_ref().and_then(ScenarioFacts::asks);
    let accept = asks.map(|_| ("accept".to_owned(), true));
    let system = system.filter(|_| !page.missing);
    locked.chain(accept).chain(system).collect()
}

/// The links by which a page loads chunks ahead. A style sheet's and a script's say their hash, of other
/// files browsers warn where a script fetches them, and the fetch compares it anyway. What is not shown
/// first does not get in the way of what is.
fn preloads(chunks: &Chunks, needed: &[Needed]) -> String {
    let link = |asset: &Asset, first: bool| {
        let Asset {
            address, integrity, ..
        } = asset;
        let kind = match address.rsplit('.').next() {
            Some("css") => format!("preload\" as=\"style\" integrity=\"{integrity}"),
            Some("js") => format!("modulepreload\" integrity=\"{integrity}"),
            _ => "preload\" as=\"fetch".to_owned(),
        };
        let late = if first { "" } else { " fetchpriority=\"low\"" };
        let stated = asset.stated.as_ref().map_or_else(String::new, |names| {
            format!(" data-chunk=\"{names}\" data-integrity=\"{integrity}\"")
        });
        format!("<link rel=\"{kind}\" href=\"{BASE}{address}\" crossorigin{late}{stated}>\n")
    };
    let mut links = String::new();
    for (name, first) in needed {
        for asset in chunks.get(name).into_iter().flatten() {
            // Two chunks may have a file in common.
            if !links.contains(&asset.address) {
                links += &link(asset, *first);
            }
        }
    }
    links
}

/// The page's JSON block: what the widget reads, and the guard's sentences in the visitor's language.
#[derive(serde::Serialize)]
struct Block<'a> {
    #[serde(flatten)]
    page: &'a PageConfig,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<BTreeMap<&'static str, &'a str>>,
}

/// Fills the template; `ahead` ends its head. What a template lacks is left out: the widget sets it again in any case.
fn compose(
    template: &str,
    style: Style,
    config: &Config,
    interface: &Interface,
    page: PageConfig,
    ahead: &str,
) -> String {
    let title = config
        .name
        .clone()
        .or_else(|| page.scenario.as_ref().map(|facts| facts.name.clone()))
        .unwrap_or_else(|| interface.says("conversation").to_owned());
    // `<` is the only character that could end the block early.
    let block = Block {
        page: &page,
        says: interface.guard(),
    };
    let json = serde_json::to_string(&block)
        .unwrap_or_default()
        .replace('<', "\\u003c");
    let block = CONFIG_BLOCK.replace("{}", &json);
    let mut body = template
        .replace("{base}", BASE)
        .replacen(
            "data-style=\"full\"",
            &format!("data-style=\"{}\"", style.as_str()),
            1,
        )
        .replacen(CONFIG_BLOCK, &block, 1)
        .replacen("</head>", &format!("{ahead}</head>"), 1);
    if let Some((before, rest)) = body.split_once("<title>")
        && let Some((_, after)) = rest.split_once("</title>")
    {
        body = format!("{before}<title>{}</title>{after}", escaped(&title));
    }
    // What the template says in English.
    let english = widget::Words::english();
    for (before, text, after, key) in [
        ("role=\"status\">", english.loading, "</p>", "loading"),
        (
            "<noscript>",
            widget::Page::english().no_script,
            "</noscript>",
            "no-script",
        ),
    ] {
        let said = escaped(interface.says(key));
        let [from, to] = [text, &said].map(|text| [before, text, after].concat());
        body = body.replacen(&from, &to, 1);
    }
    let language = interface.language;
    if language != ENGLISH {
        let direction = match is_right_to_left(language) {
            true => " dir=\"rtl\"",
            false => "",
        };
        let tag = format!("<html lang=\"{language}\"{direction}>");
        body = body.replacen("<html lang=\"en\">", &tag, 1);
    }
    body
}

#[cfg(test)]
mod tests;
