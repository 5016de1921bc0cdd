//! The documents of the repository, as pages of this server: of its version, and where the internet is not.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};

use crate::front;
use vivavoce_http::headers;

mod markup;

/// A page: its name in addresses, what it is for in one sentence, and its text.
struct Source(&'static str, &'static str, &'static str);

macro_rules! sources {
    ($($name:literal: $about:literal),* $(,)?) => {
        [$(Source($name, $about, include_str!(concat!("../../../../docs/", $name, ".md")))),*]
    };
}

/// The pages in the order in which they are read, below what they have in common.
static SECTIONS: [(&str, &[Source]); 3] = [
    (
        "On your page",
        &sources![
            "embedding": "The iframe, the element, the React component, and every parameter.",
            "theming": "Colours, and what is computed from them.",
            "languages": "Which languages the interface speaks, and how its words become yours.",
            "events": "What the embed tells the page around it.",
            "commands": "What the page can ask of the embed.",
            "troubleshooting": "What you see, why, and what helps.",
        ],
    ),
    (
        "Your scenarios",
        &sources![
            "api": "Scenarios, sessions, tokens, keys and webhooks over HTTP.",
            "scenario-scripts": "Conversations that are played word for word, without a model.",
            "dialects": "Which other systems this server and its widget speak with.",
        ],
    ),
    (
        "The server",
        &sources![
            "self-hosting": "Settings, models, mail, backups, updates.",
            "security": "What is defended, where, and what is left to you.",
            "compatibility": "Whose software was tried with it.",
        ],
    ),
];

struct Page {
    name: &'static str,
    about: &'static str,
    written: markup::Written,
}

static PAGES: LazyLock<Vec<(&str, Vec<Page>)>> = LazyLock::new(|| {
    let page = |Source(name, about, text): &Source| Page {
        name,
        about,
        written: markup::written(text),
    };
    let section =
        |(title, sources): &(&'static str, &[Source])| (*title, sources.iter().map(page).collect());
    SECTIONS.iter().map(section).collect()
});

/// `GET /docs`: which pages there are.
pub async fn contents() -> Response {
    let mut body = "<h1>Documentation</h1>\n".to_owned();
    for (title, pages) in PAGES.iter() {
        body.push_str(&format!(
            "<h2>{}</h2>\n<ul class=\"pages\">\n",
            front::escaped(title)
        ));
        for Page {
            name,
            about,
            written,
        } in pages
        {
            body.push_str(&format!(
                "<li><a href=\"/docs/{name}\">{}</a> {}</li>\n",
                front::escaped(&written.title),
                front::escaped(about),
            ));
        }
        body.push_str("</ul>\n");
    }
    shown("Documentation", &list(""), &body)
}

/// `GET /docs/{name}`.
pub async fn page(Path(name): Path<String>) -> Response {
    // As it is called in the repository, too.
    let name = name.strip_suffix(".md").unwrap_or(&name);
    let mut pages = PAGES.iter().flat_map(|(_, pages)| pages);
    match pages.find(|page| page.name == name) {
        Some(page) => shown(&page.written.title, &list(page.name), &page.written.html),
        None => front::not_found(),
    }
}

/// Links to all pages, and to the parts of the one that is open.
fn list(open: &str) -> String {
    let mut out = String::new();
    for (title, pages) in PAGES.iter() {
        out.push_str(&format!("<h2>{}</h2>\n<ul>\n", front::escaped(title)));
        for page in pages {
            let title = front::escaped(&page.written.title);
            if page.name != open {
                out.push_str(&format!(
                    "<li><a href=\"/docs/{}\">{title}</a></li>\n",
                    page.name
                ));
                continue;
            }
            let here = format!(
                "<li><a href=\"/docs/{}\" aria-current=\"page\">{title}</a>\n<ul>",
                page.name
            );
            out.push_str(&here);
            for (id, title) in &page.written.parts {
                let (id, title) = (front::escaped(id), front::escaped(title));
                out.push_str(&format!("<li><a href=\"#{id}\">{title}</a></li>\n"));
            }
            out.push_str("</ul></li>\n");
        }
        out.push_str("</ul>\n");
    }
    out
}

fn shown(title: &str, list: &str, body: &str) -> Response {
    let title = front::escaped(title);
    let parts = [("title", title.as_str()), ("list", list), ("body", body)];
    let page = front::filled("docs.html", "/docs", &parts);
    (headers::plain_page("'none'"), page).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    #[test]
    fn every_document_of_the_repository_is_a_page() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
        let files = std::fs::read_dir(folder).unwrap();
        let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let files: BTreeSet<_> = files
            .filter_map(|file| file.strip_suffix(".md").map(str::to_owned))
            .collect();
        let pages = PAGES.iter().flat_map(|(_, pages)| pages);
        let pages: BTreeSet<_> = pages.map(|page| page.name.to_owned()).collect();
        assert_eq!(pages, files);
    }

    #[test]
    fn every_link_between_the_documents_leads_to_what_is_there() {
        let pages: HashMap<_, _> = PAGES
            .iter()
            .flat_map(|(_, pages)| pages)
            .map(|page| (format!("/docs/{}", page.name), &page.written))
            .collect();
        for (address, page) in &pages {
            for lead in &page.leads {
                let (file, part) = lead.split_once('#').unwrap_or((lead, ""));
                let file = if file.is_empty() { address } else { file };
                let found = pages
                    .get(file)
                    .unwrap_or_else(|| panic!("{address}: {lead}"));
                assert!(
                    part.is_empty() || found.ids.contains(part),
                    "{address}: {lead}"
                );
            }
        }
    }
}
