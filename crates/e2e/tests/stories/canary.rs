//! An access token is nowhere but where it is handed over: in the one request its page's address
//! makes, if it stood there, and in the one exchange.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host::{self, Holding, Host};
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Asked, Wiretap};

/// Keeps what the page says to its console, which a driver does not hear of other sites' frames.
const LISTEN: &str = "\
    window.spoken = [];\
    for (const level of ['log', 'info', 'warn', 'error', 'debug']) {\
      console[level] = (...given) => window.spoken.push(given.map(String).join(' '));\
    }\
    addEventListener('error', (event) => window.spoken.push(String(event.message)));\
    addEventListener('unhandledrejection', (event) => window.spoken.push(String(event.reason)));";

/// Everything a script, a screen or a later page could find.
const LEFT: &str = "\
    const all = (store) => { try { return JSON.stringify({ ...store() }) } catch (e) { return String(e) } };\
    const strings = Object.getOwnPropertyNames(window).map((name) => {\
      try { return typeof window[name] === 'string' ? window[name] : '' } catch { return '' }\
    });\
    return {\
      console: window.spoken.join('\\n'),\
      document: document.documentElement.outerHTML,\
      address: [location.href, document.URL, document.referrer, document.baseURI].join(' '),\
      state: JSON.stringify(history.state),\
      storage: all(() => localStorage) + all(() => sessionStorage),\
      cookies: all(() => [document.cookie]),\
      globals: strings.join('\\n'),\
      fields: [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n'),\
    };";

#[derive(PartialEq)]
enum Way {
    Query,
    Fragment,
    /// In the query, of a frame without an origin of its own, which keeps nothing.
    Sandboxed,
}

#[tokio::test]
async fn a_token_is_nowhere_but_where_it_is_handed_over() -> Result<()> {
    let stage = Stage {
        server: Server::start_with("", &[("VIVAVOCE_LOG", "trace")]).await?,
        host: Host::start().await?,
        chrome: Chrome::start().await?,
    };
    let tap = Wiretap::before(stage.server.port).await?;
    tap.inject(LISTEN);
    // What other sites are told is seen there: the host page itself, and a link's target.
    let elsewhere = Wiretap::before(stage.host.port).await?;
    let link = format!(
        "http://elsewhere.localhost:{}/?src=about:blank",
        elsewhere.port
    );
    let scenario = stage
        .scenario(json!({ "is_public": false, "script": { "steps": [
            { "ask": format!("Read [this]({link}), please.") }, { "ask": "Thank you." }, { "ask": "Bye." }
        ]}}))
        .await?;
    for (name, way) in [
        ("query", Way::Query),
        ("fragment", Way::Fragment),
        ("sandboxed", Way::Sandboxed),
    ] {
        handed_over(&stage, &tap, &elsewhere, &scenario, &way)
            .await
            .context(name)?;
    }
    let log = stage.server.log();
    ensure!(
        log.contains("/api/embed/sessions"),
        "the log says what is asked"
    );
    ensure!(!log.contains("sat_"), "the server's log has a token");
    stage.chrome.close().await
}

async fn handed_over(
    stage: &Stage,
    tap: &Wiretap,
    elsewhere: &Wiretap,
    scenario: &str,
    way: &Way,
) -> Result<()> {
    let token = stage.token(scenario).await?;
    let (asked, visited) = (tap.asked().len(), elsewhere.asked().len());
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    let address = match way {
        Way::Query | Way::Sandboxed => format!("{path}&scenarioAccessToken={token}&t_x=1"),
        Way::Fragment => format!("{path}#scenarioAccessToken={token}"),
    };
    // By script, so that the host page's own address does not hold it.
    let how = Holding {
        sandbox: (*way == Way::Sandboxed).then_some("allow-scripts allow-forms allow-popups"),
        ..Holding::default()
    };
    let holding = stage.host.holding("about:blank", how);
    let holding = holding.replace(
        &format!(":{}", stage.host.port),
        &format!(":{}", elsewhere.port),
    );
    stage.chrome.top().await?;
    stage.chrome.client.goto(&holding).await?;
    stage
        .chrome
        .client
        .execute(
            "document.getElementById('embed').src = arguments[0]",
            vec![json!(embed_address(tap.port, &address))],
        )
        .await?;

    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Yes.").await?;
    let clicked = "document.querySelector('[role=log] a')?.click(); return !!document.querySelector('[role=log] a')";
    wait::until("the link", PATIENCE, || async {
        Ok((embed.script(clicked, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    wait::until("the link's target", PATIENCE, || async {
        let all = elsewhere.asked();
        let there = all
            .iter()
            .skip(visited)
            .any(|one| one.text().contains("elsewhere.localhost"));
        Ok(there.then_some(()))
    })
    .await?;
    left(stage, &token).await.context("while it is live")?;
    if *way != Way::Sandboxed {
        embed.script("location.reload()", vec![]).await?;
        embed.phase_is("live").await?;
    }
    embed.end().await?;
    embed.click("submit").await?;
    embed.phase_is("submitted").await?;
    left(stage, &token).await.context("at the end")?;

    let heard = serde_json::to_string(&host::heard(&stage.chrome).await?)?;
    ensure!(heard.contains("onSubmit"), "{heard}");
    ensure!(!heard.contains(&token), "the host was told: {heard}");
    let console = format!("{:?}", stage.chrome.console().await?);
    ensure!(!console.contains(&token), "the console: {console}");
    for one in elsewhere.asked().iter().skip(visited) {
        ensure!(
            !one.text().contains(&token),
            "another site was told: {}",
            one.text()
        );
    }
    let with: Vec<Asked> = tap
        .asked()
        .into_iter()
        .skip(asked)
        .filter(|one| one.text().contains(&token))
        .collect();
    let lines: Vec<String> = with
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one.method,
                one.path.split('?').next().unwrap_or_default()
            )
        })
        .collect();
    let page = format!("GET /embed/{scenario}");
    let wanted: Vec<&str> = match way {
        Way::Query | Way::Sandboxed => vec![&page, "POST /api/embed/access"],
        Way::Fragment => vec!["POST /api/embed/access"],
    };
    ensure!(lines == wanted, "{lines:?}");
    for one in &with {
        let in_headers = one.headers.iter().any(|(_, value)| value.contains(&token));
        ensure!(
            !in_headers,
            "in a header of {} {}: {:?}",
            one.method,
            one.path,
            one.headers
        );
    }
    Ok(())
}

async fn left(stage: &Stage, token: &str) -> Result<()> {
    let left = Embed::framed(&stage.chrome).script(LEFT, vec![]).await?;
    let left = left.as_object().context("what is left")?;
    for (place, text) in left {
        ensure!(
            !text.to_string().contains(token),
            "{place} has it: {text:.2000}"
        );
    }
    Ok(())
}
