//! `bench-load OURS BEFORE NAME PEER ROUNDS`: how long pages take until they can be used, side by side.
//!
//! `cargo xtask bench load` gives what it takes: two server binaries, what the second is called, the
//! folder with deep-chat's compressed script, and how often everything is measured.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::Html;
use axum::routing::get;
use vivavoce_e2e::bench::page::{Until, load};
use vivavoce_e2e::bench::{PEER, Row, Sample, Series, Told, busy, table, turn};
use vivavoce_e2e::server::Server;

const PEER_PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8>\
    <meta name=viewport content='width=device-width, initial-scale=1'><title>Conversation</title>\
    <script type=module src=/deep-chat.js></script>\
    <deep-chat connect='{\"url\":\"/chat\",\"stream\":true}'></deep-chat>";

const START: Until = Until::Press {
    press: "[data-control=start]",
    settled: "main[data-phase=connecting], main[data-phase=live]",
};
const KEY: Until = Until::Key {
    field: "[data-control=name]",
    settled: "main[data-phase=credentials]",
};
const PEER_KEY: Until = Until::Key {
    field: "#text-input",
    settled: "#text-input",
};

/// One page to measure.
struct Page {
    address: String,
    until: Until,
    sample: fn(&Told) -> Option<Sample>,
    series: Series,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ours, before, name, peer, rounds] = &arguments[..] else {
        anyhow::bail!("OURS BEFORE NAME PEER ROUNDS; `cargo xtask bench load` gives them");
    };
    let rounds: usize = rounds.parse().context("ROUNDS is a number")?;
    ensure!(rounds > 0, "ROUNDS is at least 1");
    let ours = Server::of(PathBuf::from(ours)).await?;
    let before = Server::of(PathBuf::from(before)).await?;
    let peer = peer_site(Path::new(peer)).await?;

    let known = "?userName=Ada&userEmail=ada@example.com";
    let embed = |server: &Server, query: &str| server.address("/embed/demo-interview") + query;
    let page = |address, until, sample, name: String| Page {
        address,
        until,
        sample,
        series: Series {
            name,
            samples: Vec::new(),
        },
    };
    let start = |server: &Server, name: &str| {
        let name = format!("a press of Start takes effect, {name}");
        page(embed(server, known), START, Told::pressed, name)
    };
    let key = |server: &Server, name: &str| {
        let name = format!("first kept keystroke, {name}");
        page(embed(server, ""), KEY, Told::first_kept, name)
    };
    let mut pages = [
        start(&ours, "this build"),
        start(&before, name),
        key(&ours, "this build"),
        key(&before, name),
        page(
            peer,
            PEER_KEY,
            Told::first_kept,
            format!("first kept keystroke, {PEER}"),
        ),
    ];
    for round in 0..rounds {
        for place in 0..pages.len() {
            let index = turn(round, place, pages.len());
            let page = &mut pages[index];
            let told = load(&page.address, page.until).await?;
            let sample = (page.sample)(&told)
                .with_context(|| format!("{}: it never did", page.series.name))?;
            let Sample {
                milliseconds,
                bytes,
            } = sample;
            eprintln!(
                "round {}: {milliseconds:.0} ms, {bytes} bytes until {}{}",
                round + 1,
                page.series.name,
                busy()
            );
            page.series.samples.push(sample);
        }
    }
    let [start, start_before, key, key_before, peer] = pages.map(|page| page.series);
    let row = |series, before| Row { series, before };
    let rows = [
        row(&start, Some(&start_before)),
        row(&start_before, None),
        row(&key, Some(&key_before)),
        row(&key_before, None),
        row(&peer, None),
    ];
    println!("1.6 Mbit/s, 150 ms, CPU ×4, cold cache; rounds: {rounds}\n");
    print!("{}", table(&rows, name, (PEER, &peer)));
    Ok(())
}

/// Serves deep-chat as its guide says, compressed as well as we compress ourselves.
async fn peer_site(folder: &Path) -> Result<String> {
    let script = std::fs::read(folder.join("deepChat.bundle.js.br"))?;
    let headers = [(CONTENT_TYPE, "text/javascript"), (CONTENT_ENCODING, "br")];
    let router = Router::new()
        .route("/", get(|| async { Html(PEER_PAGE) }))
        .route(
            "/deep-chat.js",
            get(move || async move { (headers, script) }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            eprintln!("deep-chat's site ended: {error}");
        }
    });
    Ok(address)
}
