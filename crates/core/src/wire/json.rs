//! The widget's readers and writers of the wire types. serde's, which the server uses, are derived
//! beside the types; `tests` holds the two against each other.

use super::{
    AccessGranted, AccessRequest, BackendFacts, Branding, Choice, Choices, CreateSession,
    CreateTurn, Criterion, Deployment, Figures, Lock, Note, NotesRequest, PageConfig, Results,
    ResultsStatus, ScenarioFacts, ScoreSource, SessionCreated, StopReason, StopRequest,
    SubmitRequest, User,
};
use crate::json::{Json, members, words};

members!(ScenarioFacts {
    id,
    slug,
    name,
    user_friendly_description,
    variables,
    is_public,
    is_recording,
    requires_passcode,
    is_auto_submit,
    shows_results,
    max_duration_seconds,
    greets,
    avatar_url,
    language,
    access_expires_at,
});

members!(PageConfig {
    deployment,
    scenario,
    locked,
    missing,
    theme,
    scheme,
});

members!(Deployment {
    api,
    allowed_hosts,
    image_hosts,
    branding,
    backends,
    backend,
});

members!(Branding { text, url });

members!(BackendFacts {
    name,
    dialect,
    title,
    description,
    address,
    generation,
    state_path,
});

words!(Lock {
    Token = "token",
    Passcode = "passcode",
});

members!(AccessRequest {
    scenario_id,
    token,
    passcode,
});

members!(AccessGranted { bearer, expires_at });

members!(User { name, email });

members!(CreateSession {
    scenario_id,
    style,
    user,
    variables,
    language,
    backend,
    restore,
    max_duration_seconds,
    transcribe,
    source,
    visitor,
});

members!(SessionCreated {
    session_id,
    session_token,
    expires_at,
    last_seq,
    started_at,
    max_duration_seconds,
    restored,
    visitor,
});

members!(CreateTurn { text, choice });

members!(StopRequest {
    session_token,
    reason,
});

words!(StopReason {
    Visitor = "visitor",
    Agent = "agent",
    MaxDuration = "max_duration",
    Silence = "silence",
    Lost = "lost",
} else Lost);

members!(SubmitRequest { comment });

members!(Note {
    text,
    timestamp,
    source,
});

members!(NotesRequest { notes });

members!(Choices {
    message_id = "messageId",
    choices = "choices",
});

members!(Choice { id, text, url });

members!(Results {
    status,
    score,
    score_source,
    report_card,
    strengths,
    weaknesses,
    action_items,
    feedback,
    figures,
});

words!(ResultsStatus {
    Analyzing = "analyzing",
    Ready = "ready",
    Restricted = "restricted",
    Failed = "failed",
});

words!(ScoreSource {
    Measured = "measured",
    Model = "model",
});

members!(Criterion {
    topic,
    score,
    score_str,
    note,
    weight,
});

members!(Figures {
    duration_seconds,
    visitor_turns,
    agent_turns,
    visitor_words,
    agent_words,
    talk_share,
    words_per_turn,
    response_seconds,
    visitor_questions,
    agent_questions,
    fillers,
    rubric_coverage,
});

/// The sentence to show of an error's body, `{"detail": "…"}` or, with status 422, a list of
/// `{loc, msg, type}`; empty where it gives none.
pub fn sentence(body: &Json) -> String {
    let detail = body.get("detail");
    if let Some(text) = detail.as_text() {
        return text.to_owned();
    }
    let mut sentence = String::new();
    for message in detail
        .items()
        .iter()
        .filter_map(|it| it.get("msg").as_text())
    {
        if !sentence.is_empty() {
            sentence.push_str("; ");
        }
        sentence.push_str(message);
    }
    sentence
}
