//! Pages of our own: the playground, which is the first screen a newcomer sees, and plain sentences.

use std::borrow::Cow;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::assets;
use vivavoce_http::headers;

macro_rules! files {
    ($($name:literal),*) => {
        /// A file of `static/`; a debug build reads it anew, so that it can be worked on.
        fn read(name: &str) -> Option<Cow<'static, str>> {
            match name {
                $($name => Some({
                    let carried = include_str!(concat!("../static/", $name));
                    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/", $name);
                    match cfg!(debug_assertions).then(|| std::fs::read_to_string(path)) {
                        Some(Ok(fresh)) => Cow::Owned(fresh),
                        _ => Cow::Borrowed(carried),
                    }
                }),)*
                _ => None,
            }
        }
    };
}

files!(
    "sentence.html",
    "front.css",
    "header.html",
    "docs.html",
    "docs.css",
    "reference/index.html"
);

/// `GET /` and every other address of the playground, which finds its way by itself.
pub async fn playground() -> Response {
    match assets::find("playground.html") {
        Some(page) => {
            let body = String::from_utf8_lossy(&page.content).into_owned();
            (crate::headers::playground(), body).into_response()
        }
        None => not_built(),
    }
}

/// `GET /front/{name}`: the style sheets of these pages.
pub async fn file(Path(name): Path<String>) -> Response {
    let kind = match name.as_str() {
        "front.css" | "docs.css" => "text/css; charset=utf-8",
        _ => return not_found(),
    };
    let body = read(&name).unwrap_or_default();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    (headers, body.into_owned()).into_response()
}

pub fn not_found() -> Response {
    sentence(
        StatusCode::NOT_FOUND,
        "Nothing is here",
        "This address leads nowhere. An embed's address looks like /embed/ followed by the \
         scenario's id.",
    )
}

/// For whoever asks under a name that is not ours.
pub fn misdirected() -> Response {
    sentence(
        StatusCode::MISDIRECTED_REQUEST,
        "Nothing is here under this name",
        "This server does not answer to the name it was asked under. Its operator names it with \
         public_url or hosts.",
    )
}

/// For every page as long as the widget was not built.
pub fn not_built() -> Response {
    sentence(
        StatusCode::SERVICE_UNAVAILABLE,
        "The widget is not built yet",
        "The server runs, but the widget's files are missing. Run `cargo xtask build` in the \
         repository (or `cargo xtask run`, which also starts the server), then load this page \
         again.",
    )
}

/// A page that asks one thing by `form`, which is markup, and that nobody frames.
pub(super) fn question(title: &str, text: &str, form: &str) -> Response {
    let mut headers = headers::plain_page("'none'");
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        ),
    );
    (headers, written(title, text, form)).into_response()
}

fn written(title: &str, text: &str, form: &str) -> String {
    let parts = [
        ("title", &*escaped(title)),
        ("text", &*code_marked(&escaped(text))),
        ("form", form),
    ];
    filled("sentence.html", "", &parts)
}

/// A file of `static/` with `parts`, which are markup, in their places; the `header` of all our pages
/// says that we are at `place`.
pub(super) fn filled(name: &str, place: &str, parts: &[(&str, &str)]) -> String {
    let header = read("header.html").unwrap_or_default();
    let header = header.replace(
        &format!("href=\"{place}\">"),
        &format!("href=\"{place}\" aria-current=\"page\">"),
    );
    // What was put in is not looked at again.
    let page = read(name).unwrap_or_default();
    let mut out = String::new();
    for (index, part) in page.split("{{").enumerate() {
        let (name, rest) = match index {
            0 => ("", part),
            _ => part.split_once("}}").unwrap_or(("", part)),
        };
        match parts.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => out.push_str(text),
            None if name == "header" => out.push_str(header.trim_end()),
            None => {}
        }
        out.push_str(rest);
    }
    out
}

/// A page that says one thing.
pub(super) fn sentence(status: StatusCode, title: &str, text: &str) -> Response {
    let body = written(title, text, "");
    let mut headers = headers::plain_page("'none'");
    // It may stand where an embed was expected, in somebody's page.
    headers.remove(header::CONTENT_SECURITY_POLICY);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
        ),
    );
    headers.insert(headers::CORP, HeaderValue::from_static("cross-origin"));
    headers.insert(headers::COEP, HeaderValue::from_static("credentialless"));
    (status, headers, body).into_response()
}

/// `` `words` `` as `<code>`.
fn code_marked(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            out.push_str(&format!("<code>{part}</code>"));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// A text as markup has it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
