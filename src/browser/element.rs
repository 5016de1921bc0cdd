//! Elements as our components build them: leptos views of one type.
//!
//! `view!` makes a type of every element's shape, and code for each type: all of this widget's
//! screens written that way came to 84 kB (brotli), more than half of what a page may weigh
//! altogether. So components are leptos' and are put together by `view!`, while the elements inside
//! them have the one type [`El`], whose reactive parts are boxed closures. An `El` is a view like
//! any other; what it needs ends with the owner it was built under.

use std::borrow::Cow;
use std::collections::BTreeMap;

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::{Effect, Owner, RenderEffect, StoredValue, View, untrack};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast as _;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, Node,
};

use super::document;
use super::listen::Listener;

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

impl Mountable for El {
    fn unmount(&mut self) {
        self.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        if let Some(element) = &*self.0 {
            parent.insert_before(element, marker).ok();
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node().and_then(|element| element.parent_element()) else {
            return false;
        };
        child.mount(&parent, self.node().map(AsRef::as_ref));
        true
    }

    fn elements(&self) -> Vec<Element> {
        self.0.iter().cloned().collect()
    }
}

impl Render for El {
    type State = El;

    fn build(self) -> El {
        self
    }

    fn rebuild(mut self, state: &mut El) {
        state.insert_before_this(&mut self);
        state.unmount();
        *state = self;
    }
}

impl AddAnyAttr for El {
    type Output<SomeNewAttr: Attribute> = El;

    /// Attributes are set by the component itself.
    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> El {
        self
    }
}

/// The widget is rendered in browsers only, so there is no HTML to write and none to take over.
impl RenderHtml for El {
    type AsyncOutput = El;
    type Owned = El;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> El {
        self
    }

    fn to_html_with_buf(
        self,
        _html: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _attributes: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _place: &PositionState) -> El {
        self
    }

    fn into_owned(self) -> El {
        self
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

/// What follows signals.
impl El {
    /// An attribute that is set while there is a value.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<Text> + 'static) -> El {
        let element = self.clone();
        react(move || element.set(name, value().as_deref()));
        self
    }

    /// The text that is all of the element's content.
    pub fn live_text(self, value: impl Fn() -> Text + 'static) -> El {
        let element = self.clone();
        react(move || element.set_text(&value()));
        self
    }

    pub fn live_style(
        self,
        property: &'static str,
        value: impl Fn() -> Option<Text> + 'static,
    ) -> El {
        let element = self.clone();
        react(move || element.set_style(property, value().as_deref()));
        self
    }

    /// Children that are made anew whenever `key` changes, and only then. They stand where they are
    /// added, between what was added before and after them.
    pub fn part<K: PartialEq + 'static>(
        self,
        key: impl Fn() -> K + 'static,
        build: impl Fn(&K) -> Vec<El> + 'static,
    ) -> El {
        let mut last = None;
        self.region(Box::new(move |refill| {
            let now = key();
            if last.as_ref() != Some(&now) {
                refill(&mut || build(&now));
                last = Some(now);
            }
        }))
    }

    /// A child that is there while `shown`.
    pub fn when<V: Into<El>>(
        self,
        shown: impl Fn() -> bool + 'static,
        build: impl Fn() -> V + 'static,
    ) -> El {
        self.part(shown, move |shown| {
            if *shown {
                vec![build().into()]
            } else {
                Vec::new()
            }
        })
    }

    fn region(self, mut step: Box<dyn FnMut(&mut Refill<'_>)>) -> El {
        let Some(parent) = (*self.0).clone() else {
            return self;
        };
        let Some(end) = document().map(|document| document.create_text_node("")) else {
            return self;
        };
        parent.append_child(&end).ok();
        let mut content: Option<(Owner, Vec<El>)> = None;
        // Not the effect's own owner: that is emptied at each run, changed or not.
        let owner = Owner::current();
        react(move || {
            step(&mut |build| {
                if let Some((owner, old)) = content.take() {
                    old.iter().for_each(El::remove);
                    owner.cleanup();
                }
                let inside = child_of(owner.as_ref());
                let fresh = inside.with(|| untrack(&mut *build));
                for node in fresh.iter().filter_map(El::node) {
                    parent.insert_before(node, Some(&end)).ok();
                }
                content = Some((inside, fresh));
            });
        });
        self
    }

    /// One child for each of `rows`, kept for as long as its key is among them. `build` is called
    /// once for each, under an owner that ends with the row.
    pub fn rows<K, T>(
        self,
        rows: impl Fn() -> Vec<(K, T)> + 'static,
        build: impl Fn(K, T) -> El + 'static,
    ) -> El
    where
        K: Ord + Clone + 'static,
        T: 'static,
    {
        let Some(parent) = (*self.0).clone() else {
            return self;
        };
        let owner = Owner::current();
        let mut standing: Vec<(K, El, Owner)> = Vec::new();
        react(move || {
            let wanted = rows();
            // Nearly always rows are added at the end, and all before them stay as they are.
            let same = standing
                .iter()
                .zip(&wanted)
                .take_while(|((old, ..), (new, _))| old == new)
                .count();
            let mut moved: BTreeMap<K, (El, Owner)> = standing
                .drain(same..)
                .map(|(key, element, owner)| (key, (element, owner)))
                .collect();
            let mut place = standing
                .last()
                .and_then(|(_, element, _)| element.node()?.next_sibling())
                .or_else(|| {
                    if standing.is_empty() {
                        parent.first_child()
                    } else {
                        None
                    }
                });
            for (key, row) in wanted.into_iter().skip(same) {
                let (element, owner) = moved.remove(&key).unwrap_or_else(|| {
                    let owner = child_of(owner.as_ref());
                    let element = owner.with(|| untrack(|| build(key.clone(), row)));
                    (element, owner)
                });
                if let Some(node) = element.node() {
                    let node: &Node = node;
                    if place.as_ref() == Some(node) {
                        place = node.next_sibling();
                    } else {
                        parent.insert_before(node, place.as_ref()).ok();
                    }
                }
                standing.push((key, element, owner));
            }
            for (element, owner) in moved.into_values() {
                element.remove();
                owner.cleanup();
            }
        });
        self
    }
}

type Refill<'a> = dyn FnMut(&mut dyn FnMut() -> Vec<El>) + 'a;

fn child_of(owner: Option<&Owner>) -> Owner {
    match owner {
        Some(owner) => owner.with(Owner::new),
        None => Owner::new(),
    }
}

/// Runs now, and again whenever a signal it read has changed, until the present owner ends.
pub fn react(run: impl FnMut() + 'static) {
    react_boxed(Box::new(run));
}

fn react_boxed(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// As [`react`], but first once what is being built stands in the page.
pub fn react_later(run: impl FnMut() + 'static) {
    later_boxed(Box::new(run));
}

fn later_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Runs once what is being built stands in the page, unless it is gone by then.
pub fn when_built(run: impl FnOnce() + 'static) {
    let mut run = Some(run);
    react_later(move || {
        if let Some(run) = run.take() {
            untrack(run);
        }
    });
}
