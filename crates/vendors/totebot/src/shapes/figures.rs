//! What is counted and read out of conversations.

use serde::Serialize;
use utoipa::ToSchema;

/// What happened.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Analytics {
    /// Embed pages served.
    pub chat_opens: u64,
    pub conversations: u64,
    /// Of visitors and the agent.
    pub messages: u64,
    /// Who gave nothing to be known by counts once for each conversation.
    pub unique_users: u64,
    pub cart_adds: u64,
    pub checkout_initiations: u64,
    #[schema(required = true)]
    pub from: Option<String>,
    #[schema(required = true)]
    pub to: Option<String>,
}

/// What was earned on one day, UTC.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevenueDay {
    /// `2030-12-31`.
    pub date: String,
    pub revenue: f64,
    pub order_count: u64,
}

/// What was earned in one currency.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevenueOf {
    pub currency: String,
    pub total_revenue: f64,
    pub order_count: u64,
}

/// What paid and fulfilled orders brought, in the currency most of them are in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Revenue {
    pub total_revenue: f64,
    pub order_count: u64,
    /// ISO 4217; `null` where there is no order.
    #[schema(required = true)]
    pub currency: Option<String>,
    /// Every day from the first order's to the last one's.
    pub daily: Vec<RevenueDay>,
    /// All currencies there are orders in; amounts of different ones are never added up.
    pub by_currency: Vec<RevenueOf>,
}

/// Conversations that feel alike.
#[derive(Serialize, ToSchema)]
pub struct MoodShare {
    /// Conversations.
    pub count: u64,
    /// Of all that were weighed, 0 to 100.
    pub percentage: f64,
    /// The mean share of what visitors said that feels so, 0 to 1.
    pub score: f64,
}

/// How visitors feel.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentimentInsight {
    pub positive: MoodShare,
    pub negative: MoodShare,
    pub neutral: MoodShare,
    /// Conversations in languages that are not read; they are in no share.
    pub unknown: u64,
    /// Conversations in which the visitor said something.
    pub total: u64,
    /// From −1 to 1.
    pub average_score: f64,
}

/// Something visitors want.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntentInsight {
    /// A word for machines, such as `order_status`.
    pub intent: String,
    pub title: String,
    /// The share of conversations in which it came up, 0 to 1.
    pub score: f64,
    /// Conversations in which it came up.
    pub count: u64,
}

#[derive(Serialize, ToSchema)]
pub struct IntentInsights {
    /// At most three, the highest score first.
    pub data: Vec<IntentInsight>,
    /// Conversations in which the visitor said something that could be read.
    pub total: u64,
}

/// A product that is spoken of.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductInsight {
    pub product: String,
    /// Visitors' messages that name it.
    pub mentions: u64,
    /// The agent's messages that name it.
    pub agent_mentions: u64,
    /// Conversations that name it.
    pub conversations: u64,
    /// How visitors' sentences that name it feel; `null` where no visitor named it,
    /// or in no language that is read.
    #[schema(required = true)]
    pub sentiment: Option<String>,
    /// From −1 to 1.
    #[schema(required = true)]
    pub sentiment_score: Option<f64>,
    pub positive: u64,
    pub negative: u64,
    pub neutral: u64,
    /// Sentences in languages that are not read.
    pub unknown: u64,
}

#[derive(Serialize, ToSchema)]
pub struct ProductInsights {
    /// The most named first.
    pub data: Vec<ProductInsight>,
    pub total: u64,
}

/// Questions that ask the same.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionInsight {
    /// As it was asked most typically.
    pub question: String,
    pub count: u64,
    /// Other ways it was put.
    pub examples: Vec<String>,
    /// How alike they are, 0 to 1.
    pub similarity: f64,
    pub last_asked_at: String,
}

#[derive(Serialize, ToSchema)]
pub struct QuestionInsights {
    /// The most asked first, at most 50.
    pub data: Vec<QuestionInsight>,
    /// Groups there are.
    pub total: u64,
}
