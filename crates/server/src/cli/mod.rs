//! The command line: flags that start the server, and commands that keep its accounts and keys.

mod accounts;
#[cfg(feature = "tovie")]
pub mod channels;
mod error;
mod keys;
#[cfg(feature = "talkio")]
mod organizations;
mod table;
#[cfg(test)]
mod tests;
mod visitors;

use clap::{Args, Parser, Subcommand};

use crate::settings::Flags;
use accounts::AccountCommand;
#[cfg(feature = "tovie")]
use channels::{ChannelCommand, channels};
pub use error::CommandError;
use keys::KeyCommand;
#[cfg(feature = "talkio")]
use organizations::OrganizationCommand;
pub use table::Output;
use visitors::VisitorCommand;
use vivavoce_engine::store::Store;

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
    /// Further names visitors reach us under, separated by commas
    #[arg(long, global = true, value_name = "NAMES")]
    hosts: Option<String>,
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
            hosts: args.hosts,
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
    /// Who talks with an account's agents
    #[command(subcommand)]
    Visitor(VisitorCommand),
    #[cfg(feature = "talkio")]
    /// Schools of partners, whose users Talkio's API keeps
    #[command(subcommand)]
    Organization(OrganizationCommand),
    #[cfg(feature = "tovie")]
    /// Where clients of Tovie's chat API meet a scenario
    #[command(subcommand)]
    Channel(ChannelCommand),
    /// Brings the database up to this version, as a start of the server does; no server of an earlier
    /// one may be running on it
    Migrate,
}

/// Carries out a command.
pub async fn run(store: &Store, command: Command, now: i64) -> Result<Output, CommandError> {
    match command {
        Command::Key(command) => keys::run(store, command, now).await,
        Command::Account(command) => accounts::run(store, command, now).await,
        Command::Visitor(command) => Ok(visitors::run(store, command, now).await?.into()),
        #[cfg(feature = "talkio")]
        Command::Organization(command) => organizations::run(store, command, now).await,
        #[cfg(feature = "tovie")]
        Command::Channel(command) => channels(store, command, now).await,
        // Whoever opened the store did it.
        Command::Migrate => Ok("The database is up to date.\n".to_owned().into()),
    }
}
