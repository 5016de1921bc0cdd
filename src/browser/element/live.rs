//! What of an element follows signals, and what runs when they change.

use std::collections::BTreeMap;

use leptos::prelude::{Effect, Owner, RenderEffect, StoredValue, untrack};
use web_sys::Node;

use super::{El, Text};
use crate::browser::document;

impl El {
    /// An attribute that is set while there is a value.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<Text> + 'static) -> El {
        let element = self.clone();
        react(move || element.set(name, value().as_deref()));
        self
    }

    /// The text that is all of the element's content.
    pub fn live_text(self, value: impl Fn() -> Text + 'static) -> El {
        let element = self.clone();
        react(move || element.set_text(&value()));
        self
    }

    pub fn live_style(
        self,
        property: &'static str,
        value: impl Fn() -> Option<Text> + 'static,
    ) -> El {
        let element = self.clone();
        react(move || element.set_style(property, value().as_deref()));
        self
    }

    /// Children that are made anew whenever `key` changes, and only then. They stand where they are
    /// added, between what was added before and after them.
    pub fn part<K: PartialEq + 'static>(
        self,
        key: impl Fn() -> K + 'static,
        build: impl Fn(&K) -> Vec<El> + 'static,
    ) -> El {
        let mut last = None;
        self.region(Box::new(move |refill| {
            let now = key();
            if last.as_ref() != Some(&now) {
                refill(&mut || build(&now));
                last = Some(now);
            }
        }))
    }

    /// A child that is there while `shown`.
    pub fn when<V: Into<El>>(
        self,
        shown: impl Fn() -> bool + 'static,
        build: impl Fn() -> V + 'static,
    ) -> El {
        self.part(shown, move |shown| {
            if *shown {
                vec![build().into()]
            } else {
                Vec::new()
            }
        })
    }

    fn region(self, mut step: Box<dyn FnMut(&mut Refill<'_>)>) -> El {
        let Some(parent) = (*self.0).clone() else {
            return self;
        };
        let Some(end) = document().map(|document| document.create_text_node("")) else {
            return self;
        };
        parent.append_child(&end).ok();
        let mut content: Option<(Owner, Vec<El>)> = None;
        // Not the effect's own owner: that is emptied at each run, changed or not.
        let owner = Owner::current();
        react(move || {
            step(&mut |build| {
                if let Some((owner, old)) = content.take() {
                    old.iter().for_each(El::remove);
                    owner.cleanup();
                }
                let inside = child_of(owner.as_ref());
                let fresh = inside.with(|| untrack(&mut *build));
                for node in fresh.iter().filter_map(El::node) {
                    parent.insert_before(node, Some(&end)).ok();
                }
                content = Some((inside, fresh));
            });
        });
        self
    }

    /// One child for each of `rows`, kept for as long as its key is among them. `build` is called
    /// once for each, under an owner that ends with the row.
    pub fn rows<K, T>(
        self,
        rows: impl Fn() -> Vec<(K, T)> + 'static,
        build: impl Fn(K, T) -> El + 'static,
    ) -> El
    where
        K: Ord + Clone + 'static,
        T: 'static,
    {
        let Some(parent) = (*self.0).clone() else {
            return self;
        };
        let owner = Owner::current();
        let mut standing: Vec<(K, El, Owner)> = Vec::new();
        react(move || {
            let wanted = rows();
            // Nearly always rows are added at the end, and all before them stay as they are.
            let same = standing
                .iter()
                .zip(&wanted)
                .take_while(|((old, ..), (new, _))| old == new)
                .count();
            let mut moved: BTreeMap<K, (El, Owner)> = standing
                .drain(same..)
                .map(|(key, element, owner)| (key, (element, owner)))
                .collect();
            let mut place = standing
                .last()
                .and_then(|(_, element, _)| element.node()?.next_sibling())
                .or_else(|| {
                    if standing.is_empty() {
                        parent.first_child()
                    } else {
                        None
                    }
                });
            for (key, row) in wanted.into_iter().skip(same) {
                let (element, owner) = moved.remove(&key).unwrap_or_else(|| {
                    let owner = child_of(owner.as_ref());
                    let element = owner.with(|| untrack(|| build(key.clone(), row)));
                    (element, owner)
                });
                if let Some(node) = element.node() {
                    let node: &Node = node;
                    if place.as_ref() == Some(node) {
                        place = node.next_sibling();
                    } else {
                        parent.insert_before(node, place.as_ref()).ok();
                    }
                }
                standing.push((key, element, owner));
            }
            for (element, owner) in moved.into_values() {
                element.remove();
                owner.cleanup();
            }
        });
        self
    }
}

type Refill<'a> = dyn FnMut(&mut dyn FnMut() -> Vec<El>) + 'a;

fn child_of(owner: Option<&Owner>) -> Owner {
    match owner {
        Some(owner) => owner.with(Owner::new),
        None => Owner::new(),
    }
}

/// Runs now, and again whenever a signal it read has changed, until the present owner ends.
pub fn react(run: impl FnMut() + 'static) {
    react_boxed(Box::new(run));
}

fn react_boxed(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// As [`react`], but first once what is being built stands in the page.
pub fn react_later(run: impl FnMut() + 'static) {
    later_boxed(Box::new(run));
}

fn later_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Runs once what is being built stands in the page, unless it is gone by then.
pub fn when_built(run: impl FnOnce() + 'static) {
    let mut run = Some(run);
    react_later(move || {
        if let Some(run) = run.take() {
            untrack(run);
        }
    });
}
