//! The custom elements manifest (`custom-elements.json`): what editors and documentation tools read
//! of an element.

use serde_json::{Value, json};
use vivavoce_core::config::DESCRIBED;
use vivavoce_core::config::described::attribute_of;

use super::{about, names, read_as, type_of};

const FLAG: &str = "'true' | 'false' | ''";

/// Attributes that are no parameter of the frame: name, type, property and its type, meaning.
const OWN: [[&str; 5]; 6] = [
    [
        "scenario",
        "string",
        "scenario",
        "string",
        "Id or slug; without one nothing is loaded.",
    ],
    [
        "variant",
        "'full' | 'basic' | 'minimal'",
        "variant",
        "string",
        "How much is shown.",
    ],
    [
        "server",
        "string",
        "server",
        "string",
        "Address of the server; the script's own origin if left out.",
    ],
    [
        "title",
        "string",
        "title",
        "string",
        "Accessible name of the frame.",
    ],
    [
        "auto-height",
        FLAG,
        "autoHeight",
        "boolean",
        "The frame grows and shrinks with its content.",
    ],
    [
        "loading",
        "'eager' | 'lazy'",
        "loading",
        "string",
        "`lazy`: the frame waits until the visitor comes near.",
    ],
];

/// Properties without an attribute: name, type, meaning.
const FIELDS: [[&str; 3]; 3] = [
    [
        "variables",
        "Record<string, string>",
        "Dynamic variables, without the `t_` prefix.",
    ],
    [
        "getToken",
        "(() => string | Promise<string>) | null",
        "Called when a private scenario needs a (new) access token.",
    ],
    [
        "sessionId",
        "string | null",
        "Id of the session under way or last ended; read only.",
    ],
];

/// Commands: name, its parameter and that one's type, meaning.
const METHODS: [[&str; 4]; 11] = [
    ["start", "", "", "As the Start button."],
    ["stop", "", "", "As the End button."],
    ["send", "text", "string", "Sends a message as the visitor."],
    [
        "prefill",
        "text",
        "string",
        "Puts a text into the composer.",
    ],
    [
        "setVariables",
        "values",
        "VivaVoceVariables",
        "Adds or replaces variables of the next session.",
    ],
    [
        "setUser",
        "user",
        "VivaVoceUser",
        "Prefills the dialog; grants nothing.",
    ],
    [
        "setTheme",
        "theme",
        "VivaVoceTheme",
        "Changes the colours at once.",
    ],
    [
        "setAccessToken",
        "token",
        "string",
        "Private access, in answer to `vv-tokenneeded` or ahead of it.",
    ],
    ["getState", "", "", "The phase and its ids."],
    [
        "destroy",
        "",
        "",
        "Ends the session and removes the element.",
    ],
    [
        "sendNotes",
        "notes",
        "VivaVoceNote[]",
        "Tells the agent what the page observed.",
    ],
];

/// Events: name, type, meaning.
const EVENTS: [[&str; 3]; 9] = [
    [
        "vv-start",
        "VivaVoceSessionEvent<'onStart'>",
        "The agent is connected.",
    ],
    [
        "vv-stop",
        "VivaVoceSessionEvent<'onStop'>",
        "The session was ended, or the element left the page during it.",
    ],
    [
        "vv-terminated",
        "VivaVoceSessionEvent<'onTerminated'>",
        "It was ended by force.",
    ],
    [
        "vv-submit",
        "VivaVoceSessionEvent<'onSubmit'>",
        "The submission is stored.",
    ],
    [
        "vv-ready",
        "VivaVoceExtraEvent<'onReady'>",
        "The first screen stands.",
    ],
    [
        "vv-click",
        "VivaVoceExtraEvent<'onClick'>",
        "The visitor's first click or key in the frame.",
    ],
    [
        "vv-error",
        "VivaVoceExtraEvent<'onError', VivaVoceFailure>",
        "Something failed.",
    ],
    [
        "vv-resize",
        "VivaVoceExtraEvent<'onResize', VivaVoceSize>",
        "With `auto-height`: the element has this height now.",
    ],
    [
        "vv-tokenneeded",
        "VivaVoceExtraEvent<'onTokenNeeded'>",
        "A private scenario is locked, or its access ends within a minute.",
    ],
];

/// The whole file.
pub(super) fn written() -> String {
    let class = json!({
        "kind": "class",
        "name": "VivaVoceElement",
        "tagName": "viva-voce",
        "customElement": true,
        "superclass": { "name": "HTMLElement" },
        "description": "A conversation in the page.",
        "attributes": attributes(),
        "members": members(),
        "events": EVENTS.map(|[name, detail, about]| json!({
            "name": name, "type": { "text": format!("CustomEvent<{detail}>") }, "description": about,
        })),
    });
    let manifest = json!({
        "schemaVersion": "1.0.0",
        "modules": [{
            "kind": "javascript-module",
            "path": "viva-voce.js",
            "declarations": [class],
            "exports": [
                { "kind": "js", "name": "VivaVoceElement",
                  "declaration": { "name": "VivaVoceElement", "module": "viva-voce.js" } },
                { "kind": "custom-element-definition", "name": "viva-voce",
                  "declaration": { "name": "VivaVoceElement", "module": "viva-voce.js" } },
            ],
        }],
    });
    format!("{manifest:#}\n")
}

/// Attribute, type, property, its type, default and meaning of each.
fn all() -> impl Iterator<Item = [String; 6]> {
    let own = OWN.map(|[name, kind, field, held, about]| {
        [name, kind, field, held, "", about].map(str::to_owned)
    });
    let parameters = DESCRIBED.iter().filter(|one| one.is_attribute());
    let parameters = parameters.flat_map(|one| {
        names(one).map(move |name| {
            [
                attribute_of(name),
                type_of(one.shape).replace("VivaVoceFlag", FLAG),
                name.to_owned(),
                read_as(one.shape).to_owned(),
                one.default_value().unwrap_or_default().to_owned(),
                about(one, name),
            ]
        })
    });
    own.into_iter().chain(parameters)
}

fn attributes() -> Vec<Value> {
    let made = all().map(|[name, kind, field, _, default, about]| {
        let mut made = json!({
            "name": name, "type": { "text": kind }, "fieldName": field, "description": about,
        });
        if !default.is_empty() {
            made["default"] = json!(format!("'{default}'"));
        }
        made
    });
    made.collect()
}

fn members() -> Vec<Value> {
    let reflected = all().map(|[name, _, field, held, _, about]| {
        json!({
            "kind": "field", "name": field, "type": { "text": held }, "attribute": name,
            "reflects": true, "description": about,
        })
    });
    let fields = FIELDS.map(|[name, held, about]| {
        let mut made = json!({
            "kind": "field", "name": name, "type": { "text": held }, "description": about,
        });
        if name == "sessionId" {
            made["readonly"] = json!(true);
        }
        made
    });
    let methods = METHODS.map(|[name, parameter, kind, about]| {
        let answer = if name == "sendNotes" {
            "void"
        } else {
            "Promise<VivaVoceState>"
        };
        let parameters = match parameter {
            "" => json!([]),
            _ => json!([{ "name": parameter, "type": { "text": kind } }]),
        };
        json!({
            "kind": "method", "name": name, "parameters": parameters,
            "return": { "type": { "text": answer } }, "description": about,
        })
    });
    reflected.chain(fields).chain(methods).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::root;

    /// The types are written by hand; what they have the manifest has.
    #[test]
    fn the_manifest_has_every_event_and_command_of_the_types() {
        let types = std::fs::read_to_string(root().join("host/viva-voce.d.ts")).unwrap();
        let events = types.lines().filter_map(|line| {
            line.trim()
                .strip_prefix("'vv-")?
                .split_once("': CustomEvent<")
        });
        let known = |name: &str| EVENTS.iter().any(|[event, ..]| event[3..] == *name);
        assert_eq!(events.filter(|(name, _)| known(name)).count(), EVENTS.len());
        for [name, ..] in METHODS {
            assert!(types.contains(&format!("\n  {name}(")), "{name}");
        }
        let commands = types
            .lines()
            .filter(|line| line.starts_with("  ") && line.contains("): Promise<VivaVoceState"));
        assert_eq!(commands.count(), METHODS.len() - 1);
    }
}
