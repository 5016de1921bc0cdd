//! Talkio's Partner API V3, and the pages its login link opens.
//!
//! A partner's organizations have users; a user signs in by a link the partner asked for, or by a
//! mailed password, and talks in the account's scenarios, which the vendor calls prompt templates.
//! What is read is read leniently, what is written is exact. Errors are `{"message": …}`.

use std::sync::Arc;

use axum::Router;
use axum::http::{Uri, header};
use axum::middleware;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use vivavoce_agent::model::ModelSettings;
use vivavoce_engine::Registry;
use vivavoce_engine::registry::Periodic;
use vivavoce_http::cors::{self, CorsLayer};
use vivavoce_http::error::Refusing;
use vivavoce_http::headers::fixed;
use vivavoce_http::limit::limit;
use vivavoce_http::openapi::Document;
use vivavoce_http::{ApiError, App, HttpApi};

mod border;
mod calendar;
mod conversations;
mod describe;
mod expired;
mod figures;
mod invitation;
mod legacy;
pub mod lesson;
mod lists;
mod months;
pub mod organizations;
mod partner;
mod preference;
mod school;
mod settings;
pub mod store;
mod tokens;
mod usage;
mod user_form;
mod users;
mod weeks;
pub mod wire;

pub use describe::PREFIX;
pub use invitation::remind;
pub use partner::KEY;
use school::study::{Study, TalkioState};
pub use settings::Settings;

/// Bytes of a request's body.
const BODY: usize = 64 * 1024;

/// An expired link or cookie is told from an unknown one for this long, in milliseconds.
const EXPIRED: i64 = 86_400_000;

/// The API with its pages; clones are handles to the same.
#[derive(Clone)]
pub struct Talkio {
    /// Who helps the users of schools.
    study: Study,
}

impl Talkio {
    /// `model`: what helps the users; without one, nothing does.
    pub fn new(model: Option<&ModelSettings>) -> Self {
        Self {
            study: Study::new(model),
        }
    }

    fn state(&self, app: &App) -> TalkioState {
        TalkioState::new(app, self.study.clone())
    }
}

impl HttpApi for Talkio {
    fn name(&self) -> &'static str {
        "talkio"
    }

    fn register(&self, registry: &mut Registry) {
        registry.add_key_kind(KEY);
        registry.add_policy(lesson::Lessons);
        registry.add_delivery(invitation::Invitations);
    }

    /// The school's pages are nobody else's.
    fn cors(&self, app: &App) -> Option<CorsLayer> {
        cors::layer(&app.http, self.name(), "/api/partner/")
    }

    fn routes(&self, app: &App) -> Router<App> {
        routes().with_state(self.state(app))
    }

    fn public_calls(&self, _app: &App) -> OpenApiRouter<App> {
        OpenApiRouter::default()
            .routes(routes!(organizations::put, organizations::list))
            .routes(routes!(organizations::read, organizations::remove))
    }

    fn refusing(&self) -> Refusing {
        Arc::new(border::refusal)
    }

    fn documents(&self, app: &App) -> Vec<Document> {
        vec![describe::document(app, documented().into_openapi())]
    }

    fn periodic(&self, app: &App) -> Vec<Periodic> {
        let every = app.settings.limits.sweep_every;
        let forget = |app: App| async move {
            let before = app.clock.now() - EXPIRED;
            store::drop_expired_member_tokens(&app.store, before).await
        };
        vec![Periodic::new(
            "expired links and cookies",
            every,
            app,
            forget,
        )]
    }
}

fn routes() -> Router<TalkioState> {
    let (calls, _) = documented().split_for_parts();
    let calls = calls
        .fallback(async |uri: Uri| {
            ApiError::not_found(format!("There is nothing at {}.", uri.path()))
        })
        .method_not_allowed_fallback(vivavoce_http::fallback::wrong_method)
        .layer(limit(BODY))
        .layer(middleware::from_fn(border::in_the_vendors_form))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    Router::new()
        .nest(PREFIX, calls)
        .merge(elsewhere())
        .merge(school::routes())
}

/// What is beside every call: told in the vendor's form, too.
fn elsewhere() -> Router<TalkioState> {
    let nothing = async |uri: Uri| -> ApiError {
        ApiError::not_found(format!("There is nothing at {}.", uri.path()))
    };
    Router::new()
        .route(describe::ELSEWHERE, axum::routing::any(nothing))
        .layer(middleware::from_fn(border::in_the_vendors_form))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

/// Every call with its description, below no prefix yet.
fn documented() -> OpenApiRouter<TalkioState> {
    OpenApiRouter::default()
        .routes(routes!(users::create, users::list))
        .routes(routes!(users::invite))
        .routes(routes!(users::read, users::update, users::remove))
        .routes(routes!(tokens::mint))
        .routes(routes!(settings::read, settings::update))
        .routes(routes!(expired::list))
        .routes(routes!(expired::read))
        .routes(routes!(usage::stats))
        .routes(routes!(months::stats))
        .routes(routes!(weeks::assess))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::read))
        .routes(routes!(preference::read, preference::update))
        .routes(routes!(legacy::totals))
        .routes(routes!(legacy::durations))
}
