//! Usage and assessments. All figures come from what is stored: words and times of messages. There
//! is no video here, so its part is always there and always zero.

use serde::Serialize;
use utoipa::ToSchema;

/// What a user said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Spoken {
    pub messages: u32,
    pub words: u32,
    /// Time from what was heard to what was answered, pauses over two minutes left out.
    pub duration_seconds: u32,
    /// 0 where nothing was said.
    pub words_per_minute: f64,
}

/// What the tutor said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Heard {
    pub messages: u32,
    pub words: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Talk {
    /// Conversations in which the user said something.
    pub count: u32,
    pub user: Spoken,
    pub tutor: Heard,
}

/// Figures of one day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayStats {
    pub date: String,
    pub timezone: String,
    pub conversations: Talk,
    pub video_conversations: Talk,
}

/// Figures of one month.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonthStats {
    pub month: String,
    pub timezone: String,
    /// The practice language they are limited to.
    pub language: Option<String>,
    /// Days on which the user said something.
    pub active_days: u32,
    pub conversations: Talk,
    pub video_conversations: Talk,
    /// Only those days.
    pub days: Vec<DayOfMonth>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayOfMonth {
    pub date: String,
    pub conversations: Talk,
}

/// A user's week in a language.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeekAssessment {
    /// A Monday.
    pub week_start: String,
    pub week_end: String,
    pub practice_language: Option<String>,
    pub active_days: u32,
    pub conversations: Talk,
    pub vocabulary: Vocabulary,
    pub words_per_message: f64,
    pub compared_to_previous_week: Change,
    /// What the analyses of the week's finished conversations found; newest first.
    pub strengths: Vec<String>,
    pub improvements: Vec<String>,
    pub next_steps: Vec<String>,
    /// 0 to 10, the mean of those analyses; `null` where none has a score.
    pub score: Option<f64>,
    /// `measured` or `model`; `null` without a score.
    pub score_source: Option<String>,
    pub summary: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Vocabulary {
    /// Different words, their forms taken together.
    pub unique_words: u32,
    /// Of those, how many the week before did not have.
    pub new_words: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub messages: i64,
    pub words: i64,
    pub words_per_minute: f64,
}

/// Totals of a month, as earlier integrations read them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonthTotals {
    pub month: String,
    pub user_id: String,
    pub conversations: u32,
    pub messages: u32,
    pub words: u32,
    pub duration_seconds: u32,
    pub video_duration_seconds: u32,
}

/// Seconds of a month by feature, as earlier integrations read them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonthDurations {
    pub month: String,
    pub user_id: String,
    pub chat: u32,
    pub video_chat: u32,
    pub total: u32,
}
