//! The vendor's free-form objects of a scenario: what is read of them is checked, the rest is kept
//! and given back as it came.

use serde_json::{Map, Value};
use vivavoce_protocol::person::check_email;

use vivavoce_engine::store::{Scenario, amount, empty_object};
use vivavoce_http::error::Place;
use vivavoce_http::fields::{Fields, Given};

/// Bytes of each object.
const OBJECT_CAP: usize = 64 * 1024;
/// The vendor's kinds of scenario. All are conversations here.
const TYPES: [&str; 6] = [
    "default",
    "quiz",
    "coding",
    "composite",
    "super",
    "meet_assist",
];
/// Members that are kept without being acted on, beside `type` and `user_instructions`.
const KEPT: [&str; 3] = ["memory", "ai_model_config", "tools_config"];
/// What can be taken out of a transcript.
const EXTRACTED: [&str; 5] = ["text", "number", "boolean", "list", "date"];

pub fn objects(fields: &mut Fields<'_>, scenario: &mut Scenario) {
    one(
        fields,
        "session_analysis",
        &mut scenario.session_analysis,
        analysis,
    );
    one(fields, "strategy", &mut scenario.strategy, strategy);
    one(fields, "appearance", &mut scenario.appearance, appearance);
    one(fields, "pricing", &mut scenario.pricing, pricing);
    one(
        fields,
        "user_metadata",
        &mut scenario.user_metadata,
        |_, _| (),
    );
    vendor(fields, scenario);
}

/// Reads one object: what it does not mention stays, at every depth; `null` for all of it empties it. A list is one
/// value.
fn one(
    fields: &mut Fields<'_>,
    name: &str,
    field: &mut Value,
    read: fn(&mut Fields<'_>, &mut Map<String, Value>),
) {
    match fields.object(name, OBJECT_CAP) {
        Given::Absent => {}
        Given::Null => *field = empty_object(),
        Given::Here(mut map) => {
            fields.within(name, &mut map, read);
            change(fields, name, field, map);
        }
    }
}

/// Merges what was sent as `name` into what stands there, which may not have more bytes together than one object.
fn change(fields: &mut Fields<'_>, name: &str, value: &mut Value, change: Map<String, Value>) {
    merge(value, Value::Object(change));
    if let Value::Object(merged) = value {
        fields.fits(name, merged, OBJECT_CAP);
    }
}

/// `change` over `value`, whose other members stay. A member that is `null` counts as none wherever one is read, and is
/// given back as it came.
fn merge(value: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        *value = change;
        return;
    };
    if !value.is_object() {
        *value = empty_object();
    }
    let Value::Object(members) = value else {
        return;
    };
    for (name, change) in change {
        merge(members.entry(name).or_insert(Value::Null), change);
    }
}

/// Writes flags as they are meant, however they were written.
fn flags(inner: &mut Fields<'_>, map: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        if let Given::Here(flag) = inner.flag(name) {
            map.insert((*name).to_owned(), Value::Bool(flag));
        }
    }
}

fn analysis(inner: &mut Fields<'_>, map: &mut Map<String, Value>) {
    flags(
        inner,
        map,
        &[
            "is_auto_analysis",
            "is_auto_submit",
            "email_analysis",
            "email_transcript",
            "multimodal_analysis",
            "enable_extraction",
        ],
    );
    if let Given::Here(email) = inner.text("admin_email", 320) {
        let email = email.trim();
        if !email.is_empty() && check_email(email).is_some() {
            let msg = "Input should be an email address";
            inner.wrong("admin_email", msg, "value_error");
        }
        map.insert("admin_email".to_owned(), Value::from(email));
    }
    inner.text("evaluation_target", 200);
    extraction(inner);
}

/// `extraction_vars`: `[{name, description, type}]`.
fn extraction(inner: &mut Fields<'_>) {
    let items = match inner.value("extraction_vars") {
        Given::Here(Value::Array(items)) if items.len() <= 50 => items,
        Given::Here(_) => {
            let msg = "Input should be a list of at most 50 objects {name, description, type}";
            inner.wrong("extraction_vars", msg, "list_type");
            return;
        }
        _ => return,
    };
    for (index, item) in items.iter().enumerate() {
        let mut wrong = |member: &str, msg: &str, kind: &str| {
            let loc = vec![Place::from(index), Place::from(member)];
            inner.wrong_below("extraction_vars", loc, msg, kind);
        };
        match item.get("name").and_then(Value::as_str) {
            Some(name) if (1..=100).contains(&name.trim().chars().count()) => {}
            _ => wrong(
                "name",
                "Input should be a name of 1 to 100 characters",
                "string_type",
            ),
        }
        match item.get("description") {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.chars().count() <= 2_000 => {}
            Some(_) => {
                let msg = "Input should be a text of at most 2000 characters";
                wrong("description", msg, "string_type");
            }
        }
        match item.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(word)) if EXTRACTED.contains(&word.as_str()) => {}
            Some(_) => {
                let msg = "Input should be text, number, boolean, list or date";
                wrong("type", msg, "enum");
            }
        }
    }
}

fn strategy(inner: &mut Fields<'_>, map: &mut Map<String, Value>) {
    flags(
        inner,
        map,
        &["skip_auto_start", "disable_transcription", "ag_ui"],
    );
    if let Given::Here(seconds) = inner.whole("max_duration_seconds", 1..=86_400) {
        map.insert("max_duration_seconds".to_owned(), Value::from(seconds));
    }
}

fn appearance(inner: &mut Fields<'_>, _: &mut Map<String, Value>) {
    for name in ["voice", "language_code", "start_sound"] {
        inner.text(name, 64);
    }
    if let Given::Here(address) = inner.text("avatar_url", 2_000) {
        let http = ["https://", "http://", "/"];
        if !address.is_empty() && !http.iter().any(|start| address.starts_with(start)) {
            let msg = "Input should be an address beginning with https://";
            inner.wrong("avatar_url", msg, "url_parsing");
        }
    }
}

/// A price that does not read as one would let everybody in.
fn pricing(inner: &mut Fields<'_>, map: &mut Map<String, Value>) {
    flags(inner, map, &["is_paid"]);
    inner.text("currency", 16);
    for name in ["amount", "price"] {
        let Given::Here(value) = inner.value(name) else {
            continue;
        };
        match amount(value) {
            // What was read is what is kept.
            Some(number) if value.is_string() => {
                map.insert(name.to_owned(), Value::from(number));
            }
            Some(_) => {}
            None => {
                let msg = "Input should be an amount of money such as 29.99";
                inner.wrong(name, msg, "float_parsing");
            }
        }
    }
}

fn vendor(fields: &mut Fields<'_>, scenario: &mut Scenario) {
    let mut kept = match std::mem::take(&mut scenario.vendor) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    match fields.text("type", 64) {
        Given::Here(word) if TYPES.contains(&word.as_str()) => {
            kept.insert("type".to_owned(), Value::from(word));
        }
        Given::Here(_) => {
            let msg = format!("Input should be one of {}", TYPES.join(", "));
            fields.wrong("type", msg, "enum");
        }
        Given::Null => {
            kept.remove("type");
        }
        Given::Absent => {}
    }
    match fields.text("user_instructions", 20_000) {
        Given::Here(text) => {
            kept.insert("user_instructions".to_owned(), Value::from(text));
        }
        Given::Null => {
            kept.remove("user_instructions");
        }
        Given::Absent => {}
    }
    for name in KEPT {
        match fields.object(name, OBJECT_CAP) {
            Given::Here(map) => {
                change(fields, name, kept.entry(name).or_insert(Value::Null), map);
            }
            Given::Null => {
                kept.remove(name);
            }
            Given::Absent => {}
        }
    }
    scenario.vendor = Value::Object(kept);
}
