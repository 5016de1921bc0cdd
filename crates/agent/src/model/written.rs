//! Calls of tools that a model wrote into its text.

use serde_json::{Map, Value};

use super::{arguments, lenient, loose, tools};

/// Marks of the templates of some models, each with a notation of its own.
pub(super) const MISTRAL: &str = "[TOOL_CALLS]";
pub(super) const GEMMA: &str = "<|tool_call>";
pub(super) const DEEPSEEK: &str = "<｜tool▁calls▁begin｜>";
pub(super) const KIMI: &str = "<|tool_calls_section_begin|>";
/// Without its end, which some servers take away.
pub(super) const DSML: &str = "<｜DSML｜function_calls";
/// Marks that begin with a tool's name.
pub(super) const FUNCTION: &str = "<function=";
pub(super) const INVOKE: &str = "<invoke name=";
/// What InternLM puts before a call.
const PLUGIN: &str = "<|plugin|>";
const TEMPLATES: [&str; 5] = [MISTRAL, GEMMA, DEEPSEEK, KIMI, DSML];

/// A call and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) arguments: String,
}

/// Whether what follows a mark may be JSON, so that the mark itself says nothing.
pub(super) fn may_be_json(mark: &str) -> bool {
    ![FUNCTION, INVOKE].contains(&mark) && !TEMPLATES.contains(&mark)
}

/// Whether a call that was cut, with its mark, is nothing to read.
pub(super) fn is_markup(held: &str) -> bool {
    let body = held
        .split_once('>')
        .map_or("", |(_, body)| body.trim_start());
    held.starts_with(FUNCTION)
        || held.starts_with(INVOKE)
        || TEMPLATES.iter().any(|mark| held.starts_with(mark))
        || body.starts_with(['{', '[', '<', '`'])
}

/// Whether what stands between two marks was meant as a call, though nobody can read it.
pub(super) fn is_meant(held: &str) -> bool {
    let members = ["name", "function", "tool", "arguments", "parameters"];
    let names = members
        .iter()
        .flat_map(|it| [format!("\"{it}\""), format!("'{it}'")]);
    is_markup(held) && (names.into_iter().any(|name| held.contains(&name)) || tools::is_told(held))
}

/// Whether a text is one call as Llama writes it: JSON without a mark, of one of our tools. `None`:
/// more must come.
pub(super) fn is_bare(text: &str) -> Option<bool> {
    const LONGEST: usize = 64;
    let start: String = text
        .chars()
        .take(4 * LONGEST)
        .filter(|it| !it.is_whitespace())
        .collect();
    let begun = start.replace("\"type\":\"function\",", "");
    let Some(name) = begun.strip_prefix("{\"name\":\"") else {
        let may_be = ["{\"name\":\"", "{\"type\":\"function\","];
        let may_be = may_be.iter().any(|it| it.starts_with(&begun));
        return if may_be { None } else { Some(false) };
    };
    match name.split_once('"') {
        Some((name, _)) => Some(tools::is_ours(&tools::clean(name))),
        None if name.len() > LONGEST => Some(false),
        None => None,
    }
}

/// Whether what follows a call's opening mark may be one. `None`: it has not come yet.
pub(super) fn may_follow(mark: &str, after: &str) -> Option<bool> {
    if TEMPLATES.contains(&mark) {
        let first = after.trim_start().chars().next()?;
        return Some(match mark {
            MISTRAL if matches!(first, '[' | '{') => true,
            MISTRAL => {
                let (name, rest) = word(after.trim_start());
                let next = rest.chars().next()?;
                matches!(next, '[' | '{') && tools::is_ours(&tools::clean(name))
            }
            GEMMA => first == 'c',
            DSML => first == '>',
            _ => first == '<',
        });
    }
    if [FUNCTION, INVOKE].contains(&mark) {
        return match after.split_once(['>', '{']) {
            Some((name, _)) => Some(tools::is_ours(&tools::clean(name))),
            None if after.len() > 64 || after.contains('\n') => Some(false),
            None => None,
        };
    }
    let body = after.trim_start();
    let first = body.chars().next()?;
    if first == '`' {
        let fence = body.trim_start_matches('`');
        let inside = fence.trim_start_matches(|it: char| it.is_ascii_alphabetic());
        let first = inside.trim_start().chars().next()?;
        return Some(matches!(first, '{' | '['));
    }
    if matches!(first, '{' | '[') {
        return Some(true);
    }
    if first == '<' {
        let marks = [FUNCTION, INVOKE, PLUGIN];
        return if marks.iter().any(|mark| body.starts_with(mark)) {
            Some(true)
        } else if marks.iter().any(|mark| mark.starts_with(body)) {
            None
        } else {
            Some(false)
        };
    }
    // GLM writes the name alone, and then keys and values.
    let (name, rest) = word(body);
    let next = rest.chars().next()?;
    Some(matches!(next, '\r' | '\n' | '<') && tools::is_ours(&tools::clean(name)))
}

/// A tool's name at the beginning of a text, and what follows.
fn word(text: &str) -> (&str, &str) {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "_.-".contains(it);
    text.split_at(text.find(|it| !is_part(it)).unwrap_or(text.len()))
}

/// The calls between two marks; `None` where it is something else. `name`: the mark named the tool,
/// and these are its arguments. `is_closed`: a second mark stands behind, so that nothing was cut.
pub(super) fn calls(body: &str, name: Option<&str>, is_closed: bool) -> Option<Vec<Written>> {
    let body = body.trim();
    let body = body.strip_prefix(PLUGIN).unwrap_or(body).trim_start();
    if let Some(found) = of_template(body) {
        return Some(found).filter(|found| !found.is_empty());
    }
    if let Some(name) = name {
        let is_object =
            body.is_empty() || matches!(lenient::document(body), Some(Value::Object(_)));
        return is_object.then(|| {
            vec![Written {
                name: name.to_owned(),
                arguments: body.to_owned(),
            }]
        });
    }
    let body = arguments::unfenced(body);
    let named = body.strip_prefix(FUNCTION).unwrap_or(body);
    let found = if body.starts_with(['{', '[']) {
        let (documents, _) = lenient::documents(body);
        let documents = documents.iter().flat_map(|document| match document {
            Value::Array(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        });
        let found: Vec<Written> = documents.filter_map(call).collect();
        match loose::document(body).filter(|_| found.is_empty()) {
            Some((Value::Array(items), true)) => items.iter().filter_map(call).collect(),
            Some((document, is_whole)) if is_whole || is_closed => {
                call(&document).into_iter().collect()
            }
            _ => found,
        }
    } else if body.starts_with(INVOKE) {
        let calls = body.split(INVOKE).skip(1);
        let calls = calls.filter_map(|one| one.split_once('>'));
        let marks = ["<parameter name=", ">", "</parameter>"];
        calls
            .map(|(name, rest)| {
                let rest = rest.split("</invoke>").next().unwrap_or_default();
                between(name.trim_matches(['"', '\'']), rest, marks)
            })
            .collect()
    } else if let Some(at) = named.find(['>', '{']).filter(|_| named != body) {
        let (name, rest) = named.split_at(at);
        let rest = rest.strip_prefix('>').unwrap_or(rest);
        vec![between(name, rest, ["<parameter=", ">", "</parameter>"])]
    } else {
        let (name, rest) = body.split_once(['\n', '<']).unwrap_or((body, ""));
        let rest = body.get(name.len()..).unwrap_or(rest);
        vec![between(
            name,
            rest,
            ["<arg_key>", "</arg_key>", "</arg_value>"],
        )]
    };
    Some(found).filter(|found| !found.is_empty())
}

/// The calls behind a template's mark; `None` where it is none of those.
fn of_template(body: &str) -> Option<Vec<Written>> {
    let mark = TEMPLATES.into_iter().find(|mark| body.starts_with(mark))?;
    let body = body.strip_prefix(mark)?;
    Some(match mark {
        MISTRAL if body.trim_start().starts_with(['[', '{']) => {
            calls(body, None, false).unwrap_or_default()
        }
        MISTRAL => body
            .split(mark)
            .filter_map(|one| named(one, "[ARGS]"))
            .collect(),
        GEMMA => {
            let quoted = body.trim().strip_prefix("call:")?.replace("<|\"|>", "\"");
            named(&with_quoted_keys(&quoted), "").into_iter().collect()
        }
        DEEPSEEK => {
            let calls = body.split("<｜tool▁call▁begin｜>").skip(1);
            let calls = calls.filter_map(|one| one.split("<｜tool▁call▁end｜>").next());
            let calls = calls.map(|one| one.trim_start_matches("function<｜tool▁sep｜>"));
            calls
                .filter_map(|one| named(one, "<｜tool▁sep｜>"))
                .collect()
        }
        KIMI => {
            let calls = body.split("<|tool_call_begin|>").skip(1);
            let calls = calls.filter_map(|one| one.split("<|tool_call_end|>").next());
            calls
                .filter_map(|one| named(one, "<|tool_call_argument_begin|>"))
                .collect()
        }
        _ => {
            let calls = body.split("<｜DSML｜invoke name=\"").skip(1);
            let calls = calls.filter_map(|one| one.split_once("\">"));
            let marks = ["<｜DSML｜parameter name=\"", ">", "</｜DSML｜parameter>"];
            calls
                .map(|(name, rest)| between(name, rest, marks))
                .collect()
        }
    })
}

/// A name and its JSON, with or without a mark between them.
fn named(text: &str, mark: &str) -> Option<Written> {
    let at = text.find(['{', '\n', '[']).unwrap_or(text.len());
    let (name, arguments) = match text.split_once(mark).filter(|_| !mark.is_empty()) {
        Some(parts) => parts,
        None => text.split_at(at),
    };
    // One that was cut is none.
    if arguments.trim().is_empty() {
        return None;
    }
    let meant = arguments::meant(arguments.trim(), "")?;
    // `[TOOL_CALLS]ask[CALL_ID]abc[ARGS]{}`
    let name = name.split('[').next().unwrap_or_default();
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(Written {
        name,
        arguments: meant,
    })
}

/// JSON whose keys are bare words.
fn with_quoted_keys(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    let mut inside = false;
    let mut word = String::new();
    for character in text.chars() {
        inside ^= character == '"';
        if !inside && (character.is_alphanumeric() || character == '_') && quoted.contains('{') {
            word.push(character);
            continue;
        }
        let word = std::mem::take(&mut word);
        match character {
            ':' if !inside && !word.is_empty() => quoted.push_str(&format!("\"{word}\"")),
            _ => quoted.push_str(&word),
        }
        quoted.push(character);
    }
    quoted + &word
}

fn call(value: &Value) -> Option<Written> {
    let function = value.get("function").filter(|it| it.is_object());
    let members = function.unwrap_or(value);
    let keys = ["name", "tool", "tool_name", "function"];
    let name = keys.iter().find_map(|key| members.get(*key)?.as_str())?;
    let keys = ["arguments", "parameters", "args", "input"];
    let arguments = keys.iter().find_map(|key| members.get(*key));
    Some(Written {
        name: name.to_owned(),
        arguments: match arguments {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        },
    })
}

/// A call whose arguments stand between marks: of a key, behind it, and of the value's end. The whole
/// may also be JSON.
fn between(name: &str, body: &str, [key, behind, end]: [&str; 3]) -> Written {
    let bare = body.trim().trim_end_matches("</function>").trim();
    let mut members = Map::new();
    let mut rest = bare;
    while let Some((_, after)) = rest.split_once(key) {
        let Some((name, after)) = after.split_once(behind) else {
            break;
        };
        let (value, after) = after.split_once(end).unwrap_or((after, ""));
        let value = value.trim().trim_start_matches("<arg_value>").trim();
        let value = lenient::document(value).unwrap_or_else(|| Value::String(value.to_owned()));
        let name = name.trim().trim_start_matches(['"', '\'']);
        let name = name.split(['"', '\'']).next().unwrap_or_default().trim();
        members.insert(name.to_owned(), value);
        rest = after;
    }
    Written {
        name: name.trim().to_owned(),
        arguments: if members.is_empty() {
            bare.to_owned()
        } else {
            Value::Object(members).to_string()
        },
    }
}
