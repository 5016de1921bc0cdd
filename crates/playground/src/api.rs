//! The public API, asked with the key that was entered.

use serde::de::DeserializeOwned;
use serde_json::Value;
use vivavoce::browser::fetch::{self, Request};
use vivavoce_client::types::{AccessToken, AccessTokenForm};
use vivavoce_core::Secret;

/// Milliseconds.
const PATIENCE: u64 = 30_000;

/// Asks, and reads the answer as `T`; `Err` is a sentence for a person.
pub async fn ask<T: DeserializeOwned>(
    key: Option<&Secret>,
    method: &'static str,
    path: &str,
    body: Option<&Value>,
) -> Result<T, String> {
    let mut headers = Vec::new();
    if let Some(key) = key {
        headers.push(("authorization", format!("Bearer {}", key.expose())));
    }
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    let request = Request {
        method,
        address: path.to_owned(),
        headers,
        body: body.map(Value::to_string),
        keepalive: false,
    };
    let Some((head, bytes)) = fetch::whole(&request, PATIENCE).await else {
        return Err(
            "The server could not be reached. Check the connection and try again.".to_owned(),
        );
    };
    if !(200..300).contains(&head.status) {
        return Err(detail(&bytes)
            .unwrap_or_else(|| format!("The server answered with status {}.", head.status)));
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| format!("The server answered something unexpected: {error}."))
}

/// The sentence of an error, or those of each field.
fn detail(bytes: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(bytes).ok()?;
    match answer.get("detail")? {
        Value::String(sentence) => Some(sentence.clone()),
        Value::Array(fields) => {
            let sentences = fields.iter().filter_map(|field| {
                let place: Vec<&str> = field
                    .get("loc")?
                    .as_array()?
                    .iter()
                    .skip(1)
                    .filter_map(Value::as_str)
                    .collect();
                Some(format!(
                    "{}: {}",
                    place.join("."),
                    field.get("msg")?.as_str()?
                ))
            });
            Some(sentences.collect::<Vec<_>>().join(" · "))
        }
        _ => None,
    }
}

/// A token to try a scenario of the account out, for an hour.
pub async fn token(key: &Secret, scenario: &str) -> Result<String, String> {
    let form = AccessTokenForm {
        preview: Some(true),
        ..AccessTokenForm::new(scenario)
    };
    let form = serde_json::to_value(form).map_err(|error| error.to_string())?;
    let minted: AccessToken = ask(
        Some(key),
        "POST",
        "/api/public/scenario-access-token",
        Some(&form),
    )
    .await?;
    Ok(minted.access_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_sentence() {
        let check = |body: &str, wanted: Option<&str>| {
            assert_eq!(detail(body.as_bytes()).as_deref(), wanted, "{body}");
        };
        check(
            r#"{"detail":"No such scenario."}"#,
            Some("No such scenario."),
        );
        check(
            r#"{"detail":[{"loc":["body","name"],"msg":"Field required"},{"loc":["body","a","b"],"msg":"Too long"}]}"#,
            Some("name: Field required · a.b: Too long"),
        );
        check("<html>", None);
        check("{}", None);
    }
}
