//! Calls of tools that a model wrote into its text.

use serde_json::{Map, Value};

use super::{lenient, tools};

/// A call and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) arguments: String,
}

/// Whether what follows a call's opening mark may be one. `None`: it has not come yet.
pub(super) fn may_follow(mark: &str, after: &str) -> Option<bool> {
    if mark == "<function=" {
        return match after.split_once('>') {
            Some((name, _)) => Some(tools::is_ours(&tools::clean(name))),
            None if after.len() > 64 || after.contains('\n') => Some(false),
            None => None,
        };
    }
    let body = after.trim_start();
    let first = body.chars().next()?;
    if matches!(first, '{' | '[') {
        return Some(true);
    }
    if first == '<' {
        return match (
            body.starts_with("<function="),
            "<function=".starts_with(body),
        ) {
            (true, _) => Some(true),
            (_, true) => None,
            _ => Some(false),
        };
    }
    // GLM writes the name alone, and then keys and values.
    let rest = body.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || "_.-".contains(it));
    let name = body.get(..body.len() - rest.len()).unwrap_or_default();
    let next = rest.chars().next()?;
    Some(matches!(next, '\r' | '\n' | '<') && tools::is_ours(&tools::clean(name)))
}

/// The calls between two marks; `None` where it is something else. `name`: the mark named the tool,
/// and these are its arguments.
pub(super) fn calls(body: &str, name: Option<&str>) -> Option<Vec<Written>> {
    let body = body.trim();
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
    let named = body.strip_prefix("<function=").unwrap_or(body);
    let found = if body.starts_with(['{', '[']) {
        let (documents, _) = lenient::documents(body);
        let documents = documents.iter().flat_map(|document| match document {
            Value::Array(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        });
        documents.filter_map(call).collect()
    } else if let Some((name, rest)) = named.split_once('>').filter(|_| named != body) {
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
        members.insert(name.trim().to_owned(), value);
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
