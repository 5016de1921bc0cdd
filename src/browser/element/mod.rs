//! Elements as our components build them: leptos views of one type.
//!
//! `view!` makes a type of every element's shape, and code for each type: all of this widget's
//! screens written that way came to 84 kB (brotli), more than half of what a page may weigh
//! altogether. So components are leptos' and are put together by `view!`, while the elements inside
//! them have the one type [`El`], whose reactive parts are boxed closures. An `El` is a view like
//! any other; what it needs ends with the owner it was built under.

use std::borrow::Cow;

use leptos::prelude::{StoredValue, View};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::document;
use super::listen::Listener;

mod live;
mod view;

pub use live::{react, react_later, when_built};

const SVG: &str = "http://www.w3.org/2000/svg";
/// What `keyCode` is while an input method composes, also in browsers that end `isComposing` early.
const COMPOSING: u32 = 229;

/// An element. Outside a browser there is none, and nothing happens.
#[derive(Clone)]
pub struct El(SendWrapper<Option<Element>>);

/// What `view!` makes of a component that is one element.
impl From<View<El>> for El {
    fn from(view: View<El>) -> El {
        view.into_inner()
    }
}

/// An attribute's or a text's value.
pub type Text = Cow<'static, str>;

/// A new element; an empty `class` sets none.
pub fn el(tag: &str, class: &str) -> El {
    let el = El::wrap(document().and_then(|document| document.create_element(tag).ok()));
    if class.is_empty() {
        el
    } else {
        el.attr("class", class)
    }
}

/// A new SVG element.
pub fn svg(tag: &str) -> El {
    El::wrap(document().and_then(|document| document.create_element_ns(Some(SVG), tag).ok()))
}

/// A key that was pressed.
pub struct Key {
    pub name: String,
    pub shift: bool,
    pub alt: bool,
    /// An input method is at work; the key is a part of that.
    pub composing: bool,
}

impl El {
    /// An element that is there already.
    pub fn of(element: Element) -> El {
        El::wrap(Some(element))
    }

    fn wrap(element: Option<Element>) -> El {
        El(SendWrapper::new(element))
    }

    pub fn node(&self) -> Option<&Element> {
        self.0.as_ref()
    }

    pub fn html(&self) -> Option<&HtmlElement> {
        self.0.as_ref()?.dyn_ref()
    }

    pub fn attr(self, name: &str, value: &str) -> El {
        self.set(name, Some(value));
        self
    }

    /// Sets or removes an attribute; touches nothing where that changes nothing.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let Some(element) = &*self.0 else {
            return;
        };
        match value {
            Some(value) if element.get_attribute(name).as_deref() != Some(value) => {
                element.set_attribute(name, value).ok();
            }
            Some(_) => {}
            None => {
                element.remove_attribute(name).ok();
            }
        }
    }

    /// Sets a CSS property through CSSOM, which no content security policy blocks; `None` removes it.
    pub fn set_style(&self, property: &str, value: Option<&str>) {
        let Some(html) = self.html() else {
            return;
        };
        match value {
            Some(value) => {
                html.style().set_property(property, value).ok();
            }
            None => {
                html.style().remove_property(property).ok();
            }
        }
    }

    /// Replaces everything inside by a text.
    pub fn set_text(&self, text: &str) {
        if let Some(element) = &*self.0
            && element.text_content().as_deref() != Some(text)
        {
            element.set_text_content(Some(text));
        }
    }

    /// Adds a text at the end.
    pub fn text(self, text: &str) -> El {
        if let (Some(element), Some(document)) = (&*self.0, document()) {
            element.append_child(&document.create_text_node(text)).ok();
        }
        self
    }

    /// Adds an element at the end.
    pub fn child(self, child: impl Into<El>) -> El {
        self.append(child.into())
    }

    fn append(self, child: El) -> El {
        if let (Some(element), Some(child)) = (&*self.0, &*child.0) {
            element.append_child(child).ok();
        }
        self
    }

    pub fn children(self, children: impl IntoIterator<Item = El>) -> El {
        children.into_iter().fold(self, El::append)
    }

    pub fn remove(&self) {
        if let Some(element) = &*self.0 {
            element.remove();
        }
    }

    /// A field's present text.
    pub fn value(&self) -> String {
        match &*self.0 {
            Some(element) => match element.dyn_ref::<HtmlTextAreaElement>() {
                Some(area) => area.value(),
                None => element
                    .dyn_ref::<HtmlInputElement>()
                    .map(HtmlInputElement::value)
                    .unwrap_or_default(),
            },
            None => String::new(),
        }
    }

    /// Sets a field's text, unless it is that already: that would move the cursor.
    pub fn set_value(&self, value: &str) {
        if self.value() == value {
            return;
        }
        if let Some(element) = &*self.0 {
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(value);
            } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                input.set_value(value);
            }
        }
    }
}

/// What the visitor does.
impl El {
    pub fn on(self, event: &'static str, heard: impl FnMut(Event) + 'static) -> El {
        self.listen(event, Box::new(heard))
    }

    fn listen(self, event: &'static str, heard: Box<dyn FnMut(Event)>) -> El {
        if let Some(element) = &*self.0 {
            StoredValue::new_local(Listener::new(element, event, heard));
        }
        self
    }

    /// A form's, instead of what the browser would do.
    ///
    /// Heard as the click on its submit button, which Enter in a field makes too: a sandboxed frame
    /// without `allow-forms` never sends `submit`.
    pub fn on_submit(self, mut heard: impl FnMut() + 'static) -> El {
        self.listen("submit", Box::new(|event| event.prevent_default()))
            .listen(
                "click",
                Box::new(move |event| {
                    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                    let submits = target
                        .and_then(|target| target.closest("[type=submit]").ok().flatten())
                        .is_some();
                    if submits && !event.default_prevented() {
                        event.prevent_default();
                        heard();
                    }
                }),
            )
    }

    /// A field's new text.
    pub fn on_input(self, mut heard: impl FnMut(String) + 'static) -> El {
        let field = self.clone();
        self.listen("input", Box::new(move |_| heard(field.value())))
    }

    /// `true` from `heard` keeps the browser from doing what it does at that key.
    pub fn on_key(self, mut heard: impl FnMut(Key) -> bool + 'static) -> El {
        self.listen(
            "keydown",
            Box::new(move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let taken = heard(Key {
                    name: key.key(),
                    shift: key.shift_key(),
                    alt: key.alt_key(),
                    composing: key.is_composing() || key.key_code() == COMPOSING,
                });
                if taken {
                    event.prevent_default();
                }
            }),
        )
    }
}
