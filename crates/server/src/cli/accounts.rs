//! `account`: made, listed, closed, removed.

use clap::Subcommand;

use super::error::CommandError;
use super::table::{Output, date, table};
use vivavoce_engine::conversation::printable;
use vivavoce_engine::ids;
use vivavoce_engine::keys::NAME_CAP;
use vivavoce_engine::store::{Account, Store};

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account
    Create {
        /// What it is called
        name: String,
    },
    /// Show all accounts
    List,
    /// Close an account: its keys open nothing any more, its scenarios admit nobody. What it holds
    /// is kept until it is removed
    Revoke {
        /// The account's id, as `account list` shows it
        id: String,
    },
    /// Remove a closed account with all it holds, for good
    Purge {
        /// The account's id, as `account list` shows it
        id: String,
    },
}

pub(super) async fn run(
    store: &Store,
    command: AccountCommand,
    now: i64,
) -> Result<Output, CommandError> {
    match command {
        AccountCommand::Create { name } => {
            let name = name_of("an account", &name)?;
            let id = ids::new_id(now);
            let account = Account {
                id: id.clone(),
                name,
                is_root: false,
                created_at: now,
                closed_at: None,
            };
            store.add_account(account).await?;
            let note =
                format!("Make a key for it with `vivavoce-server key create --account {id}`.\n");
            Ok(Output::made(&id, note))
        }
        AccountCommand::List => {
            let rows = store.accounts().await?.into_iter().map(|account| {
                let state = match account.closed_at {
                    Some(at) => format!("closed {}", date(at)),
                    None if account.is_root => "root".to_owned(),
                    None => "open".to_owned(),
                };
                [account.id, state, date(account.created_at), account.name]
            });
            Ok(table(["id", "state", "created", "name"], rows).into())
        }
        AccountCommand::Revoke { id } => {
            let account = find(store, Some(id), now).await?;
            if store.close_account(&account.id, now).await? {
                Ok(format!(
                    "The account {id} ({}) is closed. Its scenarios and sessions are kept; \
                     `account purge {id}` removes them.\n",
                    account.name,
                    id = account.id,
                )
                .into())
            } else {
                Err(CommandError::Refused(
                    "the root account cannot be closed; revoke its keys instead".to_owned(),
                ))
            }
        }
        AccountCommand::Purge { id } => {
            let account = find(store, Some(id), now).await?;
            if store.mark_account_removed(&account.id, now).await? {
                Ok(format!(
                    "The account {} ({}) is removed. What it holds goes within seconds where the server \
                     runs, and else when it starts.\n",
                    account.id, account.name
                )
                .into())
            } else {
                Err(CommandError::Refused(format!(
                    "the account {id} ({}) is open; close it first with `account revoke {id}`",
                    account.name,
                    id = account.id,
                )))
            }
        }
    }
}

/// The same of what need not have a name.
pub fn label(what: &str, name: &str) -> Result<String, CommandError> {
    match name.trim() {
        "" => Ok(String::new()),
        name => name_of(what, name),
    }
}

/// What something is called, as the API takes it too.
pub fn name_of(what: &str, name: &str) -> Result<String, CommandError> {
    let name = printable(name);
    match name.chars().count() {
        0 => Err(CommandError::Refused(format!("{what} needs a name"))),
        length if length > NAME_CAP => Err(CommandError::Refused(format!(
            "{what} has a name of at most {NAME_CAP} characters, and this has {length}"
        ))),
        _ => Ok(name),
    }
}

/// The account, where it is open: of a closed one `what` would be of no use.
pub fn open(account: Account, what: &str) -> Result<Account, CommandError> {
    match account.closed_at {
        None => Ok(account),
        Some(_) => Err(CommandError::Refused(format!(
            "the account {} ({}) is closed, so {what} of it would open nothing",
            account.id, account.name
        ))),
    }
}

/// The account of this id; without one, the root account.
pub async fn find(store: &Store, id: Option<String>, now: i64) -> Result<Account, CommandError> {
    match id {
        Some(id) => store.account(&id).await?.ok_or_else(|| {
            CommandError::Refused(format!(
                "there is no account with the id {id:?}; `account list` shows them"
            ))
        }),
        None => Ok(store.root_account(now).await?),
    }
}
