//! What a caller may say of a scenario, on creating it and on changing it.

use serde_json::{Map, Value};

use super::scenario_objects::objects;
use super::scenario_texts::texts;
use vivavoce_agent::validate;
use vivavoce_engine::ids::is_id;
use vivavoce_engine::store::Scenario;
use vivavoce_http::ApiError;
use vivavoce_http::error::Place;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::framing;

/// Characters of instructions and rubric.
const LONG_CAP: usize = 400_000;
/// Characters of a rubric: each of its criteria is looked for in all that was said.
const RUBRIC_CAP: usize = 20_000;
/// Runs or tokens of a day's ceiling.
const MOST_PER_DAY: i64 = 1_000_000_000_000;
/// Characters of an address.
const ADDRESS: usize = 2_000;
/// Words of the embed's own paths, and one that people expect among them.
const RESERVED: [&str; 3] = ["basic", "minimal", "full"];

/// What [`apply`] leaves to the caller, because it takes time.
#[derive(Debug, PartialEq)]
pub struct Later {
    pub passcode: Change,
    /// As it was given: base64.
    pub document: Change,
}

/// What becomes of something that is kept in another form than it is given.
#[derive(Debug, PartialEq)]
pub enum Change {
    Keep,
    Clear,
    Set(String),
}

/// Writes what `body` says into `scenario`. `fresh`: it is being created, so what is required must
/// be there. `featuring`: the caller may feature scenarios.
///
/// # Errors
/// 422 with every mistake; 403 where featuring was asked for without the right to.
pub fn apply(
    body: &Map<String, Value>,
    scenario: &mut Scenario,
    fresh: bool,
    featuring: bool,
) -> Result<Later, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    words(&mut fields, scenario, fresh);
    let passcode = doors(&mut fields, scenario, featuring)?;
    objects(&mut fields, scenario);
    fields
        .whole("retention_days", 1..=3_650)
        .into_option(&mut scenario.retention_days);
    for (name, ceiling) in [
        ("runs_per_day", &mut scenario.runs_per_day),
        ("tokens_per_day", &mut scenario.tokens_per_day),
    ] {
        fields.whole(name, 1..=MOST_PER_DAY).into_option(ceiling);
    }
    hosts(&mut fields, scenario);
    terms(&mut fields, scenario);
    texts(&mut fields, &mut scenario.texts);
    let document = agent(&mut fields, scenario);
    fields.done()?;
    Ok(Later { passcode, document })
}

/// Origins whose pages may show it.
fn hosts(fields: &mut Fields<'_>, scenario: &mut Scenario) {
    const MOST: usize = 50;
    let items = match fields.value("allowed_hosts") {
        Given::Absent => return,
        Given::Null => return scenario.allowed_hosts.clear(),
        Given::Here(Value::Array(items)) if items.len() <= MOST => items,
        Given::Here(_) => {
            let msg = format!("Input should be a list of at most {MOST} origins");
            return fields.wrong("allowed_hosts", msg, "list_type");
        }
    };
    let mut hosts: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.as_str().and_then(framing::origin) {
            Some(origin) if hosts.contains(&origin) => {}
            Some(origin) => hosts.push(origin),
            None => {
                let msg = format!("Input should be {}", framing::ORIGIN);
                fields.wrong_below(
                    "allowed_hosts",
                    vec![Place::from(index)],
                    msg,
                    "url_parsing",
                );
            }
        }
    }
    scenario.allowed_hosts = hosts;
}

/// What a visitor accepts before a conversation. An empty address is none.
fn terms(fields: &mut Fields<'_>, scenario: &mut Scenario) {
    for (name, kept) in [
        ("terms_url", &mut scenario.terms_url),
        ("privacy_url", &mut scenario.privacy_url),
    ] {
        match fields.text(name, ADDRESS) {
            Given::Here(text) if text.trim().is_empty() => *kept = None,
            Given::Here(text) => match framing::web_address(&text) {
                Some(address) => *kept = Some(address),
                None => {
                    let msg = "Input should be an address such as https://www.example.com/terms";
                    fields.wrong(name, msg, "url_parsing");
                }
            },
            given => given.into_option(kept),
        }
    }
}

/// Names and texts.
fn words(fields: &mut Fields<'_>, scenario: &mut Scenario, fresh: bool) {
    for name in ["name", "description", "ai_instructions"] {
        // `null` is how generated clients write "nothing".
        if fresh && !fields.has(name) {
            fields.missing(name);
        }
    }
    if let Given::Here(name) = fields.text("name", 200) {
        let name = clean(&name);
        if name.is_empty() {
            fields.wrong("name", "The name must not be empty", "string_too_short");
        }
        scenario.name = name;
    }
    if let Given::Here(text) = fields.text("description", 20_000) {
        scenario.description = text;
    }
    if let Given::Here(text) = fields.text("ai_instructions", LONG_CAP) {
        scenario.ai_instructions = text;
    }
    fields
        .text("user_friendly_description", 20_000)
        .into_option(&mut scenario.user_friendly_description);
    let rubric = match fields.value("rubrik") {
        Given::Absent => fields.text("rubric", RUBRIC_CAP),
        _ => fields.text("rubrik", RUBRIC_CAP),
    };
    rubric.into_option(&mut scenario.rubrik);
    if let Given::Here(slug) = fields.text("slug", 64) {
        match slug_problem(&slug) {
            Some(problem) => fields.wrong("slug", problem, "string_pattern_mismatch"),
            None => scenario.slug = Some(slug),
        }
    } else if fields.value("slug") == Given::Null {
        scenario.slug = None;
    }
}

/// Who gets in, and when.
fn doors(
    fields: &mut Fields<'_>,
    scenario: &mut Scenario,
    featuring: bool,
) -> Result<Change, ApiError> {
    fields
        .flag("is_public")
        .into_field(&mut scenario.is_public, true);
    fields
        .flag("is_recording")
        .into_field(&mut scenario.is_recording, false);
    let featured = fields
        .flag("is_featured")
        .here()
        .unwrap_or(scenario.is_featured);
    if featured != scenario.is_featured && !featuring {
        return Err(ApiError::forbidden(
            "Only a key of the root account may feature a scenario. Leave is_featured out.",
        ));
    }
    scenario.is_featured = featured;
    match fields.flag("restrict_analysis") {
        Given::Here(true) => "never".clone_into(&mut scenario.analysis_access),
        Given::Here(false) if scenario.analysis_access == "never" => {
            "default".clone_into(&mut scenario.analysis_access);
        }
        _ => {}
    }
    // The newer word wins over the older one.
    match fields.text("analysis_access", 20) {
        Given::Here(word) if matches!(word.as_str(), "default" | "always" | "never") => {
            scenario.analysis_access = word;
        }
        Given::Here(_) => {
            fields.wrong(
                "analysis_access",
                "Input should be default, always or never",
                "enum",
            );
        }
        _ => {}
    }
    fields
        .time("starts_at")
        .into_option(&mut scenario.starts_at);
    fields.time("ends_at").into_option(&mut scenario.ends_at);
    if let (Some(start), Some(end)) = (scenario.starts_at, scenario.ends_at)
        && end <= start
    {
        fields.wrong(
            "ends_at",
            "ends_at must be later than starts_at",
            "value_error",
        );
    }
    Ok(match fields.text("passcode", 200) {
        Given::Absent => Change::Keep,
        Given::Null => Change::Clear,
        Given::Here(passcode) if passcode.is_empty() => Change::Clear,
        Given::Here(passcode) if passcode.trim().chars().count() < PASSCODE => {
            fields.wrong(
                "passcode",
                format!("Use at least {PASSCODE} characters: shorter ones are guessed in a day"),
                "string_too_short",
            );
            Change::Keep
        }
        Given::Here(passcode) => Change::Set(passcode),
    })
}

/// Characters of a passcode that is set; one that was set before goes on as it is.
const PASSCODE: usize = 6;
/// Bytes of a script as JSON: it is read for each reply.
const SCRIPT: usize = 256 * 1024;

/// What the agent is given beside its instructions.
fn agent(fields: &mut Fields<'_>, scenario: &mut Scenario) -> Change {
    match fields.value("script") {
        Given::Absent => {}
        Given::Null => scenario.script = None,
        Given::Here(script) if script.to_string().len() > SCRIPT => {
            let msg = format!("A script has at most {} kB as JSON", SCRIPT / 1024);
            fields.wrong("script", msg, "value_error");
        }
        Given::Here(script) => match validate(script) {
            Ok(_) => scenario.script = Some(script.clone()),
            Err(error) => {
                for problem in error.problems {
                    let loc = problem.loc.into_iter().map(Place::from).collect();
                    fields.wrong_below("script", loc, problem.message, "value_error");
                }
            }
        },
    }
    if scenario.ai_instructions.trim().is_empty()
        && scenario.script.is_none()
        && fields.is_text("ai_instructions")
    {
        let msg = "The agent needs instructions (or a script) to know whom to play";
        fields.wrong("ai_instructions", msg, "string_too_short");
    }
    match fields.text("pdf_context", usize::MAX) {
        Given::Absent => Change::Keep,
        Given::Null => Change::Clear,
        Given::Here(text) if text.trim().is_empty() => Change::Clear,
        Given::Here(text) => Change::Set(text),
    }
}

/// Without control characters, and trimmed: it is shown as a title.
fn clean(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn slug_problem(slug: &str) -> Option<String> {
    let fits = (3..=64).contains(&slug.len())
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if !fits {
        Some("A slug is 3 to 64 of a-z, 0-9 and -, and begins and ends with neither -".to_owned())
    } else if RESERVED.contains(&slug) {
        Some(format!(
            "The slug {slug:?} is reserved; please choose another"
        ))
    } else if is_id(slug) {
        Some("This slug looks like an id; please choose another".to_owned())
    } else {
        None
    }
}
