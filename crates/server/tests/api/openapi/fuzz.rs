//! Requests made from the description by chance: valid ones, nearly valid ones and nonsense.

use std::cell::Cell;
use std::io;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Map, Value, json};

use super::world::{Judge, Operation, World, description, operations, resolved};

/// Secrets that callers send; none may come back, in an answer or in the log.
const BEARER: &str = "CANARY-BEARER-7f3a";
const PASSCODE: &str = "CANARY-PASSCODE-91";

const SEED: u64 = 0x5EED_0003;

thread_local! {
    static PANICS: Cell<u32> = const { Cell::new(0) };
}

/// Everything the server logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Chance<'a> {
    dice: StdRng,
    world: &'a World,
    description: &'a Value,
}

impl Chance<'_> {
    fn one_in(&mut self, n: u32) -> bool {
        self.dice.random_ratio(1, n)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from.choose(&mut self.dice)
            .cloned()
            .unwrap_or_else(|| panic!("nothing to choose from"))
    }

    /// A text that somebody might send, or would rather not.
    fn text(&mut self) -> String {
        let texts = [
            "",
            " ",
            "a",
            "Hello there",
            "null",
            "0",
            "-1",
            "true",
            "../../etc/passwd",
            "%00",
            "\u{0}",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "{{ name }}",
            "{{{{",
            "💥🧑‍🚀",
            "\u{202e}abc",
            "\u{feff}",
            "a\r\nset-cookie: x=y",
            "demo-interview",
            "basic",
            "me",
            "sat_",
            "vv_",
            "ada@example.com",
            "2030-12-31",
            "2030-12-31T09:00:00Z",
            "-9999-01-01",
            "99999999999999999999",
            "NaN",
            "1e400",
        ];
        match self.dice.random_range(0..12) {
            0 => "x".repeat(self.dice.random_range(100..5_000)),
            1 => (0..self.dice.random_range(1..40))
                .map(|_| self.dice.random::<char>())
                .collect(),
            2 | 3 => {
                let names: Vec<String> = self
                    .world
                    .names
                    .iter()
                    .map(|(_, real)| real.clone())
                    .collect();
                self.pick(&names)
            }
            _ => self.pick(&texts).to_owned(),
        }
    }

    /// Any JSON.
    fn anything(&mut self, depth: u32) -> Value {
        match self.dice.random_range(0..9) {
            0 => Value::Null,
            1 => json!(self.dice.random::<bool>()),
            2 => json!(self.dice.random::<i64>()),
            3 => json!(self.pick(&[0.5, -1.0, 1e308, -0.0, 9_007_199_254_740_993.0])),
            4 if depth < 3 => {
                let length = self.dice.random_range(0..4);
                (0..length).map(|_| self.anything(depth + 1)).collect()
            }
            5 if depth < 3 => {
                let length = self.dice.random_range(0..4);
                let members = (0..length).map(|_| (self.text(), self.anything(depth + 1)));
                Value::Object(members.collect())
            }
            _ => json!(self.text()),
        }
    }

    /// What fits a schema, most of the time.
    fn value(&mut self, schema: &Value, name: &str, depth: u32) -> Value {
        let schema = resolved(self.description, schema);
        if self.one_in(20) {
            return self.anything(depth);
        }
        if name == "passcode" {
            // Hashing takes its time, so it is tried seldom.
            return if self.one_in(30) {
                json!(PASSCODE)
            } else {
                Value::Null
            };
        }
        if !schema["example"].is_null() && self.one_in(4) {
            let example = schema["example"].to_string();
            return serde_json::from_str(&self.world.here(&example)).unwrap_or_default();
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(variants) = schema[word].as_array() {
                let variant = self.pick(variants);
                return self.value(&variant, name, depth);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.pick(words);
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            Value::Null => vec![json!("object")],
            one => vec![one.clone()],
        };
        let kind = self.pick(&kinds);
        match kind.as_str().unwrap_or_default() {
            "null" => Value::Null,
            "boolean" => json!(self.dice.random::<bool>()),
            "integer" => {
                let least = schema["minimum"].as_i64().unwrap_or(-5);
                let most = schema["maximum"]
                    .as_i64()
                    .unwrap_or(least.saturating_add(1_000));
                json!(self.dice.random_range(least..=most.max(least)))
            }
            "number" => json!(self.dice.random_range(0.0..1_000.0)),
            "array" => {
                let length = if depth > 3 {
                    0
                } else {
                    self.dice.random_range(0..3)
                };
                (0..length)
                    .map(|_| self.value(&schema["items"], "", depth + 1))
                    .collect()
            }
            "object" => self.object(schema, depth),
            _ => json!(self.text()),
        }
    }

    fn object(&mut self, schema: &Value, depth: u32) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let empty = Map::new();
        for (name, inner) in schema["properties"].as_object().unwrap_or(&empty) {
            let is_required = required.contains(&json!(name));
            let given = if is_required {
                !self.one_in(25)
            } else {
                self.one_in(3)
            };
            if given && depth < 5 {
                made.insert(name.clone(), self.value(inner, name, depth + 1));
            }
        }
        if self.one_in(15) {
            made.insert(self.text(), self.anything(depth + 1));
        }
        Value::Object(made)
    }

    /// A body as bytes; not always JSON.
    fn body(&mut self, schema: &Value) -> Vec<u8> {
        let body = self.value(schema, "", 0);
        match self.dice.random_range(0..40) {
            0 => Vec::new(),
            1 => self.text().into_bytes(),
            2 => vec![0xff, 0xfe, b'{'],
            3 => "[".repeat(self.dice.random_range(1..3_000)).into_bytes(),
            4 => {
                let mut bytes = body.to_string().into_bytes();
                let at = self.dice.random_range(0..=bytes.len());
                bytes.truncate(at);
                bytes
            }
            _ => body.to_string().into_bytes(),
        }
    }

    /// The text as it may stand in a path or query; not every byte is encoded.
    fn encoded(&mut self, text: &str) -> String {
        let plain = self.one_in(2);
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                b'@' | b':' | b',' | b'{' if plain => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    }

    fn request(&mut self, operation: &Operation) -> (String, Vec<String>, Vec<u8>) {
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for parameter in operation.parameters() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let place = parameter["in"].as_str().unwrap_or_default();
            let known = parameter["example"].as_str().map(|it| self.world.here(it));
            let given = match known {
                Some(known) if !self.one_in(4) => known,
                _ => match self.value(&parameter["schema"], name, 0) {
                    Value::String(text) => text,
                    other => other.to_string(),
                },
            };
            // A long poll may wait half a minute, which no test has.
            let given = if name == "wait" {
                self.pick(&["0", "x", "-1", ""]).to_owned()
            } else {
                given
            };
            match place {
                "path" => {
                    let given = if given.is_empty() {
                        "x".to_owned()
                    } else {
                        given
                    };
                    path = path.replace(&format!("{{{name}}}"), &self.encoded(&given));
                }
                "query" if parameter["required"] == true || self.one_in(3) => {
                    query.push(format!("{name}={}", self.encoded(&given)));
                }
                "header" if !self.one_in(10) => {
                    let fits = given.chars().all(|c| c.is_ascii_graphic());
                    headers.push(format!(
                        "{name}: {}",
                        if fits { &given } else { "turn-0009" }
                    ));
                }
                _ => {}
            }
        }
        if operation.name() == "embedEvents" && !self.one_in(10) {
            headers.push("accept: application/json".to_owned());
        }
        let bearer = match self.dice.random_range(0..12) {
            0 => None,
            1 => Some(BEARER.to_owned()),
            2 => Some(self.world.site.other_key.clone()),
            _ => self
                .world
                .secret(operation.scheme(), &path)
                .map(str::to_owned),
        };
        headers.extend(bearer.map(|it| format!("authorization: Bearer {it}")));
        let body = match operation.body() {
            Some(schema) => {
                let kind = if self.one_in(30) {
                    "text/plain"
                } else {
                    "application/json"
                };
                headers.push(format!("content-type: {kind}"));
                self.body(&schema.clone())
            }
            None => Vec::new(),
        };
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("?{}", query.join("&"))
        };
        (format!("{} {path}{query}", operation.method), headers, body)
    }
}

fn rounds() -> usize {
    match std::env::var_os("VIVAVOCE_PROVE") {
        Some(_) => 20_000,
        None => 2_000,
    }
}

/// Panics of this thread, where the whole server of this test runs.
fn watch_panics() {
    let before = panic::take_hook();
    let mine = std::thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == mine {
            PANICS.set(PANICS.get() + 1);
        }
        before(info);
    }));
}

#[tokio::test]
async fn whatever_is_asked_is_answered_as_described_and_gives_no_secret_away() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    // With one subscriber alone, a log line that another test's thread met first stays off for all.
    let _another = tracing::Dispatch::new(tracing_subscriber::registry());
    let _guard = tracing::subscriber::set_default(subscriber);
    watch_panics();

    let mut world = World::new().await;
    let description = description(&world.site);
    let judge = Judge::new(description.clone());
    // What takes everything else away is left to the examples.
    let operations: Vec<Operation> = operations(&description)
        .into_iter()
        .filter(|it| it.name() != "closeAccount")
        .collect();
    let mut seen = std::collections::BTreeMap::<u16, usize>::new();
    for round in 0..rounds() {
        if round % 500 == 499 {
            world = World::new().await;
        }
        let seed = SEED + round as u64;
        let mut chance = Chance {
            dice: StdRng::seed_from_u64(seed),
            world: &world,
            description: &description,
        };
        let operation = chance.pick(&operations);
        let (line, headers, body) = chance.request(&operation);
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let said = String::from_utf8_lossy(&body).into_owned();
        let told = || format!("seed {seed}: {line} {headers:?}\n{said:.2000}");
        let answer = world.site.ask_some(&line, &headers, body).await;
        *seen.entry(answer.status).or_default() += 1;

        let is_page = operation.path.starts_with("/embed/");
        assert!(
            answer.status < 500 || is_page,
            "{}\n{}",
            told(),
            answer.text
        );
        if let Err(problem) = judge.check(&operation, &answer) {
            panic!(
                "{problem}\n{}\n{} {:.2000}",
                told(),
                answer.status,
                answer.text
            );
        }
        if answer.status >= 400 && !is_page {
            let detail = &answer.json()["detail"];
            let sentence = detail.as_str().is_some_and(|it| !it.is_empty());
            assert!(
                sentence || detail.as_array().is_some_and(|it| !it.is_empty()),
                "{}",
                told()
            );
        }
        let given = headers.iter().any(|it| it.contains(BEARER));
        let mut secrets = world.secrets();
        secrets.extend([BEARER, PASSCODE, "CANARY-INSTRUCTIONS"]);
        for secret in secrets {
            let owners =
                secret == "CANARY-INSTRUCTIONS" && operation.path.starts_with("/api/public/");
            assert!(
                owners || !answer.text.contains(secret),
                "{secret} in the answer ({given})\n{}",
                told()
            );
        }
        assert_eq!(PANICS.get(), 0, "{}", told());
    }
    // A generator that only ever hears "no" proves little.
    let good: usize = seen
        .iter()
        .filter(|(status, _)| **status < 300)
        .map(|(_, n)| n)
        .sum();
    assert!(good * 4 > rounds(), "{seen:?}");
    for status in [400, 401, 404, 409, 422] {
        assert!(seen.contains_key(&status), "never {status}: {seen:?}");
    }
    let logged = log.0.lock().unwrap_or_else(PoisonError::into_inner);
    let logged = String::from_utf8_lossy(&logged);
    assert!(logged.contains("answered"), "nothing was logged");
    let mut secrets = world.secrets();
    secrets.extend([BEARER, PASSCODE, "CANARY"]);
    for secret in secrets {
        assert!(!logged.contains(secret), "{secret} is in the log");
    }
}
