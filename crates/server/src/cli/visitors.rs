//! `visitor`: erased.

use clap::Subcommand;
use vivavoce_protocol::person::check_email;

use super::CommandError;
use super::accounts::find;
use vivavoce_engine::store::personal::KEPT;
use vivavoce_engine::store::{Person, Store};

#[derive(Debug, Subcommand)]
pub enum VisitorCommand {
    /// Erase a visitor, for good: their sessions, and what else an account keeps of them
    Erase {
        /// The email they gave
        email: String,
        /// Id of the account [default: the root account]
        #[arg(long, value_name = "ID")]
        account: Option<String>,
    },
}

pub(super) async fn run(
    store: &Store,
    command: VisitorCommand,
    now: i64,
) -> Result<String, CommandError> {
    let VisitorCommand::Erase { email, account } = command;
    let account = find(store, account, now).await?;
    if check_email(&email).is_some() {
        return Err(CommandError::Refused(format!(
            "{email:?} is no email address"
        )));
    }
    let person = Person::new(&account.id, &email);
    let mut is_known = false;
    for kept in &KEPT {
        is_known |= !store
            .personal_records(&person, kept, 0, 1)
            .await?
            .is_empty();
    }
    if !is_known {
        return Err(CommandError::Refused(format!(
            "nothing is kept of {} in the account {} ({}); --account names another one",
            person.email, account.id, account.name
        )));
    }
    store.ask_erasure(person.clone(), now).await?;
    Ok(format!(
        "{} goes from the account {} ({}) within seconds where the server runs, and else when it \
         starts.\n",
        person.email, account.id, account.name
    ))
}
