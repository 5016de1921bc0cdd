//! What is shown; a page or a piece of one a file.

pub mod app;
pub mod bench;
pub mod colour;
pub mod console;
pub mod contrast;
pub mod editor;
pub mod form;
pub mod key;
pub mod keys;
pub mod leaving;
pub mod link;
pub mod picker;
pub mod scenario;
pub mod scenarios;
pub mod session;
pub mod sessions;
pub mod settings;
pub mod stage;
pub mod take;
