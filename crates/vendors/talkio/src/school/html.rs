//! The frame of every page of the school. Whatever comes from outside goes through [`e`].

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::visit::Visit;
use super::words::{Words, words};
use crate::store::Organization;
use vivavoce_http::App;

use super::headers;

/// Text, and nothing but text, also within quotes.
pub fn e(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A page to be sent.
pub struct Page<'a> {
    pub title: &'a str,
    pub words: &'static Words,
    /// Whose page it is; `None`: before anybody has signed in.
    pub organization: Option<&'a Organization>,
    /// Somebody is signed in, so there is somewhere to go.
    pub signed_in: bool,
    /// What stands within `<main>`, as HTML.
    pub main: String,
    /// A class of `<body>`.
    pub kind: &'static str,
}

impl Page<'_> {
    /// Writes it for a visit, whose frame decides what is around it.
    pub fn send(self, app: &App, visit: &Visit, status: StatusCode) -> Response {
        let leaves_to = self.organization.and_then(|it| it.logout_url.as_deref());
        let mut headers =
            headers::school_page(&app.http.deployment, visit.own_origin.as_deref(), leaves_to);
        headers.insert(
            header::VARY,
            HeaderValue::from_static("cookie, sec-fetch-dest"),
        );
        (status, headers, self.written(visit)).into_response()
    }

    fn written(self, visit: &Visit) -> String {
        let words = self.words;
        let name = self
            .organization
            .map_or("Viva Voce", |organization| organization.name.as_str());
        let framed = if visit.framed { " data-framed" } else { "" };
        let links = if self.signed_in {
            format!(
                "<nav class=\"places\"><a href=\"/app\">{}</a><a href=\"/app/settings\">{}</a>\
                 <form method=\"post\" action=\"/authentication/logout\"><button class=\"quiet\">{}</button></form></nav>",
                e(words.home),
                e(words.settings),
                e(words.sign_out),
            )
        } else {
            String::new()
        };
        format!(
            "<!doctype html>\n<html lang=\"{}\"{framed}><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <title>{} – {}</title><link rel=\"icon\" href=\"data:,\">\
             <link rel=\"stylesheet\" href=\"/app/page/school.css\">\
             <script src=\"/app/page/school.js\" type=\"module\"></script></head>\
             <body class=\"{}\"><a class=\"skip\" href=\"#main\">{}</a>\
             <header class=\"chrome\"><span class=\"brand\">{}</span>{links}</header>\
             <main id=\"main\" tabindex=\"-1\">{}</main></body></html>\n",
            words.language,
            e(self.title),
            e(name),
            self.kind,
            e(words.skip),
            e(name),
            self.main,
        )
    }
}

/// A page that says one thing, and what to do.
pub fn sentence(app: &App, visit: &Visit, status: StatusCode, title: &str, text: &str) -> Response {
    let main = format!(
        "<div class=\"card\"><h1>{}</h1><p>{}</p></div>",
        e(title),
        e(text)
    );
    Page {
        title,
        words: words("en"),
        organization: None,
        signed_in: false,
        main,
        kind: "alone",
    }
    .send(app, visit, status)
}

/// What one sends a browser to. `address` is one of our own, or the organization's own.
pub fn go(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (
            StatusCode::SEE_OTHER,
            [
                (header::LOCATION, address),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                // The address we come from carries a token.
                (
                    header::REFERRER_POLICY,
                    HeaderValue::from_static("no-referrer"),
                ),
            ],
        )
            .into_response(),
        Err(error) => vivavoce_http::ApiError::internal(error).into_response(),
    }
}

/// A moment, which the page's script writes as the reader's clock has it.
pub fn moment(at: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_millisecond(at) else {
        return String::new();
    };
    format!(
        "<time datetime=\"{}\">{}</time>",
        time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        time.strftime("%Y-%m-%d %H:%M UTC")
    )
}
