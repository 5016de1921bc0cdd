use super::Client;
use crate::Error;
use crate::types::{VisitorErased, VisitorExport, VisitorRecord};

impl Client {
    /// All that the account keeps of a visitor, by the email they gave.
    ///
    /// # Errors
    /// 422 for what is no address.
    pub async fn visitor(&self, email: &str) -> Result<Vec<VisitorRecord>, Error> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut url = self.at(&["visitors", "export"]);
            url.query_pairs_mut()
                .append_pair("email", email)
                .extend_pairs(after.map(|after| ("after", after)));
            let page: VisitorExport = self.get(url).await?;
            all.extend(page.records);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Erases a visitor from the account, by the email they gave. Ask again where it is not done: that
    /// changes nothing but the time up to which their sessions count.
    ///
    /// # Errors
    /// 422 for what is no address.
    pub async fn erase_visitor(&self, email: &str) -> Result<VisitorErased, Error> {
        let mut url = self.at(&["visitors"]);
        url.query_pairs_mut().append_pair("email", email);
        self.delete(url).await
    }
}
