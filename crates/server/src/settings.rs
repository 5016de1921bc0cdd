//! What the operator decides: flags first, then `VIVAVOCE_*`, then `vivavoce.toml`.
//!
//! A wrong setting stops the start with one sentence that names the setting, where it stands and
//! what is allowed, because a server that guesses is found out by a customer.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use vivavoce_protocol::Secret;
use vivavoce_protocol::wire::Deployment;

pub use vivavoce_agent::model::{ModelSettings, Times};
use vivavoce_api::document::Reader;
use vivavoce_engine::settings as engine;
pub use vivavoce_engine::store::Database;
use vivavoce_http::HttpSettings;
use vivavoce_relay::SHOWN;
pub use vivavoce_relay::{BackendDialect, BackendSettings};

mod checks;
mod file;
mod given;
mod sections;
#[cfg(test)]
mod tests;

pub use vivavoce_engine::settings::{
    API_CALL_BYTES, AgentSettings, AnalysisSettings, ConnectionLimits, Limits, MailSettings, Rate,
    RelayTimes, WebhookSettings,
};

use checks::Origin;
use file::Section;
pub use given::{Environment, Problem};
use given::{Given, variable};
use sections::EmbedSettings;

/// The file read when `--config` names none.
pub const DEFAULT_FILE: &str = "vivavoce.toml";

/// Everything checked and typed; nothing after the start looks at a flag or a variable again.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Port 0 asks the system for a free one.
    pub listen: SocketAddr,
    pub database: Database,
    /// The root key the operator chose.
    pub api_key: Option<Secret>,
    pub log: LogSettings,
    pub engine: engine::Settings,
    pub http: HttpSettings,
    /// By the name `?backend=` uses.
    pub backends: BTreeMap<String, BackendSettings>,
    /// Every scenario is an AG-UI agent too, unless it says no itself.
    pub ag_ui: bool,
    /// Who reads PDF files; no flag sets it.
    pub document_reader: Reader,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// A `tracing` filter: `info`, or `vivavoce_server=debug,info`.
    pub filter: String,
    /// One JSON object per line instead of text.
    pub json: bool,
}

/// What the command line gave, unread.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub listen: Option<String>,
    pub database: Option<String>,
    pub public_url: Option<String>,
    pub hosts: Option<String>,
    pub config: Option<String>,
    pub trusted_proxies: Option<String>,
    pub log: Option<String>,
    pub log_format: Option<String>,
}

impl Settings {
    /// Reads the three sources. `environment` stands for the process's own.
    ///
    /// # Errors
    /// The first wrong setting, as a sentence.
    pub fn load(flags: &Flags, environment: Environment<'_>) -> Result<Settings, Problem> {
        let (name, source) = read(flags, environment)?;
        Self::from_sources(flags, environment, &name, &source)
    }

    /// What a command needs of the same sources: where the database lies and what is logged. The rest is
    /// not looked at, so that a command needs no secret of the server's.
    ///
    /// # Errors
    /// The first wrong setting of these, as a sentence.
    pub fn load_for_command(
        flags: &Flags,
        environment: Environment<'_>,
    ) -> Result<Settings, Problem> {
        let (name, source) = read(flags, environment)?;
        let document = file::parse(&name, &source)?;
        let mut root = Section::root(&name, &source, document.get_ref());
        let mut settings = Settings::default();
        settings.read_common(&mut Layers {
            flags,
            environment,
            root: &mut root,
        })?;
        Ok(settings)
    }

    /// Database and log.
    fn read_common(&mut self, layers: &mut Layers<'_, '_>) -> Result<(), Problem> {
        if let Some(given) = layers.given(|flags| &flags.database, "database")? {
            self.database = checks::database(&given)?;
        }
        if let Some(given) = layers.given(|flags| &flags.log, "log")? {
            self.log.filter = checks::log_filter(&given)?;
        }
        if let Some(given) = layers.given(|flags| &flags.log_format, "log_format")? {
            self.log.json = checks::one_of(&given, &[("text", false), ("json", true)])?;
        }
        Ok(())
    }

    /// As [`Settings::load`] with the file's text at hand; `name` is how messages call it.
    ///
    /// # Errors
    /// The first wrong setting, as a sentence.
    pub fn from_sources(
        flags: &Flags,
        environment: Environment<'_>,
        name: &str,
        source: &str,
    ) -> Result<Settings, Problem> {
        let document = file::parse(name, source)?;
        let mut root = Section::root(name, source, document.get_ref());
        let mut layers = Layers {
            flags,
            environment,
            root: &mut root,
        };
        let mut settings = Settings::default();
        settings.read_common(&mut layers)?;
        let listen = layers.given(|flags| &flags.listen, "listen")?;
        let public_url = layers.given(|flags| &flags.public_url, "public_url")?;
        let trusted_proxies = layers.given(|flags| &flags.trusted_proxies, "trusted_proxies")?;
        let hosts_in_file = root.texts("hosts")?;

        if let Some(flag) = root.flag("ag_ui")? {
            settings.ag_ui = flag;
        }
        if let Some(section) = root.section("agent")? {
            settings.engine.agent = sections::agent(section, environment)?;
        }
        let embed = match root.section("embed")? {
            Some(section) => sections::embed(section)?,
            None => EmbedSettings::default(),
        };
        if let Some(section) = root.section("backends")? {
            settings.backends = sections::backends(&section, environment)?;
        }
        if let Some(section) = root.section("analysis")? {
            settings.engine.analysis = sections::analysis(section, environment)?;
        }
        if let Some(section) = root.section("mail")? {
            settings.engine.mail = Some(sections::mail(section, environment)?);
        }
        if let Some(section) = root.section("webhooks")? {
            settings.engine.webhooks = sections::webhooks(section)?;
        }
        if let Some(section) = root.section("cors")? {
            settings.http.cors = sections::cors(section)?;
        }
        if let Some(section) = root.section("limits")? {
            settings.engine.limits = sections::limits(section)?;
        }
        root.finish()?;
        if let Some(given) = embed.backend.as_ref()
            && !settings.backends.contains_key(&given.text)
        {
            return Err(given.wrong("there is no [backends] entry of that name"));
        }

        if let Some(given) = listen {
            settings.listen = checks::listen(&given)?;
        }
        let hosts_named = match flags.hosts.clone().map(|text| Given {
            text,
            place: "--hosts".to_owned(),
        }) {
            Some(given) => Some(given),
            None => variable(environment, "VIVAVOCE_HOSTS"),
        };
        let hosts = match hosts_named {
            Some(given) => given.parts().collect(),
            None => hosts_in_file,
        };
        settings.http.hosts = hosts
            .iter()
            .map(checks::host)
            .collect::<Result<_, Problem>>()?;
        if public_url.is_none() && !settings.http.hosts.is_empty() {
            return Err(Problem(
                "hosts names further names beside public_url, and there is no public_url: set it to \
                 the origin visitors see, such as https://voice.example.com"
                    .to_owned(),
            ));
        }
        if let Some(given) = public_url {
            let origin = Origin::parse(&given)?;
            settings.http.hosts.push(origin.host());
            settings.engine.public_url = Some(origin.to_string());
        }
        if settings.engine.mail.is_some() && settings.engine.public_url.is_none() {
            return Err(Problem(
                "there is a [mail] section and no public_url: mails lead back here, so set \
                 public_url to the origin visitors see, such as https://voice.example.com"
                    .to_owned(),
            ));
        }
        if let Some(given) = variable(environment, "VIVAVOCE_API_KEY") {
            settings.api_key = Some(checks::api_key(&given)?);
        }
        if let Some(given) = trusted_proxies {
            settings.http.trusted_proxies = checks::networks(&given)?;
        }
        settings.http.deployment = Deployment {
            api: String::new(),
            allowed_hosts: embed.allowed_hosts,
            image_hosts: embed.image_hosts,
            branding: embed.branding,
            language: embed.language.map(str::to_owned),
            backends: settings
                .backends
                .iter()
                .map(|(name, backend)| backend.facts(name))
                .collect(),
            backend: embed.backend.map(|given| given.text),
        };
        Ok(settings)
    }
}

/// The settings' file: how messages call it, and its text.
fn read(flags: &Flags, environment: Environment<'_>) -> Result<(String, String), Problem> {
    let named = flags
        .config
        .clone()
        .map(|text| Given {
            text,
            place: "--config".to_owned(),
        })
        .or_else(|| variable(environment, "VIVAVOCE_CONFIG"));
    match &named {
        Some(given) => {
            let text = std::fs::read_to_string(&given.text)
                .map_err(|error| given.wrong(format!("this file cannot be read ({error})")))?;
            Ok((given.text.clone(), text))
        }
        None => match std::fs::read_to_string(DEFAULT_FILE) {
            Ok(text) => Ok((DEFAULT_FILE.to_owned(), text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok((DEFAULT_FILE.to_owned(), String::new()))
            }
            Err(error) => Err(Problem(format!("{DEFAULT_FILE} cannot be read ({error})"))),
        },
    }
}

/// The three sources of a setting that stands in no section.
struct Layers<'a, 'b> {
    flags: &'a Flags,
    environment: Environment<'a>,
    root: &'a mut Section<'b>,
}

impl Layers<'_, '_> {
    /// From the first source that has it.
    fn given(
        &mut self,
        flag: fn(&Flags) -> &Option<String>,
        key: &'static str,
    ) -> Result<Option<Given>, Problem> {
        // Asked even when overruled, so that the key counts as known and is checked.
        let in_file = self.root.text(key)?;
        let dashed = key.replace('_', "-");
        let upper = key.to_uppercase();
        Ok(flag(self.flags)
            .clone()
            .map(|text| Given {
                text,
                place: format!("--{dashed}"),
            })
            .or_else(|| variable(self.environment, &format!("VIVAVOCE_{upper}")))
            .or(in_file))
    }
}

impl Default for Settings {
    /// What an empty environment and no file give.
    fn default() -> Self {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
            database: Database::Sqlite(PathBuf::from("vivavoce.db")),
            api_key: None,
            log: LogSettings {
                filter: "info".to_owned(),
                json: false,
            },
            engine: engine::Settings::default(),
            http: HttpSettings::default(),
            backends: BTreeMap::new(),
            ag_ui: true,
            document_reader: Reader::default(),
        }
    }
}

/// The variables beginning with `VIVAVOCE_` that look like a misspelt setting, as sentences to
/// warn with. They do not stop the start: a tool around us may have variables of its own.
pub fn doubtful_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    const PREFIX: &str = "VIVAVOCE_";
    const KNOWN: [&str; 9] = [
        "LISTEN",
        "DATABASE",
        "PUBLIC_URL",
        "HOSTS",
        "CONFIG",
        "API_KEY",
        "TRUSTED_PROXIES",
        "LOG",
        "LOG_FORMAT",
    ];
    names
        .filter_map(|name| {
            let written = name.strip_prefix(PREFIX)?;
            let near = file::nearest(written, &KNOWN).filter(|near| *near != written)?;
            Some(format!(
                "{name} is set but is no setting; did you mean {PREFIX}{near}?"
            ))
        })
        .collect()
}

/// A database as messages name it.
pub fn shown(database: &Database) -> String {
    match database {
        Database::Sqlite(path) => format!("sqlite://{}", path.display()),
        Database::Memory => "memory:".to_owned(),
    }
}
