//! A visitor's call of a vendor's API, from our door to theirs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::answer;
use super::budget::Turn;
use super::relay::{RelayState, Taken};
use super::stream::Stream;
use super::table::{Deed, Pace, Route};
use super::theirs::{self, Asker};
use super::way::Way;
use super::whole::{Head, Kind, Whole};
use super::{bindings, path, table, talkio};
use crate::settings::BackendDialect;
use vivavoce_engine::store::Session;
use vivavoce_engine::store::relay::Visit;
use vivavoce_http::ApiError;
use vivavoce_http::caller::Caller;
use vivavoce_http::error::Failure;
use vivavoce_http::json;
use vivavoce_http::session;

/// A call that may be made.
pub(super) struct Call {
    pub(super) app: RelayState,
    pub(super) way: Arc<Way>,
    session: Session,
    pub(super) visit: Visit,
    method: Method,
    route: Route,
    pub(super) query: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    seats: Taken,
}

macro_rules! doors {
    ($($verb:ident $name:literal),*) => { $(
        #[utoipa::path(
            $verb, path = "/relay/{*rest}", operation_id = $name, tag = "Relay",
            summary = "Call the backend of a session",
            description = "`rest` is the backend's name and the path of the vendor's API below its address. The session's \
                token is replaced by the vendor's secret; which calls there are, docs/self-hosting.md says.",
            params(("rest" = String, Path, description = "The backend's name and the vendor's path.", example = "shop/v1/agent")),
            security(("session" = [])),
            responses(
                (status = 200, description = "The vendor's own answer, whatever its status."),
                (status = 403, description = "The session talks to another backend.", body = Failure),
                (status = 404, description = "Nothing of the visitor's, or no call visitors may make.", body = Failure),
                (status = 409, description = "The session has ended.", body = Failure),
                (status = 502, description = "The vendor cannot be reached or understood.", body = Failure),
                (status = 504, description = "The vendor did not answer in time.", body = Failure),
            ),
        )]
        pub async fn $verb(state: State<RelayState>, caller: Caller, request: Request) -> Result<Response, ApiError> {
            pass(state, caller, request).await
        }
    )* };
}

doors!(get "relayGet", post "relayPost", put "relayPut", patch "relayPatch", delete "relayDelete");

async fn pass(
    State(app): State<RelayState>,
    caller: Caller,
    request: Request,
) -> Result<Response, ApiError> {
    let (session, token_visit) = admitted(&app, &caller).await?;
    let (name, below) = parted(request.uri());
    let visit = token_visit.filter(|_| session.backend.as_deref() == Some(name));
    let (Some(visit), Some(way)) = (visit, app.own.way(name)) else {
        return Err(ApiError::forbidden(
            "This session does not talk to this backend.",
        ));
    };
    if session.ended_at.is_some() || app.clock.now() >= session.deadline_at {
        return Err(ApiError::conflict(
            "This session has ended. Start a new one to go on.",
        ));
    }
    let method = request.method().clone();
    let path = path::path(below);
    let route = path.and_then(|path| {
        let user = &visit.visitor.vendor_user;
        table::route(&way.settings, method.as_str(), &path, user)
    });
    let Some(route) = route else {
        return Err(ApiError::not_found(
            "This is no call of the backend's that visitors may make.",
        ));
    };
    let query =
        path::query(request.uri().query().unwrap_or_default(), route.query).map_err(wrong_query)?;
    let now = app.clock.now();
    app.rates.take(
        format!("relay of {}", session.id),
        app.settings.limits.relay_per_session,
        now,
    )?;
    let limits = &app.settings.limits;
    app.rates.take(
        format!("relay from {}", caller.address),
        limits.relay_per_address,
        now,
    )?;
    let of_address = limits.relay_at_once_per_address;
    let seats = app
        .own
        .seat(&session.id, caller.address, of_address)
        .ok_or_else(|| ApiError::too_many("Too much is under way at once. Please try again.", 2))?;
    let mut body = read(request, &app).await?;
    if let Some(agent) = &route.agent
        && *agent != visit.scenario
    {
        return Err(ApiError::not_found("This page is for another agent."));
    }
    let asker = Asker {
        visitor: &visit.visitor.id,
        session: &session.id,
        scenario: &visit.scenario,
    };
    let needs = theirs::needs(way.settings.dialect, &route, asker, &query, &mut body)
        .map_err(|wrong| ApiError::invalid(&["body", wrong.0], wrong.1, "value_error"))?;
    bindings::check(&app, &visit.visitor, &needs).await?;
    let call = Call {
        app,
        way,
        session,
        visit,
        method,
        route,
        query,
        body: body.map(|body| body.to_string().into_bytes()),
        seats,
    };
    call.answer().await
}

/// The session whose token the request carries, and the visit it is. 401 without one.
async fn admitted(app: &RelayState, caller: &Caller) -> Result<(Session, Option<Visit>), ApiError> {
    let Some(bearer) = caller.bearer.as_deref() else {
        return Err(ApiError::unauthorized("The session's token is missing."));
    };
    let Some(id) = app.store.session_with(bearer).await? else {
        app.allow_anonymous(caller.address)?;
        return Err(ApiError::unauthorized("This token opens no session."));
    };
    let session = session::open(app, &id, Some(bearer)).await?;
    let visit = app.store.visit(&session.id).await?;
    Ok((session, visit))
}

/// The backend's name and what follows it, as they were sent.
fn parted(uri: &Uri) -> (&str, &str) {
    let rest = uri.path().strip_prefix("/relay/").unwrap_or_default();
    match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    }
}

fn wrong_query(wrong: path::Wrong) -> ApiError {
    match wrong {
        path::Wrong::Unreadable => ApiError::bad_request("The address's query cannot be read."),
        path::Wrong::Unknown(name) => {
            ApiError::bad_request(format!("This call takes no {name:?} in its query."))
        }
        path::Wrong::Twice(name) => ApiError::bad_request(format!("{name:?} was given twice.")),
    }
}

/// The body as JSON; `None` for none, and for methods that have none.
async fn read(request: Request, app: &RelayState) -> Result<Option<Value>, ApiError> {
    if matches!(*request.method(), Method::GET | Method::DELETE) {
        return Ok(None);
    }
    let kind = json::content_type(request.headers());
    let bytes: Bytes = json::bytes(request, app).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if kind != "application/json" {
        return Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the body as application/json.",
        ));
    }
    json::value(bytes)
        .await?
        .map(Some)
        .map_err(|_| ApiError::bad_request("The body is not valid JSON. Please try again."))
}

impl Call {
    async fn answer(self) -> Result<Response, ApiError> {
        match (self.route.pace, self.route.deed) {
            (Pace::Work, _) => self.work().await,
            (_, Deed::Agent) => self.agent().await,
            (_, Deed::Conversations) => self.conversations().await,
            (_, Deed::Chats) => self.chats().await,
            _ if self.route.of_user => self.of_user().await,
            _ => self.plain().await,
        }
    }

    /// Waits for the visitor's turn at the vendor.
    async fn turn(&self) -> Result<Turn, ApiError> {
        let lasting = self.route.pace != Pace::Short;
        let turn = self.way.budget.turn(&self.visit.visitor.id, lasting).await;
        turn.map_err(|full| {
            ApiError::too_many("The service is busy. Please try again in a moment.", full.0)
        })
    }

    async fn send(&self) -> Result<reqwest::Response, ApiError> {
        let times = &self.app.settings.limits.relay;
        let patience = match self.route.pace {
            Pace::Short => times.answer,
            Pace::Poll | Pace::Stream => times.poll,
            Pace::Work => times.work,
        };
        self.way
            .send(
                &self.route,
                &self.method,
                &self.query,
                self.body.clone(),
                patience,
            )
            .await
            .map_err(|silence| answer::silence(&self.way, silence))
    }

    pub(super) async fn whole(&self) -> Result<Whole, ApiError> {
        let _turn = self.turn().await?;
        let response = self.send().await?;
        let patience = self.app.settings.limits.relay.body;
        let whole = Whole::read(&self.way, &self.visit.visitor.id, response, patience).await?;
        self.learn(&whole).await?;
        Ok(whole)
    }

    /// Whatever the answer shows to be the visitor's is so before they see it.
    async fn learn(&self, whole: &Whole) -> Result<(), ApiError> {
        let visitor = &self.visit.visitor;
        let is_success = whole.head.is_success();
        if self.method == Method::DELETE && (is_success || whole.head.status == 404) {
            return bindings::release(&self.app, visitor, &self.route.ids).await;
        }
        let json = whole.json().filter(|_| is_success);
        let Some(json) = json else { return Ok(()) };
        let deed = self.route.deed;
        let things = theirs::learned(deed, json);
        bindings::learn(&self.app, visitor, deed, things).await
    }

    async fn plain(self) -> Result<Response, ApiError> {
        let turn = self.turn().await?;
        let mut response = self.send().await?;
        let mut head = Head::read(&self.way, &self.visit.visitor.id, &response);
        let may_stream = self.route.pace == Pace::Stream && head.is_success();
        let mut first = Vec::new();
        if may_stream && head.kind != Kind::Stream {
            let patience = self.app.settings.limits.relay.idle;
            let (is_stream, begun) = answer::begun(&self.way, &mut response, patience).await?;
            if is_stream {
                tracing::info!(backend = self.way.name, said = ?head.kind, "a backend's stream is not called one");
                head.kind = Kind::Stream;
            }
            first = begun;
        }
        if may_stream && head.kind == Kind::Stream {
            let stream = Stream {
                app: self.app,
                way: self.way,
                session: self.session,
                visitor: self.visit.visitor,
                deed: self.route.deed,
                first,
                response,
                _turn: turn,
                _seats: self.seats,
            };
            return Ok(head.with(stream.into_body()));
        }
        if head.kind == Kind::Stream {
            return Err(answer::not_understood(
                &self.way,
                "a stream nobody asked for",
            ));
        }
        let patience = self.app.settings.limits.relay.body;
        let whole = Whole::go_on(&self.way, head, first, response, patience).await?;
        self.learn(&whole).await?;
        whole.into_answer(&self.way)
    }

    /// The vendor answers when all is done. The visitor asks for what became of it meanwhile, so
    /// nobody waits long; and the work goes on though the page that asked for it is gone.
    async fn work(self) -> Result<Response, ApiError> {
        let wait = self.app.settings.limits.relay.work_wait;
        let turn = self.turn().await?;
        let way = self.way.clone();
        let stopping = self.app.stopping.clone();
        let task = tokio::spawn(async move {
            let _turn = turn;
            let working = async {
                let response = self.send().await?;
                let patience = self.app.settings.limits.relay.body;
                Whole::read(&self.way, &self.visit.visitor.id, response, patience).await
            };
            tokio::select! {
                whole = working => whole,
                () = stopping.cancelled() => Err(answer::not_understood(&self.way, "we are stopping")),
            }
        });
        match tokio::time::timeout(wait, task).await {
            Ok(Ok(whole)) => whole?.into_answer(&way),
            Ok(Err(error)) => Err(ApiError::internal(error)),
            Err(_) => Ok((StatusCode::ACCEPTED, axum::Json(Value::Null)).into_response()),
        }
    }

    /// Facts about the agent are everybody's: asked for once, and told again while the vendor is away.
    async fn agent(self) -> Result<Response, ApiError> {
        if let Some(known) = self.way.agent(false) {
            return known.into_answer(&self.way);
        }
        let whole = match self.whole().await {
            Ok(whole) if whole.head.is_success() => {
                self.way.note_agent(&whole);
                whole
            }
            other => match self.way.agent(true) {
                Some(known) => known,
                None => other?,
            },
        };
        whole.into_answer(&self.way)
    }

    /// About the visitor's own account, which is made when it is first needed, and anew where the
    /// vendor has lost it.
    async fn of_user(self) -> Result<Response, ApiError> {
        debug_assert_eq!(self.way.settings.dialect, BackendDialect::Talkio);
        let visitor = &self.visit.visitor;
        if visitor.user_made_at.is_none() {
            let _turn = self.turn().await?;
            talkio::account(&self.app, &self.way, visitor, &self.session).await?;
        }
        let mut whole = self.whole().await?;
        let asks_for_token = self
            .route
            .segments
            .last()
            .is_some_and(|last| last == "token");
        if whole.head.status == 404 && asks_for_token && visitor.user_made_at.is_some() {
            {
                let _turn = self.turn().await?;
                talkio::make(&self.app, &self.way, visitor, &self.session).await?;
            }
            whole = self.whole().await?;
        }
        if asks_for_token {
            talkio::leads_home(&self.way, &whole)?;
        }
        whole.into_answer(&self.way)
    }
}
