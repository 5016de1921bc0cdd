//! What a page that is careless would run or fetch.

/// Runs in whoever makes markup of it; says so in `window.__executed`.
pub const MARKUP: &str = "<img src=x onerror=\"window.__executed='image'\">\
    <script>window.__executed='script'</script><svg onload=\"window.__executed='svg'\"></svg>\
    \"><img src=x onerror=window.__executed='attribute'>\
    <iframe srcdoc=\"<script>parent.__executed='frame'</script>\"></iframe>\
    <a href=\"javascript:window.__executed='link'\">free lamps</a>\
    <details open ontoggle=\"window.__executed='details'\"><summary>more</summary></details>\
    <form action=\"javascript:window.__executed='form'\"><input autofocus onfocus=\"window.__executed='focus'\"></form>\
    <math><mtext></form><form><mglyph><style></math><img src onerror=window.__executed='math'>";

/// Addresses that are no links, however they are written.
pub fn addresses(port: u16) -> Vec<String> {
    let elsewhere = format!("evil.localhost:{port}/lure");
    let mut all: Vec<String> = [
        "javascript:window.__executed='address'",
        "  JaVaScRiPt:window.__executed='case'",
        "java\tscript:window.__executed='tab'",
        "java\nscript:window.__executed='line'",
        "\u{1}javascript:window.__executed='control'",
        "javascript://example.com/%0awindow.__executed='comment'",
        "data:text/html,<script>window.__executed='data'</script>",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.__executed=1'/>",
        "vbscript:MsgBox(1)",
        "file:///etc/passwd",
        "blob:https://example.com/1",
    ]
    .map(str::to_owned)
    .into();
    all.push(format!("//{elsewhere}/relative"));
    all.push(format!("http://embed.localhost@{elsewhere}/name"));
    all
}

/// Whoever shows it as a picture has been there.
pub fn picture(port: u16) -> String {
    format!("http://evil.localhost:{port}/lure/picture.png")
}

/// All of them in a text.
pub fn markdown(port: u16) -> String {
    let mut text = format!("![pixel]({})", picture(port));
    for address in addresses(port) {
        text.push_str(&format!(
            "\n\n[lamp]({address}) [lamp](<{address}>) ![lamp]({address}) <{address}> [lamp][1]\n\n[1]: {address}"
        ));
    }
    text
}

/// `<a>` and `<img>` with all of them, for whoever reads messengers' markup.
pub fn html(port: u16) -> String {
    let mut text = format!("<img src=\"{}\">", picture(port));
    for address in addresses(port) {
        text.push_str(&format!(
            "<a href=\"{address}\">lamp</a><img src='{address}'>"
        ));
    }
    text
}
