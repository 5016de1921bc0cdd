//! What a dialog says, in the vendor's words.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use vivavoce_protocol::wire::Choice;

use crate::store::{Channel, Happening};
use vivavoce_engine::conversation::{Message, Outcome};

/// What our agents' replies are classed as: they are written, not chosen from a list.
const CLASS: &str = "/Agent";

/// The tools by which an agent asks for a person; their input is the reply's members.
const SWITCHES: [&str; 2] = ["switch", "switch_to_human"];

/// One exchange: what a client asked and what was replied.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    pub client_id: String,
    /// Names the exchange.
    #[schema(example = "aaa99bea-aae1-41d2-aede-76e4f13b0ccc")]
    pub question_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The connection it came by.
    pub cid: Option<String>,
    /// Not of a request that is still to be answered.
    #[schema(required = false)]
    pub data: Data,
    /// UTC, without a zone.
    #[schema(example = "2022-09-28T12:32:13.262")]
    pub timestamp: String,
    /// Clients may not write: there are buttons in the replies, and the channel blocks the form then.
    pub block_form: bool,
}

/// For the description only; what is written is put together below.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Data {
    /// `text`, `buttons`, `inlineButtons` or `switch`.
    pub replies: Vec<Value>,
    /// All texts, separated by blank lines.
    pub answer: String,
    #[schema(example = "/Agent")]
    pub nlp_class: String,
    pub confidence: f64,
    pub new_session_started: bool,
    pub end_session: bool,
    pub debug_data: Vec<Value>,
}

/// What an agent replied.
pub struct Replied {
    pub data: Value,
    /// The buttons that send something: `[{id, text}]`.
    pub choices: Option<Value>,
    /// The reply that asks for a person.
    pub switch: Option<Value>,
}

/// `2022-09-28T12:32:13.262`.
pub fn time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string())
        .unwrap_or_default()
}

/// A time as [`time`] writes it, or with a zone.
pub fn moment(text: &str) -> Option<i64> {
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let plain = || {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    };
    Some(zoned.or_else(plain)?.as_millisecond())
}

/// The replies of `messages`, and what `tools` (name and input) ask for.
pub fn replied(
    messages: &[Message],
    tools: &[(String, String)],
    outcome: &Outcome,
    new_session: bool,
    end_session: bool,
) -> Replied {
    let mut replies = Vec::new();
    let mut texts: Vec<&str> = Vec::new();
    let mut sendable: Vec<&Choice> = Vec::new();
    for message in messages {
        if !message.text.trim().is_empty() {
            texts.push(&message.text);
            replies.push(text(&message.text));
        }
        let (links, buttons): (Vec<&Choice>, Vec<&Choice>) =
            message.choices.iter().partition(|it| it.url.is_some());
        if !buttons.is_empty() {
            let shown: Vec<Value> = buttons
                .iter()
                .map(|it| json!({ "text": it.text }))
                .collect();
            replies.push(json!({ "type": "buttons", "buttons": shown, "state": CLASS }));
            sendable = buttons;
        }
        if !links.is_empty() {
            let shown = links
                .iter()
                .map(|it| json!({ "text": it.text, "url": it.url }));
            let shown: Vec<Value> = shown.collect();
            replies.push(json!({ "type": "inlineButtons", "buttons": shown, "state": CLASS }));
        }
    }
    let switch = tools
        .iter()
        .find(|(name, _)| SWITCHES.contains(&name.as_str()))
        .map(|(_, input)| switch(input));
    replies.extend(switch.clone());
    if let Outcome::Failed(detail) = outcome {
        texts.push(detail);
        replies.push(text(detail));
    }
    let choices = (!sendable.is_empty()).then(|| {
        let pairs = sendable
            .iter()
            .map(|it| json!({ "id": it.id, "text": it.text }));
        Value::Array(pairs.collect())
    });
    let data = data(
        replies,
        &texts.join("\n\n"),
        CLASS,
        new_session,
        end_session,
    );
    Replied {
        data,
        choices,
        switch,
    }
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text, "markup": "markdown", "state": CLASS })
}

/// `class` is empty where it is not the agent who speaks.
fn data(
    replies: Vec<Value>,
    answer: &str,
    class: &str,
    new_session: bool,
    end_session: bool,
) -> Value {
    json!({
        "nlpClass": class,
        "confidence": 1.0,
        "replies": replies,
        "answer": answer,
        "newSessionStarted": new_session,
        "debugData": [],
        "endSession": end_session,
    })
}

/// What a person said, or what the platform says for one.
pub fn persons_words(words: &str) -> Value {
    let replies = match words.trim() {
        "" => Vec::new(),
        _ => vec![json!({ "type": "text", "text": words })],
    };
    data(replies, words, "", false, false)
}

/// Nobody replies: a person reads it, or there was only an event.
pub fn nothing() -> Value {
    data(Vec::new(), "", "", false, false)
}

/// The members of a switch reply, from a tool's input, whatever that is.
fn switch(input: &str) -> Value {
    let given: Value = serde_json::from_str(input).unwrap_or_default();
    let word = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
    let phrases: Vec<&str> = given["closeChatPhrases"]
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    json!({
        "type": "switch",
        "firstMessage": word("firstMessage"),
        "closeChatPhrases": if phrases.is_empty() { vec!["/closeLiveChat"] } else { phrases },
        "appendCloseChatButton": given["appendCloseChatButton"].as_bool().unwrap_or(false),
        "ignoreOffline": given["ignoreOffline"].as_bool().unwrap_or(false),
        "destination": word("destination"),
        "lastMessage": word("lastMessage"),
        "attributes": if given["attributes"].is_object() { given["attributes"].clone() } else { json!({}) },
        "state": CLASS,
    })
}

impl Exchange {
    /// As values, whose numbers have no more digits than those have.
    pub fn members(self) -> BTreeMap<String, Value> {
        let value = |(name, text): (String, Box<RawValue>)| {
            Some((name, serde_json::from_str(text.get()).ok()?))
        };
        self.0.into_iter().filter_map(value).collect()
    }
}

/// What happens when an application saves its state.
pub const STATE: &str = "stateChanged";

/// An exchange as answers, events and the history have it: what [`Envelope`] describes, with the members that
/// were kept of it.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Exchange(BTreeMap<String, Box<RawValue>>);

/// Puts an exchange together.
pub fn written(channel: &Channel, client_id: &str, happening: &Happening) -> Exchange {
    let mut envelope = json!({
        "clientId": client_id,
        "questionId": happening.question_id,
        "cid": Some(&happening.cid).filter(|cid| !cid.is_empty()),
        "timestamp": time(happening.at),
        "blockForm": blocks_form(channel, happening),
    });
    if let (Value::Object(envelope), Value::Object(body)) = (&mut envelope, &happening.body) {
        envelope.extend(body.clone());
    }
    if let Some(status) = &happening.status {
        envelope["status"] = json!(status);
    }
    let mut envelope = exact(&envelope.to_string());
    if happening.kind == STATE {
        // The state's own members stand beside those that every exchange has, as they were saved.
        let mut data = exact(&happening.written).remove("data");
        let mut members = data
            .as_ref()
            .map(|data| exact(data.get()))
            .unwrap_or_default();
        members.extend(exact(&nothing().to_string()));
        data = serde_json::value::to_raw_value(&members).ok();
        envelope.extend(data.map(|data| ("data".to_owned(), data)));
    }
    Exchange(envelope)
}

/// The members of an object, as they are written.
fn exact(object: &str) -> BTreeMap<String, Box<RawValue>> {
    serde_json::from_str(object).unwrap_or_default()
}

/// Clients may not write where there are buttons to answer with, and only there.
fn blocks_form(channel: &Channel, happening: &Happening) -> bool {
    let replies = happening.body["data"]["replies"].as_array();
    let is_button = |reply: &Value| reply["type"] == "buttons";
    channel.block_form && replies.is_some_and(|replies| replies.iter().any(is_button))
}

/// What the channel's webhook is sent: a list of one item.
pub fn webhook_items(channel: &Channel, client_id: &str, happening: &Happening) -> Value {
    json!([{
        "token": channel.token.as_ref().map(|token| token.expose()),
        "clientId": client_id,
        "questionId": happening.question_id,
        "data": happening.body["data"],
        "timestamp": time(happening.at),
        "blockForm": blocks_form(channel, happening),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answers_is_a_button_and_what_leads_elsewhere_an_inline_one() {
        let choice = |id: &str, text: &str, url: Option<&str>| Choice {
            id: id.to_owned(),
            text: text.to_owned(),
            url: url.map(str::to_owned),
        };
        let message = Message {
            text: "Which?".to_owned(),
            choices: vec![
                choice("a", "The red one", None),
                choice("b", "Terms", Some("https://shop.example/terms")),
            ],
            ..Message::default()
        };
        let said = replied(&[message], &[], &Outcome::Finished, false, false);
        assert_eq!(
            said.data["replies"],
            json!([
                { "type": "text", "text": "Which?", "markup": "markdown", "state": CLASS },
                { "type": "buttons", "buttons": [{ "text": "The red one" }], "state": CLASS },
                { "type": "inlineButtons", "state": CLASS,
                    "buttons": [{ "text": "Terms", "url": "https://shop.example/terms" }] },
            ])
        );
        // A link is nothing a client could send.
        assert_eq!(
            said.choices,
            Some(json!([{ "id": "a", "text": "The red one" }]))
        );
    }
}
