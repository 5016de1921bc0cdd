//! `/v1/conversations`: what was talked about, with whom, and how it went.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::asked;
use super::asked::SOURCES;
use super::caller::{Agent, At, Query};
use super::refusal::Refusal;
use super::shapes;
use vivavoce_agent::By;
use vivavoce_agent::transcript::Line;
use vivavoce_analysis::insight::{self, Catalogue, Mood};
use vivavoce_engine::heavy;
use vivavoce_engine::store::{Conversation, ConversationFilter};
use vivavoce_http::App;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::times::written_with_zone as written;

/// Conversations on one page.
pub const MOST: i64 = 250;

/// `GET /v1/conversations?page=&limit=&startDate=&endDate=&source=&sentiment=&product=&purchased=&customerId=`.
#[utoipa::path(
    get, path = "/conversations", operation_id = "listConversations", tag = "Conversations",
    summary = "List conversations",
    description = "Newest first. Previews are listed only where `source=PREVIEW` asks for them.",
    params(
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 50 unless said otherwise.", minimum = 1, maximum = 250, nullable = false),
        ("startDate" = Option<String>, Query, description = "Only those that began from this day or moment on (ISO 8601).", nullable = false),
        ("endDate" = Option<String>, Query, description = "Only those that began up to this day or moment, itself included.", nullable = false),
        ("source" = Option<String>, Query, description = "`PREVIEW`, `EMBED`, `API`, `TELEGRAM`, `WHATSAPP` or `EMAIL`.", nullable = false),
        ("sentiment" = Option<String>, Query, description = "`POSITIVE`, `NEGATIVE` or `NEUTRAL`.", nullable = false),
        ("product" = Option<String>, Query, description = "Only those in which these words were said, in whichever case and number.", max_length = 200, nullable = false),
        ("purchased" = Option<String>, Query, description = "`yes` or `no`: whether an order that counts belongs to it.", nullable = false),
        ("customerId" = Option<String>, Query, description = "Only this customer's, as `GET /v1/customers` names them.", max_length = 320, nullable = false),
    ),
    responses((status = 200, description = "One page.", body = shapes::ConversationPage)),
)]
pub async fn list(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<shapes::ConversationPage>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let page = fields.whole("page", 1..=1_000_000).here().unwrap_or(1);
    let limit = fields.whole("limit", 1..=MOST).here().unwrap_or(50);
    let filter = filter(&scenario.id, &mut fields);
    fields.done()?;
    vivavoce_engine::insights::refresh(&app, &scenario.id).await?;
    let offset = u64::try_from((page - 1) * limit).unwrap_or_default();
    let limit = u32::try_from(limit).unwrap_or(50);
    let (talks, total) = app.store.conversations(&filter, limit, offset).await?;
    Ok(Json(shapes::ConversationPage {
        data: talks.iter().map(shape).collect(),
        page: u32::try_from(page).unwrap_or(1),
        limit,
        total,
        total_pages: total.div_ceil(u64::from(limit)),
    }))
}

fn filter(scenario_id: &str, fields: &mut Fields<'_>) -> ConversationFilter {
    let span = asked::span(fields, "startDate", "endDate");
    let word = |fields: &mut Fields<'_>, name: &str, known: &[&str]| -> Option<String> {
        let text = fields.text(name, 40).here()?;
        let found = known.iter().find(|it| it.eq_ignore_ascii_case(text.trim()));
        if found.is_none() {
            let msg = format!("Input should be one of {}", known.join(", "));
            fields.wrong(name, msg, "enum");
        }
        found.map(|it| (*it).to_owned())
    };
    let moods = Mood::ALL.map(Mood::as_str);
    ConversationFilter {
        scenario_id: scenario_id.to_owned(),
        id: None,
        span: Some(span),
        source: word(fields, "source", &SOURCES),
        sentiment: word(fields, "sentiment", &moods),
        said: match fields.text("product", 200) {
            Given::Here(product) => Some(insight::phrase(&product)),
            _ => None,
        },
        purchased: word(fields, "purchased", &["yes", "no", "true", "false"])
            .map(|it| it == "yes" || it == "true"),
        customer_id: fields.text("customerId", 320).here(),
    }
}

/// `GET /v1/conversations/{conversationId}`.
#[utoipa::path(
    get, path = "/conversations/{conversationId}", operation_id = "getConversation", tag = "Conversations",
    summary = "Read a conversation", description = "With everything that belongs to it.",
    params(("conversationId" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It.", body = shapes::Conversation)),
)]
pub async fn read(
    State(app): State<App>,
    Agent(scenario): Agent,
    At(id): At<String>,
) -> Result<Json<shapes::Conversation>, Refusal> {
    vivavoce_engine::insights::refresh(&app, &scenario.id).await?;
    let talk = find(&app, &scenario.id, &id).await?;
    let lines = app.store.transcript(&id).await?;
    let products = app.store.products(&scenario.id).await?;
    let language = talk.session.language.clone();
    let (lines, mentions) = heavy::run(move || {
        let mentions = Catalogue::new(products).mentions(&lines, language.as_deref());
        (lines, mentions)
    })
    .await?;
    let orders = app.store.orders_of_session(&id).await?;
    let leads = app.store.leads_of_session(&id).await?;
    let variables: Map<String, Value> = talk
        .session
        .variables
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    Ok(Json(shapes::Conversation {
        messages: Some(messages(&app, &id, &lines).await?),
        language: talk.session.language.clone(),
        variables: Some(variables.into()),
        metadata: Some(talk.metadata.clone()),
        products: Some(mentions.into_iter().map(|it| it.product).collect()),
        orders: Some(orders.iter().map(super::orders::shape).collect()),
        leads: Some(leads.iter().map(super::leads::shape).collect()),
        ..shape(&talk)
    }))
}

/// `GET /v1/conversations/{conversationId}/messages?page=&limit=`.
#[utoipa::path(
    get, path = "/conversations/{conversationId}/messages", operation_id = "listMessages", tag = "Conversations",
    summary = "List a conversation's messages", description = "Oldest first.",
    params(
        ("conversationId" = String, Path, description = "The conversation's id."),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 250 unless said otherwise.", minimum = 1, maximum = 250, nullable = false),
    ),
    responses((status = 200, description = "One page.", body = shapes::MessagePage)),
)]
pub async fn list_messages(
    State(app): State<App>,
    Agent(scenario): Agent,
    At(id): At<String>,
    Query(query): Query,
) -> Result<Json<shapes::MessagePage>, Refusal> {
    let mut fields = Fields::new(&query, &["query"]);
    let page = fields.whole("page", 1..=1_000_000).here().unwrap_or(1);
    let limit = fields.whole("limit", 1..=MOST).here().unwrap_or(MOST);
    fields.done()?;
    find(&app, &scenario.id, &id).await?;
    let lines = app.store.transcript(&id).await?;
    let all = messages(&app, &id, &lines).await?;
    let skip = usize::try_from((page - 1) * limit).unwrap_or(usize::MAX);
    let take = usize::try_from(limit).unwrap_or_default();
    Ok(Json(shapes::MessagePage {
        total: all.len() as u64,
        data: all.into_iter().skip(skip).take(take).collect(),
        page: u32::try_from(page).unwrap_or(1),
        limit: u32::try_from(limit).unwrap_or_default(),
    }))
}

/// `PATCH /v1/conversations/{conversationId}/messages/{messageId}/feedback {feedback}`.
#[utoipa::path(
    patch, path = "/conversations/{conversationId}/messages/{messageId}/feedback", operation_id = "giveFeedback", tag = "Conversations",
    summary = "Say whether a message was good",
    description = "A later word replaces an earlier one. Only the agent's messages can be judged.",
    params(
        ("conversationId" = String, Path, description = "The conversation's id."),
        ("messageId" = String, Path, description = "The message's id."),
    ),
    request_body = shapes::FeedbackForm,
    responses((status = 200, description = "The message, as it stands now.", body = shapes::Message)),
)]
pub async fn feedback(
    State(app): State<App>,
    Agent(scenario): Agent,
    At((id, message_id)): At<(String, String)>,
    super::caller::Body(body, _): super::caller::Body,
) -> Result<Json<shapes::Message>, Refusal> {
    let mut fields = Fields::new(&body, &["body"]);
    let mut value = "POSITIVE";
    match fields.text("feedback", 20) {
        Given::Here(word) if word.eq_ignore_ascii_case("POSITIVE") => {}
        Given::Here(word) if word.eq_ignore_ascii_case("NEGATIVE") => value = "NEGATIVE",
        Given::Here(_) => {
            let msg = "Input should be POSITIVE or NEGATIVE";
            fields.wrong("feedback", msg, "enum");
        }
        _ if !fields.has("feedback") => fields.missing("feedback"),
        _ => {}
    }
    fields.done()?;
    find(&app, &scenario.id, &id).await?;
    let lines = app.store.transcript(&id).await?;
    let all = messages(&app, &id, &lines).await?;
    let message = all.into_iter().find(|message| message.id == message_id);
    let mut message = message.ok_or_else(|| {
        Refusal::not_found("There is no such message in this conversation. Check its id.")
    })?;
    if message.role != "assistant" {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "Only the agent's messages can be judged.",
        ));
    }
    app.store
        .put_feedback(&id, &message_id, value, app.clock.now())
        .await?;
    message.feedback = Some(value.to_owned());
    Ok(Json(message))
}

pub(super) fn missing() -> Refusal {
    Refusal::not_found("This agent has no such conversation. Check its id.")
}

async fn find(app: &App, scenario_id: &str, id: &str) -> Result<Conversation, Refusal> {
    let talk = app.store.conversation(scenario_id, id).await?;
    talk.ok_or_else(missing)
}

async fn messages(app: &App, id: &str, lines: &[Line]) -> Result<Vec<shapes::Message>, Refusal> {
    let feedback = app.store.feedback(id).await?;
    let spoken = lines
        .iter()
        .filter(|line| line.by != By::Tool && !line.text.trim().is_empty());
    Ok(spoken
        .map(|line| shapes::Message {
            id: line.id.clone(),
            role: match line.by {
                By::Visitor => "user",
                _ => "assistant",
            }
            .to_owned(),
            content: line.text.clone(),
            created_at: written(line.at),
            feedback: feedback.get(&line.id).cloned(),
        })
        .collect())
}

fn shape(talk: &Conversation) -> shapes::Conversation {
    let session = &talk.session;
    // The vendor's enumeration has no word for what nobody knows.
    let mood = talk.sentiment.as_deref();
    let mood = mood.filter(|mood| *mood != Mood::Unknown.as_str());
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    shapes::Conversation {
        id: session.id.clone(),
        source: session.source.clone(),
        status: session.status.as_str().to_owned(),
        created_at: written(session.created_at),
        last_message_at: talk.last_message_at.map(written),
        ended_at: session.ended_at.map(written),
        message_count: talk.messages,
        sentiment: mood.map(str::to_owned),
        sentiment_score: mood.is_some().then(|| asked::rounded(talk.compound)),
        intents: talk.intents.clone(),
        purchased: talk.purchased,
        customer: talk.customer_id.clone().map(|id| shapes::Person {
            id,
            name: given(&session.user.name),
            email: given(&session.user.email),
            phone: given(&talk.phone),
        }),
        messages: None,
        language: None,
        variables: None,
        metadata: None,
        products: None,
        orders: None,
        leads: None,
    }
}
