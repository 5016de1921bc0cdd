//! A query parameter as people and other programs are told of it: form, element, documents.

/// One parameter, from its row in the table.
#[derive(Debug)]
pub struct Described {
    /// As the embed's address has it.
    pub name: &'static str,
    /// Older or shorter names that addresses may carry.
    pub aliases: &'static [&'static str],
    pub shape: Shape,
    /// What brings a changed value to a frame that lives; `None`: it is loaded anew.
    pub live: Option<Live>,
    /// Where the playground's form has it; `None`: nowhere.
    pub form: Option<Field>,
    pub(super) written_default: &'static str,
    pub(super) usually: &'static str,
    pub(super) example: &'static str,
    pub(super) meaning: &'static str,
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Never an attribute, and nothing that a form writes into an address.
    Secret,
    Line,
    /// `true` or `false`.
    Flag,
    /// `true` or `false`; without it neither.
    MaybeFlag,
    Color,
    /// A colour or `transparent`.
    Background,
    /// One of these; the first is the default.
    Choice(&'static [&'static str]),
    /// A name, of which these are known.
    Known(&'static [&'static str]),
    /// Whole and above 0.
    Number,
    /// A name that may be a number.
    Numbered,
    Name,
    /// BCP 47.
    Language,
    Address,
}

/// A command of the element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    SetUser,
    SetTheme,
}

impl Live {
    /// As the element's method is called.
    pub fn command(self) -> &'static str {
        match self {
            Live::SetUser => "setUser",
            Live::SetTheme => "setTheme",
        }
    }
}

/// A place in the playground's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub group: Group,
    pub label: &'static str,
    /// One sentence part more; may be empty.
    pub hint: &'static str,
}

/// A part of the playground's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Accent and background, which have pickers of their own.
    Colour,
    Visitor,
    Look,
    Button,
    Conversation,
    Deployment,
}

impl Described {
    /// What holds where nothing is given, in markdown: a value in backticks, or words, or nothing.
    pub fn usually(&self) -> String {
        match self.shape {
            _ if !self.usually.is_empty() => self.usually.to_owned(),
            Shape::Flag => format!("`{}`", self.written_default),
            Shape::Choice([first, ..]) => format!("`{first}`"),
            _ => String::new(),
        }
    }

    /// The value that need not be written, where it is one.
    pub fn default_value(&self) -> Option<&'static str> {
        match self.shape {
            Shape::Flag => Some(self.written_default),
            Shape::Choice([first, ..]) => Some(first),
            _ => self.usually.strip_prefix('`')?.strip_suffix('`'),
        }
    }

    /// A value that changes something.
    pub fn example(&self) -> &'static str {
        match (self.shape, self.written_default) {
            (Shape::Flag, "true") => "false",
            (Shape::Flag, _) => "true",
            _ => self.example,
        }
    }

    /// What it is for: the beginning of a sentence, in markdown, with links as from `docs/`.
    pub fn meaning(&self) -> String {
        let words = self.meaning.split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    }

    /// The meaning as a sentence without links.
    pub fn sentence(&self) -> String {
        let meaning = self.meaning();
        let text = meaning
            .split_once("; see [")
            .map_or(&*meaning, |(before, _)| before);
        let mut letters = text.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).chain(['.']).collect()
    }

    /// Whether an empty attribute of the element means `true`.
    pub fn is_flag(&self) -> bool {
        matches!(self.shape, Shape::Flag | Shape::MaybeFlag)
    }

    /// Whether the element has an attribute for it.
    pub fn is_attribute(&self) -> bool {
        self.shape != Shape::Secret
    }
}

/// The attribute of `<viva-voce>` that stands for a parameter: `userName` is `user-name`.
pub fn attribute_of(name: &str) -> String {
    let mut attribute = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            attribute.push('-');
        }
        attribute.push(letter.to_ascii_lowercase());
    }
    attribute
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_becomes_a_sentence_without_links() {
        let check = |meaning: &'static str, wanted: &str| {
            let described = Described {
                name: "name",
                aliases: &[],
                shape: Shape::Line,
                live: None,
                form: None,
                written_default: "",
                usually: "",
                example: "",
                meaning,
            };
            assert_eq!(described.sentence(), wanted);
        };
        check(" title,\n up to 120\n", "Title, up to 120.");
        check(
            " as `userName` says; see [b](b.md)\n",
            "As `userName` says.",
        );
        check(" `false` hides it\n", "`false` hides it.");
    }
}
