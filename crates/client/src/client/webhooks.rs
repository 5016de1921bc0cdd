use super::Client;
use crate::Error;
use crate::types::{NewWebhook, Removed, Webhook, WebhookDetail, WebhookForm, WebhookList};

impl Client {
    /// Adds a webhook. The answer is the only one its secret stands in.
    ///
    /// # Errors
    /// 409 where the account has too many; 422.
    pub async fn create_webhook(&self, form: &WebhookForm) -> Result<NewWebhook, Error> {
        self.post(self.at(&["webhooks"]), form).await
    }

    /// The account's webhooks, oldest first.
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Error> {
        let list: WebhookList = self.get(self.at(&["webhooks"])).await?;
        Ok(list.webhooks)
    }

    /// A webhook and what was sent to it lately.
    ///
    /// # Errors
    /// 404.
    pub async fn webhook(&self, id: &str) -> Result<WebhookDetail, Error> {
        self.get(self.at(&["webhooks", id])).await
    }

    /// Nothing more is sent to a webhook, also what was waiting.
    ///
    /// # Errors
    /// 404.
    pub async fn remove_webhook(&self, id: &str) -> Result<Removed, Error> {
        self.delete(self.at(&["webhooks", id])).await
    }
}
