//! Plain data, to and from other pages: what JSON can say, as objects.

use js_sys::{Array, JsString, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::{JsCast as _, JsValue};

/// Characters of all texts and names of a message. `session_notes` may carry a page's worth.
const CHARACTERS: u32 = 262_144;
/// Values of a message, all lists and objects included.
const VALUES: u32 = 20_000;
/// Lists and objects within each other.
const DEPTH: u32 = 32;

/// What another page sent, in a copy that has nothing but texts, numbers, flags, nulls, lists and
/// objects, and not much of them.
#[derive(Clone)]
pub struct Plain(JsValue);

impl Plain {
    /// Takes from `value` what is plain. `None` where that is nothing or too much, or where asking for
    /// it throws. It may be cyclic, a Proxy, or a list of four thousand million holes.
    pub(super) fn of(value: &JsValue) -> Option<Plain> {
        let mut copying = Copying {
            list: Reflect::get_prototype_of(&Array::new()).ok()?,
            object: Reflect::get_prototype_of(&Object::new()).ok()?,
            characters: CHARACTERS,
            values: VALUES,
        };
        copying.value(value, DEPTH).ok()?.map(Plain)
    }

    /// To be read by a type.
    pub fn read(&self) -> Deserializer {
        Deserializer::from(self.0.clone())
    }
}

/// `message` as a plain object: no `undefined`, no `Map`.
pub(super) fn object(message: &impl Serialize) -> Option<JsValue> {
    message.serialize(&Serializer::json_compatible()).ok()
}

struct Copying {
    /// The prototypes of lists and objects. What is cloned into this page has those of this page.
    list: Object,
    object: Object,
    /// How much may still come.
    characters: u32,
    values: u32,
}

/// There is too much of it, or it threw.
struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Refused {
        Refused
    }
}

impl Copying {
    /// `None` is what is left out, as JSON does.
    fn value(&mut self, value: &JsValue, depth: u32) -> Result<Option<JsValue>, Refused> {
        self.values = self.values.checked_sub(1).ok_or(Refused)?;
        if value.is_object() {
            return self.inner(value, depth.checked_sub(1).ok_or(Refused)?);
        }
        if let Some(text) = value.dyn_ref::<JsString>() {
            self.text(text)?;
        }
        let is_known = !value.is_undefined() && !value.is_function() && !value.is_symbol();
        Ok(is_known.then(|| value.clone()))
    }

    fn text(&mut self, text: &JsString) -> Result<(), Refused> {
        let left = self.characters.checked_sub(text.length());
        self.characters = left.ok_or(Refused)?;
        Ok(())
    }

    fn inner(&mut self, value: &JsValue, depth: u32) -> Result<Option<JsValue>, Refused> {
        let kind = Reflect::get_prototype_of(value)?;
        if kind == self.list {
            self.list(value, depth).map(Some)
        } else if kind == self.object || kind.is_null() {
            self.object(value, depth).map(Some)
        } else {
            // A map, bytes: of a wrong type, and not absent. A date is the time of something, which
            // is now where it is not said.
            let is_date = value.has_type::<js_sys::Date>();
            Ok((!is_date).then(|| Array::new().into()))
        }
    }

    fn list(&mut self, value: &JsValue, depth: u32) -> Result<JsValue, Refused> {
        let length = Reflect::get(value, &"length".into())?.as_f64();
        let length = length.filter(|length| *length <= f64::from(self.values));
        let list = Array::new();
        for place in 0..length.ok_or(Refused)? as u32 {
            let item = Reflect::get_u32(value, place)?;
            list.push(&self.value(&item, depth)?.unwrap_or(JsValue::NULL));
        }
        Ok(list.into())
    }

    fn object(&mut self, value: &JsValue, depth: u32) -> Result<JsValue, Refused> {
        let names = Reflect::own_keys(value)?;
        if names.length() > self.values {
            return Err(Refused);
        }
        // Without a prototype, `__proto__` is a name like any other.
        let object = Object::<JsValue>::create(JsValue::NULL.unchecked_ref());
        for name in names.iter() {
            let Some(text) = name.dyn_ref::<JsString>() else {
                continue;
            };
            self.text(text)?;
            if let Some(member) = self.value(&Reflect::get(value, &name)?, depth)? {
                Reflect::set(&object, &name, &member)?;
            }
        }
        Ok(object.into())
    }
}
