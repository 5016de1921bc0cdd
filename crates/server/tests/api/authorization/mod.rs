//! Every route of the server against everybody who may call it.
//!
//! [`rows::ROWS`] is the one list of routes; a second test compares it with the router, so that a new
//! route cannot be forgotten here. Whoever adds one says in a row whose it is.

mod forgery;
mod pages;
mod rows;
mod world;

use std::collections::BTreeSet;

use axum::http::StatusCode;

use rows::{ROWS, Whose};
use vivavoce_engine::settings::Rate;
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;
use world::{Actor, World};

/// The root account keeps keys and accounts for everybody, and nothing else of theirs.
fn is_kept_by_root(line: &str) -> bool {
    line.contains("/keys/{id}") || line.contains("/accounts/{id}")
}

/// The status somebody other than the owner gets; `None`: any that is no fault of ours.
fn expected(whose: Whose, actor: Actor, line: &str) -> Option<u16> {
    let keeps = is_kept_by_root(line);
    Some(match (whose, actor) {
        (Whose::Open, _) => return None,
        // Its token names the session here, and that one talks to no other system.
        (Whose::Session, Actor::OtherHolder) if line.contains("/relay/") => 403,
        (Whose::Session | Whose::Elsewhere, _) => 401,
        (Whose::Agent, Actor::OtherAgent) if line.contains("{conversationId}") => 404,
        (Whose::Agent, Actor::OtherAgent) => return None,
        (Whose::Agent, _) => 401,
        (Whose::Partner, Actor::Neighbour) => 404,
        (Whose::Partner, _) => 401,
        // Without a key it lists the same.
        (_, Actor::Nobody | Actor::Misplaced) if line.contains("featured") => 200,
        (Whose::Own | Whose::Account | Whose::Root, actor) if !actor.has_key() => 401,
        (Whose::Own, _) => return None,
        (Whose::Account, Actor::Root) if keeps => return None,
        (Whose::Account, _) => 404,
        (Whose::Root, Actor::Root) => return None,
        (Whose::Root, _) => 403,
    })
}

/// Where so many calls with nothing valid are made, none may be refused for their number.
async fn busy() -> Site {
    let mut settings = Settings::default();
    settings.engine.limits.anonymous_calls = Rate {
        burst: 1_000_000,
        per_minute: 1_000_000,
    };
    Site::with(settings).await
}

#[tokio::test]
async fn nothing_of_an_account_reaches_anybody_else() {
    let site = busy().await;
    let world = World::make(&site).await;
    let mut leaks = Vec::new();
    for (line, whose, path, body, _) in ROWS {
        let others = (*whose == Whose::Agent).then_some(Actor::OtherAgent);
        for actor in Actor::STRANGERS.into_iter().chain(others) {
            // What is the root's to do, it would do.
            if actor == Actor::Root && line.starts_with("DELETE") && is_kept_by_root(line) {
                continue;
            }
            let answer = world.call(actor, line, path, body).await;
            let wanted = expected(*whose, actor, line);
            let leaks_something = answer.text.contains("CANARY") && !may_see(line, actor);
            if leaks_something
                || answer.status >= 500
                || wanted.is_some_and(|wanted| answer.status != wanted)
            {
                leaks.push(format!(
                    "{line} as {actor:?}: {} {:.200} (expected {wanted:?})",
                    answer.status, answer.text
                ));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));

    // And all of it is there for whom it belongs to.
    let mut missing = Vec::new();
    for (line, whose, path, body, status) in ROWS {
        let actor = match whose {
            Whose::Open | Whose::Elsewhere => continue,
            Whose::Session => Actor::Holder,
            Whose::Root => Actor::Root,
            Whose::Account | Whose::Own | Whose::Partner => Actor::Owner,
            Whose::Agent => Actor::Agent,
        };
        let answer = world.call(actor, line, path, body).await;
        let is_fine = match status {
            0 => (200..300).contains(&answer.status),
            status => answer.status == *status,
        };
        if !is_fine {
            missing.push(format!("{line}: {} {:.200}", answer.status, answer.text));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The root account sees everybody's names of accounts and keys.
fn may_see(line: &str, actor: Actor) -> bool {
    actor == Actor::Root && (line.contains("/accounts") || line.contains("/keys/{id}"))
}

#[tokio::test]
async fn a_sessions_token_opens_nothing_once_it_has_expired() {
    let site = Site::new().await;
    let world = World::make(&site).await;
    site.app.clock.advance(14 * 3_600_000);
    for (line, whose, path, body, _) in ROWS {
        if *whose == Whose::Session {
            let answer = world.call(Actor::Holder, line, path, body).await;
            assert_eq!(answer.status, 401, "{line}: {}", answer.text);
        }
    }
}

const NOTHING: [&str; 3] = [
    "/api/embed",
    "/api/partner/v3/organizations/{slug}",
    "/api/partner/v3/{*nothing}",
];

#[tokio::test]
async fn the_list_has_every_route_of_the_router_and_no_other() {
    let site = Site::new().await;
    let table = format!("{:?}", site.server.router());
    let paths: BTreeSet<&str> = table
        .split('"')
        .filter(|part| part.starts_with('/') && !part.contains("__private"))
        // Where nothing is, below our own protocol and beside a vendor's calls.
        .filter(|path| !NOTHING.contains(path))
        .collect();
    assert!(
        paths.len() > 20,
        "the router's routes cannot be read: {table:.500}"
    );
    let mut found = BTreeSet::new();
    for path in paths {
        let concrete = path.replace(['{', '}', '*'], "");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let answer = site.ask(&format!("{method} {concrete}"), &[], "").await;
            if answer.status != StatusCode::METHOD_NOT_ALLOWED.as_u16() {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    let listed: BTreeSet<String> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    let forgotten: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        forgotten.is_empty() && gone.is_empty(),
        "add a row for each of {forgotten:?}; remove {gone:?}"
    );
}
