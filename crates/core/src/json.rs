//! JSON as the widget reads and writes it.
//!
//! serde's derived readers would be a third of the widget's bytes: every type brings a parser of
//! its own. Here one parser makes a [`Json`], from which each type picks what it knows. serde stays
//! for the server, which must tell its callers exactly what is wrong; the tests of `wire` hold the
//! two against each other.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Read, parse, parse_bytes, read_bytes};
pub use write::{Object, Write, text};

/// A JSON value. Numbers are all `f64`, as in the browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    #[default]
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    /// In the order given. [`Json::get`] finds the last of a repeated name, as browsers do.
    Object(Vec<(String, Json)>),
}

const NULL: &Json = &Json::Null;

impl Json {
    /// The member `name`; `Null` where there is none or this is no object.
    pub fn get(&self, name: &str) -> &Json {
        match self {
            Json::Object(members) => {
                let found = members.iter().rev().find(|(known, _)| known == name);
                found.map_or(NULL, |(_, value)| value)
            }
            _ => NULL,
        }
    }

    /// Takes the member `name` out; `Null` where there is none.
    pub fn take(&mut self, name: &str) -> Json {
        let Json::Object(members) = self else {
            return Json::Null;
        };
        let found = members.iter_mut().rev().find(|(known, _)| known == name);
        found
            .map(|(_, value)| std::mem::take(value))
            .unwrap_or_default()
    }

    /// The member `name` as a `T`; what it is by default where it is missing or something else.
    pub fn field<T: Read + Default>(&self, name: &str) -> T {
        T::read(self.get(name)).unwrap_or_default()
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number from zero to `most`.
    pub fn as_count(&self, most: f64) -> Option<u64> {
        let number = self.as_number()?;
        (number >= 0.0 && number <= most && number.fract() == 0.0).then_some(number as u64)
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Json::Object(_))
    }

    /// A list's values; none where this is no list.
    pub fn items(&self) -> &[Json] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// An object's members; none where this is no object.
    pub fn members(&self) -> &[(String, Json)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }
}

/// Reads and writes a struct member by member, under the members' own names where no other is
/// given; `read` or `write` in front does only that. What is missing, or of another kind, is what
/// it is by default; a `None` is not written.
macro_rules! members {
    (read $kind:ident { $($member:ident = $name:expr),* $(,)? }) => {
        impl $crate::json::Read for $kind {
            fn read(json: &$crate::json::Json) -> Option<Self> {
                json.is_object().then(|| $kind {
                    $($member: json.field($name),)*
                })
            }
        }
    };
    (write $kind:ident { $($member:ident = $name:expr),* $(,)? }) => {
        impl $crate::json::Write for $kind {
            fn write(&self, out: &mut String) {
                let object = $crate::json::Object::begin(out);
                $(let object = object.with($name, &self.$member);)*
                object.end();
            }
        }
    };
    ($what:ident $kind:ident { $($member:ident),* $(,)? }) => {
        $crate::json::members!($what $kind { $($member = stringify!($member)),* });
    };
    ($kind:ident { $($members:tt)* }) => {
        $crate::json::members!(read $kind { $($members)* });
        $crate::json::members!(write $kind { $($members)* });
    };
}
pub(crate) use members;

/// Reads and writes an enum without data by one word per variant. Another word is unreadable, or
/// the variant after `else`.
macro_rules! words {
    ($kind:ident { $($variant:ident = $word:literal),* $(,)? } $(else $other:ident)?) => {
        impl $crate::json::Read for $kind {
            fn read(json: &$crate::json::Json) -> Option<Self> {
                match json.as_text()? {
                    $($word => Some($kind::$variant),)*
                    $(_ if true => Some($kind::$other),)?
                    _ => None,
                }
            }
        }

        impl $crate::json::Write for $kind {
            fn write(&self, out: &mut String) {
                let word = match self {
                    $($kind::$variant => $word,)*
                };
                $crate::json::Write::write(word, out);
            }
        }
    };
}
pub(crate) use words;
