//! What is sent to others: webhooks and mail.
//!
//! A parcel is put into the outbox in the transaction that makes it true, so it survives whatever
//! happens next. Every process takes due parcels under a lease, so none is sent by two at once; one
//! that was sent while its process died is sent again, under the same id.

pub mod address;
mod breaker;
mod ceiling;
mod deliver;
mod handle;
pub mod mail;
mod put;
mod recipients;
pub mod report;
mod sent;
pub mod webhook;

pub use deliver::{PAUSES, deliver, settle, take, tidy};
pub use handle::{AT_ONCE, Outbox, Senders};
pub use put::{EVENTS, announce, ceiling, is_put, put, recipient, report};
pub use recipients::count_mail;
pub use sent::Sent;

pub use crate::store::outbox::{MAIL, WEBHOOK};
