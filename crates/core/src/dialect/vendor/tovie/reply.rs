//! One reply of the agent's, of whatever type.
//!
//! Types and fields: the chat API's replies as JAICP and Tovie DialogStudio document them (reaction
//! tags, `JaicpReplies.kt`). An unknown type is passed over; one that lacks what it needs too.

use super::markup::markdown;
use crate::dialect::vendor::{Attachment, Card};
use crate::json::{self, Look, Value};
use crate::links::safe_link;
use crate::wire::Choice;

/// Characters of one text that are shown. The vendor's own limit for a whole answer is 50,000.
const TEXT: usize = 50_000;
/// Buttons of one reply, and cards of one carousel.
const MANY: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    Text(String),
    Attached(Attachment),
    /// Pressing one sends its `id`, or opens its address.
    Choices(Vec<Choice>),
    Carousel {
        text: String,
        cards: Vec<Card>,
    },
    Switch(Switch),
    /// The agent speaks again by itself after so many seconds of silence.
    Timeout(f64),
}

/// The visitor is handed over to a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Switch {
    pub(super) first_message: String,
    /// Any of them, said by the visitor, hands back.
    pub(super) close_phrases: Vec<String>,
    /// The first of them is offered as a button.
    pub(super) offers_close: bool,
    /// Where it is handed to, in the operator's words.
    pub(super) destination: String,
}

impl Reply {
    pub(super) fn read(json: &Value) -> Option<Reply> {
        let text = |name: &str| json.text_at(name);
        match json.at("type").as_str().unwrap_or("text") {
            "text" => said(json).map(Reply::Text),
            "image" => picture(json),
            "audio" => {
                let url = web_address(&first(json, &["audioUrl", "url"]))?;
                let name = first(json, &["audioName", "name", "text"]);
                Some(Reply::Attached(Attachment::Audio { url, name }))
            }
            "file" | "document" | "video" => {
                let url = web_address(&first(json, &["fileUrl", "videoUrl", "url"]))?;
                let name = first(json, &["fileName", "name", "text"]);
                Some(Reply::Attached(Attachment::File { url, name }))
            }
            "buttons" | "inlineButtons" => {
                let buttons = json.at("buttons").items().iter().take(MANY);
                let choices: Vec<Choice> = buttons.filter_map(button).collect();
                (!choices.is_empty()).then_some(Reply::Choices(choices))
            }
            "carousel" => {
                let cards = json.at("content").items().iter().take(MANY);
                Some(Reply::Carousel {
                    text: text("text"),
                    cards: cards.filter_map(card).collect(),
                })
            }
            "switch" => Some(Reply::Switch(Switch {
                first_message: text("firstMessage"),
                close_phrases: json::each(json.at("closeChatPhrases")),
                offers_close: json.flag_at("appendCloseChatButton"),
                destination: text("destination"),
            })),
            "timeout" => Some(Reply::Timeout(
                json.at("interval").as_f64().filter(|it| *it > 0.0)?,
            )),
            // Meant for another channel; what a person can read of it is its text.
            "raw" => said(json.at("body")).map(Reply::Text),
            _ => None,
        }
    }
}

fn said(json: &Value) -> Option<String> {
    let text = json.at("text").as_str().or_else(|| json.as_str())?;
    let text = match json.at("markup").as_str() {
        Some(markup) if markup.eq_ignore_ascii_case("html") => markdown(text),
        _ => text.to_owned(),
    };
    (!text.trim().is_empty()).then(|| capped(text))
}

fn capped(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(TEXT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A picture that may not be fetched leaves its caption.
fn picture(json: &Value) -> Option<Reply> {
    let caption = json.text_at("text");
    match web_address(&first(json, &["imageUrl", "url"])) {
        Some(url) => Some(Reply::Attached(Attachment::Image { url, caption })),
        None => said(json).map(Reply::Text),
    }
}

/// The first of the members that says something.
pub(super) fn first(json: &Value, names: &[&str]) -> String {
    let texts = names.iter().filter_map(|name| json.at(name).as_str());
    let mut texts = texts.filter(|text| !text.trim().is_empty());
    texts.next().unwrap_or_default().to_owned()
}

/// `mailto:` and `tel:` lead nowhere that could be shown or played.
pub(super) fn web_address(address: &str) -> Option<String> {
    safe_link(address).filter(|link| link.starts_with("http"))
}

/// `None` for one without text, and for one that does nothing but lead where no link may.
fn button(json: &Value) -> Option<Choice> {
    let text = match json {
        Value::String(text) => text.clone(),
        _ => first(json, &["text", "title", "name"]),
    };
    let sends = ["callback_data", "callbackData", "payload"];
    let callback = sends.iter().find_map(|name| json.at(name).as_str());
    let given = json.at("url").as_str().filter(|url| !url.is_empty());
    let url = given.and_then(safe_link);
    if text.trim().is_empty() || (given.is_some() && url.is_none() && callback.is_none()) {
        return None;
    }
    Some(Choice {
        id: callback.unwrap_or(&text).to_owned(),
        text,
        url,
    })
}

fn card(json: &Value) -> Option<Card> {
    let given = json.at("url").as_str().filter(|url| !url.is_empty());
    let url = given.and_then(safe_link);
    let refused = given.is_some() && url.is_none();
    let label = first(json, &["btnText", "buttonText"]);
    let button = (!label.trim().is_empty() && !refused).then(|| Choice {
        id: label.clone(),
        text: label,
        url,
    });
    let card = Card {
        title: json.text_at("title"),
        description: json.text_at("description"),
        image: web_address(&first(json, &["image", "imageUrl"])),
        button,
    };
    (card != Card::default()).then_some(card)
}
