//! One page of a long list.

use crate::fields::Fields;

/// Items of one page.
const MOST: i64 = 500;

/// Which page of how many items each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: i64,
    pub limit: i64,
}

impl Page {
    /// `page` from 1, `limit` up to [`MOST`] and 50 unless given.
    pub fn read(fields: &mut Fields<'_>) -> Page {
        Page::read_with(fields, 50)
    }

    /// The same with as many items as a page may hold unless `limit` is given: for lists that had no
    /// pages once, so that who does not page still has nearly all of them.
    pub fn read_full(fields: &mut Fields<'_>) -> Page {
        Page::read_with(fields, MOST)
    }

    fn read_with(fields: &mut Fields<'_>, usual: i64) -> Page {
        Page {
            number: fields.whole("page", 1..=1_000_000).here().unwrap_or(1),
            limit: fields.whole("limit", 1..=MOST).here().unwrap_or(usual),
        }
    }

    pub fn offset(self) -> u64 {
        u64::try_from((self.number - 1) * self.limit).unwrap_or_default()
    }

    pub fn size(self) -> u32 {
        u32::try_from(self.limit).unwrap_or(50)
    }
}
