//! The embed, live, as wide as it will be.

use std::collections::BTreeMap;

use leptos::prelude::*;
use vivavoce::browser::element::{El, el, when_built};
use vivavoce::browser::listen::Listener;
use vivavoce::browser::{fetch, task};
use vivavoce_core::config::Background;

use super::console::{self, Line};
use super::form::{button, segments, text};
use crate::api;
use crate::bench::Bench;
use crate::browser::{self, embed};
use crate::known::Known;
use crate::parameter::ALL;
use crate::state::{State, Width, height};

/// What reaches a frame that lives; a change of anything else loads it anew.
const LIVE: [&str; 3] = ["color", "background", "theme"];
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

pub fn stage(bench: Bench) -> El {
    let room = el("div", "room").live_attr("data-background", move || {
        let config = bench.state.with(|state| state.config().0);
        (config.background == Background::Transparent).then(|| "transparent".into())
    });
    let wide = RwSignal::new(0.0);
    let measured = room.clone();
    let measure = move || {
        wide.try_set(browser::inner_width(&measured));
    };
    let again = measure.clone();
    StoredValue::new_local(Listener::on_window("resize", move |_| again()));
    when_built(measure);
    // As wide as asked for, and made smaller where this page is narrower.
    let size = move || {
        let (width, tall) = bench
            .state
            .with(|state| (state.width.pixels(), height(state.style)));
        let room = wide.get();
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
        (width, f64::from(tall), share)
    };
    let screen = el("div", "screen")
        .live_style("width", move || Some(format!("{}px", size().0).into()))
        .live_style("height", move || Some(format!("{}px", size().1).into()))
        .live_style("transform", move || {
            Some(format!("scale({})", size().2).into())
        })
        .part(
            move || shape(bench),
            move |shape| {
                shape
                    .as_ref()
                    .map(|shape| element(bench, shape))
                    .into_iter()
                    .collect()
            },
        );
    let room = room.child(
        el("div", "scaled")
            .live_style("width", move || {
                Some(format!("{}px", size().0 * size().2).into())
            })
            .live_style("height", move || {
                Some(format!("{}px", size().1 * size().2).into())
            })
            .child(screen),
    );
    let waits = move || {
        bench.chosen.with(|known| match known {
            None => Some("The preview appears once a scenario is chosen."),
            Some(known) if known.private && !known.own => {
                Some("This scenario is private. Enter an API key of its account to try it.")
            }
            Some(_) => None,
        })
    };
    el("section", "stage")
        .attr("id", "preview")
        .attr("aria-label", "Live preview")
        .child(bar(bench))
        .part(waits, |sentence| {
            sentence
                .iter()
                .map(|sentence| text("p", "empty", sentence))
                .collect()
        })
        .child(room)
}

fn bar(bench: Bench) -> El {
    let widths = Width::ALL.map(|width| {
        let label = match width {
            Width::Phone => "Phone",
            Width::Tablet => "Tablet",
            Width::Desktop => "Desktop",
        };
        (width.as_str(), label)
    });
    let address = move || bench.state.with(State::address);
    el("div", "bar")
        .child(el("span", "address").live_text(move || address().into()))
        .child(
            el("div", "tools")
                .child(segments(
                    "Width of the preview",
                    "small",
                    &widths,
                    move || bench.state.with(|state| state.width.as_str().to_owned()),
                    move |chosen| {
                        let width = Width::ALL
                            .into_iter()
                            .find(|width| width.as_str() == chosen);
                        bench.change(|state| state.width = width.unwrap_or_default());
                    },
                ))
                .child(button("Restart", "quiet", move || restart(bench)))
                .child(
                    text("a", "quiet", "Open alone")
                        .attr("target", "_blank")
                        .attr("rel", "noopener")
                        .live_attr("href", move || Some(address().into())),
                ),
        )
}

/// A new element in the place of one that talks goes on with its conversation, so that ends first.
fn restart(bench: Bench) {
    task::spawn(async move {
        if let Some(tag) = console::element() {
            fetch::within(FAREWELL, embed::command(&tag, "destroy", None)).await;
        }
        bench.round.try_update(|round| *round += 1);
    });
}

/// What the frame is loaded anew for.
#[derive(Clone, PartialEq)]
struct Shape {
    known: Known,
    style: &'static str,
    settings: BTreeMap<String, String>,
    variables: BTreeMap<String, String>,
    round: u32,
}

fn shape(bench: Bench) -> Option<Shape> {
    let known = bench.chosen.get()?;
    if known.private && !known.own {
        return None;
    }
    let state = bench.state.get();
    let mut settings = state.settings.clone();
    settings.retain(|name, _| !LIVE.contains(&name.as_str()));
    Some(Shape {
        known,
        style: state.style.as_str(),
        settings,
        variables: state.filled(),
        round: bench.round.get(),
    })
}

/// The element as a host page would write it, but for the mark that nothing here counts.
fn element(bench: Bench, shape: &Shape) -> El {
    let mut tag = el("viva-voce", "")
        .attr("scenario", &shape.known.id)
        .attr("variant", shape.style)
        .attr("title", "Conversation")
        .attr("preview", "true");
    for parameter in &ALL {
        if let Some(value) = shape.settings.get(parameter.name) {
            tag = tag.attr(&parameter.attribute(), value);
        }
    }
    // In a document that is HTML an attribute's name has small letters only.
    let is_plain = |name: &String| !name.chars().any(|letter| letter.is_ascii_uppercase());
    if shape.variables.keys().all(is_plain) {
        for (name, value) in &shape.variables {
            tag = tag.attr(&format!("t_{name}"), value);
        }
    } else {
        embed::set_variables(&tag, &shape.variables);
    }
    for name in LIVE {
        let attribute = name;
        let value = move || bench.state.with(|state| state.settings.get(name).cloned());
        tag = tag.live_attr(attribute, move || value().map(Into::into));
    }
    if shape.known.private {
        let (site, id) = (bench.site, shape.known.id.clone());
        embed::set_token_source(&tag, move || {
            let (key, id) = (site.key_now(), id.clone());
            async move {
                let key = key.ok_or("There is no API key any more.")?;
                api::token(&key, &id).await
            }
        });
    }
    for name in EVENTS {
        tag = tag.on(name, move |event| {
            console::note(bench, Line::heard(&embed::detail(&event)));
        });
    }
    console::set_element(tag.clone());
    tag
}
