use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::State;
use axum::routing::post;

use super::lessons::Lesson;
use super::*;
use crate::talkio::settle;
use vivavoce_agent::ModelSettings;
use vivavoce_server::settings::Times;

/// Remarks on what it is asked about; answers how often it was asked by counting.
async fn remark(
    State(asked): State<Arc<Mutex<Vec<Value>>>>,
    Json(body): Json<Value>,
) -> Json<Value> {
    asked.lock().unwrap().push(body.clone());
    let system = body["messages"][0]["content"].as_str().unwrap();
    let mut told = json!({});
    for (kind, text) in [
        ("translation", "HALLO"),
        ("romanization", "konnichiwa"),
        ("feedback", "<b>Gut</b>"),
    ] {
        if system.contains(&format!("\"{kind}\"")) {
            told[kind] = json!(text);
        }
    }
    let content = format!("```json\n{told}\n```");
    Json(
        json!({ "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": content } }] }),
    )
}

#[tokio::test]
async fn a_model_helps_with_what_the_settings_ask_for_and_nothing_else() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stub = axum::Router::new()
        .route("/chat/completions", post(remark))
        .with_state(asked.clone());
    tokio::spawn(async move { axum::serve(listener, stub).await.unwrap() });
    let mut settings = Settings::default();
    settings.engine.agent.model = Some(ModelSettings {
        url,
        key: None,
        name: "m".to_owned(),
        temperature: None,
        max_tokens: None,
        headers: Vec::new(),
        times: Times::default(),
    });
    // The agent itself is the trial's; the model only helps.
    let site = Site::with(settings).await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let languages = json!({ "practiceLanguage": "en-GB", "userLanguage": "de-DE" });
    school.ask("PUT /users/u/settings", languages).await;
    let template = school.template("books").await;
    let browser = Browser::of(&school, "u").await;
    let page = browser.get("/app/settings").await;
    assert!(page.text.contains("showChatTranslations"), "{}", page.text);
    let page = browser.get("/app/chat?t=books").await;
    assert!(page.text.contains("data-shows=\"false\""), "{}", page.text);
    let lesson = Lesson::of(&site, &page, &template.id).await;
    settle(&site, &lesson.session).await;
    lesson.say("I likes books.").await;
    let remarks = async || {
        let mut after = String::new();
        loop {
            let path = format!("/app/chat/{}/remarks?after={after}", lesson.session);
            let state = browser.get(&path).await.with(axum::http::StatusCode::OK);
            if state["helping"] == false {
                return state["messages"].clone();
            }
            after = state["version"].as_str().unwrap().to_owned();
        }
    };
    let first = remarks().await;
    assert_eq!(first.as_array().unwrap().len(), 3, "{first}");
    assert!(asked.lock().unwrap().is_empty(), "nobody asked for help");

    let wanted = json!({ "showChatTranslations": true, "showLiveFeedback": true, "showChatRomanization": true });
    school.ask("PUT /users/u/settings", wanted).await;
    let page = browser.get("/app/chat?t=books").await;
    assert!(page.text.contains("data-shows=\"true\""));
    let helped = remarks().await;
    assert_eq!(helped[0]["translation"], "HALLO");
    assert_eq!(helped[0]["feedback"], Value::Null);
    // The tutor's text is in Latin letters already.
    assert_eq!(helped[0]["romanization"], Value::Null);
    assert_eq!(helped[1]["feedback"], "<b>Gut</b>");
    assert_eq!(helped[1]["translation"], Value::Null);
    let count = asked.lock().unwrap().len();
    assert_eq!(count, 3, "each message once");
    remarks().await;
    assert_eq!(asked.lock().unwrap().len(), count);
    let prompt = asked.lock().unwrap()[0].to_string();
    assert!(prompt.contains("de-DE"), "{prompt}");
    // The partner sees them, and the transcript shows them as text.
    let line = format!("GET /users/u/conversations/{}", lesson.session);
    let seen = school.ask(&line, Value::Null).await.json();
    assert_eq!(seen["messages"][1]["feedback"], "<b>Gut</b>");
    school.end(&lesson.session).await;
    let read = browser.get(&format!("/app/chat/{}", lesson.session)).await;
    assert!(
        read.text.contains("&lt;b&gt;Gut&lt;/b&gt;"),
        "{}",
        read.text
    );
}

#[tokio::test]
async fn whoever_waits_for_help_is_shown_it_when_it_comes() {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stub = axum::Router::new().route(
        "/chat/completions",
        post({
            let gate = gate.clone();
            async move |body: Json<Value>| {
                gate.acquire().await.unwrap().forget();
                remark(State(Arc::default()), body).await
            }
        }),
    );
    tokio::spawn(async move { axum::serve(listener, stub).await.unwrap() });
    let mut settings = Settings::default();
    settings.engine.agent.model = Some(ModelSettings {
        url,
        key: None,
        name: "m".to_owned(),
        temperature: None,
        max_tokens: None,
        headers: Vec::new(),
        times: Times::default(),
    });
    let site = Site::with(settings).await;
    let school = School::new(&site, "north", "partner").await;
    school.user("u", json!({})).await;
    let wanted = json!({
        "practiceLanguage": "en-GB", "userLanguage": "de-DE", "showChatTranslations": true,
    });
    school.ask("PUT /users/u/settings", wanted).await;
    let template = school.template("books").await;
    let browser = Browser::of(&school, "u").await;
    let page = browser.get("/app/chat?t=books").await;
    let lesson = Lesson::of(&site, &page, &template.id).await;
    settle(&site, &lesson.session).await;
    let path = format!("/app/chat/{}/remarks?after=", lesson.session);
    let before = browser.get(&path).await.json();
    assert_eq!(before["helping"], true);
    let path = format!("{path}{}", before["version"].as_str().unwrap());
    // They have looked once when the help comes.
    let waiting = browser.get(&path);
    let help = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        gate.add_permits(10);
    };
    let (shown, ()) = tokio::join!(waiting, help);
    assert_eq!(shown.json()["messages"][0]["translation"], "HALLO");
}
