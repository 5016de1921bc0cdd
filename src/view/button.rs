//! The one kind of button there is.

use std::rc::Rc;

use super::icon::{Icon, icon};
use crate::browser::element::{El, el, react};
use leptos::prelude::untrack;

/// A button as its screen describes it. It is never `disabled`: that would take the focus away
/// from someone at the keyboard. While `inert` it says so and does nothing.
pub struct Button {
    /// Language-free name, part of the contract with host developers' tests.
    control: &'static str,
    class: &'static str,
    label: String,
    icon: Option<Icon>,
    inert: Rc<dyn Fn() -> bool>,
    /// Being inert means that work it began is under way: an arc turns beside its label.
    works: bool,
    /// `None`: it submits the form it stands in.
    press: Option<Box<dyn Fn()>>,
}

impl Button {
    pub fn new(control: &'static str, label: impl Into<String>) -> Button {
        Button {
            control,
            class: "button",
            label: label.into(),
            icon: None,
            inert: Rc::new(|| false),
            works: false,
            press: None,
        }
    }

    pub fn class(mut self, class: &'static str) -> Button {
        self.class = class;
        self
    }

    pub fn icon(mut self, icon: Option<Icon>) -> Button {
        self.icon = icon;
        self
    }

    /// Does nothing while `busy`, and shows why.
    pub fn busy(mut self, busy: impl Fn() -> bool + 'static) -> Button {
        self.works = true;
        self.inert(busy)
    }

    pub fn inert(mut self, inert: impl Fn() -> bool + 'static) -> Button {
        self.inert = Rc::new(inert);
        self
    }

    pub fn press(mut self, press: impl Fn() + 'static) -> Button {
        self.press = Some(Box::new(press));
        self
    }

    pub fn view(self) -> El {
        let Button {
            control,
            class,
            label,
            icon: shape,
            inert,
            works,
            press,
        } = self;
        let button = el("button", class)
            .attr("type", if press.is_none() { "submit" } else { "button" })
            .attr("data-control", control);
        let shown = button.clone();
        let asked = Rc::clone(&inert);
        let spinner = works.then(spinner);
        let button = button
            .children(spinner.clone())
            .children(shape.map(icon))
            .child(el("span", "").text(&label));
        react(move || {
            let inert = inert();
            shown.set("aria-disabled", inert.then_some("true"));
            if let Some(spinner) = &spinner {
                spinner.set("hidden", (!inert).then_some(""));
            }
        });
        button.on("click", move |event| {
            // Asked anew: the attribute follows a moment later.
            if untrack(&*asked) {
                event.prevent_default();
            } else if let Some(press) = &press {
                press();
            }
        })
    }
}

/// Work is under way.
pub fn spinner() -> El {
    el("span", "spinner").attr("aria-hidden", "true")
}
