//! What an owner's instructions are read by.

use vivavoce_text::Language;
use vivavoce_text::language;

use super::pack::{Reads, Ways};
use super::packs;

/// The packs that read one owner's texts: the texts' own language, and English, in which many write for a
/// machine.
pub(super) struct Reading {
    language: Language,
    packs: Vec<&'static Reads>,
}

impl Reading {
    /// `spoken` is the conversation's language, which decides where the text does not.
    pub(super) fn of(text: &str, spoken: Language) -> Self {
        let own = language::spoken(text, Some(spoken.tag())).unwrap_or_default();
        let mut packs = vec![&packs::of(own).reads];
        if own != Language::English {
            packs.push(&packs::of(Language::English).reads);
        }
        Self {
            language: own,
            packs,
        }
    }

    /// Whether the owner's language writes no spaces.
    pub(super) fn is_unspaced(&self) -> bool {
        self.language.characters_a_word() > 1
    }

    /// The owner's language first.
    pub(super) fn each(&self) -> impl Iterator<Item = &'static Reads> + '_ {
        self.packs.iter().copied()
    }

    /// The owner's language.
    pub(super) fn own(&self) -> &'static Reads {
        self.packs
            .first()
            .copied()
            .unwrap_or(&packs::of(Language::English).reads)
    }

    pub(super) fn all(&self, of: fn(&Reads) -> Ways) -> impl Iterator<Item = &'static str> + '_ {
        self.each().flat_map(move |reads| of(reads).iter().copied())
    }

    /// Whether any stands in `text`, which is in lower case.
    pub(super) fn finds(&self, text: &str, of: fn(&Reads) -> Ways) -> bool {
        self.all(of).any(|part| text.contains(part))
    }

    /// Whether `text`, which is in lower case, begins with any.
    pub(super) fn begins(&self, text: &str, of: fn(&Reads) -> Ways) -> bool {
        self.all(of).any(|part| text.starts_with(part))
    }
}

/// Whether a mark of the owner's own business stands in `text`, in whichever language: a secret is one in all.
pub(super) fn is_marked(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    Language::ALL
        .into_iter()
        .flat_map(|language| packs::of(language).reads.internal)
        .any(|mark| lower.contains(mark))
}
