//! A mail server that takes what it is sent, or not.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Default)]
pub struct MailServer {
    /// What was delivered: envelope and message.
    pub got: Arc<Mutex<Vec<Mail>>>,
    /// What it answers to `RCPT`.
    pub verdict: Arc<Mutex<String>>,
    /// What it was greeted with last.
    pub greeted: Arc<Mutex<String>>,
    pub address: String,
}

#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl Mail {
    /// A part of the message, with its transfer encoding undone.
    pub fn part(&self, kind: &str) -> String {
        let (_, rest) = self
            .data
            .split_once(&format!("Content-Type: {kind}"))
            .unwrap_or_else(|| panic!("no {kind}: {}", self.data));
        let (head, body) = rest.split_once("\r\n\r\n").unwrap();
        let (body, _) = body.split_once("\r\n--").unwrap();
        if head.contains("quoted-printable") {
            unquoted(body)
        } else if head.contains("base64") {
            use base64::Engine as _;
            let text = body.replace("\r\n", "");
            let bytes = base64::engine::general_purpose::STANDARD.decode(text);
            String::from_utf8(bytes.unwrap()).unwrap()
        } else {
            body.to_owned()
        }
    }
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            let hex = std::str::from_utf8(&hex).unwrap().to_owned();
            bytes.push(u8::from_str_radix(&hex, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

impl MailServer {
    pub async fn new() -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = MailServer {
            address: listener.local_addr().unwrap().to_string(),
            ..MailServer::default()
        };
        server.answers("250 ok");
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.talk(stream).await });
            }
        });
        server
    }

    pub fn answers(&self, verdict: &str) {
        verdict.clone_into(&mut self.verdict.lock().unwrap());
    }

    pub fn got(&self) -> Vec<Mail> {
        self.got.lock().unwrap().clone()
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.ok()?;
        let mut mail = Mail::default();
        while let Some(line) = lines.next_line().await.ok()? {
            let upper = line.to_uppercase();
            let answer = if upper.starts_with("EHLO") {
                line[5..].clone_into(&mut self.greeted.lock().unwrap());
                "250-test\r\n250 8BITMIME".to_owned()
            } else if upper.starts_with("MAIL FROM:") {
                mail.from = line[10..].to_owned();
                "250 ok".to_owned()
            } else if upper.starts_with("RCPT TO:") {
                let verdict = self.verdict.lock().unwrap().clone();
                if verdict.starts_with("250") {
                    mail.to.push(line[8..].to_owned());
                }
                verdict
            } else if upper == "DATA" {
                write.write_all(b"354 go on\r\n").await.ok()?;
                loop {
                    let line = lines.next_line().await.ok()??;
                    if line == "." {
                        break;
                    }
                    let line = line.strip_prefix('.').unwrap_or(&line);
                    mail.data.push_str(line);
                    mail.data.push_str("\r\n");
                }
                self.got.lock().unwrap().push(std::mem::take(&mut mail));
                "250 taken".to_owned()
            } else if upper == "QUIT" {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            } else {
                "250 ok".to_owned()
            };
            write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
        None
    }
}
