//! The page of the API: every call stands on it, can be tried, and its key stays in memory.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::server::KEY;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

fn picture(name: &str) -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery"));
    folder.join(format!("api-{name}.png"))
}

async fn run(stage: &Stage, script: &str, arguments: Vec<Value>) -> Result<Value> {
    Ok(stage.chrome.client.execute(script, arguments).await?)
}

/// Opens a call, presses Try, and returns the status and the answer that are shown.
async fn attempt(stage: &Stage, call: &str) -> Result<(String, String)> {
    const TRY: &str = "\
        const call = document.getElementById(arguments[0]);\
        call.open = true;\
        await new Promise((done) => setTimeout(done, 50));\
        call.querySelector('.answer').replaceChildren();\
        call.querySelector('form').requestSubmit();";
    const SHOWN: &str = "\
        const answer = document.getElementById(arguments[0]).querySelector('.answer');\
        return [answer.querySelector('strong')?.textContent ?? '', answer.querySelector('pre')?.textContent ?? ''];";
    let script = format!("return (async () => {{ {TRY} }})()");
    run(stage, &script, vec![json!(call)]).await?;
    wait::until(&format!("an answer to {call}"), PATIENCE, || async {
        let shown = run(stage, SHOWN, vec![json!(call)]).await?;
        let text = |index: usize| shown[index].as_str().unwrap_or_default().to_owned();
        Ok((!text(0).is_empty()).then(|| (text(0), text(1))))
    })
    .await
}

#[tokio::test]
async fn every_call_can_be_tried_on_the_page() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 800).await?;
    stage
        .chrome
        .client
        .goto(&stage.embed("/api#createAccessToken"))
        .await?;
    let calls = wait::until("the calls", PATIENCE, || async {
        let calls = run(
            &stage,
            "return document.querySelectorAll('.call').length",
            vec![],
        )
        .await?;
        Ok(calls.as_u64().filter(|calls| *calls > 0))
    })
    .await?;
    let description = stage.server.get("/api/openapi.json").await?;
    let paths = description["paths"].as_object().map(|all| all.values());
    let described: usize = paths
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(serde_json::Map::len)
        .sum();
    ensure!(
        calls as usize == described,
        "{calls} of {described} calls are shown"
    );
    // The one that the address names stands open.
    wait::until("the named call", PATIENCE, || async {
        let open = run(
            &stage,
            "return document.getElementById('createAccessToken').open",
            vec![],
        )
        .await?;
        Ok((open == json!(true)).then_some(()))
    })
    .await?;
    stage.chrome.screenshot(&picture("named")).await?;

    let (status, text) = attempt(&stage, "listScenarios").await?;
    ensure!(
        status.starts_with("401") && text.contains("API key"),
        "{status} {text}"
    );
    run(
        &stage,
        "document.getElementById('api_key').value = arguments[0]",
        vec![json!(KEY)],
    )
    .await?;
    for (call, part) in [
        ("listScenarios", "demo-interview"),
        ("putScenario", "Customer Support Training"),
        ("getScenario", "Job interview"),
        ("createAccessToken", "sat_"),
        ("listSessions", "page_meta"),
        ("check", "The key works"),
        ("embedBegin", "session_token"),
        // The session's token and id are taken along.
        ("embedSay", "turn_id"),
        ("embedEvents", "TEXT_MESSAGE_START"),
        ("embedStop", "completed"),
    ] {
        let (status, text) = attempt(&stage, call).await?;
        ensure!(
            status.starts_with('2') && text.contains(part),
            "{call}: {status} {text}"
        );
    }
    let (status, _) = attempt(&stage, "deleteScenario").await?;
    ensure!(status.starts_with("404"), "{status}");
    stage.chrome.screenshot(&picture("tried")).await?;

    // The key is nowhere but in its field.
    let kept = run(
        &stage,
        "return [location.href, JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}),\
         document.cookie, document.documentElement.outerHTML].join('\\n')",
        vec![],
    )
    .await?;
    ensure!(
        !kept.as_str().unwrap_or_default().contains(KEY),
        "the key was kept"
    );

    for (width, scheme, name) in [
        (1200, "light", "wide"),
        (1200, "dark", "dark"),
        (400, "light", "narrow"),
    ] {
        stage.chrome.scheme(scheme).await?;
        stage.chrome.viewport(width, 800).await?;
        stage
            .chrome
            .client
            .goto(&stage.embed("/api#putScenario"))
            .await?;
        stage.chrome.client.refresh().await?;
        wait::until("the named call", PATIENCE, || async {
            let open = run(
                &stage,
                "return document.getElementById('putScenario')?.open ?? false",
                vec![],
            )
            .await?;
            Ok((open == json!(true)).then_some(()))
        })
        .await?;
        stage.chrome.screenshot(&picture(name)).await?;
        let wide = run(
            &stage,
            "return document.documentElement.scrollWidth > innerWidth + 1",
            vec![],
        )
        .await?;
        ensure!(wide == json!(false), "the page scrolls sideways at {width}");
    }
    let said = stage.chrome.console().await?;
    // Chromium notes every answer of 400 and above; anything else would be ours.
    let ours: Vec<_> = said
        .iter()
        .filter(|(_, message)| !message.contains("the server responded with a status of"))
        .collect();
    ensure!(ours.is_empty(), "the console said {ours:?}");
    stage.chrome.close().await
}

/// Opens a call, fills in what is given by the names of its fields, and tries it.
async fn tried(stage: &Stage, call: &str, given: &[(&str, &str)]) -> Result<(String, String)> {
    const FILL: &str = "\
        const call = document.getElementById(arguments[0]);\
        call.open = true;\
        await new Promise((done) => setTimeout(done, 50));\
        for (const [name, value] of arguments[1]) call.querySelector('form').elements[name].value = value;";
    let script = format!("return (async () => {{ {FILL} }})()");
    run(stage, &script, vec![json!(call), json!(given)]).await?;
    attempt(stage, call).await
}

#[tokio::test]
async fn each_vendors_api_can_be_tried_on_its_page() -> Result<()> {
    let stage = Stage::set().await?;
    let server = &stage.server;
    let school = json!({ "slug": "school", "name": "School", "provider": "partner" });
    server.post("/api/public/organizations", &school).await?;
    let key = async |wanted: Value| -> Result<String> {
        let made = server.post("/api/public/keys", &wanted).await?;
        Ok(made["key"].as_str().unwrap_or_default().to_owned())
    };
    let talkio = key(json!({ "api": "talkio", "provider": "partner" })).await?;
    let totebot = key(json!({ "api": "totebot", "scenario_id": "demo-support" })).await?;
    let agentok = key(json!({ "api": "agentok" })).await?;
    let channel = json!({ "scenario_id": "demo-support", "name": "App" });
    let channel = server.post("/api/public/channels", &channel).await?;
    let token = channel["token"].as_str().unwrap_or_default();
    let chat = json!({ "name": "c", "from_type": "flow", "from_flow": "demo-support" }).to_string();
    let ask = json!({ "clientId": "ann", "query": "/start" }).to_string();
    let school = ("path:slug", "school");

    type Call<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);
    type Page<'a> = (&'a str, Vec<(&'a str, &'a str)>, Vec<Call<'a>>);
    let pages: Vec<Page<'_>> = vec![
        (
            "talkio",
            vec![("partner_key", &talkio), ("provider", "partner")],
            vec![
                ("createUser", vec![school], "user-1@example.com"),
                ("createLoginToken", vec![school], "/authentication/partner/"),
                ("getWeekAssessment", vec![school], "Nothing was said"),
            ],
        ),
        (
            "totebot",
            vec![("agent_key", &totebot)],
            vec![
                ("getAgent", vec![], "TRAINED"),
                (
                    "chat",
                    vec![("body", r#"{"message":"Hello"}"#)],
                    "completed",
                ),
                ("listConversations", vec![], "API"),
            ],
        ),
        (
            "agentok",
            vec![("key", &agentok)],
            vec![
                ("listProjects", vec![], "scenario_id"),
                ("createChat", vec![("body", &chat)], "ready"),
            ],
        ),
        (
            "ag-ui",
            vec![],
            vec![(
                "runAgent",
                vec![("path:scenario", "demo-support")],
                "RUN_FINISHED",
            )],
        ),
        (
            "tovie",
            vec![],
            vec![
                (
                    "ask",
                    vec![("path:token", token), ("body", &ask)],
                    "questionId",
                ),
                (
                    "history",
                    vec![("path:token", token), ("path:clientId", "ann")],
                    "/start",
                ),
            ],
        ),
        ("relay", vec![], vec![]),
    ];
    let listed = server.get("/api/documents.json").await?;
    let listed = listed["documents"].as_array().map_or(0, Vec::len);
    ensure!(listed == pages.len() + 1, "{listed} descriptions");
    for (of, keys, calls) in pages {
        let page = stage.embed(&format!("/api?of={of}"));
        stage.chrome.client.goto(&page).await?;
        let description = server.get(&format!("/api/{of}/openapi.json")).await?;
        let paths = description["paths"].as_object().map(|all| all.values());
        let paths = paths.into_iter().flatten().filter_map(Value::as_object);
        let described: usize = paths.map(serde_json::Map::len).sum();
        wait::until(&format!("{described} calls of {of}"), PATIENCE, || async {
            let script = "return document.querySelectorAll('.call').length";
            let shown = run(&stage, script, vec![]).await?;
            Ok((shown == json!(described)).then_some(()))
        })
        .await?;
        for (id, secret) in keys {
            let script = "document.getElementById(arguments[0]).value = arguments[1]";
            run(&stage, script, vec![json!(id), json!(secret)]).await?;
        }
        for (call, given, part) in calls {
            let (status, text) = tried(&stage, call, &given).await?;
            ensure!(
                status.starts_with('2') && text.contains(part),
                "{call} of {of}: {status} {text}"
            );
        }
        stage.chrome.screenshot(&picture(of)).await?;
    }
    stage.chrome.close().await
}
