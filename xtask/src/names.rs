//! Short names for what the glue and the Wasm call each other by.
//!
//! wasm-bindgen's names hold sixteen hex digits each, which no compression can shorten, and they
//! stand in both files: together some five kilobytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::bundle::WASM_FEATURES;
use crate::split::{LOAD, LOADER};

/// What the glue calls the module of all its imports.
pub const MODULE: &str = "a";

/// Gives the imports and exports of `from` short names, in `to` and in `glue`.
pub fn shorten(wasm_opt: &Path, from: &Path, to: &Path, glue: &Path) -> Result<Names> {
    let output = Command::new(wasm_opt)
        .arg("--minify-imports-and-exports-and-modules")
        .args(WASM_FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to)
        .output()
        .context("could not start wasm-opt")?;
    ensure!(
        output.status.success(),
        "renaming in {} failed:\n{}",
        from.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    let renamed: Value = serde_json::from_slice(&output.stdout)
        .context("wasm-opt did not tell which names it changed")?;
    let names = Names::read(&renamed);
    let script = fs::read_to_string(glue)?;
    fs::write(glue, in_glue(&script, &names)?)?;
    Ok(names)
}

/// What was called what before, and what it is called now.
pub struct Names {
    /// Module, name before, name now.
    imports: Vec<[String; 3]>,
    /// Name before, name now.
    exports: Vec<[String; 2]>,
}

impl Names {
    /// From `{"imports": [[module, before, now]…], "exports": [[before, now]…]}`.
    pub fn read(renamed: &Value) -> Names {
        let rows = |kind: &str| renamed[kind].as_array().cloned().unwrap_or_default();
        let word = |row: &Value, at: usize| row[at].as_str().unwrap_or_default().to_owned();
        Names {
            imports: rows("imports")
                .iter()
                .map(|row| [0, 1, 2].map(|at| word(row, at)))
                .collect(),
            exports: rows("exports")
                .iter()
                .map(|row| [0, 1].map(|at| word(row, at)))
                .collect(),
        }
    }

    /// What an import is called now.
    pub fn import(&self, before: &str) -> Option<String> {
        let found = self.imports.iter().find(|[_, known, _]| known == before);
        found.map(|[.., now]| now.clone())
    }

    /// `script` with the exports by the names they have now.
    pub fn in_members(&self, script: &str) -> String {
        let mut script = script.to_owned();
        for [before, now] in &self.exports {
            script = replace_member(&script, "wasm.", before, now);
        }
        script
    }

    /// What an export is called now.
    pub fn export<'a>(&'a self, before: &'a str) -> &'a str {
        let found = self.exports.iter().find(|[known, _]| known == before);
        found.map_or(before, |[_, now]| now)
    }
}

fn in_glue(script: &str, names: &Names) -> Result<String> {
    let mut script = with_chunks(script);
    for [_, before, now] in &names.imports {
        // As keys of the object the module is instantiated with: `name: function(…) {`.
        let keys = script.matches(&format!("\n        {before}: ")).count();
        ensure!(keys == 1, "the glue names the import {before} {keys} times");
        script = script.replace(
            &format!("\n        {before}: "),
            &format!("\n        {now}: "),
        );
    }
    script = names.in_members(&script);
    let modules: BTreeSet<&str> = names
        .imports
        .iter()
        .map(|[module, ..]| module.as_str())
        .collect();
    for module in modules {
        let used = format!("\"{module}\": import0");
        ensure!(
            script.contains(&used),
            "the glue does not name the module {module}"
        );
        script = script.replace(&used, &format!("\"{MODULE}\": import0"));
    }
    Ok(script)
}

/// Glue that calls the loader of chunks (`src/browser/chunk.rs`) imports it.
fn with_chunks(script: &str) -> String {
    let import = match script.contains(&format!("{LOAD}(")) {
        true => format!("import {{ {LOAD} }} from \"{LOADER}\";\n"),
        false => String::new(),
    };
    import + script
}

/// `wasm.before` becomes `wasm.after`, where `before` is the whole member.
fn replace_member(script: &str, object: &str, before: &str, after: &str) -> String {
    let found = format!("{object}{before}");
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((head, tail)) = rest.split_once(&found) {
        out.push_str(head);
        let goes_on =
            tail.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$');
        out.push_str(if goes_on { &found } else { object });
        out.push_str(if goes_on { "" } else { after });
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
function go() { wasm.run(); wasm.runner(); }
    const import0 = {
        __proto__: null,
        __wbg_log_12: function(a) {},
        __wbg_log_1: function(a) {},
    };
    return { \"./x_bg.js\": import0 };
";

    fn renamed() -> Names {
        Names::read(&serde_json::json!({
            "imports": [["./x_bg.js", "__wbg_log_1", "a"], ["./x_bg.js", "__wbg_log_12", "b"]],
            "exports": [["run", "c"], ["runner", "d"]],
        }))
    }

    #[test]
    fn names_that_begin_alike_are_told_apart() {
        let glue = in_glue(GLUE, &renamed()).unwrap();
        assert!(glue.contains("wasm.c(); wasm.d();"), "{glue}");
        assert!(glue.contains("\n        b: function") && glue.contains("\n        a: function"));
        assert!(glue.contains("\"a\": import0"));
    }

    #[test]
    fn glue_that_loads_chunks_imports_their_loader() {
        let calls = GLUE.replace("a) {}", "a) { return loadChunk(a); }");
        let glue = in_glue(&calls, &renamed()).unwrap();
        assert!(
            glue.starts_with("import { loadChunk } from \"./chunks.js\";\nfunction"),
            "{glue}"
        );
        assert!(!in_glue(GLUE, &renamed()).unwrap().contains("import {"));
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        assert!(in_glue("import nothing", &renamed()).is_err());
    }
}
