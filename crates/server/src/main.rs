//! Starts the server, or carries out one command.

use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use vivavoce_agent::{ModelAgent, ScriptedAgent, SharedAgent};
use vivavoce_api::document::{self, Reader};
use vivavoce_engine::analyses;
use vivavoce_engine::clock::Clock;
use vivavoce_engine::store::{Database, Store};
use vivavoce_http::listen;
use vivavoce_server::cli::{self, Cli, Command};
use vivavoce_server::settings::{self, ConnectionLimits, LogSettings};
use vivavoce_server::{Server, Settings, seed};

/// Time for open requests to end after we were asked to stop; leaving the store takes two more.
const LAST_CALL: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|it| it == document::ARGUMENT)
    {
        return document::child();
    }
    let cli = Cli::parse();
    let environment = |name: &str| std::env::var(name).ok();
    let load = match cli.command {
        Some(_) => Settings::load_for_command,
        None => Settings::load,
    };
    let mut settings = match load(&cli.flags.into(), &environment) {
        Ok(settings) => settings,
        Err(problem) => return refuse(problem),
    };
    start_log(&settings.log);
    match std::env::current_exe() {
        Ok(own) => settings.document_reader = Reader::Process(own),
        Err(error) => tracing::warn!(%error, "PDF files are read by the server's own process"),
    }
    for warning in settings::doubtful_variables(std::env::vars().map(|(name, _)| name)) {
        tracing::warn!("{warning}");
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(format!("no runtime: {error}")),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Some(command) => run_command(settings, command).await,
            None => serve(settings).await,
        }
    });
    // Whatever still hangs after the last call must not keep the process.
    runtime.shutdown_background();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(format!("{error:#}")),
    }
}

fn refuse(sentence: impl std::fmt::Display) -> ExitCode {
    eprintln!("vivavoce-server: {sentence}");
    ExitCode::from(2)
}

/// The crates the server is made of, as a log filter names them.
const OURS: [&str; 15] = [
    "vivavoce_server",
    "vivavoce_engine",
    "vivavoce_http",
    "vivavoce_api",
    "vivavoce_pages",
    "vivavoce_relay",
    "vivavoce_ag_ui",
    "vivavoce_agentok",
    "vivavoce_talkio",
    "vivavoce_totebot",
    "vivavoce_tovie",
    "vivavoce_agent",
    "vivavoce_analysis",
    "vivavoce_text",
    "vivavoce_protocol",
];

/// A filter in which `vivavoce_server` means all of it, whatever crates that is made of.
fn whole_server(filter: &str) -> String {
    let directives =
        filter
            .split(',')
            .map(str::trim)
            .map(|directive| match directive.strip_prefix(OURS[0]) {
                Some(level) if level.is_empty() || level.starts_with('=') => {
                    OURS.map(|name| format!("{name}{level}")).join(",")
                }
                _ => directive.to_owned(),
            });
    directives.collect::<Vec<_>>().join(",")
}

fn start_log(log: &LogSettings) {
    let filter = tracing_subscriber::EnvFilter::new(whole_server(&log.filter));
    let to = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if log.json {
        to.json().init();
    } else {
        to.with_ansi(std::io::stderr().is_terminal()).init();
    }
}

/// `migrates`: the database is ours alone, and is brought up to this version.
async fn open(database: &Database, migrates: bool) -> anyhow::Result<Store> {
    if let Database::Sqlite(path) = database
        && let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
    {
        anyhow::ensure!(
            folder.is_dir(),
            "the database {} cannot be opened: there is no folder {}",
            settings::shown(database),
            folder.display()
        );
    }
    if let Database::Sqlite(path) = database
        && !migrates
        && !path.exists()
    {
        anyhow::bail!(
            "there is no database at {}; name the server's with --database or VIVAVOCE_DATABASE, or \
             give the command where the server's {} lies (`vivavoce-server migrate` makes a new one)",
            settings::shown(database),
            settings::DEFAULT_FILE
        );
    }
    let opened = match migrates {
        true => Store::open(database).await,
        false => Store::open_beside(database).await,
    };
    opened.with_context(|| {
        format!(
            "the database {} cannot be opened",
            settings::shown(database)
        )
    })
}

async fn run_command(settings: Settings, command: Command) -> anyhow::Result<()> {
    anyhow::ensure!(
        settings.database != Database::Memory,
        "a database in memory is gone when this command ends; name the server's own with \
         --database sqlite://FILE"
    );
    // A running server of an earlier version must not lose its schema.
    let store = open(&settings.database, matches!(command, Command::Migrate)).await?;
    let now = Clock::default().now();
    // `migrate` may well come before the first start.
    seed::prepare(&store, &settings, false, now).await?;
    let said = cli::run(&store, command, now).await;
    store.close().await;
    let said = said?;
    print!("{}", said.out);
    eprint!("{}", said.note);
    Ok(())
}

async fn serve(settings: Settings) -> anyhow::Result<()> {
    let agent: SharedAgent = match &settings.engine.agent.model {
        Some(model) => Arc::new(ModelAgent::new(model.clone())?),
        None => Arc::new(ScriptedAgent::new(settings.engine.agent.pace)),
    };
    let judge = analyses::judge(&settings.engine)?;
    let store = open(&settings.database, true).await?;
    let prepared = seed::prepare(&store, &settings, true, Clock::default().now()).await?;
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; --listen chooses another address",
            settings.listen
        )
    })?;
    let address = listener.local_addr()?;
    greet(&settings, address, prepared);

    let server = Server::new(store, agent, judge, settings);
    server.start();
    let app = server.app.clone();
    let stopping = app.stopping.clone();
    let limits = ConnectionLimits {
        in_all: listen::make_room(app.settings.limits.connections.in_all),
        ..app.settings.limits.connections.clone()
    };
    let service = server.service();
    let proxies = &app.http.trusted_proxies;
    let serving = listen::serve(listener, service, limits, proxies, stopping.clone());
    let stop = async {
        stop_signal().await;
        tracing::info!("stopping");
        // Open streams never end by themselves; this sends them away with a hint.
        stopping.cancel();
        tokio::time::sleep(LAST_CALL).await;
    };
    tokio::select! {
        () = serving => {}
        () = stop => tracing::warn!("some requests did not end in time"),
    }
    app.shutdown().await;
    Ok(())
}

/// Resolves when the process is asked to stop.
async fn stop_signal() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(error) => {
            tracing::error!(%error, "SIGTERM cannot be heard; only Ctrl+C stops the server");
            tokio::signal::ctrl_c().await.ok();
        }
    }
}

/// Says where to look, on standard output, so that a script can read it too.
fn greet(settings: &Settings, address: SocketAddr, prepared: seed::Prepared) {
    let here = match address.ip() {
        // Nobody opens 0.0.0.0.
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
        _ => format!("http://{address}"),
    };
    let open = settings.engine.public_url.as_deref().unwrap_or(&here);
    let mut said = format!("Viva Voce is ready.\n\n  Open     {open}/\n");
    if let Some(key) = &prepared.key {
        said.push_str(&format!(
            "  API key  {key}\n           shown this once; keep it where secrets are kept\n"
        ));
    }
    if settings.database == Database::Memory {
        said.push_str(
            "  Note     the database is in memory: everything is gone when the server stops\n",
        );
    }
    // A script that has read what it wants may have closed its end: no reason to die.
    writeln!(std::io::stdout(), "{said}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_names_the_server_means_every_crate_of_it() {
        let all = whole_server("vivavoce_server=debug, hyper=warn,info");
        assert!(all.starts_with("vivavoce_server=debug,vivavoce_engine=debug,"));
        assert!(
            all.ends_with("vivavoce_protocol=debug,hyper=warn,info"),
            "{all}"
        );
        assert_eq!(
            whole_server("vivavoce_server_of_ours=debug"),
            "vivavoce_server_of_ours=debug"
        );
    }
}
