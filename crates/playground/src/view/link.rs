//! Links between these pages.

use vivavoce::browser::element::{El, el};

use crate::browser;
use crate::route::Route;
use crate::site::Site;

/// A link that loads nothing, unless it is to open elsewhere.
pub fn link(site: Site, route: Route, class: &str, label: &str) -> El {
    let path = route.path();
    el("a", class)
        .attr("href", &path)
        .text(label)
        .on("click", move |event| {
            if browser::is_plain_click(&event) {
                event.prevent_default();
                site.go(route.clone());
            }
        })
}
