//! What stands beside the element for host pages: its types, its package, its React component.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::{root, say, step, target};
use crate::tools;

/// Holds the types against pages written in TypeScript, and bundles the page of the React story.
pub fn check() -> Result<()> {
    say("Types of the element and its React component");
    let (tsc, modules) = (tools::tsc()?, tools::react()?);
    let work = target().join("host-types");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    // Beside the packages, as in a project of its own: `viva-voce` is one of them.
    let installed = work.join("node_modules");
    fs::create_dir_all(installed.join("viva-voce"))?;
    for file in package()? {
        fs::copy(
            root().join("host").join(&file),
            installed.join("viva-voce").join(&file),
        )
        .with_context(|| format!("host/package.json names {file}"))?;
    }
    fs::copy(
        root().join("host/package.json"),
        installed.join("viva-voce/package.json"),
    )?;
    for name in ["react", "react-dom", "scheduler", "@types", "csstype"] {
        link(&modules.join(name), &installed.join(name))?;
    }
    for entry in fs::read_dir(root().join("host/tests")).context("reading host/tests")? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, work.join(name))?;
        }
    }
    step(Command::new(tsc).arg("--project").arg(&work))?;

    say("The page of the React story");
    step(
        Command::new(tools::esbuild()?)
            .arg(work.join("page.js"))
            .args(["--bundle", "--format=esm", "--target=es2022"])
            .args(["--define:process.env.NODE_ENV=\"development\""])
            .arg("--log-level=warning")
            .arg(format!("--outfile={}", react_page().display())),
    )
}

fn link(to: &Path, at: &Path) -> Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, at)?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(to, at)?;
    Ok(())
}

/// Where the stories find the bundled page.
pub fn react_page() -> PathBuf {
    target().join("host-types").join("page.bundle.js")
}

/// The files the package is made of. Errors: one that is missing, or a version that is not ours.
fn package() -> Result<Vec<String>> {
    let text = fs::read_to_string(root().join("host/package.json"))?;
    let package: serde_json::Value = serde_json::from_str(&text).context("host/package.json")?;
    ensure!(
        package["version"] == env!("CARGO_PKG_VERSION"),
        "host/package.json has the version {}, the workspace {}",
        package["version"],
        env!("CARGO_PKG_VERSION")
    );
    let files = package["files"].as_array().cloned().unwrap_or_default();
    Ok(files
        .iter()
        .filter_map(|file| file.as_str().map(str::to_owned))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_of_our_version_and_has_all_it_names() {
        let files = package().unwrap();
        assert!(files.len() > 5, "{files:?}");
        for file in files {
            assert!(root().join("host").join(&file).exists(), "{file}");
        }
    }

    #[test]
    fn the_package_carries_the_licences_of_the_repository() {
        for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let read = |folder: &str| fs::read_to_string(root().join(folder).join(name)).unwrap();
            assert_eq!(read("host"), read("."), "{name}");
        }
    }
}
