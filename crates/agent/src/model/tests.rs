//! Against a stub endpoint on a real socket.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use vivavoce_protocol::Secret;
use vivavoce_protocol::wire::User;

use super::*;
use crate::{By, Said, Usage};
use vivavoce_text::retrieval::Found;

/// What the stub answers, one after another; the last one again and again.
#[derive(Clone)]
enum Reaction {
    /// Status, content type and chunks, each after its pause in milliseconds.
    Chunks(u16, &'static str, Vec<(u64, Vec<u8>)>),
    /// As [`Reaction::Chunks`], but the connection breaks at the end.
    Broken(Vec<(u64, Vec<u8>)>),
    /// Never a head.
    Nothing,
    /// Status, headers, body.
    Status(u16, &'static [(&'static str, &'static str)], &'static str),
}

#[derive(Clone, Default)]
struct Stub {
    reactions: Arc<Mutex<VecDeque<Reaction>>>,
    requests: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    /// Chunks that left.
    sent: Arc<AtomicUsize>,
}

async fn react(State(stub): State<Stub>, headers: HeaderMap, body: Bytes) -> Response {
    stub.requests
        .lock()
        .unwrap()
        .push((headers, serde_json::from_slice(&body).unwrap()));
    let reaction = {
        let mut reactions = stub.reactions.lock().unwrap();
        if reactions.len() > 1 {
            reactions.pop_front().unwrap()
        } else {
            reactions[0].clone()
        }
    };
    let sent = Arc::clone(&stub.sent);
    let paced = |chunks: Vec<(u64, Vec<u8>)>| {
        stream::iter(chunks).then(move |(pause, bytes)| {
            let sent = Arc::clone(&sent);
            async move {
                sleep(Duration::from_millis(pause)).await;
                sent.fetch_add(1, Ordering::Relaxed);
                Bytes::from(bytes)
            }
        })
    };
    match reaction {
        Reaction::Nothing => std::future::pending().await,
        Reaction::Status(status, headers, body) => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(*name, value.parse().unwrap());
            }
            response
        }
        Reaction::Chunks(status, kind, chunks) => {
            let body = Body::from_stream(paced(chunks).map(Ok::<_, Infallible>));
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            response.headers_mut().remove("content-type");
            if !kind.is_empty() {
                response
                    .headers_mut()
                    .insert("content-type", kind.parse().unwrap());
            }
            response
        }
        Reaction::Broken(chunks) => {
            let cut = stream::once(async {
                // The bytes before must have left, or hyper drops them with the connection.
                sleep(Duration::from_millis(50)).await;
                Err(std::io::Error::other("cut"))
            });
            Body::from_stream(paced(chunks).map(Ok).chain(cut)).into_response()
        }
    }
}

/// Settings for a stub that reacts so; its times are longer than a slow machine starves anybody.
async fn stub(reactions: &[Reaction]) -> (ModelSettings, Stub) {
    let stub = Stub::default();
    stub.reactions
        .lock()
        .unwrap()
        .extend(reactions.iter().cloned());
    let app = axum::Router::new()
        .route("/v1/chat/completions", post(react))
        .with_state(stub.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let settings = ModelSettings {
        url,
        key: Some(Secret::new("sk-canary-31415".to_owned())),
        name: "test-model".to_owned(),
        temperature: Some(0.5),
        max_tokens: Some(99),
        headers: vec![("x-team".to_owned(), Secret::new("blue".to_owned()))],
        times: Times::default(),
    };
    (settings, stub)
}

/// Times short enough to wait for their end, and long enough for a slow machine to ask within them.
fn hasty() -> Times {
    Times {
        connect: Duration::from_millis(1_500),
        first_token: Duration::from_millis(1_500),
        idle: Duration::from_millis(1_500),
        total: Duration::from_secs(4),
    }
}

fn context() -> AgentContext {
    let said = |by, text: &str| Said {
        by,
        text: text.to_owned(),
        choice: None,
        at: 0,
        aside: false,
    };
    AgentContext {
        scenario_name: "Talk".to_owned(),
        quoted_instructions: "You are Rex.".to_owned(),
        document: Some("The office is in Lisbon.".to_owned()),
        notes: vec!["hesitated".to_owned()],
        user: User {
            name: "Ada".to_owned(),
            email: String::new(),
        },
        history: vec![
            said(By::Agent, "Hello!"),
            said(By::Tool, "42"),
            said(By::Visitor, "Hi"),
            said(By::Visitor, "you"),
        ],
        ..AgentContext::default()
    }
}

async fn heard(settings: &ModelSettings) -> (Vec<Step>, Option<AgentError>) {
    let mut steps = Vec::new();
    let mut stream = ModelAgent::new(settings.clone()).unwrap().reply(context());
    let listening = async {
        while let Some(step) = stream.next().await {
            match step {
                Ok(step) => steps.push(step),
                Err(error) => return Some(error),
            }
        }
        None
    };
    let error = tokio::time::timeout(Duration::from_secs(300), listening)
        .await
        .expect("never a hung stream");
    if error.is_some() {
        assert!(stream.next().await.is_none(), "an error is the last item");
    }
    (steps, error)
}

/// Steps in one line: texts joined, `|` for a break, tools by name.
fn line(steps: &[Step]) -> String {
    steps
        .iter()
        .map(|step| match step {
            Step::Text(text) => text.clone(),
            Step::Break => "|".to_owned(),
            Step::Withdraw => "⌫".to_owned(),
            Step::Cut => "✂".to_owned(),
            Step::ToolStart { name, .. } => format!("<{name}:"),
            Step::ToolInput { delta, .. } => delta.clone(),
            Step::ToolEnd { .. } => ">".to_owned(),
            Step::ToolResult { .. } => "=".to_owned(),
            Step::Choices(choices) => {
                format!(
                    "[{}]",
                    choices
                        .iter()
                        .map(|c| c.text.as_str())
                        .collect::<Vec<_>>()
                        .join("/")
                )
            }
            Step::Lead(lead) => format!("{{{}}}", lead.email),
            Step::Ask => "?".to_owned(),
            Step::EndSession => "∎".to_owned(),
        })
        .collect()
}

fn sse(pieces: &[Value], done: bool) -> Vec<u8> {
    let mut text: String = pieces
        .iter()
        .map(|piece| format!("data: {piece}\n\n"))
        .collect();
    if done {
        text.push_str("data: [DONE]\n\n");
    }
    text.into_bytes()
}

fn text(text: &str) -> Value {
    json!({"choices": [{"delta": {"content": text}}]})
}

fn finish(reason: &str) -> Value {
    json!({"choices": [{"delta": {}, "finish_reason": reason}]})
}

fn tool(name: &str, arguments: &str) -> Value {
    json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "id": "c1", "function": {"name": name, "arguments": arguments}}]}}]})
}

fn stream_of(pieces: &[Value], done: bool) -> Reaction {
    Reaction::Chunks(200, "text/event-stream", vec![(0, sse(pieces, done))])
}

/// What is heard, how it fails, and how often the stub was asked.
async fn check(reactions: &[Reaction], said: &str, code: Option<&str>, asked: usize) -> AgentError {
    check_in(Times::default(), reactions, said, code, asked).await
}

async fn check_in(
    times: Times,
    reactions: &[Reaction],
    said: &str,
    code: Option<&str>,
    asked: usize,
) -> AgentError {
    let (mut settings, stub) = stub(reactions).await;
    settings.times = times;
    let (steps, error) = heard(&settings).await;
    let found = error.as_ref().map(|error| error.code);
    assert_eq!((line(&steps).as_str(), found), (said, code), "{error:?}");
    assert_eq!(
        stub.requests.lock().unwrap().len(),
        asked,
        "requests for {said:?} {code:?}"
    );
    let error = error.unwrap_or(AgentError {
        code: "",
        detail: String::new(),
        cause: String::new(),
    });
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    error
}

#[tokio::test]
async fn a_stream_is_heard_piece_by_piece_wherever_it_is_cut() {
    let whole = sse(
        &[
            text("Hi, "),
            text("né"),
            json!({"choices": [], "usage": {}}),
            finish("stop"),
        ],
        true,
    );
    for size in [1, 3, 7, 1000] {
        let chunks = whole
            .chunks(size)
            .map(|chunk| (0, chunk.to_vec()))
            .collect();
        check(
            &[Reaction::Chunks(
                200,
                "text/event-stream; charset=utf-8",
                chunks,
            )],
            "Hi, né",
            None,
            1,
        )
        .await;
    }
    // No content type, a comment first, CRLF, no [DONE].
    let odd = b": hello\r\n\r\ndata:{\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\r\n\r\n".to_vec();
    check(&[Reaction::Chunks(200, "", vec![(0, odd)])], "ok", None, 1).await;
    // [DONE] without a reason; whatever comes after it is not read.
    check(&[stream_of(&[text("ok")], true)], "ok", None, 1).await;
}

#[tokio::test]
async fn a_whole_answer_is_as_good_as_a_stream() {
    let body = json!({"choices": [{"message": {"role": "assistant", "content": "Hello."}, "finish_reason": "stop"}]}).to_string().into_bytes();
    check(
        &[Reaction::Chunks(
            200,
            "application/json",
            vec![(0, body.clone())],
        )],
        "Hello.",
        None,
        1,
    )
    .await;
    check(
        &[Reaction::Chunks(
            200,
            "",
            vec![(0, b"\n".to_vec()), (0, body)],
        )],
        "Hello.",
        None,
        1,
    )
    .await;
    let error = json!({"error": {"message": "no such model", "type": "invalid_request_error"}})
        .to_string()
        .into_bytes();
    check(
        &[Reaction::Chunks(200, "application/json", vec![(0, error)])],
        "",
        Some("protocol"),
        1,
    )
    .await;
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_never_taken_for_whole() {
    let half = sse(&[text("Once upon")], false);
    check(
        &[Reaction::Chunks(
            200,
            "text/event-stream",
            vec![(0, half.clone())],
        )],
        "Once upon",
        Some("unreachable"),
        1,
    )
    .await;
    check(
        &[Reaction::Broken(vec![(0, half.clone())])],
        "Once upon",
        Some("unreachable"),
        1,
    )
    .await;
    let mut cut = half;
    cut.extend_from_slice(b"data: {\"choices\":[{\"del");
    check(
        &[Reaction::Broken(vec![(0, cut)])],
        "Once upon",
        Some("unreachable"),
        1,
    )
    .await;
    // Before the first word it is asked once more.
    check(
        &[Reaction::Broken(vec![]), stream_of(&[text("ok")], true)],
        "ok",
        None,
        2,
    )
    .await;
    check(&[Reaction::Broken(vec![])], "", Some("unreachable"), 2).await;
}

#[tokio::test]
async fn garbage_is_a_protocol_failure() {
    for garbage in [
        "data: {nonsense\n\n",
        "data: [1,2]\n\n",
        "data: {\"hello\": 1}\n\n",
        "{\"choices\": ",
    ] {
        let reaction = Reaction::Chunks(
            200,
            "text/event-stream",
            vec![(0, garbage.as_bytes().to_vec())],
        );
        check(&[reaction], "", Some("protocol"), 2).await;
    }
    check(
        &[Reaction::Chunks(
            200,
            "text/html",
            vec![(0, b"<html>hello</html>".to_vec())],
        )],
        "",
        Some("unreachable"),
        2,
    )
    .await;
    check(
        &[Reaction::Chunks(
            200,
            "application/json",
            vec![(0, b"{".to_vec())],
        )],
        "",
        Some("protocol"),
        2,
    )
    .await;
    // An empty answer, even a complete one.
    check(
        &[stream_of(&[finish("stop")], true)],
        "",
        Some("protocol"),
        2,
    )
    .await;
    check(
        &[stream_of(&[finish("content_filter")], true)],
        "",
        Some("protocol"),
        1,
    )
    .await;
}

#[tokio::test]
async fn statuses_become_typed_failures() {
    let busy = check(
        &[Reaction::Status(
            429,
            &[("retry-after", "20")],
            r#"{"error":{"message":"slow down"}}"#,
        )],
        "",
        Some("rate_limited"),
        1,
    )
    .await;
    assert!(busy.detail.contains("in 20 seconds"), "{}", busy.detail);
    assert!(busy.cause.contains("slow down"));
    // A short wait is ours.
    check(
        &[
            Reaction::Status(429, &[("retry-after", "0")], ""),
            stream_of(&[text("ok")], true),
        ],
        "ok",
        None,
        2,
    )
    .await;
    let refused = check(
        &[Reaction::Status(
            401,
            &[],
            r#"{"error":{"message":"Incorrect key: sk-canary-31415"}}"#,
        )],
        "",
        Some("refused"),
        1,
    )
    .await;
    assert!(
        refused.cause.contains("Incorrect key: …"),
        "{}",
        refused.cause
    );
    check(&[Reaction::Status(403, &[], "no")], "", Some("refused"), 1).await;
    check(
        &[Reaction::Status(404, &[], "<html>")],
        "",
        Some("protocol"),
        1,
    )
    .await;
    check(
        &[Reaction::Status(
            302,
            &[("location", "http://127.0.0.1:9/")],
            "",
        )],
        "",
        Some("protocol"),
        1,
    )
    .await;
    check(
        &[
            Reaction::Status(500, &[], "oops"),
            stream_of(&[text("ok")], true),
        ],
        "ok",
        None,
        2,
    )
    .await;
    check(
        &[Reaction::Status(502, &[], "oops")],
        "",
        Some("unreachable"),
        2,
    )
    .await;
}

#[tokio::test]
async fn an_error_inside_the_stream_is_its_end() {
    let error = json!({"error": {"message": "overloaded", "code": 429}});
    check(
        &[stream_of(
            &[text("Well"), error.clone(), text("more")],
            true,
        )],
        "Well",
        Some("rate_limited"),
        1,
    )
    .await;
    let error = json!({"error": {"message": "gone", "type": "server_error"}});
    check(
        &[stream_of(&[error], false), stream_of(&[text("ok")], true)],
        "ok",
        None,
        2,
    )
    .await;
}

#[tokio::test]
async fn slowness_is_a_timeout_and_never_a_hung_stream() {
    check_in(hasty(), &[Reaction::Nothing], "", Some("timeout"), 1).await;
    let chunks = vec![
        (0, sse(&[text("Well")], false)),
        (60_000, sse(&[text("…")], true)),
    ];
    check_in(
        hasty(),
        &[Reaction::Chunks(200, "text/event-stream", chunks)],
        "Well",
        Some("timeout"),
        1,
    )
    .await;
    // Comments keep a connection alive, but they are no words.
    let chunks = (0..400)
        .map(|_| (50, b": still here\n\n".to_vec()))
        .collect();
    check_in(
        hasty(),
        &[Reaction::Chunks(200, "text/event-stream", chunks)],
        "",
        Some("timeout"),
        1,
    )
    .await;
    // Steady drops run into the total.
    let chunks = (0..200).map(|_| (100, sse(&[text(".")], false))).collect();
    let (mut settings, _stub) = stub(&[Reaction::Chunks(200, "text/event-stream", chunks)]).await;
    settings.times = hasty();
    let (steps, error) = heard(&settings).await;
    assert!(steps.len() > 10);
    assert!(error.unwrap().cause.contains("whole answer"));
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let (mut settings, _stub) = stub(&[Reaction::Nothing]).await;
    settings.url = "http://127.0.0.1:1/v1".to_owned();
    let (_, error) = heard(&settings).await;
    let error = error.unwrap();
    assert_eq!(error.code, "unreachable");
    assert!(
        !error.cause.contains("127.0.0.1"),
        "the address may hold a secret: {}",
        error.cause
    );
}

#[tokio::test]
async fn buttons_and_the_end_are_tools_of_the_model() {
    let offer = tool(
        "offer_choices",
        r#"{"choices":["Tea","Coffee","Tea"],"question":"Tea or coffee?"}"#,
    );
    check(
        &[stream_of(
            &[text("Which?"), offer.clone(), finish("tool_calls")],
            true,
        )],
        "Which?[Tea/Coffee]",
        None,
        1,
    )
    .await;
    check(
        &[stream_of(&[offer, finish("tool_calls")], true)],
        "Tea or coffee?[Tea/Coffee]",
        None,
        1,
    )
    .await;
    check(
        &[stream_of(
            &[text("Bye!"), tool("end_session", ""), finish("tool_calls")],
            true,
        )],
        "Bye!∎",
        None,
        1,
    )
    .await;
    // Contact details are kept, and show as an activity.
    let lead = tool("capture_lead", r#"{"email":"Ada@Example.com"}"#);
    check(
        &[stream_of(
            &[text("Noted."), lead, finish("tool_calls")],
            true,
        )],
        "Noted.|<capture_lead:{\"email\":\"ada@example.com\"}>{ada@example.com}=",
        None,
        1,
    )
    .await;
    // Nobody can be contacted by a name alone: the model is told, and asks.
    check(
        &[
            stream_of(
                &[
                    tool("capture_lead", r#"{"name":"Ada"}"#),
                    finish("tool_calls"),
                ],
                true,
            ),
            stream_of(&[text("Your address?")], true),
        ],
        "Your address?",
        None,
        2,
    )
    .await;
    // Silent calls are answered, and the model speaks in the next round.
    check(
        &[
            stream_of(&[tool("end_session", "{}"), finish("tool_calls")], true),
            stream_of(&[text("Bye.")], true),
        ],
        "Bye.∎",
        None,
        2,
    )
    .await;
    // Arguments that are wrong are told to the model.
    check(
        &[
            stream_of(
                &[text("Hm"), tool("offer_choices", "{"), finish("tool_calls")],
                true,
            ),
            stream_of(&[text("ok")], true),
        ],
        "Hm|ok",
        None,
        2,
    )
    .await;
}

#[tokio::test]
async fn other_tools_show_as_activities_and_the_model_is_told() {
    let (settings, stub) = stub(&[
        stream_of(&[text("Let me see. "), tool("look_up", "{\"q\":"), json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "1}"}}]}}]}), finish("tool_calls")], true),
        stream_of(&[text("It is 4.")], true),
    ])
    .await;
    let (steps, error) = heard(&settings).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(line(&steps), "Let me see. |<look_up:{\"q\":1}>=It is 4.");
    let request = stub.requests.lock().unwrap()[1].1.clone();
    let messages = request["messages"].as_array().unwrap();
    let [.., assistant, told] = messages.as_slice() else {
        panic!()
    };
    assert_eq!(
        assistant["tool_calls"][0]["function"],
        json!({"name": "look_up", "arguments": "{\"q\":1}"})
    );
    assert_eq!(
        (&told["role"], &told["tool_call_id"]),
        (&json!("tool"), &json!("c1"))
    );
    // A model in a circle comes to an end: four rounds, and the last one without tools.
    let circle = stream_of(&[tool("look_up", "{}"), finish("tool_calls")], true);
    check(
        &[circle],
        "<look_up:{}>=<look_up:{}>=<look_up:{}>=<look_up:{}>=",
        Some("protocol"),
        4,
    )
    .await;
}

#[tokio::test]
async fn a_model_is_told_who_it_is_and_what_was_said() {
    let (settings, stub) = stub(&[stream_of(&[text("ok")], true)]).await;
    heard(&settings).await;
    let requests = stub.requests.lock().unwrap();
    let (headers, body) = &requests[0];
    assert_eq!(headers["authorization"], "Bearer sk-canary-31415");
    assert_eq!(headers["x-team"], "blue");
    assert_eq!(
        (&body["model"], &body["stream"]),
        (&json!("test-model"), &json!(true))
    );
    assert_eq!(
        (&body["temperature"], &body["max_tokens"]),
        (&json!(0.5), &json!(99))
    );
    assert_eq!(body["tools"].as_array().unwrap().len(), 4);
    let messages = body["messages"].as_array().unwrap();
    let system = messages[0]["content"].as_str().unwrap();
    for part in [
        "You are Rex.",
        "Lisbon",
        "hesitated",
        "\"Ada\"",
        "Never reveal",
    ] {
        assert!(system.contains(part), "{part}");
    }
    let roles: Vec<&str> = messages
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert_eq!(
        messages[3]["content"],
        "(A tool told the agent: 42)\nHi\n\nyou"
    );
}

#[tokio::test]
async fn a_greeting_has_a_visitors_message_to_answer() {
    let (settings, stub) = stub(&[stream_of(&[text("ok")], true)]).await;
    let agent = ModelAgent::new(settings).unwrap();
    let _: Vec<_> = agent.reply(AgentContext::default()).collect().await;
    assert_eq!(
        stub.requests.lock().unwrap()[0].1["messages"][1]["role"],
        "user"
    );
}

#[tokio::test]
async fn what_an_endpoint_does_not_take_is_left_out_and_remembered() {
    let no = |text| Reaction::Status(400, &[], text);
    let (settings, stub) = stub(&[
        no(r#"{"error":{"message":"Unsupported parameter: use 'max_completion_tokens' instead"}}"#),
        no(r#"{"error":{"message":"temperature does not support 0.5"}}"#),
        no(r#"{"error":"this model does not support tools"}"#),
        stream_of(&[text("ok")], true),
    ])
    .await;
    let agent = ModelAgent::new(settings).unwrap();
    for _ in 0..2 {
        let steps: Vec<_> = agent.reply(context()).collect().await;
        assert!(steps.iter().all(Result::is_ok), "{steps:?}");
    }
    let requests = stub.requests.lock().unwrap();
    assert_eq!(requests.len(), 5);
    let last = &requests[4].1;
    assert_eq!(last["max_completion_tokens"], 99);
    assert!(
        last.get("temperature").is_none()
            && last.get("tools").is_none()
            && last.get("max_tokens").is_none()
    );
}

#[tokio::test]
async fn a_dropped_reply_stops_asking() {
    let chunks = (0..3_000).map(|_| (20, sse(&[text(".")], false))).collect();
    let (settings, stub) = stub(&[Reaction::Chunks(200, "text/event-stream", chunks)]).await;
    let mut stream = ModelAgent::new(settings).unwrap().reply(context());
    assert!(stream.next().await.is_some());
    drop(stream);
    // The connection is closed: sooner or later nothing more is sent, long before the minute is over.
    let mut sent = stub.sent.load(Ordering::Relaxed);
    loop {
        sleep(Duration::from_millis(300)).await;
        let now = stub.sent.load(Ordering::Relaxed);
        if now == sent {
            break;
        }
        sent = now;
    }
    assert!(sent < 1_000, "{sent}");
}

#[test]
fn settings_that_cannot_be_sent_are_refused_without_their_secret() {
    let settings = |url: &str, header: &str, key: &str| ModelSettings {
        url: url.to_owned(),
        key: Some(Secret::new(key.to_owned())),
        name: "m".to_owned(),
        temperature: None,
        max_tokens: None,
        headers: vec![(header.to_owned(), Secret::new("v".to_owned()))],
        times: Times::default(),
    };
    assert!(ModelAgent::new(settings("http://localhost/v1", "x-a", "k")).is_ok());
    for (url, header, key) in [
        ("nowhere", "x-a", "k"),
        ("http://h", "x a", "k"),
        ("http://h", "x-a", "canary\n"),
    ] {
        let error = ModelAgent::new(settings(url, header, key))
            .unwrap_err()
            .to_string();
        assert!(!error.contains("canary"), "{error}");
    }
    assert!(
        !format!(
            "{:?}",
            ModelAgent::new(settings("http://h", "x-a", "canary")).unwrap()
        )
        .contains("canary")
    );
}

#[tokio::test]
async fn the_model_is_given_the_knowledge_that_fits() {
    let (settings, stub) = stub(&[stream_of(&[text("ok")], true)]).await;
    let mut context = context();
    let found = |title: &str, question: Option<&str>, text: &str, url: Option<&str>| Found {
        title: title.to_owned(),
        question: question.map(str::to_owned),
        text: text.to_owned(),
        url: url.map(str::to_owned),
        ..Found::default()
    };
    context.knowledge = vec![
        found("q", Some("Do you ship?"), "In four days.", None),
        found(
            "Care \"tips\"",
            None,
            "Wipe it.",
            Some("https://a.example/care"),
        ),
    ];
    let steps: Vec<_> = ModelAgent::new(settings)
        .unwrap()
        .reply(context)
        .collect()
        .await;
    assert_eq!(steps.len(), 1);
    let request = stub.requests.lock().unwrap()[0].1.clone();
    let system = request["messages"][0]["content"].as_str().unwrap();
    for part in [
        "Question: Do you ship?\nAnswer: In four days.",
        "From \"Care \\\"tips\\\"\" (https://a.example/care):\nWipe it.",
    ] {
        assert!(system.contains(part), "{system}");
    }
}

/// What a reply is counted as that hears these reactions, with what the endpoint was asked.
async fn counted(reactions: &[Reaction]) -> (Usage, Vec<Value>) {
    let (settings, stub) = stub(reactions).await;
    let agent = ModelAgent::new(settings).unwrap();
    let context = context();
    let meter = context.meter.clone();
    let _: Vec<_> = agent.reply(context).collect().await;
    let asked = stub.requests.lock().unwrap();
    let bodies = asked.iter().map(|(_, body)| body.clone()).collect();
    (meter.total(), bodies)
}

fn usage(input: u64, output: u64) -> Value {
    json!({"choices": [], "usage": {"prompt_tokens": input, "completion_tokens": output}})
}

#[tokio::test]
async fn tokens_are_counted_over_all_rounds_as_the_endpoint_reports_them() {
    let lead = tool("capture_lead", r#"{"name":"Ada"}"#);
    let (spent, asked) = counted(&[
        stream_of(&[lead, finish("tool_calls"), usage(100, 7)], true),
        stream_of(
            &[text("Your address?"), finish("stop"), usage(130, 5)],
            true,
        ),
    ])
    .await;
    let expected = Usage {
        input: 230,
        output: 12,
    };
    assert_eq!(spent, expected);
    assert_eq!(asked[0]["stream_options"], json!({"include_usage": true}));
    // A whole answer carries it too.
    let body = json!({"choices": [{"message": {"content": "Hello."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 2}})
    .to_string()
    .into_bytes();
    let whole = Reaction::Chunks(200, "application/json", vec![(0, body)]);
    let (spent, _) = counted(&[whole]).await;
    assert_eq!((spent.input, spent.output), (9, 2));
}

#[tokio::test]
async fn tokens_are_estimated_where_the_endpoint_reports_none() {
    let (spent, asked) = counted(&[stream_of(&[text("12345678"), finish("stop")], true)]).await;
    assert_eq!(spent.output, 2);
    let told = asked[0]["messages"].to_string().len() as u64;
    assert!(
        spent.input > told / 5 && spent.input < told,
        "{spent:?} of {told} bytes"
    );
    // A request the endpoint did nothing for costs nothing; half an answer does.
    let (spent, _) = counted(&[Reaction::Status(401, &[], "no")]).await;
    assert!(spent.is_none(), "{spent:?}");
    let (spent, _) = counted(&[stream_of(&[text("12345678")], false)]).await;
    assert!(spent.input > 0 && spent.output == 2, "{spent:?}");
}

#[tokio::test]
async fn a_reply_that_is_dropped_was_paid_for_all_the_same() {
    let chunks = vec![
        (0, sse(&[text("12345678")], false)),
        (60_000, sse(&[text("…")], true)),
    ];
    let (settings, _stub) = stub(&[Reaction::Chunks(200, "text/event-stream", chunks)]).await;
    let context = context();
    let meter = context.meter.clone();
    let mut stream = ModelAgent::new(settings).unwrap().reply(context);
    assert!(stream.next().await.is_some());
    drop(stream);
    let spent = meter.total();
    assert!(spent.input > 0 && spent.output == 2, "{spent:?}");
}

#[tokio::test]
async fn an_endpoint_that_refuses_to_report_usage_is_asked_without() {
    let named = r#"{"error":{"message":"Unrecognized request argument supplied: stream_options"}}"#;
    let unnamed = r#"{"detail":"Extra inputs are not permitted"}"#;
    for refusal in [
        Reaction::Status(400, &[], named),
        Reaction::Status(422, &[], unnamed),
    ] {
        let (settings, stub) = stub(&[refusal, stream_of(&[text("12345678")], true)]).await;
        let agent = ModelAgent::new(settings).unwrap();
        for _ in 0..2 {
            let context = context();
            let meter = context.meter.clone();
            let steps: Vec<_> = agent.reply(context).collect().await;
            assert!(steps.iter().all(Result::is_ok), "{steps:?}");
            assert_eq!(meter.total().output, 2);
        }
        let requests = stub.requests.lock().unwrap();
        let options = |at: usize| requests[at].1.get("stream_options").is_some();
        assert_eq!(requests.len(), 3);
        assert_eq!([options(0), options(1), options(2)], [true, false, false]);
    }
    // What it refuses anyway teaches nothing.
    let long = Reaction::Status(400, &[], "too long");
    let (settings, stub) = stub(&[long.clone(), long, stream_of(&[text("ok")], true)]).await;
    let agent = ModelAgent::new(settings).unwrap();
    for _ in 0..2 {
        let _: Vec<_> = agent.reply(context()).collect().await;
    }
    let requests = stub.requests.lock().unwrap();
    assert!(requests[2].1.get("stream_options").is_some());
}

mod complaints;
mod reading;
mod refusals;
