//! Builds the widget into `dist/`: hashed, minified, compressed.
//!
//! `dist/index.html` is the embed page, `dist/guests.html` the one for backends that speak another
//! dialect than ours; everything else lies in `dist/assets/` under a name that
//! holds its hash, beside its `.br` and `.gz`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use sha2::{Digest as _, Sha256, Sha384};

use crate::command::{root, say, step, target};
use crate::compile::{self, Modules};
use crate::{names, page, tools};

/// What rustc emits for this target today and every engine of the last years reads.
pub const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-mutable-globals",
];

/// In this order; the first is that of the server's own plain pages.
const PLAYGROUND_STYLES: [&str; 3] = [
    "crates/server/pages/front.css",
    "style/prose.css",
    "crates/playground/style/playground.css",
];

/// One file of `dist/assets`.
#[derive(Clone, Debug)]
pub struct Asset {
    /// `/assets/NAME-HASH.EXT`
    pub address: String,
    /// For the `integrity` attribute.
    pub integrity: String,
}

/// The style sheet that only pages with another system's backend have, after the page's own.
const GUESTS_STYLE: &str = "style/guests.css";

/// The addresses the page needs.
#[derive(Clone, Debug)]
pub struct Assets {
    pub style: Asset,
    pub guard: Asset,
    pub boot: Asset,
    pub glue: Asset,
    pub wasm: Asset,
    pub markdown_glue: Asset,
    pub markdown_wasm: Asset,
}

pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds what changed; returns quickly when nothing did.
pub fn widget() -> Result<()> {
    // Two builds at once would exchange `dist` under each other's hands.
    fs::create_dir_all(target())?;
    let lock = fs::File::create(target().join("bundle.lock"))?;
    lock.lock()
        .context("waiting for another build of the widget")?;
    let bindgen = tools::wasm_bindgen()?;
    let wasm_opt = tools::wasm_opt()?;
    let esbuild = tools::esbuild()?;

    say("Building the widget (the first time takes a few minutes)");
    let Modules {
        widget: widget_wasm,
        guests: guests_wasm,
        markdown: markdown_wasm,
        playground: playground_wasm,
    } = compile::modules()?;

    let stamp = stamp_of(&[&widget_wasm, &guests_wasm, &markdown_wasm, &playground_wasm])?;
    let stamp_file = dist().join(".stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|before| before == stamp) {
        return Ok(());
    }

    say("Bundling the widget");
    let work = target().join("widget");
    fs::create_dir_all(&work)?;
    let glued = |name: &str, wasm: &Path| glue(&bindgen, &wasm_opt, &work, name, wasm);
    let (glue, optimised) = glued("vivavoce", &widget_wasm)?;
    let (guests_glue, guests_optimised) = glued("vivavoce-guests", &guests_wasm)?;
    let markdown_optimised = work.join("markdown.opt.wasm");
    optimise(&wasm_opt, &markdown_wasm, &markdown_optimised)?;

    let source = fs::read_to_string(root().join("index.html")).context("reading index.html")?;
    let sheet = |file: &str| {
        fs::read_to_string(root().join(file)).with_context(|| format!("reading {file}"))
    };
    let sheets = page::stylesheets(&source);
    let style = sheets
        .iter()
        .map(|file| sheet(file))
        .collect::<Result<String>>()?;
    let all_styles = work.join("embed.css");
    fs::write(&all_styles, &style)?;
    let guests_styles = work.join("guests.css");
    fs::write(&guests_styles, style + &sheet(GUESTS_STYLE)?)?;

    // Written beside and then exchanged, so that a running server never serves half of it.
    let fresh = target().join("dist.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(fresh.join("assets"))?;
    let minified = |file: &Path, module: bool| minify(&esbuild, file, module);
    let boot = root().join("src").join("boot");
    let assets = Assets {
        style: store(&fresh, "embed", "css", &minified(&all_styles, false)?)?,
        guard: guard(&fresh, &minified(&boot.join("guard.js"), false)?)?,
        boot: store(
            &fresh,
            "boot",
            "js",
            &minified(&boot.join("boot.js"), true)?,
        )?,
        glue: store(&fresh, "vivavoce", "js", &minified(&glue, true)?)?,
        wasm: store(&fresh, "vivavoce", "wasm", &fs::read(&optimised)?)?,
        markdown_glue: store(
            &fresh,
            "markdown",
            "js",
            &minified(&boot.join("markdown.js"), true)?,
        )?,
        markdown_wasm: store(&fresh, "markdown", "wasm", &fs::read(&markdown_optimised)?)?,
    };
    host_script(
        &fresh,
        &minified(&root().join("host").join("viva-voce.js"), true)?,
    )?;
    fs::write(fresh.join("index.html"), page::compose(&source, &assets)?)?;
    let name = "vivavoce-guests";
    let guests = Assets {
        style: store(&fresh, name, "css", &minified(&guests_styles, false)?)?,
        glue: store(&fresh, name, "js", &minified(&guests_glue, true)?)?,
        wasm: store(&fresh, name, "wasm", &fs::read(&guests_optimised)?)?,
        ..assets
    };
    fs::write(fresh.join("guests.html"), page::compose(&source, &guests)?)?;
    bind(&bindgen, &playground_wasm, "playground", &work)?;
    playground(&fresh, &work, &wasm_opt, &guests, &minified)?;
    fs::write(fresh.join(".stamp"), &stamp)?;
    if dist().exists() {
        fs::remove_dir_all(dist())?;
    }
    fs::rename(&fresh, dist()).context("putting dist in its place")
}

/// The glue and the Wasm of a module, as `NAME.js` and `NAME_bg.wasm`.
fn bind(bindgen: &Path, module: &Path, name: &str, work: &Path) -> Result<()> {
    step(
        Command::new(bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            .arg("--out-dir")
            .arg(work)
            .arg(module),
    )?;
    no_markup(&work.join(format!("{name}.js")))
}

/// The playground's page and files. It is no part of what an embed weighs, so it is optimised once
/// and quickly.
fn playground(
    dist: &Path,
    work: &Path,
    wasm_opt: &Path,
    widget: &Assets,
    minified: &dyn Fn(&Path, bool) -> Result<Vec<u8>>,
) -> Result<()> {
    let folder = root().join("crates").join("playground");
    let optimised = work.join("playground.opt.wasm");
    step(
        Command::new(wasm_opt)
            .arg("-Os")
            .args(WASM_FEATURES)
            .args(["--strip-debug", "--strip-producers"])
            .arg("--strip-target-features")
            .arg(work.join("playground_bg.wasm"))
            .arg("-o")
            .arg(&optimised),
    )?;
    let mut style = String::new();
    for file in PLAYGROUND_STYLES {
        style +=
            &fs::read_to_string(root().join(file)).with_context(|| format!("reading {file}"))?;
    }
    let all_styles = work.join("playground.css");
    fs::write(&all_styles, style)?;
    let style = store(dist, "playground", "css", &minified(&all_styles, false)?)?;
    let boot = minified(&folder.join("boot").join("boot.js"), true)?;
    let boot = store(dist, "playground-boot", "js", &boot)?;
    let glue = minified(&work.join("playground.js"), true)?;
    let glue = store(dist, "playground", "js", &glue)?;
    let wasm = store(dist, "playground", "wasm", &fs::read(&optimised)?)?;
    let source = fs::read_to_string(folder.join("index.html"))?;
    let named = [
        ("style", style),
        ("boot", boot),
        ("glue", glue),
        ("wasm", wasm),
        // Transcripts are drawn as the widget draws them.
        ("markdown-glue", widget.markdown_glue.clone()),
        ("markdown-wasm", widget.markdown_wasm.clone()),
    ];
    fs::write(dist.join("playground.html"), page::fill(&source, &named)?)?;
    Ok(())
}

/// Makes the glue for `wasm`, and `wasm` small: where both lie.
fn glue(
    bindgen: &Path,
    wasm_opt: &Path,
    work: &Path,
    name: &str,
    wasm: &Path,
) -> Result<(PathBuf, PathBuf)> {
    bind(bindgen, wasm, name, work)?;
    let script = work.join(format!("{name}.js"));
    let optimised = work.join(format!("{name}.opt.wasm"));
    let long_named = work.join(format!("{name}.long.wasm"));
    optimise(wasm_opt, &work.join(format!("{name}_bg.wasm")), &long_named)?;
    names::shorten(wasm_opt, &long_named, &optimised, &script)?;
    Ok((script, optimised))
}

/// The page's Trusted Types let no string become markup. What the glue does not name the Wasm cannot
/// do, so one look here shows that nothing ever tries.
fn no_markup(glue: &Path) -> Result<()> {
    let text = fs::read_to_string(glue)?;
    for sink in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "srcdoc",
    ] {
        anyhow::ensure!(
            !text.contains(sink),
            "{} uses {sink}, which its page forbids. A `view!` with an element of fixed \
             content becomes markup: build it with `browser::element::el` instead",
            glue.display()
        );
    }
    Ok(())
}

/// The element for host pages: under its own name, which always is the newest, and under a hashed
/// one for pages that pin it by `integrity`. `viva-voce.json` tells them and the versioned one; all
/// have the same content.
fn host_script(dist: &Path, content: &[u8]) -> Result<()> {
    let pinned = store(dist, "viva-voce", "js", content)?;
    newest(dist, "viva-voce.js", content)?;
    let version = env!("CARGO_PKG_VERSION");
    let told = serde_json::json!({
        "version": version,
        "src": pinned.address,
        "integrity": pinned.integrity,
        "addresses": {
            "newest": "/viva-voce.js",
            "versioned": format!("/viva-voce@{version}.js"),
            "immutable": pinned.address,
        },
    });
    fs::write(
        dist.join("assets").join("viva-voce.json"),
        format!("{told}\n"),
    )?;
    Ok(())
}

/// Under its hashed name for the page, and under its own for pages from before an update, whose hashed
/// name nobody knows any more.
fn guard(dist: &Path, content: &[u8]) -> Result<Asset> {
    newest(dist, "guard.js", content)?;
    store(dist, "guard", "js", content)
}

/// Under a name that stays; what it holds changes with the build.
fn newest(dist: &Path, file: &str, content: &[u8]) -> Result<()> {
    let path = dist.join("assets").join(file);
    fs::write(&path, content)?;
    fs::write(with_ending(&path, "br"), brotli_of(content)?)?;
    fs::write(with_ending(&path, "gz"), gzip_of(content)?)?;
    Ok(())
}

/// Changes whenever anything that goes into `dist` does.
fn stamp_of(built: &[&Path]) -> Result<String> {
    let mut hash = Sha256::new();
    let mut files: Vec<PathBuf> = built.iter().map(|path| path.to_path_buf()).collect();
    files.push(root().join("index.html"));
    files.push(root().join("crates/playground/index.html"));
    files.extend(PLAYGROUND_STYLES.map(|file| root().join(file)));
    let folders = [
        "src/boot",
        "style",
        "host",
        "xtask/src",
        "crates/playground/boot",
    ];
    for folder in folders {
        for entry in
            fs::read_dir(root().join(folder)).with_context(|| format!("reading {folder}"))?
        {
            let path = entry?.path();
            if path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    for file in files {
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(fs::read(&file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(hex(&hash.finalize()))
}

fn optimise(wasm_opt: &Path, from: &Path, to: &Path) -> Result<()> {
    step(
        Command::new(wasm_opt)
            .args(["-Oz", "--converge"])
            .args(WASM_FEATURES)
            .args(["--strip-debug", "--strip-producers"])
            .arg("--strip-target-features")
            .arg(from)
            .arg("-o")
            .arg(to),
    )
}

/// Modules are bundled with what they import; classic scripts and styles are only minified.
fn minify(esbuild: &Path, file: &Path, module: bool) -> Result<Vec<u8>> {
    let mut command = Command::new(esbuild);
    command.arg(file).args([
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        "--target=es2022",
    ]);
    if module {
        command.args(["--bundle", "--format=esm"]);
    }
    let output = command
        .current_dir(root())
        .output()
        .context("could not start esbuild")?;
    anyhow::ensure!(
        output.status.success(),
        "minifying {} failed:\n{}",
        file.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output.stdout)
}

fn store(dist: &Path, name: &str, ending: &str, content: &[u8]) -> Result<Asset> {
    let hash = hex(&Sha256::digest(content));
    let file = format!("{name}-{}.{ending}", hash.get(..12).unwrap_or(&hash));
    let path = dist.join("assets").join(&file);
    fs::write(&path, content)?;
    fs::write(with_ending(&path, "br"), brotli_of(content)?)?;
    fs::write(with_ending(&path, "gz"), gzip_of(content)?)?;
    let integrity = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(content));
    Ok(Asset {
        address: format!("/assets/{file}"),
        integrity: format!("sha384-{integrity}"),
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

pub fn brotli_of(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut out, &parameters)?;
    Ok(out)
}

fn gzip_of(content: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
