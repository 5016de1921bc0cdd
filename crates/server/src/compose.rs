//! The server, put together of its parts.

use std::sync::Arc;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;
use vivavoce_agent::SharedAgent;
use vivavoce_analysis::model::SharedJudge;
use vivavoce_api::document::Reader;
use vivavoce_api::{description, embed, public};
use vivavoce_engine::Engine;
use vivavoce_engine::registry::Periodic;
use vivavoce_engine::store::Store;
use vivavoce_http::error::plainly;
use vivavoce_http::hosts::Misdirected;
use vivavoce_http::openapi::Document;
use vivavoce_http::{App, HttpApi, layers};
use vivavoce_pages::{self as pages, ApiPaths};
use vivavoce_relay::Relay;

use crate::{Settings, vendors};

/// A server that listens nowhere yet; clones are handles to the same.
#[derive(Clone)]
pub struct Server {
    pub app: App,
    /// The same for calls of owners.
    owners: App,
    /// The ways to other systems.
    pub relay: Relay,
    vendors: Arc<[Box<dyn HttpApi>]>,
    /// Who reads PDF files.
    reader: Reader,
}

impl Server {
    /// `judge`: who judges ended sessions; without one they are measured only.
    pub fn new(
        store: Store,
        agent: SharedAgent,
        judge: Option<SharedJudge>,
        settings: Settings,
    ) -> Self {
        let vendors = vendors::apis(&settings);
        let registry = vendors::registry(&vendors);
        let relay = Relay::new(&settings.backends, &settings.engine.limits.relay);
        let mut of_engine = settings.engine;
        let backends = settings.backends.iter();
        of_engine.backends = backends
            .map(|(name, backend)| (name.clone(), backend.backend()))
            .collect();
        let engine = Engine::new(store, agent, judge, of_engine, registry);
        let app = App::new(engine, settings.http);
        Self {
            owners: app.for_owners(),
            app,
            relay,
            vendors: vendors.into(),
            reader: settings.document_reader,
        }
    }

    /// All but our own.
    fn others(&self) -> impl Iterator<Item = &dyn HttpApi> {
        let vendors = self.vendors.iter().map(|api| &**api);
        vendors.chain([&self.relay as &dyn HttpApi])
    }

    fn public_calls(&self) -> OpenApiRouter<App> {
        self.others().fold(OpenApiRouter::default(), |calls, api| {
            calls.merge(api.public_calls(&self.owners))
        })
    }

    /// Every API this server answers, our own first.
    pub fn documents(&self) -> Vec<Document> {
        let own = description::document(&self.app, self.public_calls(), pages::documented());
        let others = self.others().flat_map(|api| api.documents(&self.app));
        let url = self.app.settings.public_url.as_deref();
        let all = [own].into_iter().chain(others);
        all.map(|document| document.completed(url)).collect()
    }

    /// Every route, as it is served. Call [`Server::start`] once beside it, or nothing ends by itself.
    pub fn service(&self) -> Router {
        layers::service(&self.app, self.router())
    }

    /// Every route, without a name for a request and a line in the log.
    pub fn router(&self) -> Router {
        let documents = self.documents();
        let paths = ApiPaths::new(&documents);
        let of_names = paths.clone();
        let misdirected: Misdirected = Arc::new(move |path: &str| of_names.misdirected(path));
        let app = &self.app;
        let surrounded = |routes, refusing, cors| {
            let misdirected = misdirected.clone();
            layers::surrounded(app, routes, misdirected, refusing, cors)
        };
        let public = public::routes(&self.owners, self.reader.clone(), self.public_calls());
        let own = surrounded(embed::routes(app), plainly(), Some(embed::cors()))
            .merge(surrounded(public, plainly(), None))
            .merge(surrounded(pages::routes(documents, paths), plainly(), None));
        let state_of = |api: &dyn HttpApi| if api.is_owners() { &self.owners } else { app };
        self.others()
            .fold(own, |all, api| {
                let routes = api.routes(state_of(api));
                all.merge(surrounded(routes, api.refusing(), api.cors(app)))
            })
            .with_state(app.clone())
    }

    /// What is done again and again beside requests, but for the engine's own.
    pub fn periodic(&self) -> Vec<Periodic> {
        let mut periodic: Vec<Periodic> = self
            .others()
            .flat_map(|api| api.periodic(&self.app))
            .collect();
        let every = self.app.settings.limits.sweep_every;
        periodic.push(Periodic::new("rates", every, &self.app, |app| async move {
            app.rates.tidy(app.clock.now());
            Ok(())
        }));
        periodic
    }

    /// Starts what goes on beside requests.
    pub fn start(&self) {
        self.app.engine.start(self.periodic());
    }
}
