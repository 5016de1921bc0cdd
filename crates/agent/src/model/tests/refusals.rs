//! What happens in a turn that an endpoint refuses, or spoils.

use super::*;

/// Answers as [`react`] does, unless `complaint` finds something in a request.
async fn picky(
    complaint: fn(&Value) -> Option<&'static str>,
    reactions: &[Reaction],
) -> (ModelSettings, Stub) {
    type Picky = (Stub, fn(&Value) -> Option<&'static str>);
    async fn answer(
        State((stub, complaint)): State<Picky>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        let value: Value = serde_json::from_slice(&body).unwrap();
        let Some(complaint) = complaint(&value) else {
            return react(State(stub), headers, body).await;
        };
        stub.requests.lock().unwrap().push((headers, value));
        let body = json!({"error": {"message": complaint, "code": 400}}).to_string();
        (StatusCode::BAD_REQUEST, body).into_response()
    }
    let (mut settings, stub) = stub(reactions).await;
    let app = axum::Router::new()
        .route("/v1/chat/completions", post(answer))
        .with_state((stub.clone(), complaint));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    settings.url = format!("http://{}/v1/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (settings, stub)
}

fn bodies(stub: &Stub) -> Vec<Value> {
    let requests = stub.requests.lock().unwrap();
    requests.iter().map(|(_, body)| body.clone()).collect()
}

async fn turn(agent: &ModelAgent, context: AgentContext) -> String {
    let steps: Vec<Heard> = agent.reply(context).collect().await;
    let said: Vec<Step> = steps.iter().filter_map(|it| it.clone().ok()).collect();
    match steps.last() {
        Some(Err(error)) => format!("{} !{}", line(&said), error.detail),
        _ => line(&said),
    }
}

fn calls(name: &str, arguments: &str) -> Reaction {
    stream_of(&[tool(name, arguments), finish("tool_calls")], true)
}

fn fine() -> Reaction {
    stream_of(&[text("Fine."), finish("stop")], true)
}

fn messages(body: &Value) -> &[Value] {
    body["messages"].as_array().unwrap()
}

const SPOILED: &str = r#"{"error":{"message":"Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function=ask>{}"}}"#;

#[tokio::test]
async fn one_bad_generation_is_asked_for_again_and_takes_no_tools_from_anybody() {
    let refused = Reaction::Status(400, &[], SPOILED);
    let error: Value = serde_json::from_str(SPOILED).unwrap();
    let event = format!("event: error\ndata: {error}\n\n").into_bytes();
    let in_stream = Reaction::Chunks(200, "text/event-stream", vec![(0, event)]);
    for spoiled in [refused, in_stream] {
        let (settings, stub) = stub(&[spoiled.clone(), fine()]).await;
        let agent = ModelAgent::new(settings).unwrap();
        assert_eq!(turn(&agent, context()).await, "Fine.");
        assert_eq!(turn(&agent, context()).await, "Fine.");
        let bodies = bodies(&stub);
        assert_eq!(bodies.len(), 3);
        assert!(bodies.iter().all(|body| body["tools"].is_array()));
        // Twice in one turn is a failure, and still no habit.
        let (settings, stub) = self::stub(&[spoiled.clone(), spoiled, fine()]).await;
        let agent = ModelAgent::new(settings).unwrap();
        let failed = turn(&agent, context()).await;
        assert_eq!(failed, " !The agent’s answer went wrong. Please try again.");
        assert_eq!(turn(&agent, context()).await, "Fine.");
        assert!(self::bodies(&stub)[2]["tools"].is_array());
    }
    // Once something was said, nothing is asked again.
    let spoken = stream_of(&[text("Well"), error], false);
    let (settings, stub) = stub(&[spoken, fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert!(turn(&agent, context()).await.starts_with("Well !"));
    assert_eq!(bodies(&stub).len(), 1);
}

#[tokio::test]
async fn trouble_that_may_pass_teaches_nothing_the_next_request_disproves() {
    let passing = [
        (
            503,
            r#"{"error":{"message":"tools backend not available"}}"#,
        ),
        (
            500,
            "Tool calling backend does not support batch; internal error",
        ),
        (
            400,
            r#"{"error":{"message":"Function calling is temporarily unavailable, not available right now"}}"#,
        ),
        (503, "Streaming is currently not available, please retry"),
        (500, "Invalid system prompt cache, not available"),
        (500, "temperature sensor must be between 1 and 5"),
        (200, r#"{"error":{"message":"tools are not available"}}"#),
    ];
    for (status, said) in passing {
        let no = match status {
            200 => Reaction::Chunks(200, "application/json", vec![(0, said.into())]),
            _ => Reaction::Status(status, &[], said),
        };
        let (settings, stub) = stub(&[no, fine()]).await;
        let agent = ModelAgent::new(settings).unwrap();
        assert_eq!(turn(&agent, context()).await, "Fine.", "{said}");
        assert_eq!(turn(&agent, context()).await, "Fine.", "{said}");
        let bodies = bodies(&stub);
        assert_eq!(bodies.len(), 3, "{said}");
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{said}");
    }
    // Said again, it is heeded: for good where a server refuses so, for the turn where it said that it passes.
    for (status, said, tools) in [
        (
            500,
            "tools param requires --jinja flag",
            [true, true, false, false],
        ),
        (
            503,
            "tools backend not available",
            [true, true, false, true],
        ),
        (
            400,
            "Function calling is not available right now",
            [true, true, false, true],
        ),
        // What only names a way out does not pass.
        (
            400,
            "Tools are not supported. Please try again with another model",
            [true, false, false, false],
        ),
    ] {
        let no = Reaction::Status(status, &[], said);
        let first: Vec<Reaction> = tools
            .iter()
            .take(2)
            .filter(|it| **it)
            .map(|_| no.clone())
            .collect();
        let (settings, stub) = stub(&[first, vec![fine()]].concat()).await;
        let agent = ModelAgent::new(settings).unwrap();
        while bodies(&stub).len() < tools.len() {
            assert_eq!(turn(&agent, context()).await, "Fine.", "{said}");
        }
        let found: Vec<bool> = bodies(&stub)
            .iter()
            .map(|body| body["tools"].is_array())
            .collect();
        assert_eq!(found, tools, "{said}");
    }
}

#[tokio::test]
async fn a_conversation_that_outgrew_the_model_goes_on_without_its_oldest_messages() {
    let said = |by, text: String| Said {
        by,
        text,
        choice: None,
        at: 0,
        aside: false,
    };
    let grown = |newest: usize| {
        let mut context = context();
        context.history = (0..40)
            .flat_map(|at| {
                let text = format!("{at} {}", "word ".repeat(100));
                [said(By::Visitor, text.clone()), said(By::Agent, text)]
            })
            .collect();
        context.history.push(said(By::Visitor, "x".repeat(newest)));
        context
    };
    /// As an endpoint that takes 12,000 bytes counts.
    fn counts(body: &Value) -> Option<&'static str> {
        (body["messages"].to_string().len() > 12_000).then_some(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 28000 tokens (27690 in the messages, 310 in the functions). Please reduce the length of the messages or functions.",
        )
    }
    fn tells_nothing(body: &Value) -> Option<&'static str> {
        (body["messages"].to_string().len() > 12_000)
            .then_some("Input is too long for requested model.")
    }
    for (complaint, asked) in [(counts as fn(&Value) -> _, 2), (tells_nothing, 3)] {
        let (settings, stub) = picky(complaint, &[fine()]).await;
        let agent = ModelAgent::new(settings).unwrap();
        assert_eq!(turn(&agent, grown(3)).await, "Fine.");
        let first = bodies(&stub);
        assert_eq!(first.len(), asked);
        let last = first.last().unwrap();
        assert!(last["tools"].is_array(), "tools stay");
        let messages = messages(last);
        assert!(
            messages[0]["content"]
                .as_str()
                .unwrap()
                .contains("You are Rex.")
        );
        assert_eq!(messages[1]["role"], "user");
        assert!(
            messages[1]["content"]
                .as_str()
                .unwrap()
                .starts_with(|c: char| c.is_ascii_digit())
        );
        assert!(messages.len() > 5, "not more than has to be");
        let newest = messages.last().unwrap();
        assert_eq!(
            (&newest["role"], &newest["content"]),
            (&json!("user"), &json!("xxx"))
        );
        // The next turn knows how much is taken.
        assert_eq!(turn(&agent, grown(3)).await, "Fine.");
        assert_eq!(bodies(&stub).len(), asked + 1);
        // What no leaving out can help is a sentence.
        let failed = turn(&agent, grown(30_000)).await;
        assert_eq!(
            failed,
            " !Your message is too long for the agent. Please send a shorter one."
        );
    }
    // Nothing is learnt from an endpoint that takes nothing at all.
    let (settings, stub) = picky(
        |_| Some("Input is too long for requested model."),
        &[fine()],
    )
    .await;
    let agent = ModelAgent::new(settings).unwrap();
    let failed = turn(&agent, grown(3)).await;
    assert!(failed.contains("Please start a new one."), "{failed}");
    let before = bodies(&stub);
    turn(&agent, grown(3)).await;
    assert_eq!(
        messages(&bodies(&stub)[before.len()]).len(),
        messages(&before[0]).len()
    );
    // Instructions that are too long are nothing a visitor can help.
    let failed = turn(&agent, AgentContext::default()).await;
    assert!(
        failed.contains("Please tell whoever gave you the link."),
        "{failed}"
    );
}

#[tokio::test]
async fn a_document_that_is_too_long_is_cut_before_the_conversation_is_lost() {
    fn counts(body: &Value) -> Option<&'static str> {
        (body["messages"].to_string().len() > 12_000)
            .then_some("Input is too long for requested model.")
    }
    let (settings, stub) = picky(counts, &[fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    let mut context = context();
    context.document = Some("é".repeat(20_000));
    assert_eq!(turn(&agent, context).await, "Fine.");
    let bodies = bodies(&stub);
    let system = messages(bodies.last().unwrap())[0]["content"]
        .as_str()
        .unwrap();
    assert!(
        system.contains("You are Rex.") && system.contains("éé") && system.contains("# Manners")
    );
    assert_eq!(
        messages(bodies.last().unwrap()).len(),
        4,
        "what was said has room"
    );
}

#[tokio::test]
async fn a_limit_of_the_answer_that_fills_the_models_memory_is_lowered() {
    fn counts(body: &Value) -> Option<&'static str> {
        (body["max_tokens"].as_u64() > Some(3_000)).then_some(
            "This model's maximum context length is 4096 tokens. However, you requested 4300 tokens (300 in the messages, 4000 in the completion). Please reduce the length of the messages or completion.",
        )
    }
    let (mut settings, stub) = picky(counts, &[fine()]).await;
    settings.max_tokens = Some(4_000);
    let agent = ModelAgent::new(settings).unwrap();
    assert_eq!(turn(&agent, context()).await, "Fine.");
    assert_eq!(bodies(&stub)[1]["max_tokens"], 1_024);
}

#[tokio::test]
async fn arguments_that_are_no_object_go_back_as_one() {
    fn wants_objects(body: &Value) -> Option<&'static str> {
        let calls = messages(body)
            .iter()
            .filter_map(|it| it["tool_calls"].as_array())
            .flatten();
        let mut arguments =
            calls.map(|call| call["function"]["arguments"].as_str().unwrap().to_owned());
        arguments
            .any(|it| !serde_json::from_str::<Value>(&it).is_ok_and(|it| it.is_object()))
            .then_some("Failed to parse arguments as JSON")
    }
    for (sent, back) in [
        ("", "{}"),
        (" ", "{}"),
        ("{\"choices\":[\"Tea\"", "{}"),
        ("null", "{}"),
        ("[1]", "{}"),
        ("nonsense", "{}"),
        ("\"{\\\"a\\\":1}\"", "{\"a\":1}"),
        ("{\"a\":1}{\"a\":1}", "{\"a\":1}"),
        ("{ \"b\": 1.10 }", "{ \"b\": 1.10 }"),
    ] {
        let (settings, stub) = picky(wants_objects, &[calls("look_up", sent), fine()]).await;
        let agent = ModelAgent::new(settings).unwrap();
        assert!(turn(&agent, context()).await.ends_with("Fine."), "{sent}");
        let bodies = bodies(&stub);
        let call = &messages(&bodies[1])[4]["tool_calls"][0]["function"];
        assert_eq!(
            (bodies.len(), &call["arguments"]),
            (2, &json!(back)),
            "{sent}"
        );
    }
    let (settings, stub) = picky(wants_objects, &[calls("end_session", ""), fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert_eq!(turn(&agent, context()).await, "Fine.∎");
    assert_eq!(bodies(&stub).len(), 2);
}

#[tokio::test]
async fn a_message_without_text_says_so_and_never_with_an_empty_one() {
    fn wants_text(body: &Value) -> Option<&'static str> {
        let is_empty = |it: &Value| {
            it["content"]
                .as_str()
                .is_some_and(|text| text.trim().is_empty())
        };
        messages(body)
            .iter()
            .any(is_empty)
            .then_some("messages: text content blocks must be non-empty")
    }
    let (settings, stub) = picky(wants_text, &[calls("end_session", "{}"), fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    let mut context = context();
    for by in [By::Agent, By::Visitor, By::Agent] {
        let said = Said {
            by,
            text: " ".to_owned(),
            ..context.history[0].clone()
        };
        context.history.push(said);
    }
    assert_eq!(turn(&agent, context).await, "Fine.∎");
    let bodies = bodies(&stub);
    assert_eq!(messages(&bodies[1])[4]["content"], Value::Null);
    assert_eq!(bodies.len(), 2);
    // Others want a text, if an empty one.
    fn wants_texts(body: &Value) -> Option<&'static str> {
        messages(body)
            .iter()
            .any(|it| !it["content"].is_string())
            .then_some("messages.2.content: Input should be a valid string")
    }
    let (settings, stub) = picky(wants_texts, &[calls("end_session", "{}"), fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert_eq!(turn(&agent, self::context()).await, "Fine.∎");
    assert_eq!(messages(&self::bodies(&stub)[2])[4]["content"], "");
}

#[tokio::test]
async fn a_model_without_a_system_role_has_its_instructions_in_the_first_message() {
    fn no_system(body: &Value) -> Option<&'static str> {
        messages(body)
            .iter()
            .any(|it| it["role"] == "system")
            .then_some("System role not supported")
    }
    let (settings, stub) = picky(no_system, &[fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    for _ in 0..2 {
        assert_eq!(turn(&agent, context()).await, "Fine.");
    }
    assert_eq!(
        turn(&agent, AgentContext::default()).await,
        "Fine.",
        "a greeting"
    );
    let bodies = bodies(&stub);
    assert_eq!(bodies.len(), 4, "remembered");
    let roles: Vec<&Value> = messages(&bodies[1]).iter().map(|it| &it["role"]).collect();
    assert_eq!(roles, ["user", "assistant", "user"]);
    let first = messages(&bodies[1])[0]["content"].as_str().unwrap();
    assert!(first.starts_with("You are Rex.") && first.contains("# Manners"));
    assert!(first.ends_with("(The visitor has just joined. Greet them and begin.)"));
    assert!(bodies.iter().all(|body| body["tools"].is_array()));
}

#[tokio::test]
async fn what_was_learnt_is_forgotten_once_the_endpoint_takes_it() {
    let no = Reaction::Status(400, &[], "System role not supported");
    let (settings, stub) = stub(&[no, fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert_eq!(turn(&agent, context()).await, "Fine.");
    assert_eq!(turn(&agent, context()).await, "Fine.");
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(601)).await;
    tokio::time::resume();
    for _ in 0..2 {
        assert_eq!(turn(&agent, context()).await, "Fine.");
    }
    let bodies = bodies(&stub);
    let first: Vec<&Value> = bodies
        .iter()
        .map(|body| &messages(body)[0]["role"])
        .collect();
    assert_eq!(first, ["system", "user", "user", "system", "system"]);
}

#[tokio::test]
async fn the_last_round_has_its_tools_and_asks_for_none() {
    fn needs_tools(body: &Value) -> Option<&'static str> {
        let has_calls = messages(body).iter().any(|it| it["tool_calls"].is_array());
        (has_calls && body["tools"].is_null())
            .then_some("UnsupportedParamsError: model doesn't support tool calling without `tools=` param specified")
    }
    let look_up = || calls("look_up", "{\"q\":1}");
    let rounds = [look_up(), look_up(), look_up(), fine()];
    let (settings, stub) = picky(needs_tools, &rounds).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert!(turn(&agent, context()).await.ends_with("Fine."));
    let asked = bodies(&stub);
    let choices: Vec<&Value> = asked.iter().map(|body| &body["tool_choice"]).collect();
    assert_eq!(
        choices,
        [&Value::Null, &Value::Null, &Value::Null, &json!("none")]
    );
    assert!(asked.iter().all(|body| body["tools"].is_array()));
    // Where that is refused, a message says so.
    fn no_choice(body: &Value) -> Option<&'static str> {
        needs_tools(body)
            .or((!body["tool_choice"].is_null()).then_some("Unknown parameter: 'tool_choice'."))
    }
    let (settings, stub) = picky(no_choice, &[&rounds[..], &rounds[..]].concat()).await;
    let agent = ModelAgent::new(settings).unwrap();
    for _ in 0..2 {
        assert!(turn(&agent, context()).await.ends_with("Fine."));
    }
    let asked = bodies(&stub);
    assert_eq!(asked.len(), 9, "remembered");
    for last in [&asked[4], &asked[8]] {
        let said = messages(last).last().unwrap();
        assert_eq!(said["role"], "user");
        assert!(
            said["content"]
                .as_str()
                .unwrap()
                .contains("Answer the visitor now")
        );
        assert!(last["tools"].is_array());
    }
}

#[tokio::test]
async fn calls_are_told_in_words_where_their_messages_are_refused() {
    fn strict(body: &Value) -> Option<&'static str> {
        let mut before = "";
        for message in messages(body) {
            let role = message["role"].as_str().unwrap();
            if role == "tool" || role == before {
                return Some("Conversation roles must alternate user/assistant/user/assistant/...");
            }
            before = role;
        }
        None
    }
    let (settings, stub) = picky(strict, &[calls("look_up", "{}"), fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert!(turn(&agent, context()).await.ends_with("Fine."));
    let asked = bodies(&stub);
    let last = messages(&asked[2]).last().unwrap();
    assert_eq!(last["role"], "user");
    let told = last["content"].as_str().unwrap();
    assert!(
        told.contains("you\n\n(A tool told the agent: There is no tool"),
        "{told}"
    );
    assert!(asked[2]["tools"].is_array());
    // Two calls in one message.
    fn single(body: &Value) -> Option<&'static str> {
        let many = |it: &Value| {
            it["tool_calls"]
                .as_array()
                .is_some_and(|calls| calls.len() > 1)
        };
        messages(body)
            .iter()
            .any(many)
            .then_some("This model only supports single tool-calls at once!")
    }
    let two = json!({"choices": [{"delta": {"tool_calls": [
        {"index": 0, "id": "a", "function": {"name": "look_up", "arguments": "{}"}},
        {"index": 1, "id": "b", "function": {"name": "look_up", "arguments": "{}"}},
    ]}}]});
    let two = stream_of(&[two, finish("tool_calls")], true);
    let (settings, stub) = picky(single, &[two, fine()]).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert!(turn(&agent, context()).await.ends_with("Fine."));
    let asked = bodies(&stub);
    let roles: Vec<&Value> = messages(&asked[2])[4..]
        .iter()
        .map(|it| &it["role"])
        .collect();
    assert_eq!(roles, ["assistant", "tool", "assistant", "tool"]);
    assert!(asked[2]["tools"].is_array());
}

#[tokio::test]
async fn ids_that_an_endpoint_does_not_take_are_replaced_with_their_results() {
    fn strict(body: &Value) -> Option<&'static str> {
        let is_wrong = |id: &Value| id.as_str().is_some_and(|id| id.len() != 9);
        let wrong = |it: &Value| {
            is_wrong(&it["tool_call_id"])
                || it["tool_calls"]
                    .as_array()
                    .is_some_and(|calls| calls.iter().any(|call| is_wrong(&call["id"])))
        };
        messages(body)
            .iter()
            .any(wrong)
            .then_some("Tool call id was c1 but must be a-z, A-Z, 0-9, with a length of 9.")
    }
    let rounds = [calls("look_up", "{}"), calls("look_up", "{}"), fine()];
    let (settings, stub) = picky(strict, &rounds).await;
    let agent = ModelAgent::new(settings).unwrap();
    assert!(turn(&agent, context()).await.ends_with("Fine."));
    let asked = bodies(&stub);
    assert_eq!(asked.len(), 4, "remembered");
    let round = &messages(&asked[3])[4..];
    let ids: Vec<&Value> = round
        .iter()
        .map(|it| match it["role"] == "tool" {
            true => &it["tool_call_id"],
            false => &it["tool_calls"][0]["id"],
        })
        .collect();
    assert_eq!(ids, ["call00001", "call00001", "call00002", "call00002"]);
}

#[tokio::test]
async fn an_endpoint_that_cannot_stream_answers_whole() {
    fn no_stream(body: &Value) -> Option<&'static str> {
        (!body["stream"].is_null() || !body["stream_options"].is_null())
            .then_some("This model doesn't support tool use in streaming mode.")
    }
    let whole = json!({"choices": [{"message": {"content": "Fine."}, "finish_reason": "stop"}]})
        .to_string()
        .into_bytes();
    let (settings, stub) = picky(
        no_stream,
        &[Reaction::Chunks(200, "application/json", vec![(0, whole)])],
    )
    .await;
    let agent = ModelAgent::new(settings).unwrap();
    for _ in 0..2 {
        assert_eq!(turn(&agent, context()).await, "Fine.");
    }
    let asked = bodies(&stub);
    assert_eq!(asked.len(), 3);
    assert!(asked[2]["tools"].is_array());
}

#[tokio::test]
async fn a_question_is_asked_once_and_a_turn_that_spoke_is_not_silent() {
    let asks = |arguments: &str| {
        stream_of(
            &[
                text("Tea or coffee?"),
                tool("offer_choices", arguments),
                finish("tool_calls"),
            ],
            true,
        )
    };
    let wrong = "{\"choices\":17}";
    let right = "{\"question\":\"Tea or coffee?\",\"choices\":[\"Tea\",\"Coffee\"]}";
    // As often as the model makes the same mistake.
    check(&[asks(wrong)], "Tea or coffee?", None, 2).await;
    // Put right, with or without the question.
    check(
        &[asks(wrong), asks(right)],
        "Tea or coffee?[Tea/Coffee]",
        None,
        2,
    )
    .await;
    check(
        &[asks(wrong), calls("offer_choices", right)],
        "Tea or coffee?[Tea/Coffee]",
        None,
        2,
    )
    .await;
    check(
        &[
            asks(wrong),
            stream_of(&[text("Tea or coffee?"), finish("stop")], true),
        ],
        "Tea or coffee?",
        None,
        2,
    )
    .await;
    check(
        &[
            asks(wrong),
            stream_of(&[text("Or water?"), finish("stop")], true),
        ],
        "Tea or coffee?|Or water?",
        None,
        2,
    )
    .await;
    // The visitor has the question: that it cannot be put right is the log's.
    check(
        &[asks(wrong), stream_of(&[finish("stop")], true)],
        "Tea or coffee?",
        None,
        2,
    )
    .await;
    check(
        &[asks(wrong), Reaction::Status(401, &[], "no")],
        "Tea or coffee?",
        None,
        2,
    )
    .await;
    // A model that says the same beside calls of tools there are not.
    let circle = stream_of(
        &[
            text("Let me see."),
            tool("look_up", "{}"),
            finish("tool_calls"),
        ],
        true,
    );
    let shown = "<look_up:{}>=";
    check(
        &[circle],
        &format!("Let me see.|{shown}{shown}{shown}{shown}"),
        None,
        4,
    )
    .await;
    // Without a word from the visitor's side it stays a failure, and a broken answer stays one.
    check(&[calls("offer_choices", wrong)], "", Some("protocol"), 4).await;
    check(
        &[asks(wrong), stream_of(&[text("Wat")], false)],
        "Tea or coffee?|Wat",
        Some("unreachable"),
        2,
    )
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_in_any_form_tells_whom_to_turn_to() {
    let setup = "The agent is not set up correctly, so it cannot answer. Please tell whoever gave you the link.";
    for (status, body) in [
        (
            404,
            r#"{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}"#,
        ),
        (404, "<html>"),
        (400, r#"{"error":"Invalid schema for function 'ask'"}"#),
        (405, ""),
        (422, r#"{"detail":"no"}"#),
    ] {
        let (settings, _stub) = stub(&[Reaction::Status(status, &[], body)]).await;
        let (_, error) = heard(&settings).await;
        let error = error.unwrap();
        assert_eq!(
            (error.code, error.detail.as_str()),
            ("protocol", setup),
            "{status} {body}"
        );
        assert!(error.cause.contains(&status.to_string()), "{}", error.cause);
    }
}
