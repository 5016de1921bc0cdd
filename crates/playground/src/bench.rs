//! What the playground's first page holds: the settings, and the scenario they are for.

use leptos::prelude::*;
use vivavoce::browser::task;
use vivavoce_client::types::{FeaturedList, Scenario, ScenarioList};
use vivavoce_core::wire::ScenarioFacts;

use crate::api;
use crate::browser::Tag;
use crate::known::Known;
use crate::site::Site;
use crate::state::{State, encoded};
use crate::view::console::Line;

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
    /// Somebody talks in the preview, or has talked.
    pub has_begun: RwSignal<bool>,
    /// What was changed since then waits.
    pub is_waiting: RwSignal<bool>,
    pub lines: RwSignal<Vec<Line>>,
    /// The element that is shown, which commands go to.
    pub tag: StoredValue<Option<Tag>, LocalStorage>,
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
    pub fn fill(self) {
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
