//! `/sessions`: what was said, and what is made of it.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use vivavoce_client::types as api;

use super::page_meta::page_meta;
use super::scenarios::{self, From, origin};
use super::session_shape;
use vivavoce_engine::analyses;
use vivavoce_engine::log::transcript;
use vivavoce_engine::removals;
use vivavoce_engine::store::{Account, Session, SessionFilter, SessionStatus};
use vivavoce_http::account::Caller;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::Fields;
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// A day in milliseconds.
pub(super) const DAY: i64 = 86_400_000;

/// `GET /sessions?scenario_id=…&user_email=&from_date=&to_date=&page=&limit=`: newest first.
#[utoipa::path(
    get, path = "/sessions", operation_id = "listSessions", tag = "Sessions",
    summary = "List a scenario's sessions", description = "Newest first.",
    params(
        ("scenario_id" = Option<String>, Query, description = "The scenario's id or slug; needed unless a backend is named.", example = "demo-interview", max_length = 200, nullable = false),
        ("backend" = Option<String>, Query, description = "Instead of a scenario: the sessions with this configured backend, for the root account.", max_length = 40, nullable = false),
        ("user_email" = Option<String>, Query, description = "Only this visitor's.", max_length = 320, nullable = false),
        ("from_date" = Option<String>, Query, description = "Only from this day or moment on: `2030-12-31` or `2030-12-31T09:00:00Z`.", format = Date, max_length = 64, nullable = false),
        ("to_date" = Option<String>, Query, description = "Only up to this day or moment, itself included.", format = Date, max_length = 64, nullable = false),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 50 unless said otherwise.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses(
        (status = 200, description = "One page of them.", body = api::SessionPage),
        (status = 404, description = ""),
    ),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::SessionPage>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let scenario = fields.text("scenario_id", 200).here();
    let backend = fields.text("backend", 40).here();
    if scenario.is_none() && backend.is_none() {
        fields.missing("scenario_id");
    }
    let page = Page::read(&mut fields);
    let mut filter = SessionFilter {
        account_id: Some(caller.account.id.clone()),
        user_email: fields.text("user_email", 320).here(),
        ..SessionFilter::default()
    };
    // A plus that was not escaped.
    if filter
        .user_email
        .as_ref()
        .is_some_and(|email| email.trim().contains(' '))
    {
        let msg = "An address has no space; a + in it is written %2B";
        fields.wrong("user_email", msg, "value_error");
    }
    for name in ["from_date", "to_date"] {
        let Some(text) = fields.text(name, 64).here() else {
            continue;
        };
        match times::read(&text) {
            Some(time) if name == "from_date" => filter.from = Some(time.at),
            // The last day, or millisecond, counts too.
            Some(time) => filter.to = Some(time.at + if time.whole_day { DAY } else { 1 }),
            None => {
                let msg = "Input should be a date such as 2030-12-31 or 2030-12-31T09:00:00Z";
                fields.wrong(name, msg, "datetime_parsing");
            }
        }
    }
    fields.done()?;
    filter.scenario_id = Some(match (&scenario, &backend) {
        (None, Some(backend)) => of_backend(&app, &caller.account, backend).await?,
        (scenario, _) => {
            let named = scenario.as_deref().unwrap_or_default();
            scenarios::find(&app, &caller.account, named).await?.id
        }
    });
    let (sessions, total) = app
        .store
        .sessions(&filter, page.size(), page.offset())
        .await?;
    Ok(Json(api::SessionPage {
        sessions: sessions.iter().map(session_shape::row).collect(),
        page_meta: page_meta(page, total),
    }))
}

/// What a backend's sessions are listed under; they are the root account's.
async fn of_backend(app: &App, account: &Account, backend: &str) -> Result<String, ApiError> {
    let found = app.store.relay_scenario(backend).await?;
    found
        .filter(|scenario| scenario.account_id == account.id)
        .map(|scenario| scenario.id)
        .ok_or_else(|| ApiError::not_found("There are no sessions with a backend of this name."))
}

/// `GET /sessions/{id}`.
#[utoipa::path(
    get, path = "/sessions/{id}", operation_id = "getSession", tag = "Sessions",
    summary = "Read a session", description = "With its transcript and what was made of it.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8166")),
    responses((status = 200, description = "The session.", body = api::SessionDetail)),
)]
pub async fn read(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    At(id): At<String>,
) -> Result<Json<api::SessionDetail>, ApiError> {
    let session = find(&app, &caller.account, &id).await?;
    let origin = origin(&app, from, &headers);
    Ok(Json(detail(&app, &session, origin.as_deref()).await?))
}

/// A session with all that was said and made of it; `origin` stands in addresses of ours.
pub(super) async fn detail(
    app: &App,
    session: &Session,
    origin: Option<&str>,
) -> Result<api::SessionDetail, ApiError> {
    let lines = app.store.transcript(&session.id).await?;
    // Nothing of what was said elsewhere was measured here.
    let ours = session.backend.is_none();
    let analysis = app.store.analysis(&session.id).await?.filter(|_| ours);
    let is_analyzing = ours
        && session.status != SessionStatus::Active
        && (analysis.is_none()
            || analyses::is_under_way(app, &session.id)
            || app.store.is_analyzing(&session.id, app.clock.now()).await?);
    let address =
        origin.map(|origin| format!("{origin}/api/public/sessions/{}/transcript.txt", session.id));
    let spent = app.store.session_spending(&session.id).await?;
    Ok(session_shape::whole(
        session,
        &lines,
        analysis.as_ref(),
        is_analyzing,
        address,
        spent,
    ))
}

/// `DELETE /sessions/{id}`: with everything that was said and made of it.
#[utoipa::path(
    delete, path = "/sessions/{id}", operation_id = "deleteSession", tag = "Sessions",
    summary = "Remove a session",
    description = "With its transcript and what was made of it. One that still runs ends first.",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8166")),
    responses((status = 200, description = "It is gone.", body = api::Removed)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Removed>, ApiError> {
    let session = find(&app, &caller.account, &id).await?;
    removals::mark_session(&app, session.id.clone(), app.clock.now()).await?;
    removals::begin(&app).await;
    Ok(Json(api::Removed::of(session.id)))
}

/// `GET /sessions/{id}/transcript.txt`, with the same key.
#[utoipa::path(
    get, path = "/sessions/{id}/transcript.txt", operation_id = "getTranscript", tag = "Sessions",
    summary = "Read a transcript as text",
    params(("id" = String, Path, example = "67c551e83f44cdf6055a8166")),
    responses((status = 200, description = "`[00:03] AI: …`, blocks parted by an empty line.", body = String, content_type = "text/plain")),
)]
pub async fn transcript(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<String, ApiError> {
    let session = find(&app, &caller.account, &id).await?;
    let lines = app.store.transcript(&session.id).await?;
    Ok(transcript::text(&lines, session.created_at))
}

/// `POST /sessions/analyze {session_id, force}`: the results, made now if need be.
#[utoipa::path(
    post, path = "/sessions/analyze", operation_id = "analyzeSession", tag = "Sessions",
    summary = "Evaluate a session", description = "Answers with what there is already unless `force` asks for it anew.",
    request_body = api::AnalyzeForm,
    responses(
        (status = 200, description = "What was made of it.", body = api::Analysis),
        (status = 404, description = ""),
        (status = 409, description = "The session still runs.", body = Failure),
    ),
)]
pub async fn analyze(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<api::Analysis>, ApiError> {
    let mut fields = Fields::new(&body, &["body"]);
    let id = fields.text("session_id", 200).here();
    if id.is_none() {
        fields.missing("session_id");
    }
    let force = fields.flag("force").here().unwrap_or(false);
    fields.done()?;
    let session = find(&app, &caller.account, &id.unwrap_or_default()).await?;
    if session.status == SessionStatus::Active {
        return Err(ApiError::conflict(
            "This session is still running. Analyze it after its end.",
        ));
    }
    if let Some(backend) = &session.backend {
        return Err(ApiError::conflict(format!(
            "What was said in this session stands at the backend {backend}, not here."
        )));
    }
    let (analysis, ready) = match analyses::on_call(&app, session.clone(), force).await {
        Ok(done) => done,
        Err(error) => {
            // Where it was removed meanwhile, that is what there is to say.
            find(&app, &caller.account, &session.id).await?;
            return Err(error.into());
        }
    };
    let lines = app.store.transcript(&session.id).await?;
    Ok(Json(session_shape::analyzed(
        &session, &analysis, &lines, !ready,
    )))
}

async fn find(app: &App, account: &Account, id: &str) -> Result<Session, ApiError> {
    app.store
        .session(id)
        .await?
        .filter(|session| session.account_id == account.id)
        .ok_or_else(|| {
            ApiError::not_found("There is no such session in this account. Check its id.")
        })
}
