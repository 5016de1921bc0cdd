//! A WebAssembly module, read as far as its parts have to know each other.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use wasmparser::{
    ConstExpr, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, GlobalType,
    Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

/// What a module has, each kind in the order of its indices.
#[derive(Default)]
pub struct Module<'a> {
    pub types: Vec<FuncType>,
    /// Of functions; these have the first indices.
    pub imports: Vec<Import<'a>>,
    /// Whether it imports anything else, of which nothing is known here.
    pub imports_more: bool,
    /// The types of all functions, imported ones first.
    pub functions: Vec<u32>,
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<GlobalType>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    /// The functions in the first table, by their places.
    pub places: BTreeMap<u32, u32>,
    pub bodies: Vec<FunctionBody<'a>>,
    /// The functions' names.
    pub names: BTreeMap<u32, &'a str>,
}

/// `bytes` of a module, section by section: `other` may write one in its own way, and says whether it did.
pub fn rewritten(
    bytes: &[u8],
    mut other: impl FnMut(&Payload<'_>, &mut wasm_encoder::Module) -> Result<bool>,
) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        if other(&payload, &mut out)? {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let section = usize::try_from(range.start)?..usize::try_from(range.end)?;
            let data = bytes
                .get(section)
                .context("a section ends after its module")?;
            out.section(&wasm_encoder::RawSection { id, data });
        }
    }
    Ok(out.finish())
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Module<'a>> {
        let mut module = Module::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for group in types.into_iter_err_on_gc_types() {
                    self.types.push(group?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    if let TypeRef::Func(kind) = import.ty {
                        self.functions.push(kind);
                        self.imports.push(import);
                    } else {
                        self.imports_more = true;
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                for kind in functions {
                    self.functions.push(kind?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    self.exports.push(export?);
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    self.fill(&segment.kind, segment.items)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for part in names {
                        let Name::Function(functions) = part? else {
                            continue;
                        };
                        for named in functions {
                            let named = named?;
                            self.names.insert(named.index, named.name);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn fill(&mut self, kind: &ElementKind<'_>, items: ElementItems<'_>) -> Result<()> {
        let ElementKind::Active {
            table_index,
            offset_expr,
        } = kind
        else {
            return Ok(());
        };
        if table_index.unwrap_or(0) != 0 {
            bail!("a segment fills a table that is not the functions'");
        }
        let mut place = constant(offset_expr)?;
        let mut put = |function: Option<u32>| {
            if let Some(function) = function {
                self.places.insert(place, function);
            }
            place += 1;
        };
        match items {
            ElementItems::Functions(functions) => {
                for function in functions {
                    put(Some(function?));
                }
            }
            ElementItems::Expressions(_, places) => {
                for expression in places {
                    put(referred(&expression?)?);
                }
            }
        }
        Ok(())
    }

    /// Of a function that is not imported.
    pub fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        let own = (function as usize).checked_sub(self.imports.len())?;
        self.bodies.get(own)
    }

    /// Whom a function calls by name; nobody where it is imported.
    pub fn calls(&self, function: u32) -> Result<BTreeSet<u32>> {
        let mut called = BTreeSet::new();
        if let Some(body) = self.body(function) {
            for operator in body.get_operators_reader()? {
                if let Operator::Call { function_index }
                | Operator::RefFunc { function_index }
                | Operator::ReturnCall { function_index } = operator?
                {
                    called.insert(function_index);
                }
            }
        }
        Ok(called)
    }

    /// Everything that is called once these are.
    pub fn reached(&self, from: impl IntoIterator<Item = u32>) -> Result<BTreeSet<u32>> {
        let (mut reached, mut left) = (BTreeSet::new(), Vec::from_iter(from));
        while let Some(function) = left.pop() {
            if reached.insert(function) {
                left.extend(self.calls(function)?);
            }
        }
        Ok(reached)
    }

    /// What an export of this kind is called.
    pub fn exported(&self, kind: ExternalKind, index: u32) -> Option<&'a str> {
        let found = |export: &&Export<'_>| export.kind == kind && export.index == index;
        self.exports.iter().find(found).map(|export| export.name)
    }

    pub fn name(&self, function: u32) -> &'a str {
        self.names.get(&function).copied().unwrap_or_default()
    }

    pub fn type_of(&self, function: u32) -> Result<(u32, &FuncType)> {
        let kind = self.functions.get(function as usize).copied();
        let found = kind.and_then(|kind| Some((kind, self.types.get(kind as usize)?)));
        found.with_context(|| format!("there is no function {function}"))
    }
}

fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(u32::try_from(value)?),
        other => bail!("a segment begins at {other:?}"),
    }
}

fn referred(expression: &ConstExpr<'_>) -> Result<Option<u32>> {
    match expression.get_operators_reader().read()? {
        Operator::RefFunc { function_index } => Ok(Some(function_index)),
        Operator::RefNull { .. } => Ok(None),
        other => bail!("a table holds {other:?}"),
    }
}
