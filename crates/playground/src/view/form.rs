//! Fields, choices and buttons.

use std::cell::Cell;

use vivavoce::browser::element::{El, el, react, when_built};

use crate::browser;

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

pub fn button(label: &str, class: &str, mut press: impl FnMut() + 'static) -> El {
    el("button", class)
        .attr("type", "button")
        .text(label)
        .on("click", move |_| press())
}

pub fn text(tag: &str, class: &str, text: &str) -> El {
    el(tag, class).text(text)
}

/// A label above its field, and a hint below it.
pub fn labelled(label: &str, hint: &str, field: El) -> El {
    let id = fresh_id();
    let mut field = field.attr("id", &id);
    let mut all = el("div", "field").child(el("label", "").attr("for", &id).text(label));
    if hint.is_empty() {
        return all.child(field);
    }
    let about = fresh_id();
    field = field.attr("aria-describedby", &about);
    all = all.child(field);
    all.child(el("p", "hint").attr("id", &about).text(hint))
}

/// A text field that follows `value`, and tells what was entered when it is left or on Enter.
pub fn input(
    example: &str,
    value: impl Fn() -> String + 'static,
    mut commit: impl FnMut(String) + 'static,
) -> El {
    let field = el("input", "")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", example);
    let shown = field.clone();
    react(move || browser::set_value(&shown, &value()));
    let entered = field.clone();
    field.on("change", move |_| commit(browser::value(&entered)))
}

/// As [`input`], over several lines.
pub fn area(
    rows: u32,
    value: impl Fn() -> String + 'static,
    mut commit: impl FnMut(String) + 'static,
) -> El {
    let field = el("textarea", "").attr("rows", &rows.to_string());
    let shown = field.clone();
    react(move || browser::set_value(&shown, &value()));
    let entered = field.clone();
    field.on("change", move |_| commit(browser::value(&entered)))
}

/// A box to tick.
pub fn check(
    label: &str,
    hint: &str,
    checked: impl Fn() -> bool + 'static,
    mut set: impl FnMut(bool) + 'static,
) -> El {
    let input = el("input", "").attr("type", "checkbox");
    let shown = input.clone();
    react(move || browser::set_checked(&shown, checked()));
    let ticked = input.clone();
    let input = input.on("change", move |_| set(browser::is_checked(&ticked)));
    let words = el("span", "").text(label);
    let words = if hint.is_empty() {
        words
    } else {
        words.child(text("small", "hint", hint))
    };
    el("label", "check").child(input).child(words)
}

/// One of a few, side by side. `options` are values with their labels.
pub fn segments(
    legend: &str,
    class: &str,
    options: &[(&'static str, &str)],
    chosen: impl Fn() -> String + Clone + 'static,
    choose: impl Fn(&'static str) + Clone + 'static,
) -> El {
    let group = fresh_id();
    let options = options.iter().map(|(value, label)| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", &group)
            .attr("value", value);
        let (shown, chosen, choose, value) =
            (input.clone(), chosen.clone(), choose.clone(), *value);
        react(move || browser::set_checked(&shown, chosen() == value));
        let input = input.on("change", move |_| choose(value));
        el("label", "")
            .child(input)
            .child(el("span", "").text(label))
    });
    el("div", &format!("segments {class}"))
        .attr("role", "radiogroup")
        .attr("aria-label", legend)
        .children(options)
}

/// A list to choose from.
pub fn select(
    options: &[(&str, &str)],
    value: impl Fn() -> String + 'static,
    mut choose: impl FnMut(String) + 'static,
) -> El {
    let options = options
        .iter()
        .map(|(value, label)| el("option", "").attr("value", value).text(label));
    let list = el("select", "").children(options);
    let shown = list.clone();
    react(move || browser::set_value(&shown, &value()));
    let chosen = list.clone();
    list.on("change", move |_| choose(browser::value(&chosen)))
}

/// A part of a form under a heading of its own.
pub fn group(legend: &str) -> El {
    el("fieldset", "").child(el("legend", "").text(legend))
}

/// A sentence about something that went wrong.
pub fn trouble(sentence: &str) -> El {
    el("p", "notice trouble")
        .attr("role", "alert")
        .text(sentence)
}

/// Has the focus once it stands in the page: what was pressed before is gone.
pub fn focused(el: El) -> El {
    let here = el.clone();
    when_built(move || {
        if let Some(html) = here.html() {
            html.focus().ok();
        }
    });
    el
}
