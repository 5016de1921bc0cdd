//! The account's keys: made, shown once, revoked.

use leptos::html;
use leptos::prelude::*;
use serde_json::json;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce::components::effect;
use vivavoce_client::types::{Key, KeyList, KeyRevoked, KeyState, NewKey};
use vivavoce_core::Secret;

use super::form::{Button, Form, Input, Submit, asked_for, problem};
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

#[component]
pub fn Keys(site: Site) -> Piece {
    let loaded = RwSignal::new(Loaded::Loading);
    let round = RwSignal::new(0_u32);
    // The one that was just made; it is not shown again once it was put away.
    let made = RwSignal::new(None::<Secret>);
    effect::now(move || {
        round.track();
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<KeyList, String> =
                api::ask(key.as_ref(), "GET", "/api/public/keys", None).await;
            loaded.try_set(answer.map(|all| all.keys).into());
        });
    });
    let list = move |keys: Vec<Key>| {
        let rows: Vec<_> = keys
            .into_iter()
            .map(|key| view! { <KeyRow site key round/> })
            .collect();
        view! { <ul class="list">{rows}</ul> }.piece()
    };
    let fresh = move || made.get().map(|key| view! { <Fresh site made key/> });
    view! {
        <div>
            <div class="lead">
                <h1>{"Keys"}</h1>
                <p>
                    {"A key opens everything of the account: keep it on your servers, one for each."}
                </p>
            </div>
            <Maker site made round/>
            {fresh}
            {asked_for(loaded, None, list)}
        </div>
    }
    .piece()
}

/// `round` counts up once there is one more.
#[component]
fn Maker(site: Site, made: RwSignal<Option<Secret>>, round: RwSignal<u32>) -> Piece {
    let name = RwSignal::new(String::new());
    let days = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let mut valid = None;
        match days.get_untracked().trim() {
            "" => {}
            text => match text.parse::<u32>() {
                Ok(days) if days > 0 => valid = Some(days),
                _ => {
                    return wrong
                        .set("How long it is valid is a number of days above 0.".to_owned());
                }
            },
        }
        // What is `null` is as if it were not there.
        let body = json!({ "name": name.get_untracked(), "valid_for_days": valid });
        busy.set(true);
        wrong.set(String::new());
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<NewKey, String> =
                api::ask(key.as_ref(), "POST", "/api/public/keys", Some(&body)).await;
            busy.try_set(false);
            match answer {
                Ok(key) => {
                    made.try_set(Some(Secret::new(key.key)));
                    name.try_set(String::new());
                    round.try_update(|round| *round += 1);
                    site.say("The key is made. Copy it now: it is not shown again.");
                }
                Err(sentence) => {
                    wrong.try_set(sentence);
                }
            }
        });
    };
    view! {
        <Form class="panel key-maker" label="New key" send>
            <Input
                label="What it is for"
                example="the web shop"
                value=name
                commit=move |text: String| name.set(text)
            />
            <Input
                label="Valid for days"
                hint="Left empty: until it is revoked."
                example="365"
                numeric=true
                value=days
                commit=move |text: String| days.set(text)
            />
            <Submit label="Make a key" busy/>
            {problem(wrong)}
        </Form>
    }
    .into_inner()
}

/// As a text, so that it stands in no attribute; gone with a press.
#[component]
fn Fresh(site: Site, made: RwSignal<Option<Secret>>, key: Secret) -> Piece {
    let code = NodeRef::<html::Code>::new();
    let text = key.expose().to_owned();
    let copy = move || {
        let key = key.clone();
        task::spawn(async move {
            let done = browser::copy(key.expose(), code.get_untracked()).await;
            site.say(if done {
                "Copied."
            } else {
                "The browser did not allow copying: the key is selected."
            });
        });
    };
    view! {
        <div class="notice fresh" role="group" aria-label="The new key">
            <p>{"This is the only time the key is shown."}</p>
            <code class="fresh-key" node_ref=code>{text}</code>
            <div class="row">
                <Button label="Copy" class="button" press=copy/>
                <Button label="I have it" press=move || made.set(None)/>
            </div>
        </div>
    }
    .piece()
}

#[component]
fn KeyRow(site: Site, key: Key, round: RwSignal<u32>) -> Piece {
    let name = if key.name.is_empty() {
        "Without a name".to_owned()
    } else {
        key.name.clone()
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
    let is_valid = key.state == KeyState::Valid;
    let (id, api, state) = (
        key.id.clone(),
        key.api.clone(),
        key.state.as_str().to_owned(),
    );
    let revoke = is_valid.then(|| view! { <Revoke site key round/> });
    view! {
        <li class="panel" data-key=id>
            <div class="row">
                <h2>
                    {name} <span class="tag">{api}</span>
                    {(!is_valid).then(|| view! { <span class="tag off">{state}</span> })}
                </h2>
                {revoke}
            </div>
            <p class="hint">{facts}</p>
        </li>
    }
    .piece()
}

/// Asked twice: what uses it stops at once.
#[component]
fn Revoke(site: Site, key: Key, round: RwSignal<u32>) -> Piece {
    let asking = RwSignal::new(false);
    let path = format!("/api/public/keys/{}", encoded(&key.id));
    let name = if key.name.is_empty() {
        key.id
    } else {
        key.name
    };
    let revoke = move || {
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            match api::ask::<KeyRevoked>(key.as_ref(), "DELETE", &path, None).await {
                Ok(_) => {
                    site.say("The key is revoked.");
                    round.try_update(|round| *round += 1);
                }
                Err(sentence) => site.say(&sentence),
            }
        });
    };
    let revoke = UnsyncCallback::new(move |()| revoke());
    let ask = move || asking.set(true);
    let keep = move || asking.set(false);
    let shown = move || {
        if asking.get() {
            view! {
                <Button label="Revoke it" class="button danger" press=revoke/>
                <Button label="Keep it" focused=true press=keep/>
            }
            .piece()
        } else {
            let name = format!("Revoke {name} …");
            view! { <Button label="Revoke …" name press=ask/> }.into_inner()
        }
    };
    view! { <div class="ask">{shown}</div> }.piece()
}
