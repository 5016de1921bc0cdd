//! Fields, choices and buttons.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::dom;
use vivavoce::browser::events;
use vivavoce::browser::piece::{IntoPiece as _, Part, Piece};
use vivavoce::browser::timer::Timeout;
use vivavoce::components::effect::when_built;

use crate::site::Loaded;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An id no other element has.
pub fn fresh_id() -> String {
    LAST.with(|last| {
        last.set(last.get() + 1);
        format!("f{}", last.get())
    })
}

#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(default = "quiet")] class: &'static str,
    /// What assistive technology calls it, where that is not its label.
    #[prop(optional, into)]
    name: Option<String>,
    /// It stays as it was pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What it opens is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    #[prop(optional)] disabled: bool,
    /// Has the focus once it stands in the page: what was pressed before is gone.
    #[prop(optional)]
    focused: bool,
    #[prop(into)] press: UnsyncCallback<()>,
) -> Piece {
    let button = NodeRef::<html::Button>::new();
    if focused {
        when_built(move || {
            if let Some(button) = button.get_untracked() {
                dom::focus(&button);
            }
        });
    }
    view! {
        <button
            type="button"
            class=class
            node_ref=button
            disabled=disabled
            aria-label=name
            aria-pressed=move || pressed.map(|it| it.get().to_string())
            aria-expanded=move || expanded.map(|it| it.get().to_string())
            on:click=move |_| press.run(())
        >
            {label}
        </button>
    }
    .piece()
}

/// What sends the form it stands in; not while it is `busy`.
#[component]
pub fn Submit(label: &'static str, busy: RwSignal<bool>) -> Piece {
    view! {
        <button type="submit" class="button" disabled=move || busy.get()>
            {label}
        </button>
    }
    .piece()
}

/// A form that we send ourselves.
#[component]
pub fn Form<C: IntoView + 'static>(
    class: &'static str,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(into)] send: UnsyncCallback<()>,
    children: TypedChildren<C>,
) -> Piece {
    view! {
        <form
            class=class
            aria-label=label
            on:submit=|event| event.prevent_default()
            on:click=move |event| {
                if events::submits(&event) {
                    send.run(());
                }
            }
        >
            {children.into_inner()()}
        </form>
    }
    .piece()
}

/// A label above its field, and a hint below it. `field` is given the ids it is to have: its own, and
/// that of what describes it.
#[component]
pub fn Labelled(
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    field: Box<dyn FnOnce(String, Option<String>) -> Piece>,
) -> Piece {
    let id = fresh_id();
    let about = (!hint.is_empty()).then(fresh_id);
    let explained = about.clone().map(|about| {
        view! { <p class="hint" id=about>{hint}</p> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {field(id, about)}
            {explained}
        </div>
    }
    .piece()
}

/// When a field tells what is in it; each does when it is left, and on Enter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tells {
    #[default]
    WhenLeft,
    /// With each letter.
    AtOnce,
    /// Also when nothing was typed for a moment.
    AfterAPause,
}

/// Milliseconds without a letter.
const PAUSE: u64 = 300;

/// What is done with the text of a field while it is typed, and, with `true`, when it is left.
fn telling(tells: Tells, commit: UnsyncCallback<(String,)>) -> impl Fn(String, bool) + 'static {
    let waiting = StoredValue::new_local(None::<Timeout>);
    move |text: String, is_left: bool| {
        let later = || {
            Timeout::new(PAUSE, {
                let text = text.clone();
                move || commit.run((text.clone(),))
            })
        };
        let next = (!is_left && tells == Tells::AfterAPause).then(later);
        // The one before it is stopped so.
        waiting.try_set_value(next);
        if is_left || tells == Tells::AtOnce {
            commit.run((text,));
        }
    }
}

/// A text field that follows `value`.
#[component]
pub fn Input(
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] example: String,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] required: bool,
    /// Digits alone.
    #[prop(optional)]
    numeric: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] tells: Tells,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] commit: UnsyncCallback<(String,)>,
) -> Piece {
    let tell = Rc::new(telling(tells, commit));
    let left = Rc::clone(&tell);
    let field = Box::new(move |id: String, about: Option<String>| {
        view! {
            <input
                type=kind
                id=id
                class=class
                aria-describedby=about
                autocomplete="off"
                spellcheck="false"
                placeholder=example
                inputmode=numeric.then_some("numeric")
                required=required
                prop:value=value
                on:input:target=move |event| tell(event.target().value(), false)
                on:change:target=move |event| left(event.target().value(), true)
            />
        }
        .piece()
    });
    view! { <Labelled label hint field/> }.into_inner()
}

/// As [`Input`], over several lines.
#[component]
pub fn Area(
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    rows: u32,
    #[prop(optional)] required: bool,
    /// No prose: nobody is to correct it.
    #[prop(optional)]
    code: bool,
    #[prop(optional)] tells: Tells,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] commit: UnsyncCallback<(String,)>,
) -> Piece {
    let tell = Rc::new(telling(tells, commit));
    let left = Rc::clone(&tell);
    let field = Box::new(move |id: String, about: Option<String>| {
        view! {
            <textarea
                id=id
                aria-describedby=about
                rows=rows
                required=required
                spellcheck=code.then_some("false")
                class:code-field=code
                prop:value=value
                on:input:target=move |event| tell(event.target().value(), false)
                on:change:target=move |event| left(event.target().value(), true)
            ></textarea>
        }
        .piece()
    });
    view! { <Labelled label hint field/> }.into_inner()
}

/// A value and its label.
pub type Choice = (&'static str, &'static str);

/// A list to choose from.
#[component]
pub fn Select(
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    options: Vec<Choice>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] choose: UnsyncCallback<(String,)>,
) -> Piece {
    let options: Vec<Piece> = options
        .into_iter()
        .map(|(word, label)| {
            let chosen = move || value.with(|value| value == word);
            view! { <option value=word prop:selected=chosen>{label}</option> }.piece()
        })
        .collect();
    let field = Box::new(move |id: String, about: Option<String>| {
        view! {
            <select
                id=id
                aria-describedby=about
                on:change:target=move |event| choose.run((event.target().value(),))
            >
                {options}
            </select>
        }
        .piece()
    });
    view! { <Labelled label hint field/> }.into_inner()
}

/// A box to tick.
#[component]
pub fn Check(
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] set: UnsyncCallback<(bool,)>,
) -> Piece {
    let hint = (!hint.is_empty()).then(|| view! { <small class="hint">{hint}</small> });
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=checked
                on:change:target=move |event| set.run((event.target().checked(),))
            />
            <span>{label} {hint}</span>
        </label>
    }
    .piece()
}

/// One of a few, side by side.
#[component]
pub fn Segments(
    legend: &'static str,
    #[prop(optional)] class: &'static str,
    options: Vec<Choice>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] choose: UnsyncCallback<(&'static str,)>,
) -> Piece {
    let group = fresh_id();
    let options: Vec<Piece> = options
        .into_iter()
        .map(|(word, label)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=group.clone()
                        value=word
                        prop:checked=move || chosen.with(|chosen| chosen == word)
                        on:change=move |_| choose.run((word,))
                    />
                    <span>{label}</span>
                </label>
            }
            .piece()
        })
        .collect();
    view! {
        <div class=["segments ", class].concat() role="radiogroup" aria-label=legend>
            {options}
        </div>
    }
    .piece()
}

/// A sentence about something that went wrong.
#[component]
pub fn Trouble(sentence: String) -> Piece {
    view! { <p class="notice trouble" role="alert">{sentence}</p> }.piece()
}

/// The same, while there is one.
pub fn problem(sentence: RwSignal<String>) -> Part {
    Box::new(move || {
        let sentence = sentence.get();
        (!sentence.is_empty()).then(|| view! { <Trouble sentence/> }.into_inner())
    })
}

/// What was asked for, as `show` shows it; until then that it is coming, or why it is not, below
/// `title` where there is one.
pub fn asked_for<T: Clone + Send + Sync + 'static>(
    loaded: RwSignal<Loaded<T>>,
    title: Option<&'static str>,
    show: impl Fn(T) -> Piece + Send + 'static,
) -> Part {
    Box::new(move || {
        Some(match loaded.get() {
            Loaded::Loading => view! { <p class="hint">{"Loading …"}</p> }.piece(),
            Loaded::Failed(sentence) => {
                let title = title.map(|title| view! { <h1>{title}</h1> });
                view! { <div>{title} <Trouble sentence/></div> }.piece()
            }
            Loaded::Ready(value) => untrack(|| show(value)),
        })
    })
}
