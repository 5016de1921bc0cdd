//! Keeps what was read out of conversations in step with them.

use crate::store::{StoreError, Unread};
use crate::{Engine, heavy};
use vivavoce_analysis::insight::{Insight, read};

/// Conversations written down in one transaction.
const BATCH: usize = 100;

/// Reads every conversation of a scenario that has gone on since it was read. Previews are nobody's
/// conversations. What is read once is kept, so that this is quick but for the first time.
pub async fn refresh(engine: &Engine, scenario_id: &str) -> Result<(), StoreError> {
    let unread = engine.store.unread_conversations(scenario_id).await?;
    for batch in unread.chunks(BATCH) {
        let mut done: Vec<(Unread, Option<Insight>)> = Vec::with_capacity(batch.len());
        for one in batch {
            // The seq was read before the log, so what comes meanwhile is read the next time.
            let insight = if one.is_withheld {
                // What was said is gone; what was made of it stays.
                None
            } else {
                let lines = engine.store.transcript(&one.session_id).await?;
                let language = one.language.clone();
                let mut insight = heavy::run(move || read(&lines, language.as_deref())).await?;
                let analysis = engine.store.analysis(&one.session_id).await?;
                let told = analysis.and_then(|it| it.judgement?.intents);
                insight.intents = told.unwrap_or(insight.intents);
                if !one.keeps_transcript {
                    insight.words.clear();
                    insight.questions.clear();
                    insight.emails.clear();
                }
                Some(insight)
            };
            done.push((one.clone(), insight));
            tokio::task::yield_now().await;
        }
        engine.store.put_insights(done).await?;
    }
    Ok(())
}
