//! The server without a socket, as its callers meet it: every API, and what the engine does behind them.

mod ag_ui;
mod agentok;
mod authorization;
mod embed;
mod engine;
mod hosts;
mod openapi;
mod pages;
#[path = "../../../api/src/document/pdf.rs"]
mod pdf;
mod public;
mod refusals;
mod relay;
mod talkio;
mod totebot;
mod tovie;
mod uploads;
