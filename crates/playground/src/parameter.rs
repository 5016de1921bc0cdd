//! The parameters of the embed, as settings somebody can change: what core's table tells, for the
//! form, the address and the snippets.

use vivavoce_core::config::described::{Described, Field, Group, Live, Shape};
use vivavoce_core::config::{ALIASES, DESCRIBED, NAMES};

/// The parts of the form that are plain lists of settings, in its order.
pub const LISTED: [Group; 5] = [
    Group::Visitor,
    Group::Look,
    Group::Button,
    Group::Conversation,
    Group::Deployment,
];

/// A heading of the form.
pub fn title(group: Group) -> &'static str {
    match group {
        Group::Colour => "Colours",
        Group::Look => "Title, avatar and footer",
        Group::Button => "Start and stop button",
        Group::Visitor => "Visitor",
        Group::Conversation => "Conversation",
        Group::Deployment => "Language and backend",
    }
}

/// A parameter that the form has.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    field: &'static Field,
    described: &'static Described,
}

/// Every parameter but the `t_` ones, `scenarioAccessToken` (a secret, which nothing here writes
/// into an address) and `preview` (which is ours), in the table's order.
pub fn all() -> impl Iterator<Item = Parameter> {
    DESCRIBED.iter().filter_map(|described| {
        let field = described.form.as_ref()?;
        Some(Parameter { field, described })
    })
}

impl Parameter {
    /// By its name, or by an older or shorter one.
    pub fn named(name: &str) -> Option<Parameter> {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name, |(_, meant)| meant);
        all().find(|parameter| parameter.name() == name)
    }

    /// As the embed's address has it.
    pub fn name(&self) -> &'static str {
        self.described.name
    }

    pub fn group(&self) -> Group {
        self.field.group
    }

    pub fn label(&self) -> &'static str {
        self.field.label
    }

    /// One sentence part more; may be empty.
    pub fn hint(&self) -> &'static str {
        self.field.hint
    }

    pub fn shape(&self) -> Shape {
        self.described.shape
    }

    /// Whether a change reaches a frame that lives; a change of anything else loads it anew.
    pub fn restyles(&self) -> bool {
        self.described.live == Some(Live::SetTheme)
    }

    /// The value that need not be written.
    pub fn default(&self) -> &'static str {
        match self.described.shape {
            // Nearly every scenario keeps it, so the box is ticked.
            Shape::MaybeFlag => "true",
            _ => self.described.default_value().unwrap_or_default(),
        }
    }

    /// What a field shows while it is empty: what holds then, or else an example.
    pub fn placeholder(&self) -> String {
        match self.described.usually().replace('`', "").replace('\'', "’") {
            nothing if nothing.is_empty() => self.described.example().to_owned(),
            usually => usually,
        }
    }
}

/// What of the embed's own parameters is no setting here.
pub fn is_left_out(name: &str) -> bool {
    NAMES.contains(&name) && Parameter::named(name).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_of_the_embed_is_a_setting_but_its_secret_and_our_mark() {
        let missing: Vec<_> = NAMES.iter().filter(|name| is_left_out(name)).collect();
        assert_eq!(missing, [&"scenarioAccessToken", &"preview"]);
    }

    #[test]
    fn every_setting_stands_in_a_part_that_the_form_shows() {
        for parameter in all() {
            let group = parameter.group();
            let shown = group == Group::Colour || LISTED.contains(&group);
            assert!(shown, "{}", parameter.name());
        }
    }

    #[test]
    fn a_setting_has_its_older_names_and_shows_what_holds_without_it() {
        let named = |name| Parameter::named(name).unwrap();
        assert_eq!(named("bg").name(), "background");
        assert_eq!(named("bg").placeholder(), "by theme");
        assert_eq!(named("color").placeholder(), "violet-500");
        assert_eq!(named("name").placeholder(), "the scenario’s");
        assert_eq!(named("userName").placeholder(), "Ada");
        assert_eq!(named("pulse").default(), "true");
        assert_eq!(named("theme").default(), "auto");
        assert!(Parameter::named("preview").is_none());
    }
}
