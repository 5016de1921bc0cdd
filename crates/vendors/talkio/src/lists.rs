//! Pages of lists.

use super::wire::Page;
use vivavoce_http::fields::Fields;

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// From 1 on.
    pub page: i64,
    /// 10 to 100; fewer are refused, as the vendor does.
    pub limit: i64,
}

impl Wanted {
    /// Notes in `fields` what is out of bounds.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        Wanted {
            page: fields.whole("page", 1..=1_000_000).here().unwrap_or(1),
            limit: fields.whole("limit", 10..=100).here().unwrap_or(10),
        }
    }

    pub fn offset(self) -> i64 {
        (self.page - 1) * self.limit
    }

    /// This page of `total`.
    pub fn of<T>(self, data: Vec<T>, total: i64) -> Page<T> {
        Page {
            data,
            page: self.page,
            limit: self.limit,
            total,
        }
    }
}
