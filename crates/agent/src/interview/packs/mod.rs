//! The languages interviews are held in, a file each.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;
mod pt;
mod zh;

use vivavoce_text::Language;

use super::pack::Pack;

/// The pack of a language.
pub(super) fn of(language: Language) -> &'static Pack {
    match language {
        Language::English => &en::PACK,
        Language::German => &de::PACK,
        Language::Spanish => &es::PACK,
        Language::French => &fr::PACK,
        Language::Portuguese => &pt::PACK,
        Language::Arabic => &ar::PACK,
        Language::Chinese => &zh::PACK,
        Language::Japanese => &ja::PACK,
    }
}
