//! `/purchases`: what was bought, as the seller's own payment system says.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};
use vivavoce_client::types as api;
use vivavoce_protocol::person::{check_email, email_key};

use super::page_meta::page_meta;
use super::scenarios;
use vivavoce_engine::ids;
use vivavoce_engine::store::{
    Account, Purchase, PurchaseFilter, PurchaseStatus, Recorded, RequestKey, Scenario, amount,
};
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Purchases one answer holds where no page was asked for.
const ALL: u32 = 10_000;
/// Characters of an id, and of an idempotency key.
const ID: usize = 200;
/// No price is higher.
const DEAREST: f64 = 1e12;

/// `GET /purchases?user_email=&scenario_id=&status=&page=&limit=`: newest first; all of them unless
/// a page is asked for.
#[utoipa::path(
    get, path = "/purchases", operation_id = "listPurchases", tag = "Purchases",
    summary = "List the purchases",
    description = "Newest first; all of them (up to 10 000) unless `page` or `limit` is given.",
    params(
        ("user_email" = Option<String>, Query, description = "Only this buyer's.", max_length = 320, nullable = false),
        ("scenario_id" = Option<String>, Query, description = "Only of this scenario; its id or slug.", max_length = 200, nullable = false),
        ("status" = Option<String>, Query, description = "Only those that stand so.", pattern = "^(pending|completed|failed|refunded|cancelled)$", nullable = false),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses(
        (status = 200, description = "All of them, or one page.", body = api::PurchaseList),
        (status = 404, description = ""),
    ),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::PurchaseList>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let paged = fields.has("page") || fields.has("limit");
    let page = Page::read(&mut fields);
    let email = fields.text("user_email", 320).here();
    let scenario = fields.text("scenario_id", 200).here();
    let status = status(&mut fields);
    fields.done()?;
    let scenario_id = match scenario {
        Some(id) => Some(scenarios::find(&app, &caller.account, &id).await?.id),
        None => None,
    };
    let filter = PurchaseFilter {
        account_id: caller.account.id.clone(),
        user_email: email.as_deref().map(email_key),
        scenario_id,
        status,
    };
    let (limit, offset) = if paged {
        (page.size(), page.offset())
    } else {
        (ALL, 0)
    };
    let (purchases, total) = app.store.purchases(&filter, limit, offset).await?;
    let page = if paged {
        page
    } else {
        Page {
            number: 1,
            limit: i64::from(ALL),
        }
    };
    Ok(Json(api::PurchaseList {
        purchases: purchases.into_iter().map(shown).collect(),
        page_meta: page_meta(page, total),
    }))
}

/// `GET /purchases/{id}`.
#[utoipa::path(
    get, path = "/purchases/{id}", operation_id = "getPurchase", tag = "Purchases",
    summary = "Read a purchase",
    params(("id" = String, Path, example = "pay_1042")),
    responses((status = 200, description = "The purchase.", body = api::Purchase)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Json<api::Purchase>, ApiError> {
    let purchase = app.store.purchase(&caller.account.id, &id).await?;
    let purchase = purchase.ok_or_else(|| {
        ApiError::not_found("There is no such purchase in this account. Check its id.")
    })?;
    Ok(Json(shown(purchase)))
}

/// `POST /purchases`: records one (201), or changes the one with its `id` (200): what is not
/// mentioned stays. The same request again, told by `Idempotency-Key`, changes nothing.
#[utoipa::path(
    post, path = "/purchases", operation_id = "recordPurchase", tag = "Purchases",
    summary = "Record a purchase",
    description = "Your payment system says what was bought, and later whether it was refunded. \
        Name it by your own `id`, or send an `Idempotency-Key`, or both: with `id` again it is \
        changed (what is not mentioned stays), and the same request again, told by its key, \
        changes nothing however late it comes. Only a completed purchase opens a paid scenario.",
    params(("Idempotency-Key" = Option<String>, Header, description = "Tells this request from others.", max_length = 200, nullable = false)),
    request_body = api::PurchaseForm,
    responses(
        (status = 201, description = "It is recorded.", body = api::Purchase),
        (status = 200, description = "It was recorded before, and is as it says now.", body = api::Purchase),
        (status = 404, description = ""),
        (status = 409, description = "The key was used for another request.", body = Failure),
    ),
)]
pub async fn record(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Purchase>), ApiError> {
    let key = request_key(&headers, &body)?;
    let named = match body.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => Some(id.trim().to_owned()),
        _ => None,
    };
    anew!(record_once(&app, &caller.account, &body, key.clone(), named.clone()).await)
}

async fn record_once(
    app: &App,
    account: &Account,
    body: &Map<String, Value>,
    key: Option<RequestKey>,
    named: Option<String>,
) -> Result<(StatusCode, Json<api::Purchase>), ApiError> {
    let seen = match &named {
        Some(id) => app.store.purchase(&account.id, id).await?,
        None => None,
    };
    // The same request again is answered whatever has become of what it names.
    if let Some(key) = &key
        && let Some(known) = app.store.purchase_of_key(&account.id, key).await?
    {
        return answered(known);
    }
    let mut fields = Fields::new(body, &["body"]);
    if named.is_none() && key.is_none() && (fields.is_text("id") || !fields.has("id")) {
        let msg = "Give an id of your own, or an Idempotency-Key header, so that a request sent \
                   twice is one purchase";
        fields.wrong("id", msg, "missing");
    }
    fields.text("id", ID);
    let scenario = bought(app, account, &mut fields).await?;
    let now = app.clock.now();
    let mut purchase = match seen.clone() {
        Some(known) => known,
        None => blank(account, named.unwrap_or_else(|| ids::new_id(now)), now),
    };
    purchase.updated_at = now;
    if let Some(scenario) = scenario {
        of_scenario(&mut purchase, &scenario);
    }
    fill(&mut fields, &mut purchase, seen.is_none(), now);
    fields.done()?;
    answered(app.store.record_purchase(purchase, key, seen).await?)
}

fn answered(recorded: Recorded) -> Result<(StatusCode, Json<api::Purchase>), ApiError> {
    match recorded {
        Recorded::New(purchase) => Ok((StatusCode::CREATED, Json(shown(purchase)))),
        Recorded::Known(purchase) | Recorded::Changed(purchase) => {
            Ok((StatusCode::OK, Json(shown(purchase))))
        }
        Recorded::KeyUsed => Err(ApiError::conflict(
            "This Idempotency-Key was used for another request. Use a new key for each.",
        )),
    }
}

fn request_key(
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Option<RequestKey>, ApiError> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > ID {
        return Err(ApiError::invalid(
            &["header", "Idempotency-Key"],
            "The key is 1 to 200 letters, digits and signs",
            "string_pattern_mismatch",
        ));
    }
    Ok(Some(RequestKey {
        key_hash: ids::hash(key),
        body_hash: ids::hash(&Value::Object(body.clone()).to_string()),
    }))
}

/// The scenario a purchase is of: `scenario_id`, or `product_id` where that names one of ours.
async fn bought(
    app: &App,
    account: &Account,
    fields: &mut Fields<'_>,
) -> Result<Option<Scenario>, ApiError> {
    if let Some(id) = fields.text("scenario_id", 200).here() {
        return scenarios::find(app, account, &id).await.map(Some);
    }
    let Some(id) = fields.text("product_id", ID).here() else {
        return Ok(None);
    };
    let found = app.store.scenario(&id).await?;
    Ok(found.filter(|scenario| scenario.account_id == account.id))
}

fn blank(account: &Account, id: String, now: i64) -> Purchase {
    Purchase {
        id,
        account_id: account.id.clone(),
        scenario_id: None,
        scenario_name: String::new(),
        product_id: String::new(),
        product_type: "scenario".to_owned(),
        product_name: String::new(),
        user_id: None,
        user_name: String::new(),
        user_email: String::new(),
        amount: f64::NAN,
        currency: String::new(),
        status: PurchaseStatus::Completed,
        purchase_date: now,
        created_at: now,
        updated_at: now,
        completed_at: None,
    }
}

/// What the scenario itself says of its price stands unless the body says otherwise.
fn of_scenario(purchase: &mut Purchase, scenario: &Scenario) {
    purchase.scenario_id = Some(scenario.id.clone());
    purchase.scenario_name.clone_from(&scenario.name);
    purchase.product_id.clone_from(&scenario.id);
    if purchase.product_name.is_empty() {
        purchase.product_name.clone_from(&scenario.name);
    }
    let price = ["amount", "price"]
        .into_iter()
        .find_map(|name| number(scenario.pricing.get(name)?));
    if let Some(price) = price.filter(|_| purchase.amount.is_nan()) {
        purchase.amount = price;
    }
    let currency = scenario.pricing.get("currency").and_then(Value::as_str);
    if let Some(currency) = currency.and_then(currency_code)
        && purchase.currency.is_empty()
    {
        purchase.currency = currency;
    }
}

fn fill(fields: &mut Fields<'_>, purchase: &mut Purchase, is_new: bool, now: i64) {
    match fields.text("user_email", 320) {
        Given::Here(email) if check_email(email.trim()).is_none() => {
            purchase.user_email = email_key(&email);
        }
        Given::Here(_) => {
            fields.wrong(
                "user_email",
                "Input should be an email address",
                "value_error",
            );
        }
        // Whose it was is forgotten where they were erased; the books go on.
        _ if is_new && !fields.has("user_email") => fields.missing("user_email"),
        _ => {}
    }
    let mut plain = |name: &str, field: &mut String| {
        if let Given::Here(text) = fields.text(name, ID) {
            *field = text.chars().filter(|c| !c.is_control()).collect();
        }
    };
    plain("user_name", &mut purchase.user_name);
    plain("product_name", &mut purchase.product_name);
    plain("product_type", &mut purchase.product_type);
    if purchase.scenario_id.is_none() {
        plain("product_id", &mut purchase.product_id);
    }
    fields
        .text("user_id", ID)
        .into_option(&mut purchase.user_id);
    if purchase.product_id.is_empty() && !fields.has("scenario_id") {
        fields.missing("scenario_id");
    }
    match fields.value("amount") {
        Given::Here(value) => match number(value) {
            Some(amount) => purchase.amount = amount,
            None => fields.wrong(
                "amount",
                "Input should be an amount such as 29.99",
                "float_parsing",
            ),
        },
        _ if purchase.amount.is_nan() => fields.missing("amount"),
        _ => {}
    }
    match fields.text("currency", 20) {
        Given::Here(text) => match currency_code(&text) {
            Some(code) => purchase.currency = code,
            None => fields.wrong(
                "currency",
                "Input should be a currency's three letters, such as EUR",
                "value_error",
            ),
        },
        _ if purchase.currency.is_empty() && !fields.has("currency") => fields.missing("currency"),
        _ => {}
    }
    if let Some(status) = status(fields) {
        purchase.status = status;
    }
    if let Given::Here(at) = fields.time("purchase_date") {
        purchase.purchase_date = at;
    }
    match fields.time("completed_at") {
        Given::Here(at) => purchase.completed_at = Some(at),
        _ if purchase.status == PurchaseStatus::Completed => {
            purchase.completed_at.get_or_insert(now);
        }
        _ => {}
    }
}

fn status(fields: &mut Fields<'_>) -> Option<PurchaseStatus> {
    let word = fields.text("status", 40).here()?;
    let status = PurchaseStatus::read(&word);
    if status.is_none() {
        let words = PurchaseStatus::ALL.map(PurchaseStatus::as_str).join(", ");
        fields.wrong("status", format!("Input should be one of {words}"), "enum");
    }
    status
}

/// An amount of money, as a number or a text.
pub(super) fn number(value: &Value) -> Option<f64> {
    amount(value).filter(|amount| *amount <= DEAREST)
}

pub(super) fn currency_code(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()))
        .then(|| text.to_ascii_uppercase())
}

fn shown(p: Purchase) -> api::Purchase {
    api::Purchase {
        id: p.id,
        user_id: p.user_id,
        product_id: p.product_id,
        product_type: p.product_type,
        product_name: p.product_name,
        scenario_id: p.scenario_id,
        scenario_name: p.scenario_name,
        amount: p.amount,
        currency: p.currency,
        status: p.status.as_str().into(),
        purchase_date: times::written(p.purchase_date),
        created_at: times::written(p.created_at),
        updated_at: times::written(p.updated_at),
        completed_at: p.completed_at.map(times::written),
        user_name: p.user_name,
        user_email: p.user_email,
    }
}
