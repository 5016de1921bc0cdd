//! Screens after the conversation: review, results, thanks.

pub mod report_card;
pub mod results;
pub mod review;
pub mod saved;
pub mod thanks;
