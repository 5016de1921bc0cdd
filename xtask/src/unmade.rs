//! Classes in wasm-bindgen's glue of which nobody makes a value. It writes one for every type that any
//! crate exports, and exports from the Wasm what they call, which then looks used.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;
use wasm_encoder::ExportSection;
use wasmparser::Payload;

use crate::module::rewritten;
use crate::script::{Items, members};

/// What the glue calls the object of the Wasm's exports.
const EXPORTS: &str = "wasm";
/// How the one statement begins that names a class beside it and those that make values of it.
const DISPOSED: &str = "if (Symbol.dispose) ";

/// Takes them out of a glue and its Wasm.
pub fn remove(script: &Path, wasm: &Path) -> Result<()> {
    let text = fs::read_to_string(script)?;
    let Parted { rest, called } = part(&text)?;
    fs::write(script, rest)?;
    let module = fs::read(wasm)?;
    fs::write(wasm, without_exports(&module, &called)?)?;
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Parted {
    /// The glue without them.
    rest: String,
    /// The exports that nothing else calls.
    called: BTreeSet<String>,
}

fn part(script: &str) -> Result<Parted> {
    let items = Items::of(script)?;
    let text = |at: usize| items.texts(|other| other == at);
    let mut gone = BTreeSet::new();
    for at in 0..items.len() {
        let class = text(at);
        // JavaScript makes values by a constructor, Wasm by `__wrap`.
        let is_made = ["constructor(", "__wrap("]
            .iter()
            .any(|way| class.contains(way));
        if is_made || !class.starts_with("export class ") {
            continue;
        }
        let names = |other: &usize| {
            let mentioned = items.mentioned(&text(*other));
            mentioned.iter().any(|(named, _)| *named == at)
        };
        let others = (0..items.len()).filter(|other| *other != at);
        let by: Vec<usize> = others.filter(names).collect();
        if by.iter().all(|other| text(*other).starts_with(DISPOSED)) {
            gone.extend(by);
            gone.insert(at);
        }
    }
    let classes = items.texts(|at| gone.contains(&at));
    let rest = items.texts(|at| !gone.contains(&at));
    // And what only they need.
    let items = Items::of(&rest)?;
    let along = items.only_for(&classes, "");
    let gone = classes + &items.texts(|at| along.contains(&at));
    let rest = items.texts(|at| !along.contains(&at));
    let called = members(&gone, EXPORTS);
    let kept = members(&rest, EXPORTS);
    let called = called.difference(&kept).cloned().collect();
    Ok(Parted { rest, called })
}

/// `module` without the exports of these names.
fn without_exports(module: &[u8], names: &BTreeSet<String>) -> Result<Vec<u8>> {
    rewritten(module, |payload, out| {
        let Payload::ExportSection(exports) = payload else {
            return Ok(false);
        };
        let mut kept = ExportSection::new();
        for export in exports.clone() {
            let export = export?;
            if !names.contains(export.name) {
                kept.export(export.name, export.kind.into(), export.index);
            }
        }
        out.section(&kept);
        Ok(true)
    })
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, ExportKind, Function, FunctionSection, TypeSection};

    use super::*;
    use crate::module::Module;

    const GLUE: &str = "\
export class Source {
    pull(it) {
        return wasm.source_pull(KINDS[it], wasm.grow());
    }
}
if (Symbol.dispose) Source.prototype[Symbol.dispose] = Source.prototype.free;

export class Sink {
    static __wrap(ptr) {
        return ptr;
    }
    close() {
        wasm.sink_close(this);
    }
}
export class Held {
    free() {
        wasm.held_free(this);
    }
}
const KINDS = [\"one\", \"two\"];

const SourceFinalization = (typeof FinalizationRegistry === 'undefined')
    ? {}
    : new FinalizationRegistry(ptr => wasm.source_free(ptr));
let wasm;
function begin() {
    wasm = wasm.grow(Held.prototype);
}
";

    #[test]
    fn a_class_of_which_nobody_makes_a_value_goes_with_what_only_it_needs() {
        let glue = GLUE.replace(
            "    pull(it) {",
            "    pull(it) {\n        SourceFinalization.unregister(it);",
        );
        let Parted { rest, called } = part(&glue).unwrap();
        let called: Vec<&str> = called.iter().map(String::as_str).collect();
        assert_eq!(called, ["source_free", "source_pull"]);
        let (_, kept) = GLUE.split_once("export class Sink").unwrap();
        let (kept, _) = kept.split_once("const KINDS").unwrap();
        let (_, end) = GLUE.split_once("let wasm;").unwrap();
        assert_eq!(rest, format!("export class Sink{kept}let wasm;{end}"));
    }

    #[test]
    fn an_export_goes_and_the_others_keep_their_names() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut functions, mut exports, mut code) = (
            FunctionSection::new(),
            ExportSection::new(),
            CodeSection::new(),
        );
        for (index, name) in (0..).zip(["stays", "goes", "stays_too"]) {
            functions.function(0);
            exports.export(name, ExportKind::Func, index);
            let mut body = Function::new([]);
            body.instructions().end();
            code.function(&body);
        }
        let mut module = wasm_encoder::Module::new();
        module
            .section(&types)
            .section(&functions)
            .section(&exports)
            .section(&code);
        let names = BTreeSet::from(["goes".to_owned()]);
        let left = without_exports(&module.finish(), &names).unwrap();
        let left = Module::read(&left).unwrap();
        let left: Vec<(&str, u32)> = left.exports.iter().map(|it| (it.name, it.index)).collect();
        assert_eq!(left, [("stays", 0), ("stays_too", 2)]);
    }
}
