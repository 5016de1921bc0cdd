//! The scenarios an organization's users may talk in.

use crate::conversations::template_id;
use crate::store::Member;
use crate::store::Organization;
use vivavoce_engine::store::{Scenario, StoreError};
use vivavoce_http::App;
use vivavoce_http::admission::check_dates;

/// Those that are open to a user now, by name.
pub async fn open_to(
    app: &App,
    organization: &Organization,
    member: &Member,
) -> Result<Vec<Scenario>, StoreError> {
    let mut open = Vec::new();
    for scenario in app.store.scenarios(&organization.account_id).await? {
        if is_open(app, organization, member, &scenario).await? {
            open.push(scenario);
        }
    }
    open.sort_by_key(|scenario| scenario.name.to_lowercase());
    Ok(open)
}

/// The one of this slug or id, if it is open to the user now.
pub async fn find(
    app: &App,
    organization: &Organization,
    member: &Member,
    name: &str,
) -> Result<Option<Scenario>, StoreError> {
    let found = app.store.open_scenario(name).await?;
    match found.filter(|it| it.account_id == organization.account_id) {
        Some(scenario) if is_open(app, organization, member, &scenario).await? => {
            Ok(Some(scenario))
        }
        _ => Ok(None),
    }
}

async fn is_open(
    app: &App,
    organization: &Organization,
    member: &Member,
    scenario: &Scenario,
) -> Result<bool, StoreError> {
    let is_offered = organization.templates.as_ref().is_none_or(|offered| {
        offered
            .iter()
            .any(|one| *one == scenario.id || *one == template_id(scenario))
    });
    if !is_offered || check_dates(scenario, app.clock.now()).is_err() {
        return Ok(false);
    }
    if !scenario.is_paid() {
        return Ok(true);
    }
    // What is sold opens to who has bought it, here as elsewhere.
    match &member.email {
        Some(email) => {
            let account = &scenario.account_id;
            app.store.has_bought(account, &scenario.id, email).await
        }
        None => Ok(false),
    }
}
