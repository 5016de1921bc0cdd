//! The server as its operator starts it: a process, a port, a key.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

pub const KEY: &str = "vv_guide_0123456789abcdef0123456789abcdef0123456789";

pub struct Server {
    process: Child,
    /// `http://127.0.0.1:PORT`
    pub base: String,
    _folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        // The agent does not dawdle, and nobody is kept waiting.
        let settings = "[agent]\npace_ms = 0\n";
        std::fs::write(folder.path().join("vivavoce.toml"), settings).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_vivavoce-server"))
            .current_dir(folder.path())
            .args(["--listen", "127.0.0.1:0", "--database", "memory:"])
            .env("VIVAVOCE_API_KEY", KEY)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap());
        // It says where to look once it listens.
        let base = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                Some(
                    line.trim()
                        .strip_prefix("Open")?
                        .trim()
                        .trim_end_matches('/')
                        .to_owned(),
                )
            })
            .unwrap();
        Server {
            process,
            base,
            _folder: folder,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
