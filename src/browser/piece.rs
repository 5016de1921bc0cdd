//! A view whose type is forgotten: what components return.
//!
//! `view!` makes a type of every element's shape, and leptos' own erased view (`AnyView`) keeps code
//! for each of them that builds, rebuilds, mounts and unmounts it. A [`Piece`] is built at once, and
//! of its shape only what drops it is kept: where another piece comes in its place, the element is
//! exchanged. `docs/contributing/widget.md` says what that is worth.

use std::any::Any;

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use web_sys::{Element, Node};

/// Elements that stand already, with what keeps them alive.
pub struct Piece(SendWrapper<Built>);

struct Built {
    roots: Vec<Element>,
    /// Effects, listeners and references inside; they end with it.
    _state: Box<dyn Any>,
}

/// A child that comes, goes and changes with what it reads.
pub type Part = Box<dyn FnMut() -> Option<Piece> + Send>;

/// `{part(move || …)}` in place of `{move || …}`: boxed, for leptos makes code for each type of
/// closure and of what it returns.
pub fn part(build: impl FnMut() -> Option<Piece> + Send + 'static) -> Part {
    Box::new(build)
}

/// Builds a view and forgets its type.
pub trait IntoPiece {
    /// Of one element or several; a text, and what comes and goes, stands inside of one.
    fn piece(self) -> Piece;
}

impl<T: Render> IntoPiece for T
where
    T::State: 'static,
{
    fn piece(self) -> Piece {
        let state = self.build();
        Piece(SendWrapper::new(Built {
            roots: state.elements(),
            _state: Box::new(state),
        }))
    }
}

impl Piece {
    /// The first of its elements.
    pub fn root(&self) -> Option<&Element> {
        self.0.roots.first()
    }
}

impl Mountable for Piece {
    fn unmount(&mut self) {
        self.0.roots.iter().for_each(|root| root.remove());
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for root in &self.0.roots {
            parent.insert_before(root, marker).ok();
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.root().and_then(|root| root.parent_element()) else {
            return false;
        };
        child.mount(&parent, self.root().map(AsRef::as_ref));
        true
    }

    fn elements(&self) -> Vec<Element> {
        self.0.roots.clone()
    }
}

impl Render for Piece {
    type State = Piece;

    fn build(self) -> Piece {
        self
    }

    fn rebuild(mut self, state: &mut Piece) {
        state.insert_before_this(&mut self);
        state.unmount();
        *state = self;
    }
}

impl AddAnyAttr for Piece {
    type Output<SomeNewAttr: Attribute> = Piece;

    /// Attributes are set by the component itself.
    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Piece {
        self
    }
}

/// The widget is rendered in browsers only, so there is no HTML to write and none to take over.
impl RenderHtml for Piece {
    type AsyncOutput = Piece;
    type Owned = Piece;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Piece {
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

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _place: &PositionState) -> Piece {
        self
    }

    fn into_owned(self) -> Piece {
        self
    }
}
