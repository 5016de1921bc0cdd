//! What an agent is told when it is its turn.

use vivavoce_core::variables;

use super::Run;
use crate::agent::Moment;
use crate::app::App;
use crate::store::StoreError;
use crate::talkio::lesson;

/// Everything from the store, so that any process can continue any session. `None`: the session or
/// its scenario is gone.
pub(super) async fn moment(app: &App, run: &Run) -> Result<Option<Moment>, StoreError> {
    let Some(session) = app.store.session(&run.session_id).await? else {
        return Ok(None);
    };
    let Some(scenario) = app.store.scenario(&session.scenario_id).await? else {
        return Ok(None);
    };
    let (history, notes) = app.store.history_for(&session.id, &run.run_id).await?;
    let fill = |text: &str| variables::fill(text, &session.variables);
    let mut moment = Moment {
        setting: Vec::new(),
        scenario_name: scenario.name,
        description: scenario.user_friendly_description.as_deref().map(fill),
        instructions: fill(&scenario.ai_instructions),
        document: scenario.pdf_context,
        script: scenario.script,
        rubric: scenario.rubrik,
        language: session.language.clone().or_else(|| {
            Some(
                scenario
                    .appearance
                    .get("language_code")?
                    .as_str()?
                    .to_owned(),
            )
        }),
        session_id: session.id.clone(),
        variables: session.variables.clone(),
        user: session.user.clone(),
        history,
        notes: notes.into_iter().map(|note| note.text).collect(),
    };
    lesson::instruct(app, &session, &mut moment).await?;
    Ok(Some(moment))
}
