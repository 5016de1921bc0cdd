//! A field that stands in the served page becomes the view's own: the way that was chosen for a
//! first screen of real HTML (`docs/contributing/widget.md`), tried on the credentials' field.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;
use vivavoce::browser::Element;
use vivavoce::browser::listen::Listener;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::timer::sleep;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlInputElement, Node};

/// What a server would write, as far as it matters here.
fn served() -> (Element, HtmlInputElement) {
    #[allow(
        clippy::disallowed_methods,
        reason = "a test stands outside the widget"
    )]
    let document = web_sys::window().unwrap().document().unwrap();
    let field = document.create_element("div").unwrap();
    field.set_inner_html(
        r#"<label for="name">Name</label><input class="input" id="name" data-control="name"><p>served</p>"#,
    );
    document.body().unwrap().append_child(&field).unwrap();
    let input = field.query_selector("input").unwrap().unwrap();
    (field, input.unchecked_into())
}

/// The field's own part of the view, on the element that stands: leptos' hydration of one element
/// without children, which finds nothing missing because it looks for nothing else.
fn adopt<T: RenderHtml>(view: T, standing: &Element) -> T::State {
    view.hydrate_from::<true>(standing)
}

/// Puts what is new before and after what must not be moved, and takes away what else was served.
fn around(standing: &Element, before: &mut Piece, after: &mut Piece) {
    let parent = standing.parent_element().unwrap();
    let kept: &Node = standing;
    let children = parent.child_nodes();
    let others: Vec<Node> = (0..children.length())
        .filter_map(|at| children.get(at))
        .filter(|child| child != kept)
        .collect();
    for other in others {
        parent.remove_child(&other).unwrap();
    }
    before.mount(&parent, Some(kept));
    after.mount(&parent, None);
}

#[wasm_bindgen_test]
async fn a_field_that_stands_becomes_the_views_own_with_its_caret() {
    any_spawner::Executor::init_wasm_bindgen().ok();
    let (parent, input) = served();
    input.focus().unwrap();
    input.set_value("Anna");
    input.set_selection_range(2, 2).unwrap();
    let left = Rc::new(RefCell::new(0));
    let counted = Rc::clone(&left);
    let _listener = Listener::new(&input, "blur", move |_| *counted.borrow_mut() += 1);

    let owner = Owner::new();
    let value = RwSignal::new(input.value());
    let error = RwSignal::new(String::new());
    let (_own, mut label, mut complaint) = owner.with(|| {
        let wrong = move || error.with(|error| !error.is_empty());
        let own = view! {
            <input
                class="input"
                id="name"
                data-control="name"
                aria-invalid=move || wrong().then_some("true")
                prop:value=value
                on:input:target=move |event| {
                    value.set(event.target().value());
                    error.set(String::new());
                }
            />
        };
        let label = view! { <label for="name">{"Nom"}</label> }.piece();
        let complaint = view! { <p class="error">{error}</p> }.piece();
        (adopt(own, &input), label, complaint)
    });
    around(&input, &mut label, &mut complaint);

    let shown = parent.query_selector("input").unwrap().unwrap();
    assert!(shown == *input.unchecked_ref::<Element>(), "another node");
    assert_eq!(*left.borrow(), 0, "the focus never left it");
    assert_eq!(input.value(), "Anna");
    assert_eq!(input.selection_start().unwrap(), Some(2), "the caret stays");
    assert_eq!(parent.text_content().as_deref(), Some("Nom"));
    // It lives: what is entered is heard, and what changes is shown.
    error.set("Enter a name.".to_owned());
    sleep(0).await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(parent.text_content().as_deref(), Some("NomEnter a name."));
    input.set_value("Annina");
    let entered = web_sys::Event::new("input").unwrap();
    input.dispatch_event(&entered).unwrap();
    sleep(0).await;
    assert_eq!(value.get_untracked(), "Annina");
    assert_eq!(input.get_attribute("aria-invalid"), None);
    value.set("Bea".to_owned());
    sleep(0).await;
    assert_eq!(input.value(), "Bea");
    parent.remove();
}
