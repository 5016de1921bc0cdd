//! Who answers, in the header and for screen readers.

use leptos::prelude::*;

use super::words;
use crate::browser::element::{El, el, react_later};
use crate::view::here::Here;

/// The state word while a person answers.
pub fn person(here: Here) -> Option<&'static str> {
    let human = here.session.elsewhere().human.get();
    human.then(|| words(here).person)
}

/// The vendor's name for its agent, and one short line about it.
pub fn who(here: Here, name: El) -> El {
    let agent = here.session.elsewhere().agent;
    let line = move || {
        let told = agent.get()?;
        // The host's own title stands above; the agent's name only where it says more.
        let names = [told.name, told.detail];
        let known = here.title();
        let told: Vec<String> = names
            .into_iter()
            .filter(|it| !it.trim().is_empty() && *it != known)
            .collect();
        (!told.is_empty()).then(|| told.join(" · "))
    };
    name.part(line, |line| {
        let line = line.as_deref();
        let shown = line.map(|line| el("p", "detail").attr("dir", "auto").text(line));
        shown.into_iter().collect()
    })
}

/// Speaks what is told beside the talk.
pub fn announce(here: Here, say: impl Fn(String) + Clone + 'static) {
    let ours = words(here);
    let elsewhere = here.session.elsewhere();
    let speak = say.clone();
    react_later(move || {
        if let Some(sentence) = elsewhere.announce.get() {
            elsewhere.announce.set(None);
            speak(sentence);
        }
    });
    let mut before = false;
    let speak = say.clone();
    react_later(move || {
        let human = elsewhere.human.get();
        if std::mem::replace(&mut before, human) != human {
            speak(if human { ours.person } else { ours.person_left }.to_owned());
        }
    });
    react_later(move || {
        let asked = elsewhere
            .prompt
            .with(|prompt| prompt.as_ref().map(|prompt| prompt.text.clone()));
        if let Some(text) = asked {
            say([ours.waiting, ". ", &text].concat());
        }
    });
}
