//! `organization`: schools of partners.

use clap::Subcommand;

use super::accounts::{find, name_of, open};
use super::error::CommandError;
use super::table::{Output, date, table};
use vivavoce_engine::ids;
use vivavoce_engine::store::{Going, Store, StoreError};
use vivavoce_talkio::organizations::{slug_problem, web_address};
use vivavoce_talkio::store::Organization;

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

pub(super) async fn run(
    store: &Store,
    command: OrganizationCommand,
    now: i64,
) -> Result<Output, CommandError> {
    let refused = |text: String| Err(CommandError::Refused(text));
    match command {
        OrganizationCommand::Create {
            slug,
            provider,
            name,
            logout_url,
            account,
        } => {
            let account = open(find(store, account, now).await?, "an organization")?;
            let provider = name_of("a provider", &provider)?;
            let name = match name {
                Some(name) => name_of("an organization", &name)?,
                None => slug.clone(),
            };
            if let Some(problem) = slug_problem(&slug) {
                return refused(format!("{slug:?} is no slug here. {problem}"));
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
                name,
                provider: provider.clone(),
                slug,
                logout_url,
                created_at: now,
                ..Organization::default()
            };
            let slug = organization.slug.clone();
            vivavoce_talkio::store::add_organization(store, organization)
                .await
                .map_err(|error| match error {
                    // Changed: the account's own; a command makes and does not change.
                    StoreError::Changed | StoreError::Taken(_) => CommandError::Refused(format!(
                        "the slug {slug:?} is taken; `organization list` shows the account's own"
                    )),
                    StoreError::Full { count, .. } => CommandError::Refused(format!(
                        "the account has {count} organizations, which is as many as it may"
                    )),
                    other => other.into(),
                })?;
            let note = format!(
                "Make a key for its partner with `vivavoce-server key create --api talkio \
                 --provider {provider} --account {}`.\n",
                account.id
            );
            Ok(Output::made(&slug, note))
        }
        OrganizationCommand::List { account } => {
            let account = find(store, account, now).await?;
            let all = vivavoce_talkio::store::organizations(store, &account.id, None).await?;
            let rows = all
                .into_iter()
                .map(|it| [it.slug, it.provider, date(it.created_at), it.name]);
            Ok(table(["slug", "provider", "created", "name"], rows).into())
        }
        OrganizationCommand::Remove { slug } => {
            match vivavoce_talkio::store::organization_by_slug(store, &slug).await? {
                Some(organization) => {
                    vivavoce_talkio::store::mark_organization_removed(store, &organization.id, now)
                        .await?;
                    let going = Going::Is("id", organization.id);
                    store.remove_rows("organizations", going).await?;
                    Ok(format!("The organization {slug} is gone, and its users with it.\n").into())
                }
                None => refused(format!(
                    "there is no organization {slug:?}; `organization list` shows them"
                )),
            }
        }
    }
}
