//! `/organizations`: a partner's schools, made, listed and removed by the account they belong to.
//! Their users are kept by the partner, through Talkio's API.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use url::Url;
use vivavoce_client::types as api;

use crate::store::Organization;
use vivavoce_engine::conversation::printable;
use vivavoce_engine::{ids, removals};
use vivavoce_http::account::Caller;
use vivavoce_http::anew;
use vivavoce_http::body::{Asked, Body};
use vivavoce_http::error::Failure;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::paging::Page;
use vivavoce_http::path::At;
use vivavoce_http::times;
use vivavoce_http::{ApiError, App};

/// Characters of a name and of a provider; of an address.
const NAME: usize = 200;
const ADDRESS: usize = 2_000;
/// Templates an organization may name, characters of each, and bytes of all: a page of organizations has
/// five hundred of these lists.
const TEMPLATES: usize = 500;
const TEMPLATE: usize = 80;
const ALL_TEMPLATES: usize = 16 * 1024;

/// `POST /organizations {slug, name, provider, logout_url, templates}`: makes one, or changes the
/// account's own of that slug.
#[utoipa::path(
    post, path = "/organizations", operation_id = "putOrganization", tag = "Organizations",
    summary = "Make or change an organization", description = "With the slug of one that exists, what is mentioned is changed; `null` clears.",
    request_body = api::OrganizationForm,
    responses(
        (status = 201, description = "It was made.", body = api::Organization),
        (status = 200, description = "It was changed.", body = api::Organization),
        (status = 409, description = "The slug is taken.", body = Failure),
    ),
)]
pub async fn put(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body,
) -> Result<(StatusCode, Json<api::Organization>), ApiError> {
    anew!({
        let mut fields = Fields::new(&body, &["body"]);
        let slug = fields.text("slug", 80).here().unwrap_or_default();
        let seen = crate::store::organization_of(&app.store, &caller.account.id, &slug).await?;
        let seen = seen.filter(|it| it.slug == slug);
        // One of an older version's goes on under the slug it has.
        if seen.is_none()
            && let Some(problem) = slug_problem(&slug)
        {
            fields.wrong("slug", problem, "value_error");
        }
        let is_new = seen.is_none();
        let now = app.clock.now();
        let mut organization = seen.clone().unwrap_or_else(|| Organization {
            id: ids::new_id(now),
            account_id: caller.account.id.clone(),
            name: slug.clone(),
            slug,
            created_at: now,
            ..Organization::default()
        });
        match fields.text("name", NAME) {
            Given::Here(name) if !printable(&name).is_empty() => {
                organization.name = printable(&name)
            }
            Given::Absent => {}
            _ => fields.wrong("name", "The name must not be empty", "string_too_short"),
        }
        let provider = fields
            .text("provider", NAME)
            .here()
            .map(|it| printable(&it));
        match provider.filter(|it| !it.is_empty()) {
            Some(provider) if is_new => organization.provider = provider,
            Some(provider) if provider != organization.provider => {
                let msg = "An organization stays with its provider";
                fields.wrong("provider", msg, "value_error");
            }
            None if is_new => fields.missing("provider"),
            _ => {}
        }
        match fields.text("logout_url", ADDRESS) {
            Given::Absent => {}
            Given::Null => organization.logout_url = None,
            Given::Here(address) if address.trim().is_empty() => organization.logout_url = None,
            Given::Here(address) => match web_address(&address) {
                Some(address) => organization.logout_url = Some(address),
                None => {
                    let msg = "Input should be an http or https address";
                    fields.wrong("logout_url", msg, "value_error");
                }
            },
        }
        match fields.value("templates") {
            Given::Absent => {}
            Given::Null => organization.templates = None,
            Given::Here(list) => match templates(list) {
                Some(list) => organization.templates = Some(list),
                None => {
                    let msg = format!(
                        "Input should be a list of up to {TEMPLATES} ids or slugs of scenarios, of \
                         {TEMPLATE} characters at most and 16 kB together"
                    );
                    fields.wrong("templates", msg, "list_type");
                }
            },
        }
        fields.done()?;
        let status = match seen {
            None => {
                crate::store::add_organization(&app.store, organization.clone()).await?;
                StatusCode::CREATED
            }
            Some(seen) => {
                crate::store::change_organization(&app.store, organization.clone(), seen).await?;
                StatusCode::OK
            }
        };
        Ok((status, Json(shown(organization))))
    })
}

/// `GET /organizations?provider=&page=&limit=`: the account's, oldest first.
#[utoipa::path(
    get, path = "/organizations", operation_id = "listOrganizations", tag = "Organizations",
    summary = "List the account's organizations", description = "Oldest first; the first 500 unless `page` or `limit` is given.",
    params(
        ("provider" = Option<String>, Query, description = "Only one partner's.", max_length = 200, nullable = false),
        ("page" = Option<u32>, Query, description = "From 1.", minimum = 1, maximum = 1_000_000, nullable = false),
        ("limit" = Option<u32>, Query, description = "How many on a page; 500 unless said otherwise.", minimum = 1, maximum = 500, nullable = false),
    ),
    responses((status = 200, description = "One page of them.", body = api::OrganizationList)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked,
) -> Result<Json<api::OrganizationList>, ApiError> {
    let mut fields = Fields::new(&asked, &["query"]);
    let provider = fields.text("provider", NAME).here();
    let page = Page::read_full(&mut fields);
    fields.done()?;
    let (account, provider) = (&caller.account.id, provider.as_deref());
    let (size, offset) = (page.size(), page.offset());
    let (found, total) =
        crate::store::organization_page(&app.store, account, provider, size, offset).await?;
    let number = u64::try_from(page.number).unwrap_or(1);
    Ok(Json(api::OrganizationList {
        organizations: found.into_iter().map(shown).collect(),
        page_meta: api::PageMeta::of(number, u64::from(size), total),
    }))
}

/// `GET /organizations/{slug}`; its id will do.
#[utoipa::path(
    get, path = "/organizations/{slug}", operation_id = "getOrganization", tag = "Organizations",
    summary = "Read an organization",
    params(("slug" = String, Path, description = "Its slug or id.", example = "partner-example-school")),
    responses((status = 200, description = "The organization.", body = api::Organization)),
)]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    At(slug): At<String>,
) -> Result<Json<api::Organization>, ApiError> {
    Ok(Json(shown(find(&app, &caller, &slug).await?)))
}

/// `DELETE /organizations/{slug}`: with its users, who are out at once. What they said stays with
/// the account.
#[utoipa::path(
    delete, path = "/organizations/{slug}", operation_id = "removeOrganization", tag = "Organizations",
    summary = "Remove an organization", description = "With its users, who are out at once. What they said stays with the account.",
    params(("slug" = String, Path, description = "Its slug or id.", example = "partner-example-school")),
    responses((status = 200, description = "It is gone.", body = api::OrganizationRemoved)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    At(slug): At<String>,
) -> Result<Json<api::OrganizationRemoved>, ApiError> {
    let organization = find(&app, &caller, &slug).await?;
    crate::store::mark_organization_removed(&app.store, &organization.id, app.clock.now()).await?;
    removals::begin(&app).await;
    Ok(Json(api::OrganizationRemoved {
        success: true,
        slug: organization.slug,
    }))
}

async fn find(app: &App, caller: &Caller, slug: &str) -> Result<Organization, ApiError> {
    let found = crate::store::organization_of(&app.store, &caller.account.id, slug).await?;
    found.ok_or_else(|| {
        ApiError::not_found("This account has no such organization. GET /organizations lists them.")
    })
}

fn shown(organization: Organization) -> api::Organization {
    let slug = organization.slug;
    api::Organization {
        id: organization.id,
        name: organization.name,
        provider: organization.provider,
        logout_url: organization.logout_url,
        templates: organization.templates,
        login_path: format!("/authentication/login?organization={slug}"),
        slug,
        created_at: times::written(organization.created_at),
    }
}

/// Why a slug cannot stand in an address, or would be taken for an id there.
pub fn slug_problem(slug: &str) -> Option<&'static str> {
    let fits = (2..=80).contains(&slug.len())
        && !slug.starts_with('-')
        && slug
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !fits {
        Some("A slug has 2 to 80 lower-case letters, digits and hyphens")
    } else if ids::is_id(slug) {
        Some("This slug looks like an id; please choose another")
    } else {
        None
    }
}

/// An address as a browser writes it.
pub fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    is_web.then(|| url.to_string())
}

fn templates(list: &Value) -> Option<Vec<String>> {
    let list = list.as_array().filter(|list| list.len() <= TEMPLATES)?;
    let list: Option<Vec<&str>> = list
        .iter()
        .map(|one| one.as_str().filter(|it| it.len() <= TEMPLATE))
        .collect();
    let fits = |list: &Vec<&str>| list.iter().map(|it| it.len()).sum::<usize>() <= ALL_TEMPLATES;
    list.filter(fits)
        .map(|list| list.into_iter().map(str::to_owned).collect())
}
