//! The scenarios an empty database is seeded with: the first thing a newcomer talks to.
//!
//! The scripts stand beside this file as JSON, in the format every scenario's script has. A text
//! that begins with `page:` is replaced by the markdown file of that name, because JSON has no
//! readable way to write a page.

use serde_json::Value;

/// A featured scenario every fresh deployment has.
#[derive(Clone, Debug)]
pub struct Demo {
    /// 24 hex digits, the same in every deployment.
    pub id: &'static str,
    pub slug: &'static str,
    pub name: &'static str,
    /// For the owner.
    pub description: &'static str,
    /// For the visitor.
    pub user_friendly_description: &'static str,
    pub ai_instructions: &'static str,
    pub rubric: &'static str,
    pub script: Value,
    pub max_duration_seconds: u32,
    /// Examples for the playground to prefill; every demo reads well without them.
    pub variables: &'static [(&'static str, &'static str)],
}

/// All demos, in the order a list shows them.
pub fn scenarios() -> Vec<Demo> {
    vec![interview(), support(), markdown()]
}

fn interview() -> Demo {
    Demo {
        id: "64656d6f2d696e7465727600",
        slug: "demo-interview",
        name: "Job interview",
        description: "Demo: a friendly first job interview with a situation to decide and time for questions. \
                      Shows variables, buttons, branches and notes.",
        user_friendly_description: "A friendly first interview: a few questions about your work, one situation to \
                                    think through, and time for your own questions.",
        ai_instructions: include_str!("interview.instructions.md"),
        rubric: include_str!("interview.rubric.md"),
        script: script(include_str!("interview.json")),
        max_duration_seconds: 1_800,
        variables: &[
            ("company_name", "Northwind Robotics"),
            ("role", "Product Designer"),
        ],
    }
}

fn support() -> Demo {
    Demo {
        id: "64656d6f2d737570706f7274",
        slug: "demo-support",
        name: "The upset customer",
        description: "Demo: the agent plays a customer whose gift arrived broken; the visitor practises support. \
                      Calms down or escalates by what the visitor says.",
        user_friendly_description: "You answer the phone for a lamp shop, and Jo’s birthday present has arrived in \
                                    pieces. Listen, find a way out, and make a promise you can keep. About five minutes.",
        ai_instructions: include_str!("support.instructions.md"),
        rubric: include_str!("support.rubric.md"),
        script: script(include_str!("support.json")),
        max_duration_seconds: 1_200,
        variables: &[],
    }
}

fn markdown() -> Demo {
    Demo {
        id: "64656d6f2d6d61726b646f77",
        slug: "demo-markdown",
        name: "Everything it can show",
        description: "Demo: a tour of what the conversation view renders: tables, code, lists, quotes, links, \
                      buttons, activities, and a long answer to interrupt.",
        user_friendly_description: "A short tour of what an answer can look like: tables, code, task lists, quotes, \
                                    links and buttons. Choose what you want to see; stay as long as you like.",
        ai_instructions: include_str!("markdown.instructions.md"),
        rubric: include_str!("markdown.rubric.md"),
        script: script(include_str!("markdown.json")),
        max_duration_seconds: 1_800,
        variables: &[],
    }
}

fn script(source: &str) -> Value {
    // A test reads every demo, so a mistake in one cannot reach a release.
    let mut script = serde_json::from_str(source).expect("the demo's script is JSON");
    put_pages(&mut script);
    script
}

fn put_pages(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(page) = text.strip_prefix("page:").and_then(page) {
                page.trim_end().clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(put_pages),
        Value::Object(members) => members.values_mut().for_each(put_pages),
        _ => {}
    }
}

fn page(name: &str) -> Option<&'static str> {
    Some(match name {
        "text" => include_str!("pages/text.md"),
        "lists" => include_str!("pages/lists.md"),
        "tables" => include_str!("pages/tables.md"),
        "code" => include_str!("pages/code.md"),
        "quotes" => include_str!("pages/quotes.md"),
        "links" => include_str!("pages/links.md"),
        "long" => include_str!("pages/long.md"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
