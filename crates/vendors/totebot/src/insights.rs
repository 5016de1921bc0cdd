//! `/v1/insights`: what conversations say when they are read together.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::asked::{self, rounded};
use super::caller::{Agent, Query};
use super::refusal::Refusal;
use super::shapes::{
    IntentInsight, IntentInsights, MoodShare, ProductInsight, ProductInsights, QuestionInsight,
    QuestionInsights, SentimentInsight,
};
use vivavoce_analysis::insight::{self, Catalogue, Mood, Polarity};
use vivavoce_engine::heavy;
use vivavoce_engine::store::{Conversation, ConversationFilter, Scenario, Span};
use vivavoce_http::App;
use vivavoce_http::fields::Fields;
use vivavoce_http::times::written_with_zone as written;

/// Intents one answer lists, as documented.
const INTENTS: usize = 3;
/// Groups of questions one answer lists.
const QUESTIONS: usize = 50;

/// `GET /v1/insights/sentiment`.
#[utoipa::path(
    get, path = "/insights/sentiment", operation_id = "getSentiment", tag = "Insights",
    summary = "Read how visitors feel",
    description = "In English by VADER; in German, Spanish, French, Portuguese, Arabic, Chinese and Japanese by the words \
        feelings are told in. Conversations in other languages are `unknown`, and in no share.",
    params(
        ("from" = Option<String>, Query, description = "Conversations that began from this day or moment on.", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "How many feel which way.", body = SentimentInsight)),
)]
pub async fn sentiment(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<SentimentInsight>, Refusal> {
    let talks = talks(&app, &scenario, span(&query)?).await?;
    let said: Vec<&Conversation> = talks.iter().filter(|it| it.sentiment.is_some()).collect();
    let total = said.len() as u64;
    let is_known = |talk: &&&Conversation| known(talk).is_some();
    let felt: Vec<&Conversation> = said.iter().filter(is_known).copied().collect();
    let mean = |figure: fn(&Conversation) -> f64| {
        let sum: f64 = felt.iter().map(|talk| figure(talk)).sum();
        rounded(sum / felt.len().max(1) as f64)
    };
    let share = |mood: Mood, score: f64| {
        let count = felt
            .iter()
            .filter(|talk| talk.sentiment.as_deref() == Some(mood.as_str()))
            .count() as u64;
        MoodShare {
            count,
            percentage: (count as f64 * 10_000.0 / felt.len().max(1) as f64).round() / 100.0,
            score,
        }
    };
    Ok(Json(SentimentInsight {
        positive: share(Mood::Positive, mean(|talk| talk.positive)),
        negative: share(Mood::Negative, mean(|talk| talk.negative)),
        neutral: share(Mood::Neutral, mean(|talk| talk.neutral)),
        unknown: total - felt.len() as u64,
        total,
        average_score: mean(|talk| talk.compound),
    }))
}

/// How a conversation's visitor feels, where that is known.
fn known(talk: &Conversation) -> Option<&str> {
    let mood = talk.sentiment.as_deref();
    mood.filter(|mood| *mood != Mood::Unknown.as_str())
}

/// `GET /v1/insights/intents`.
#[utoipa::path(
    get, path = "/insights/intents", operation_id = "getIntents", tag = "Insights",
    summary = "Read what visitors want",
    description = "The three wishes most conversations touch: as the configured model told where it judged a conversation, \
        else known by the words they are made in, in the languages of `getSentiment`.",
    params(
        ("from" = Option<String>, Query, description = "Conversations that began from this day or moment on.", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "At most three.", body = IntentInsights)),
)]
pub async fn intents(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<IntentInsights>, Refusal> {
    let talks = talks(&app, &scenario, span(&query)?).await?;
    // In a language that is not read, nobody knows what was wanted unless a model told.
    let is_read = |talk: &&Conversation| known(talk).is_some() || !talk.intents.is_empty();
    let total = talks.iter().filter(is_read).count() as u64;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for intent in talks.iter().flat_map(|talk| &talk.intents) {
        *counts.entry(intent).or_default() += 1;
    }
    let mut data: Vec<IntentInsight> = counts
        .into_iter()
        .map(|(intent, count)| IntentInsight {
            intent: intent.to_owned(),
            title: insight::label(intent).to_owned(),
            score: rounded(count as f64 / total.max(1) as f64),
            count,
        })
        .collect();
    // Stable: of equals the first by its letters.
    data.sort_by_key(|it| std::cmp::Reverse(it.count));
    data.truncate(INTENTS);
    Ok(Json(IntentInsights { data, total }))
}

/// `GET /v1/insights/products`.
#[utoipa::path(
    get, path = "/insights/products", operation_id = "getProducts", tag = "Insights",
    summary = "Read which products are spoken of",
    description = "Of those the shop is known to sell: by its integrations, its orders and its carts.",
    params(
        ("from" = Option<String>, Query, description = "Conversations that began from this day or moment on.", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "The most named first.", body = ProductInsights)),
)]
pub async fn products(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<ProductInsights>, Refusal> {
    let talks = talks(&app, &scenario, span(&query)?).await?;
    let products = app.store.products(&scenario.id).await?;
    let (catalogue, talks) = heavy::run(move || {
        let catalogue = Catalogue::new(products);
        let talks = talks.into_iter();
        let naming: Vec<_> = talks.filter(|talk| catalogue.is_in(&talk.words)).collect();
        (Arc::new(catalogue), naming)
    })
    .await?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for talk in talks {
        let lines = app.store.transcript(&talk.session.id).await?;
        let catalogue = catalogue.clone();
        let language = talk.session.language.clone();
        let found = heavy::run(move || catalogue.mentions(&lines, language.as_deref()));
        for mention in found.await? {
            let tally = tallies.entry(mention.product).or_default();
            tally.conversations += 1;
            tally.by_visitor += mention.by_visitor;
            tally.by_agent += mention.by_agent;
            tally.feelings.extend(mention.feelings);
        }
    }
    let mut data: Vec<ProductInsight> = tallies
        .into_iter()
        .map(|(product, tally)| tally.shown(product))
        .collect();
    data.sort_by_key(|it| std::cmp::Reverse((it.mentions, it.agent_mentions)));
    let total = data.len() as u64;
    Ok(Json(ProductInsights { data, total }))
}

#[derive(Default)]
struct Tally {
    conversations: u64,
    by_visitor: u64,
    by_agent: u64,
    feelings: Vec<Option<Polarity>>,
}

impl Tally {
    fn shown(self, product: String) -> ProductInsight {
        let unknown = self.feelings.iter().filter(|it| it.is_none()).count() as u64;
        let feelings: Vec<Polarity> = self.feelings.into_iter().flatten().collect();
        let felt = feelings.len();
        let score = feelings.iter().map(|it| it.compound).sum::<f64>() / felt.max(1) as f64;
        let whole = Polarity {
            compound: score,
            ..Polarity::default()
        };
        let count = |mood: Mood| feelings.iter().filter(|it| it.mood() == mood).count() as u64;
        ProductInsight {
            product,
            mentions: self.by_visitor,
            agent_mentions: self.by_agent,
            conversations: self.conversations,
            sentiment: (felt > 0).then(|| whole.mood().as_str().to_owned()),
            sentiment_score: (felt > 0).then(|| rounded(score)),
            positive: count(Mood::Positive),
            negative: count(Mood::Negative),
            neutral: count(Mood::Neutral),
            unknown,
        }
    }
}

/// `GET /v1/insights/questions`.
#[utoipa::path(
    get, path = "/insights/questions", operation_id = "getQuestions", tag = "Insights",
    summary = "Read what visitors ask",
    description = "Questions that ask the same are one group, by the words they share: stems, synonyms as one word, \
        rare words counting for more.",
    params(
        ("from" = Option<String>, Query, description = "Conversations that began from this day or moment on.", nullable = false),
        ("to" = Option<String>, Query, description = "Up to this day or moment, itself included.", nullable = false),
    ),
    responses((status = 200, description = "The most asked first.", body = QuestionInsights)),
)]
pub async fn questions(
    State(app): State<App>,
    Agent(scenario): Agent,
    Query(query): Query,
) -> Result<Json<QuestionInsights>, Refusal> {
    let span = span(&query)?;
    vivavoce_engine::insights::refresh(&app, &scenario.id).await?;
    let asked = app.store.asked(&scenario.id, span).await?;
    // Thousands of questions take a while, and other calls wait for none.
    let groups = heavy::run(move || insight::group(asked)).await?;
    let total = groups.len() as u64;
    let data = groups
        .into_iter()
        .take(QUESTIONS)
        .map(|group| QuestionInsight {
            question: group.question,
            count: group.count as u64,
            examples: group.examples,
            similarity: rounded(group.likeness),
            last_asked_at: written(group.last_asked_at),
        });
    Ok(Json(QuestionInsights {
        data: data.collect(),
        total,
    }))
}

fn span(query: &serde_json::Map<String, serde_json::Value>) -> Result<Span, Refusal> {
    let mut fields = Fields::new(query, &["query"]);
    let span = asked::span(&mut fields, "from", "to");
    fields.done()?;
    Ok(span)
}

/// Every conversation of a span, read.
async fn talks(app: &App, scenario: &Scenario, span: Span) -> Result<Vec<Conversation>, Refusal> {
    vivavoce_engine::insights::refresh(app, &scenario.id).await?;
    let filter = ConversationFilter {
        scenario_id: scenario.id.clone(),
        span: Some(span),
        ..ConversationFilter::default()
    };
    Ok(app.store.conversations(&filter, u32::MAX, 0).await?.0)
}
