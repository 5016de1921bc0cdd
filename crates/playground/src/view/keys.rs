//! The account's keys: made, shown once, revoked.

use leptos::prelude::*;
use serde_json::json;
use vivavoce::browser::element::{El, el, react};
use vivavoce::browser::task;
use vivavoce_client::types::{Key, KeyList, KeyRevoked, KeyState, NewKey};
use vivavoce_core::config::Secret;

use super::form::{button, focused, input, labelled, text, trouble};
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

pub fn page(site: Site) -> El {
    let loaded = RwSignal::new(Loaded::Loading);
    let round = RwSignal::new(0_u32);
    // The one that was just made; it is not shown again once it was put away.
    let made = RwSignal::new(None::<Secret>);
    react(move || {
        round.track();
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<KeyList, String> =
                api::ask(key.as_ref(), "GET", "/api/public/keys", None).await;
            loaded.try_set(answer.map(|all| all.keys).into());
        });
    });
    let reload = move || {
        round.try_update(|round| *round += 1);
    };
    el("div", "")
        .child(el("div", "lead").child(text("h1", "", "Keys")).child(text(
            "p",
            "",
            "A key opens everything of the account: keep it on your servers, one for each.",
        )))
        .child(create(site, made, reload))
        .part(
            move || made.get(),
            move |key| match key {
                None => Vec::new(),
                Some(key) => vec![shown(site, made, key)],
            },
        )
        .part(
            move || loaded.get(),
            move |loaded| match loaded {
                Loaded::Loading => vec![text("p", "hint", "Loading …")],
                Loaded::Failed(sentence) => vec![trouble(sentence)],
                Loaded::Ready(keys) => {
                    vec![
                        el("ul", "list")
                            .children(keys.iter().rev().map(|key| row(site, key, reload))),
                    ]
                }
            },
        )
}

fn create(site: Site, made: RwSignal<Option<Secret>>, reload: impl Fn() + Copy + 'static) -> El {
    let name = RwSignal::new(String::new());
    let days = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let mut valid = None;
        match days.get_untracked().trim() {
            "" => {}
            text => match text.parse::<u32>() {
                Ok(days) if days > 0 => valid = Some(days),
                _ => {
                    return problem
                        .set("How long it is valid is a number of days above 0.".to_owned());
                }
            },
        }
        // What is `null` is as if it were not there.
        let body = json!({ "name": name.get_untracked(), "valid_for_days": valid });
        busy.set(true);
        problem.set(String::new());
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<NewKey, String> =
                api::ask(key.as_ref(), "POST", "/api/public/keys", Some(&body)).await;
            busy.try_set(false);
            match answer {
                Ok(key) => {
                    made.try_set(Some(Secret::new(key.key)));
                    name.try_set(String::new());
                    reload();
                    site.say("The key is made. Copy it now: it is not shown again.");
                }
                Err(sentence) => {
                    problem.try_set(sentence);
                }
            }
        });
    };
    el("form", "panel key-maker")
        .attr("aria-label", "New key")
        .child(labelled(
            "What it is for",
            "",
            input(
                "the web shop",
                move || name.get(),
                move |text| name.set(text),
            ),
        ))
        .child(labelled(
            "Valid for days",
            "Left empty: until it is revoked.",
            input("365", move || days.get(), move |text| days.set(text))
                .attr("inputmode", "numeric"),
        ))
        .child(
            text("button", "button", "Make a key")
                .attr("type", "submit")
                .live_attr("disabled", move || busy.get().then(|| "".into())),
        )
        .part(
            move || problem.get(),
            |sentence| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![trouble(sentence)]
                }
            },
        )
        .on_submit(submit)
}

/// As a text, so that it stands in no attribute; gone with a press.
fn shown(site: Site, made: RwSignal<Option<Secret>>, key: &Secret) -> El {
    let code = text("code", "fresh-key", key.expose());
    let (copied, selected) = (key.clone(), code.clone());
    let copy = button("Copy", "button", move || {
        let (key, code) = (copied.clone(), selected.clone());
        task::spawn(async move {
            let done = browser::copy(key.expose(), &code).await;
            site.say(if done {
                "Copied."
            } else {
                "The browser did not allow copying: the key is selected."
            });
        });
    });
    el("div", "notice fresh")
        .attr("role", "group")
        .attr("aria-label", "The new key")
        .child(text("p", "", "This is the only time the key is shown."))
        .child(code)
        .child(
            el("div", "row")
                .child(copy)
                .child(button("I have it", "quiet", move || made.set(None))),
        )
}

fn row(site: Site, key: &Key, reload: impl Fn() + Copy + 'static) -> El {
    let name = if key.name.is_empty() {
        "Without a name"
    } else {
        &key.name
    };
    let used = match &key.last_used_at {
        Some(at) => format!("last used {}", browser::date(at)),
        None => "never used".to_owned(),
    };
    let until = match (&key.revoked_at, &key.expires_at) {
        (Some(at), _) => format!(" · revoked {}", browser::date(at)),
        (None, Some(at)) => format!(" · valid until {}", browser::date(at)),
        (None, None) => String::new(),
    };
    let facts = format!("made {} · {used}{until}", browser::date(&key.created_at));
    let mut title = text("h2", "", name).child(text("span", "tag", &key.api));
    if key.state != KeyState::Valid {
        title = title.child(text("span", "tag off", key.state.as_str()));
    }
    let row = el("li", "panel").attr("data-key", &key.id);
    let mut head = el("div", "row").child(title);
    if key.state == KeyState::Valid {
        head = head.child(revoke(site, key, reload));
    }
    row.child(head).child(text("p", "hint", &facts))
}

/// Asked twice: what uses it stops at once.
fn revoke(site: Site, key: &Key, reload: impl Fn() + Copy + 'static) -> El {
    let asking = RwSignal::new(false);
    let path = format!("/api/public/keys/{}", encoded(&key.id));
    let name = if key.name.is_empty() {
        key.id.clone()
    } else {
        key.name.clone()
    };
    let go = move || {
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            match api::ask::<KeyRevoked>(key.as_ref(), "DELETE", &path, None).await {
                Ok(_) => {
                    site.say("The key is revoked.");
                    reload();
                }
                Err(sentence) => site.say(&sentence),
            }
        });
    };
    el("div", "ask").part(
        move || asking.get(),
        move |asked| {
            if !*asked {
                return vec![
                    button("Revoke …", "quiet", move || asking.set(true))
                        .attr("aria-label", &format!("Revoke {name} …")),
                ];
            }
            vec![
                button("Revoke it", "button danger", go.clone()),
                focused(button("Keep it", "quiet", move || asking.set(false))),
            ]
        },
    )
}
