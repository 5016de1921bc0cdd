//! The frame around every page: where one can go, whose key is used, and the page itself.

use leptos::prelude::*;
use vivavoce::browser::listen::Listener;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::components::effect;

use super::bench::BenchPage;
use super::editor::NewScenario;
use super::key::{KeyBadge, WithKey};
use super::keys::Keys;
use super::link::{Link, Out};
use super::scenario::ScenarioPage;
use super::scenarios::Scenarios;
use super::session::SessionPage;
use crate::browser;
use crate::route::Route;
use crate::site::Site;

#[component]
pub fn App() -> Piece {
    let site = Site::new();
    StoredValue::new_local(Listener::on_window("popstate", move |_| site.follow()));
    effect::now(move || browser::set_title(site.route.get().title()));
    let said = move || {
        let (_, sentence) = site.said.get();
        (!sentence.is_empty()).then(|| view! { <p class="said">{sentence}</p> }.piece())
    };
    view! {
        <div class="site">
            <a class="skip" href="#main">{"Skip to the page"}</a>
            <header class="top">
                <Link site to=Route::Bench class="brand" label="Viva Voce" mark=Some(mark())/>
                <nav class="places" aria-label="Pages">
                    <Place site to=Route::Bench label="Playground"/>
                    <Place site to=Route::Scenarios label="Scenarios"/>
                    <Place site to=Route::Keys label="Keys"/>
                    <Out site to="/docs" label="Docs"/>
                    <Out site to="/api" label="API"/>
                </nav>
                <KeyBadge site/>
            </header>
            <main id="main" tabindex="-1">
                {move || page(site, site.route.get())}
            </main>
            <div role="status">{said}</div>
        </div>
    }
    .piece()
}

#[component]
fn Place(site: Site, to: Route, label: &'static str) -> Piece {
    let place = to.clone();
    let current = Signal::derive(move || is_under(&site.route.get(), &place));
    view! { <Link site to label current/> }.into_inner()
}

fn is_under(route: &Route, place: &Route) -> bool {
    match place {
        Route::Scenarios => !matches!(route, Route::Bench | Route::Keys | Route::Missing),
        place => route == place,
    }
}

fn mark() -> Piece {
    const RINGS: &str = "M16 3.5a12.5 12.5 0 0 1 12.5 12.5M16 28.5A12.5 12.5 0 0 1 3.5 16";
    const CENTRE: &str = "16";
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <circle cx=CENTRE cy=CENTRE r="6.5" fill="currentColor"/>
            <path
                d=RINGS
                fill="none"
                stroke="currentColor"
                stroke-width="2.5"
                stroke-linecap="round"
            />
        </svg>
    }
    .piece()
}

fn page(site: Site, route: Route) -> Piece {
    let with_key = |title, page: Box<dyn Fn() -> Piece + Send>| {
        view! { <WithKey site title page/> }.into_inner()
    };
    match route {
        Route::Bench => view! { <BenchPage site/> }.into_inner(),
        Route::Integration(id) => view! { <BenchPage site fixed=id/> }.into_inner(),
        Route::Scenarios => with_key(
            "Your scenarios",
            Box::new(move || view! { <Scenarios site/> }.into_inner()),
        ),
        Route::NewScenario => with_key(
            "New scenario",
            Box::new(move || view! { <NewScenario site/> }.into_inner()),
        ),
        Route::Scenario(id) => with_key(
            "Scenario",
            Box::new(move || view! { <ScenarioPage site id=id.clone()/> }.into_inner()),
        ),
        Route::Session { scenario, session } => with_key(
            "Session",
            Box::new(move || {
                let (scenario, id) = (scenario.clone(), session.clone());
                view! { <SessionPage site scenario id/> }.into_inner()
            }),
        ),
        Route::Keys => with_key(
            "Keys",
            Box::new(move || view! { <Keys site/> }.into_inner()),
        ),
        Route::Missing => view! {
            <div class="lead">
                <h1>{"Nothing is here"}</h1>
                <p>{"This address leads nowhere."}</p>
                <Link site to=Route::Bench class="button" label="To the playground"/>
            </div>
        }
        .piece(),
    }
}
