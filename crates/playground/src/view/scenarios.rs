//! The account's scenarios.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_client::types::{Scenario, ScenarioList};

use super::form::{text, trouble};
use super::link::link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::{api, browser};

pub fn list(site: Site) -> El {
    let loaded = RwSignal::new(Loaded::Loading);
    let key = site.key_now();
    task::spawn(async move {
        let answer: Result<ScenarioList, String> =
            api::ask(key.as_ref(), "GET", "/api/public/scenarios", None).await;
        loaded.try_set(answer.map(|all| all.scenarios).into());
    });
    el("div", "")
        .child(
            el("div", "lead row")
                .child(text("h1", "", "Your scenarios"))
                .child(link(site, Route::NewScenario, "button", "New scenario")),
        )
        .part(move || loaded.get(), move |loaded| match loaded {
            Loaded::Loading => vec![text("p", "hint", "Loading …")],
            Loaded::Failed(sentence) => vec![trouble(sentence)],
            Loaded::Ready(all) if all.is_empty() => vec![
                text("p", "empty", "There is none yet. A scenario is what the agent plays: a name, and instructions."),
            ],
            Loaded::Ready(all) => vec![
                el("ul", "list").children(all.iter().map(|it| row(site, it))),
            ],
        })
}

fn row(site: Site, scenario: &Scenario) -> El {
    let id = scenario.slug.clone().unwrap_or_else(|| scenario.id.clone());
    let mut title = el("h2", "").child(link(site, Route::Scenario(id.clone()), "", &scenario.name));
    if !scenario.is_public {
        title = title.child(text("span", "tag", "private"));
    }
    if scenario.is_featured {
        title = title.child(text("span", "tag", "featured"));
    }
    let changed = format!("{id} · changed {}", browser::date(&scenario.updated_at));
    el("li", "panel")
        .child(
            el("div", "row").child(title).child(
                link(site, Route::Integration(id), "quiet", "Integration")
                    .attr("aria-label", &format!("Integration of {}", scenario.name)),
            ),
        )
        .child(text(
            "p",
            "",
            scenario
                .user_friendly_description
                .as_deref()
                .unwrap_or_default(),
        ))
        .child(text("p", "hint", &changed))
}
