//! The tools a step needs: found, installed, or named with what to type.
//!
//! Versions are pinned here and nowhere else, but for `wasm-bindgen`, which must equal the crate's
//! version in `Cargo.toml` (a test below holds them together).

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::command::{cargo_command, output_of, root, say, step};

const WASM_BINDGEN: &str = "0.2.118";
const CARGO_DENY: &str = "0.20.2";
const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";
const ESBUILD: &str = "0.25.12";
const DEEP_CHAT: &str = "2.4.2";
const AXE: &str = "4.11.1";
const TYPESCRIPT: &str = "5.9.3";
/// React with its types, for the tests of the element's component.
const REACT: [&str; 4] = [
    "react@19.2.0",
    "react-dom@19.2.0",
    "@types/react@19.2.2",
    "@types/react-dom@19.2.2",
];
/// The oldest React that the component is for.
const REACT_18: [&str; 4] = [
    "react@18.3.1",
    "react-dom@18.3.1",
    "@types/react@18.3.32",
    "@types/react-dom@18.3.7",
];
/// What reads `<viva-voce>` in templates, beside TypeScript.
const TEMPLATES: [&str; 4] = [
    "vue@3.5.45",
    "vue-tsc@3.3.14",
    "svelte@5.57.3",
    "svelte-check@4.7.8",
];
/// What reads the APIs' descriptions, beside TypeScript.
const DOCUMENTS_NPM: [&str; 5] = [
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
    "openapi-typescript@7.13.0",
    "openapi-fetch@0.17.0",
    "@types/node@24.10.0",
];
const DOCUMENTS_PYPI: [&str; 6] = [
    "openapi-spec-validator==0.9.0",
    "openapi-python-client==0.29.1",
    "openapi-generator-cli==7.26.0",
    // What the last one's clients stand on.
    "pydantic>=2",
    "python-dateutil",
    "urllib3",
];
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything at once, for those who like to wait only once.
pub fn everything() -> Result<()> {
    wasm_target()?;
    wasm_bindgen()?;
    wasm_opt()?;
    esbuild()?;
    axe()?;
    tsc()?;
    react()?;
    react_18()?;
    browser()?;
    fonts()?;
    trunk()?;
    cargo_deny()?;
    say("All tools are in place");
    Ok(())
}

/// Where our tools live: outside the checkout, so that every clone shares them.
fn folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("VIVAVOCE_TOOLS") {
        return Ok(folder.into());
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .context("neither VIVAVOCE_TOOLS nor HOME is set, so there is no place for tools")?;
    Ok(cache.join("vivavoce").join("tools"))
}

/// `PATH` with the folders of these programs first.
pub fn path_with(programs: &[PathBuf]) -> Result<OsString> {
    let ours = programs
        .iter()
        .filter_map(|program| program.parent().map(Path::to_owned));
    let before = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(ours.chain(env::split_paths(&before)))?)
}

pub fn wasm_target() -> Result<()> {
    let installed = output_of("rustup", &["target", "list", "--installed"]);
    let Some(installed) = installed else {
        // A toolchain that does not come from rustup: its own `libstd` must know the target.
        let sysroot = output_of("rustc", &["--print", "sysroot"]).unwrap_or_default();
        if Path::new(&sysroot)
            .join("lib/rustlib")
            .join(WASM_TARGET)
            .exists()
        {
            return Ok(());
        }
        bail!(
            "the Rust target {WASM_TARGET} is missing and rustup is not here to add it; \
               install rustup (https://rustup.rs), then type: rustup target add {WASM_TARGET}"
        );
    };
    if installed.lines().any(|line| line == WASM_TARGET) {
        return Ok(());
    }
    say("Adding the WebAssembly target to Rust");
    step(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}

/// Whether the standard library can be built from its source with `flags`: its source is here, or
/// could be added, and this rustc knows the flags. It says so where it cannot.
pub fn standard_library(flags: &[&str]) -> bool {
    let sysroot = output_of("rustc", &["--print", "sysroot"]).unwrap_or_default();
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    if !source.exists() && on_path("rustup").is_some() {
        say("Adding the source of Rust's standard library");
        // Whether it worked is seen below.
        step(Command::new("rustup").args(["component", "add", "rust-src"])).ok();
    }
    if !source.exists() {
        say(
            "Without the standard library's source (`rustup component add rust-src`) the widget \
             becomes about a tenth larger",
        );
        return false;
    }
    let knows_flags = Command::new("rustc")
        .args(flags)
        .args(["--target", WASM_TARGET, "--print", "cfg"])
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .is_ok_and(|output| output.status.success());
    if !knows_flags {
        say(
            "This rustc does not know the flags for the smallest build; the widget becomes about \
             a tenth larger",
        );
    }
    knows_flags
}

pub fn wasm_bindgen() -> Result<PathBuf> {
    from_crate(
        "wasm-bindgen-cli",
        WASM_BINDGEN,
        "wasm-bindgen",
        "about 3 minutes",
    )
}

pub fn wasm_bindgen_test_runner() -> Result<PathBuf> {
    Ok(wasm_bindgen()?.with_file_name(format!(
        "wasm-bindgen-test-runner{}",
        env::consts::EXE_SUFFIX
    )))
}

pub fn trunk() -> Result<PathBuf> {
    from_crate("trunk", TRUNK, "trunk", "about 8 minutes")
}

/// Reads licences and sources of what is built in.
pub fn cargo_deny() -> Result<PathBuf> {
    from_crate("cargo-deny", CARGO_DENY, "cargo-deny", "about 6 minutes")
}

pub fn wasm_opt() -> Result<PathBuf> {
    from_npm("binaryen", BINARYEN, "wasm-opt")
}

pub fn wasm_merge() -> Result<PathBuf> {
    from_npm("binaryen", BINARYEN, "wasm-merge")
}

pub fn esbuild() -> Result<PathBuf> {
    from_npm("esbuild", ESBUILD, "esbuild")
}

/// The script that looks for what keeps people out of a page.
pub fn axe() -> Result<PathBuf> {
    from_npm_file("axe-core", AXE, &Path::new("axe-core").join("axe.min.js"))
}

/// What `bench load` compares with: the whole of it in one script.
pub fn deep_chat() -> Result<PathBuf> {
    let script = Path::new("deep-chat").join("dist/deepChat.bundle.js");
    from_npm_file("deep-chat", DEEP_CHAT, &script)
}

pub fn tsc() -> Result<PathBuf> {
    from_npm("typescript", TYPESCRIPT, "tsc")
}

/// The `node_modules` that hold React.
pub fn react() -> Result<PathBuf> {
    let [first, ..] = REACT;
    let modules = folder()?.join(first.replace('@', "-")).join("node_modules");
    install(&REACT, &modules.join("@types/react-dom/package.json"))?;
    Ok(modules)
}

/// The same of the oldest one.
pub fn react_18() -> Result<PathBuf> {
    let [first, ..] = REACT_18;
    let modules = folder()?.join(first.replace('@', "-")).join("node_modules");
    install(&REACT_18, &modules.join("@types/react-dom/package.json"))?;
    Ok(modules)
}

/// The `node_modules` that hold Vue and Svelte with what checks their templates, and TypeScript.
pub fn templates() -> Result<PathBuf> {
    let [vue, ..] = TEMPLATES;
    let modules = folder()?.join(vue.replace('@', "-")).join("node_modules");
    let typescript = format!("typescript@{TYPESCRIPT}");
    let packages = [&TEMPLATES[..], &[&typescript]].concat();
    install(&packages, &modules.join(".bin/svelte-check"))?;
    Ok(modules)
}

/// Chromium and the driver that belongs to it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

pub fn browser() -> Result<Browser> {
    if let Some(browser) = installed_browser() {
        return Ok(browser);
    }
    apt(&["chromium", "chromium-driver"], "Chromium and its driver")?;
    installed_browser().context(
        "the browser tests need Chromium and its driver; on Debian type: \
         sudo apt-get install chromium chromium-driver \
         (or set CHROMIUM and CHROMEDRIVER to where they are)",
    )
}

/// Debian's fonts for what the widget speaks beside Latin, Greek and Cyrillic.
const FONTS: [&str; 3] = [
    "fonts-noto-cjk",
    "fonts-noto-core",
    "fonts-noto-color-emoji",
];
/// What fontconfig calls those, with emoji last.
const WRITTEN: [&str; 8] = ["zh-cn", "ja", "ko", "ar", "he", "hi", "th", "und-zsye"];

/// Letters for every language of the widget: without them its gallery shows boxes.
pub fn fonts() -> Result<()> {
    // Systems without fontconfig have them from the beginning.
    if on_path("fc-list").is_none() || unwritten().is_empty() {
        return Ok(());
    }
    apt(&FONTS, "fonts")?;
    let missing = unwritten();
    if !missing.is_empty() {
        bail!(
            "the gallery needs fonts for {}; on Debian type: sudo apt-get install {}",
            missing.join(", "),
            FONTS.join(" ")
        );
    }
    Ok(())
}

/// The languages that no font here has letters for.
fn unwritten() -> Vec<&'static str> {
    let has_none = |language: &&str| {
        let known = output_of("fc-list", &[&format!(":lang={language}"), "family"]);
        known.is_none_or(|known| known.is_empty())
    };
    WRITTEN.into_iter().filter(has_none).collect()
}

/// Installs Debian's packages, where that is ours to do.
fn apt(packages: &[&str], what: &str) -> Result<()> {
    let root = output_of("id", &["-u"]).is_some_and(|id| id == "0");
    if !root || on_path("apt-get").is_none() {
        return Ok(());
    }
    say(&format!("Installing {what}"));
    // Without fresh lists apt may know no package at all.
    step(Command::new("apt-get").args(["update", "--quiet"]))?;
    step(
        Command::new("apt-get")
            .args(["install", "--yes"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn installed_browser() -> Option<Browser> {
    let chromium = named_or_found(
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    )?;
    let driver = named_or_found("CHROMEDRIVER", &["chromedriver"])?;
    Some(Browser { chromium, driver })
}

fn named_or_found(variable: &str, names: &[&str]) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.exists())
        .or_else(|| names.iter().find_map(|name| on_path(name)))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

fn from_crate(package: &str, version: &str, program: &str, time: &str) -> Result<PathBuf> {
    let place = folder()?.join(format!("{package}-{version}"));
    let path = place
        .join("bin")
        .join(format!("{program}{}", env::consts::EXE_SUFFIX));
    if path.exists() {
        return Ok(path);
    }
    // One that is installed already serves as well, if it is the same version.
    if let Some(found) = on_path(program)
        && output_of(&found, &["--version"])
            .is_some_and(|text| text.split_whitespace().any(|word| word == version))
    {
        return Ok(found);
    }
    say(&format!("Installing {package} {version} ({time}, once)"));
    step(
        cargo_command()
            .args(["install", "--locked", "--root"])
            .arg(&place)
            .arg(format!("{package}@{version}"))
            // Our own build settings are not theirs.
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS"),
    )?;
    Ok(path)
}

/// Programs that read the APIs' descriptions.
pub struct DocumentTools {
    /// A `node_modules`.
    modules: PathBuf,
    /// The `bin` of a virtual environment.
    python: PathBuf,
}

impl DocumentTools {
    pub fn modules(&self) -> &Path {
        &self.modules
    }

    pub fn node(&self, program: &str) -> PathBuf {
        self.modules.join(".bin").join(program)
    }

    pub fn python(&self, program: &str) -> PathBuf {
        self.python.join(program)
    }
}

/// Validators and generators of clients. Only `prove documents` asks for them.
pub fn document_tools() -> Result<DocumentTools> {
    if on_path("java").is_none() {
        bail!(
            "a Java runtime is needed; on Debian type: sudo apt-get install default-jre-headless"
        );
    }
    let place = folder()?.join("documents-1");
    let modules = place.join("node_modules");
    let typescript = format!("typescript@{TYPESCRIPT}");
    let packages = [&DOCUMENTS_NPM[..], &[&typescript]].concat();
    install(&packages, &modules.join(".bin").join("redocly"))?;
    let python = place.join("python").join("bin");
    if !python.join("openapi-generator-cli").exists() {
        say("Installing validators and generators for Python");
        let made = step(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(place.join("python")),
        );
        made.context("on Debian type: sudo apt-get install python3-venv")?;
        step(
            Command::new(python.join("pip"))
                .args(["install", "--quiet"])
                .args(DOCUMENTS_PYPI),
        )?;
    }
    Ok(DocumentTools { modules, python })
}

/// Packages that `prove conformance` runs against. Their versions stand in `xtask/conformance`.
pub struct ConformanceTools {
    place: PathBuf,
}

impl ConformanceTools {
    /// A `node_modules`.
    pub fn modules(&self) -> PathBuf {
        self.place.join("node_modules")
    }

    /// A program of one of the environments, `agents`, `agent-framework` and `litellm`.
    pub fn python(&self, environment: &str, program: &str) -> PathBuf {
        self.place.join(environment).join("bin").join(program)
    }
}

/// Installs what stands in `xtask/conformance`, anew where a version there changed.
pub fn conformance() -> Result<ConformanceTools> {
    const LISTS: [&str; 6] = [
        "package.json",
        "package-lock.json",
        ".npmrc",
        "agents.txt",
        "agent-framework.txt",
        "litellm.txt",
    ];
    let from = root().join("xtask/conformance");
    let mut hash = Sha256::new();
    for list in LISTS {
        hash.update(fs::read(from.join(list)).with_context(|| format!("reading {list}"))?);
    }
    let hash: String = hash.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let place = folder()?.join(format!("conformance-{hash}"));
    let done = place.join("done");
    if !done.exists() {
        if on_path("npm").is_none() {
            bail!("npm is needed; on Debian type: sudo apt-get install npm");
        }
        say("Installing others' packages (about 2 minutes, once)");
        fs::create_dir_all(&place)?;
        for list in LISTS {
            fs::copy(from.join(list), place.join(list))?;
        }
        step(
            Command::new("npm")
                .args(["ci", "--no-fund", "--no-audit", "--silent", "--prefix"])
                .arg(&place),
        )?;
        for environment in ["agents", "agent-framework", "litellm"] {
            python_environment(&place, environment)?;
        }
        fs::write(&done, "")?;
    }
    Ok(ConformanceTools { place })
}

/// Installs what `NAME.txt` lists, which is everything, into the environment `NAME`.
fn python_environment(place: &Path, name: &str) -> Result<()> {
    let environment = place.join(name);
    let mut python = Command::new("python3");
    let made = step(python.args(["-m", "venv", "--clear"]).arg(&environment));
    made.context("on Debian type: sudo apt-get install python3-venv")?;
    step(
        Command::new(environment.join("bin/pip"))
            .args(["install", "--quiet", "--no-deps", "--requirement"])
            .arg(place.join(format!("{name}.txt"))),
    )
}

pub fn nginx() -> Result<PathBuf> {
    // Debian has it where only root looks.
    let found = || {
        on_path("nginx")
            .or_else(|| Some("/usr/sbin/nginx".into()).filter(|it: &PathBuf| it.exists()))
    };
    if found().is_none() {
        apt(&["nginx-light"], "nginx").ok();
    }
    found().context("nginx is needed; on Debian type: sudo apt-get install nginx-light")
}

fn from_npm(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    from_npm_file(package, version, &Path::new(".bin").join(program))
}

/// `file` is a path below the package's `node_modules`.
fn from_npm_file(package: &str, version: &str, file: &Path) -> Result<PathBuf> {
    let place = folder()?.join(format!("{package}-{version}"));
    let path = place.join("node_modules").join(file);
    install(&[&format!("{package}@{version}")], &path)?;
    Ok(path)
}

/// Installs npm packages into the folder above `node_modules`, unless `proof`, a file of theirs, is
/// there already.
fn install(packages: &[&str], proof: &Path) -> Result<()> {
    if proof.exists() {
        return Ok(());
    }
    let names = packages.join(" ");
    if on_path("npm").is_none() {
        bail!("npm is needed to install {names}; on Debian type: sudo apt-get install npm");
    }
    let place = proof
        .ancestors()
        .find(|path| path.ends_with("node_modules"))
        .and_then(Path::parent)
        .context("npm's files lie in node_modules")?;
    say(&format!("Installing {names}"));
    fs::create_dir_all(place)?;
    step(
        Command::new("npm")
            .args(["install", "--no-fund", "--no-audit", "--silent", "--prefix"])
            .arg(place)
            .args(packages),
    )?;
    if !proof.exists() {
        bail!("{names} was installed but brought no {}", proof.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_same_version_as_the_crate() {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("wasm-bindgen = \"={WASM_BINDGEN}\"")));
    }
}
