//! Every page a browser opens: what its headers let it do, and that nothing in it is inline.

use std::collections::BTreeSet;

use axum::http::HeaderMap;

use super::ROWS;
use super::world::{Actor, World};
use vivavoce_test_server::{Answer, Site};

/// What every page's policy says, whatever else it does.
const EVERY_POLICY: [&str; 4] = [
    "default-src 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
];

/// What no policy of ours says: code from texts, and anything from anywhere.
const NO_POLICY: [&str; 7] = [
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "*",
    "https: ",
    "http: ",
];

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map(|value| value.to_str().unwrap())
        .unwrap_or_default()
}

/// What is wrong with a page's headers. `framed`: other sites may show it; `referrer`: what it tells
/// of itself.
fn of_headers(headers: &HeaderMap, framed: bool, referrer: &str) -> Vec<String> {
    let policy = header(headers, "content-security-policy");
    let mut wrong: Vec<String> = EVERY_POLICY
        .iter()
        .filter(|part| !policy.split("; ").any(|given| given == **part))
        .map(|part| format!("its policy lacks {part}"))
        .collect();
    for part in NO_POLICY {
        if format!("{policy} ").contains(part) {
            wrong.push(format!("its policy has {part}"));
        }
    }
    if !policy.contains("form-action 'none'") && !policy.contains("form-action 'self'") {
        wrong.push("its forms go anywhere".to_owned());
    }
    if framed == policy.contains("frame-ancestors 'none'") {
        wrong.push(format!("framed is {framed}, yet {policy}"));
    }
    let corp = if framed {
        "cross-origin"
    } else {
        "same-origin"
    };
    let permissions = "microphone=(self), camera=(), geolocation=(), display-capture=(), \
                       payment=(), usb=()";
    for (name, wanted) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", referrer),
        ("cache-control", "no-store, no-transform"),
        ("permissions-policy", permissions),
        ("cross-origin-resource-policy", corp),
        (
            "cross-origin-embedder-policy",
            if framed { "credentialless" } else { "" },
        ),
    ] {
        let given = header(headers, name);
        if given != wanted {
            wrong.push(format!("{name} is {given:?} and not {wanted:?}"));
        }
    }
    wrong
}

/// What is inline in a page, or loaded from elsewhere.
fn of_body(body: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for tag in body.split('<').skip(1) {
        let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
        let name = tag.split_whitespace().next().unwrap_or_default();
        let data = tag.contains("type=\"application/json\"") || tag.contains(" src=");
        let handles = tag
            .split_whitespace()
            .skip(1)
            .any(|part| part.starts_with("on") && part.contains('='));
        let loads = [
            "script", "link", "img", "iframe", "audio", "video", "source",
        ]
        .contains(&name);
        let elsewhere = ["src=\"http", "href=\"http", "src=\"//", "href=\"//"]
            .iter()
            .any(|start| tag.contains(start));
        if name == "style"
            || tag.contains(" style=")
            || handles
            || (name == "script" && !data)
            || (loads && elsewhere)
        {
            wrong.push(format!("<{tag}>"));
        }
    }
    wrong
}

/// A school is signed in to within its host's page, too.
fn is_of_school(line: &str) -> bool {
    line.starts_with("GET /app") || line.starts_with("GET /authentication/")
}

fn is_page(answer: &Answer) -> bool {
    header(&answer.headers, "content-type").starts_with("text/html")
}

#[tokio::test]
async fn every_page_has_every_header_and_nothing_inline() {
    let site = Site::new().await;
    let world = World::make(&site).await;
    let mut pages = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut look = |line: &str, answer: &Answer, framed: bool| {
        // Forms of a page without a referrer come from nowhere, and a school's pages have forms. No
        // address of theirs holds a secret.
        let referrer = if is_of_school(line) {
            "same-origin"
        } else {
            "no-referrer"
        };
        let mut found = of_headers(&answer.headers, framed, referrer);
        found.extend(of_body(&answer.text));
        wrong.extend(found.into_iter().map(|what| format!("{line}: {what}")));
    };
    for (line, _, path, body, _) in ROWS.iter().filter(|row| row.0.starts_with("GET ")) {
        let answer = world.call(Actor::Nobody, line, path, body).await;
        if is_page(&answer) {
            // A sentence may stand where an embed was expected, in somebody's page.
            let framed =
                line.starts_with("GET /embed/") || is_of_school(line) || answer.status >= 400;
            look(line, &answer, framed);
            pages.insert(*line);
        }
    }
    for path in [
        "/nowhere",
        "/embed/nothing",
        "/embed/basic/nothing",
        "/front/nothing",
    ] {
        let answer = site.ask(&format!("GET {path}"), &[], "").await;
        assert!(is_page(&answer), "{path}: {}", answer.text);
        look(path, &answer, true);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // So that this test does not pass because it found nothing.
    for known in [
        "GET /",
        "GET /api",
        "GET /embed/{scenario}",
        "GET /embed/basic/{scenario}",
        "GET /embed/minimal/{scenario}",
    ] {
        assert!(pages.contains(known), "{known} is no page: {pages:?}");
    }
}

#[test]
fn what_is_inline_or_comes_from_elsewhere_is_seen() {
    for bad in [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<p style=\"color:red\">",
        "<button onclick=\"x()\">",
        "<script src=\"https://cdn.example/x.js\"></script>",
        "<link rel=\"stylesheet\" href=\"//cdn.example/x.css\">",
    ] {
        assert_eq!(of_body(bad).len(), 1, "{bad}");
    }
    let good = "<script src=\"/assets/x.js\"></script><a href=\"https://example.com\">x</a>\
                <script type=\"application/json\">{}</script>";
    assert_eq!(of_body(good), Vec::<String>::new());
}
