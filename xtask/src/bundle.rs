//! Builds the widget into `dist/`: hashed, minified, compressed.
//!
//! `dist/index.html` is the embed page; everything else lies in `dist/assets/` under a name that holds
//! its hash, beside its `.br` and `.gz`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use sha2::{Digest as _, Sha256, Sha384};

use vivavoce_locales::widget as texts;

use crate::command::{root, say, step, target};
use crate::compile::{self, Modules};
use crate::module::Module;
use crate::names::Names;
use crate::split::{self, ChunkFile, Chunks};
use crate::{glue, host, names, notices, page, tools, unmade};

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
    "crates/pages/static/front.css",
    "style/prose.css",
    "crates/playground/style/playground.css",
];

/// One file of `dist/assets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// `/assets/NAME-HASH.EXT`
    pub address: String,
    /// For the `integrity` attribute.
    pub integrity: String,
}

impl Asset {
    /// Its address, as it is below the deployment's base: `assets/NAME-HASH.EXT`.
    pub fn below_base(&self) -> &str {
        self.address.trim_start_matches('/')
    }

    /// Its name in `dist/assets`.
    pub fn file(&self) -> &str {
        self.address.rsplit('/').next().unwrap_or_default()
    }
}

/// What makes a module small.
struct Tools {
    bindgen: PathBuf,
    wasm_opt: PathBuf,
    wasm_merge: PathBuf,
    esbuild: PathBuf,
}

impl Tools {
    fn find() -> Result<Tools> {
        Ok(Tools {
            bindgen: tools::wasm_bindgen()?,
            wasm_opt: tools::wasm_opt()?,
            wasm_merge: tools::wasm_merge()?,
            esbuild: tools::esbuild()?,
        })
    }
}

/// What every chunk is made of, for the server, which has a page load ahead what it will need.
pub const CHUNKS: &str = "chunks.json";

/// The addresses the page needs.
#[derive(Clone, Debug)]
pub struct Assets {
    pub style: Asset,
    /// On paper only.
    pub print: Asset,
    pub guard: Asset,
    pub boot: Asset,
    pub glue: Asset,
    pub wasm: Asset,
    pub markdown_glue: Asset,
    pub markdown_wasm: Asset,
    /// The interface's texts in a language, which stands where the `*` is; below the base.
    pub words: String,
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
    let tools = Tools::find()?;

    say("Building the widget (the first time takes a few minutes)");
    let Modules {
        widget: widget_wasm,
        markdown: markdown_wasm,
        playground: playground_wasm,
    } = compile::modules()?;

    let stamp = stamp_of(&[&widget_wasm, &markdown_wasm, &playground_wasm])?;
    let stamp_file = dist().join(".stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|before| before == stamp) {
        return notices::write(&dist().join("licenses.txt"));
    }

    say("Bundling the widget");
    let work = target().join("widget");
    fs::create_dir_all(&work)?;
    let markdown_optimised = work.join("markdown.opt.wasm");
    optimise(&tools.wasm_opt, &markdown_wasm, &markdown_optimised)?;

    let source = fs::read_to_string(root().join("index.html")).context("reading index.html")?;
    let sheet = |file: &str| {
        fs::read_to_string(root().join(file)).with_context(|| format!("reading {file}"))
    };
    let sheets = page::stylesheets(&source, false);
    let style = sheets
        .iter()
        .filter(|file| !split::SHEETS.iter().any(|(_, later)| later == file))
        .map(|file| sheet(file))
        .collect::<Result<String>>()?;
    let all_styles = work.join("embed.css");
    fs::write(&all_styles, &style)?;
    let paper = page::stylesheets(&source, true);
    let paper = paper
        .iter()
        .map(|file| sheet(file))
        .collect::<Result<String>>()?;
    let on_paper = work.join("print.css");
    fs::write(&on_paper, paper)?;

    // Written beside and then exchanged, so that a running server never serves half of it.
    let fresh = target().join("dist.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(fresh.join("assets"))?;
    let minified = |file: &Path, module: bool| minify(&tools.esbuild, file, module);
    let mut stored = BTreeMap::new();
    for (chunk, file) in split::SHEETS {
        let content = minified(&root().join(file), false)?;
        stored.insert(split::sheet(chunk), store(&fresh, chunk, "css", &content)?);
    }
    let built = module(&tools, &fresh, &widget_wasm, stored)?;
    let boot = root().join("src").join("boot");
    let assets = Assets {
        style: store(&fresh, "embed", "css", &minified(&all_styles, false)?)?,
        print: store(&fresh, "print", "css", &minified(&on_paper, false)?)?,
        guard: guard(&fresh, &minified(&boot.join("guard.js"), false)?)?,
        boot: store(
            &fresh,
            "boot",
            "js",
            &minified(&boot.join("boot.js"), true)?,
        )?,
        glue: store(&fresh, "vivavoce", "js", &minified(&built.glue, true)?)?,
        wasm: store(&fresh, "vivavoce", "wasm", &fs::read(&built.wasm)?)?,
        markdown_glue: store(
            &fresh,
            "markdown",
            "js",
            &minified(&boot.join("markdown.js"), true)?,
        )?,
        markdown_wasm: store(&fresh, "markdown", "wasm", &fs::read(&markdown_optimised)?)?,
        words: words(&fresh)?,
    };
    host_script(
        &fresh,
        &minified(&root().join("host").join("viva-voce.js"), true)?,
    )?;
    fs::write(
        fresh.join("assets").join("viva-voce.tgz"),
        host::packed(&work)?,
    )?;
    fs::write(fresh.join("index.html"), page::compose(&source, &assets)?)?;
    fs::write(fresh.join(CHUNKS), chunk_list(&built.chunks))?;
    bind(&tools.bindgen, &playground_wasm, "playground", &work, &[])?;
    playground(&fresh, &work, &tools.wasm_opt, &assets, &minified)?;
    fs::write(fresh.join(".stamp"), &stamp)?;
    if dist().exists() {
        fs::remove_dir_all(dist())?;
    }
    notices::write(&fresh.join("licenses.txt"))?;
    fs::rename(&fresh, dist()).context("putting dist in its place")
}

/// What wasm-bindgen makes of a module.
struct Bound {
    script: PathBuf,
    wasm: PathBuf,
}

fn bind(bindgen: &Path, module: &Path, name: &str, work: &Path, more: &[&str]) -> Result<Bound> {
    let script = work.join(format!("{name}.js"));
    let wasm = work.join(format!("{name}_bg.wasm"));
    step(
        Command::new(bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            .args(more)
            .arg("--out-dir")
            .arg(work)
            .arg(module),
    )?;
    unmade::remove(&script, &wasm)?;
    no_markup(&script)?;
    Ok(Bound { script, wasm })
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

/// A module of the widget's: its glue, its Wasm that every page loads, and its chunks in `dist`.
struct Built {
    glue: PathBuf,
    wasm: PathBuf,
    chunks: Chunks,
}

/// Splits `wasm`, makes the glue for it, and all of it small. `stored` has the chunks' style sheets.
fn module(
    tools: &Tools,
    dist: &Path,
    wasm: &Path,
    mut stored: BTreeMap<String, Asset>,
) -> Result<Built> {
    let folder = target().join("widget").join("split");
    fs::create_dir_all(&folder)?;
    let mut parts = split::apart(wasm, "vivavoce.js", &folder)?;
    let First { glue, wasm, names } = first(tools, dist, &mut parts, &folder, &mut stored)?;
    for part in parts.files() {
        let (joined, chunk) = (folder.join("joined.wasm"), folder.join("chunk.wasm"));
        let output = Command::new(&tools.wasm_merge)
            .args(WASM_FEATURES)
            .args(parts.joined(part, &names)?)
            .arg("-o")
            .arg(&joined)
            .output()
            .context("could not start wasm-merge")?;
        // It also warns of names it does not know, which are not kept anyway.
        anyhow::ensure!(
            output.status.success(),
            "joining the modules of {} failed:\n{}",
            part.name,
            String::from_utf8_lossy(&output.stderr)
        );
        optimise(&tools.wasm_opt, &joined, &chunk)?;
        let asset = store(dist, &part.name, "wasm", &fs::read(&chunk)?)?;
        stored.insert(part.name.clone(), asset);
    }
    let source = fs::read_to_string(root().join("src/boot/chunks.js"))?;
    let loader = parts.loader(&source, &stored)?;
    fs::write(folder.join(split::LOADER), loader)?;
    Ok(Built {
        glue,
        wasm,
        chunks: parts.assets(&stored)?,
    })
}

/// The module that every page loads, small, and its glue.
struct First {
    glue: PathBuf,
    wasm: PathBuf,
    names: Names,
}

/// Makes the first module and its glue, and stores the glue that only chunks need.
fn first(
    tools: &Tools,
    dist: &Path,
    parts: &mut split::Parts,
    folder: &Path,
    stored: &mut BTreeMap<String, Asset>,
) -> Result<First> {
    let arguments = &split::BIND_ARGUMENTS;
    let bound = bind(&tools.bindgen, &parts.main, "vivavoce", folder, arguments)?;
    parts.lighten(&bound.wasm)?;
    let long = optimised(tools, &bound, folder)?;
    let second = second_glue(parts, &bound.script, &long)?;
    let first = named(tools, bound, &long, folder)?;
    let script = folder.join("glue.js");
    fs::write(&script, first.names.in_members(&second.script))?;
    let script = minify(&tools.esbuild, &script, true)?;
    let script = store(dist, split::SECOND, "js", &script)?;
    stored.insert(split::SECOND.to_owned(), script);
    parts.write_moved(|name| {
        let key = second.keys.get(name).cloned();
        key.or_else(|| first.names.import(name))
            .with_context(|| format!("nobody makes {name}"))
    })?;
    Ok(first)
}

/// A bound module, optimised while its names are long.
fn optimised(tools: &Tools, bound: &Bound, folder: &Path) -> Result<PathBuf> {
    let long = folder.join("long.wasm");
    optimise(&tools.wasm_opt, &bound.wasm, &long)?;
    Ok(long)
}

/// With short names.
fn named(tools: &Tools, bound: Bound, long: &Path, folder: &Path) -> Result<First> {
    let small = folder.join("small.wasm");
    let names = names::shorten(&tools.wasm_opt, long, &small, &bound.script)?;
    Ok(First {
        glue: bound.script,
        wasm: small,
        names,
    })
}

/// The glue that only chunks need.
struct Second {
    script: String,
    /// What it calls its imports, by their names in the first.
    keys: BTreeMap<String, String>,
}

/// Takes what only chunks import out of the glue, whose module is `first`.
fn second_glue(parts: &split::Parts, glue: &Path, first: &Path) -> Result<Second> {
    let first = fs::read(first)?;
    let kept = Module::read(&first)?.imports;
    let kept: BTreeSet<String> = kept.iter().map(|import| import.name.to_owned()).collect();
    let imported = parts.imported()?;
    let keys: BTreeMap<String, String> = imported
        .difference(&kept)
        .zip(0..)
        .map(|(name, number)| (name.clone(), number.to_string()))
        .collect();
    let script = fs::read_to_string(glue)?;
    let [rest, script] = glue::part(&script, &kept, &keys, names::MODULE)?;
    fs::write(glue, rest)?;
    Ok(Second { script, keys })
}

/// The glue and the Wasm of a widget to which no chunk ever comes: what the real ones weigh beyond
/// these, every page carries for chunks it may never load.
pub fn bare() -> Result<[Vec<u8>; 2]> {
    say("Building the widget without its chunks, to compare");
    let tools = Tools::find()?;
    let folder = target().join("widget").join("bare");
    fs::create_dir_all(&folder)?;
    let bound = bind(&tools.bindgen, &compile::bare()?, "vivavoce", &folder, &[])?;
    let long = optimised(&tools, &bound, &folder)?;
    let First { glue, wasm, .. } = named(&tools, bound, &long, &folder)?;
    Ok([minify(&tools.esbuild, &glue, true)?, fs::read(wasm)?])
}

/// `{"NAME": [{"address": …, "integrity": …, "stated": …}…]}`, with addresses below the deployment's base.
fn chunk_list(chunks: &Chunks) -> String {
    let file = |file: &ChunkFile| {
        let ChunkFile { asset, stated } = file;
        let (address, integrity) = (asset.below_base(), &asset.integrity);
        serde_json::json!({ "address": address, "integrity": integrity, "stated": stated })
    };
    let rows = chunks.iter().map(|(name, files)| {
        let files = files.iter().map(file).collect();
        (name.clone(), serde_json::Value::Array(files))
    });
    format!("{}\n", serde_json::Value::Object(rows.collect()))
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
            "{} uses {sink}, which its page forbids. An element inside a `view!` that is all \
             literals becomes markup: docs/contributing/widget.md says how it does not",
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
        // Site owners copy it, so it is as long as it always was.
        "integrity": format!("sha384-{}", base64_of(&Sha384::digest(content))),
        "addresses": {
            "newest": "/viva-voce.js",
            "versioned": format!("/viva-voce@{version}.js"),
            "immutable": pinned.address,
        },
        "package": format!("/viva-voce@{version}.tgz"),
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

/// The files of the interface's languages. All names hold one hash, so that the page needs no list of
/// them.
fn words(dist: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    let english = vivavoce_core::language::ENGLISH;
    for (language, file) in texts::FILES {
        hash.update([language, "\n", file, "\n"].concat());
    }
    let hash = hex(&hash.finalize());
    let name = |language: &str| format!("words-{language}-{}.txt", hash.get(..12).unwrap_or(&hash));
    // English is built in.
    for (language, file) in texts::FILES.iter().filter(|(it, _)| *it != english) {
        newest(dist, &name(language), file.as_bytes())?;
    }
    Ok(format!("assets/{}", name("*")))
}

/// Under this very name, beside its compressed ones.
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
        "xtask/src/split",
        "crates/playground/boot",
        "crates/locales/widget",
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
            // What has one caller and is short goes into it; neighbours by name have more in common.
            .args(["--one-caller-inline-max-function-size", "50"])
            .arg("--reorder-functions-by-name")
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
    Ok(Asset {
        address: format!("/assets/{file}"),
        integrity: format!("sha256-{}", base64_of(&Sha256::digest(content))),
    })
}

fn base64_of(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
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
