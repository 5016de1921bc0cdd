//! A server of this build with an empty database, for what asks it from outside.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::command::server_binary;

/// A key for a server that lives for as long as this.
pub const KEY: &str = "vv_a-key-of-a-server-that-is-gone-in-a-minute";

/// A server with an empty database in memory, until this is dropped.
pub struct Server {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Server {
    /// Starts one in this folder, with `settings` as its `vivavoce.toml`.
    pub fn start(folder: &Path, settings: &str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("vivavoce.toml"), settings)?;
        let mut process = Command::new(server_binary("debug"))
            .current_dir(folder)
            .args(["--database", "memory:", "--listen", "127.0.0.1:0"])
            .env("VIVAVOCE_API_KEY", KEY)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the server does not start")?;
        let said = process.stdout.take().context("the server's words")?;
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let (_, address) = line.split_once("http://")?;
            Some(address.trim_end_matches('/').to_owned())
        });
        let server = Self {
            address: address.unwrap_or_default(),
            process,
        };
        ensure!(
            !server.address.is_empty(),
            "the server does not say where it is"
        );
        Ok(server)
    }

    /// The body of what stands at a path.
    pub fn get(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.context("an answer without a head")?;
        ensure!(answer.starts_with(b"HTTP/1.0 200"), "{path} is not there");
        Ok(answer.split_off(end + 4))
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
