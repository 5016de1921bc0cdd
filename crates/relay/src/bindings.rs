//! Whose a vendor's ids are.

use super::relay::RelayState;
use super::table::{Deed, Kind};
use super::theirs::Need;
use vivavoce_engine::store::relay::Visitor;
use vivavoce_http::ApiError;

/// Ids of one kind a visitor may make up.
const OWN_IDS: u32 = 200;

/// 404 unless everything in `needs` is the visitor's, or may become so now.
pub async fn check(app: &RelayState, visitor: &Visitor, needs: &[Need]) -> Result<(), ApiError> {
    for need in needs {
        let owner = owner(app, visitor, need).await?;
        if owner.is_none() && need.new {
            let own = app.store.things_of(&visitor.id, need.kind, OWN_IDS).await?;
            if own.len() >= OWN_IDS as usize {
                return Err(ApiError::too_many(
                    "You have begun too many conversations here.",
                    3_600,
                ));
            }
            let things = vec![(need.kind, need.id.clone())];
            let now = app.clock.now();
            app.store.claim_things(visitor, things, false, now).await?;
        }
        // Asked again: two may have wanted it at once.
        let owner = match owner {
            Some(owner) => Some(owner),
            None => self::owner(app, visitor, need).await?,
        };
        if owner.as_deref() != Some(visitor.id.as_str()) {
            // The same words whether it is another's or nobody's.
            return Err(ApiError::not_found(
                "There is no such conversation of yours. Start a new one.",
            ));
        }
    }
    Ok(())
}

async fn owner(
    app: &RelayState,
    visitor: &Visitor,
    need: &Need,
) -> Result<Option<String>, ApiError> {
    let found = app
        .store
        .owner_of(&visitor.backend, need.kind, &need.id)
        .await?;
    Ok(found)
}

/// What the vendor has shown to be the visitor's in its answer to a deed.
pub async fn learn(
    app: &RelayState,
    visitor: &Visitor,
    deed: Deed,
    things: Vec<(Kind, String)>,
) -> Result<(), ApiError> {
    if !things.is_empty() {
        let now = app.clock.now();
        let made = deed == Deed::NewChat;
        app.store.claim_things(visitor, things, made, now).await?;
    }
    Ok(())
}

/// What was the visitor's is gone at the vendor, who may give its id to somebody else.
pub async fn release(
    app: &RelayState,
    visitor: &Visitor,
    things: &[(Kind, String)],
) -> Result<(), ApiError> {
    for (kind, id) in things {
        app.store.release_thing(visitor, kind, id.clone()).await?;
    }
    Ok(())
}
