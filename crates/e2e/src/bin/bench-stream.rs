//! `bench-stream OURS BEFORE NAME PEER ROUNDS`: what a streamed reply costs the main thread, side by side.
//!
//! `cargo xtask bench stream` gives what it takes: our server's binary, that of another version and what
//! it is called (both empty where there is none), the folder with deep-chat's compressed script, and how
//! often everything is measured.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::bench::stream::{Asking, CONTROL, DEEP_CHAT, EMBED, Row, Speaker, table};
use vivavoce_e2e::bench::{PEER, busy, turn};
use vivavoce_e2e::server::Server;

/// One page to measure.
struct Page {
    address: String,
    asking: Asking,
    row: Row,
}

impl Page {
    fn new(address: String, asking: Asking, name: String) -> Page {
        let row = Row {
            name,
            rounds: Vec::new(),
        };
        Page {
            address,
            asking,
            row,
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ours, before, name, peer, rounds] = &arguments[..] else {
        anyhow::bail!("OURS BEFORE NAME PEER ROUNDS; `cargo xtask bench stream` gives them");
    };
    let rounds: usize = rounds.parse().context("ROUNDS is a number")?;
    ensure!(rounds > 0, "ROUNDS is at least 1");
    let script = std::fs::read(Path::new(peer).join("deepChat.bundle.js.br"))?;
    let speaker = Speaker::new(script);
    let site = speaker.clone().serve().await?;

    let mut builds = vec![(ours, "this build")];
    if !before.is_empty() {
        builds.push((before, name));
    }
    // They live until everything is measured.
    let mut servers = Vec::new();
    let mut pages = Vec::new();
    for (binary, name) in builds {
        let toml = format!("[agent.model]\nurl = \"{site}\"\nname = \"m\"\n");
        let server = Server::of_with(PathBuf::from(binary), &toml).await?;
        let scenario = json!({
            "name": "A talk",
            "description": "internal",
            "ai_instructions": "Talk.",
            "is_public": true,
        });
        let created = server.post("/api/public/scenarios", &scenario).await?;
        let id = created["id"].as_str().context("the scenario has an id")?;
        let path = format!("/embed/{id}?userName=Ada&userEmail=ada@example.com");
        let address = server.address(&path);
        let still = format!("{address}&showPulse=false");
        pages.push(Page::new(address, EMBED, name.to_owned()));
        pages.push(Page::new(
            still,
            EMBED,
            format!("{name}, `showPulse=false`"),
        ));
        servers.push(server);
    }
    let peer = format!("{site}/deep-chat");
    pages.push(Page::new(peer, DEEP_CHAT, PEER.to_owned()));
    let control = format!("{site}/control");
    let plain = "a page by hand, without markdown".to_owned();
    pages.push(Page::new(control, CONTROL, plain));

    for round in 0..rounds {
        for place in 0..pages.len() {
            let index = turn(round, place, pages.len());
            let page = &mut pages[index];
            let spent = speaker.measure(&page.address, page.asking).await?;
            eprintln!(
                "round {}: {}: {spent:.0?}{}",
                round + 1,
                page.row.name,
                busy()
            );
            page.row.rounds.push(spent);
        }
    }
    let rows: Vec<Row> = pages.into_iter().map(|page| page.row).collect();
    println!(
        "12,000 characters of markdown, 8 every 5 ms; 412×823, no throttling; rounds: {rounds}\n"
    );
    print!("{}", table(&rows));
    Ok(())
}
