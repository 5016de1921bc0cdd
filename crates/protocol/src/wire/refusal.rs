//! What an error's body says to a person.

use serde_json::Value;

use crate::json::Look;

/// The sentence to show of an error's body, `{"detail": "…"}` or, with status 422, a list of
/// `{loc, msg, type}`; empty where it gives none.
pub fn sentence(body: &Value) -> String {
    let detail = body.at("detail");
    if let Some(text) = detail.as_str() {
        return text.to_owned();
    }
    let messages = detail.items().iter().filter_map(|it| it.at("msg").as_str());
    messages.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_gives_its_sentence_in_either_form() {
        for (body, shown) in [
            (json!({"detail": "Too long."}), "Too long."),
            (
                json!({"detail": [{"msg": "One"}, {"loc": []}, {"msg": "Two"}]}),
                "One; Two",
            ),
            (json!({"detail": {}}), ""),
            (json!([]), ""),
        ] {
            assert_eq!(sentence(&body), shown);
        }
    }
}
