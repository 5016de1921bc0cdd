//! JSON Patch (RFC 6902), which `STATE_DELTA` carries. Agents replace what is not there yet and fill what they
//! never made; the state they mean has it.

use serde_json::Map;

use crate::json::{Look, Value};

/// Values and members one state may have; a patch beyond it is refused.
const ROOM: usize = 20_000;
/// Steps of a path.
const DEPTH: usize = 64;

/// Applies all of `patch` to `state`; `None`, and nothing has changed, where a part of it does not
/// fit.
pub(super) fn apply(state: &Value, patch: &[Value]) -> Option<Value> {
    let mut state = match state {
        Value::Null => Value::Object(Map::new()),
        state => state.clone(),
    };
    let mut room = ROOM.checked_sub(size(&state))?;
    for operation in patch {
        let path = operation.at("path").as_str()?;
        let value = || operation.at("value").clone();
        match operation.at("op").as_str()? {
            "add" => {
                let value = value();
                room = room.checked_sub(size(&value))?;
                add(&mut state, path, value)?;
            }
            "replace" => {
                let value = value();
                room = room.checked_sub(size(&value))?;
                match find(&mut state, path) {
                    Some(known) => *known = value,
                    None => set(&mut state, path, value)?,
                }
            }
            "remove" => {
                remove(&mut state, path)?;
            }
            "move" => {
                let from = operation.at("from").as_str()?;
                let moved = remove(&mut state, from)?;
                add(&mut state, path, moved)?;
            }
            "copy" => {
                let copied = find(&mut state, operation.at("from").as_str()?)?.clone();
                room = room.checked_sub(size(&copied))?;
                add(&mut state, path, copied)?;
            }
            "test" if !is_same(find(&mut state, path)?, operation.at("value")) => return None,
            "test" => {}
            _ => return None,
        }
    }
    Some(state)
}

fn size(json: &Value) -> usize {
    match json {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// RFC 6902: numbers are the same where their values are, `1` and `1.0`.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(name, value)| other.get(name).is_some_and(|it| is_same(value, it));
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}

/// `/a/0` as `a` and `0`; the escapes of RFC 6901 undone.
fn steps(path: &str) -> Option<Vec<String>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    let steps = path.strip_prefix('/')?.split('/');
    let steps: Vec<String> = steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    (steps.len() <= DEPTH).then_some(steps)
}

fn into<'a>(json: &'a mut Value, step: &str) -> Option<&'a mut Value> {
    match json {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

fn find<'a>(state: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let mut at = state;
    for step in steps(path)? {
        at = into(at, &step)?;
    }
    Some(at)
}

/// What holds `path`'s last step, and that step; `make`: where it is missing, it is made.
fn parent<'a>(state: &'a mut Value, path: &str, make: bool) -> Option<(&'a mut Value, String)> {
    let mut steps = steps(path)?;
    let last = steps.pop()?;
    let mut at = state;
    let mut rest = steps.iter().peekable();
    while let Some(step) = rest.next() {
        if let Value::Object(members) = &mut *at
            && make
            && members.get(step).is_none_or(Value::is_null)
        {
            let next = rest.peek().map_or(last.as_str(), |next| next.as_str());
            let made = match next {
                "-" => Value::Array(Vec::new()),
                _ => Value::Object(Map::new()),
            };
            members.insert(step.clone(), made);
        }
        at = into(at, step)?;
    }
    Some((at, last))
}

/// `replace` of what is not there: a member is one that is added, an item no list has.
fn set(state: &mut Value, path: &str, value: Value) -> Option<()> {
    match parent(state, path, true)? {
        (Value::Object(members), name) => members.insert(name, value),
        _ => return None,
    };
    Some(())
}

fn add(state: &mut Value, path: &str, value: Value) -> Option<()> {
    if path.is_empty() {
        *state = value;
        return Some(());
    }
    match parent(state, path, true)? {
        (Value::Object(members), name) => {
            members.insert(name, value);
        }
        (Value::Array(items), step) => {
            let at = if step == "-" {
                items.len()
            } else {
                step.parse().ok()?
            };
            if at > items.len() {
                return None;
            }
            items.insert(at, value);
        }
        _ => return None,
    }
    Some(())
}

fn remove(state: &mut Value, path: &str) -> Option<Value> {
    match parent(state, path, false)? {
        (Value::Object(members), name) => members.remove(&name),
        (Value::Array(items), step) => {
            let at: usize = step.parse().ok()?;
            (at < items.len()).then(|| items.remove(at))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::vendor::lenient::compact;
    use crate::json::parse;

    #[test]
    fn a_patch_fits_wholly_or_changes_nothing() {
        let state = r#"{"a":{"b":[1,2]},"c/d":1}"#;
        let cases = [
            (
                r#"[{"op":"add","path":"/a/b/-","value":3}]"#,
                r#"{"a":{"b":[1,2,3]},"c/d":1}"#,
            ),
            (
                r#"[{"op":"add","path":"/a/b/0","value":0}]"#,
                r#"{"a":{"b":[0,1,2]},"c/d":1}"#,
            ),
            (
                r#"[{"op":"replace","path":"/c~1d","value":2}]"#,
                r#"{"a":{"b":[1,2]},"c/d":2}"#,
            ),
            (
                r#"[{"op":"remove","path":"/a/b/1"}]"#,
                r#"{"a":{"b":[1]},"c/d":1}"#,
            ),
            (
                r#"[{"op":"move","from":"/c~1d","path":"/e"}]"#,
                r#"{"a":{"b":[1,2]},"e":1}"#,
            ),
            (
                r#"[{"op":"copy","from":"/a/b","path":"/f"}]"#,
                r#"{"a":{"b":[1,2]},"c/d":1,"f":[1,2]}"#,
            ),
            (r#"[{"op":"replace","path":"","value":[]}]"#, "[]"),
            (
                r#"[{"op":"test","path":"/a/b","value":[1.0,2]},{"op":"remove","path":"/a"}]"#,
                r#"{"c/d":1}"#,
            ),
        ];
        for (patch, expected) in cases {
            let patch = parse(patch).unwrap();
            let applied = apply(&parse(state).unwrap(), patch.items()).unwrap();
            assert_eq!(compact(&applied), expected);
        }
        // soliplex/soliplex#1255, CopilotKit/CopilotKit#5998
        for state in [
            Value::Null,
            parse("{}").unwrap(),
            parse(r#"{"a":null}"#).unwrap(),
        ] {
            for (patch, expected) in [
                (r#"[{"op":"replace","path":"/a","value":1}]"#, r#"{"a":1}"#),
                (
                    r#"[{"op":"replace","path":"/a/b","value":1}]"#,
                    r#"{"a":{"b":1}}"#,
                ),
                (r#"[{"op":"add","path":"/a/-","value":1}]"#, r#"{"a":[1]}"#),
                (
                    r#"[{"op":"add","path":"/a/b/-","value":1}]"#,
                    r#"{"a":{"b":[1]}}"#,
                ),
            ] {
                let patch = parse(patch).unwrap();
                let applied = apply(&state, patch.items()).unwrap();
                assert_eq!(compact(&applied), expected, "{state}");
            }
        }
        let refused = [
            r#"[{"op":"remove","path":"/a"},{"op":"remove","path":"/none"}]"#,
            r#"[{"op":"test","path":"/c~1d","value":2}]"#,
            r#"[{"op":"add","path":"/a/b/9","value":1}]"#,
            r#"[{"op":"replace","path":"/a/b/9","value":1}]"#,
            r#"[{"op":"replace","path":"/c~1d/e","value":1}]"#,
            r#"[{"op":"add","path":"a","value":1}]"#,
            r#"[{"op":"explode","path":"/a"}]"#,
            "[7]",
        ];
        for patch in refused {
            let patch = parse(patch).unwrap();
            assert_eq!(apply(&parse(state).unwrap(), patch.items()), None);
        }
    }

    #[test]
    fn copies_of_copies_do_not_fill_the_memory() {
        let mut patch = String::from(r#"[{"op":"add","path":"/a","value":[1,2,3]}"#);
        for copy in 0..40 {
            patch += &format!(r#",{{"op":"copy","from":"","path":"/{copy}"}}"#);
        }
        let patch = parse(&(patch + "]")).unwrap();
        assert_eq!(apply(&parse("{}").unwrap(), patch.items()), None);
    }
}
