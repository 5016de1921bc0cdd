//! The command line: flags that start the server, and commands that keep its accounts and keys.

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ids;
use crate::keys::{self, Api, NewKey, Wanted};
use crate::public::organizations::{is_slug, web_address};
use crate::seed;
use crate::settings::Flags;
use crate::store::{Account, Organization, Store, StoreError, empty_object};
use crate::tovie::command::{ChannelCommand, channels};

/// Viva Voce: conversations in a widget, and the backend they need.
#[derive(Debug, Parser)]
#[command(name = "vivavoce-server", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub flags: FlagArgs,
    /// Without one, the server starts.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Each is also an environment variable (`--listen`: `VIVAVOCE_LISTEN`) and a key of
/// `vivavoce.toml` (`listen`).
#[derive(Debug, Args)]
pub struct FlagArgs {
    /// Address and port [default: 127.0.0.1:8787; port 0: any free one]
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// sqlite://FILE or memory: [default: sqlite://vivavoce.db]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// The origin visitors reach us under [default: as each request says]
    #[arg(long, global = true, value_name = "ORIGIN")]
    public_url: Option<String>,
    /// The settings' file [default: vivavoce.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<String>,
    /// Proxies whose X-Forwarded-* headers are believed, separated by commas
    #[arg(long, global = true, value_name = "NETWORKS")]
    trusted_proxies: Option<String>,
    /// What is logged: error, warn, info, debug, trace, or a tracing filter [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    /// text or json [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl From<FlagArgs> for Flags {
    fn from(args: FlagArgs) -> Self {
        Flags {
            listen: args.listen,
            database: args.database,
            public_url: args.public_url,
            config: args.config,
            trusted_proxies: args.trusted_proxies,
            log: args.log,
            log_format: args.log_format,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keys to the API
    #[command(subcommand)]
    Key(KeyCommand),
    /// Who owns scenarios and keys
    #[command(subcommand)]
    Account(AccountCommand),
    /// Schools of partners, whose users Talkio's API keeps
    #[command(subcommand)]
    Organization(OrganizationCommand),
    /// Where clients of Tovie's chat API meet a scenario
    #[command(subcommand)]
    Channel(ChannelCommand),
}

#[derive(Debug, Subcommand)]
pub enum OrganizationCommand {
    /// Make an organization
    Create {
        /// How addresses name it: lower-case letters, digits and hyphens
        slug: String,
        /// The partner: the x-provider header that goes with its keys
        #[arg(long, value_name = "NAME")]
        provider: String,
        /// What it is called [default: its slug]
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Where its users land after signing out [default: a page of ours]
        #[arg(long, value_name = "ADDRESS")]
        logout_url: Option<String>,
        /// Id of the account it belongs to [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
    /// Show an account's organizations
    List {
        /// Id of the account [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
    /// Remove an organization with its users. What they said stays with the account
    Remove {
        /// Its slug, as `organization list` shows it
        slug: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, once
    Create {
        /// Id of the account it belongs to [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
        /// What it opens
        #[arg(long, value_enum, default_value = "public")]
        api: Api,
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
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
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
    },
}

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
    /// is kept
    Revoke {
        /// The account's id, as `account list` shows it
        id: String,
    },
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Why a command was not carried out: a sentence.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Refused(String),
    #[error("the database answered: {0}")]
    Store(#[from] StoreError),
}

/// Carries out a command and returns what to print.
pub async fn run(store: &Store, command: Command, now: i64) -> Result<String, CommandError> {
    match command {
        Command::Key(KeyCommand::Create {
            account,
            api,
            name,
            scenario,
            provider,
            valid_days,
        }) => {
            let account = find(store, account, now).await?;
            if account.closed_at.is_some() {
                return Err(CommandError::Refused(format!(
                    "the account {} ({}) is closed, so a key of it would open nothing",
                    account.id, account.name
                )));
            }
            let wanted = Wanted {
                api,
                name: name.chars().take(keys::NAME_CAP).collect(),
                expires_at: valid_days.map(|days| now + i64::from(days) * DAY),
                scope: scope(store, &account, api, scenario, provider).await?,
            };
            let NewKey { id, key } = keys::create(store, &account.id, wanted, now).await?;
            Ok(format!(
                "{key}\n\nThis is the only time the key is shown. Its id is {id}; account {} ({}).\n",
                account.id, account.name
            ))
        }
        Command::Key(KeyCommand::List { account }) => {
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
            Ok(table(
                ["id", "api", "created", "last used", "state", "name"],
                rows,
            ))
        }
        Command::Key(KeyCommand::Revoke { id, account }) => {
            let key = store.credential_by_id(&id).await?;
            let key = key.filter(|key| account.as_ref().is_none_or(|it| *it == key.account_id));
            let Some(key) = key else {
                let whose = account.map_or(String::new(), |id| format!("the account {id} has "));
                return Err(CommandError::Refused(format!(
                    "{whose}no key with the id {id:?}; `key list` shows them"
                )));
            };
            store.revoke_credential(&key.account_id, &id, now).await?;
            Ok(format!("The key {id} opens nothing any more.\n"))
        }
        Command::Organization(command) => organizations(store, command, now).await,
        Command::Channel(command) => channels(store, command, now).await,
        Command::Account(AccountCommand::Create { name }) => {
            let name = name.trim().to_owned();
            if name.is_empty() {
                return Err(CommandError::Refused("an account needs a name".to_owned()));
            }
            let id = ids::new_id(now);
            let account = Account {
                id: id.clone(),
                name,
                is_root: false,
                created_at: now,
                closed_at: None,
            };
            store.add_account(account).await?;
            Ok(format!(
                "{id}\n\nMake a key for it with `vivavoce-server key create --account {id}`.\n"
            ))
        }
        Command::Account(AccountCommand::List) => {
            let rows = store.accounts().await?.into_iter().map(|account| {
                let state = match account.closed_at {
                    Some(at) => format!("closed {}", date(at)),
                    None if account.is_root => "root".to_owned(),
                    None => "open".to_owned(),
                };
                [account.id, state, date(account.created_at), account.name]
            });
            Ok(table(["id", "state", "created", "name"], rows))
        }
        Command::Account(AccountCommand::Revoke { id }) => {
            let account = find(store, Some(id), now).await?;
            if store.close_account(&account.id, now).await? {
                Ok(format!(
                    "The account {} ({}) is closed. Its scenarios and sessions are kept.\n",
                    account.id, account.name
                ))
            } else {
                Err(CommandError::Refused(
                    "the root account cannot be closed; revoke its keys instead".to_owned(),
                ))
            }
        }
    }
}

async fn organizations(
    store: &Store,
    command: OrganizationCommand,
    now: i64,
) -> Result<String, CommandError> {
    let refused = |text: String| Err(CommandError::Refused(text));
    match command {
        OrganizationCommand::Create {
            slug,
            provider,
            name,
            logout_url,
            account,
        } => {
            let account = find(store, account, now).await?;
            if !is_slug(&slug) {
                return refused(format!(
                    "{slug:?} is no slug; it has 2 to 80 lower-case letters, digits and hyphens"
                ));
            }
            let logout_url = match logout_url {
                None => None,
                Some(text) => match web_address(&text) {
                    Some(address) => Some(address),
                    None => return refused(format!("{text:?} is no http or https address")),
                },
            };
            let organization = Organization {
                id: ids::new_id(now),
                account_id: account.id.clone(),
                name: name.unwrap_or_else(|| slug.clone()),
                provider: provider.clone(),
                slug,
                logout_url,
                created_at: now,
                ..Organization::default()
            };
            let slug = organization.slug.clone();
            store.add_organization(organization).await?;
            Ok(format!(
                "{slug}\n\nMake a key for its partner with `vivavoce-server key create --api talkio \
                 --provider {provider} --account {}`.\n",
                account.id
            ))
        }
        OrganizationCommand::List { account } => {
            let account = find(store, account, now).await?;
            let all = store.organizations(&account.id, None).await?;
            let rows = all
                .into_iter()
                .map(|it| [it.slug, it.provider, date(it.created_at), it.name]);
            Ok(table(["slug", "provider", "created", "name"], rows))
        }
        OrganizationCommand::Remove { slug } => match store.organization(&slug).await? {
            Some(organization) if organization.slug == slug => {
                store.remove_organization(&organization.id).await?;
                Ok(format!(
                    "The organization {slug} is gone, and its users with it.\n"
                ))
            }
            _ => refused(format!(
                "there is no organization {slug:?}; `organization list` shows them"
            )),
        },
    }
}

pub(crate) async fn find(
    store: &Store,
    id: Option<String>,
    now: i64,
) -> Result<Account, CommandError> {
    match id {
        Some(id) => store.account(&id).await?.ok_or_else(|| {
            CommandError::Refused(format!(
                "there is no account with the id {id:?}; `account list` shows them"
            ))
        }),
        None => Ok(seed::root_account(store, now).await?),
    }
}

/// What a new key is bound to.
async fn scope(
    store: &Store,
    account: &Account,
    api: Api,
    scenario: Option<String>,
    provider: Option<String>,
) -> Result<Value, CommandError> {
    let refused = |text: String| Err(CommandError::Refused(text));
    let name = api.as_str();
    if scenario.is_some() && !api.needs_scenario() {
        return refused(format!(
            "{name} keys are not bound to a scenario; leave --scenario out"
        ));
    }
    if provider.is_some() && api != Api::Talkio {
        return refused(format!(
            "{name} keys have no provider; leave --provider out"
        ));
    }
    match (api, scenario, provider) {
        (Api::Totebot | Api::Tovie, None, _) => refused(format!(
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
        (Api::Talkio, _, None) => refused(
            "a talkio key goes with a provider, the value of the x-provider header: name it with \
             --provider"
                .to_owned(),
        ),
        (_, _, Some(provider)) => Ok(json!({ "provider": provider })),
        _ => Ok(empty_object()),
    }
}

pub(crate) fn date(millis: i64) -> String {
    Timestamp::from_millisecond(millis)
        .map(|time| time.strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

pub(crate) fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let mut all = vec![head.map(str::to_owned)];
    all.extend(rows);
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    let mut out = String::new();
    for row in &all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::store::Database;

    async fn said(store: &Store, line: &str) -> String {
        let words = std::iter::once("vivavoce-server").chain(line.split_whitespace());
        let command = Cli::try_parse_from(words).unwrap().command.unwrap();
        match run(store, command, 1_700_000_000_000).await {
            Ok(text) => text,
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[tokio::test]
    async fn keys_are_made_listed_and_revoked() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let made = said(&store, "key create --label deploy").await;
        let key = made.lines().next().unwrap();
        assert!(key.starts_with("vv_") && key.len() == 46, "{made}");
        let (_, rest) = made.split_once("Its id is ").unwrap();
        let (id, _) = rest.split_once(';').unwrap();
        let found = store
            .credential(key, 1_700_000_000_001)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.id, id);

        let list = said(&store, "key list").await;
        assert!(
            list.contains("2023-11-14 22:13             valid  deploy"),
            "{list}"
        );
        assert!(!list.contains(key));

        assert_eq!(
            said(&store, &format!("key revoke {id}")).await,
            format!("The key {id} opens nothing any more.\n")
        );
        assert!(
            store
                .credential(key, 1_700_000_000_001)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            said(&store, "key list")
                .await
                .contains("revoked 2023-11-14 22:13  deploy")
        );
        let refused = said(&store, "key revoke nope").await;
        assert!(refused.contains("no key with the id \"nope\""), "{refused}");
    }

    #[tokio::test]
    async fn a_vendors_key_has_its_form_and_is_bound_to_what_it_opens() {
        let store = Store::open(&Database::Memory).await.unwrap();
        seed::prepare(
            &store,
            &crate::Settings::default(),
            false,
            1_700_000_000_000,
        )
        .await
        .unwrap();
        let cases = [
            ("totebot --scenario demo-support", "tb_pk_"),
            ("agentok", "agk_"),
            ("talkio --provider example", "tk_"),
            ("totebot", "error: a totebot key opens one scenario"),
            ("totebot --scenario nowhere", "error: the account"),
            ("talkio", "error: a talkio key goes with a provider"),
            (
                "agentok --scenario demo-support",
                "error: agentok keys are not bound",
            ),
            (
                "public --provider example",
                "error: public keys have no provider",
            ),
        ];
        for (line, begins) in cases {
            let text = said(&store, &format!("key create --api {line}")).await;
            assert!(text.starts_with(begins), "{line}: {text}");
        }
        let made = said(&store, "key create --api tovie --scenario demo-support").await;
        let (letters, digits) = made.lines().next().unwrap().split_once(':').unwrap();
        assert!(letters.len() == 8 && digits.len() == 40, "{made}");
    }

    #[tokio::test]
    async fn an_organization_is_made_listed_and_removed() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let cases = [
            (
                "organization create north --provider example --name North",
                "north\n",
            ),
            (
                "organization create north --provider other",
                "error: the database answered: the slug is taken",
            ),
            (
                "organization create No --provider example",
                "error: \"No\" is no slug",
            ),
            (
                "organization create south --provider e --logout-url javascript:1",
                "error: \"javascript:1\" is no",
            ),
            (
                "organization create south --provider e --logout-url https://example.com",
                "south\n",
            ),
            (
                "organization remove nowhere",
                "error: there is no organization",
            ),
            (
                "organization remove south",
                "The organization south is gone",
            ),
        ];
        for (line, begins) in cases {
            let text = said(&store, line).await;
            assert!(text.starts_with(begins), "{line}: {text}");
        }
        let list = said(&store, "organization list").await;
        assert_eq!(list.lines().count(), 2, "{list}");
        assert!(
            list.contains("north  example   2023-11-14 22:13  North"),
            "{list}"
        );
    }

    #[tokio::test]
    async fn an_account_has_keys_of_its_own() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let made = said(&store, "account create Example").await;
        let id = made.lines().next().unwrap();
        said(&store, &format!("key create --account {id}")).await;
        let list = said(&store, &format!("key list --account {id}")).await;
        assert_eq!(list.lines().count(), 2, "{list}");
        let refused = said(&store, "key list --account nobody").await;
        assert!(
            refused.contains("no account with the id \"nobody\""),
            "{refused}"
        );
    }

    #[tokio::test]
    async fn a_closed_account_has_no_keys_and_gets_none() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let made = said(&store, "account create Example").await;
        let id = made.lines().next().unwrap();
        let made = said(
            &store,
            &format!("key create --account {id} --name ci --valid-days 30"),
        )
        .await;
        let key = made.lines().next().unwrap();
        let found = store.credential(key, 1_700_000_000_001).await.unwrap();
        assert_eq!(
            found.unwrap().expires_at,
            Some(1_700_000_000_000 + 30 * DAY)
        );
        let closed = said(&store, &format!("account revoke {id}")).await;
        assert!(closed.contains("(Example) is closed"), "{closed}");
        let found = store.credential(key, 1_700_000_000_001).await.unwrap();
        assert!(found.is_none());
        let accounts = said(&store, "account list").await;
        assert!(accounts.contains("closed 2023-11-14 22:13"), "{accounts}");
        let refused = said(&store, &format!("key create --account {id}")).await;
        assert!(refused.contains("is closed"), "{refused}");
        said(&store, "key list").await;
        let root = store.accounts().await.unwrap();
        let root = root.iter().find(|account| account.is_root).unwrap();
        let refused = said(&store, &format!("account revoke {}", root.id)).await;
        assert!(refused.contains("cannot be closed"), "{refused}");
    }
}
