//! JSON Patch (RFC 6902), which `STATE_DELTA` carries.

use crate::json::Json;

/// Values and members one state may have; a patch beyond it is refused.
const ROOM: usize = 20_000;

/// Applies all of `patch` to `state`; `None`, and nothing has changed, where a part of it does not
/// fit.
pub(super) fn apply(state: &Json, patch: &[Json]) -> Option<Json> {
    let mut state = state.clone();
    let mut room = ROOM.checked_sub(size(&state))?;
    for operation in patch {
        let path = operation.get("path").as_text()?;
        let value = || operation.get("value").clone();
        match operation.get("op").as_text()? {
            "add" => {
                let value = value();
                room = room.checked_sub(size(&value))?;
                add(&mut state, path, value)?;
            }
            "replace" => {
                let value = value();
                room = room.checked_sub(size(&value))?;
                *find(&mut state, path)? = value;
            }
            "remove" => {
                remove(&mut state, path)?;
            }
            "move" => {
                let from = operation.get("from").as_text()?;
                let moved = remove(&mut state, from)?;
                add(&mut state, path, moved)?;
            }
            "copy" => {
                let copied = find(&mut state, operation.get("from").as_text()?)?.clone();
                room = room.checked_sub(size(&copied))?;
                add(&mut state, path, copied)?;
            }
            "test" if *find(&mut state, path)? != value() => return None,
            "test" => {}
            _ => return None,
        }
    }
    Some(state)
}

fn size(json: &Json) -> usize {
    match json {
        Json::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Json::Object(members) => 1 + members.iter().map(|(_, it)| size(it)).sum::<usize>(),
        _ => 1,
    }
}

/// `/a/0` as `a` and `0`; the escapes of RFC 6901 undone.
fn steps(path: &str) -> Option<Vec<String>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    let steps = path.strip_prefix('/')?.split('/');
    Some(
        steps
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect(),
    )
}

fn into<'a>(json: &'a mut Json, step: &str) -> Option<&'a mut Json> {
    match json {
        Json::Object(members) => {
            let found = members.iter_mut().rev().find(|(name, _)| name == step);
            found.map(|(_, value)| value)
        }
        Json::List(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

fn find<'a>(state: &'a mut Json, path: &str) -> Option<&'a mut Json> {
    let mut at = state;
    for step in steps(path)? {
        at = into(at, &step)?;
    }
    Some(at)
}

/// What holds `path`'s last step, and that step.
fn parent<'a>(state: &'a mut Json, path: &str) -> Option<(&'a mut Json, String)> {
    let mut steps = steps(path)?;
    let last = steps.pop()?;
    let mut at = state;
    for step in steps {
        at = into(at, &step)?;
    }
    Some((at, last))
}

fn add(state: &mut Json, path: &str, value: Json) -> Option<()> {
    if path.is_empty() {
        *state = value;
        return Some(());
    }
    match parent(state, path)? {
        (Json::Object(members), name) => {
            members.retain(|(known, _)| *known != name);
            members.push((name, value));
        }
        (Json::List(items), step) => {
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

fn remove(state: &mut Json, path: &str) -> Option<Json> {
    match parent(state, path)? {
        (Json::Object(members), name) => {
            let at = members.iter().rposition(|(known, _)| *known == name)?;
            Some(members.remove(at).1)
        }
        (Json::List(items), step) => {
            let at: usize = step.parse().ok()?;
            (at < items.len()).then(|| items.remove(at))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::guest::lenient::compact;
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
                r#"[{"op":"test","path":"/a/b/0","value":1},{"op":"remove","path":"/a"}]"#,
                r#"{"c/d":1}"#,
            ),
        ];
        for (patch, expected) in cases {
            let patch = parse(patch).unwrap();
            let applied = apply(&parse(state).unwrap(), patch.items()).unwrap();
            assert_eq!(compact(&applied), expected);
        }
        let refused = [
            r#"[{"op":"remove","path":"/a"},{"op":"remove","path":"/none"}]"#,
            r#"[{"op":"test","path":"/c~1d","value":2}]"#,
            r#"[{"op":"add","path":"/a/b/9","value":1}]"#,
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
