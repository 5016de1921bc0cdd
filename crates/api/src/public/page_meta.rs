//! The `page_meta` of lists that come in pages.

use vivavoce_client::types as api;
use vivavoce_http::paging::Page;

/// The `page_meta` of a list with `total` items in all.
pub fn page_meta(page: Page, total: u64) -> api::PageMeta {
    let number = u64::try_from(page.number).unwrap_or(1);
    api::PageMeta::of(number, u64::from(page.size()), total)
}
