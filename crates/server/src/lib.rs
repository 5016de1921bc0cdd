//! The backend of Viva Voce: scenarios, sessions and their event logs, agents, analysis, and the
//! widget's pages.
//!
//! [`App`] is everything a request may need; [`router`] is the table of contents. A library beside
//! the binary, so that tests run the router in their own process.

use axum::Router;

pub mod agentok;
pub mod agui;
pub mod analyses;
pub mod app;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod conversation;
pub mod cors;
pub mod demos;
pub mod document;
pub mod embed;
pub mod error;
pub mod headers;
mod heavy;
mod hosts;
pub mod ids;
mod in_hand;
pub mod insights;
pub mod keys;
pub mod listen;
pub mod log;
#[cfg(test)]
mod matrix;
pub mod openapi;
pub mod outbox;
pub mod pages;
mod percent;
pub mod proxy;
pub mod public;
pub mod relay;
mod removals;
pub mod runs;
pub mod seed;
pub mod service;
pub mod settings;
pub mod store;
pub mod talkio;
pub mod totebot;
pub mod tovie;
#[cfg(test)]
mod trial;
#[cfg(test)]
mod upgrade_tests;

pub use app::App;
pub use error::ApiError;
pub use settings::Settings;

/// Every route of the server. Call [`App::start`] once beside it, or nothing ends by itself.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(embed::routes(&app))
        .merge(public::routes(&app))
        .merge(agentok::routes(&app))
        .merge(agui::routes(&app))
        .merge(relay::routes(&app))
        .merge(talkio::routes(&app))
        .merge(tovie::routes(&app))
        .merge(openapi::routes(&app))
        .merge(pages::routes(&app))
        .merge(totebot::routes(&app))
        .with_state(app)
}
