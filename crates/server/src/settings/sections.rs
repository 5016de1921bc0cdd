//! The sections of `vivavoce.toml`: `[agent]`, `[analysis]`, `[mail]`, `[webhooks]`, `[embed]`,
//! `[backends.*]`, `[cors]`, `[limits]`.

use std::collections::BTreeMap;
use std::time::Duration;

use vivavoce_protocol::wire::{Acceptance, Branding};

use super::checks::{self, Origin};
use super::file::Section;
use super::given::{Environment, Given, Problem};
use super::{
    AgentSettings, AnalysisSettings, BackendDialect, BackendSettings, Limits, MailSettings,
    ModelSettings, Rate, SHOWN, Times, WebhookSettings,
};

/// `[embed]`.
#[derive(Clone, Debug, Default)]
pub(super) struct EmbedSettings {
    pub allowed_hosts: Vec<String>,
    pub image_hosts: Vec<String>,
    pub branding: Option<Branding>,
    /// The interface's language for visitors who read none of ours.
    pub language: Option<&'static str>,
    /// The backend of pages that name none.
    pub backend: Option<Given>,
}

pub(super) fn agent(
    mut section: Section<'_>,
    environment: Environment<'_>,
) -> Result<AgentSettings, Problem> {
    let mut agent = AgentSettings::default();
    if let Some(pace) = section.number("pace_ms", 0..=2_000)? {
        agent.pace = Duration::from_millis(pace);
    }
    if let Some(section) = section.section("model")? {
        agent.model = Some(model(section, environment)?);
    }
    section.finish()?;
    Ok(agent)
}

pub(super) fn analysis(
    mut section: Section<'_>,
    environment: Environment<'_>,
) -> Result<AnalysisSettings, Problem> {
    let model = match section.section("model")? {
        Some(section) => Some(model(section, environment)?),
        None => None,
    };
    section.finish()?;
    Ok(AnalysisSettings { model })
}

pub(super) fn mail(
    mut section: Section<'_>,
    environment: Environment<'_>,
) -> Result<MailSettings, Problem> {
    let given = section.needed("url")?;
    let url = checks::mail_url(given, environment)?;
    let from = checks::mailbox(&section.needed("from")?)?;
    section.finish()?;
    Ok(MailSettings { url, from })
}

pub(super) fn webhooks(mut section: Section<'_>) -> Result<WebhookSettings, Problem> {
    let mut webhooks = WebhookSettings::default();
    if let Some(flag) = section.flag("allow_private")? {
        webhooks.allow_private = flag;
    }
    if let Some(most) = section.number("max_waiting", 1..=1_000_000)? {
        webhooks.max_waiting = usize::try_from(most).unwrap_or(usize::MAX);
    }
    if let Some(failures) = section.number("pause_after_failures", 1..=1_000_000)? {
        webhooks.pause_after = u32::try_from(failures).unwrap_or(u32::MAX);
    }
    if let Some(seconds) = section.number("pause_seconds", 0..=86_400)? {
        webhooks.pause = Duration::from_secs(seconds);
    }
    section.finish()?;
    Ok(webhooks)
}

fn model(mut section: Section<'_>, environment: Environment<'_>) -> Result<ModelSettings, Problem> {
    let url = checks::base_url(&section.needed("url")?)?;
    let key = checks::secret(section.text("key")?, environment)?;
    let name = section.needed("name")?.text;
    let temperature = section.decimal("temperature", 0.0..=2.0)?;
    let max_tokens = section.number("max_tokens", 1..=1_000_000)?;
    let mut times = Times::default();
    for (key, time) in [
        ("connect_seconds", &mut times.connect),
        ("first_token_seconds", &mut times.first_token),
        ("idle_seconds", &mut times.idle),
        ("total_seconds", &mut times.total),
    ] {
        if let Some(seconds) = section.number(key, 1..=3_600)? {
            *time = Duration::from_secs(seconds);
        }
    }
    let mut headers = Vec::new();
    if let Some(section) = section.section("headers")? {
        for header in section.entries()? {
            let (name, value) = header;
            checks::header_name(&name)?;
            if let Some(value) = checks::secret(Some(value), environment)? {
                headers.push((name.text, value));
            }
        }
    }
    section.finish()?;
    Ok(ModelSettings {
        url,
        key,
        name,
        temperature,
        max_tokens: max_tokens.and_then(|tokens| u32::try_from(tokens).ok()),
        headers,
        times,
    })
}

pub(super) fn embed(mut section: Section<'_>) -> Result<EmbedSettings, Problem> {
    let origins = |list: Vec<Given>| {
        list.iter()
            .map(|given| Origin::parse(given).map(|origin| origin.to_string()))
            .collect::<Result<Vec<_>, _>>()
    };
    let allowed_hosts = origins(section.texts("allowed_hosts")?)?;
    let image_hosts = origins(section.texts("image_hosts")?)?;
    let branding = match section.section("branding")? {
        Some(mut section) => {
            let text = section.needed("text")?.text;
            let url = section
                .text("url")?
                .map(|given| checks::link(&given))
                .transpose()?;
            section.finish()?;
            Some(Branding { text, url })
        }
        None => None,
    };
    let language = section.text("language")?;
    let language = language.map(|given| checks::language(&given)).transpose()?;
    let backend = section.text("backend")?;
    section.finish()?;
    Ok(EmbedSettings {
        allowed_hosts,
        image_hosts,
        branding,
        language,
        backend,
    })
}

pub(super) fn backends(
    section: &Section<'_>,
    environment: Environment<'_>,
) -> Result<BTreeMap<String, BackendSettings>, Problem> {
    let mut all = BTreeMap::new();
    for (name, section) in section.sections()? {
        checks::backend_name(&name)?;
        all.insert(name.text, backend(section, environment)?);
    }
    Ok(all)
}

fn backend(
    mut section: Section<'_>,
    environment: Environment<'_>,
) -> Result<BackendSettings, Problem> {
    let dialect = checks::one_of(&section.needed("dialect")?, &BackendDialect::NAMES)?;
    let own = dialect == BackendDialect::Vivavoce;
    let url = match section.text("url")? {
        Some(given) if own => {
            return Err(given
                .wrong_unseen("a vivavoce backend is this server itself; leave its address out"));
        }
        Some(given) => checks::base_url(&given)?,
        None if own => String::new(),
        None => checks::base_url(&section.needed("url")?)?,
    };
    let secret = checks::secret(section.text("secret")?, environment)?;
    let text = |section: &mut Section<'_>, key| {
        section.text(key).map(|given| given.map(|given| given.text))
    };
    let settings = BackendSettings {
        dialect,
        url,
        secret,
        title: text(&mut section, "title")?,
        description: text(&mut section, "description")?,
        terms: Acceptance {
            terms_url: checks::page(section.text("terms_url")?)?,
            privacy_url: checks::page(section.text("privacy_url")?)?,
        },
        generation: match section.number("generation", 1..=2)? {
            Some(1) => 1,
            _ => 2,
        },
        state_path: text(&mut section, "state_path")?,
        show: (section.texts("show")?.into_iter())
            .map(|given| checks::one_of(&given, &SHOWN.map(|word| (word, word))))
            .map(|word| word.map(str::to_owned))
            .collect::<Result<_, _>>()?,
        direct: section.flag("direct")?.unwrap_or(false),
        organization: text(&mut section, "organization")?,
        provider: text(&mut section, "provider")?,
        frame: match section.text("frame")? {
            Some(given) => Some(Origin::parse(&given)?.to_string()),
            None => None,
        },
        scenarios: (section.texts("scenarios")?.into_iter())
            .map(|given| given.text)
            .collect(),
        requests_per_minute: match section.number("requests_per_minute", 1..=1_000_000)? {
            Some(number) => u32::try_from(number).ok(),
            // What its documentation allows one address.
            None => (dialect == BackendDialect::Totebot).then_some(60),
        },
        concurrent: match section.number("concurrent", 1..=10_000)? {
            Some(number) => u32::try_from(number).unwrap_or(u32::MAX),
            None => 32,
        },
        concurrent_lasting: match section.number("concurrent_lasting", 1..=100_000)? {
            Some(number) => u32::try_from(number).unwrap_or(u32::MAX),
            None => 1_000,
        },
    };
    let state_fits = |path: &str| path.starts_with('/') && path.contains("/{clientId}");
    let rule = match dialect {
        BackendDialect::Tovie
            if settings
                .state_path
                .as_deref()
                .is_some_and(|it| !state_fits(it)) =>
        {
            Some("\"state_path\" must be a path such as /client/{clientId}/state")
        }
        dialect if dialect != BackendDialect::AgUi && !settings.show.is_empty() => {
            Some("\"show\" is about AG-UI agents; leave it out")
        }
        BackendDialect::Talkio if settings.organization.is_none() => {
            Some("a talkio backend needs its \"organization\", the slug in the vendor's address")
        }
        BackendDialect::Talkio if settings.provider.is_none() => {
            Some("a talkio backend needs its \"provider\", the value of the x-provider header")
        }
        BackendDialect::Talkio | BackendDialect::Totebot | BackendDialect::Agentok
            if settings.direct =>
        {
            Some("\"direct\" would hand the vendor's secret to every visitor; leave it out")
        }
        BackendDialect::AgUi if settings.direct && settings.secret.is_some() => {
            Some("\"direct\" would go without the secret; leave one of them out")
        }
        BackendDialect::Totebot | BackendDialect::Agentok | BackendDialect::Talkio
            if settings.secret.is_none() =>
        {
            Some("this backend needs its \"secret\", the key the vendor gave you")
        }
        _ => None,
    };
    match rule {
        Some(rule) => Err(Problem(format!("{}: {rule}", section.place()))),
        None => {
            section.finish()?;
            Ok(settings)
        }
    }
}

/// Which pages of others may call a vendor's API from a browser: dialect to origins.
pub(super) fn cors(mut section: Section<'_>) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    let mut all = BTreeMap::new();
    for (name, dialect) in BackendDialect::NAMES {
        // Our own protocol is open to every page; it relies on no cookie.
        if dialect == BackendDialect::Vivavoce {
            continue;
        }
        let origins = section.texts(name)?;
        let origins: Vec<String> = origins
            .iter()
            .map(|given| Origin::parse(given).map(|origin| origin.to_string()))
            .collect::<Result<_, _>>()?;
        if !origins.is_empty() {
            all.insert(name.to_owned(), origins);
        }
    }
    section.finish()?;
    Ok(all)
}

/// Runs or tokens a day's ceiling may allow; whoever wants no ceiling leaves it out.
const MOST_PER_DAY: u64 = 1_000_000_000_000;

pub(super) fn limits(mut section: Section<'_>) -> Result<Limits, Problem> {
    let mut limits = Limits::default();
    {
        let mut rate = |key, rate: &mut Rate| {
            if let Some(given) = section.number(key, 1..=1_000_000)? {
                let per_minute = u32::try_from(given).unwrap_or(u32::MAX);
                // Whoever names a rate means it from the first request on.
                *rate = Rate {
                    burst: per_minute,
                    per_minute,
                };
            }
            Ok::<(), Problem>(())
        };
        rate("api_calls_per_minute", &mut limits.api_calls)?;
        rate("sessions_per_minute", &mut limits.sessions_per_address)?;
        rate("session_pace_per_minute", &mut limits.session_pace)?;
        rate(
            "calls_per_session_and_minute",
            &mut limits.calls_per_session,
        )?;
        rate("access_per_minute", &mut limits.access_per_address)?;
        rate("turns_per_minute", &mut limits.turns_per_session)?;
        rate(
            "turns_per_address_and_minute",
            &mut limits.turns_per_address,
        )?;
        rate(
            "channel_messages_per_client_and_minute",
            &mut limits.channel_client_says,
        )?;
        rate(
            "channel_looks_per_client_and_minute",
            &mut limits.channel_client_looks,
        )?;
        rate("relay_calls_per_minute", &mut limits.relay_per_session)?;
        rate(
            "relay_calls_per_address_and_minute",
            &mut limits.relay_per_address,
        )?;
        rate("passcodes_per_minute", &mut limits.passcodes)?;
        rate("passcodes_in_all_per_minute", &mut limits.passcodes_in_all)?;
        rate("anonymous_calls_per_minute", &mut limits.anonymous_calls)?;
    }
    let connections = &mut limits.connections;
    for (key, time) in [
        ("head_seconds", &mut connections.head),
        ("idle_seconds", &mut connections.idle),
        ("stalled_write_seconds", &mut connections.write),
    ] {
        if let Some(seconds) = section.number(key, 1..=3_600)? {
            *time = Duration::from_secs(seconds);
        }
    }
    if let Some(calls) = section.number("relay_calls_at_once_per_address", 8..=1_000_000)? {
        limits.relay_at_once_per_address = u32::try_from(calls).unwrap_or(u32::MAX);
    }
    for (key, count) in [
        ("connections", &mut connections.in_all),
        ("connections_per_address", &mut connections.per_address),
    ] {
        if let Some(given) = section.number(key, 16..=1_000_000)? {
            *count = usize::try_from(given).unwrap_or(usize::MAX);
        }
    }
    if let Some(minutes) = section.number("session_minutes", 1..=1_440)? {
        limits.session_total = Duration::from_secs(minutes * 60);
    }
    if let Some(days) = section.number("keep_sessions_days", 1..=3_650)? {
        limits.keep_sessions = Some(Duration::from_secs(days * 86_400));
    }
    if let Some(days) = section.number("keep_closed_accounts_days", 1..=3_650)? {
        limits.keep_closed_accounts = Some(Duration::from_secs(days * 86_400));
    }
    if let Some(minutes) = section.number("erase_after_minutes", 1..=525_600)? {
        limits.erase_after = Duration::from_secs(minutes * 60);
    }
    for (key, ceiling) in [
        ("runs_per_day_per_scenario", &mut limits.per_scenario.runs),
        (
            "tokens_per_day_per_scenario",
            &mut limits.per_scenario.tokens,
        ),
        ("runs_per_day_per_account", &mut limits.per_account.runs),
        ("tokens_per_day_per_account", &mut limits.per_account.tokens),
    ] {
        *ceiling = section.number(key, 1..=MOST_PER_DAY)?;
    }
    for (key, ceiling) in [
        ("mb_per_day_per_scenario", &mut limits.per_scenario.bytes),
        ("mb_per_day_per_account", &mut limits.per_account.bytes),
    ] {
        if let Some(megabytes) = section.number(key, 1..=1_000_000_000)? {
            *ceiling = Some(megabytes * 1024 * 1024);
        }
    }
    if let Some(mails) = section.number("mails_per_day_per_account", 1..=1_000_000_000)? {
        limits.mails_per_account = u32::try_from(mails).unwrap_or(u32::MAX);
    }
    if let Some(megabytes) = section.number("mb_per_day_per_address", 1..=1_000_000)? {
        limits.written_per_address = u32::try_from(megabytes * 1024).unwrap_or(u32::MAX);
    }
    if let Some(kilobytes) = section.number("session_kb", 64..=1_048_576)? {
        limits.session_bytes = usize::try_from(kilobytes * 1024).unwrap_or(usize::MAX);
    }
    if let Some(events) = section.number("session_events", 100..=10_000_000)? {
        limits.session_events = usize::try_from(events).unwrap_or(usize::MAX);
    }
    if let Some(megabytes) = section.number("free_disk_mb", 0..=1_048_576)? {
        limits.free_disk = megabytes * 1024 * 1024;
    }
    if let Some(kilobytes) = section.number("api_body_kb", 64..=102_400)? {
        limits.api_body_bytes = usize::try_from(kilobytes * 1024).unwrap_or(usize::MAX);
    }
    section.finish()?;
    Ok(limits)
}
