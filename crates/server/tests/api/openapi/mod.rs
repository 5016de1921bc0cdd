use std::collections::BTreeSet;

use serde_json::Value;
use world::{Judge, Operation, World, description, operations, resolved};

use vivavoce_test_server::{Answer, Site};

mod fuzz;
mod tables;
pub(crate) mod world;

/// `METHOD /path` of everything the router serves.
async fn served(site: &Site) -> BTreeSet<String> {
    // axum names no routes but in its debug output; which methods they take, they say themselves.
    let shown = format!("{:?}", site.server.router());
    let paths: BTreeSet<&str> = shown
        .split('"')
        .filter(|part| part.starts_with('/') && !part.contains("__private"))
        .collect();
    assert!(paths.contains("/api/public/scenarios"), "{paths:?}");
    let mut served = BTreeSet::new();
    for path in paths {
        let asked = path.replace(['{', '}', '*'], "x");
        let refused = site.ask(&format!("TRACE {asked}"), &[], "").await;
        let Some(allow) = refused.headers.get("allow") else {
            continue;
        };
        for method in allow.to_str().unwrap().split(',') {
            served.insert(format!("{} {}", method.trim(), path.replace("{*", "{")));
        }
    }
    served
}

#[tokio::test]
async fn every_route_of_the_apis_is_described_and_no_other() {
    let site = Site::new().await;
    let described: BTreeSet<String> = operations(&description(&site))
        .iter()
        .map(|it| format!("{} {}", it.method, it.path))
        .collect();
    let served: BTreeSet<String> = served(&site)
        .await
        .into_iter()
        .filter(|line| {
            let (method, path) = line.split_once(' ').unwrap();
            let ours = ["/api/public/", "/api/embed/", "/embed/"];
            method != "HEAD" && ours.iter().any(|prefix| path.starts_with(prefix))
        })
        .collect();
    assert!(served.len() > 25, "{served:?}");
    assert_eq!(described, served);
}

#[tokio::test]
async fn every_vendors_api_is_described_whole_and_no_call_more() {
    let site = Site::new().await;
    let list = site.ask("GET /api/documents.json", &[], "").await.json();
    let served = served(&site).await;
    for document in site.server.documents() {
        let shown = site
            .ask(&format!("GET {}", document.address()), &[], "")
            .await;
        let description = shown.with(axum::http::StatusCode::OK);
        let named = list["documents"].as_array().unwrap().iter();
        let mut named = named.filter(|it| it["address"] == document.address().as_str());
        assert_eq!(named.next().unwrap()["title"], document.title);
        let described: BTreeSet<String> = operations(&description)
            .iter()
            .map(|it| format!("{} {}", it.method, it.path))
            .collect();
        let served: BTreeSet<String> = served
            .iter()
            .filter(|line| {
                let (method, path) = line.split_once(' ').unwrap();
                method != "HEAD" && document.serves(path)
            })
            // Where a slash at the end makes no difference, the call is described once.
            .map(|line| match line.strip_suffix('/') {
                Some(bare) if served.contains(bare) => bare.to_owned(),
                _ => line.clone(),
            })
            .collect();
        assert_eq!(described, served, "{}", document.name);
        for operation in operations(&description) {
            let name = format!("{} of {}", operation.name(), document.name);
            assert!(operation.about["summary"].is_string(), "{name}");
            for parameter in operation.parameters() {
                assert!(
                    parameter["description"].is_string(),
                    "{parameter} of {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_description_is_whole() {
    let site = Site::new().await;
    let description = description(&site);
    let mut names = BTreeSet::new();
    let tags: BTreeSet<&str> = description["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    for operation in operations(&description) {
        assert!(
            names.insert(operation.name().to_owned()),
            "{} twice",
            operation.name()
        );
        assert!(operation.about["summary"].is_string(), "{operation:?}");
        let tag = operation.about["tags"][0].as_str().unwrap();
        assert!(tags.contains(tag), "{tag}");
        for parameter in operation.parameters() {
            assert!(
                parameter["description"].is_string(),
                "{parameter} of {}",
                operation.name()
            );
        }
        for (status, answer) in operation.about["responses"].as_object().unwrap() {
            let answer = resolved(&description, answer);
            let about = answer["description"].as_str().unwrap_or_default();
            assert!(!about.is_empty(), "{status} of {}", operation.name());
        }
        if let Some(body) = operation.body() {
            let schema = resolved(&description, body);
            assert!(
                schema["example"].is_object(),
                "{} has no example",
                operation.name()
            );
        }
    }
    // Left out is not the same as given as what a reader would put in its place.
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        let text = schema.to_string();
        assert!(!text.contains(r#""default":"#), "{name} states a default");
    }
    // Every name leads somewhere.
    let text = description.to_string();
    for part in text.split(r##""$ref":"#"##).skip(1) {
        let place = part.split('"').next().unwrap();
        assert!(
            description.pointer(place).is_some(),
            "{place} leads nowhere"
        );
    }
}

/// Who makes an example's call.
#[derive(Clone, Copy)]
enum Who {
    Allowed,
    Nobody,
    Stranger,
}

/// An operation's own example, made on a server where what it speaks of exists.
async fn ask_example(
    world: &World,
    description: &Value,
    operation: &Operation,
    who: Who,
) -> Answer {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    let mut headers = vec!["content-type: application/json".to_owned()];
    if operation.about["responses"]["200"]["content"]["application/json"].is_object() {
        headers.push("accept: application/json".to_owned());
    }
    for parameter in operation.parameters() {
        let name = parameter["name"].as_str().unwrap();
        let given = match &parameter["example"] {
            Value::Null => parameter["schema"]["example"].clone(),
            given => given.clone(),
        };
        let given = match given {
            Value::Null => {
                let name = format!("{name} of {}", operation.name());
                assert_ne!(parameter["required"], true, "{name} has no example");
                continue;
            }
            Value::String(text) => world.here(&text),
            other => other.to_string(),
        };
        match parameter["in"].as_str().unwrap() {
            "path" => path = path.replace(&format!("{{{name}}}"), &given),
            "query" => query.push(format!("{name}={}", in_a_query(&given))),
            "header" => headers.push(format!("{}: {given}", name.to_lowercase())),
            other => panic!("{other}"),
        }
    }
    let bearer = match who {
        Who::Allowed => world.secret(operation.scheme(), &path),
        Who::Nobody => None,
        Who::Stranger => Some("wrong"),
    };
    headers.extend(bearer.map(|it| format!("authorization: Bearer {it}")));
    let body = operation.body().map(|schema| {
        let example = resolved(description, schema)["example"].to_string();
        world.here(&example)
    });
    let query = match query.as_slice() {
        [] => String::new(),
        all => format!("?{}", all.join("&")),
    };
    let line = format!("{} {path}{query}", operation.method);
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let body = body.unwrap_or_default();
    world.site.ask(&line, &headers, body).await
}

/// What no address may hold as it is, escaped.
fn in_a_query(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b' ' | b'"' | b'<' | b'>' | b'{' | b'}' => format!("%{byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    text.bytes().map(escaped).collect()
}

#[tokio::test]
async fn every_example_is_answered_as_described() {
    let description = description(&Site::new().await);
    let judge = Judge::new(description.clone());
    for operation in operations(&description) {
        // What one takes away is what the next one wants.
        let world = World::new().await;
        let answer = ask_example(&world, &description, &operation, Who::Allowed).await;
        let is_page = operation.path.starts_with("/embed/");
        assert!(
            answer.status < 300 || (is_page && answer.status == 503),
            "{}: {} {}",
            operation.name(),
            answer.status,
            answer.text
        );
        if let Err(problem) = judge.check(&operation, &answer) {
            panic!("{}: {problem}\n{}", operation.name(), answer.text);
        }
    }
}

#[tokio::test]
async fn every_call_without_its_key_fails_as_described() {
    let world = World::new().await;
    let description = description(&world.site);
    let judge = Judge::new(description.clone());
    let mut closed = 0;
    for operation in operations(&description) {
        let security = operation.about["security"].as_array();
        let is_open =
            security.is_none_or(|all| all.is_empty() || all.contains(&serde_json::json!({})));
        // The end of a session is open only to who sends the token in the body instead.
        if is_open && !["embedStop", "embedLeave"].contains(&operation.name()) {
            continue;
        }
        closed += 1;
        for who in [Who::Nobody, Who::Stranger] {
            let answer = ask_example(&world, &description, &operation, who).await;
            assert_eq!(answer.status, 401, "{}: {}", operation.name(), answer.text);
            judge.check(&operation, &answer).unwrap();
        }
    }
    assert!(closed > 20, "{closed}");
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline() {
    let site = Site::new().await;
    let page = site.ask("GET /api", &[], "").await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(
        !page.text.contains("<style") && !page.text.contains("style="),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("onclick") && !page.text.contains("//"),
        "{}",
        page.text
    );
    let files = page
        .text
        .split('"')
        .filter(|part| part.starts_with("/api/page/") || part.starts_with("/front/"));
    let mut files: Vec<String> = files.map(str::to_owned).collect();
    files.extend(["/api/page/call.js", "/api/page/schema.js"].map(str::to_owned));
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let asset = site.ask(&format!("GET {file}"), &[], "").await;
        assert_eq!(asset.status, 200, "{file}");
        assert_eq!(asset.headers["x-content-type-options"], "nosniff");
        assert!(!asset.text.contains("innerHTML"), "{file}");
    }
    for (address, status) in [("/api/docs", 308), ("/api/", 308), ("/api/page/other", 404)] {
        let answer = site.ask(&format!("GET {address}"), &[], "").await;
        assert_eq!(answer.status, status, "{address}");
    }
    let description = site.ask("GET /api/openapi.json", &[], "").await;
    assert_eq!(description.headers["content-type"], "application/json");
    assert!(
        description.json()["openapi"]
            .as_str()
            .unwrap()
            .starts_with("3.1"),
        "{}",
        description.text
    );
}

/// What is wrong with a schema: a list of nothing in particular.
fn lists_without_items(value: &Value, place: &str, wrong: &mut Vec<String>) {
    let is_list = |kind: &Value| {
        kind == "array"
            || kind
                .as_array()
                .is_some_and(|all| all.contains(&"array".into()))
    };
    if value.get("type").is_some_and(is_list) && value.get("items").is_none() {
        wrong.push(format!("{place}: a list without items"));
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                lists_without_items(member, &format!("{place}/{name}"), wrong);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                lists_without_items(item, &format!("{place}/{index}"), wrong);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_description_is_whole() {
    let site = Site::new().await;
    let mut wrong = Vec::new();
    for document in site.server.documents() {
        let all = serde_json::to_value(&document.json).unwrap();
        let mut say = |what: String| wrong.push(format!("{}: {what}", document.name));
        if all["servers"].as_array().is_none_or(Vec::is_empty) {
            say("no server".to_owned());
        }
        if all["paths"]
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
        {
            say("no call".to_owned());
        }
        for (path, item) in all["paths"].as_object().unwrap() {
            for (method, call) in item.as_object().unwrap() {
                let place = format!("{method} {path}");
                if all.get("security").is_none() && call.get("security").is_none() {
                    say(format!("{place}: nobody knows who may call"));
                }
                for (status, answer) in call["responses"].as_object().unwrap() {
                    let words = answer.get("description").and_then(Value::as_str);
                    if answer.get("$ref").is_none() && words.is_none_or(str::is_empty) {
                        say(format!("{place}: {status} says nothing"));
                    }
                }
                let parameters = call["parameters"].as_array().cloned().unwrap_or_default();
                for parameter in parameters.iter().filter(|it| it["in"] == "path") {
                    let name = parameter["name"].as_str().unwrap();
                    if !path.contains(&format!("{{{name}}}")) {
                        say(format!("{place}: the path has no {name}"));
                    }
                }
            }
        }
        lists_without_items(&all, document.name, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
