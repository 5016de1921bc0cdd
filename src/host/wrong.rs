//! Wrong parameters: what the developer of the page is told of them, once. An element tells it in its
//! page, whichever of its frames found it; without one it goes to our own console.

use serde::Serialize;
use vivavoce_core::config::{Config, Warning};
use vivavoce_core::links::image_source;
use vivavoce_core::query::rejoined;

use crate::browser::{address, host, page};
use crate::session::Session;

/// To an element: a sentence of each.
#[derive(Serialize)]
pub(super) struct Told {
    pub wrong: Vec<String>,
}

/// What is wrong with the address of this page; what an element is to say of it is returned. The token
/// in it may be gone from it by now: who is not let in hears of that elsewhere.
pub(super) fn tell(session: Session) -> Vec<String> {
    let address = address::read();
    let (config, warnings) = Config::parse(&rejoined(&address.query, &address.fragment));
    let is_attribute = host::is_counted();
    let mut wrong: Vec<String> = warnings
        .iter()
        .map(if is_attribute {
            Warning::of_attribute
        } else {
            Warning::to_string
        })
        .collect();
    let hosts = &session.deployment().image_hosts;
    let is_foreign = |given: &String| image_source(given, &address.origin, hosts).is_none();
    if let Some(given) = config.avatar_url.filter(is_foreign) {
        let name = if is_attribute {
            "avatar-url"
        } else {
            "avatarUrl"
        };
        let why =
            ": not shown. Pictures come from this server or the operator's image_hosts, not from ";
        wrong.push([name, why, &given].concat());
    }
    if is_attribute || wrong.is_empty() {
        return wrong;
    }
    // All in one: a host's console is not ours to fill.
    page::warn(&["vivavoce: ", &wrong.join("; ")].concat());
    Vec::new()
}
