//! What only chunks use of the first module, moved out of it.
//!
//! The splitter leaves all imports in the first module, because wasm-bindgen makes its glue for that
//! alone, and lets chunks call whatever is in it by a place in its table. Once the glue is made, more
//! can go: functions that nothing but such places reaches, and copies of short ones, which weigh less
//! in the chunk than what keeps them callable weighs in every page.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, EntityType, FunctionSection, ImportSection, TypeSection};
use wasmparser::{ExternalKind, GlobalType, Payload, TableType};

use super::places;
use crate::module::{Module, rewritten};

/// How many bytes of code a function may have of which chunks get a copy.
const SHORT: u64 = 20;

/// What leaves a module.
pub struct Moved {
    /// The functions that leave, by their places as they are from now on.
    leaving: BTreeMap<u32, u32>,
    /// The functions that stay in the table, likewise.
    staying: BTreeMap<u32, u32>,
    /// Where each place is from now on.
    pub now: BTreeMap<u32, u32>,
}

impl Moved {
    /// What leaves `module`, if only chunks call its places `own`.
    pub fn choose(module: &Module<'_>, own: &BTreeSet<u32>) -> Result<Moved> {
        let exported = module.exports.iter();
        let exported = exported.filter(|export| export.kind == ExternalKind::Func);
        let kept = module.places.iter();
        let kept = kept.filter(|(place, _)| !own.contains(place));
        let roots = exported.map(|export| export.index).chain(module.start);
        let reached = module.reached(roots.chain(kept.map(|(_, function)| *function)))?;
        let mut leaving = BTreeSet::new();
        for place in own {
            let function = *module.places.get(place).context("a place of nobody's")?;
            if !reached.contains(&function) || is_short(module, function)? {
                leaving.insert(*place);
            }
        }
        let name = |place: u32| module.name(module.places.get(&place).copied().unwrap_or(u32::MAX));
        let now = places::order(own, &leaving, name);
        let (mut goes, mut stays) = (BTreeMap::new(), BTreeMap::new());
        for (place, function) in &module.places {
            let to = match leaving.contains(place) {
                true => &mut goes,
                false => &mut stays,
            };
            to.insert(now.get(place).copied().unwrap_or(*place), *function);
        }
        Ok(Moved {
            leaving: goes,
            staying: stays,
            now,
        })
    }

    /// The function that leaves from what now is this place.
    pub fn at(&self, place: u32) -> Option<u32> {
        self.leaving.get(&place).copied()
    }

    /// `bytes` of a module without what leaves it; what nobody reaches any more is still in it.
    pub fn rest(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        rewritten(bytes, |payload, rest| {
            let Payload::ElementSection(_) = payload else {
                return Ok(false);
            };
            rest.section(&places::filled(&self.staying)?);
            Ok(true)
        })
    }

    /// What the functions at these places need in a module of their own.
    pub fn group(&self, module: &Module<'_>, places: &BTreeSet<u32>) -> Result<Group> {
        let mut filled = BTreeMap::new();
        for place in places {
            let function = self.at(*place).context("a place that is not left")?;
            filled.insert(*place, function);
        }
        let staying = self.staying.iter();
        let staying: BTreeMap<u32, u32> = staying
            .map(|(place, function)| (*function, *place))
            .collect();
        let mut group = Group {
            filled,
            ..Group::default()
        };
        let mut left: Vec<u32> = group.filled.values().copied().collect();
        while let Some(function) = left.pop() {
            if (function as usize) < module.imports.len() {
                group.imported.insert(function);
            } else if let Some(name) = module.exported(ExternalKind::Func, function) {
                group.taken.insert(function, name.to_owned());
            } else if let Some(place) = staying.get(&function) {
                group.called.insert(function, *place);
            } else if group.copied.insert(function) {
                left.extend(module.calls(function)?);
            }
        }
        Ok(group)
    }
}

/// Whether a function is short, and calls only what chunks can call too.
fn is_short(module: &Module<'_>, function: u32) -> Result<bool> {
    let Some(body) = module.body(function) else {
        return Ok(true);
    };
    let range = body.range();
    let can_be_called = |callee: &u32| {
        (*callee as usize) < module.imports.len()
            || module.exported(ExternalKind::Func, *callee).is_some()
            || module.places.values().any(|placed| placed == callee)
    };
    Ok(range.end - range.start <= SHORT && module.calls(function)?.iter().all(can_be_called))
}

/// Functions of a module that go into one of their own, and what these need.
#[derive(Default)]
pub struct Group {
    /// By their places.
    filled: BTreeMap<u32, u32>,
    copied: BTreeSet<u32>,
    /// Those that are imported from the glue.
    pub imported: BTreeSet<u32>,
    /// Those that the first module exports, with the names.
    taken: BTreeMap<u32, String>,
    /// Those that stay in the table, with their places.
    called: BTreeMap<u32, u32>,
}

impl Group {
    /// As a module that takes memory, tables and what else `module` exports from `main`, and from
    /// `glue` what `key` calls an import.
    pub fn encode(
        &self,
        module: &Module<'_>,
        main: &str,
        glue: &str,
        key: impl Fn(&str) -> Result<String>,
    ) -> Result<Vec<u8>> {
        let mut types = TypeSection::new();
        for kind in &module.types {
            types.ty().func_type(&kind.clone().try_into()?);
        }
        let mut copier = Copier::default();
        let imports = self.imports(module, [main, glue], key, &mut copier)?;
        let mut functions = FunctionSection::new();
        let defined: Vec<u32> = self.called.keys().chain(&self.copied).copied().collect();
        for function in &defined {
            functions.function(module.type_of(*function)?.0);
            copier.function(*function);
        }
        let mut code = CodeSection::new();
        for function in &defined {
            match self.called.get(function) {
                Some(place) => code.function(&shim(module, *function, *place)?),
                None => {
                    let body = module
                        .body(*function)
                        .context("a function without a body")?;
                    copier
                        .parse_function_body(&mut code, body.clone())
                        .map_err(|error| anyhow!("moving {}: {error}", module.name(*function)))?;
                    &mut code
                }
            };
        }
        let mut filled = BTreeMap::new();
        for (place, function) in &self.filled {
            let function = copier.functions.get(function).copied();
            filled.insert(*place, function.context("a place of what is not here")?);
        }
        let mut out = wasm_encoder::Module::new();
        out.section(&types).section(&imports).section(&functions);
        out.section(&places::filled(&filled)?).section(&code);
        Ok(out.finish())
    }

    fn imports(
        &self,
        module: &Module<'_>,
        [main, glue]: [&str; 2],
        key: impl Fn(&str) -> Result<String>,
        copier: &mut Copier,
    ) -> Result<ImportSection> {
        let mut imports = ImportSection::new();
        for function in &self.imported {
            let import = module.imports.get(*function as usize);
            let import = import.context("an import that is none")?;
            let kind = EntityType::Function(module.type_of(*function)?.0);
            imports.import(glue, &key(import.name)?, kind);
            copier.function(*function);
        }
        for (function, name) in &self.taken {
            let kind = EntityType::Function(module.type_of(*function)?.0);
            imports.import(main, name, kind);
            copier.function(*function);
        }
        // By their indices, because the functions' table is the first.
        let mut exports = module.exports.clone();
        exports.sort_by_key(|export| export.index);
        for export in exports {
            if module.exported(export.kind, export.index) != Some(export.name) {
                // Under another name it is there already.
                continue;
            }
            let at = export.index as usize;
            let (tables, memories) = (&module.tables, &module.memories);
            let kind = match export.kind {
                ExternalKind::Memory => memories.get(at).map(|it| EntityType::Memory((*it).into())),
                ExternalKind::Table => tables.get(at).and_then(unbounded),
                ExternalKind::Global => module.globals.get(at).and_then(mutable),
                _ => None,
            };
            if let Some(kind) = kind {
                imports.import(main, export.name, kind);
                copier.export(export.kind, export.index);
            }
        }
        ensure!(
            copier.tables.get(&0) == Some(&0),
            "the first module keeps the functions' table to itself"
        );
        Ok(imports)
    }
}

/// A table, however large it may become: so the splitter's modules import it.
fn unbounded(table: &TableType) -> Option<EntityType> {
    let mut kind: wasm_encoder::TableType = (*table).try_into().ok()?;
    kind.maximum = None;
    Some(EntityType::Table(kind))
}

/// A global that changes; code has what the others are in it.
fn mutable(global: &GlobalType) -> Option<EntityType> {
    let kind = (*global).try_into().ok()?;
    global.mutable.then_some(EntityType::Global(kind))
}

/// What calls the function at a place.
fn shim(module: &Module<'_>, function: u32, place: u32) -> Result<wasm_encoder::Function> {
    let (index, kind) = module.type_of(function)?;
    let mut shim = wasm_encoder::Function::new([]);
    let mut code = shim.instructions();
    for (argument, _) in (0u32..).zip(kind.params()) {
        code.local_get(argument);
    }
    code.i32_const(i32::try_from(place)?);
    code.call_indirect(0, index).end();
    Ok(shim)
}

/// What things are called by in the module that code is copied into.
#[derive(Default)]
struct Copier {
    functions: BTreeMap<u32, u32>,
    tables: BTreeMap<u32, u32>,
    memories: BTreeMap<u32, u32>,
    globals: BTreeMap<u32, u32>,
}

fn next(map: &mut BTreeMap<u32, u32>, before: u32) {
    let now = map.len() as u32;
    map.insert(before, now);
}

fn found(
    map: &BTreeMap<u32, u32>,
    before: u32,
    what: &'static str,
) -> Result<u32, reencode::Error<Foreign>> {
    let now = map.get(&before).copied();
    now.ok_or(reencode::Error::UserError(Foreign(what, before)))
}

impl Copier {
    fn function(&mut self, before: u32) {
        next(&mut self.functions, before);
    }

    fn export(&mut self, kind: ExternalKind, before: u32) {
        match kind {
            ExternalKind::Table => next(&mut self.tables, before),
            ExternalKind::Memory => next(&mut self.memories, before),
            ExternalKind::Global => next(&mut self.globals, before),
            _ => {}
        }
    }
}

/// Something that the first module does not export: its kind and number.
#[derive(Debug)]
struct Foreign(&'static str, u32);

impl std::fmt::Display for Foreign {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Foreign(what, number) = self;
        write!(out, "it needs the {what} {number}, which nobody exports")
    }
}

impl Reencode for Copier {
    type Error = Foreign;

    fn function_index(&mut self, before: u32) -> Result<u32, reencode::Error<Foreign>> {
        found(&self.functions, before, "function")
    }

    fn table_index(&mut self, before: u32) -> Result<u32, reencode::Error<Foreign>> {
        found(&self.tables, before, "table")
    }

    fn memory_index(&mut self, before: u32) -> Result<u32, reencode::Error<Foreign>> {
        found(&self.memories, before, "memory")
    }

    fn global_index(&mut self, before: u32) -> Result<u32, reencode::Error<Foreign>> {
        found(&self.globals, before, "global")
    }

    fn data_index(&mut self, before: u32) -> Result<u32, reencode::Error<Foreign>> {
        Err(reencode::Error::UserError(Foreign("data", before)))
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, ExportKind, ExportSection, MemorySection, RefType,
        TableSection,
    };
    use wasmparser::Validator;

    use super::*;

    /// Imports 0 and 1. What is exported calls the others but 4: 3 is short and calls import 0, 4
    /// calls import 1 and 5, and 5 is long. In the table, from place 1 on, are 3, 4, 5 and 2.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut imports, mut functions) = (ImportSection::new(), FunctionSection::new());
        for name in ["near", "far"] {
            imports.import("glue", name, EntityType::Function(0));
        }
        let (mut tables, mut memories) = (TableSection::new(), MemorySection::new());
        tables.table(wasm_encoder::TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 5,
            maximum: Some(5),
            shared: false,
        });
        memories.memory(wasm_encoder::MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut exports = ExportSection::new();
        exports.export("table", ExportKind::Table, 0);
        exports.export("memory", ExportKind::Memory, 0);
        exports.export("run", ExportKind::Func, 2);
        let mut elements = ElementSection::new();
        let placed = Elements::Functions(vec![3, 4, 5, 2].into());
        elements.active(None, &ConstExpr::i32_const(1), placed);
        let mut code = CodeSection::new();
        for called in [&[3, 5][..], &[0], &[1, 5], &[0; 20]] {
            functions.function(0);
            let mut function = wasm_encoder::Function::new([]);
            let mut body = function.instructions();
            for index in called {
                body.call(*index);
            }
            body.end();
            code.function(&function);
        }
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&tables).section(&memories).section(&exports);
        module.section(&elements).section(&code);
        module.finish()
    }

    #[test]
    fn what_only_chunks_reach_leaves_and_what_is_short_is_copied() {
        let bytes = module();
        let module = Module::read(&bytes).unwrap();
        let moved = Moved::choose(&module, &BTreeSet::from([1, 2, 3])).unwrap();
        let functions = |places: &BTreeMap<u32, u32>| Vec::from_iter(places.values().copied());
        assert_eq!(functions(&moved.leaving), [3, 4]);
        // What is at place 4 is known elsewhere, and does not move.
        assert_eq!(moved.staying.get(&4), Some(&2));
        assert_eq!(functions(&moved.staying), [5, 2]);

        let rest = moved.rest(&bytes).unwrap();
        Validator::new().validate_all(&rest).unwrap();
        assert_eq!(Module::read(&rest).unwrap().places, moved.staying);

        let places = moved.leaving.keys().copied().collect();
        let group = moved.group(&module, &places).unwrap();
        let key = |name: &str| Ok(name.to_uppercase());
        let apart = group.encode(&module, "main", "glue", key).unwrap();
        Validator::new().validate_all(&apart).unwrap();
        let apart = Module::read(&apart).unwrap();
        let imported: Vec<&str> = apart.imports.iter().map(|import| import.name).collect();
        assert_eq!(imported, ["NEAR", "FAR"]);
        assert_eq!(
            apart.places.keys().copied().collect::<BTreeSet<_>>(),
            places
        );
        // Two copies, and a shim for what stays.
        assert_eq!(apart.bodies.len(), 3);
    }

    #[test]
    fn what_needs_something_nobody_exports_cannot_leave() {
        let bytes = module();
        let mut module = Module::read(&bytes).unwrap();
        module.exports.retain(|export| export.name != "table");
        let moved = Moved::choose(&module, &BTreeSet::from([2])).unwrap();
        let places = moved.leaving.keys().copied().collect();
        let group = moved.group(&module, &places).unwrap();
        let key = |name: &str| Ok(name.to_owned());
        assert!(group.encode(&module, "main", "glue", key).is_err());
    }
}
