//! The widget in front of agents of four frameworks, behind our relay.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
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

/// The path of an agent and the package it is made with.
const AGENTS: [(&str, &str); 5] = [
    ("pydantic-ai", "pydantic-ai-slim"),
    ("langgraph", "ag-ui-langgraph"),
    ("langgraph-outcome", "ag-ui-langgraph"),
    ("agno/agui", "agno"),
    ("llama-index/run", "llama-index-protocols-ag-ui"),
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
    let versions = bench.python("agents.py").arg("versions").output()?;
    let versions: Value = serde_json::from_slice(&versions.stdout).context("versions")?;
    let mut agents = bench
        .python("agents.py")
        .arg("0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let said = agents.stdout.take().context("the agents' words")?;
    let _agents = Beside(agents);
    let mut address = String::new();
    BufReader::new(said).read_line(&mut address)?;
    let address = address.trim();
    ensure!(!address.is_empty(), "the agents do not say where they are");
    let mut settings = String::new();
    for (path, _) in AGENTS {
        let name = backend(path);
        settings +=
            &format!("[backends.{name}]\ndialect = \"ag-ui\"\nurl = \"{address}/{path}\"\n");
    }
    let server = Server::start(&bench.folder.join("server"), &settings)?;
    for (path, package) in AGENTS {
        let version = versions[package].as_str().unwrap_or_default();
        let of = match path {
            "langgraph-outcome" => format!("{package} {version} (emit_interrupt_outcome)"),
            _ => format!("{package} {version}"),
        };
        let own: &[Case] = match package {
            "pydantic-ai-slim" => &APPROVED,
            "ag-ui-langgraph" => &ASKED,
            _ => &[],
        };
        for case in EVERY.iter().chain(own) {
            let outcome = told(&server, backend(path), case);
            bench.count(&of, case.check, outcome);
        }
    }
    Ok(())
}

fn backend(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn told(server: &Server, backend: &str, case: &Case) -> Result<(), String> {
    let mut widget = Widget::open(&server.address, backend).map_err(|it| format!("{it:#}"))?;
    let mut trouble = String::new();
    for text in case.say {
        if let Err(error) = widget.say(text) {
            trouble = format!("\n{error:#}");
            break;
        }
    }
    let shown = widget.shown();
    if shown == case.shown && trouble.is_empty() {
        return Ok(());
    }
    let sent = widget.sent.join("\n  ");
    Err(format!(
        "said: {:?}\nsent: {sent}\nexpected: {:#?}\ngot: {shown:#?}{trouble}",
        case.say, case.shown
    ))
}
