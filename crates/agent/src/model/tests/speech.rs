use super::*;

/// What is said of `text` in the end, wherever it is cut, after an endpoint whose replies do or do not
/// end thoughts they did not begin.
#[track_caller]
fn heard(text: &str, keeps: bool) -> (String, Vec<(String, String)>, Option<bool>) {
    let chars: Vec<char> = text.chars().collect();
    let mut found = None;
    for size in 1..=chars.len().max(1) {
        let mut speech = Speech::new(keeps, Forgiven::default());
        let mut said = String::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in chars.chunks(size) {
            pieces.extend(speech.push(&piece.iter().collect::<String>()));
        }
        pieces.extend(speech.close());
        for piece in pieces {
            match piece {
                Piece::Text(text) => said.push_str(&text),
                Piece::Withdraw => {
                    assert!(!said.trim().is_empty(), "nothing to take back: {text:?}");
                    assert!(!keeps, "kept and taken back: {text:?}");
                    said.clear();
                }
            }
        }
        let calls = speech.calls.iter();
        let calls: Vec<_> = calls
            .map(|it| (it.name.clone(), it.arguments.clone()))
            .collect();
        let now = (said, calls, speech.ends_thoughts());
        let first = found.get_or_insert_with(|| now.clone());
        assert_eq!(*first, now, "{text:?} in pieces of {size} and of one");
    }
    found.unwrap_or_default()
}

#[track_caller]
fn check(text: &str, said: &str) {
    let (found, calls, _) = heard(text, false);
    assert_eq!(found, said, "{text:?}");
    assert!(calls.is_empty(), "{text:?} {calls:?}");
}

/// Text that is said as it stands.
#[track_caller]
fn check_plain(text: &str) {
    check(text, text);
}

#[test]
fn thoughts_before_the_answer_are_not_said() {
    for text in [
        "Hello",
        " \nHello",
        "<thin air>",
        "<th",
        "<",
        "a <think> b",
        "[",
        "an a",
    ] {
        check_plain(text);
    }
    check("<think>é hm</think>\n\nHello <think>", "Hello <think>");
    check("\n<think></think>Hello", "Hello");
    check("<think>for ever", "");
    check("", "");
    check("<think>one</think>\n<think>two</think>\nHello", "Hello");
    for (open, close) in THOUGHTS {
        check(&format!("{open}hm, {{so}}\n{close}\n\nHello"), "Hello");
        let (open, close) = (open.to_uppercase(), close.to_uppercase());
        check(&format!("{open}hm{close}Hello"), "Hello");
    }
    check("<think time=\"3\">hm</think>Hello", "Hello");
    check("<|channel>thought\nhm\n<channel|>Hello", "Hello");
    check("<think>a <think>b</think> c</think>Hello", "Hello");
    check("<think>He asks about <think>.</think>Hello", "Hello");
    check_plain("<think about it>");
    check_plain("<think = ");
    // Between two texts, on a line of their own.
    check(
        "One moment.\n<think>\nhm\n</think>\nHello",
        "One moment.\nHello",
    );
    check_plain("One moment.\n<think>\nHello");
}

#[test]
fn text_about_thoughts_is_text() {
    for text in [
        "Models think between <think> and </think> marks.",
        "Write `</think>` at the end.",
        "Write `<think>`\nand then `</think>`\nlast.",
        "```\nhm\n</think>\nHello\n```\nThat is all.",
        "~~~xml\n<think>\nhm\n</think>\n~~~",
        "The mark \"</think>\" ends it.",
        "It ends with </think> and then answers.",
        "It ends with </think>.",
        "The </think> Tag ends it.",
        "The </think>-mark (or (</think>) ends it.",
        "Write `hm.</think>Hello` so.",
        "It is over. </think> ends it.",
        "A <thinker> thinks.",
        "Use <think> first.\nThen </think>\nand the answer.",
        "`<think>` opens it; then</think>\nfollows. `x`",
    ] {
        if !text.starts_with('`') || text.starts_with("```") {
            check_plain(text);
        }
    }
}

#[test]
fn thoughts_that_end_without_a_beginning_are_taken_back() {
    for text in [
        "The visitor greets me.\n</think>\n\nHello",
        "The visitor greets me.</think>\nHello",
        "The visitor greets me.</think>Hello",
        "Be brief {and kind}\n</think>Hello",
        "Brief.\n </think> \n\nHello",
        "Brief.\r\n</think>\r\n\r\nHello",
        "Brief.\n</thinking>\nHello",
        "Brief.\n</THINK>\nHello",
        "短く。</think>Hello",
        "ok let me greet</think>Hello",
        "ok let me greet </think>Hello",
        "ok let me greet</think> Hello",
        "The visitor greets me. </think> Hello",
        "用户打招呼</think>Hello",
        "the visitor`s name. ok.</think>Hello",
        "the ` key. ok.</think>Hello",
        "Brief.</reasoning>Hello",
        "Brief.\n◁/think▷Hello",
        "Brief.\n[/THINK]Hello",
        // A call they speak of is none.
        "I could <tool_call>{\"name\": \"ask\"}</tool_call>.\n</think>\nHello",
        "```\ncode\n```\n</think>\nHello",
    ] {
        for keeps in [false, true] {
            let expected = ("Hello".to_owned(), Vec::new(), Some(true));
            assert_eq!(heard(text, keeps), expected, "{text:?} {keeps}");
        }
    }
    // A mark with nothing before it takes nothing back, and its endpoint does so again.
    assert_eq!(heard("</think>\n\nHello", false).0, "Hello");
    // At the very end it is a stray one.
    check("Hello</think>", "Hello");
}

#[test]
fn the_end_of_thoughts_is_known_where_it_is_expected() {
    for text in [
        "ok let me greet </think>hello",
        "let me greet </think> Hello",
        "```\nhm\n</think>\nHello",
    ] {
        let said = heard(text, true).0;
        assert!(said.eq_ignore_ascii_case("hello"), "{text:?}: {said:?}");
    }
}

#[test]
fn text_kept_for_a_mark_that_does_not_come_is_said() {
    let forgotten = |text: &str| (text.to_owned(), Vec::new(), Some(false));
    for text in [
        "Hello",
        "Hello\n\nthere",
        "Write `</think>` so.",
        "see </think> there",
    ] {
        assert_eq!(heard(text, true), forgotten(text), "{text:?}");
    }
    assert_eq!(heard("<think>hm</think>Hello", true), forgotten("Hello"));
    assert_eq!(heard("", true), forgotten(""));
}

#[test]
fn harmony_is_read_as_messages() {
    let harmony = "<|channel|>analysis<|message|>The visitor greets me.<|end|>\
                   <|start|>assistant<|channel|>final<|message|>Hello! How can I help?";
    let said = "Hello! How can I help?";
    check(harmony, said);
    for end in ["<|return|>", "<|end|>", "<|end|>\n", "<|im_end|>"] {
        check(&format!("{harmony}{end}"), said);
    }
    check("<|channel|>final<|message|>Hello", "Hello");
    check(
        "<|start|>assistant<|channel|>final<|message|>Hello",
        "Hello",
    );
    check(
        "<|channel|>final <|constrain|>markdown<|message|>Hello<|return|>",
        "Hello",
    );
    // What is said before a tool is used.
    check(
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary<|message|>One moment.<|end|>",
        "One moment.",
    );
    // The beginning stood in the prompt.
    check(
        "hm<|end|><|start|>assistant<|channel|>final<|message|>Hello",
        "Hello",
    );
    // Where the marks themselves are not shown.
    check("analysisThe visitor greets me.assistantfinalHello", "Hello");
    check("We greet.assistantfinalHello", "Hello");
    check(
        "<|channel|>analysis<|message|>hmassistantfinalHello",
        "Hello",
    );
    for end in [
        "<|eot_id|>",
        "</s>",
        "<end_of_turn>",
        "<|eot|>",
        "</s></s>",
        "</s>\n",
    ] {
        check(&format!("Hello{end}"), "Hello");
    }
    check_plain("It is <s>struck</s>\nout.");
    check_plain("Say </s> at the end.");
    for lead in [
        "<|im_start|>assistant\n",
        "<|assistant|>",
        "<|assistant|>\n",
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
    ] {
        check(&format!("{lead}Hello"), "Hello");
        check(&format!("{lead}<think>hm</think>Hello"), "Hello");
    }
    check_plain("<|assistant|> is a mark.");
    check_plain("<|im_start|>");
    check("Hello<|endoftext|>", "Hello");
    // A call.
    let (said, calls, _) = heard(
        "<|channel|>analysis<|message|>Done.<|end|><|start|>assistant<|channel|>commentary \
         to=functions.end_session <|constrain|>json<|message|>{\"farewell\":\"Bye\"}<|call|>",
        false,
    );
    let expected = (
        "functions.end_session".to_owned(),
        "{\"farewell\":\"Bye\"}".to_owned(),
    );
    assert_eq!((said.as_str(), calls), ("", vec![expected.clone()]));
    let (_, calls, _) = heard(
        "<|start|>assistant to=functions.end_session<|channel|>commentary<|message|>{\"farewell\":\"Bye\"}",
        false,
    );
    assert_eq!(calls, [expected]);
    // Text about it.
    for text in [
        "The mark `<|channel|>` names a channel.",
        "The mark <|channel|> names a channel.",
        "Every message ends with <|end|> in harmony.",
        "```\n<|start|>assistant<|channel|>final<|message|>Hi<|end|>\n```",
        "analysis of the market",
        "analysis",
        "Our assistantfinally came.",
        "a <|pipe|> b",
        "x <| y |> z",
        "<|",
    ] {
        check_plain(text);
    }
}

#[test]
fn calls_in_the_text_are_calls() {
    let end = |text: &str, said: &str, arguments: &str| {
        let expected = vec![("end_session".to_owned(), arguments.to_owned())];
        let (found, calls, _) = heard(text, false);
        assert_eq!((found.as_str(), &calls), (said, &expected), "{text:?}");
    };
    let call = "<tool_call>\n{\"name\": \"end_session\", \"arguments\": {}}\n</tool_call>";
    end(&format!("Goodbye!\n{call}"), "Goodbye!", "{}");
    end(&format!("{call}Goodbye!"), "Goodbye!", "{}");
    end(&format!("Good{call}bye!"), "Goodbye!", "{}");
    // The end may be missing, and the call may be named otherwise.
    end(
        "Bye <tool_call>{\"name\":\"end_session\",\"arguments\":{}}",
        "Bye ",
        "{}",
    );
    for call in [
        "{\"name\": \"end_session\", \"parameters\": {}}",
        "{\"name\": \"end_session\", \"arguments\": \"{}\"}",
        "{\"function\": {\"name\": \"end_session\", \"arguments\": {}}}",
        "[{\"name\": \"end_session\", \"arguments\": {}}]",
        "{\"tool\": \"end_session\", \"args\": {}}",
    ] {
        end(
            &format!("Bye!\n<tool_call>{call}</tool_call>\n"),
            "Bye!",
            "{}",
        );
        end(
            &format!("Bye!\n<function_call>{call}</function_call>"),
            "Bye!",
            "{}",
        );
    }
    end("Bye!\n<tool_call>end_session\n</tool_call>", "Bye!", "");
    end(
        "<function=end_session>{\"farewell\":\"Bye\"}</function>",
        "",
        "{\"farewell\":\"Bye\"}",
    );
    let farewell = "{\"farewell\":\"Bye\"}";
    end(
        "<tool_call>\n<function=end_session>\n<parameter=farewell>\nBye\n</parameter>\n</function>\n</tool_call>",
        "",
        farewell,
    );
    end(
        "<tool_call>end_session\n<arg_key>farewell</arg_key>\n<arg_value>Bye</arg_value>\n</tool_call>",
        "",
        farewell,
    );
    // Two of them; and one of a tool that is not ours is not shown either.
    let two =
        "<tool_call>{\"name\":\"ask\"}</tool_call>\n<tool_call>{\"name\":\"look_up\"}</tool_call>";
    let names: Vec<_> = heard(two, false)
        .1
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["ask", "look_up"]);
    // As templates write them (raullenchai/Rapid-MLX#579, Blaizzy/mlx-vlm#900,
    // google/adk-python#5654, stdapi-ai/stdapi.ai#182, cline/cline#14156).
    for call in [
        "[TOOL_CALLS]end_session[ARGS]{\"farewell\":\"Bye\"}",
        "[TOOL_CALLS]end_session{\"farewell\":\"Bye\"}",
        "[TOOL_CALLS] [{\"name\": \"end_session\", \"arguments\": {\"farewell\":\"Bye\"}}]",
        "<|tool_call>call:end_session{farewell:<|\"|>Bye<|\"|>}<tool_call|>",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>end_session\n```json\n\
         {\"farewell\":\"Bye\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>end_session<｜tool▁sep｜>{\"farewell\":\"Bye\"}\
         <｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "<｜DSML｜function_calls><｜DSML｜invoke name=\"end_session\"><｜DSML｜parameter \
         name=\"farewell\" string=\"true\">Bye</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜function_calls>",
    ] {
        end(&format!("Hm.\n{call}"), "Hm.", farewell);
    }
    // As other models write them, or not quite as JSON.
    for call in [
        "<tool_call>{\"name\": \"end_session\", \"arguments\": {\"farewell\": \"Bye\"}</tool_call>",
        "<tool_call>{'name': 'end_session', 'arguments': {'farewell': 'Bye'}}</tool_call>",
        "<tool_call>\n```json\n{\"name\": \"end_session\", \"arguments\": {\"farewell\": \"Bye\"}}\n```\n</tool_call>",
        "<functioncall> {\"name\": \"end_session\", \"arguments\": '{\"farewell\":\"Bye\"}'} </functioncall>",
        "<function_calls>\n<invoke name=\"end_session\">\n<parameter name=\"farewell\">Bye</parameter>\n</invoke>\n</function_calls>",
        "<invoke name=\"end_session\"><parameter name=\"farewell\">Bye</parameter></invoke>",
        "<minimax:tool_call>\n<invoke name=\"end_session\"><parameter name=\"farewell\">Bye</parameter></invoke></minimax:tool_call>",
        "<|python_tag|>{\"name\": \"end_session\", \"parameters\": {\"farewell\": \"Bye\"}}<|eom_id|>",
        "<TOOLCALL>[{\"name\": \"end_session\", \"arguments\": {\"farewell\": \"Bye\"}}]</TOOLCALL>",
        "<|tool_call|>[{\"name\": \"end_session\", \"arguments\": {\"farewell\": \"Bye\"}}]",
        "functools[{\"name\": \"end_session\", \"arguments\": {\"farewell\": \"Bye\"}}]",
        "<|action_start|><|plugin|>\n{\"name\": \"end_session\", \"parameters\": {\"farewell\": \"Bye\"}}<|action_end|>",
        "<function=end_session{\"farewell\":\"Bye\"}</function>",
        "[TOOL_CALLS]end_session[CALL_ID]abc[ARGS]{\"farewell\":\"Bye\"}",
    ] {
        end(&format!("Hm.\n{call}"), "Hm.", farewell);
    }
    for call in [
        "{\"name\": \"end_session\", \"parameters\": {\"farewell\": \"Bye\"}}",
        "\n{\n  \"type\": \"function\",\n  \"name\": \"end_session\",\n  \"parameters\": {\"farewell\": \"Bye\"}\n}",
    ] {
        end(call, "", farewell);
    }
    // Meant as one, and not to be read.
    check("Bye!\n<tool_call>{\"name\":\"end_sess</tool_call>", "Bye!");
    let kimi = "<|tool_calls_section_begin|><|tool_call_begin|>functions.ask:0\
                <|tool_call_argument_begin|>{\"question\":\"A?\"}<|tool_call_end|>\
                <|tool_calls_section_end|>";
    let expected = (
        "functions.ask:0".to_owned(),
        "{\"question\":\"A?\"}".to_owned(),
    );
    assert_eq!(heard(kimi, false).1, [expected]);
    // The mark alone, where the call itself was taken out.
    check("Hello\n<｜DSML｜function_calls", "Hello");
    check(
        "Hello\n<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>end_ses",
        "Hello",
    );
    for text in [
        "Write `[TOOL_CALLS]` first.",
        "[TOOL_CALLS] is a mark.",
        "`<|tool_call>` opens",
        "[TODO] and [x]",
    ] {
        check_plain(text);
    }
    // One that was cut is not shown.
    check("Bye!\n<tool_call>\n{\"name\": \"end_ses", "Bye!");
    // Text about calls.
    for text in [
        "Models write <tool_call> and then JSON.",
        "Write `<tool_call>{\"name\": \"ask\"}</tool_call>` so.",
        "```\n<tool_call>{\"name\": \"end_session\"}</tool_call>\n```",
        "<tool_call>",
        "<tool_call> is a mark",
        "<tool_call>{\"a\": 1}</tool_call>",
        "<tool_call>[1, 2]</tool_call>",
        "<tool_call>{nonsense}</tool_call>",
        "Use <function=name> for it.",
        "<tool_called>",
        "<tool_call>` opens it",
        "functools is a module",
        "Use functools[0] here.",
        "<function_calls> opens them",
        "Write <invoke name=\"x\"> so.",
        "<|python_tag|> opens code",
        "{\"name\": \"Ada\", \"age\": 36}",
        "{\"name\": \"look_up\", \"parameters\": {}}",
        "{\"name\"",
        "{\"na",
    ] {
        check_plain(text);
    }
}

#[test]
fn a_long_text_takes_linear_time() {
    let mut speech = Speech::default();
    speech.push("Well.\n<think>\n");
    for _ in 0..40_000 {
        speech.push("word ");
    }
    let Some(Piece::Text(text)) = speech.close().pop() else {
        panic!("it is text");
    };
    assert!(text.len() > 200_000);
}
