use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Client;
use crate::Error;
use crate::types::{Purchase, PurchaseForm, PurchaseList};

impl Client {
    /// The account's purchases, newest first; with `user_email` this buyer's only.
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn purchases(&self, user_email: Option<&str>) -> Result<Vec<Purchase>, Error> {
        let mut url = self.at(&["purchases"]);
        if let Some(email) = user_email {
            url.query_pairs_mut().append_pair("user_email", email);
        }
        let list: PurchaseList = self.get(url).await?;
        Ok(list.purchases)
    }

    /// A purchase by its id.
    ///
    /// # Errors
    /// 404.
    pub async fn purchase(&self, id: &str) -> Result<Purchase, Error> {
        self.get(self.at(&["purchases", id])).await
    }

    /// Records a purchase, or changes the one with the form's `id`. With `key`, the same request
    /// sent again changes nothing, however late it comes.
    ///
    /// # Errors
    /// 404 for a scenario of another account; 409 where the key was used for another request; 422.
    pub async fn record_purchase(
        &self,
        form: &PurchaseForm,
        key: Option<&str>,
    ) -> Result<Purchase, Error> {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let key = HeaderValue::from_str(key)
                .map_err(|_| Error::Settings("the key cannot be sent in a header".to_owned()))?;
            headers.insert(HeaderName::from_static("idempotency-key"), key);
        }
        let url = self.at(&["purchases"]);
        super::read(&self.send(Method::POST, url, Some(form), headers).await?)
    }
}
