//! A session begins, or is resumed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Json, Response};
use vivavoce_protocol::person::{EMAIL_CAP, NAME_CAP};
use vivavoce_protocol::wire::{CreateSession, SessionCreated, Variables};
use vivavoce_protocol::{language, variables};

use vivavoce_engine::backends::{self, Arrival, Chosen};
use vivavoce_engine::conversation::{self, Beginning};
use vivavoce_engine::ids;
use vivavoce_engine::store::{Access, Scenario, SessionStatus};
use vivavoce_http::admission::{Admission, admission, check_dates, live_access};
use vivavoce_http::caller::Caller;
use vivavoce_http::json;
use vivavoce_http::scenario::{self, find_for};
use vivavoce_http::session::{self, expires_at};
use vivavoce_http::{ApiError, App};

/// `POST /api/embed/sessions`: 201, or 200 for a resumed one.
#[utoipa::path(
    post, path = "/sessions", operation_id = "embedBegin", tag = "Embed",
    summary = "Begin or resume a session",
    security((), ("access" = [])), request_body = CreateSession,
    responses(
        (status = 201, description = "It began.", body = SessionCreated),
        (status = 200, description = "An earlier one was resumed.", body = SessionCreated),
        (status = 403, description = ""), (status = 404, description = ""),
    ),
)]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    json::Json(request): json::Json<CreateSession>,
) -> Result<Response, ApiError> {
    check(&app, &request)?;
    let backend = backends::named(&app.settings, request.backend.as_deref());
    let mut right = Right::of(&app, &request, backend, &caller).await?;
    if let Some(resumed) = resume(&app, &right, &request, &caller).await? {
        return Ok(Json(resumed).into_response());
    }
    right.admit(app.clock.now())?;
    check_acceptance(&right.scenario, &request)?;
    if app.wait_to_begin(caller.address).await? {
        // Meanwhile it may have been closed, made private or removed.
        right = Right::of(&app, &request, backend, &caller).await?;
        right.admit(app.clock.now())?;
        check_acceptance(&right.scenario, &request)?;
    }
    let Right {
        scenario, access, ..
    } = right;
    let is_preview = access.as_ref().is_some_and(|access| access.is_preview);
    let session_id = access.and_then(|access| access.session_id);
    let arrival = match backend {
        Chosen::Other(name, _) => {
            let key = request.visitor.as_deref();
            Some(backends::arrival(&app, name, &request.scenario_id, key).await?)
        }
        Chosen::Own | Chosen::Unknown => None,
    };
    // Whoever was let in to go on with a lesson is the same learner in the next one.
    let lesson = match session_id {
        Some(id) => next_of(&app, &id).await?,
        None => None,
    };
    let given = request.variables.iter();
    let bytes: usize = given.map(|(name, value)| name.len() + value.len()).sum();
    let created = begin(&app, &scenario, request, is_preview, arrival, lesson).await?;
    app.wrote(caller.address, bytes);
    app.arrivals
        .began(&created.session_id, caller.address, app.clock.now());
    Ok((StatusCode::CREATED, Json(created)).into_response())
}

/// What a request may begin, as of now.
struct Right {
    scenario: Scenario,
    admitted: Admission,
    /// What the caller holds, also where the scenario is open without it: it may resume a session.
    access: Option<Access>,
}

impl Right {
    async fn of(
        app: &App,
        request: &CreateSession,
        backend: Chosen<'_>,
        caller: &Caller,
    ) -> Result<Right, ApiError> {
        let (scenario, admitted) = match backend {
            Chosen::Other(name, backend) => {
                if backends::facts(name, backend, &request.scenario_id).is_none() {
                    return Err(scenario::no_such());
                }
                let scenario = backends::scenario(app, name, backend).await?;
                (scenario, Admission::Open)
            }
            Chosen::Own | Chosen::Unknown => {
                let scenario = find_for(app, &request.scenario_id, caller.address).await?;
                // A foreign page may make a browser send the cookie, so it counts for our own page only.
                let admitted = admission(app, &scenario, caller, caller.is_own_page()).await?;
                (scenario, admitted)
            }
        };
        let access = match (&admitted, &caller.bearer) {
            (Admission::Held(access), _) => Some(access.clone()),
            (_, Some(bearer)) => live_access(app, &scenario, bearer).await?,
            _ => None,
        };
        Ok(Right {
            scenario,
            admitted,
            access,
        })
    }

    fn admit(&self, now: i64) -> Result<(), ApiError> {
        self.admitted.clone().admit()?;
        check_dates(&self.scenario, now)
    }
}

fn check(app: &App, request: &CreateSession) -> Result<(), ApiError> {
    let wrong = |loc: &[&str], msg: String| {
        let loc: Vec<&str> = ["body"].iter().chain(loc).copied().collect();
        Err(ApiError::invalid(&loc, msg, "value_error"))
    };
    if request.scenario_id.is_empty() {
        return wrong(
            &["scenario_id"],
            "Name the scenario: its id or slug.".to_owned(),
        );
    }
    if !matches!(request.style.as_str(), "full" | "basic" | "minimal") {
        return wrong(
            &["style"],
            "The style is full, basic or minimal.".to_owned(),
        );
    }
    if request.user.name.chars().count() > NAME_CAP {
        return wrong(
            &["user", "name"],
            format!("A name has at most {NAME_CAP} characters."),
        );
    }
    if request.user.email.len() > EMAIL_CAP {
        return wrong(
            &["user", "email"],
            format!("An address has at most {EMAIL_CAP} characters."),
        );
    }
    let mut taken = Variables::new();
    for (name, value) in &request.variables {
        if let Err(refusal) = variables::insert(&mut taken, name, value) {
            let msg = match refusal {
                variables::Refusal::Name => format!(
                    "A variable's name has 1 to {} characters, no spaces and no braces.",
                    variables::NAME_CAP
                ),
                variables::Refusal::Full => format!(
                    "At most {} variables and {} bytes in all can be given.",
                    variables::COUNT_CAP,
                    variables::TOTAL_CAP
                ),
                variables::Refusal::Cut => {
                    format!(
                        "A variable's value has at most {} characters.",
                        variables::VALUE_CAP
                    )
                }
            };
            // The name itself may be anything; the first words of it are enough to find it.
            let short: String = name.chars().take(variables::NAME_CAP).collect();
            return wrong(&["variables", &short], msg);
        }
    }
    if request.language.as_ref().is_some_and(|tag| tag.len() > 35) {
        return wrong(
            &["language"],
            "The language is a tag such as en or pt-BR.".to_owned(),
        );
    }
    if request
        .interface_language
        .as_ref()
        .is_some_and(|tag| language::tag(tag).is_none())
    {
        return wrong(
            &["interface_language"],
            "The language is a tag such as en or pt-BR.".to_owned(),
        );
    }
    if request.max_duration_seconds == Some(0) {
        return wrong(
            &["max_duration_seconds"],
            "A session lasts at least a second.".to_owned(),
        );
    }
    if matches!(
        backends::named(&app.settings, request.backend.as_deref()),
        Chosen::Unknown
    ) {
        return wrong(
            &["backend"],
            "This deployment has no backend of that name.".to_owned(),
        );
    }
    Ok(())
}

/// 422 where the scenario has terms and the visitor accepted none, or others.
fn check_acceptance(scenario: &Scenario, request: &CreateSession) -> Result<(), ApiError> {
    let Some(asked) = scenario.asks() else {
        return Ok(());
    };
    let msg = match &request.accepted {
        Some(accepted) if *accepted == asked => return Ok(()),
        Some(_) => {
            "The terms of this conversation have changed. Load the page again to read and accept them."
        }
        None => {
            "This conversation begins once its terms are accepted: send them as accepted, with the \
             terms_url and privacy_url of the scenario."
        }
    };
    Err(ApiError::invalid(&["body", "accepted"], msg, "value_error"))
}

/// The session `restore` names, if the caller holds its token or an access token for it and it
/// still runs; anyone else starts anew.
async fn resume(
    app: &App,
    right: &Right,
    request: &CreateSession,
    caller: &Caller,
) -> Result<Option<SessionCreated>, ApiError> {
    let Some(id) = &request.restore else {
        return Ok(None);
    };
    let Some(session) = app.store.session(id).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    if session.scenario_id != right.scenario.id || session.status != SessionStatus::Active {
        return Ok(None);
    }
    // The session an access token of the caller's is for.
    let access = right.access.as_ref();
    let held = access.and_then(|access| access.session_id.as_deref());
    let bearer = caller.bearer.as_deref().unwrap_or_default();
    let token = if app.store.is_session_token(id, bearer).await? {
        match session::open(app, id, Some(bearer)).await {
            Ok(_) => {}
            // Its holder may no more, or it has expired: they begin anew where they may.
            Err(error) if error.status == StatusCode::UNAUTHORIZED => return Ok(None),
            Err(error) => return Err(error),
        }
        // From before tickets were kept.
        if !app
            .store
            .is_stop_ticket(id, &ids::stop_ticket(bearer))
            .await?
        {
            app.store.add_session_token(id, bearer, now).await?;
        }
        bearer.to_owned()
    } else if held == Some(id.as_str()) {
        app.admit(&session).await?;
        app.rates.take(
            format!("access {}", caller.address),
            app.settings.limits.access_per_address,
            now,
        )?;
        let token = ids::new_secret();
        app.store.add_session_token(id, &token, now).await?;
        token
    } else {
        return Ok(None);
    };
    session::touch(app, &session, now).await?;
    Ok(Some(SessionCreated {
        stop_ticket: ids::stop_ticket(&token),
        session_token: token,
        expires_at: expires_at(app, &session),
        last_seq: session.last_seq,
        started_at: session.created_at,
        max_duration_seconds: session.max_duration_seconds,
        restored: true,
        visitor: None,
        session_id: session.id,
    }))
}

/// How the next session of whoever had the session `id` begins; `None`: as any other.
async fn next_of(app: &App, id: &str) -> Result<Option<Beginning>, ApiError> {
    let Some(session) = app.store.session(id).await? else {
        return Ok(None);
    };
    let Some(policy) = app.policy_of(&session.source) else {
        return Ok(None);
    };
    let now = app.clock.now();
    Ok(policy.next_session(&app.store, &session, now).await?)
}

async fn begin(
    app: &App,
    scenario: &Scenario,
    request: CreateSession,
    // The caller showed that they may try it out.
    is_preview: bool,
    arrival: Option<Arrival>,
    lesson: Option<Beginning>,
) -> Result<SessionCreated, ApiError> {
    // Only what is asked for is accepted: other addresses could be anything.
    let accepted = scenario.asks();
    let interface_language = request.interface_language;
    let beginning = lesson.unwrap_or_else(|| Beginning {
        style: request.style,
        user: request.user,
        variables: cleaned(&request.variables),
        language: request.language,
        source: match request.source.as_deref() {
            Some("PREVIEW") if is_preview => "PREVIEW",
            _ => "EMBED",
        },
        transcribe: request.transcribe.unwrap_or(true),
        max_duration_seconds: request.max_duration_seconds,
        is_limited: true,
        lasting: false,
        visitor: arrival.as_ref().map(Arrival::visitor).unwrap_or_default(),
        greets: true,
        // A name that means ourselves is none.
        backend: arrival.as_ref().and(request.backend),
        ..Beginning::default()
    });
    let beginning = Beginning {
        accepted,
        interface_language,
        ..beginning
    };
    let session_token = ids::new_secret();
    let (also, visitor) = match arrival {
        Some(arrival) => {
            let (also, visitor) = backends::keep(arrival, app.clock.now());
            (Some(also), visitor)
        }
        None => (None, None),
    };
    let token = Some(session_token.as_str());
    let session = conversation::begin_with(app, scenario, beginning, token, also).await?;
    Ok(SessionCreated {
        stop_ticket: ids::stop_ticket(&session_token),
        session_token,
        expires_at: expires_at(app, &session),
        last_seq: session.last_seq,
        started_at: session.created_at,
        max_duration_seconds: session.max_duration_seconds,
        restored: false,
        visitor,
        session_id: session.id,
    })
}

fn cleaned(given: &Variables) -> Variables {
    let mut taken = Variables::new();
    for (name, value) in given {
        // Checked before: what cannot be taken was answered with 422.
        variables::insert(&mut taken, name, value).ok();
    }
    taken
}
