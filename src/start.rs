//! The start of the program: reads the page as it was served, and mounts the app in it.

use leptos::prelude::*;
use vivavoce_core::json;

use crate::app::Embed;
use crate::browser::{address, dom, guard};
use crate::chunks;
use crate::session::parts::Loaders;
use crate::session::{Page, Session};

/// Reads the page, mounts the view in the skeleton's place.
pub fn run() {
    guard::catch_panics();
    let page = read();
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
