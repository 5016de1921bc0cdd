//! The playground: what to set, the embed as it is then, and what to take along.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el, react};
use vivavoce::browser::{address, task};
use vivavoce_client::types::{FeaturedList, Scenario, ScenarioList};
use vivavoce_core::wire::ScenarioFacts;

use super::form::{text, trouble};
use super::link::link;
use super::{console, contrast, key, picker, settings, stage, take};
use crate::known::Known;
use crate::route::Route;
use crate::site::Site;
use crate::state::{State, encoded};
use crate::{api, browser};

/// What the parts of the bench share.
#[derive(Clone, Copy)]
pub struct Bench {
    pub site: Site,
    pub state: RwSignal<State>,
    /// To choose from.
    pub list: RwSignal<Vec<Known>>,
    /// The one that is chosen, once it is known.
    pub chosen: RwSignal<Option<Known>>,
    pub problem: RwSignal<String>,
    /// The scenario stands in the address's path: it is not chosen here.
    pub is_fixed: bool,
    /// Counts up to have the preview begin anew.
    pub round: RwSignal<u32>,
    pub lines: RwSignal<Vec<console::Line>>,
}

impl Bench {
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        self.state.update(change);
    }

    pub fn choose(&self, scenario: &str) {
        let scenario = scenario.trim().to_owned();
        if scenario.is_empty()
            || scenario == self.state.with_untracked(|state| state.scenario.clone())
        {
            return;
        }
        self.chosen.set(None);
        self.change(|state| {
            state.scenario = scenario;
            state.variables = None;
        });
        self.resolve();
    }

    /// Finds out about the scenario the state names.
    pub fn resolve(self) {
        let wanted = self.state.with_untracked(|state| state.scenario.clone());
        let listed = self
            .list
            .with_untracked(|list| list.iter().find(|known| known.id == wanted).cloned());
        if let Some(known) = listed {
            return self.settle(known);
        }
        if wanted.is_empty() {
            return;
        }
        let key = self.site.key_now();
        task::spawn(async move {
            let own = match &key {
                Some(key) => {
                    let path = format!("/api/public/scenarios/{}", encoded(&wanted));
                    api::ask::<Scenario>(Some(key), "GET", &path, None)
                        .await
                        .map(Known::own)
                        .ok()
                }
                None => None,
            };
            let found = match own {
                Some(known) => Ok(known),
                None => {
                    let path = format!("/api/embed/scenarios/{}", encoded(&wanted));
                    api::ask::<ScenarioFacts>(None, "GET", &path, None)
                        .await
                        .map(Known::met)
                }
            };
            let is_still = self
                .state
                .try_with_untracked(|state| state.scenario == wanted);
            if is_still != Some(true) {
                return;
            }
            match found {
                Ok(known) => self.settle(known),
                Err(sentence) => {
                    self.problem.try_set(sentence);
                }
            }
        });
    }

    fn settle(self, known: Known) {
        self.problem.try_set(String::new());
        self.state.try_update(|state| {
            if state.variables.is_none() && !known.examples.is_empty() {
                state.variables = Some(known.examples.clone());
            }
        });
        self.chosen.try_set(Some(known));
    }

    /// Asks for what there is to choose from: the featured ones, and an account's own before them.
    fn fill(self) {
        let key = self.site.key_now();
        task::spawn(async move {
            let mut list: Vec<Known> = Vec::new();
            let mut problem = String::new();
            if let Some(key) = &key {
                match api::ask::<ScenarioList>(Some(key), "GET", "/api/public/scenarios", None)
                    .await
                {
                    Ok(all) => list.extend(all.scenarios.into_iter().map(Known::own)),
                    Err(sentence) => problem = sentence,
                }
            }
            match api::ask::<FeaturedList>(None, "GET", "/api/public/featured-scenarios", None)
                .await
            {
                Ok(all) => {
                    for known in all.scenarios.into_iter().map(Known::featured) {
                        // The account's own version may mint tokens.
                        if !list.iter().any(|own| own.id == known.id) {
                            list.push(known);
                        }
                    }
                }
                Err(sentence) => problem = sentence,
            }
            let first = list.first().map(|known| known.id.clone());
            let none = list.is_empty();
            self.list.try_set(list);
            self.state.try_update(|state| {
                if state.scenario.is_empty() {
                    state.scenario = first.unwrap_or_default();
                }
            });
            if problem.is_empty() && none && key.is_none() && !self.is_fixed {
                problem =
                    "No scenario is featured on this server. Enter an API key to use your own."
                        .to_owned();
            }
            self.problem.try_set(problem);
            self.resolve();
        });
    }
}

pub fn bench(site: Site, fixed: Option<String>) -> El {
    let mut state = State::read(&address::read().query);
    if let Some(id) = &fixed {
        state.scenario.clone_from(id);
    }
    let bench = Bench {
        site,
        state: RwSignal::new(state),
        list: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(None),
        problem: RwSignal::new(String::new()),
        is_fixed: fixed.is_some(),
        round: RwSignal::new(0),
        lines: RwSignal::new(Vec::new()),
    };
    // The whole of it in the address, so that a reload or a colleague finds the same.
    let path = match &fixed {
        Some(id) => Route::Integration(id.clone()).path(),
        None => Route::Bench.path(),
    };
    react(move || {
        let query = bench.state.with(|state| state.query(!bench.is_fixed));
        browser::replace(&format!("{path}{query}"));
    });
    react(move || {
        site.key.track();
        bench.chosen.set(None);
        bench.fill();
    });

    el("div", "")
        .child(lead(bench, fixed))
        .part(
            move || bench.problem.get(),
            |sentence| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![trouble(sentence)]
                }
            },
        )
        .child(
            el("div", "bench")
                .child(
                    el("div", "setup")
                        .child(picker::picker(bench))
                        .child(settings::settings(bench))
                        .child(contrast::panel(bench)),
                )
                .child(
                    el("div", "work").child(stage::stage(bench)).child(
                        el("div", "below")
                            .child(take::panel(bench))
                            .child(console::panel(bench)),
                    ),
                ),
        )
}

fn lead(bench: Bench, fixed: Option<String>) -> El {
    let lead = el("div", "lead");
    let Some(id) = fixed else {
        return lead
            .child(text("h1", "", "A conversation, in your page."))
            .child(text(
                "p",
                "",
                "This is the embed, live. Make it yours, hear what it tells the page around it, and take the snippet along.",
            ));
    };
    let site = bench.site;
    let name = move || {
        bench
            .chosen
            .with(|known| known.as_ref().map(|it| it.name.clone()))
            .unwrap_or_default()
    };
    let back = link(site, Route::Scenario(id), "crumb", "Back to the scenario");
    let needs_key =
        move || site.key.get().is_none() && bench.chosen.get().is_none_or(|it| it.private);
    lead.child(back)
        .child(el("h1", "").live_text(move || match name() {
            name if name.is_empty() => "Integration".into(),
            name => format!("Integrate “{name}”").into(),
        }))
        .child(text(
            "p",
            "",
            "Set it up, try it, and copy what your page needs.",
        ))
        .when(needs_key, move || {
            el("div", "panel narrow").child(key::form(site))
        })
}
