//! A server process, and calls to it.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;

pub const KEY: &str = "vv_CANARY-root-key-of-these-tests";
const EXECUTABLE: &str = env!("CARGO_BIN_EXE_vivavoce-server");

/// Rates that stand in no writer's way, and an agent that does not pause.
const SETTINGS: &str = "
[agent]
pace_ms = 0

[limits]
api_calls_per_minute = 1000000
sessions_per_minute = 1000000
turns_per_minute = 1000000
turns_per_address_and_minute = 1000000
anonymous_calls_per_minute = 1000000
passcodes_per_minute = 1000000
passcodes_in_all_per_minute = 1000000
access_per_minute = 1000000
";

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(60))
        .build()
        .unwrap()
});

pub struct Server {
    process: Child,
    base: String,
    folder: PathBuf,
    /// Open as long as the process may write to it.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    #[track_caller]
    pub fn with(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }
}

pub fn database(folder: &Path) -> PathBuf {
    folder.join("test.db")
}

pub fn log(folder: &Path) -> PathBuf {
    folder.join("log.txt")
}

/// The executable with this folder's database, and nothing of our own environment.
pub fn command(folder: &Path) -> Command {
    let settings = folder.join("vivavoce.toml");
    std::fs::write(&settings, SETTINGS).unwrap();
    let mut command = Command::new(EXECUTABLE);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("VIVAVOCE_") {
            command.env_remove(name);
        }
    }
    command
        .args(["--listen", "127.0.0.1:0", "--config"])
        .arg(settings)
        .arg("--database")
        .arg(format!("sqlite://{}", database(folder).display()))
        .env("VIVAVOCE_API_KEY", KEY);
    command
}

impl Server {
    /// Starts it on a free port; what it logs is added to the folder's log.
    pub fn start(folder: &Path, filter: &str) -> Server {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log(folder))
            .unwrap();
        let mut process = command(folder)
            .args(["--log", filter])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let base = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                Some(
                    line.split_once("http://")?
                        .1
                        .trim_end_matches('/')
                        .to_owned(),
                )
            })
            .expect("it says where it listens");
        Server {
            process,
            base: format!("http://{base}"),
            folder: folder.to_owned(),
            _said: said,
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }

    pub fn logged(&self) -> String {
        let bytes = std::fs::read(log(&self.folder)).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// `line` is `METHOD /path`; an error where no answer came.
    pub async fn try_ask(
        &self,
        line: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Answer, reqwest::Error> {
        ask(&self.base, line, headers, body).await
    }

    pub async fn ask(&self, line: &str, headers: &[(&str, &str)], body: String) -> Answer {
        self.try_ask(line, headers, body).await.unwrap()
    }

    /// With the root key.
    pub async fn api(&self, line: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {KEY}");
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /api/public{path}");
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.ask(&line, &[("authorization", &bearer)], body).await
    }

    /// Bytes of memory it has.
    pub fn resident(&self) -> u64 {
        let status = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
        kilobytes.parse::<u64>().unwrap() * 1024
    }

    pub fn base(&self) -> String {
        self.base.clone()
    }
}

/// As [`Server::try_ask`], for tasks that outlive the process.
pub async fn ask(
    base: &str,
    line: &str,
    headers: &[(&str, &str)],
    body: String,
) -> Result<Answer, reqwest::Error> {
    let (method, path) = line.split_once(' ').unwrap();
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = CLIENT
        .request(method, format!("{base}{path}"))
        .header("content-type", "application/json")
        .body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await?;
    Ok(Answer {
        status: response.status().as_u16(),
        text: response.text().await?,
    })
}
