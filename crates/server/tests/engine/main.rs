//! The engine as a browser meets it: requests to the router, statuses, JSON and streams.

mod access;
mod agent;
mod bad_input;
mod canary;
mod database;
mod dialect;
mod driver;
mod ending;
mod faults;
mod site;
mod stories;
mod streams;
mod talkio;
mod totebot;
mod tovie;
mod vendors;
