//! One page of a long list.

use crate::fields::Fields;

/// Which page of how many items each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: i64,
    pub limit: i64,
}

impl Page {
    /// `page` from 1, `limit` up to 500 and 50 unless given.
    pub fn read(fields: &mut Fields<'_>) -> Page {
        Page::read_of(fields, 50)
    }

    /// The same with another number of items unless `limit` is given.
    pub fn read_of(fields: &mut Fields<'_>, usual: i64) -> Page {
        Page {
            number: fields.whole("page", 1..=1_000_000).here().unwrap_or(1),
            limit: fields.whole("limit", 1..=500).here().unwrap_or(usual),
        }
    }

    pub fn offset(self) -> u64 {
        u64::try_from((self.number - 1) * self.limit).unwrap_or_default()
    }

    pub fn size(self) -> u32 {
        u32::try_from(self.limit).unwrap_or(50)
    }
}
