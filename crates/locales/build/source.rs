//! Messages as they stand in a Fluent file.

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

/// A message of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub key: String,
    /// The part of the program that it is for: in parentheses after the heading it stands below.
    pub section: String,
    /// What it means to translators.
    pub comment: String,
    pub text: Text,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    Plain(Pieces),
    /// One form for each plural category of the number with this name, in the order they stand.
    Counted(String, Vec<(String, Pieces)>),
}

/// Text and placeholders, in their order.
pub type Pieces = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// `{ $name }`
    Place(String),
}

impl Text {
    /// Every form; one of a plain text.
    pub fn forms(&self) -> Vec<&Pieces> {
        match self {
            Text::Plain(pieces) => vec![pieces],
            Text::Counted(_, forms) => forms.iter().map(|(_, pieces)| pieces).collect(),
        }
    }

    /// The placeholders, each once, the number that decides the form first.
    pub fn places(&self) -> Vec<String> {
        let mut places = Vec::new();
        if let Text::Counted(number, _) = self {
            places.push(number.clone());
        }
        for piece in self.forms().into_iter().flatten() {
            if let Piece::Place(name) = piece
                && !places.contains(name)
            {
                places.push(name.clone());
            }
        }
        places
    }
}

/// The section of what stands below a heading without one.
const FIRST: &str = "words";

/// The messages of a file, or everything that is wrong with it.
pub fn read(file: &str) -> Result<Vec<Message>, Vec<String>> {
    let resource = parser::parse(file).map_err(|(_, errors)| {
        let told = errors.iter().map(|error| {
            let line = file
                .get(..error.pos.start)
                .unwrap_or_default()
                .lines()
                .count();
            format!("line {line}: {error}")
        });
        told.collect::<Vec<_>>()
    })?;
    let mut section = FIRST.to_owned();
    let (mut messages, mut wrong) = (Vec::new(), Vec::new());
    for entry in resource.body {
        match entry {
            Entry::GroupComment(heading) => {
                let heading = heading.content.join(" ");
                let named = heading.strip_suffix(')').and_then(|it| it.rsplit_once('('));
                section = named.map_or(FIRST, |(_, name)| name).to_owned();
            }
            Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let comment = message.comment.map(|it| it.content.join(" "));
                let text = match message.value {
                    _ if !message.attributes.is_empty() => Err("has attributes".to_owned()),
                    Some(pattern) => text(&pattern),
                    None => Err("says nothing".to_owned()),
                };
                match text {
                    Ok(text) => messages.push(Message {
                        key,
                        section: section.clone(),
                        comment: comment.unwrap_or_default(),
                        text,
                    }),
                    Err(what) => wrong.push(format!("{key}: {what}")),
                }
            }
            Entry::Term(term) => wrong.push(format!("-{}: terms are not read", term.id.name)),
            _ => {}
        }
    }
    match wrong.is_empty() {
        true => Ok(messages),
        false => Err(wrong),
    }
}

fn text(pattern: &Pattern<&str>) -> Result<Text, String> {
    let [
        PatternElement::Placeable {
            expression: Expression::Select { selector, variants },
        },
    ] = pattern.elements.as_slice()
    else {
        return pieces(pattern).map(Text::Plain);
    };
    let InlineExpression::VariableReference { id } = selector else {
        return Err("chooses by something else than a number ($name)".to_owned());
    };
    let mut forms = Vec::new();
    for variant in variants {
        let VariantKey::Identifier { name } = &variant.key else {
            return Err("forms are called by plural categories, not by numbers".to_owned());
        };
        if variant.default != (*name == "other") {
            return Err("*[other] is the form where no other fits".to_owned());
        }
        forms.push(((*name).to_owned(), pieces(&variant.value)?));
    }
    Ok(Text::Counted(id.name.to_owned(), forms))
}

fn pieces(pattern: &Pattern<&str>) -> Result<Pieces, String> {
    let mut pieces: Pieces = Vec::new();
    for element in &pattern.elements {
        let piece = match element {
            PatternElement::TextElement { value }
            | PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => {
                if value.chars().any(|it| it.is_control() && it != '\n') {
                    return Err("has a control character".to_owned());
                }
                Piece::Text(value.replace('\n', " "))
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => Piece::Place(id.name.to_owned()),
            PatternElement::Placeable { .. } => {
                return Err("has more in braces than a name ({ $name })".to_owned());
            }
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(more)) => before.push_str(&more),
            (_, piece) => pieces.push(piece),
        }
    }
    Ok(pieces)
}
