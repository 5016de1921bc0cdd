//! The widget in front of agents of five frameworks, behind our relay.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::widget::Widget;
use super::{Bench, Beside};
use crate::server::Server;

/// A conversation with one of the agents: what is said, and what is on the screen then.
struct Case {
    check: &'static str,
    say: &'static [&'static str],
    shown: &'static [&'static str],
}

/// The packages whose agents run in one environment of Python.
const ENVIRONMENTS: [(&str, &[&str]); 2] = [
    (
        "agents",
        &[
            "pydantic-ai-slim",
            "ag-ui-langgraph",
            "agno",
            "llama-index-protocols-ag-ui",
        ],
    ),
    // It holds an earlier version of AG-UI's models.
    ("agent-framework", &["agent-framework-ag-ui"]),
];

/// What an agent says in other words than those of the cases: ours, its.
type Words = &'static [[&'static str; 2]];

/// The path of an agent, the package it is made with, what it does beside what every agent does, its words.
const AGENTS: [(&str, &str, &[Case], Words); 6] = [
    ("pydantic-ai", "pydantic-ai-slim", &APPROVED, &[]),
    ("langgraph", "ag-ui-langgraph", &ASKED, &[]),
    ("langgraph-outcome", "ag-ui-langgraph", &ASKED, &[]),
    // It writes results as JSON.
    (
        "agno/agui",
        "agno",
        &[],
        &[["→ on its way", "→ \"on its way\""]],
    ),
    ("llama-index/run", "llama-index-protocols-ag-ui", &[], &[]),
    (
        "agent-framework",
        "agent-framework-ag-ui",
        &CONFIRMED,
        &[[
            "the model is out of order",
            "An internal error has occurred while streaming events.",
        ]],
    ),
];

/// What every agent does.
const EVERY: [Case; 3] = [
    Case {
        check: "three turns are answered, and the agent knows the earlier ones",
        say: &["Hello", "Are you there?", "Say it again"],
        shown: &[
            "visitor: Hello",
            "agent: Hello there.",
            "visitor: Are you there?",
            "agent: Hello there.",
            "visitor: Say it again",
            "agent: You said: Hello / Are you there? / Say it again",
        ],
    },
    Case {
        check: "a tool is called, its result is told, and the conversation goes on",
        say: &["Where is my order?", "Hello"],
        shown: &[
            "visitor: Where is my order?",
            "Tool: look_up_order({\"number\": 7}) → on its way",
            "agent: Order 7 is on its way.",
            "visitor: Hello",
            "agent: Hello there.",
        ],
    },
    Case {
        check: "a model that fails is an error, and the next turn is answered",
        say: &["Please fail", "Hello"],
        shown: &[
            "visitor: Please fail",
            "visitor: Hello",
            "agent: Hello there.",
            "failed: the model is out of order",
        ],
    },
];

const APPROVED: [Case; 2] = [
    Case {
        check: "a tool that needs approval is run once it is approved",
        say: &["delete it", "Yes"],
        shown: &[
            "visitor: delete it",
            "Tool: delete_file({\"path\": \"/a\"}) → deleted /a",
            "visitor: Yes",
            "agent: I have deleted /a.",
        ],
    },
    Case {
        check: "a tool that needs approval is not run where it is refused",
        say: &["delete it", "No", "Hello"],
        shown: &[
            "visitor: delete it",
            "Tool: delete_file({\"path\": \"/a\"}) → The tool call was denied.",
            "visitor: No",
            "agent: The file stays: The tool call was denied.",
            "visitor: Hello",
            "agent: Hello there.",
        ],
    },
];

/// agent-framework makes a call of its own beside the interrupt, which shows as every call does.
const CONFIRM: &str = "Tool: confirm_changes({\"function_name\": \"delete_file\", \
     \"function_call_id\": \"call_1\", \"function_arguments\": {\"path\": \"/a\"}, \
     \"steps\": [{\"description\": \"Execute delete_file\", \"status\": \"enabled\"}]})";

const CONFIRMED: [Case; 2] = [
    Case {
        check: "a tool that needs approval is run once it is approved",
        say: &["delete it", "Yes"],
        shown: &[
            "visitor: delete it",
            "Tool: delete_file({\"path\": \"/a\"}) → deleted /a",
            CONFIRM,
            "visitor: Yes",
            "agent: I have deleted /a.",
        ],
    },
    Case {
        check: "a tool that needs approval is not run where it is refused",
        say: &["delete it", "No", "Hello"],
        shown: &[
            "visitor: delete it",
            "Tool: delete_file({\"path\": \"/a\"}) → Error: Tool call invocation was rejected by user.",
            CONFIRM,
            "visitor: No",
            "agent: The file stays.",
            "visitor: Hello",
            "agent: Hello there.",
        ],
    },
];

const ASKED: [Case; 3] = [
    Case {
        check: "an interrupt is a question",
        say: &["ask me"],
        shown: &["visitor: ask me", "asked: What is your name? []"],
    },
    Case {
        check: "its answer reaches the graph, which goes on",
        say: &["ask me", "Ada", "Hello"],
        shown: &[
            "visitor: ask me",
            "visitor: Ada",
            "agent: Got \"Ada\"",
            "visitor: Hello",
            "agent: Hello there.",
        ],
    },
    Case {
        check: "an interrupt that is an object is a question with its text",
        say: &["ask me object", "Bob"],
        shown: &[
            "visitor: ask me object",
            "visitor: Bob",
            "agent: Got \"Bob\"",
        ],
    },
];

pub fn prove(bench: &mut Bench) -> Result<()> {
    let mut beside = Vec::new();
    let mut settings = String::new();
    let mut versions = Value::Null;
    for (environment, packages) in ENVIRONMENTS {
        let (process, said) = agents(bench, environment, packages)?;
        beside.push(process);
        let url = said["url"].as_str().context("an address")?;
        for (path, package, ..) in AGENTS {
            if packages.contains(&package) {
                let name = backend(path);
                settings +=
                    &format!("[backends.{name}]\ndialect = \"ag-ui\"\nurl = \"{url}/{path}\"\n");
                versions[package] = said["versions"][package].clone();
            }
        }
    }
    let server = Server::start(&bench.folder.join("server"), &settings)?;
    for (path, package, own, words) in AGENTS {
        let version = versions[package].as_str().unwrap_or_default();
        let of = match path {
            "langgraph-outcome" => format!("{package} {version} (emit_interrupt_outcome)"),
            _ => format!("{package} {version}"),
        };
        for case in EVERY.iter().chain(own) {
            let outcome = told(&server, backend(path), case, words);
            bench.count(&of, case.check, outcome);
        }
    }
    Ok(())
}

/// Starts the agents of these packages; what they say tells where they are.
fn agents(bench: &Bench, environment: &str, packages: &[&str]) -> Result<(Beside, Value)> {
    let python = bench.tools.python(environment, "python");
    let mut process = bench
        .command(python, "agents.py")
        .args(packages)
        .stdout(Stdio::piped())
        .stderr(fs::File::create(bench.folder.join("agents.log"))?)
        .spawn()?;
    let said = process.stdout.take().context("the agents' words")?;
    let process = Beside(process);
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line)?;
    let said = serde_json::from_str(&line).context("the agents do not say where they are")?;
    Ok((process, said))
}

fn backend(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn told(server: &Server, backend: &str, case: &Case, words: &[[&str; 2]]) -> Result<(), String> {
    let in_its_words = |line: &&str| {
        let line = (*line).to_owned();
        words
            .iter()
            .fold(line, |line, [ours, its]| line.replace(ours, its))
    };
    let expected: Vec<String> = case.shown.iter().map(in_its_words).collect();
    let mut widget = Widget::open(&server.address, backend).map_err(|it| format!("{it:#}"))?;
    let mut trouble = String::new();
    for text in case.say {
        if let Err(error) = widget.say(text) {
            trouble = format!("\n{error:#}");
            break;
        }
    }
    let shown = widget.shown();
    if shown == expected && trouble.is_empty() {
        return Ok(());
    }
    let sent = widget.sent.join("\n  ");
    Err(format!(
        "said: {:?}\nsent: {sent}\nexpected: {:#?}\ngot: {shown:#?}{trouble}",
        case.say, expected
    ))
}
