//! Looking into JSON.

use serde_json::Value;

/// Looking into a [`Value`] that may be anything.
pub trait Look {
    /// The member `name`; `null` where there is none or this is no object.
    fn at(&self, name: &str) -> &Value;
    /// A list's values; none where this is no list.
    fn items(&self) -> &[Value];
    /// A whole number from zero on, also where it is written `7.0`.
    fn count(&self) -> Option<u64>;
    /// The text of the member `name`; empty where there is none.
    fn text_at(&self, name: &str) -> String;
    /// `true` where the member `name` is that.
    fn flag_at(&self, name: &str) -> bool;
}

const NULL: &Value = &Value::Null;

impl Look for Value {
    fn at(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(NULL)
    }

    fn items(&self) -> &[Value] {
        self.as_array().map_or(&[], Vec::as_slice)
    }

    fn count(&self) -> Option<u64> {
        let float = || whole(self.as_f64()?)?.try_into().ok();
        self.as_u64().or_else(float)
    }

    fn text_at(&self, name: &str) -> String {
        self.at(name).as_str().unwrap_or_default().to_owned()
    }

    fn flag_at(&self, name: &str) -> bool {
        self.at(name).as_bool().unwrap_or_default()
    }
}

/// `number` where it is whole, and exact in a browser.
pub(super) fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
