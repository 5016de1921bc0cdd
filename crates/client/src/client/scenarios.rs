use super::Client;
use crate::Error;
use crate::types::{
    AccessToken, AccessTokenForm, FeaturedList, FeaturedScenario, Removed, Scenario, ScenarioForm,
    ScenarioList,
};

impl Client {
    /// Creates a scenario.
    ///
    /// # Errors
    /// 422 with every mistake at once.
    pub async fn create_scenario(&self, form: &ScenarioForm) -> Result<Scenario, Error> {
        let form = ScenarioForm {
            id: None,
            ..form.clone()
        };
        self.post(self.at(&["scenarios"]), &form).await
    }

    /// Changes what `form` mentions of the scenario with this id or slug.
    ///
    /// # Errors
    /// 404; 422 with every mistake at once.
    pub async fn update_scenario(&self, id: &str, form: &ScenarioForm) -> Result<Scenario, Error> {
        let form = ScenarioForm {
            id: Some(id.to_owned()),
            ..form.clone()
        };
        self.post(self.at(&["scenarios"]), &form).await
    }

    /// The account's scenario with this id or slug.
    ///
    /// # Errors
    /// 404.
    pub async fn scenario(&self, id: &str) -> Result<Scenario, Error> {
        self.get(self.at(&["scenarios", id])).await
    }

    /// The account's scenarios, newest first. Those that say `is_shortened` have their texts in
    /// [`Client::scenario`].
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn scenarios(&self) -> Result<Vec<Scenario>, Error> {
        let mut all = Vec::new();
        let mut page = 1_u64;
        loop {
            let mut url = self.at(&["scenarios"]);
            // The first one as it was always asked for.
            if page > 1 {
                url.query_pairs_mut().append_pair("page", &page.to_string());
            }
            let list: ScenarioList = self.get(url).await?;
            all.extend(list.scenarios);
            if !list.page_meta.has_next {
                return Ok(all);
            }
            page += 1;
        }
    }

    /// Removes a scenario with all its sessions and transcripts.
    ///
    /// # Errors
    /// 404.
    pub async fn delete_scenario(&self, id: &str) -> Result<(), Error> {
        let _: Removed = self.delete(self.at(&["scenarios", id])).await?;
        Ok(())
    }

    /// What the server shows to everybody.
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn featured_scenarios(&self) -> Result<Vec<FeaturedScenario>, Error> {
        let list: FeaturedList = self.get(self.at(&["featured-scenarios"])).await?;
        Ok(list.scenarios)
    }

    /// Mints a token that opens a private scenario for a while.
    ///
    /// # Errors
    /// 404 for a scenario or session of another account; 422 for hours outside 1 to 24.
    pub async fn access_token(&self, form: &AccessTokenForm) -> Result<AccessToken, Error> {
        self.post(self.at(&["scenario-access-token"]), form).await
    }
}
