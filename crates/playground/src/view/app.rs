//! The frame around every page: where one can go, whose key is used, and the page itself.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el, react, svg};
use vivavoce::browser::listen::Listener;

use super::form::text;
use super::link::link;
use super::{bench, editor, key, keys, scenario, scenarios, session};
use crate::browser;
use crate::route::Route;
use crate::site::Site;

pub fn app() -> El {
    let site = Site::new();
    StoredValue::new_local(Listener::on_window("popstate", move |_| site.follow()));
    react(move || browser::set_title(site.route.get().title()));
    el("div", "site")
        .child(
            el("a", "skip")
                .attr("href", "#main")
                .text("Skip to the page"),
        )
        .child(header(site))
        .child(
            el("main", "")
                .attr("id", "main")
                .attr("tabindex", "-1")
                .part(
                    move || site.route.get(),
                    move |route| vec![page(site, route)],
                ),
        )
        .child(el("div", "").attr("role", "status").part(
            move || site.said.get(),
            |(_, sentence)| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![text("p", "said", sentence)]
                }
            },
        ))
}

fn header(site: Site) -> El {
    let brand = link(site, Route::Bench, "brand", "")
        .child(mark())
        .child(text("span", "", "Viva Voce"));
    let place = move |name: &'static str, route: Route| {
        let here = {
            let route = route.clone();
            move || is_under(&site.route.get(), &route).then(|| "page".into())
        };
        link(site, route, "", name).live_attr("aria-current", here)
    };
    let nav = el("nav", "places")
        .attr("aria-label", "Pages")
        .child(place("Playground", Route::Bench))
        .child(place("Scenarios", Route::Scenarios))
        .child(place("Keys", Route::Keys))
        .child(el("a", "").attr("href", "/api").text("API"));
    el("header", "top")
        .child(brand)
        .child(nav)
        .child(key::badge(site))
}

fn is_under(route: &Route, place: &Route) -> bool {
    match place {
        Route::Scenarios => !matches!(route, Route::Bench | Route::Keys | Route::Missing),
        place => route == place,
    }
}

fn mark() -> El {
    let circle = svg("circle")
        .attr("cx", "16")
        .attr("cy", "16")
        .attr("r", "6.5")
        .attr("fill", "currentColor");
    let rings = svg("path")
        .attr(
            "d",
            "M16 3.5a12.5 12.5 0 0 1 12.5 12.5M16 28.5A12.5 12.5 0 0 1 3.5 16",
        )
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "2.5")
        .attr("stroke-linecap", "round");
    svg("svg")
        .attr("class", "mark")
        .attr("viewBox", "0 0 32 32")
        .attr("aria-hidden", "true")
        .child(circle)
        .child(rings)
}

fn page(site: Site, route: &Route) -> El {
    match route {
        Route::Bench => bench::bench(site, None),
        Route::Integration(id) => bench::bench(site, Some(id.clone())),
        Route::Scenarios => key::wanted(site, "Your scenarios", move || scenarios::list(site)),
        Route::NewScenario => key::wanted(site, "New scenario", move || editor::new(site)),
        Route::Scenario(id) => {
            let id = id.clone();
            key::wanted(site, "Scenario", move || scenario::page(site, &id))
        }
        Route::Session { scenario, session } => {
            let (scenario, session) = (scenario.clone(), session.clone());
            key::wanted(site, "Session", move || {
                session::page(site, &scenario, &session)
            })
        }
        Route::Keys => key::wanted(site, "Keys", move || keys::page(site)),
        Route::Missing => el("div", "lead")
            .child(text("h1", "", "Nothing is here"))
            .child(text("p", "", "This address leads nowhere."))
            .child(link(site, Route::Bench, "button", "To the playground")),
    }
}
