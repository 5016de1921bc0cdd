//! Whatever an address is made of, what passes is what the table says, for every reader.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Url;
use serde_json::json;

use super::{Asked, Guest, Vendor, reply, shop};
use vivavoce_relay::path::{self, Wrong, path, query};
use vivavoce_relay::table::{self, Pace};
use vivavoce_server::settings::BackendSettings;
use vivavoce_test_server::Site;

const DIALECTS: [(&str, &str); 5] = [
    ("tovie", ""),
    ("agentok", ""),
    ("totebot", ""),
    ("talkio", "organization = \"school\"\nprovider = \"p1\""),
    ("ag-ui", ""),
];

fn backend(dialect: &str, more: &str) -> BackendSettings {
    shop(dialect, "https://vendor.example/base", more).backends["shop"].clone()
}

fn passes(backend: &BackendSettings, line: &str) -> Option<table::Route> {
    let (method, raw) = line.split_once(' ').unwrap();
    table::route(backend, method, &path(raw)?, "vv-me")
}

#[test]
fn each_vendor_has_these_calls_and_no_other() {
    let cases = [
        ("tovie", "POST ", true),
        ("tovie", "POST /", true),
        ("tovie", "PUT ", false),
        ("tovie", "GET /events", true),
        ("tovie", "GET /events/", false),
        ("tovie", "POST /events", false),
        ("tovie", "GET /client/c/state", true),
        ("tovie", "DELETE /client/c/state", false),
        ("tovie", "GET /client/c", false),
        ("tovie", "GET /client", false),
        ("tovie", "GET /client/c/message/q/status", true),
        ("tovie", "GET /other-channel/events", false),
        ("agentok", "POST /v1/chats", true),
        ("agentok", "POST /chats/", true),
        ("agentok", "GET /chats/x/messages/", true),
        ("agentok", "GET /v1/v1/chats", false),
        ("agentok", "GET /v1/projects", false),
        ("agentok", "GET /v1/users", false),
        ("agentok", "PUT /v1/chats/1", false),
        ("agentok", "DELETE /v1/chats", false),
        ("totebot", "GET /v1/agent", true),
        ("totebot", "POST /v1/agent", false),
        ("totebot", "GET /v1/customers", false),
        ("totebot", "GET /v1/leads", false),
        ("totebot", "GET /v1/analytics", false),
        ("totebot", "DELETE /v1/conversations/c", false),
        (
            "totebot",
            "PATCH /v1/conversations/c/messages/m/feedback",
            true,
        ),
        ("totebot", "PATCH /v1/conversations/c/messages/m", false),
        ("totebot", "GET /agent", false),
        ("talkio", "GET /users/me", true),
        ("talkio", "GET /users/vv-me", false),
        ("talkio", "GET /users/me/weekly-assessment/2027-01-05", true),
        ("talkio", "GET /users/me/weekly-assessment/..", false),
        ("talkio", "GET /users/me/organization-preference", false),
        (
            "talkio",
            "GET /api/partner/v3/organizations/school/users/me",
            true,
        ),
        (
            "talkio",
            "GET /api/partner/v3/organizations/other/users/me",
            false,
        ),
        (
            "talkio",
            "GET /api/partner/v3/organizations/school/users",
            false,
        ),
        ("ag-ui", "POST ", true),
        ("ag-ui", "POST /x", true),
        ("ag-ui", "POST /agent/x/run", true),
        ("ag-ui", "POST /x/run", false),
        ("ag-ui", "GET /x", false),
    ];
    for (dialect, line, expected) in cases {
        let more = DIALECTS
            .iter()
            .find(|(name, _)| *name == dialect)
            .unwrap()
            .1;
        let backend = backend(dialect, more);
        assert_eq!(
            passes(&backend, line).is_some(),
            expected,
            "{dialect} {line}"
        );
    }
    let elsewhere = backend("tovie", "state_path = \"/state/{clientId}\"");
    assert!(passes(&elsewhere, "POST /state/c").is_some());
    assert!(passes(&elsewhere, "POST /client/c/state").is_none());
    assert!(passes(&elsewhere, "PUT /state/c").is_none());
    let own = passes(&backend("talkio", DIALECTS[3].1), "GET /users/me/token").unwrap();
    let sent = path::written(&own.segments, own.slash, &[]);
    assert_eq!(
        sent,
        "/api/partner/v3/organizations/school/users/vv-me/token"
    );
    let poll = passes(&backend("tovie", ""), "GET /events").unwrap();
    assert_eq!(poll.pace, Pace::Poll);
}

#[test]
fn a_disguised_path_is_none() {
    for raw in [
        "x",
        "//",
        "/a//b",
        "/.",
        "/..",
        "/a/../b",
        "/a/./b",
        "/...",
        "/%2e%2e",
        "/%2E",
        "/.%2e",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/%",
        "/%2",
        "/%zz",
        "/%00",
        "/%0a",
        "/%0d%0a",
        "/%7f",
        "/%25",
        "/%252e",
        "/%c0%ae%c0%ae",
        "/%ff",
        "/%E2%88%95",
        "/\u{ff0f}",
        "/\u{ff0e}\u{ff0e}",
        "/a;b",
        "/a?b",
        "/%3fb",
        "/a#b",
        "/%23",
        "/a&b",
        "/\u{202e}a",
        "/\u{200b}",
        "/\u{301}",
    ] {
        assert_eq!(path(raw), None, "{raw:?}");
    }
    let long = format!("/{}", "a".repeat(301));
    assert_eq!(path(&long), None);
    for (raw, segments, slash) in [
        ("", vec![], false),
        ("/", vec![], true),
        ("/a", vec!["a"], false),
        ("/a/b%20c/", vec!["a", "b c"], true),
        ("/a%2Db", vec!["a-b"], false),
        ("/%C3%A9", vec!["é"], false),
        ("/..a", vec!["..a"], false),
    ] {
        let parsed = path(raw).unwrap_or_else(|| panic!("{raw}"));
        assert_eq!(
            (parsed.segments, parsed.slash),
            (segments.iter().map(|s| (*s).to_owned()).collect(), slash)
        );
    }
}

#[test]
fn a_query_has_the_names_it_may_have_each_once() {
    let known = &["clientId", "ts"];
    let given = query("clientId=a%20b+c&ts=%3F%26", known).unwrap();
    assert_eq!(
        given,
        [("clientId", "a b c".to_owned()), ("ts", "?&".to_owned())]
    );
    assert_eq!(
        path::written(&["e".to_owned()], false, &given),
        "/e?clientId=a%20b%20c&ts=%3F%26"
    );
    assert_eq!(query("", known), Ok(vec![]));
    assert_eq!(query("&&ts=1&", known), Ok(vec![("ts", "1".to_owned())]));
    let cases = [
        ("clientId=a&clientId=b", Wrong::Twice("clientId".to_owned())),
        (
            "clientId=a&client%49d=b",
            Wrong::Twice("clientId".to_owned()),
        ),
        ("clientid=a", Wrong::Unknown("clientid".to_owned())),
        ("ts=1;clientId=b&x=1", Wrong::Unknown("x".to_owned())),
        ("clientId[]=a", Wrong::Unknown("clientId[]".to_owned())),
        ("ts=%", Wrong::Unreadable),
        ("ts=%0d%0aHost:x", Wrong::Unreadable),
        ("ts=%ff", Wrong::Unreadable),
    ];
    for (raw, wrong) in cases {
        assert_eq!(query(raw, known), Err(wrong), "{raw}");
    }
}

/// Pieces addresses are made of, honest and not.
const PIECES: [&str; 46] = [
    "/",
    "/",
    "/",
    "/",
    "v1",
    "chats",
    "client",
    "events",
    "state",
    "users",
    "me",
    "token",
    "agent",
    "conversations",
    "messages",
    "message",
    "status",
    "feedback",
    "chat",
    "run",
    "settings",
    "api",
    "partner",
    "v3",
    "organizations",
    "school",
    "1",
    "c",
    "2027-01-05",
    "..",
    ".",
    "%2e",
    "%2F",
    "%5C",
    "\\",
    "//",
    "%00",
    "%",
    "?",
    ";",
    "é",
    "%C3%A9",
    "%25",
    "@",
    ":",
    " ",
];

#[test]
fn whatever_passes_reads_the_same_everywhere() {
    let full = std::env::var_os("VIVAVOCE_PROVE").is_some();
    let rounds = if full { 2_000_000 } else { 200_000 };
    let mut random = StdRng::seed_from_u64(11);
    let backends: Vec<BackendSettings> = DIALECTS.iter().map(|(d, m)| backend(d, m)).collect();
    let mut passed = 0;
    for _ in 0..rounds {
        let backend = &backends[random.random_range(0..backends.len())];
        let mut raw = String::new();
        for _ in 0..random.random_range(0..12) {
            raw.push_str(PIECES[random.random_range(0..PIECES.len())]);
        }
        let method = ["GET", "POST", "PUT", "PATCH", "DELETE"][random.random_range(0..5)];
        let Some(parsed) = path(&raw) else { continue };
        let Some(route) = table::route(backend, method, &parsed, "vv-me") else {
            continue;
        };
        passed += 1;
        let sent = path::written(&route.segments, route.slash, &[]);
        // As a strict reader, as a sloppy one, and as the client that sends it.
        let url = Url::parse(&format!("https://vendor.example/base{sent}")).unwrap();
        assert_eq!(url.path(), format!("/base{sent}"), "{raw}");
        assert_eq!((url.query(), url.fragment()), (None, None), "{raw}");
        let again = path(&sent).unwrap();
        assert_eq!(again.segments, route.segments, "{raw}");
        let dots = |segment: &String| segment.chars().all(|c| c == '.');
        assert!(!route.segments.iter().any(dots), "{raw} became {sent}");
        for wrong in ["//", "\\", "%2F", "%2E", "%5C", "%00", "%25"] {
            assert!(!sent.contains(wrong), "{raw} became {sent}");
        }
        for (_, id) in &route.ids {
            assert!(route.segments.contains(id), "{raw}");
        }
    }
    assert!(passed > rounds / 2_000, "only {passed} passed");
}

#[tokio::test]
async fn a_forged_address_never_reaches_the_vendor() {
    for (dialect, more) in DIALECTS {
        let vendor = Vendor::serve(|_: &Asked| reply(200, &json!({ "id": 1 }))).await;
        let site = Site::with(shop(dialect, &vendor.url, more)).await;
        let ada = Guest::new(&site, "12").await;
        for line in [
            "GET /v1/agent/../customers",
            "GET /v1/agent%2f..%2fcustomers",
            "GET /v1/customers",
            "GET /v1/conversations?customerId=1",
            "GET /v1/conversations?page=1&page=2",
            "GET //v1/agent",
            "GET /v1//agent",
            "GET /chats?user=1",
            "GET /users",
            "GET /users/me?fields=all",
            "GET /events?clientId=9f86d081884c7d659a2feaa0c55ad015&client%49d=b",
            "DELETE /users/me",
            "GET /client/%2e%2e/state",
            "POST /%2e%2e/admin",
            "GET /../other/v1/agent",
        ] {
            let answer = ada.call(line, json!({})).await;
            assert!(
                (400..500).contains(&answer.status),
                "{dialect} {line}: {}",
                answer.text
            );
            assert!(answer.json()["detail"].is_string() || answer.json()["detail"].is_array());
        }
        assert_eq!(vendor.lines(), Vec::<String>::new(), "{dialect}");
    }
}
