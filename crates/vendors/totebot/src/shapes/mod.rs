//! What this API takes and gives.
//!
//! The vendor's page names the calls, their parameters and the types of stream events; names of
//! members are not public, so these are ours, in the manner of its family (camel case, NestJS errors).

mod figures;
mod records;
mod talk;

pub use figures::*;
pub use records::*;
pub use talk::*;
