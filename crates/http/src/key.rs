//! Keys of other APIs than our own, as they are shown.

use vivavoce_engine::keys::{self, KeyKind};
use vivavoce_engine::store::Credential;

use crate::{ApiError, App};

/// The credential of a key somebody showed to the API that keys of `kind` open; `None` for one that is
/// unknown, expired, revoked, of a closed account, or of another API. Its use is noted and counts towards
/// the key's rate, which is where an error may come from.
pub async fn shown(app: &App, key: &str, kind: KeyKind) -> Result<Option<Credential>, ApiError> {
    let now = app.clock.now();
    let found = app.store.credential(key, now).await?;
    let Some(credential) = found.filter(|it| it.kind == kind.name) else {
        return Ok(None);
    };
    app.allow_api_call(&credential.id)?;
    keys::note_use(&app.store, &credential, now).await;
    Ok(Some(credential))
}
