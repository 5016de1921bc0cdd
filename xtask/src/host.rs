//! What stands beside the element for host pages: its types, its package, its React component.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::{root, say, step, target};
use crate::tools;

/// Holds the types against pages written in TypeScript, for the newest and the oldest React, and
/// bundles the page of the React stories with either.
pub fn check() -> Result<()> {
    let page = react_page();
    let older = page.with_file_name("page-18.bundle.js");
    for (name, modules, bundle) in [
        ("host-types", tools::react()?, page),
        ("host-types-18", tools::react_18()?, older),
    ] {
        say("Types of the element and its React component");
        let packages = ["react", "react-dom", "scheduler", "@types", "csstype"];
        let work = project(name, &modules, &packages)?;
        step(Command::new(tools::tsc()?).arg("--project").arg(&work))?;

        say("The page of the React stories");
        step(
            Command::new(tools::esbuild()?)
                .arg(work.join("page.js"))
                .args(["--bundle", "--format=esm", "--target=es2022"])
                .args(["--define:process.env.NODE_ENV=\"development\""])
                .arg("--log-level=warning")
                .arg(format!("--outfile={}", bundle.display())),
        )?;
    }
    Ok(())
}

/// Holds the types for Vue's and Svelte's templates against components that use the element.
pub fn check_typings() -> Result<()> {
    let modules = tools::templates()?;
    let check = |framework: &str, program: &str, more: fn(&mut Command, &Path)| {
        say(&format!("Types of the element in {framework}'s templates"));
        let work = project(&format!("host-types-{framework}"), &modules, &[framework])?;
        let mut program = Command::new(modules.join(".bin").join(program));
        more(&mut program, &work);
        step(&mut program)
    };
    check("vue", "vue-tsc", |program, work| {
        program.arg("--project").arg(work.join("tsconfig.vue.json"));
    })?;
    check("svelte", "svelte-check", |program, work| {
        program.arg("--workspace").arg(work);
        program
            .arg("--tsconfig")
            .arg(work.join("tsconfig.svelte.json"));
        program.arg("--fail-on-warnings");
    })
}

/// A folder with our package and these of `modules` installed, and the test pages in it.
fn project(name: &str, modules: &Path, packages: &[&str]) -> Result<PathBuf> {
    let work = target().join(name);
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
    for name in packages {
        let package = modules.join(name);
        link(&package, &installed.join(name))?;
    }
    for entry in fs::read_dir(root().join("host/tests")).context("reading host/tests")? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, work.join(name))?;
        }
    }
    Ok(work)
}

fn link(to: &Path, at: &Path) -> Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, at)?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(to, at)?;
    Ok(())
}

/// Where the stories find the bundled page; beside it lies that of React 18.
pub fn react_page() -> PathBuf {
    target().join("host-types").join("page.bundle.js")
}

/// The package as npm packs it, which is the same for the same files, for whom our server offers it to.
pub fn packed(work: &Path) -> Result<Vec<u8>> {
    package()?;
    step(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(work)
            .arg(root().join("host")),
    )?;
    let file = format!("viva-voce-{}.tgz", env!("CARGO_PKG_VERSION"));
    fs::read(work.join(&file)).with_context(|| format!("reading {file}"))
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
