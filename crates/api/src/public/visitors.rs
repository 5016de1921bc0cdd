//! `/visitors`: what an account keeps of a person, by the email they gave, and its erasure.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Map, Value};
use vivavoce_client::types as api;
use vivavoce_protocol::person::{EMAIL_CAP, check_email};

use super::scenarios::{From, origin};
use super::sessions;
use vivavoce_engine::log::transcript;
use vivavoce_engine::store::personal::{KEPT, Kept, Record, SESSION};
use vivavoce_engine::store::{Person, Session};
use vivavoce_engine::{heavy, removals};
use vivavoce_http::account::Caller;
use vivavoce_http::body::Asked;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Records and bytes after which an answer ends. One that is larger stands alone.
const RECORDS: usize = 200;
const BYTES: usize = 4 * 1024 * 1024;
/// Records one look finds.
const LOOK: u32 = 50;

/// `GET /visitors/export?email=…&after=…`: everything, in pieces.
#[utoipa::path(
    get, path = "/visitors/export", operation_id = "exportVisitor", tag = "Visitors",
    summary = "Export a visitor",
    description = "All that this account keeps of a person, by the email they gave: their sessions with what was said and made of it, \
        and what other APIs and your own systems recorded of them. An answer has up to 200 records and some 4 MB; `next` leads on.",
    params(
        ("email" = String, Query, description = "The address they gave, whatever the case of its letters from A to Z.", example = "john.doe@example.com", max_length = 254),
        ("after" = Option<String>, Query, description = "`next` of the answer before.", max_length = 64, nullable = false),
    ),
    responses((status = 200, description = "Some of it.", body = api::VisitorExport)),
)]
pub async fn export(
    State(app): State<App>,
    from: From,
    caller: Caller,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> Result<Json<api::VisitorExport>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let person = person(&mut fields, &caller);
    let (mut place, mut row) = (0, 0);
    if let Some(after) = fields.text("after", 64).here() {
        match cursor(&after) {
            Some(there) => (place, row) = there,
            None => fields.wrong(
                "after",
                "Input should be `next` of an answer",
                "value_error",
            ),
        }
    }
    fields.done()?;
    let origin = origin(&app, from, &headers);
    let mut records = Vec::new();
    let (mut bytes, mut full) = (0, false);
    // The place and the row that were told last.
    let mut told = (place, row);
    'places: for (index, kept) in KEPT.iter().enumerate().skip(place) {
        if index > place {
            told = (index, 0);
        }
        loop {
            let found = app
                .store
                .personal_records(&person, kept, told.1, LOOK)
                .await?;
            let is_last = found.len() < LOOK as usize;
            for record in found {
                let row = record.row;
                if let Some((data, size)) = whole(&app, kept, record, origin.as_deref()).await? {
                    bytes += size;
                    full = records.len() >= RECORDS || (bytes > BYTES && !records.is_empty());
                    if full {
                        break 'places;
                    }
                    records.push(api::VisitorRecord {
                        kind: kept.kind.into(),
                        data: data.into_iter().collect(),
                    });
                }
                told = (index, row);
            }
            if is_last {
                break;
            }
        }
    }
    let next = KEPT.get(told.0).filter(|_| full);
    let next = next.map(|kept| format!("{}.{}", kept.kind, told.1));
    Ok(Json(api::VisitorExport {
        email: person.email,
        records,
        next,
    }))
}

/// `DELETE /visitors?email=…`: nothing is left of them.
#[utoipa::path(
    delete, path = "/visitors", operation_id = "eraseVisitor", tag = "Visitors",
    summary = "Erase a visitor",
    description = "What `GET /visitors/export` shows goes at once and for good; sessions that still run end first. Purchases, orders and \
        shop events stay for your books and no longer say whose they are.",
    params(("email" = String, Query, description = "The address they gave, whatever the case of its letters from A to Z.", example = "john.doe@example.com", max_length = 254)),
    responses((status = 200, description = "What was stored of the visitor is erased, or is being erased.", body = api::VisitorErased)),
)]
pub async fn erase(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::VisitorErased>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let person = person(&mut fields, &caller);
    fields.done()?;
    let now = app.clock.now();
    app.store.ask_erasure(person.clone(), now).await?;
    removals::begin(&app).await;
    Ok(Json(api::VisitorErased {
        success: true,
        is_done: !app.store.is_erasing(&person).await?,
        email: person.email,
    }))
}

/// Whom a call is about.
fn person(fields: &mut Fields<'_>, caller: &Caller) -> Person {
    let email = fields.text("email", EMAIL_CAP);
    if email == Given::Absent && !fields.has("email") {
        fields.missing("email");
    }
    let email = email.here().unwrap_or_default();
    if !email.is_empty() && check_email(&email).is_some() {
        let msg = "Input should be an email address; a + in it is written %2B";
        fields.wrong("email", msg, "value_error");
    }
    Person::new(&caller.account.id, &email)
}

/// The place and the row that `next` means.
fn cursor(next: &str) -> Option<(usize, i64)> {
    let (kind, row) = next.split_once('.')?;
    let place = KEPT.iter().position(|kept| kept.kind == kind)?;
    Some((place, row.parse().ok()?))
}

/// A record as callers get it, and its bytes; `None`: it is gone meanwhile.
async fn whole(
    app: &App,
    kept: &Kept,
    record: Record,
    origin: Option<&str>,
) -> Result<Option<(Map<String, Value>, usize)>, ApiError> {
    if kept.kind == SESSION {
        let id = record.data["id"].as_str().unwrap_or_default();
        return match app.store.session(id).await? {
            Some(session) => session_whole(app, &session, origin).await.map(Some),
            None => Ok(None),
        };
    }
    let Value::Object(mut data) = record.data else {
        return Ok(None);
    };
    for (name, value) in &mut data {
        let is_time = name == "at" || name.ends_with("_at") || name.ends_with("_date");
        if let Some(at) = value.as_i64().filter(|_| is_time) {
            *value = times::written(at).into();
        }
    }
    Ok(Some((data, record.size)))
}

async fn session_whole(
    app: &App,
    session: &Session,
    origin: Option<&str>,
) -> Result<(Map<String, Value>, usize), ApiError> {
    let detail = sessions::detail(app, session, origin).await?;
    let notes = match session.transcribe {
        true => {
            app.store
                .read_log(&session.id, |log| transcript::notes(&log))
                .await?
        }
        false => Vec::new(),
    };
    let made = heavy::run(move || {
        let mut data = serde_json::to_value(detail)?;
        data["notes"] = serde_json::to_value(notes)?;
        let size = data.to_string().len();
        Ok::<_, serde_json::Error>((data, size))
    });
    match made.await?.map_err(ApiError::internal)? {
        (Value::Object(data), size) => Ok((data, size)),
        _ => Err(ApiError::internal("a session that is no object")),
    }
}
