//! Screens after the conversation: review, results, thanks.

mod numbers;
pub mod report_card;
pub mod results;
pub mod review;
pub mod saved;
pub mod thanks;

use vivavoce_locales::widget::After;

use crate::here::here;

/// What these screens say beside the words of every page.
fn words() -> After {
    After::of(here().words.lines)
}
