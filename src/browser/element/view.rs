//! An element as leptos sees it: a view that is its own state.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use web_sys::{Element, Node};

use super::El;

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
