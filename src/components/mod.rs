//! Components that screens share. They know words and elements, and nothing of a conversation.

pub mod avatar;
pub mod button;
pub mod choice;
pub mod effect;
pub mod field;
pub mod focus;
pub mod form;
pub mod icon;
pub mod late;
pub mod show;
pub mod stage;
