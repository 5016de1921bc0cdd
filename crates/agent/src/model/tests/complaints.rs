//! How refusals are read, and what is learnt of them.

use super::super::failure::Trouble;
use super::super::habits::{Form, Habits};
use super::super::quirk::Quirk;
use super::*;

/// A request with everything in it that an endpoint may not take.
fn everything() -> Value {
    let call = |id: &str| json!({"id": id, "type": "function", "function": {"name": "ask", "arguments": "{}"}});
    json!({
        "model": "m", "stream": true, "temperature": 0.5, "max_tokens": 9000, "tool_choice": "none",
        "tools": [{"type": "function", "function": {"name": "ask"}}],
        "messages": [
            {"role": "system", "content": "You are Rex."},
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": null, "tool_calls": [call("a"), call("b")]},
            {"role": "tool", "tool_call_id": "a", "content": "1"},
            {"role": "tool", "tool_call_id": "b", "content": "2"},
        ],
    })
}

/// What the refusal with this body makes of the form of a request, in words.
fn learnt(status: u16, refusal: &str) -> String {
    let trouble = Trouble::from_status(status, None, refusal);
    let mut form = Form::default();
    let Some(refusal) = &trouble.refusal else {
        return format!("{} {}", trouble.error.code, trouble.again.is_some());
    };
    // What may be chance is believed when it comes again.
    if !form.adapt(refusal, &everything()) && !form.adapt(refusal, &everything()) {
        return String::new();
    }
    let all = [
        Quirk::Stream,
        Quirk::Temperature,
        Quirk::CompletionTokens,
        Quirk::AnswerCap,
        Quirk::Tools,
        Quirk::ToolChoice,
        Quirk::OneCall,
        Quirk::CallIds,
        Quirk::Effort,
        Quirk::ToolRole,
        Quirk::SystemRole,
        Quirk::NullContent,
        Quirk::Room,
    ];
    let found = all.iter().filter_map(|quirk| {
        let number = form.number(*quirk)?;
        Some(match (quirk, number) {
            (Quirk::Room, _) | (_, 0) => format!("{quirk:?}"),
            _ => format!("{quirk:?} {number}"),
        })
    });
    found.collect::<Vec<_>>().join(", ")
}

fn check_learnt(cases: &[(u16, &str, &str)]) {
    for (status, refusal, expected) in cases {
        assert_eq!(learnt(*status, refusal), *expected, "{status} {refusal}");
    }
}

/// The forms in which endpoints put one sentence.
fn forms(sentence: &str) -> [String; 8] {
    let inner = json!({"error": {"message": sentence}}).to_string();
    [
        sentence.to_owned(),
        json!({"error": {"message": sentence, "type": "invalid_request_error", "code": 400}}).to_string(),
        json!({"error": sentence}).to_string(),
        json!({"object": "error", "message": sentence, "type": "BadRequestError", "code": "400"}).to_string(),
        json!({"detail": sentence}).to_string(),
        json!([{"error": {"code": 400, "message": sentence, "status": "INVALID_ARGUMENT"}}]).to_string(),
        json!({"error": {"message": "Provider returned error", "code": 400, "metadata": {"raw": inner, "provider_name": "P"}}}).to_string(),
        json!({"error": {"message": format!("litellm.BadRequestError: OpenAIException - {inner}")}}).to_string(),
    ]
}

#[test]
fn what_is_not_taken_is_learnt_in_whatever_words_and_form_it_is_told() {
    let cases = [
        ("System role not supported", "SystemRole"),
        (
            "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
            "SystemRole",
        ),
        (
            "Developer instruction is not enabled for models/gemma-3-27b-it",
            "SystemRole",
        ),
        ("This model does not support system messages.", "SystemRole"),
        (
            "The model that you are using doesn't support system prompts",
            "SystemRole",
        ),
        (
            "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter",
            "SystemRole",
        ),
        (
            "Invalid role: system. Allowed roles: user, assistant, tool",
            "SystemRole",
        ),
        (
            "'developer' is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.0.role'",
            "SystemRole",
        ),
        ("role 'system' is not allowed", "SystemRole"),
        (
            "Only user, assistant and tool roles are supported, got system.",
            "SystemRole",
        ),
        (
            "Only 'user', 'assistant' and 'tool' roles are supported but received 'system'",
            "SystemRole",
        ),
        ("First message must be from user", "SystemRole"),
        ("The first message must have role 'user'", "SystemRole"),
        ("role 'system' must not be used", "SystemRole"),
        ("Please use a valid role: user, model, tool.", "SystemRole"),
        (
            "Only system, user and assistant roles are supported, got tool.",
            "ToolRole",
        ),
        ("Only user and assistant roles are supported!", "ToolRole"),
        (
            "Conversation roles must alternate user/assistant/user/assistant/...",
            "ToolRole",
        ),
        ("Unexpected role 'user' after role 'tool'", "ToolRole"),
        (
            "unknown variant `tool`, expected one of `system`, `user`, `assistant`",
            "ToolRole",
        ),
        (
            "messages.3.role: Input should be 'system', 'user' or 'assistant'",
            "ToolRole",
        ),
        ("This model does not support tool messages", "ToolRole"),
        (
            "messages.2.tool_calls: Extra inputs are not permitted",
            "ToolRole",
        ),
        (
            "registry.ollama.ai/library/gemma:2b does not support tools",
            "Tools",
        ),
        ("`tool calling` is not supported with this model", "Tools"),
        (
            "Function calling is not enabled for models/gemma-3-1b-it",
            "Tools",
        ),
        ("Unrecognized request argument supplied: tools", "Tools"),
        ("Unknown parameter: 'tools'.", "Tools"),
        (
            "Additional properties are not allowed ('tools' was unexpected)",
            "Tools",
        ),
        ("json: unknown field \"tools\"", "Tools"),
        ("This model doesn't support tool use.", "Tools"),
        (
            "This model doesn't support tool use in streaming mode.",
            "Stream",
        ),
        (
            "Your organization must be verified to stream this model.",
            "Stream",
        ),
        ("Streaming is not supported for this model", "Stream"),
        (
            "This model only supports single tool-calls at once!",
            "OneCall",
        ),
        ("This model does not support parallel tool calls", "OneCall"),
        (
            "Unsupported value: 'tool_choice' does not support 'none' with this model.",
            "ToolChoice",
        ),
        ("tool_choice must be one of auto, required", "ToolChoice"),
        (
            "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
            "Temperature",
        ),
        ("`temperature` is deprecated for this model.", "Temperature"),
        ("temperature must be between 0 and 0.4", "Temperature"),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            "CompletionTokens",
        ),
        (
            "max_tokens is too large: 9000. This model supports at most 4096 completion tokens, whereas you provided 9000.",
            "AnswerCap 4096",
        ),
        (
            "Invalid max_tokens value, the valid range of max_tokens is [1,8192]",
            "AnswerCap 8192",
        ),
        (
            "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet",
            "AnswerCap 8192",
        ),
        (
            "'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context length is 4096 tokens and your request has 100 input tokens (9000 > 4096 - 100).",
            "AnswerCap",
        ),
        (
            "messages: text content blocks must be non-empty",
            "ToolRole",
        ),
        ("content must be a string, got null", "NullContent"),
        (
            "messages.2.content: Input should be a valid string",
            "NullContent",
        ),
    ];
    for (sentence, expected) in cases {
        for form in forms(sentence) {
            assert_eq!(learnt(400, &form), expected, "{form}");
        }
    }
    check_learnt(&[
        // What is meant stands beside the sentence.
        (
            400,
            r#"{"error":{"message":"This parameter is not supported.","param":"tools","code":"unsupported_parameter"}}"#,
            "Tools",
        ),
        (
            422,
            r#"{"detail":[{"type":"extra_forbidden","loc":["body","tools"],"msg":"Extra inputs are not permitted","input":["temperature"]}]}"#,
            "Tools",
        ),
        (
            422,
            r#"{"detail":[{"loc":["body","temperature"],"msg":"Input should be less than or equal to 0.4"}]}"#,
            "Temperature",
        ),
        // Routers and llama.cpp refuse with other statuses.
        (
            404,
            r#"{"error":{"message":"No endpoints found that support tool use. To learn more, visit: https://example.com","code":404}}"#,
            "Tools",
        ),
        (
            500,
            r#"{"error":{"code":500,"message":"tools param requires --jinja flag","type":"server_error"}}"#,
            "Tools",
        ),
        (501, "tools are not implemented", "Tools"),
    ]);
    // vLLM says so where `tool_choice` was left alone.
    let mut body = everything();
    body.as_object_mut().unwrap().remove("tool_choice");
    let refusal = r#"{"message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set","code":400}"#;
    let trouble = Trouble::from_status(400, None, refusal);
    let mut form = Form::default();
    assert!(form.adapt(trouble.refusal.as_ref().unwrap(), &body) && form.has(Quirk::Tools));
}

#[test]
fn what_other_products_were_refused_is_put_otherwise() {
    check_learnt(&[
        // karthink/gptel#1203, nearai/ironclaw#1241, jundot/omlx#1997.
        (
            400,
            r#"{"object":"error","message":"Tool call id was call_0 but must be a-z, A-Z, 0-9, with a length of 9.","type":"invalid_function_call","param":null,"code":"3280","raw_status_code":400}"#,
            "CallIds",
        ),
        (
            500,
            "Tool call id was call_49c89af0 but must be a-z, A-Z, 0-9, with a length of 9",
            "CallIds",
        ),
        (
            400,
            "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 45 instead.",
            "CallIds",
        ),
        // dotnet/extensions#7407, laurent22/joplin#16451: tools stay.
        (
            400,
            "Function tools with reasoning_effort are not supported for gpt-5.4-mini in /v1/chat/completions. Please use /v1/responses instead.",
            "Effort",
        ),
        // the-open-agent/openagent#2206, agentscope-ai/QwenPaw#433, suyiiyii/AutoGLM-GUI#396.
        (
            400,
            r#"{"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"#,
            "ToolRole",
        ),
        (
            400,
            r#"{"code":20015,"message":"thinking is enabled but reasoning_content is missing in assistant tool call message at index 32","data":null}"#,
            "ToolRole",
        ),
        (
            400,
            r#"{"error":{"code":"400","message":"Param Incorrect","param":"The reasoning_content in the thinking mode must be passed back to the API.","type":""}}"#,
            "ToolRole",
        ),
        // securo-finance/securo#884, microsoft/semantic-kernel#13417.
        (
            400,
            r#"[{"error":{"code":400,"message":"Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:ask` , position 2.","status":"INVALID_ARGUMENT"}}]"#,
            "ToolRole",
        ),
        // vastsa/PI-Desktop#30.
        (
            400,
            r#"{"message":"Error from provider: Upstream request failed: [1214] Incorrect role information","type":"server_error","param":"","code":null}"#,
            "ToolRole",
        ),
        // FerroxLabs/wayland-core#97, sbintuitions/flexeval#242, SamSaffron/term-llm#409.
        (400, "Unsupported param: tools", "Tools"),
        (
            400,
            "tools is not supported in this model. For a list of supported models, refer to https://example.com/docs#models-supporting-function-calling.",
            "Tools",
        ),
        (
            400,
            r#"{"error":{"message":"stablelm2:latest does not support tools","type":"api_error","param":null,"code":null}}"#,
            "Tools",
        ),
        // stackblitz/bolt.new#7414: most of what there is was asked for as an answer.
        (
            400,
            "input length and max_tokens exceed context limit: 18402 + 9000 > 20480, decrease input length or max_tokens and try again",
            "AnswerCap 5120, Room",
        ),
    ]);
}

#[test]
fn what_only_mentions_a_thing_teaches_nothing() {
    check_learnt(&[
        (
            400,
            "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
            "",
        ),
        (
            400,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.",
            "",
        ),
        (
            400,
            "Invalid schema for function 'offer_choices': array schema missing items",
            "",
        ),
        (
            400,
            "tools[0].function.parameters: unsupported keyword 'default'",
            "",
        ),
        (
            400,
            "tools.3.function.strict: Extra inputs are not permitted",
            "",
        ),
        (
            400,
            "BedrockException - model doesn't support tool calling without `tools=` param specified",
            "",
        ),
        (
            400,
            "Your request could not be read. Our tools team was told.",
            "",
        ),
        (400, "Unknown image format", ""),
        (
            400,
            "The first message of the system must be text, not an image",
            "",
        ),
        (400, "Your account is not available in this region", ""),
        (
            404,
            "The model `functions-v1` does not exist or you do not have access to it.",
            "",
        ),
        (
            404,
            r#"{"error":{"message":"model 'tools-7b' not found","code":"model_not_found"}}"#,
            "",
        ),
        (404, "<html>tools are not supported</html>", ""),
        (500, "Internal error while streaming tools", ""),
        (
            400,
            "Rate limit for system maintenance is not available",
            "",
        ),
        // Refusals of who asks, or how often.
        (401, "tools are not supported", "refused false"),
        (
            403,
            "Your key is not permitted to use tools",
            "refused false",
        ),
        (
            429,
            "Rate limit reached for m on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 1.5s.",
            "rate_limited false",
        ),
    ]);
    // Nor what was not sent.
    let plain =
        json!({"model": "m", "stream": true, "messages": [{"role": "user", "content": "Hi"}]});
    for said in [
        "System role not supported",
        "tools are not supported",
        "temperature is not supported",
        "unknown field max_tokens",
        "tool_choice is not supported",
        "Only user and assistant roles are supported!",
    ] {
        let trouble = Trouble::from_status(400, None, said);
        assert!(
            !Form::default().adapt(trouble.refusal.as_ref().unwrap(), &plain),
            "{said}"
        );
    }
}

#[test]
fn a_spoiled_answer_is_asked_for_again_and_teaches_nothing() {
    for said in [
        r#"{"error":{"message":"Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function=ask>{}"}}"#,
        r#"{"error":{"message":"tool call validation failed: attempted to call tool 'x' which was not in request.tools","code":"tool_use_failed"}}"#,
        r#"{"error":{"message":"Parsing failed. The model generated output that could not be parsed.","code":"output_parse_failed"}}"#,
        r#"{"message":"Failed to parse tool call arguments as JSON: [json.exception.parse_error.101]"}"#,
        "Model output is not supported: invalid function call",
        "unexpected tokens remaining in message header: Some(\"tools\")",
        r#"{"detail":"The model produced an invalid tool call; tools are not supported with it"}"#,
    ] {
        for status in [400, 422, 500] {
            assert_eq!(learnt(status, said), "protocol true", "{said}");
        }
    }
}

#[test]
fn what_is_withheld_is_not_asked_for_again() {
    for (status, said) in [
        (
            400,
            r#"{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
        ),
        (
            400,
            r#"{"error":{"message":"Content Exists Risk","type":"invalid_request_error"}}"#,
        ),
        (
            400,
            r#"{"code":"DataInspectionFailed","message":"Input data may contain inappropriate content."}"#,
        ),
        (
            403,
            r#"{"error":{"code":403,"message":"m requires moderation. Your input was flagged for \"violence\"","metadata":{"reasons":["violence"]}}}"#,
        ),
        (400, r#"{"error":{"type":"moderated","message":"no"}}"#),
    ] {
        let trouble = Trouble::from_status(status, None, said);
        assert!(
            trouble.again.is_none() && trouble.refusal.is_none(),
            "{said}"
        );
        assert!(
            trouble.error.detail.contains("ask something else"),
            "{said}"
        );
        assert!(
            trouble.error.cause.contains(&status.to_string()),
            "{:?}",
            trouble.error
        );
    }
}

#[test]
fn an_error_without_a_status_is_read_by_the_words_of_its_code() {
    let code = |error: Value| {
        let trouble = Trouble::from_error(&error);
        format!("{} {}", trouble.error.code, trouble.again.is_some())
    };
    let kind = |kind: &str| code(json!({"message": "no", "type": kind}));
    for (name, expected) in [
        ("rate_limit_error", "rate_limited false"),
        ("RateLimitError", "rate_limited false"),
        ("RESOURCE_EXHAUSTED", "rate_limited false"),
        ("ThrottlingException", "rate_limited false"),
        ("insufficient_quota", "rate_limited false"),
        // Words, not letters.
        ("generate_error", "protocol true"),
        ("could_not_generate", "protocol true"),
        ("moderated", "protocol false"),
        ("deprecated_model", "protocol true"),
        ("author_unknown", "protocol true"),
        ("AuthenticationError", "refused false"),
        ("permission_denied", "refused false"),
        ("invalid_api_key", "refused false"),
        ("overloaded_error", "unreachable true"),
        ("internal_server_error", "unreachable true"),
        ("InternalServerError", "unreachable true"),
        ("invalid_request_error", "protocol false"),
        ("BadRequestError", "protocol false"),
        ("model_not_found", "protocol false"),
        ("observer_failed", "protocol true"),
    ] {
        assert_eq!(kind(name), expected, "{name}");
    }
    for (error, expected) in [
        (
            json!({"message": "no", "code": "429"}),
            "rate_limited false",
        ),
        (json!({"message": "no", "status": 503}), "unreachable true"),
        (
            json!({"message": "no", "status_code": 401}),
            "refused false",
        ),
        (json!("Rate limit exceeded"), "rate_limited false"),
        (json!("oops"), "protocol true"),
        (json!(["oops"]), "protocol true"),
        (json!(17), "protocol true"),
        (
            json!({"message": "Failed to call a function. Please adjust your prompt.", "type": "invalid_request_error", "code": "tool_use_failed", "status_code": 400}),
            "protocol true",
        ),
        (json!("Failed to call a function."), "protocol true"),
    ] {
        assert_eq!(code(error.clone()), expected, "{error}");
    }
}

#[test]
fn a_refusal_tells_the_operator_what_it_said() {
    for (body, said) in [
        (r#"{"error":{"message":"no","code":7}}"#, "no"),
        (
            r#"{"detail":[{"loc":["body","x"],"msg":"bad"},{"loc":["query"],"msg":"worse"}]}"#,
            "x: bad; query: worse",
        ),
        (
            r#"{"errors":[{"message":"a"},{"message":"a"},{"message":"b"}]}"#,
            "a; b",
        ),
        (
            r#"{"error":{"message":"Provider returned error","metadata":{"raw":"{\"message\":\"too hot\"}"}}}"#,
            "Provider returned error; too hot",
        ),
        (r#"{"strange":1}"#, r#"{"strange":1}"#),
        ("<html>", "an HTML page"),
        ("", "(nothing)"),
        ("{}", "{}"),
    ] {
        let trouble = Trouble::from_status(418, None, body);
        assert_eq!(
            trouble.error.cause,
            format!("the model's endpoint answered 418: {said}")
        );
    }
}

#[test]
fn a_request_that_is_too_long_is_shortened_by_what_the_complaint_says() {
    let text = "x".repeat(40_000);
    let body = json!({"stream": true, "messages": [{"role": "user", "content": text}]});
    // Bytes that are tried next, in hundreds.
    let room = |status: u16, said: &str| {
        let trouble = Trouble::from_status(status, None, said);
        if !trouble.is_too_long() {
            return 0;
        }
        let mut form = Form::default();
        assert!(
            form.adapt(trouble.refusal.as_ref().unwrap(), &body),
            "{said}"
        );
        form.number(Quirk::Room).unwrap() / 100
    };
    for (status, said, expected) in [
        (
            400,
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens (9690 in the messages, 310 in the functions). Please reduce the length of the messages or functions.",
            294,
        ),
        (
            400,
            "This model's maximum context length is 4096 tokens. However, you requested 43,000 tokens (43,000 in the messages, 0 in the completion). Please reduce the length of the messages or completion.",
            40,
        ),
        (400, "prompt is too long: 20000 tokens > 10000 maximum", 180),
        (
            400,
            "The input token count (12000) exceeds the maximum number of tokens allowed (10000).",
            299,
        ),
        (
            400,
            "Prompt contains 20000 tokens and 0 draft tokens, too large for model with 10000 maximum context length",
            180,
        ),
        (
            400,
            "The input (20000 tokens) is longer than the model's context length (10000 tokens).",
            180,
        ),
        (
            400,
            "This model's maximum prompt length is 10000 but the request contains 20000 tokens.",
            180,
        ),
        (400, "Range of input length should be [1, 6000]", 180),
        (
            422,
            "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 10000. Given: 20000 `inputs` tokens and 512 `max_new_tokens`",
            180,
        ),
        (
            400,
            r#"{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":20000,"n_ctx":10000}}"#,
            180,
        ),
        (
            413,
            r#"{"error":{"code":"tokens_limit_reached","message":"Request body too large for gpt-4o model. Max size: 8000 tokens."}}"#,
            240,
        ),
        (
            413,
            r#"{"error":{"message":"Request too large for model `llama-3.1-8b-instant` on tokens per minute (TPM): Limit 6000, Requested 12000, please reduce your message size and try again.","code":"rate_limit_exceeded"}}"#,
            180,
        ),
        (
            429,
            "Request too large for gpt-4-32768 on tokens per min (TPM): Limit 10000, Requested 20000. The input or output tokens must be reduced in order to run successfully.",
            180,
        ),
        (400, "Input is too long for requested model.", 200),
        (
            400,
            "the input token count is 20000 but the model only supports up to 10000",
            180,
        ),
        (
            422,
            "`inputs` must have less than 10000 tokens. Given: 20000",
            180,
        ),
        (
            400,
            "The decoder prompt (length 20000) is longer than the maximum model length of 10000. Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens.",
            180,
        ),
        (400, "Prompt has 20000 tokens, but max is 10000", 180),
        (400, "prompt tokens exceed limit", 200),
        (400, "Prompt is longer than the context", 200),
        (400, "Requested tokens exceed model limit", 200),
        (
            400,
            "Invalid 'messages': array too long. Expected an array with maximum length 2048, but got an array with length 4096 instead.",
            180,
        ),
        (400, "upstream: context_length_exceeded", 200),
        (
            400,
            r#"{"error":{"message":"no","code":"context_length_exceeded"}}"#,
            200,
        ),
        (
            400,
            r#"{"error":{"message":"litellm.ContextWindowExceededError: no","type":"ContextWindowExceededError"}}"#,
            200,
        ),
        (
            413,
            "<html><title>413 Request Entity Too Large</title></html>",
            200,
        ),
        (
            500,
            r#"{"message":"Your request exceeded model token limit: 8192"}"#,
            245,
        ),
        (
            400,
            "Invalid 'messages[1].content': string too long. Expected a string with maximum length 30000, but got a string with length 40000 instead.",
            270,
        ),
        // Not what was said before.
        (
            400,
            "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 45 instead.",
            0,
        ),
        (
            400,
            "max_tokens is too large: 9000. This model supports at most 4096 completion tokens.",
            0,
        ),
        (
            429,
            "Rate limit reached on tokens per min: Limit 30000, Used 29000, Requested 2000. Please try again in 1.5s.",
            0,
        ),
        (400, "Unknown parameter: 'prompt'", 0),
        (
            400,
            "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 129 instead.",
            0,
        ),
        (
            400,
            "You used 30000 tokens per day, more than your plan's 20000.",
            0,
        ),
        (
            400,
            "max output tokens must be less than 4096, 9000 tokens were asked for",
            0,
        ),
    ] {
        assert_eq!(room(status, said), expected, "{said}");
    }
}

#[test]
fn what_was_learnt_is_tried_again_by_one_request_after_a_while_and_less_and_less_often() {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let trouble = Trouble::from_status(400, None, "System role not supported");
    let refusal = trouble.refusal.unwrap();
    let body = everything();
    let begin = Instant::now();
    let mut habits = Habits::default();
    let mut form = habits.form(begin);
    assert!(form.adapt(&refusal, &body));
    assert!(!form.adapt(&refusal, &body), "it is put so already");
    // It only counts once a request of this form was taken.
    assert!(!habits.form(begin).has(Quirk::SystemRole));
    habits.taken(&form, begin);
    let mut now = begin;
    for period in [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440] {
        assert!(
            habits
                .form(now + minutes(period) - minutes(1))
                .has(Quirk::SystemRole)
        );
        now += minutes(period);
        let mut tried = habits.form(now);
        assert!(!tried.has(Quirk::SystemRole), "after {period} minutes");
        assert!(habits.form(now).has(Quirk::SystemRole), "one request tries");
        // Refused again.
        assert!(tried.adapt(&refusal, &body));
        habits.taken(&tried, now);
    }
    // A try that came to nothing is made again soon; one that was taken ends it.
    now += minutes(1440);
    assert!(!habits.form(now).has(Quirk::SystemRole));
    assert!(
        habits
            .form(now + Duration::from_secs(59))
            .has(Quirk::SystemRole)
    );
    now += minutes(1);
    let tried = habits.form(now);
    habits.taken(&tried, now);
    assert!(!habits.form(now).has(Quirk::SystemRole));
    // A refusal without a name speaks of what was tried.
    let mut habits = Habits::default();
    let mut form = habits.form(now);
    form.adapt(&refusal, &body);
    habits.taken(&form, now);
    let unnamed = Trouble::from_status(400, None, "Bad request")
        .refusal
        .unwrap();
    let mut tried = habits.form(now + minutes(11));
    assert!(tried.adapt(&unnamed, &body) && tried.has(Quirk::SystemRole));
}
