//! Channels by command line.

use clap::Subcommand;
use vivavoce_protocol::Secret;

use super::accounts::{find, label};
use super::error::CommandError;
use super::table::{Output, date, table};
use vivavoce_engine::keys::{self, Wanted};
use vivavoce_engine::outbox::{address, webhook};
use vivavoce_engine::store::{Account, Store};
use vivavoce_tovie::channels::fits;
use vivavoce_tovie::store::Channel;

#[derive(Debug, Subcommand)]
pub enum ChannelCommand {
    /// Make a channel and print its token, once
    Create {
        /// The scenario whose agent answers: its id or slug
        #[arg(long, value_name = "ID")]
        scenario: String,
        /// What it is called
        #[arg(long, default_value = "", value_name = "TEXT")]
        name: String,
        /// What stands in its addresses [default: one is made]
        #[arg(long, value_name = "TEXT")]
        token: Option<String>,
        /// Clients may not write where a reply has buttons
        #[arg(long)]
        block_form: bool,
        /// Where replies to asynchronous requests and people's answers are sent
        #[arg(long, value_name = "ADDRESS")]
        webhook: Option<String>,
        /// Id of the account it belongs to [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
    /// Show an account's channels; never their tokens
    List {
        /// Id of the account [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
    /// Change a channel; what is not mentioned stays
    Change {
        /// The channel's id, as `channel list` shows it
        id: String,
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Another scenario of the account: its id or slug
        #[arg(long, value_name = "ID")]
        scenario: Option<String>,
        /// Whether clients may not write where a reply has buttons
        #[arg(long, value_name = "true|false")]
        block_form: Option<bool>,
        /// Where to send replies; empty: nowhere
        #[arg(long, value_name = "ADDRESS")]
        webhook: Option<String>,
    },
    /// Remove a channel: its token opens nothing any more. What was said is kept
    Remove {
        /// The channel's id, as `channel list` shows it
        id: String,
    },
}

/// Carries one out; what to print.
pub async fn channels(
    store: &Store,
    command: ChannelCommand,
    now: i64,
) -> Result<Output, CommandError> {
    match command {
        ChannelCommand::Create {
            scenario,
            name,
            token,
            block_form,
            webhook,
            account,
        } => {
            let account = find(store, account, now).await?;
            let webhook_url = webhook.as_deref().map(checked).transpose()?;
            if token.as_deref().is_some_and(|token| !fits(token)) {
                return refused("a token has 16 to 128 of the letters, digits and :_~-".to_owned());
            }
            let scenario_id = scenario_of(store, &account, &scenario).await?;
            let name = label("a channel", &name)?;
            let wanted = Wanted {
                kind: vivavoce_tovie::KEY,
                name: name.clone(),
                scope: serde_json::json!({ "scenario_id": scenario_id }),
                ..Wanted::default()
            };
            let token = token.unwrap_or_else(|| (wanted.kind.make)());
            let credential = wanted.credential(&account.id, now);
            let id = credential.id.clone();
            let channel = Channel {
                id: id.clone(),
                account_id: account.id.clone(),
                scenario_id,
                name,
                block_form,
                token: webhook_url.is_some().then(|| Secret::new(token.clone())),
                webhook_url,
                webhook_secret: webhook::new_secret(),
                created_at: now,
            };
            let secret = match &channel.webhook_url {
                Some(_) => format!(
                    " Messages to its webhook are signed with {}.",
                    channel.webhook_secret.expose()
                ),
                None => String::new(),
            };
            vivavoce_tovie::store::add_channel_and_key(store, channel, credential, &token).await?;
            let note = format!(
                "This is the only time the token is shown; it stands in the address, \
                 /chatapi/<token>. Its id is {id}; account {} ({}).{secret}\n",
                account.id, account.name
            );
            Ok(Output::made(&token, note))
        }
        ChannelCommand::List { account } => {
            let account = find(store, account, now).await?;
            let all = vivavoce_tovie::store::channels(store, &account.id).await?;
            let rows = all.into_iter().map(|it| {
                let webhook = it.webhook_url.unwrap_or_default();
                [it.id, it.scenario_id, date(it.created_at), webhook, it.name]
            });
            Ok(table(["id", "scenario", "created", "webhook", "name"], rows).into())
        }
        ChannelCommand::Change {
            id,
            name,
            scenario,
            block_form,
            webhook,
        } => {
            let seen = named(store, &id).await?;
            let mut channel = seen.clone();
            if let Some(name) = name {
                channel.name = label("a channel", &name)?;
            }
            if let Some(flag) = block_form {
                channel.block_form = flag;
            }
            match webhook.as_deref() {
                None => {}
                Some("") => (channel.webhook_url, channel.token) = (None, None),
                Some(url) => channel.webhook_url = Some(checked(url)?),
            }
            if let Some(scenario) = scenario {
                let account = find(store, Some(channel.account_id.clone()), now).await?;
                channel.scenario_id = scenario_of(store, &account, &scenario).await?;
            }
            vivavoce_tovie::store::change_channel(store, channel, seen).await?;
            Ok(format!("The channel {id} is changed.\n").into())
        }
        ChannelCommand::Remove { id } => {
            let channel = named(store, &id).await?;
            store
                .revoke_credential(&channel.account_id, &id, false, now)
                .await?;
            vivavoce_tovie::store::remove_channel(store, &id, now).await?;
            Ok(format!("The channel {id} opens nothing any more.\n").into())
        }
    }
}

fn refused<T>(why: String) -> Result<T, CommandError> {
    Err(CommandError::Refused(why))
}

async fn named(store: &Store, id: &str) -> Result<Channel, CommandError> {
    match vivavoce_tovie::store::channel(store, id).await? {
        Some(channel) => Ok(channel),
        None => refused(format!(
            "there is no channel {id:?}; `channel list` shows them"
        )),
    }
}

/// Where it leads is looked at again, with the server's settings, before anything is sent.
fn checked(url: &str) -> Result<String, CommandError> {
    match address::check(url, true) {
        Ok(url) => Ok(url.into()),
        Err(problem) => refused(format!("{url:?}: {problem}")),
    }
}

async fn scenario_of(
    store: &Store,
    account: &Account,
    scenario: &str,
) -> Result<String, CommandError> {
    let scope = keys::scenario_scope(store, &account.id, scenario).await?;
    match scope.and_then(|it| Some(it["scenario_id"].as_str()?.to_owned())) {
        Some(id) => Ok(id),
        None => refused(format!(
            "the account {} has no scenario {scenario:?}; name it by id or slug",
            account.id
        )),
    }
}
