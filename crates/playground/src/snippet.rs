//! What a site owner pastes: the embed in three forms, what listens to it, the headers the page
//! around it needs, and, for a private scenario, what mints its tokens on the owner's server.
//!
//! No secret ever stands in a snippet: a private scenario's has a placeholder, or asks the owner's
//! own server.

use std::collections::BTreeMap;

use vivavoce_core::address::Style;
use vivavoce_core::config::Background;
use vivavoce_core::config::described::attribute_of;
use vivavoce_core::wire::Variables;

use crate::state::{Form, State, height};

/// What stands where a token belongs.
pub const PLACEHOLDER: &str = "ACCESS_TOKEN";

/// What to write a snippet for.
pub struct Integration<'a> {
    /// Where the embed is served from, without a slash at the end.
    pub origin: &'a str,
    pub state: &'a State,
    /// The scenario opens by an access token only.
    pub private: bool,
}

/// One thing to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it belongs, in a few words.
    pub title: &'static str,
    pub about: String,
    pub text: String,
}

/// Everything an owner needs, the embed itself first.
pub fn parts(integration: &Integration<'_>) -> Vec<Part> {
    let mut parts = match integration.state.form {
        Form::Iframe => vec![
            Part {
                title: "In the page",
                about: iframe_note(integration),
                text: iframe(integration),
            },
            Part {
                title: "In its script",
                about: "Hears what the conversation tells the page.".to_owned(),
                text: listener(integration),
            },
        ],
        Form::Tag => vec![
            Part {
                title: "In the page",
                about: "The element makes the frame, and speaks with it.".to_owned(),
                text: tag(integration),
            },
            Part {
                title: "In its script",
                about: "Events, and commands that are promises.".to_owned(),
                text: tag_script(integration),
            },
        ],
        Form::React => vec![Part {
            title: "As a component",
            about: format!(
                "For React 18 and later: npm install {}/viva-voce.tgz. Types for the templates of Vue \
                     and Svelte are in the same package.",
                integration.origin
            ),
            text: react(integration),
        }],
    };
    parts.push(Part {
        title: "Headers of that page",
        about: "Only where it sends these headers already: add what stands here to them."
            .to_owned(),
        text: headers(integration),
    });
    if integration.private {
        parts.push(Part {
            title: "On your server",
            about: "Mints a token for one page view. The key stays in its environment.".to_owned(),
            text: server(integration),
        });
    }
    parts
}

fn iframe_note(integration: &Integration<'_>) -> String {
    if integration.private {
        format!(
            "Your server writes a fresh token in the place of {PLACEHOLDER} at every page view. \
             Behind the #, it reaches no log; the embed takes it out of its address at once."
        )
    } else {
        "Paste it where the conversation belongs.".to_owned()
    }
}

fn title(state: &State) -> String {
    state
        .settings
        .get("name")
        .cloned()
        .unwrap_or_else(|| "Conversation".to_owned())
}

fn iframe(integration: &Integration<'_>) -> String {
    let Integration {
        origin,
        state,
        private,
    } = integration;
    let mut src = format!("{origin}{}", state.address());
    if *private {
        src += &format!("#scenarioAccessToken={PLACEHOLDER}");
    }
    // A frame shows what is behind it only where both pages agree on the scheme.
    let scheme = match state.config().0.background {
        Background::Transparent => "; color-scheme: normal",
        _ => "",
    };
    format!(
        "<iframe\n  src=\"{}\"\n  title=\"{}\"\n  width=\"100%\"\n  height=\"{}\"\n  \
         style=\"border: 0{scheme}\"\n  allow=\"microphone; screen-wake-lock\"\n  \
         referrerpolicy=\"strict-origin\"\n></iframe>",
        attribute(&src),
        attribute(&title(state)),
        height(state.style),
    )
}

fn listener(integration: &Integration<'_>) -> String {
    format!(
        "addEventListener('message', (message) => {{\n  \
         if (message.origin !== {}) return;\n  \
         const {{ event, sessionId, timestamp }} = message.data ?? {{}};\n  \
         switch (event) {{\n    \
         case 'onStart':      // the agent is connected\n    \
         case 'onStop':       // ended by the visitor or the agent\n    \
         case 'onTerminated': // ended by force: time was up, or contact was lost\n    \
         case 'onSubmit':     // stored; results can be fetched\n      \
         console.log(event, sessionId, new Date(timestamp));\n  }}\n}});",
        script_text(integration.origin),
    )
}

/// Attributes of the element, in the form's order. `None` for a variable: attributes cannot carry
/// all of their names, so they are set by script.
fn attributes(state: &State) -> (Vec<(String, String)>, Option<Variables>) {
    let mut attributes = vec![("scenario".to_owned(), state.scenario.clone())];
    if state.style != Style::Full {
        attributes.push(("variant".to_owned(), state.style.as_str().to_owned()));
    }
    for (name, value) in state.given() {
        attributes.push((attribute_of(&name), value));
    }
    let variables = state.filled();
    // HTML makes all letters of an attribute's name small.
    let plain = |name: &String| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
    };
    if variables.keys().all(plain) {
        let named = variables
            .into_iter()
            .map(|(name, value)| (format!("t_{name}"), value));
        attributes.extend(named);
        (attributes, None)
    } else {
        (attributes, Some(variables))
    }
}

fn tag(integration: &Integration<'_>) -> String {
    let Integration { origin, state, .. } = integration;
    let (attributes, _) = attributes(state);
    let lines: String = attributes
        .iter()
        .map(|(name, value)| format!("\n  {name}=\"{}\"", attribute(value)))
        .collect();
    format!(
        "<script type=\"module\" src=\"{}/viva-voce.js\" crossorigin></script>\n\
         <viva-voce{lines}\n  style=\"height: {}px\"\n></viva-voce>",
        attribute(origin),
        height(state.style),
    )
}

fn tag_script(integration: &Integration<'_>) -> String {
    let mut script = "const talk = document.querySelector('viva-voce');\n".to_owned();
    if integration.private {
        script += "// Called when a token is needed, and again before it ends.\n\
                   talk.getToken = async () => (await fetch('/conversation-token')).text();\n";
    }
    if let (_, Some(variables)) = attributes(integration.state) {
        script += &format!("talk.variables = {};\n", object(&variables, "  ", ""));
    }
    script
        + "talk.addEventListener('vv-submit', ({ detail }) => {\n  \
           console.log('submitted', detail.sessionId, new Date(detail.timestamp));\n});\n\
           // talk.start(), talk.send('Hello'), talk.setTheme({ color: 'teal-500' }) …"
}

fn react(integration: &Integration<'_>) -> String {
    let Integration {
        origin,
        state,
        private,
    } = integration;
    let mut props = vec![("server".to_owned(), (*origin).to_owned())];
    props.push(("scenario".to_owned(), state.scenario.clone()));
    if state.style != Style::Full {
        props.push(("variant".to_owned(), state.style.as_str().to_owned()));
    }
    props.extend(state.given());
    let mut lines: String = props
        .iter()
        .map(|(name, value)| format!("\n      {name}={{{}}}", script_text(value)))
        .collect();
    let variables = state.filled();
    if !variables.is_empty() {
        lines += &format!(
            "\n      variables={{{}}}",
            object(&variables, "        ", "      ")
        );
    }
    if *private {
        lines +=
            "\n      getToken={() => fetch('/conversation-token').then((answer) => answer.text())}";
    }
    format!(
        "import {{ VivaVoce }} from 'viva-voce/react';\n\n\
         export function Conversation() {{\n  \
         return (\n    <VivaVoce{lines}\n      \
         style={{{{ height: {} }}}}\n      \
         onSubmit={{({{ sessionId }}) => console.log('submitted', sessionId)}}\n    />\n  );\n}}",
        height(state.style),
    )
}

/// The lines of a Content-Security-Policy and a Permissions-Policy the page around needs.
fn headers(integration: &Integration<'_>) -> String {
    let Integration { origin, state, .. } = integration;
    let policy = match state.form {
        // The component is part of the page's own scripts.
        Form::Iframe | Form::React => format!("frame-src {origin}"),
        Form::Tag => format!("script-src 'self' {origin}; frame-src {origin}"),
    };
    format!(
        "Content-Security-Policy: {policy}\n\
         Permissions-Policy: microphone=(self \"{origin}\"), screen-wake-lock=(self \"{origin}\")"
    )
}

/// For Node, which needs no package for it.
fn server(integration: &Integration<'_>) -> String {
    let Integration { origin, state, .. } = integration;
    let used = match state.form {
        Form::Iframe => format!(
            "// In the page's template: html.replace('{PLACEHOLDER}', await conversationToken())"
        ),
        Form::Tag | Form::React => "// GET /conversation-token, for visitors who may talk:\n\
             // response.end(await conversationToken())"
            .to_owned(),
    };
    format!(
        "// VIVAVOCE_API_KEY is one of the keys at {origin}/keys\n\
         async function conversationToken() {{\n  \
         const answer = await fetch({}, {{\n    \
         method: 'POST',\n    \
         headers: {{\n      \
         Authorization: `Bearer ${{process.env.VIVAVOCE_API_KEY}}`,\n      \
         'Content-Type': 'application/json',\n    }},\n    \
         body: JSON.stringify({{ scenario_id: {}, valid_for_hours: 1 }}),\n  }});\n  \
         if (!answer.ok) throw new Error((await answer.json()).detail);\n  \
         return (await answer.json()).access_token;\n}}\n{used}",
        script_text(&format!("{origin}/api/public/scenario-access-token")),
        script_text(&state.scenario),
    )
}

/// For an attribute in double quotes.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A text as JavaScript writes it, also inside a page's script.
fn script_text(text: &str) -> String {
    let mut out = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter if letter.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out + "'"
}

/// An object of texts, a member a line.
fn object(members: &BTreeMap<String, String>, inner: &str, outer: &str) -> String {
    let lines: String = members
        .iter()
        .map(|(name, value)| format!("{inner}{}: {},\n", script_text(name), script_text(value)))
        .collect();
    format!("{{\n{lines}{outer}}}")
}

#[cfg(test)]
#[path = "snippet/tests.rs"]
mod tests;
