//! wasm-bindgen's glue in two: what the first module imports, and what only chunks do.
//!
//! The second is a script of its own, which loads with the first chunk that needs it. Both read the
//! same memory and the same table of values, so what they have in common stays in the first, which
//! lends it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};

use crate::script::{Items, is_word, words};

/// What the first glue exports for the second: a function that says what the second is called with.
pub const LENT: &str = "lent";
/// The function that makes the object of what Wasm imports.
const IMPORTS: &str = "__wbg_get_imports";
/// The module's exports: set once, before there is any chunk.
const EXPORTS: &str = "wasm";
/// How the object of imports begins and ends in it, and what each line of its entries begins with.
const BEGIN: &str = "    const import0 = {\n        __proto__: null,\n";
const END: &str = "\n    };\n";
const INDENT: &str = "        ";
/// How each entry ends.
const ENDS: [&str; 2] = ["\n        },\n", "\n        }, arguments); },\n"];

/// Parts `script`. The first keeps what is imported by the names `kept`; the second has what `moved`
/// names, each by the key it gives it. `module` is what the first calls the module of its imports.
pub fn part(
    script: &str,
    kept: &BTreeSet<String>,
    moved: &BTreeMap<String, String>,
    module: &str,
) -> Result<[String; 2]> {
    let glue = Glue::read(script)?;
    for name in kept.iter().chain(moved.keys()) {
        ensure!(glue.makes(name), "the glue does not make {name}");
    }
    let first = glue.entries(|name| kept.contains(name).then(|| name.to_owned()));
    let second = glue.entries(|name| moved.get(name).cloned());
    let around = glue.with("");
    let items = Items::of(&around)?;
    let along = items.only_for(&second, &first);
    let lent = Lent::to(&second, &items, &along)?;
    let rest = items.texts(|at| !along.contains(&at));
    ensure!(rest.contains(BEGIN), "the object of imports has gone along");
    let rest = rest.replacen(BEGIN, &format!("{BEGIN}{first}"), 1);
    let Lent {
        names,
        values,
        script: second,
    } = lent;
    Ok([
        format!("{rest}export const {LENT} = () => [{IMPORTS}().{module}{values}];\n"),
        format!("export default function(imports{names}) {{\n{second}}}\n"),
    ])
}

/// What the first glue lends the second.
struct Lent {
    /// As the second calls it.
    names: String,
    values: String,
    /// What the second does with it.
    script: String,
}

impl Lent {
    /// To the imports `entries`, with which the statements `along` go. What changes is lent as a function.
    fn to(entries: &str, items: &Items<'_>, along: &BTreeSet<usize>) -> Result<Lent> {
        let along_text = items.texts(|at| along.contains(&at));
        let script =
            format!("{along_text}    return Object.assign(imports, {{\n{entries}    }});\n");
        let mut lent = Lent {
            names: String::new(),
            values: String::new(),
            script,
        };
        for (at, name) in items.mentioned(&lent.script) {
            if along.contains(&at) {
                continue;
            }
            lent.names += &format!(", {name}");
            if !items.changes(at) || name == EXPORTS {
                lent.values += &format!(", {name}");
                continue;
            }
            ensure!(
                !lent.script.contains(&format!("{name} = ")),
                "what leaves the glue sets {name}"
            );
            lent.values += &format!(", () => {name}");
            let called = |word: &str| (word == name).then(|| format!("{name}()"));
            lent.script = words(&lent.script, called);
        }
        Ok(lent)
    }
}

/// The glue: its object of imports, and what is around that.
struct Glue<'a> {
    before: &'a str,
    /// By their names.
    entries: Vec<(&'a str, String)>,
    after: &'a str,
}

impl<'a> Glue<'a> {
    fn read(script: &'a str) -> Result<Glue<'a>> {
        let (before, rest) = script
            .split_once(BEGIN)
            .context("the glue has no object of imports")?;
        let (object, after) = rest
            .split_once(END)
            .context("the glue's object of imports does not end")?;
        let mut entries: Vec<(&str, String)> = Vec::new();
        for line in object.lines() {
            let inside = line.strip_prefix(INDENT).unwrap_or_default();
            match inside.split_once(": function") {
                Some((name, rest)) if name.chars().all(is_word) => {
                    entries.push((name, format!("function{rest}\n")));
                }
                _ => {
                    let (_, text) = entries
                        .last_mut()
                        .context("the object of imports begins otherwise")?;
                    *text += &format!("{line}\n");
                }
            }
        }
        let ends = |text: &str| ENDS.iter().any(|end| text.ends_with(end));
        let other = entries.iter().find(|(_, text)| !ends(text));
        ensure!(other.is_none(), "an import ends otherwise: {other:?}");
        Ok(Glue {
            before,
            entries,
            after,
        })
    }

    fn makes(&self, name: &str) -> bool {
        self.entries.iter().any(|(known, _)| *known == name)
    }

    /// Those of the entries that have a key.
    fn entries(&self, key: impl Fn(&str) -> Option<String>) -> String {
        let keyed = self.entries.iter();
        let keyed = keyed.filter_map(|(name, text)| Some((key(name)?, text)));
        keyed
            .map(|(key, text)| format!("{INDENT}{key}: {text}"))
            .collect()
    }

    /// With these entries.
    fn with(&self, entries: &str) -> String {
        let Glue { before, after, .. } = self;
        let end = END.trim_start_matches('\n');
        format!("{before}{BEGIN}{entries}{end}{after}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
import { loadChunk } from \"./chunks.js\";
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_log_1: function(arg0) {
            const ret = arg0.log(text(arg0));
            return ret;
        },
        __wbg_get_2: function() { return handleError(function (arg0) {
            const ret = debug(arg0);
            const len1 = LENGTH;
            return wasm.grow(ret, len1);
        }, arguments); },
        __wbg_gone_3: function(arg0) {
            arg0.gone();
        },
    };
    return {
        __proto__: null,
        \"./x_bg.js\": import0,
    };
}

function debug(it) {
    return text(it) + kind(it);
}

const KINDS = [\"one\", \"two\"];

function kind(it) {
    return KINDS[it];
}

function text(it) {
    LENGTH = it.length;
    return it;
}

function handleError(f, args) {
    return f.apply(this, args);
}

let LENGTH = 0;

let wasmModule, wasm;
function begin(instance) {
    wasm = handleError(() => instance.exports, []);
}

export { initSync, __wbg_init as default };
";

    fn parted(script: &str, kept: &str) -> Result<[String; 2]> {
        let kept = BTreeSet::from([kept.to_owned()]);
        let moved = BTreeMap::from([("__wbg_get_2".to_owned(), "0".to_owned())]);
        part(script, &kept, &moved, "a")
    }

    #[test]
    fn what_only_chunks_import_leaves_with_what_only_that_needs() {
        let [first, second] = parted(GLUE, "__wbg_log_1").unwrap();
        let between = |text: &'static str| GLUE.split_once(text).unwrap();
        let (before, rest) = between("        __wbg_get_2");
        let (_, rest) = rest.split_once("    };\n").unwrap();
        let (object, rest) = rest.split_once("function debug").unwrap();
        let (_, rest) = rest.split_once("function text").unwrap();
        assert_eq!(
            first,
            format!(
                "{before}    }};\n{object}function text{rest}export const lent = () => \
                 [__wbg_get_imports().a, text, handleError, () => LENGTH, wasm];\n"
            )
        );
        assert_eq!(
            second,
            "\
export default function(imports, text, handleError, LENGTH, wasm) {
function debug(it) {
    return text(it) + kind(it);
}

const KINDS = [\"one\", \"two\"];

function kind(it) {
    return KINDS[it];
}

    return Object.assign(imports, {
        0: function() { return handleError(function (arg0) {
            const ret = debug(arg0);
            const len1 = LENGTH();
            return wasm.grow(ret, len1);
        }, arguments); },
    });
}
"
        );
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        for (from, to) in [
            ("const import0 = {", "const imports = {"),
            (
                "        __proto__: null,\n        __wbg_log_1",
                "        __wbg_log_1",
            ),
            (
                "        __wbg_log_1: function",
                "        ...others, __wbg_log_1: function",
            ),
            (
                "            arg0.gone();\n        },",
                "            arg0.gone();\n        })),",
            ),
            ("const len1 = LENGTH;", "LENGTH = 1;"),
        ] {
            assert!(GLUE.contains(from), "{from}");
            assert!(
                parted(&GLUE.replace(from, to), "__wbg_log_1").is_err(),
                "{from}"
            );
        }
        assert!(parted(GLUE, "__wbg_unknown_4").is_err());
    }
}
