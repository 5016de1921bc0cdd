//! JSON objects in what a model wrote around them.

use serde_json::{Map, Value};

/// The objects in a text, in order, each whole: fences, words and braces that are none around them are
/// passed over.
pub fn objects(text: &str) -> impl DoubleEndedIterator<Item = Map<String, Value>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (_, candidate) = rest.split_at(at);
        let mut values = serde_json::Deserializer::from_str(candidate).into_iter();
        rest = match values.next() {
            Some(Ok(members)) => {
                found.push(members);
                candidate.get(values.byte_offset()..).unwrap_or_default()
            }
            _ => candidate.get(1..).unwrap_or_default(),
        };
    }
    found.into_iter()
}

/// What `read` makes of the last object it can use: models draft and correct themselves before they
/// answer. The error is that of the last object.
pub fn last<T>(
    text: &str,
    read: impl Fn(Map<String, Value>) -> Result<T, String>,
) -> Result<T, String> {
    let mut problem = None;
    for object in objects(text).rev() {
        match read(object) {
            Ok(value) => return Ok(value),
            Err(error) => problem = problem.or(Some(error)),
        }
    }
    Err(problem.unwrap_or_else(|| "there is no whole JSON object".to_owned()))
}
