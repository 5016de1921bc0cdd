//! A `curl` command as a guide prints it, carried out.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::Value;

#[derive(Debug, Default, PartialEq)]
pub struct Curl {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body, where the status is this one.
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

impl Curl {
    /// # Panics
    /// For an option that no example of the guide uses.
    pub fn read(command: &str) -> Curl {
        let mut words = words(command).into_iter();
        assert_eq!(words.next().as_deref(), Some("curl"));
        let mut read = Curl::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "-X" => read.method = words.next().unwrap(),
                "-H" => {
                    let header = words.next().unwrap();
                    let (name, value) = header.split_once(':').unwrap();
                    read.headers
                        .push((name.to_owned(), value.trim().to_owned()));
                }
                "-d" => read.body = words.next(),
                option if option.starts_with('-') => panic!("{option} is not known here"),
                _ => read.url = word,
            }
        }
        if read.method.is_empty() {
            read.method = if read.body.is_some() { "POST" } else { "GET" }.to_owned();
        }
        read
    }

    pub async fn send(&self) -> Answer {
        let method = Method::from_bytes(self.method.as_bytes()).unwrap();
        let mut request = client().request(method, &self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        answer(request).await
    }
}

/// What a browser gets at an address.
pub async fn visit(url: &str) -> Answer {
    answer(client().get(url)).await
}

pub fn client() -> Client {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    Client::new()
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    Answer {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        text: answer.text().await.unwrap(),
    }
}

/// Words as a shell splits them: quotes of both kinds, and a backslash before the line's end.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(letter),
            (_, '\\') => match letters.next() {
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            (Some(_), _) => word.get_or_insert_default().push(letter),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[test]
fn a_command_is_read_as_a_shell_reads_it() {
    let read = Curl::read(
        "curl -X POST \"https://a.example/b?c=d&e=f\" \\\n -H \"Accept: application/json\" \\\n-d '{\n \"a\": \"b c\"\n}'",
    );
    let expected = Curl {
        method: "POST".to_owned(),
        url: "https://a.example/b?c=d&e=f".to_owned(),
        headers: vec![("Accept".to_owned(), "application/json".to_owned())],
        body: Some("{\n \"a\": \"b c\"\n}".to_owned()),
    };
    assert_eq!(read, expected);
    assert_eq!(Curl::read("curl https://a.example").method, "GET");
}
