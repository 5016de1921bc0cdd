//! JSON bodies, with an error a person can act upon.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;
use serde_path_to_error::Segment;
use vivavoce_engine::heavy;
use vivavoce_engine::store::StoreError;

use crate::ApiError;
use crate::error::{Mistake, Place};
use crate::limit::{self, Unread};

/// A JSON body. Errors: 413 (the route's body limit), 415, 400 for what is no JSON, 422 for JSON of
/// another shape.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        check_type(request.headers())?;
        parse(&bytes(request, state).await?).map(Json)
    }
}

/// 415 for what is not said to be JSON.
pub fn check_type(headers: &HeaderMap) -> Result<(), ApiError> {
    let found = content_type(headers);
    // Another page may make a browser send texts and forms without asking us first, and nothing else.
    let is_json = matches!(&*found, "application/json" | "text/json")
        || found.starts_with("application/") && found.ends_with("+json");
    if is_json {
        return Ok(());
    }
    let found = match &*found {
        "" => "nothing".to_owned(),
        found => found.chars().take(SHOWN).collect(),
    };
    Err(ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        format!(
            "Send the body as JSON, with the header Content-Type: application/json; it says {found}."
        ),
    ))
}

/// The whole body, up to the route's limit.
pub async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let read = limit::whole(request, state).await;
    read.map_err(|unread| match unread {
        Unread::TooLong(_) => ApiError::too_large("The request is too large. Send less at once."),
        Unread::Broken => {
            ApiError::bad_request("The request's body did not arrive whole. Please try again.")
        }
    })
}

/// A body as every reader has it: without a byte order mark, and with U+FFFD for each escape of half a
/// surrogate pair, which JavaScript writes where a text is cut within a character and Rust cannot hold.
/// What is no UTF-8 stays, for the reader to refuse.
pub fn mended(body: &[u8]) -> Cow<'_, [u8]> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Ok(text) = std::str::from_utf8(body) else {
        return Cow::Borrowed(body);
    };
    match vivavoce_protocol::json::mended(text) {
        Cow::Borrowed(_) => Cow::Borrowed(body),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// What a body says in JSON.
///
/// # Errors
/// It is no JSON, or no `T`.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(&mended(body))
}

/// A name that a caller gives: a text, or a number in its digits, as whoever keeps numbers writes it.
pub fn name(value: &RawValue) -> Option<String> {
    let json = value.get();
    match json.as_bytes().first()? {
        b'"' => serde_json::from_str(json).ok(),
        b'-' | b'0'..=b'9' => Some(json.to_owned()),
        _ => None,
    }
}

/// The name at a path of members, with all its digits: as a value, a long number has lost some.
pub fn name_at(body: &[u8], path: &[&str]) -> Option<String> {
    let mut at: Box<RawValue> = read(body).ok()?;
    for member in path {
        let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(at.get()).ok()?;
        at = members.remove(*member)?;
    }
    name(&at)
}

/// What a text says in JSON; a long one is parsed beside the threads that answer requests.
pub async fn value(bytes: Bytes) -> Result<serde_json::Result<Value>, StoreError> {
    if bytes.len() > heavy::LONG {
        heavy::run(move || read(&bytes)).await
    } else {
        Ok(read(&bytes))
    }
}

/// Lower case, without parameters; empty where the header is missing.
pub fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// A `T` from a JSON object.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = &*mended(bytes);
    // serde also reads a struct from a list of its members, and `[]` as one without any.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) => ApiError::invalid(&["body"], "The body must be a JSON object.", "type_error"),
            Err(error) => not_json(&error),
        });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let steps = error.path().iter().filter_map(step);
        let mut loc: Vec<Place> = [Place::from("body")].into_iter().chain(steps).collect();
        let inner = error.into_inner();
        if !inner.is_data() {
            return not_json(&inner);
        }
        let said = inner.to_string();
        // What stands there twice is not yet a step of the way.
        if let Some((twice, _)) = said
            .strip_prefix("duplicate field `")
            .and_then(|rest| rest.split_once('`'))
        {
            loc.push(Place::from(twice));
        }
        ApiError::invalid_all(vec![Mistake {
            loc,
            msg: told(&said),
            kind: "type_error".to_owned(),
        }])
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn step(segment: &Segment) -> Option<Place> {
    match segment {
        Segment::Seq { index } => Some(Place::from(*index)),
        Segment::Map { key } => Some(Place::from(key.as_str())),
        Segment::Enum { variant } => Some(Place::from(variant.as_str())),
        Segment::Unknown => None,
    }
}

/// What to send, from what the reader says of a member that is something else. Anything else it says stands
/// as it is.
fn told(error: &str) -> String {
    let said = error.split(" at line ").next().unwrap_or(error);
    if let Some(rest) = said.strip_prefix("missing field ") {
        return format!("{rest} is missing. Send it too.");
    }
    if let Some(rest) = said.strip_prefix("duplicate field ") {
        return format!("{rest} stands there twice. Send it once.");
    }
    let found = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "));
    let Some((found, expected)) = found.and_then(|it| it.split_once(", expected ")) else {
        return said.to_owned();
    };
    let wanted = match expected {
        "a boolean" => "true or false, without quotation marks",
        "a string" | "a borrowed string" => "a text, in quotation marks",
        "a map" => "an object",
        "a sequence" => "a list",
        "u8" | "u16" | "u32" | "u64" | "usize" => {
            "a whole number from 0 on, without quotation marks"
        }
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number, without quotation marks",
        "f32" | "f64" => "a number, without quotation marks",
        other if other.starts_with("struct ") => "an object",
        other => other,
    };
    let short: String = match found {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "null" | "unit value" => "null".to_owned(),
        found => found.chars().take(SHOWN).collect(),
    };
    format!("Send {wanted}; this is {short}.")
}

/// Characters of a wrong value that are shown again.
const SHOWN: usize = 60;

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::bad_request(format!("The body is not valid JSON: {error}."))
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::response::IntoResponse as _;
    use vivavoce_protocol::wire::CreateSession;

    use super::*;

    #[test]
    fn a_name_is_a_text_or_a_number_in_its_digits() {
        for (body, found) in [
            (r#"{"a": {"id": "x"}}"#, Some("x")),
            (
                r#"{"a": {"id": 12345678901234567890123}}"#,
                Some("12345678901234567890123"),
            ),
            (r#"{"a": {"id": -7}}"#, Some("-7")),
            (r#"{"a": {"id": 1, "id": 2}}"#, Some("2")),
            (r#"{"a": {"id": "\ud83d"}}"#, Some("\u{fffd}")),
            (r#"{"a": {"id": ""}}"#, Some("")),
            (r#"{"a": {"id": null}}"#, None),
            (r#"{"a": {"id": true}}"#, None),
            (r#"{"a": {"id": [7]}}"#, None),
            (r#"{"a": {"id": {}}}"#, None),
            (r#"{"a": {}}"#, None),
            (r#"{"a": 7}"#, None),
            ("[]", None),
            ("{", None),
        ] {
            assert_eq!(
                name_at(body.as_bytes(), &["a", "id"]).as_deref(),
                found,
                "{body}"
            );
        }
    }

    #[test]
    fn a_body_is_mended_before_it_is_read_and_nothing_else_of_it() {
        for (body, mended_to) in [
            ("{\"a\": \"\\ud83d\"}", "{\"a\": \"\\ufffd\"}"),
            ("\u{feff}{}", "{}"),
            ("{\"\\udc00\": 1}", "{\"\\ufffd\": 1}"),
            ("{\"a\": \"\\\\ud83d\"}", "{\"a\": \"\\\\ud83d\"}"),
            ("{\"a\": \"\\ud83d\\ude00\"}", "{\"a\": \"\\ud83d\\ude00\"}"),
            ("{\"a\": \"\\ud8\"}", "{\"a\": \"\\ud8\"}"),
            ("{} {}", "{} {}"),
            ("", ""),
        ] {
            assert_eq!(&*mended(body.as_bytes()), mended_to.as_bytes(), "{body}");
        }
        assert_eq!(&*mended(b"\"\xff\""), b"\"\xff\"");
        assert_eq!(&*mended(b"\"\xed\xa0\xbd\""), b"\"\xed\xa0\xbd\"");
    }

    #[tokio::test]
    async fn a_wrong_body_is_named_by_its_member() {
        let cases = [
            ("", 400, "not valid JSON"),
            ("{", 400, "not valid JSON"),
            ("{} {}", 400, "not valid JSON"),
            (r#"{"style": 3}"#, 422, r#""loc":["body","style"]"#),
            (
                r#"{"style": 3}"#,
                422,
                "Send a text, in quotation marks; this is integer `3`.",
            ),
            (
                r#"{"transcribe": "false"}"#,
                422,
                r#"Send true or false, without quotation marks; this is string \"false\"."#,
            ),
            (
                r#"{"user": 7}"#,
                422,
                "Send an object; this is integer `7`.",
            ),
            (
                r#"{"max_duration_seconds": -1}"#,
                422,
                "Send a whole number from 0 on, without quotation marks; this is integer `-1`.",
            ),
            (
                r#"{"variables": []}"#,
                422,
                "Send an object; this is a list.",
            ),
            (
                r#"{"user": {"name": {}}}"#,
                422,
                "Send a text, in quotation marks; this is an object.",
            ),
            (
                r#"{"style": "a", "style": "b"}"#,
                422,
                r#""loc":["body","style"],"msg":"`style` stands there twice. Send it once.""#,
            ),
            (
                r#"{"user": {"name": []}}"#,
                422,
                r#""loc":["body","user","name"]"#,
            ),
            ("[]", 422, r#""loc":["body"]"#),
            (r#" ["id"]"#, 422, "a JSON object"),
            ("7", 422, r#""loc":["body"]"#),
        ];
        for (body, status, part) in cases {
            let response = parse::<CreateSession>(body.as_bytes())
                .unwrap_err()
                .into_response();
            assert_eq!(response.status().as_u16(), status, "{body}");
            let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(text.contains(part), "{body}: {text}");
        }
    }
}
