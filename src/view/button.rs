//! The one kind of button there is.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A button as its screen describes it. It is never `disabled`: that would take the focus away
/// from someone at the keyboard. While `inert` it says so and does nothing.
pub struct Button {
    /// Language-free name, part of the contract with host developers' tests.
    pub control: &'static str,
    /// Beside `button`.
    pub class: &'static str,
    pub label: String,
    pub icon: Option<Icon>,
    pub inert: Signal<bool>,
    /// Work it began is under way: an arc turns beside its label.
    pub busy: Signal<bool>,
    /// `None`: it submits the form it stands in.
    pub press: Option<Box<dyn Fn()>>,
}

impl Button {
    pub fn new(control: &'static str, label: impl Into<String>) -> Button {
        Button {
            control,
            class: "button",
            label: label.into(),
            icon: None,
            inert: false.into(),
            busy: false.into(),
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
    pub fn busy(mut self, busy: Signal<bool>) -> Button {
        self.busy = busy;
        self.inert = busy;
        self
    }

    pub fn inert(mut self, inert: Signal<bool>) -> Button {
        self.inert = inert;
        self
    }

    pub fn press(mut self, press: impl Fn() + 'static) -> Button {
        self.press = Some(Box::new(press));
        self
    }

    pub fn view(self) -> AnyView {
        let Button {
            control,
            class,
            label,
            icon: shape,
            inert,
            busy,
            press,
        } = self;
        let kind = if press.is_none() { "submit" } else { "button" };
        view! {
            <button
                class=class
                type=kind
                data-control=control
                aria-disabled=move || inert.get().then_some("true")
                on:click=move |event| {
                    if inert.get_untracked() {
                        event.prevent_default();
                    } else if let Some(press) = &press {
                        press();
                    }
                }
            >
                {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
                {shape.map(icon)}
                <span>{label}</span>
            </button>
        }
        .into_any()
    }
}
