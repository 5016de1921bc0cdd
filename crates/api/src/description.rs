//! The description of our own APIs, written by the code itself.
//!
//! Every handler says beside its signature what it takes and gives (`#[utoipa::path]`), and the
//! router is made of exactly those, so that a route without a description is not served. What all
//! calls have in common is added here.

use utoipa_axum::router::OpenApiRouter;
use vivavoce_http::App;
use vivavoce_http::openapi::{self, Document, OWN};

const ABOUT: &str = "Scenarios, private access, sessions and what is made of them (`/api/public`), and the \
    protocol the embed itself speaks (`/api/embed`).\n\nWhat is read is read leniently: `\"true\"`, \
    `1` and `true` are the same flag, and unknown members are passed over. Times are ISO 8601 in \
    UTC, written without a zone unless a `Z` is shown; those of the embed's protocol are Unix \
    milliseconds. An error is `{\"detail\": …}`: a sentence that says what to do, or for 422 a list \
    of every mistake with its place.";

const TAGS: [(&str, &str); 14] = [
    ("Scenarios", "What the agent plays, and for whom."),
    ("Access", "What opens a private scenario."),
    (
        "Sessions",
        "What was said, and what is made of it. A session is born inside the embed.",
    ),
    ("Visitors", "What is kept of a person, and its erasure."),
    (
        "Purchases",
        "What was sold, as your payment system records it.",
    ),
    (
        "Knowledge",
        "What the agent answers from, beside its instructions.",
    ),
    (
        "Shop and leads",
        "What your own systems know of visitors: orders, carts, leads, and where the agent is reached.",
    ),
    ("Webhooks", "Your server hears what happens."),
    ("Accounts and keys", "Who may call."),
    (
        "Organizations",
        "The schools of partners, whose users Talkio’s API keeps.",
    ),
    (
        "Channels",
        "Where clients of Tovie's chat API meet a scenario.",
    ),
    (
        "Operators",
        "People who take a channel's dialogs over from the agent, and hand them back.",
    ),
    (
        "Embed",
        "The protocol of the embed. It is called by our own page; a client of your own may speak it, too.",
    ),
    ("Pages", "What an iframe shows."),
];

/// Everything that is served below `/api/public` and `/api/embed`, and the embeds' own `pages`. `more` are
/// the calls of the public API that vendors add.
pub fn document(app: &App, more: OpenApiRouter<App>, pages: OpenApiRouter<App>) -> Document {
    let mut all = openapi::head(
        "Viva Voce",
        ABOUT,
        &TAGS,
        app.settings.public_url.as_deref(),
    )
    .nest(
        "/api/public",
        crate::public::documented(app, more).into_openapi(),
    )
    .nest("/api/embed", crate::embed::documented().into_openapi())
    .merge_from(pages.into_openapi());
    openapi::complete(&mut all);
    Document {
        name: OWN,
        title: "Viva Voce",
        prefixes: &["/api/public/", "/api/embed/", "/embed/"],
        json: all,
    }
}
