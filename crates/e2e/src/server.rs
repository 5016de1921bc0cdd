//! The server as a process of its own, so that it can be killed.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::chrome::free_port;
use crate::wait;

/// The root key every test server starts with.
pub const KEY: &str = "vv_test_0123456789abcdef0123456789abcdef0123456789abcdef";

pub struct Server {
    pub port: u16,
    folder: tempfile::TempDir,
    settings: Vec<(String, String)>,
    program: PathBuf,
    process: Option<Child>,
    http: reqwest::Client,
}

impl Server {
    pub async fn start() -> Result<Server> {
        Server::start_with("", &[]).await
    }

    /// `toml` becomes `vivavoce.toml`; `settings` are environment variables.
    pub async fn start_with(toml: &str, settings: &[(&str, &str)]) -> Result<Server> {
        let program =
            std::env::var_os("VIVAVOCE_SERVER").map_or_else(default_program, PathBuf::from);
        Server::start_as(program, toml, settings).await
    }

    /// The server of another build.
    pub async fn of(program: PathBuf) -> Result<Server> {
        Server::of_with(program, "").await
    }

    /// The same with `toml` as its `vivavoce.toml`.
    pub async fn of_with(program: PathBuf, toml: &str) -> Result<Server> {
        Server::start_as(program, toml, &[]).await
    }

    async fn start_as(program: PathBuf, toml: &str, settings: &[(&str, &str)]) -> Result<Server> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("vivavoce.toml"), toml)?;
        let mut server = Server {
            port: free_port()?,
            folder,
            settings: settings
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            program,
            process: None,
            http: reqwest::Client::new(),
        };
        server.launch().await?;
        Ok(server)
    }

    /// Starts the process, again after [`Server::kill`]: same port, same database.
    pub async fn launch(&mut self) -> Result<()> {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("server.log"))?;
        let process = Command::new(&self.program)
            .current_dir(self.folder.path())
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .args(["--database", "sqlite://vivavoce.db"])
            .env("VIVAVOCE_API_KEY", KEY)
            .envs(self.settings.iter().map(|(k, v)| (k, v)))
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| {
                format!(
                    "could not start {}; `cargo xtask test` builds it",
                    self.program.display()
                )
            })?;
        self.process = Some(process);
        let address = self.address("/healthz");
        wait::until("the server to answer", Duration::from_secs(120), || async {
            Ok(self
                .http
                .get(&address)
                .send()
                .await?
                .status()
                .is_success()
                .then_some(()))
        })
        .await
        .with_context(|| self.log())
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What the process printed so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        let answer = self
            .http
            .get(self.address(path))
            .bearer_auth(KEY)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "GET {path}: {status} {text}");
        Ok(serde_json::from_str(&text)?)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = self
            .http
            .post(self.address(path))
            .bearer_auth(KEY)
            .json(body)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "POST {path}: {status} {text}");
        Ok(serde_json::from_str(&text)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- the server said:\n{}", self.log());
        }
    }
}

/// Beside the test's own binary, for a run without the xtask.
fn default_program() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let profile = here
        .parent()
        .and_then(|deps| deps.parent())
        .map(PathBuf::from)
        .unwrap_or_default();
    profile.join("vivavoce-server")
}
