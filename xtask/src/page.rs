//! From `index.html`, as Trunk reads it, to the page that is served.
//!
//! Everything marked `data-trunk` is exchanged: the style sheets for one, the guard for its hashed
//! copy, the `rust` link for preloads and the boot script with its addresses.

use anyhow::{Context as _, Result, bail};

use crate::bundle::{Asset, Assets};

/// What every address of the page stands below. The server puts it in, so that only it knows.
const BASE: &str = "{base}";

/// The server looks for exactly this text.
const CONFIG_BLOCK: &str = r#"<script type="application/json" id="vivavoce-config">{}</script>"#;

/// The style sheets in the order the page names them: those for paper, or the others.
pub fn stylesheets(source: &str, on_paper: bool) -> Vec<String> {
    marked(&without_comments(source))
        .iter()
        .filter(|element| element.attribute("rel") == Some("css"))
        .filter(|element| is_for_paper(element) == on_paper)
        .filter_map(|element| element.attribute("href").map(str::to_owned))
        .collect()
}

fn is_for_paper(element: &Marked<'_>) -> bool {
    element.attribute("media") == Some("print")
}

pub fn compose(source: &str, assets: &Assets) -> Result<String> {
    let source = without_comments(source);
    let mut page = String::new();
    let mut rest = 0;
    let (mut styled, mut printed, mut booted, mut guarded) = (false, false, false, false);
    for element in marked(&source) {
        page.push_str(source.get(rest..element.start).unwrap_or_default());
        rest = element.end;
        match (element.attribute("rel"), element.attribute("src")) {
            (Some("css"), _) if is_for_paper(&element) => {
                // Nothing waits for it.
                if !printed {
                    let Asset { integrity, .. } = &assets.print;
                    let address = below(&assets.print);
                    page.push_str(&format!(
                        r#"<link rel="stylesheet" media="print" href="{address}" integrity="{integrity}" crossorigin>"#
                    ));
                }
                printed = true;
            }
            (Some("css"), _) if !styled => {
                styled = true;
                let Asset { integrity, .. } = &assets.style;
                let address = below(&assets.style);
                page.push_str(&format!(
                    r#"<link rel="stylesheet" href="{address}" integrity="{integrity}" crossorigin>"#
                ));
            }
            (Some("rust"), _) => {
                booted = true;
                page.push_str(&boot(assets));
            }
            (_, Some(src)) if src.ends_with("guard.js") => {
                guarded = true;
                // No `integrity`: a page from before an update is answered with the guard of today,
                // which then says what is missing. It comes from where this page comes from.
                page.push_str(&format!(
                    r#"<script src="{}" crossorigin></script>"#,
                    below(&assets.guard)
                ));
            }
            _ => {}
        }
    }
    page.push_str(source.get(rest..).unwrap_or_default());
    if !(styled && booted && guarded) {
        bail!(
            "index.html must link at least one style sheet, the guard and the rust target with data-trunk"
        );
    }
    let page = page
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    page.contains(CONFIG_BLOCK)
        .then_some(page)
        .with_context(|| format!("index.html must contain {CONFIG_BLOCK}"))
}

/// The glue and the Wasm are asked for while the page is still being read; without this each
/// would wait for the one before it.
fn boot(assets: &Assets) -> String {
    let Assets {
        boot,
        glue,
        wasm,
        markdown_glue,
        markdown_wasm,
        words,
        ..
    } = assets;
    format!(
        r#"<link rel="preload" as="fetch" type="application/wasm" href="{}" crossorigin>
<link rel="modulepreload" href="{}" integrity="{}" crossorigin>
<script type="module" src="{}" integrity="{}" crossorigin data-base="{BASE}" data-glue="{}" data-wasm="{}" data-markdown-glue="{}" data-markdown-wasm="{}" data-words="{words}"></script>"#,
        below(wasm),
        below(glue),
        glue.integrity,
        below(boot),
        boot.integrity,
        glue.below_base(),
        wasm.below_base(),
        markdown_glue.below_base(),
        markdown_wasm.below_base(),
    )
}

/// An asset's address in the page.
fn below(asset: &Asset) -> String {
    [BASE, asset.below_base()].concat()
}

/// A page whose `{{name}}` and `{{name-integrity}}` become those of the assets.
pub fn fill(source: &str, named: &[(&str, Asset)]) -> Result<String> {
    let mut page = source.to_owned();
    for (name, asset) in named {
        page = page
            .replace(&format!("{{{{{name}}}}}"), &asset.address)
            .replace(&format!("{{{{{name}-integrity}}}}"), &asset.integrity);
    }
    match page.find("{{") {
        Some(at) => bail!(
            "the page asks for something there is not: {}",
            page.get(at..at + 40).unwrap_or_default()
        ),
        None => Ok(page),
    }
}

/// An element marked `data-trunk`, with where it stands.
struct Marked<'a> {
    tag: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Marked<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let (_, after) = self.tag.split_once(&format!(" {name}=\""))?;
        after.split_once('"').map(|(value, _)| value)
    }
}

fn marked(source: &str) -> Vec<Marked<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find("data-trunk")) {
        let at = from + at;
        let start = source
            .get(..at)
            .and_then(|before| before.rfind('<'))
            .unwrap_or(at);
        let mut end = source
            .get(at..)
            .and_then(|rest| rest.find('>'))
            .map_or(source.len(), |close| at + close + 1);
        let tag = source.get(start..end).unwrap_or_default();
        if tag.starts_with("<script")
            && source
                .get(end..)
                .is_some_and(|rest| rest.starts_with("</script>"))
        {
            end += "</script>".len();
        }
        found.push(Marked { tag, start, end });
        from = end;
    }
    found
}

fn without_comments(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(name: &str) -> Asset {
        Asset {
            address: format!("/assets/{name}"),
            integrity: "sha384-x".to_owned(),
        }
    }

    fn assets() -> Assets {
        Assets {
            style: asset("embed.css"),
            print: asset("print.css"),
            guard: asset("guard.js"),
            boot: asset("boot.js"),
            glue: asset("vivavoce.js"),
            wasm: asset("vivavoce.wasm"),
            markdown_glue: asset("markdown.js"),
            markdown_wasm: asset("markdown.wasm"),
            words: "assets/words-*-0.txt".to_owned(),
        }
    }

    const SOURCE: &str = r#"<!doctype html>
<head>
  <!-- <link data-trunk rel="css" href="style/old.css"> -->
  <script type="application/json" id="vivavoce-config">{}</script>
  <script data-trunk src="src/boot/guard.js"></script>
  <link data-trunk rel="css" href="style/a.css">
  <link data-trunk rel="css" href="style/b.css" />
  <link data-trunk rel="css" href="style/paper.css" media="print">
  <link data-trunk rel="rust" data-bin="vivavoce">
</head>"#;

    #[test]
    fn every_marked_element_is_exchanged_once() {
        let page = compose(SOURCE, &assets()).unwrap();
        assert_eq!(page.matches("rel=\"stylesheet\" href").count(), 1);
        let paper = r#"<link rel="stylesheet" media="print" href="{base}assets/print.css""#;
        assert_eq!(page.matches(paper).count(), 1, "{page}");
        assert_eq!(page.matches("guard.js").count(), 1);
        assert!(page.contains(r#"data-base="{base}" data-glue="assets/vivavoce.js""#));
        assert!(page.contains(r#"href="{base}assets/vivavoce.wasm""#));
        assert!(!page.contains("\"/"), "{page}");
        assert!(!page.contains("data-trunk"));
    }

    #[test]
    fn style_sheets_are_read_in_order_without_commented_ones() {
        assert_eq!(stylesheets(SOURCE, false), ["style/a.css", "style/b.css"]);
        assert_eq!(stylesheets(SOURCE, true), ["style/paper.css"]);
    }

    #[test]
    fn every_place_of_a_page_is_filled_or_named() {
        let source =
            r#"<script src="{{boot}}" integrity="{{boot-integrity}}" data-boot="{{boot}}">"#;
        let page = fill(source, &[("boot", asset("b.js"))]).unwrap();
        assert_eq!(
            page,
            r#"<script src="/assets/b.js" integrity="sha384-x" data-boot="/assets/b.js">"#
        );
        let error = fill(source, &[("style", asset("s.css"))]).unwrap_err();
        assert!(error.to_string().contains("{{boot}}"), "{error}");
    }

    #[test]
    fn a_page_without_a_place_for_the_config_is_refused() {
        assert!(compose(&SOURCE.replace("{}", ""), &assets()).is_err());
    }
}
