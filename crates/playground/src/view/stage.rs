//! The embed, live, as wide as it will be.

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::listen::Listener;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::{fetch, task};
use vivavoce::components::effect;
use vivavoce_core::config::Background;
use vivavoce_core::config::described::attribute_of;

use super::console::{self, Line};
use super::form::{Button, Segments};
use crate::api;
use crate::bench::Bench;
use crate::browser::Tag;
use crate::parameter::{self, Parameter};
use crate::preview::{Preview, Shape, Step, step};
use crate::state::{State, Width, height};

/// CSS pixels of room that are too few to show a wide page in.
const SMALL: f64 = 480.0;
/// Milliseconds a conversation may take to end before the next begins.
const FAREWELL: u64 = 1_500;
const EVENTS: [&str; 9] = [
    "vv-ready",
    "vv-click",
    "vv-start",
    "vv-stop",
    "vv-terminated",
    "vv-submit",
    "vv-error",
    "vv-resize",
    "vv-tokenneeded",
];

#[component]
pub fn Stage(bench: Bench) -> Piece {
    let room = NodeRef::<html::Div>::new();
    let screen = NodeRef::<html::Div>::new();
    let ruler = NodeRef::<html::Div>::new();
    // What there is for the frame.
    let space = RwSignal::new((0.0, 0.0));
    let measure = move || {
        if let (Some(room), Some(ruler)) = (room.get_untracked(), ruler.get_untracked()) {
            let (width, height) = (room.client_width(), ruler.client_height());
            space.try_set((f64::from(width), f64::from(height)));
        }
    };
    StoredValue::new_local(Listener::on_window("resize", move |_| measure()));
    // Also when it shows another line of its own.
    effect::later(move || {
        bench.is_waiting.track();
        measure();
    });
    show(bench, screen);
    // As wide as asked for, and made smaller where this page is narrower; as high as it is made for,
    // and less where it would not stay in sight.
    let size = Memo::new(move |_| {
        let (width, tall) = bench
            .state
            .with(|state| (state.width.pixels(), height(state.style)));
        let (room, most) = space.get();
        // Nobody reads a page at a quarter of its size: on a phone it is a phone's.
        let width = if room > 0.0 && room < SMALL {
            f64::from(width).min(room)
        } else {
            f64::from(width)
        };
        let share = if room > 0.0 {
            (room / width).min(1.0)
        } else {
            1.0
        };
        let tall = f64::from(tall);
        let tall = if most > 0.0 {
            tall.min(most / share)
        } else {
            tall
        };
        (width, tall, share)
    });
    let pixels = |number: f64| format!("{number}px");
    let is_transparent = move || {
        let config = bench.state.with(|state| state.config().0);
        (config.background == Background::Transparent).then_some("transparent")
    };
    let held = move || {
        let is_held = bench.is_waiting.get() && bench.chosen.with(Option::is_some);
        is_held.then(|| view! { <Held bench/> })
    };
    let waits = Memo::new(move |_| {
        if bench.has_begun.get() {
            return None;
        }
        bench.chosen.with(|known| match known {
            None => Some("The preview appears once a scenario is chosen."),
            Some(known) if known.private && !known.own => {
                Some("This scenario is private. Enter an API key of its account to try it.")
            }
            Some(_) => None,
        })
    });
    let why = move || Some(view! { <p class="empty">{waits.get()?}</p> }.piece());
    view! {
        <section class="stage" id="preview" aria-label="Live preview">
            <Bar bench/>
            <div role="status">{held}</div>
            <div class="ruler" node_ref=ruler aria-hidden="true"></div>
            {why}
            <div class="room" node_ref=room data-background=is_transparent>
                <div
                    class="scaled"
                    style=("width", move || pixels(size.get().0 * size.get().2))
                    style=("height", move || pixels(size.get().1 * size.get().2))
                >
                    <div
                        class="screen"
                        node_ref=screen
                        style=("width", move || pixels(size.get().0))
                        style=("height", move || pixels(size.get().1))
                        style=("transform", move || format!("scale({})", size.get().2))
                    ></div>
                </div>
            </div>
        </section>
    }
    .piece()
}

/// What was changed while somebody talks, and the way to have it.
#[component]
fn Held(bench: Bench) -> Piece {
    view! {
        <div class="held">
            <p>{"Your changes wait for this conversation."}</p>
            <Button
                label="Apply and start again"
                class="button"
                press=move || restart(bench)
            />
        </div>
    }
    .piece()
}

#[component]
fn Bar(bench: Bench) -> Piece {
    let widths = Width::ALL.map(|width| {
        let label = match width {
            Width::Phone => "Phone",
            Width::Tablet => "Tablet",
            Width::Desktop => "Desktop",
        };
        (width.as_str(), label)
    });
    let chosen = Signal::derive(move || bench.state.with(|state| state.width.as_str().to_owned()));
    let choose = move |chosen: &'static str| {
        let width = Width::ALL
            .into_iter()
            .find(|width| width.as_str() == chosen);
        bench.change(|state| state.width = width.unwrap_or_default());
    };
    let address = move || bench.state.with(State::address);
    view! {
        <div class="bar">
            <span class="address">{address}</span>
            <div class="tools">
                <Segments
                    legend="Width of the preview"
                    class="small"
                    options=widths.to_vec()
                    chosen
                    choose
                />
                <Button label="Restart" press=move || restart(bench)/>
                <a class="quiet" target="_blank" rel="noopener" href=address>{"Open alone"}</a>
            </div>
        </div>
    }
    .piece()
}

/// A new element in the place of one that talks goes on with its conversation, so that ends first.
fn restart(bench: Bench) {
    task::spawn(async move {
        if let Some(tag) = bench.tag.try_get_value().flatten() {
            fetch::within(FAREWELL, tag.command("destroy", None)).await;
        }
        bench.round.try_update(|round| *round += 1);
    });
}

/// Keeps the element in the page: another one whenever its frame must be loaded anew.
fn show(bench: Bench, screen: NodeRef<html::Div>) {
    let wanted = Memo::new(move |_| Preview {
        round: bench.round.get(),
        shape: shape(bench),
    });
    let shown = RwSignal::new(Preview::default());
    effect::now(move || {
        let wanted = wanted.get();
        let has_begun = bench.has_begun.get();
        let step = shown.with_untracked(|shown| step(shown, &wanted, has_begun));
        bench.is_waiting.set(step == Step::Wait);
        if step == Step::Load {
            shown.set(wanted);
        }
    });
    effect::later(move || {
        let Some(screen) = screen.get() else { return };
        let tag = shown.with(|shown| Some(element(bench, shown.shape.as_ref()?)));
        if let Some(before) = bench.tag.try_update_value(|held| held.take()).flatten() {
            before.remove();
        }
        bench.has_begun.set(false);
        let Some(tag) = tag else { return };
        // These reach the frame while it lives.
        for parameter in parameter::all().filter(Parameter::restyles) {
            let (name, tag) = (parameter.name(), tag.clone());
            let value =
                Memo::new(move |_| bench.state.with(|state| state.settings.get(name).cloned()));
            effect::now(move || tag.set(name, value.get().as_deref()));
        }
        tag.stand_in(&screen);
        bench.tag.set_value(Some(tag));
    });
}

/// Shows the frame's server that whoever tries a scenario out may: what anybody may open asks for no
/// token, and a preview counts nowhere only with one.
fn prove(bench: Bench, scenario: String) {
    let key = bench.site.key_now();
    task::spawn(async move {
        let Some(key) = key else { return };
        let Ok(token) = api::token(&key, &scenario).await else {
            return;
        };
        if let Some(tag) = bench.tag.try_get_value().flatten() {
            let token = serde_json::Value::from(token).to_string();
            tag.command("setAccessToken", Some(&token)).await.ok();
        }
    });
}

fn shape(bench: Bench) -> Option<Shape> {
    let known = bench.chosen.get()?;
    if known.private && !known.own {
        return None;
    }
    let state = bench.state.get();
    let mut settings = state.settings.clone();
    for parameter in parameter::all().filter(Parameter::restyles) {
        settings.remove(parameter.name());
    }
    Some(Shape {
        known,
        style: state.style.as_str(),
        settings,
        variables: state.filled(),
    })
}

/// The element as a host page would write it, but for the mark that nothing here counts.
fn element(bench: Bench, shape: &Shape) -> Tag {
    let tag = Tag::new();
    tag.set("scenario", Some(&shape.known.id));
    tag.set("variant", Some(shape.style));
    tag.set("title", Some("Conversation"));
    tag.set("preview", Some("true"));
    for parameter in parameter::all() {
        if let Some(value) = shape.settings.get(parameter.name()) {
            tag.set(&attribute_of(parameter.name()), Some(value));
        }
    }
    // In a document that is HTML an attribute's name has small letters only.
    let is_plain = |name: &String| !name.chars().any(|letter| letter.is_ascii_uppercase());
    if shape.variables.keys().all(is_plain) {
        for (name, value) in &shape.variables {
            tag.set(&format!("t_{name}"), Some(value));
        }
    } else {
        tag.set_variables(&shape.variables);
    }
    if shape.known.private {
        let (site, id) = (bench.site, shape.known.id.clone());
        tag.set_token_source(move || {
            let (key, id) = (site.key_now(), id.clone());
            async move {
                let key = key.ok_or("There is no API key any more.")?;
                api::token(&key, &id).await
            }
        });
    } else if shape.known.own {
        let id = shape.known.id.clone();
        tag.on("vv-ready", move |_| prove(bench, id.clone()));
    }
    tag.on("vv-start", move |_| {
        bench.has_begun.try_set(true);
    });
    for name in EVENTS {
        tag.on(name, move |detail| {
            console::note(bench, Line::heard(&detail));
        });
    }
    tag
}
