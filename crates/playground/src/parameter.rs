//! The parameters of the embed, as settings somebody can change: one table for the form, the
//! address and the snippets.

use vivavoce_core::config::NAMES;

/// Where a setting stands in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Accent and background, which have pickers of their own.
    Colour,
    Look,
    Button,
    Visitor,
    Conversation,
    Deployment,
}

impl Group {
    /// Those that are plain lists of settings, in the form's order.
    pub const LISTED: [Group; 5] = [
        Group::Visitor,
        Group::Look,
        Group::Button,
        Group::Conversation,
        Group::Deployment,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Group::Colour => "Colours",
            Group::Look => "Title, avatar and footer",
            Group::Button => "Start and stop button",
            Group::Visitor => "Visitor",
            Group::Conversation => "Conversation",
            Group::Deployment => "Language and backend",
        }
    }
}

/// What a setting can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Whole and above 0.
    Number,
    /// `true` or `false`; the value is the default.
    Flag(bool),
    Color,
    /// A colour or `transparent`.
    Background,
    /// One of these; the first is the default.
    Choice(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// As the embed's address has it.
    pub name: &'static str,
    pub label: &'static str,
    /// One sentence part more; may be empty.
    pub hint: &'static str,
    pub group: Group,
    pub kind: Kind,
    /// What a field shows while it is empty.
    pub example: &'static str,
}

const fn of(
    group: Group,
    name: &'static str,
    label: &'static str,
    kind: Kind,
    hint: &'static str,
    example: &'static str,
) -> Parameter {
    Parameter {
        name,
        label,
        hint,
        group,
        kind,
        example,
    }
}

/// Every parameter but the `t_` ones, `scenarioAccessToken` (a secret, which nothing here writes
/// into an address) and `preview` (which is ours).
pub const ALL: [Parameter; 26] = [
    of(
        Group::Colour,
        "color",
        "Accent",
        Kind::Color,
        "Tailwind name, hex or CSS name",
        "violet-500",
    ),
    of(
        Group::Colour,
        "background",
        "Background",
        Kind::Background,
        "Decides light or dark text",
        "by theme",
    ),
    of(
        Group::Colour,
        "theme",
        "Theme",
        Kind::Choice(&["auto", "light", "dark"]),
        "Used where no background is given",
        "",
    ),
    of(
        Group::Visitor,
        "userName",
        "Name",
        Kind::Text,
        "With name and email given, the embed asks for neither",
        "Ada",
    ),
    of(
        Group::Visitor,
        "userEmail",
        "Email",
        Kind::Text,
        "",
        "ada@example.com",
    ),
    of(
        Group::Visitor,
        "promptUserInfo",
        "Ask for name and email",
        Kind::Flag(true),
        "",
        "",
    ),
    of(
        Group::Look,
        "name",
        "Title",
        Kind::Text,
        "Instead of the scenario’s name",
        "Talk to us",
    ),
    of(
        Group::Look,
        "scenarioNameColor",
        "Title’s colour",
        Kind::Color,
        "",
        "slate-900",
    ),
    of(
        Group::Look,
        "showPulse",
        "Pulse around the avatar",
        Kind::Flag(true),
        "",
        "",
    ),
    of(
        Group::Look,
        "hidePoweredBy",
        "Hide the footer line",
        Kind::Flag(false),
        "",
        "",
    ),
    of(Group::Look, "avatarId", "Avatar", Kind::Text, "1 to 5", "3"),
    of(
        Group::Look,
        "avatarUrl",
        "Avatar’s picture",
        Kind::Text,
        "From this server, or from the deployment’s image hosts",
        "/picture.png",
    ),
    of(
        Group::Button,
        "buttonStartLabel",
        "Start label",
        Kind::Text,
        "",
        "Start",
    ),
    of(
        Group::Button,
        "buttonStopLabel",
        "End label",
        Kind::Text,
        "",
        "End",
    ),
    of(
        Group::Button,
        "buttonColor",
        "Colour",
        Kind::Color,
        "",
        "teal-600",
    ),
    of(
        Group::Button,
        "buttonIcon",
        "Icon",
        Kind::Choice(&["", "phone", "mic", "chat", "play"]),
        "",
        "",
    ),
    of(
        Group::Button,
        "buttonOutline",
        "Outline only",
        Kind::Flag(false),
        "",
        "",
    ),
    of(
        Group::Conversation,
        "autoStart",
        "Start without the button",
        Kind::Flag(false),
        "",
        "",
    ),
    of(
        Group::Conversation,
        "transcribe",
        "Keep the transcript after the results",
        Kind::Flag(true),
        "",
        "",
    ),
    of(
        Group::Conversation,
        "maxDuration",
        "Longest duration",
        Kind::Number,
        "Seconds; the scenario’s own limit holds too",
        "600",
    ),
    of(
        Group::Conversation,
        "restoreSession",
        "Session to carry on with",
        Kind::Text,
        "For whoever holds access to it",
        "67bf57183f44cdf6055a8166",
    ),
    of(
        Group::Conversation,
        "skipPrecheck",
        "Skip the microphone check",
        Kind::Flag(false),
        "Concerns voice, which is not there yet",
        "",
    ),
    of(
        Group::Conversation,
        "voice",
        "Voice",
        Kind::Text,
        "Concerns voice, which is not there yet",
        "",
    ),
    of(
        Group::Conversation,
        "languageCode",
        "Language of the conversation",
        Kind::Text,
        "BCP 47",
        "en-GB",
    ),
    of(
        Group::Deployment,
        "lang",
        "Language of the interface",
        Kind::Text,
        "BCP 47; else the browser’s",
        "en",
    ),
    of(
        Group::Deployment,
        "backend",
        "Backend",
        Kind::Text,
        "The name of one that the server is configured with",
        "shop",
    ),
];

/// The older or shorter names that addresses may carry.
const ALIASES: [(&str, &str); 3] = [
    ("bg", "background"),
    ("pulse", "showPulse"),
    ("accent", "languageCode"),
];

impl Parameter {
    pub fn named(name: &str) -> Option<&'static Parameter> {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, meant)| meant);
        ALL.iter().find(|parameter| parameter.name == name)
    }

    /// The value that need not be written.
    pub fn default(&self) -> &'static str {
        match self.kind {
            Kind::Flag(true) => "true",
            Kind::Flag(false) => "false",
            Kind::Choice([first, ..]) => first,
            Kind::Color if self.name == "color" => "violet-500",
            _ => "",
        }
    }

    /// The attribute of `<viva-voce>`: `userName` is `user-name`.
    pub fn attribute(&self) -> String {
        let mut attribute = String::new();
        for letter in self.name.chars() {
            if letter.is_ascii_uppercase() {
                attribute.push('-');
            }
            attribute.push(letter.to_ascii_lowercase());
        }
        attribute
    }
}

/// What of the embed's own parameters is no setting here.
pub fn is_left_out(name: &str) -> bool {
    NAMES.contains(&name) && Parameter::named(name).is_none()
}

#[cfg(test)]
mod tests {
    use vivavoce_core::config::Config;

    use super::*;

    #[test]
    fn every_parameter_of_the_embed_is_a_setting_but_its_secret_and_our_mark() {
        let missing: Vec<_> = NAMES.into_iter().filter(|name| is_left_out(name)).collect();
        assert_eq!(missing, ["scenarioAccessToken", "preview"]);
        for parameter in &ALL {
            assert!(NAMES.contains(&parameter.name), "{}", parameter.name);
        }
    }

    #[test]
    fn a_default_changes_nothing_and_an_example_is_understood() {
        for parameter in &ALL {
            let default = parameter.default();
            if !default.is_empty() && parameter.name != "transcribe" {
                let (config, warnings) = Config::parse(&format!("{}={default}", parameter.name));
                assert_eq!(config, Config::default(), "{}", parameter.name);
                assert!(warnings.is_empty(), "{warnings:?}");
            }
            if !parameter.example.is_empty() && parameter.kind != Kind::Background {
                let (_, warnings) =
                    Config::parse(&format!("{}={}", parameter.name, parameter.example));
                assert!(warnings.is_empty(), "{warnings:?}");
            }
        }
    }

    #[test]
    fn attributes_are_the_names_in_kebab_case() {
        let attribute = |name| Parameter::named(name).unwrap().attribute();
        assert_eq!(attribute("userName"), "user-name");
        assert_eq!(attribute("buttonStartLabel"), "button-start-label");
        assert_eq!(attribute("bg"), "background");
    }
}
