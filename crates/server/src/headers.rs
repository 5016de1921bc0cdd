//! The headers of pages and assets.
