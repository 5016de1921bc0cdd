//! The descriptions of the APIs, as others' tools take them: three validators, and clients that three
//! generators make, each of which makes a scenario, talks in it and lists its sessions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::command::{cargo, root, say, step, target};
use crate::server::{KEY, Server};
use crate::tools::{self, DocumentTools};

/// Validates every description and calls our own API with clients made of it.
pub fn prove() -> Result<()> {
    let tools = tools::document_tools()?;
    cargo(&["build", "--package", "vivavoce-server"])?;
    let folder = target().join("documents");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    let server = Server::start(&folder, "")?;
    let list: Value = serde_json::from_slice(&server.get("/api/documents.json")?)?;
    let documents = list["documents"]
        .as_array()
        .context("the list of documents")?;
    let rules = folder.join("spectral.yaml");
    fs::write(&rules, "extends: [\"spectral:oas\"]\n")?;
    let mut own = None;
    for document in documents {
        let name = document["name"].as_str().context("a name")?;
        let path = folder.join(format!("{name}.json"));
        fs::write(
            &path,
            server.get(document["address"].as_str().context("an address")?)?,
        )?;
        say(&format!("Validating the description of {name}"));
        step(Command::new(tools.python("openapi-spec-validator")).arg(&path))?;
        step(Command::new(tools.node("redocly")).arg("lint").arg(&path))?;
        step(
            Command::new(tools.node("spectral"))
                .args(["lint", "--quiet", "--fail-severity", "error", "--ruleset"])
                .args([&rules, &path]),
        )?;
        generated(&tools, name, &path, &folder)?;
        if name == "vivavoce" {
            own = Some(path);
        }
    }
    let own = own.context("our own description")?;
    typescript(&tools, &own, &folder, &server)?;
    let made = folder.join("python-vivavoce");
    python(&tools, "client.py", &made, &server)?;
    python(
        &tools,
        "generated.py",
        &folder.join("generated-vivavoce"),
        &server,
    )
}

/// What the two generators of Python make of a description.
fn generated(tools: &DocumentTools, name: &str, document: &Path, folder: &Path) -> Result<()> {
    say(&format!("Making clients of {name}"));
    step(
        Command::new(tools.python("openapi-python-client"))
            .args(["generate", "--overwrite", "--meta", "none", "--path"])
            .arg(document)
            .arg("--output-path")
            .arg(package(
                &folder.join(format!("python-{name}")),
                "viva_voce_client",
            )?),
    )?;
    step(
        Command::new(tools.python("openapi-generator-cli"))
            .args([
                "generate",
                "-g",
                "python",
                "--package-name",
                "viva_voce_generated",
                "-i",
            ])
            .arg(document)
            .arg("-o")
            .arg(folder.join(format!("generated-{name}")))
            .stdout(Stdio::null()),
    )
}

/// A folder for a package within one that Python looks packages up in.
fn package(folder: &Path, name: &str) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    Ok(folder.join(name))
}

fn typescript(
    tools: &DocumentTools,
    document: &Path,
    folder: &Path,
    server: &Server,
) -> Result<()> {
    say("A client that openapi-typescript types");
    let place = folder.join("typescript");
    fs::create_dir_all(&place)?;
    step(
        Command::new(tools.node("openapi-typescript"))
            .arg(document)
            .arg("-o")
            .arg(place.join("vivavoce.d.ts")),
    )?;
    fs::copy(
        root().join("tests/documents/client.ts"),
        place.join("client.ts"),
    )?;
    fs::write(place.join("package.json"), r#"{ "type": "module" }"#)?;
    // Where the packages are, for the compiler and for node.
    let modules = place.join("node_modules");
    if !modules.exists() {
        std::os::unix::fs::symlink(tools.modules(), &modules)?;
    }
    let options = json!({
        "compilerOptions": {
            "strict": true, "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true,
            "module": "nodenext", "target": "es2022", "types": ["node"], "outDir": "out",
        },
        "files": ["client.ts"],
    });
    fs::write(place.join("tsconfig.json"), options.to_string())?;
    step(Command::new(tools.node("tsc")).arg("--project").arg(&place))?;
    step(
        Command::new("node")
            .arg(place.join("out/client.js"))
            .args([&server.url(), KEY]),
    )
}

/// Runs one of our programs with the client in `packages`.
fn python(tools: &DocumentTools, program: &str, packages: &Path, server: &Server) -> Result<()> {
    say(&format!("A client in Python: {program}"));
    step(
        Command::new(tools.python("python"))
            .arg(root().join("tests/documents").join(program))
            .args([&server.url(), KEY])
            .env("PYTHONPATH", packages),
    )
}
