//! Requests whose process is gone are answered by another one.

use super::dialog::LEASE;
use super::state::TovieState;
use super::{answer, send};
use vivavoce_engine::store::StoreError;

/// Goes on with requests whose process is gone.
pub async fn resume(app: &TovieState) -> Result<(), StoreError> {
    let now = app.clock.now();
    let unanswered =
        crate::store::claim_unanswered(&app.store, now, now + LEASE, &app.own.keys()).await?;
    for (id, at) in unanswered {
        let Some(held) = app.own.take((id.clone(), at)) else {
            continue;
        };
        let dialog = crate::store::dialog_by_id(&app.store, &id).await?;
        let asked = crate::store::happening(&app.store, &id, at).await?;
        let (Some(dialog), Some(asked)) = (dialog, asked) else {
            continue;
        };
        let Some(channel) = crate::store::channel(&app.store, &dialog.channel_id).await? else {
            answer::give_up(app, &dialog, &asked).await?;
            continue;
        };
        match send::put(app, &channel, &dialog, &asked).await {
            Ok(mut waiting) => {
                waiting.held = Some(held);
                drop(answer::spawn(app, &channel, &dialog, waiting));
            }
            Err(_) => answer::give_up(app, &dialog, &asked).await?,
        }
    }
    Ok(())
}
