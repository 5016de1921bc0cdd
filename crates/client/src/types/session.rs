use serde::{Deserialize, Serialize};
pub use vivavoce_protocol::wire::{Criterion, Figures};

use super::Object;
use crate::grown::grown;
use crate::words::words;

words! {
    /// How a session stands.
    SessionStatus {
        /// It runs.
        Active = "active",
        /// Ended by the visitor or the agent.
        Completed = "completed",
        /// Ended by force: time was up, or contact was lost.
        Terminated = "terminated",
    }
}

/// Terms that a visitor accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Accepted {
    #[serde(default)]
    pub terms_url: Option<String>,
    #[serde(default)]
    pub privacy_url: Option<String>,
    /// When, by the server's clock.
    #[serde(default)]
    pub at: String,
}

words! {
    /// Who gave a score.
    ScoreSource {
        /// Counted in the transcript.
        Measured = "measured",
        /// Judged by a model.
        Model = "model",
    }
}

words! {
    /// What became of asking a model.
    Asked {
        /// No model was asked.
        None = "none",
        Done = "done",
        Failed = "failed",
        /// There was nothing to ask about, or a day's ceiling was reached.
        Skipped = "skipped",
    }
}

words! {
    /// Who said a line.
    Role {
        Agent = "ai",
        Visitor = "user",
    }
}

grown! {
    /// A session, as lists have it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct Session {
        /// 24 hex digits.
        pub id: String,
        pub scenario_id: String,
        #[serde(default)]
        pub scenario_name: String,
        pub status: SessionStatus,
        #[serde(default)]
        pub created_at: String,
        #[serde(default)]
        pub completed_at: Option<String>,
        #[serde(default)]
        pub submitted_at: Option<String>,
        #[serde(default)]
        pub user_name: Option<String>,
        #[serde(default)]
        pub user_email: Option<String>,
        /// `full`, `basic` or `minimal`.
        #[serde(default)]
        pub style: String,
        /// Where it came from: `EMBED`, `PREVIEW` where it was tried out, `API`, or the API of another system,
        /// such as `TALKIO`.
        #[serde(default)]
        pub source: String,
        /// Which other system answered, by its name here; what was said stays there. `null`: our agent.
        #[serde(default)]
        pub backend: Option<String>,
        /// BCP 47.
        #[serde(default)]
        pub language: Option<String>,
        /// What the visitor read the interface in; BCP 47.
        #[serde(default)]
        pub interface_language: Option<String>,
        /// What the visitor accepted before it began; `null` where nothing was asked.
        #[serde(default)]
        pub accepted: Option<Accepted>,
    }

    /// A session with what was said and what was made of it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct SessionDetail: Session {
        /// The `t_` values the embed was opened with.
        #[serde(default)]
        pub variables: Object,
        /// `visitor`, `agent`, `max_duration`, `silence` or `lost`.
        #[serde(default)]
        pub stop_reason: Option<String>,
        /// What the visitor wrote on submitting.
        #[serde(default)]
        pub comment: Option<String>,
        #[serde(default)]
        pub duration_seconds: Option<f64>,
        /// The transcript as text, with the same key.
        #[serde(default)]
        pub transcript_url: Option<String>,
        /// The transcript as text: `[00:03] AI: …`, blocks parted by an empty line. `null` while the
        /// session runs.
        #[serde(default)]
        pub finalized_transcript: Option<String>,
        /// The same, also while the session runs.
        #[serde(default)]
        pub transcript_content: Option<String>,
        /// The same, only while the session runs.
        #[serde(default)]
        pub running_transcript: Option<String>,
        /// The transcript, line by line.
        #[serde(default)]
        pub transcript: Vec<Line>,
        /// `null` until there are results.
        #[serde(default)]
        pub evaluation_results: Option<Evaluation>,
        #[serde(default)]
        pub improvement_results: Option<Improvement>,
        /// The scenario's `extraction_vars`, as a model found them in the transcript.
        #[serde(default)]
        pub extraction_results: Option<Object>,
        /// What became of asking a model to judge; `null` until there are results.
        #[serde(default)]
        pub judgement: Option<Judgement>,
        /// What became of asking a model for `extraction_results`.
        #[serde(default)]
        pub extraction: Option<Extraction>,
        /// The same as `evaluation_results`, in short.
        #[serde(default)]
        pub evaluation: Option<ShortEvaluation>,
        #[serde(default)]
        pub figures: Option<Figures>,
        /// The session has ended and its results are being made.
        #[serde(default)]
        pub is_analyzing: bool,
        /// Replies that began.
        #[serde(default)]
        pub runs: u64,
        /// Tokens these replies sent to models. Analyses count for the scenario and its account alone.
        #[serde(default)]
        pub tokens_in: u64,
        /// Tokens models answered with.
        #[serde(default)]
        pub tokens_out: u64,
    }
}

/// Which part of a list this is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PageMeta {
    /// From 1.
    pub page: u64,
    pub limit: u64,
    pub total: u64,
    pub total_pages: u64,
    pub has_next: bool,
    pub has_prev: bool,
}

impl PageMeta {
    /// Of the page `page` (from 1) of `limit` items, of `total` in all.
    pub fn of(page: u64, limit: u64, total: u64) -> PageMeta {
        let total_pages = total.div_ceil(limit.max(1));
        PageMeta {
            page,
            limit,
            total,
            total_pages,
            has_next: page < total_pages,
            has_prev: page > 1,
        }
    }
}

/// Some of a scenario's sessions, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SessionPage {
    pub sessions: Vec<Session>,
    pub page_meta: PageMeta,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    pub role: Role,
    #[serde(default)]
    pub content: String,
    /// Seconds since the session's start.
    #[serde(default)]
    pub timestamp: f64,
}

/// What became of asking a model to judge. Where it failed, everything measured stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Judgement {
    pub status: Asked,
    /// Why there is none.
    #[serde(default)]
    pub detail: Option<String>,
    #[serde(default)]
    pub judged_at: Option<String>,
}

/// What became of asking a model for the scenario's variables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Extraction {
    pub status: Asked,
    /// Why there is nothing.
    #[serde(default)]
    pub detail: Option<String>,
}

/// How well it went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Evaluation {
    /// `7.4/10`; `null` where nobody scored.
    pub overall_score: Option<String>,
    /// 0 to 10.
    pub final_score: Option<f64>,
    /// The same as `final_score`.
    pub score: Option<f64>,
    pub score_source: Option<ScoreSource>,
    /// One a line, beginning with `- `.
    pub strengths: String,
    pub strengths_list: Vec<String>,
    /// One a line, beginning with `- `.
    pub weaknesses: String,
    pub weaknesses_list: Vec<String>,
    /// The same as `weaknesses_list`.
    pub improvements: Vec<String>,
    pub detailed_feedback: String,
    /// The same as `detailed_feedback`.
    pub feedback: String,
    pub report_card: Vec<Criterion>,
    pub quiz_results: Option<Object>,
    pub figures: Option<Figures>,
}

/// What can be done better.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Improvement {
    /// One a line, beginning with `- `.
    pub improvement_areas: String,
    /// One a line, numbered.
    pub action_items: String,
    pub action_items_list: Vec<String>,
    pub resources: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ShortEvaluation {
    pub overall_score: Option<String>,
    pub feedback: Option<String>,
}

/// Which session to analyze.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"session_id": "67c551e83f44cdf6055a8166"})))]
pub struct AnalyzeForm {
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub session_id: String,
    /// Analyze again, though there are results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<bool>,
}

/// What was made of a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Analysis {
    pub session_id: String,
    pub evaluation: Evaluation,
    /// The same as `evaluation`.
    pub evaluation_results: Evaluation,
    pub improvement: Improvement,
    /// The same as `improvement`.
    pub improvement_results: Improvement,
    /// The scenario's `extraction_vars`, as a model found them in the transcript.
    pub extraction_results: Option<Object>,
    pub judgement: Option<Judgement>,
    pub extraction: Option<Extraction>,
    /// The feedback in short.
    pub summary: String,
    /// 0 to 100.
    pub overall_score: Option<f64>,
    pub strengths: Vec<String>,
    pub improvements: Vec<String>,
    /// The same three once more.
    pub analysis: ShortAnalysis,
    pub transcript: Vec<Line>,
    /// A model is still at it; what stands here is from before, or measured.
    pub is_analyzing: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ShortAnalysis {
    /// 0 to 100.
    pub overall_score: Option<f64>,
    pub strengths: Vec<String>,
    pub improvements: Vec<String>,
}
