//! The widget's Wasm in parts: what every page loads, and chunks that load when they are needed.
//!
//! `src/chunks.rs` says which there are. The first part and its glue are a module like any other;
//! `src/boot/chunks.js`, bundled with the glue, loads the rest by names and hashes put into it here.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use serde_json::{Value, json};
use wasmparser::{FuncType, Import, Payload, RefType, TypeRef, ValType};

use crate::bundle::Asset;
use crate::names::Names;

mod lighten;
mod moved;
mod places;

use moved::Group;

/// What rustc is told so that a module can be split.
pub const LINK_ARGUMENTS: [&str; 2] = ["--", "-Clink-args=--emit-relocs"];
/// What wasm-bindgen is told so that the chunks find what they share.
pub const BIND_ARGUMENTS: [&str; 1] = ["--keep-lld-exports"];
/// The script that loads chunks, beside the glue.
pub const LOADER: &str = "./chunks.js";
/// What the glue takes from it.
pub const LOAD: &str = "loadChunk";
/// The base of the chunks that a page states where it needs them; the loader knows the others.
const STATED: &str = "vendor";
/// Style sheets that load with a chunk and not with the page.
pub const SHEETS: [(&str, &str); 2] =
    [("after", "style/after.css"), ("vendor", "style/vendor.css")];
/// The file of what chunks share that have no base in common.
const SHARED: &str = "shared";
/// The module whose exports a file takes, as it names it.
const MAIN: &str = "a";
/// The same in what the splitter writes.
const SPLIT: &str = "__wasm_split";
/// The module of what it takes from the glue.
const GLUE: &str = "b";
/// The file of the glue that only chunks need.
pub const SECOND: &str = "glue";

/// Each chunk's files in the order they are needed, its own last, by the name the source gives it.
pub type Chunks = BTreeMap<String, Vec<ChunkFile>>;

/// A file of a chunk's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChunkFile {
    pub asset: Asset,
    /// Its name and those of the files it needs, where the page states it for the loader.
    pub stated: Option<String>,
}

/// A module that was split.
pub struct Parts {
    /// What it was split from.
    raw: PathBuf,
    /// As wasm-bindgen takes it.
    pub main: PathBuf,
    /// By their names; each after those it needs.
    files: Vec<Part>,
    /// The splitter's modules that each chunk needs, by the names the source asks for.
    chunks: BTreeMap<String, Vec<String>>,
    /// What the first module had for chunks alone, by the modules it is in now.
    moved: BTreeMap<String, Group>,
    /// The first module as wasm-bindgen made it.
    bound: Vec<u8>,
    folder: PathBuf,
}

/// A file beside the first: a chunk, or what chunks share.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// What the splitter called the modules it is made of.
    pub modules: Vec<String>,
    /// The names of the files it needs.
    needs: Vec<String>,
}

/// Splits `module`, whose glue will be `script`, into files in `folder`.
pub fn apart(module: &Path, script: &str, folder: &Path) -> Result<Parts> {
    let raw = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let main = folder.join("main.wasm");
    let glue = format!("./{script}");
    let mut options = wasm_split_cli_support::Options::new(&raw);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &glue;
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("splitting {} failed: {error:?}", module.display()))?;
    let chunks: BTreeMap<String, Vec<String>> = split.prefetch_map.into_iter().collect();
    Ok(Parts {
        raw: module.to_owned(),
        main,
        files: files(&chunks),
        chunks,
        moved: BTreeMap::new(),
        bound: Vec::new(),
        folder: folder.to_owned(),
    })
}

/// What a chunk's name says it builds on: the chunk `vendor_x` on `vendor`.
fn base(chunk: &str) -> &str {
    chunk.split_once('_').map_or(chunk, |(base, _)| base)
}

/// Puts the splitter's modules, given by the chunks that need them, into few files. It makes one for
/// every set of chunks that have something in common, and each file is a request, and a hash in what
/// every page loads. So what is common to chunks with one base is in the base's file, which loads with
/// each of them, and what is common to others is all in one.
fn files(chunks: &BTreeMap<String, Vec<String>>) -> Vec<Part> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (chunk, modules) in chunks {
        for module in modules {
            users.entry(module).or_default().insert(chunk);
        }
    }
    let place = |module: &'_ str| -> String {
        let users = users.get(module).into_iter().flatten();
        let bases: BTreeSet<&str> = users.clone().map(|chunk| base(chunk)).collect();
        let mut bases = bases.into_iter();
        match (module.strip_prefix("split_"), bases.next(), bases.next()) {
            (Some(own), ..) => own.to_owned(),
            (None, Some(base), None) => base.to_owned(),
            _ => SHARED.to_owned(),
        }
    };
    let mut files: BTreeMap<String, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    for module in users.keys() {
        let (modules, _) = files.entry(place(module)).or_default();
        modules.push((*module).to_owned());
    }
    let names: BTreeSet<String> = files.keys().cloned().collect();
    for (chunk, modules) in chunks {
        let mut needed: BTreeSet<String> = modules.iter().map(|module| place(module)).collect();
        needed.extend(names.get(base(chunk)).cloned());
        needed.remove(chunk);
        if let Some((_, needs)) = files.get_mut(chunk) {
            *needs = needed;
        }
    }
    let rank = |name: &str| match name {
        SHARED => 0,
        name if !name.contains('_') => 1,
        _ => 2,
    };
    let mut files: Vec<Part> = files
        .into_iter()
        .map(|(name, (modules, needs))| Part {
            name,
            modules,
            needs: needs.into_iter().collect(),
        })
        .collect();
    files.sort_by_key(|file| rank(&file.name));
    files
}

impl Parts {
    pub fn files(&self) -> &[Part] {
        &self.files
    }

    /// What wasm-merge is told so that the modules of `part` are one, and take the main module's
    /// exports by the names they have by now. Each would import them for itself otherwise, and a
    /// module may import but one memory.
    pub fn joined(&self, part: &Part, names: &Names) -> Result<Vec<OsString>> {
        let path = |module: &str| self.folder.join(module).with_extension("wasm");
        let mut taken = BTreeMap::new();
        for module in &part.modules {
            taken.extend(imports(&fs::read(path(module))?)?);
        }
        let (mut imports, mut exports) = (String::new(), String::new());
        let mut counts = BTreeMap::new();
        for (name, (kind, kept)) in &taken {
            let now = names.export(name);
            let count = counts.entry(kind).or_insert(0);
            imports += &format!("(import \"{MAIN}\" \"{now}\" ({kind} {kept}))");
            exports += &format!("(export \"{name}\" ({kind} {count}))");
            *count += 1;
        }
        let joint = self.folder.join(format!("{}.wat", part.name));
        fs::write(&joint, format!("(module {imports} {exports})"))?;
        let mut arguments = vec![joint.into(), SPLIT.into()];
        for module in &part.modules {
            arguments.extend([path(module).into(), module.into()]);
        }
        Ok(arguments)
    }

    /// The files of each chunk. `stored` are all there are, by their names; a style sheet has its
    /// chunk's and `.css`.
    pub fn assets(&self, stored: &BTreeMap<String, Asset>) -> Result<Chunks> {
        let mut chunks = Chunks::new();
        for part in &self.files {
            let mut files: Vec<ChunkFile> = Vec::new();
            for need in &part.needs {
                let script = stored.get(need).filter(|_| need == SECOND);
                let script = script.map(|asset| ChunkFile {
                    asset: asset.clone(),
                    stated: None,
                });
                let needed = match &script {
                    Some(script) => std::slice::from_ref(script),
                    None => chunks.get(need).context("a file before what it needs")?,
                };
                for file in needed {
                    if !files.contains(file) {
                        files.push(file.clone());
                    }
                }
            }
            for name in [sheet(&part.name), part.name.clone()] {
                let Some(asset) = stored.get(&name).cloned() else {
                    continue;
                };
                let needs = self.needs(&name, stored).join(" ");
                let stated = is_stated(&name).then(|| format!("{name} {needs}").trim().to_owned());
                files.push(ChunkFile { asset, stated });
            }
            chunks.insert(part.name.clone(), files);
        }
        Ok(chunks)
    }

    /// What a file needs, by the names of `stored`.
    fn needs(&self, name: &str, stored: &BTreeMap<String, Asset>) -> Vec<String> {
        let part = self.files.iter().find(|part| part.name == name);
        let sheet = Some(sheet(name)).filter(|sheet| stored.contains_key(sheet));
        part.iter()
            .flat_map(|it| it.needs.clone())
            .chain(sheet)
            .collect()
    }

    /// The script that loads the chunks: `source` with the table it asks for.
    pub fn loader(&self, source: &str, stored: &BTreeMap<String, Asset>) -> Result<String> {
        let mut files = serde_json::Map::new();
        for (name, asset) in stored.iter().filter(|(name, _)| !is_stated(name)) {
            let mut row = vec![asset.file().to_owned(), asset.integrity.clone()];
            row.extend(self.needs(name, stored));
            files.insert(name.clone(), json!(row));
        }
        let missing = self.chunks.keys().find(|name| !stored.contains_key(*name));
        ensure!(missing.is_none(), "there is no file for {missing:?}");
        let mut script = source.to_owned();
        let values = [
            ("FILES", Value::Object(files)),
            ("MAIN", MAIN.into()),
            ("GLUE", GLUE.into()),
        ];
        for (place, value) in values {
            ensure!(
                script.matches(place).count() == 1,
                "the loader of chunks asks for {place} not once"
            );
            script = script.replace(place, &value.to_string());
        }
        Ok(script)
    }
}

fn is_stated(name: &str) -> bool {
    base(name.strip_suffix(".css").unwrap_or(name)) == STATED
}

/// What a part's style sheet is stored as.
pub fn sheet(name: &str) -> String {
    format!("{name}.css")
}

/// What a module of the splitter's takes from the main one, by its name: its kind and type, as text.
fn imports(module: &[u8]) -> Result<BTreeMap<String, (&'static str, String)>> {
    let mut found = BTreeMap::new();
    let mut types = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(section) => {
                for kind in section.into_iter_err_on_gc_types() {
                    types.push(kind?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if import.module == SPLIT {
                        found.insert(import.name.to_owned(), as_text(&import, &types)?);
                    } else {
                        ensure!(
                            import.module == GLUE,
                            "a chunk imports from {}",
                            import.module
                        );
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The kind and type of an import.
fn as_text(import: &Import<'_>, types: &[FuncType]) -> Result<(&'static str, String)> {
    Ok(match import.ty {
        TypeRef::Memory(memory) => ("memory", memory.initial.to_string()),
        TypeRef::Table(table) => {
            let held = match table.element_type {
                RefType::FUNCREF => "funcref",
                RefType::EXTERNREF => "externref",
                other => bail!("a chunk imports a table of {other}"),
            };
            ("table", format!("{} {held}", table.initial))
        }
        TypeRef::Global(global) if global.mutable => ("global", "(mut i32)".to_owned()),
        TypeRef::Func(kind) => {
            let kind = types.get(kind as usize).context("a type that is none")?;
            let list = |word: &str, kinds: &[ValType]| -> String {
                kinds
                    .iter()
                    .map(|kind| format!("({word} {kind})"))
                    .collect()
            };
            let (takes, gives) = (list("param", kind.params()), list("result", kind.results()));
            ("func", takes + &gives)
        }
        other => bail!("a chunk imports {}: {other:?}", import.name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        rows.iter()
            .map(|(name, modules)| ((*name).to_owned(), owned(modules)))
            .collect()
    }

    #[test]
    fn what_chunks_share_is_with_their_base_or_else_in_one_file() {
        let told = |rows: &[(&str, &[&str])]| -> Vec<String> {
            let tell = |part: &Part| {
                let Part {
                    name,
                    modules,
                    needs,
                } = part;
                format!("{name}: {} | {}", modules.join(" "), needs.join(" "))
            };
            files(&chunks(rows)).iter().map(tell).collect()
        };
        assert_eq!(
            told(&[("after", &["split_after"]), ("locked", &["split_locked"])]),
            ["after: split_after | ", "locked: split_locked | "]
        );
        assert_eq!(
            told(&[
                ("after", &["chunk_1", "split_after"]),
                ("host", &["chunk_4", "split_host"]),
                ("v_a", &["chunk_1", "chunk_2", "chunk_3", "split_v_a"]),
                ("v_b", &["chunk_2", "chunk_3", "chunk_4", "split_v_b"]),
            ]),
            [
                "shared: chunk_1 chunk_4 | ",
                "after: split_after | shared",
                "host: split_host | shared",
                "v: chunk_2 chunk_3 | ",
                "v_a: split_v_a | shared v",
                "v_b: split_v_b | shared v",
            ]
        );
    }

    #[test]
    fn the_loader_knows_every_file_that_no_page_states() {
        let asset = |name: &str| Asset {
            address: format!("/assets/{name}"),
            integrity: format!("sha384-{name}"),
        };
        let rows = chunks(&[
            ("after", &["chunk_0", "split_after"]),
            ("vendor_a", &["chunk_1", "split_vendor_a"]),
            ("vendor_b", &["chunk_0", "chunk_1", "split_vendor_b"]),
        ]);
        let parts = Parts {
            raw: PathBuf::new(),
            main: PathBuf::new(),
            files: files(&rows),
            chunks: rows,
            moved: BTreeMap::new(),
            bound: Vec::new(),
            folder: PathBuf::new(),
        };
        let stored = [
            "after",
            "after.css",
            "shared",
            "vendor",
            "vendor.css",
            "vendor_a",
            "vendor_b",
        ];
        let stored = BTreeMap::from(stored.map(|name| (name.to_owned(), asset(name))));
        let source = "f = FILES; m = MAIN; g = GLUE;";
        assert_eq!(
            parts.loader(source, &stored).unwrap(),
            "f = {\"after\":[\"after\",\"sha384-after\",\"shared\",\"after.css\"],\
             \"after.css\":[\"after.css\",\"sha384-after.css\"],\
             \"shared\":[\"shared\",\"sha384-shared\"]}; m = \"a\"; g = \"b\";"
        );
        assert!(parts.loader("FILES", &stored).is_err());
        let assets = parts.assets(&stored).unwrap();
        let told = |file: &ChunkFile| (file.asset.file().to_owned(), file.stated.clone());
        let stated = |words: &str| {
            let name = words.split(' ').next().unwrap_or_default();
            (name.to_owned(), Some(words.to_owned()))
        };
        assert_eq!(
            assets["vendor_b"].iter().map(told).collect::<Vec<_>>(),
            [
                ("shared".to_owned(), None),
                stated("vendor.css"),
                stated("vendor vendor.css"),
                stated("vendor_b shared vendor"),
            ]
        );
    }
}
