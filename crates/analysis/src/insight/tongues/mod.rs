//! The languages conversations are read in, a file each; English is read by rules of its own.

mod ar;
mod de;
mod es;
mod fr;
mod ja;
mod pt;
mod zh;

use vivavoce_text::Language;

use super::tongue::Tongue;

/// `None` for English.
pub(super) fn of(language: Language) -> Option<&'static Tongue> {
    Some(match language {
        Language::English => return None,
        Language::German => &de::TONGUE,
        Language::Spanish => &es::TONGUE,
        Language::French => &fr::TONGUE,
        Language::Portuguese => &pt::TONGUE,
        Language::Arabic => &ar::TONGUE,
        Language::Chinese => &zh::TONGUE,
        Language::Japanese => &ja::TONGUE,
    })
}
