use super::Client;
use crate::Error;
use crate::types::{
    Account, AccountClosed, AccountForm, AccountList, Balance, Check, CheckForm, Key, KeyForm,
    KeyList, KeyRevoked, NewKey,
};

impl Client {
    /// Whether the key works, and whose it is.
    ///
    /// # Errors
    /// 401 where it does not.
    pub async fn check(&self) -> Result<Check, Error> {
        let form = CheckForm {
            input: "check".to_owned(),
        };
        self.post(self.at(&["test"]), &form).await
    }

    /// What is left to talk; a server of one's own meters nothing.
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn balance(&self) -> Result<Balance, Error> {
        self.get(self.at(&["balance"])).await
    }

    /// Makes a key. The answer is the only one the key itself stands in.
    ///
    /// # Errors
    /// 409 where the account has too many; 422.
    pub async fn create_key(&self, form: &KeyForm) -> Result<NewKey, Error> {
        self.post(self.at(&["keys"]), form).await
    }

    /// The account's keys, newest first; those that ended within the last 90 days too.
    ///
    /// # Errors
    /// Only what any call may answer.
    pub async fn keys(&self) -> Result<Vec<Key>, Error> {
        let list: KeyList = self.get(self.at(&["keys"])).await?;
        Ok(list.keys)
    }

    /// A key by its id.
    ///
    /// # Errors
    /// 404.
    pub async fn key(&self, id: &str) -> Result<Key, Error> {
        self.get(self.at(&["keys", id])).await
    }

    /// A key opens nothing any more, from the next call on.
    ///
    /// # Errors
    /// 404.
    pub async fn revoke_key(&self, id: &str) -> Result<KeyRevoked, Error> {
        self.delete(self.at(&["keys", id])).await
    }

    /// Makes an account. For keys of the root account.
    ///
    /// # Errors
    /// 403; 422.
    pub async fn create_account(&self, name: &str) -> Result<Account, Error> {
        let form = AccountForm {
            name: name.to_owned(),
        };
        self.post(self.at(&["accounts"]), &form).await
    }

    /// All accounts, oldest first. For keys of the root account.
    ///
    /// # Errors
    /// 403.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let list: AccountList = self.get(self.at(&["accounts"])).await?;
        Ok(list.accounts)
    }

    /// An account by its id; `me` is the caller's own.
    ///
    /// # Errors
    /// 404.
    pub async fn account(&self, id: &str) -> Result<Account, Error> {
        self.get(self.at(&["accounts", id])).await
    }

    /// An account's keys open nothing any more and its scenarios admit nobody; what it holds is
    /// kept. For keys of the root account.
    ///
    /// # Errors
    /// 403; 404; 409 for the root account.
    pub async fn close_account(&self, id: &str) -> Result<AccountClosed, Error> {
        self.delete(self.at(&["accounts", id])).await
    }
}
