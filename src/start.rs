//! The start of the program: reads the page as it was served, and mounts the app in it.

use leptos::prelude::*;
use vivavoce_core::config::Config;
use vivavoce_core::json::{self, Value};
use vivavoce_core::query::rejoined;

use crate::app::Embed;
use crate::browser::{address, dom, guard, task};
use crate::chunks;
use crate::session::parts::Loaders;
use crate::session::{Page, Session};
use crate::words::{has_texts, locale};

/// Reads the page, and shows it once its words are there.
pub fn run() {
    guard::catch_panics();
    let page = read();
    let query = rejoined(&page.address.query, &page.address.fragment);
    let (config, _) = Config::parse(&query);
    let lang = locale::chosen(&config, &page.config);
    task::detach(async move {
        locale::load(lang).await;
        let facts = page.config.scenario.as_ref();
        let owners = facts.map(|facts| facts.texts.clone());
        let texts: Vec<Value> = owners.into_iter().chain(config.texts).collect();
        if texts.iter().any(has_texts)
            && let Ok(apply) = chunks::texts().await
        {
            apply(&texts);
        }
        show(page);
    });
}

/// Mounts the view in the skeleton's place.
fn show(page: Page) {
    let skeleton = dom::find("main.embed");
    mount_to_body(move || {
        let session = Session::begin(page, loaders());
        view! { <Embed session/> }
    });
    if let Some(skeleton) = skeleton {
        skeleton.remove();
    }
    guard::ready();
}

/// Where a session's parts come from.
pub fn loaders() -> Loaders {
    Loaders {
        host: chunks::host,
        system: chunks::system,
        texts: chunks::texts,
    }
}

fn read() -> Page {
    let config = address::page_config().unwrap_or_default();
    Page {
        address: address::read(),
        // A page without the block, or with a broken one, is one on static hosting: defaults do.
        config: json::read(config.as_bytes()).unwrap_or_default(),
        token: address::take_token(),
        draft: dom::field_value("main.embed [data-control=message]"),
    }
}
