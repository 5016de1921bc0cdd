//! What was spent, as callers get to see it.

use std::collections::HashMap;

use vivavoce_client::types as api;

use vivavoce_engine::store::spending::day;
use vivavoce_engine::store::{Account, Spending};
use vivavoce_http::{ApiError, App, times};

/// What some scenarios or accounts have spent today.
pub struct Today {
    /// The UTC day, as `2030-12-31`.
    day: String,
    /// By id.
    spent: HashMap<String, Spending>,
}

impl Today {
    pub async fn of_scenarios(app: &App, ids: Vec<String>) -> Result<Today, ApiError> {
        let now = app.clock.now();
        let spent = app.store.scenario_spending(ids, day(now)).await?;
        Ok(Today::new(now, spent))
    }

    pub async fn of_accounts(app: &App, accounts: &[Account]) -> Result<Today, ApiError> {
        let (now, ids) = (app.clock.now(), accounts.iter().map(|it| it.id.clone()));
        let spent = app.store.account_spending(ids.collect(), day(now)).await?;
        Ok(Today::new(now, spent))
    }

    fn new(now: i64, spent: HashMap<String, Spending>) -> Self {
        let day = times::written(now).chars().take(10).collect();
        Today { day, spent }
    }

    /// The member `spending` of the scenario or account with this id.
    pub fn shown(&self, id: &str) -> api::Spending {
        let spent = self.spent.get(id).copied().unwrap_or_default();
        api::Spending {
            day: self.day.clone(),
            runs: spent.runs,
            tokens_in: spent.tokens_in,
            tokens_out: spent.tokens_out,
        }
    }
}
