//! The results of a session: score, report card, figures.

use serde::{Deserialize, Serialize};

/// What is made of a session, as the visitor sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Results {
    /// Which of the rest to expect.
    pub status: ResultsStatus,
    /// 0 to 10; `null` without a rubric and without a model.
    pub score: Option<f64>,
    pub score_source: ScoreSource,
    pub report_card: Vec<Criterion>,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub action_items: Vec<String>,
    pub feedback: Option<String>,
    pub figures: Figures,
}

/// How far the results are: `restricted` where the owner keeps them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ResultsStatus {
    Ready,
    /// The owner keeps them: say thank you.
    Restricted,
    Failed,
    /// Also what an unknown status reads as.
    #[default]
    #[serde(other)]
    Analyzing,
}

/// Who gave a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ScoreSource {
    Model,
    #[default]
    #[serde(other)]
    Measured,
}

/// One row of the report card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Criterion {
    pub topic: String,
    /// 0 to 10.
    pub score: f64,
    pub score_str: String,
    pub note: String,
    pub weight: Option<f64>,
}

/// What can be counted in a transcript without judging it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Figures {
    pub duration_seconds: u32,
    pub visitor_turns: u32,
    pub agent_turns: u32,
    pub visitor_words: u32,
    pub agent_words: u32,
    /// The visitor's share of all words, 0 to 1.
    pub talk_share: f64,
    /// Mean words per visitor turn.
    pub words_per_turn: f64,
    /// Mean seconds between the agent's last word and the visitor's answer.
    pub response_seconds: Option<f64>,
    pub visitor_questions: u32,
    pub agent_questions: u32,
    /// Filler words of the visitor; left out where nobody knows, in a language whose fillers are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fillers: Option<u32>,
    /// Share of the rubric's criteria the visitor touched, 0 to 1; `null` without a rubric.
    pub rubric_coverage: Option<f64>,
}
