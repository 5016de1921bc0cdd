//! `key`: made, listed, revoked.

use clap::Subcommand;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use crate::{Settings, vendors};

use super::accounts::{find, label, name_of, open};
use super::error::CommandError;
use super::table::{Output, date, table};
use vivavoce_engine::keys::{self, KeyKind, KeyScope, NewKey, Wanted};
use vivavoce_engine::store::{Account, Store, empty_object};

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, once
    Create {
        /// Id of the account it belongs to [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
        /// What it opens
        #[arg(long, value_parser = kinds(), default_value = "public")]
        api: KeyKind,
        /// What it is for, as `key list` will show it
        #[arg(long, alias = "label", default_value = "", value_name = "TEXT")]
        name: String,
        /// The scenario a totebot or tovie key opens: its id or slug
        #[arg(long, value_name = "ID")]
        scenario: Option<String>,
        /// The x-provider header that goes with a talkio key
        #[arg(long, value_name = "NAME")]
        provider: Option<String>,
        /// Ends by itself after so many days [default: never]
        #[arg(long, alias = "valid-for-days", value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
        valid_days: Option<u32>,
    },
    /// Show an account's keys; never the keys themselves
    List {
        /// Id of the account [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
    /// End a key at once
    Revoke {
        /// The key's id, as `key list` shows it
        id: String,
        /// Id of the account it must belong to [default: any]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
        /// What it made goes on: for a key that is exchanged and not one that leaked
        #[arg(long)]
        keep_made: bool,
    },
}

/// The kinds of keys this build knows.
fn kinds() -> impl TypedValueParser<Value = KeyKind> {
    let registry = vendors::registry(&vendors::apis(&Settings::default()));
    let kinds = registry.key_kinds().to_vec();
    let words = kinds
        .iter()
        .map(|kind| PossibleValue::new(kind.name).help(kind.opens));
    PossibleValuesParser::new(words.collect::<Vec<_>>())
        .map(move |name| registry.key_kind(&name).copied().unwrap_or(keys::PUBLIC))
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

pub(super) async fn run(
    store: &Store,
    command: KeyCommand,
    now: i64,
) -> Result<Output, CommandError> {
    match command {
        KeyCommand::Create {
            account,
            api,
            name,
            scenario,
            provider,
            valid_days,
        } => {
            let account = open(find(store, account, now).await?, "a key")?;
            let wanted = Wanted {
                kind: api,
                name: label("a key", &name)?,
                expires_at: valid_days.map(|days| now + i64::from(days) * DAY),
                scope: scope(store, &account, api, scenario, provider).await?,
                made_by: None,
            };
            let NewKey { id, key } = keys::create(store, &account.id, wanted, now).await?;
            let note = format!(
                "This is the only time the key is shown. Its id is {id}; account {} ({}).\n",
                account.id, account.name
            );
            Ok(Output::made(&key, note))
        }
        KeyCommand::List { account } => {
            let account = find(store, account, now).await?;
            let rows = store
                .credentials(&account.id)
                .await?
                .into_iter()
                .map(|key| {
                    let state = match (key.revoked_at, key.expires_at) {
                        (Some(at), _) => format!("revoked {}", date(at)),
                        (None, Some(at)) if at <= now => format!("expired {}", date(at)),
                        (None, Some(at)) => format!("until {}", date(at)),
                        (None, None) => "valid".to_owned(),
                    };
                    let used = key.last_used_at.map(date).unwrap_or_default();
                    [
                        key.id,
                        key.kind,
                        date(key.created_at),
                        used,
                        state,
                        key.label,
                    ]
                });
            Ok(table(["id", "api", "created", "last used", "state", "name"], rows).into())
        }
        KeyCommand::Revoke {
            id,
            account,
            keep_made,
        } => {
            let key = store.credential_by_id(&id).await?;
            let key = key.filter(|key| account.as_ref().is_none_or(|it| *it == key.account_id));
            let Some(key) = key else {
                let whose = account.map_or(String::new(), |id| format!("the account {id} has "));
                return Err(CommandError::Refused(format!(
                    "{whose}no key with the id {id:?}; `key list` shows them"
                )));
            };
            let revoked = store
                .revoke_credential(&key.account_id, &id, keep_made, now)
                .await?;
            let made = match revoked.iter().filter(|it| **it != id).count() {
                0 => String::new(),
                1 => ", and neither does the one it made".to_owned(),
                made => format!(", and neither do the {made} it made"),
            };
            Ok(format!("The key {id} opens nothing any more{made}.\n").into())
        }
    }
}

/// What a new key is bound to.
async fn scope(
    store: &Store,
    account: &Account,
    kind: KeyKind,
    scenario: Option<String>,
    provider: Option<String>,
) -> Result<Value, CommandError> {
    let refused = |text: String| Err(CommandError::Refused(text));
    let name = kind.name;
    if scenario.is_some() && kind.scope != KeyScope::Scenario {
        return refused(format!(
            "{name} keys are not bound to a scenario; leave --scenario out"
        ));
    }
    if provider.is_some() && kind.scope != KeyScope::Provider {
        return refused(format!(
            "{name} keys have no provider; leave --provider out"
        ));
    }
    match (kind.scope, scenario, provider) {
        (KeyScope::Scenario, None, _) => refused(format!(
            "a {name} key opens one scenario: name it with --scenario"
        )),
        (_, Some(scenario), _) => {
            match keys::scenario_scope(store, &account.id, &scenario).await? {
                Some(scope) => Ok(scope),
                None => refused(format!(
                    "the account {} has no scenario {scenario:?}; name it by its id or slug",
                    account.id
                )),
            }
        }
        (KeyScope::Provider, _, None) => refused(format!(
            "a {name} key goes with a provider, the value of the x-provider header: name it with \
             --provider"
        )),
        (_, _, Some(provider)) => Ok(json!({ "provider": name_of("a provider", &provider)? })),
        _ => Ok(empty_object()),
    }
}
