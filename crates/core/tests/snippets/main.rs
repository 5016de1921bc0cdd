//! What the pages for site owners tell them to copy is held against what the embed reads.

mod html;
mod script;

use vivavoce_core::config::Config;

const PAGES: [&str; 6] = [
    "embedding",
    "events",
    "commands",
    "theming",
    "security",
    "troubleshooting",
];

/// What stands for the reader's server in every page.
const SERVER: &str = "https://embed.example";

struct Snippet {
    /// `docs/events.md:14`
    place: String,
    kind: String,
    text: String,
}

fn read(path: &str) -> String {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fenced blocks of a page.
fn snippets(path: &str) -> Vec<Snippet> {
    let page = read(path);
    let mut found = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let inside = lines.by_ref().map(|(_, line)| line);
        let text: Vec<&str> = inside.take_while(|line| *line != "```").collect();
        found.push(Snippet {
            place: format!("{path}:{}", at + 1),
            kind: kind.to_owned(),
            text: text.join("\n"),
        });
    }
    found
}

fn check(Snippet { place, kind, text }: &Snippet) -> Result<(), String> {
    match kind.as_str() {
        "html" => html::check(text),
        "js" => script::check(text),
        "jsx" => html::check_component(text),
        "css" => check_style(text),
        "http" | "text" => check_headers(text),
        "sh" => check_command(text),
        other => Err(format!("nothing checks {other:?}")),
    }
    .map_err(|wrong| format!("{place}: {wrong}"))
}

#[test]
fn every_snippet_of_the_pages_for_site_owners_is_what_the_embed_reads() {
    let mut count = 0;
    for page in PAGES {
        for snippet in snippets(&format!("docs/{page}.md")) {
            count += 1;
            if let Err(wrong) = check(&snippet) {
                panic!("{wrong}\n{}", snippet.text);
            }
        }
    }
    assert!(count > 25, "{count} snippets");
}

#[test]
fn a_snippet_that_is_wrong_is_found() {
    let check = |kind: &str, text: &str, wanted: &str| {
        let (place, kind, text) = ("here".to_owned(), kind.to_owned(), text.to_owned());
        let found = check(&Snippet { place, kind, text }).expect_err(wanted);
        assert!(found.contains(wanted), "{found}");
    };
    let frame = |src: &str, more: &str| {
        format!(
            "<iframe src=\"{src}\" title=\"Talk\" referrerpolicy=\"strict-origin\" {more}></iframe>"
        )
    };
    let allow = "allow=\"microphone; screen-wake-lock\"";
    let src = "https://embed.example/embed/x";
    check("html", &frame(src, "allow=\"camera\""), "allow");
    check(
        "html",
        &frame(src, &format!("{allow} onload=\"x\"")),
        "onload",
    );
    check(
        "html",
        &frame(&format!("{src}?colour=red"), allow),
        "colour",
    );
    check(
        "html",
        &frame(&format!("{src}?color=reddish"), allow),
        "reddish",
    );
    check(
        "html",
        &frame("https://embed.example/talk/x", allow),
        "route",
    );
    check(
        "html",
        "<viva-voce scenario=\"x\" colour=\"red\"></viva-voce>",
        "colour",
    );
    check("html", "<viva-voce scenario=\"x\">", "not closed");
    check("js", "const talk = ;", "SyntaxError");
    check("js", "talk.shout('Hello')", "shout");
    check("js", "await talk.setTheme({ color: 'reddish' })", "reddish");
    check(
        "js",
        "talk.addEventListener('vv-done', () => {})",
        "vv-done",
    );
    check(
        "js",
        "{ event: 'onEnd', sessionId: 'x', timestamp: 1 }",
        "onEnd",
    );
    check(
        "js",
        "frame.contentWindow.postMessage({ type: 'notes' }, 'https://embed.example')",
        "notes",
    );
    check("jsx", "<VivaVoce colour=\"red\" />", "colour");
    check("css", "viva-voce { border: 0", "braces");
    check(
        "http",
        "Content-Security-Policy: frame-source https://embed.example",
        "frame-source",
    );
    check(
        "http",
        "Permissions-Policy: microphone=(self https://embed.example)",
        "microphone",
    );
    let curl = |path: &str| format!("curl -X POST https://embed.example{path} -d '{{}}'");
    check("sh", &curl("/api/public/tokens"), "there is no");
    check("sh", &curl("/api/public/scenario-access-token"), "header");
    check("ini", "a = b", "nothing checks");
}

/// What stands in backticks.
fn codes(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_example_of_colours_is_read() {
    let page = read("docs/theming.md");
    let mut count = 0;
    for line in page.lines().filter(|line| line.starts_with('|')) {
        for query in codes(line).into_iter().filter(|code| code.contains('=')) {
            let (_, warnings) = Config::parse(query);
            assert!(warnings.is_empty(), "{query}: {warnings:?}");
            count += 1;
        }
    }
    assert!(count > 5, "{count} examples");
    let forms = page
        .lines()
        .skip_while(|line| !line.starts_with("| form |"))
        .skip(2);
    for line in forms.take_while(|line| line.starts_with('|')) {
        let examples = line.rsplit(" | ").next().unwrap();
        for color in codes(examples) {
            let (_, warnings) = Config::parse(&format!("background={color}"));
            assert!(warnings.is_empty(), "{color}: {warnings:?}");
        }
    }
}

fn check_style(text: &str) -> Result<(), String> {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (_, body) = rest.split_once('{').ok_or("a rule has no braces")?;
        let (body, after) = body
            .split_once('}')
            .ok_or("a rule's braces are not closed")?;
        for line in body
            .split(';')
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (name, value) = line
                .split_once(": ")
                .ok_or_else(|| format!("no value: {line}"))?;
            let plain = name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if !plain || value.is_empty() || value.contains('{') {
                return Err(format!("no declaration: {line}"));
            }
        }
        rest = after.trim();
    }
    Ok(())
}

/// One `curl` with a body to a call the server's own tests list.
fn check_command(text: &str) -> Result<(), String> {
    let text = text.replace("\\\n", " ");
    // The element's package, which is a file of the server's.
    if let Some(address) = text.trim().strip_prefix("npm install ") {
        let is_ours = address.ends_with("/viva-voce.tgz") && address.starts_with("https://");
        return is_ours
            .then_some(())
            .ok_or_else(|| "another package".to_owned());
    }
    let mut words = text.split_whitespace();
    let (Some("curl"), Some("-X"), Some(method), Some(address)) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err("not of the form curl -X METHOD ADDRESS".to_owned());
    };
    let path = address.strip_prefix(SERVER).ok_or("another server")?;
    let call = format!("\"{method} {path}\"");
    if !read("crates/server/tests/api/authorization/rows.rs").contains(&call) {
        return Err(format!("there is no {call}"));
    }
    let (_, body) = text.split_once("-d '").ok_or("no body")?;
    let body = body
        .trim_end()
        .strip_suffix('\'')
        .ok_or("a quote is not closed")?;
    let body: serde_json::Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let is_whole = body.is_object()
        && text.contains("-H \"Authorization: Bearer $VIVAVOCE_API_KEY\"")
        && text.contains("-H \"Content-Type: application/json\"");
    is_whole
        .then_some(())
        .ok_or_else(|| "a header is missing".to_owned())
}

/// Header lines; a line that begins with a space goes on with the one before.
fn check_headers(text: &str) -> Result<(), String> {
    for line in text.replace("\n ", " ").lines() {
        let (name, value) = line
            .split_once(": ")
            .ok_or_else(|| format!("no header: {line}"))?;
        match name {
            "Content-Security-Policy" => value.split(';').try_for_each(check_directive)?,
            "Permissions-Policy" => value.split(", ").try_for_each(check_permission)?,
            "Cross-Origin-Resource-Policy"
            | "Cross-Origin-Embedder-Policy"
            | "Referrer-Policy"
            | "X-Content-Type-Options"
            | "Cache-Control" => {}
            _ => return Err(format!("who sends {name}?")),
        }
    }
    Ok(())
}

fn check_directive(directive: &str) -> Result<(), String> {
    let mut words = directive.split_whitespace();
    let name = words.next().ok_or("an empty directive")?;
    let is_known = matches!(
        name,
        "default-src"
            | "script-src"
            | "style-src"
            | "connect-src"
            | "img-src"
            | "font-src"
            | "media-src"
            | "worker-src"
            | "frame-src"
            | "base-uri"
            | "form-action"
            | "object-src"
            | "require-trusted-types-for"
            | "trusted-types"
    );
    let is_source = |word: &str| {
        let keyword = matches!(
            word,
            "'self'" | "'none'" | "'wasm-unsafe-eval'" | "'script'"
        );
        keyword || matches!(word, "data:" | "blob:") || word == SERVER
    };
    let mut sources = words.peekable();
    if !is_known || sources.peek().is_none() || !sources.all(is_source) {
        return Err(format!("no directive: {directive}"));
    }
    Ok(())
}

fn check_permission(permission: &str) -> Result<(), String> {
    let wrong = || format!("no permission: {permission}");
    let (feature, list) = permission.split_once("=(").ok_or_else(wrong)?;
    let list = list.strip_suffix(')').ok_or_else(wrong)?;
    let quoted = format!("\"{SERVER}\"");
    let is_known = matches!(
        feature,
        "microphone"
            | "screen-wake-lock"
            | "camera"
            | "geolocation"
            | "display-capture"
            | "payment"
            | "usb"
    );
    let allowed = list
        .split_whitespace()
        .all(|word| word == "self" || word == quoted);
    (is_known && allowed).then_some(()).ok_or_else(wrong)
}
