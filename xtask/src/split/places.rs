//! Places of functions in the table by which modules call each other.
//!
//! The splitter gives a place to every function whose address something takes, and to every function
//! that a module calls which does not have it: there it puts a *shim*, which calls that place. So the
//! places of the latter are known to shims alone, and may be exchanged.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{CodeSection, ElementSection, Elements};
use wasmparser::{
    FunctionBody, KnownCustom, Linking, Operator, Parser, Payload, RelocationType, SymbolInfo,
};

use crate::module::Module;

/// What the splitter calls what calls an import for a chunk: the import's name and this.
const LOCAL: &str = " local_shim";

/// The places in the table of `main` that only shims know. `raw` is what it was split from.
pub fn of_shims(raw: &[u8], main: &Module<'_>) -> Result<BTreeSet<u32>> {
    let taken = taken(raw)?;
    let free = |function: u32| {
        let name = main.name(function);
        !name.is_empty() && !taken.contains(name.strip_suffix(LOCAL).unwrap_or(name))
    };
    let places = main.places.iter();
    let found = places.filter(|(_, function)| free(**function));
    Ok(found.map(|(place, _)| *place).collect())
}

/// The names of the functions whose address a linked module takes somewhere.
fn taken(raw: &[u8]) -> Result<BTreeSet<&str>> {
    let (mut symbols, mut taken) = (Vec::new(), BTreeSet::new());
    for payload in Parser::new(0).parse_all(raw) {
        let Payload::CustomSection(custom) = payload? else {
            continue;
        };
        match custom.as_known() {
            KnownCustom::Linking(linking) => {
                for part in linking.subsections() {
                    let Linking::SymbolTable(table) = part? else {
                        continue;
                    };
                    for symbol in table {
                        symbols.push(match symbol? {
                            SymbolInfo::Func { index, .. } => Some(index),
                            _ => None,
                        });
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                for entry in relocations.entries() {
                    let entry = entry?;
                    if takes(entry.ty) {
                        taken.insert(entry.index);
                    }
                }
            }
            _ => {}
        }
    }
    let module = Module::read(raw)?;
    let name = |symbol: u32| {
        let function = symbols.get(symbol as usize).copied().flatten();
        let name = function.and_then(|function| module.names.get(&function));
        name.copied()
            .context("an address is taken of what has no name")
    };
    taken.into_iter().map(name).collect()
}

fn takes(kind: RelocationType) -> bool {
    matches!(
        kind,
        RelocationType::TableIndexSleb
            | RelocationType::TableIndexI32
            | RelocationType::TableIndexSleb64
            | RelocationType::TableIndexI64
            | RelocationType::TableIndexRelSleb
            | RelocationType::TableIndexRelSleb64
    )
}

/// The place that a shim calls; `None` for every other function.
fn shim(body: &FunctionBody<'_>) -> Result<Option<u32>> {
    let mut called = None;
    let mut arguments = 0;
    let mut operators = body.get_operators_reader()?;
    loop {
        match operators.read()? {
            Operator::LocalGet { local_index } if local_index == arguments => arguments += 1,
            Operator::I32Const { value } if called.is_none() => called = u32::try_from(value).ok(),
            Operator::CallIndirect { table_index: 0, .. } if called.is_some() => break,
            _ => return Ok(None),
        }
    }
    let ends = matches!(operators.read()?, Operator::End) && operators.eof();
    Ok(called.filter(|_| ends))
}

/// The places that the shims of a module call.
pub fn called(module: &[u8]) -> Result<BTreeSet<u32>> {
    let mut called = BTreeSet::new();
    for body in &Module::read(module)?.bodies {
        called.extend(shim(body)?);
    }
    Ok(called)
}

/// `module` with shims that call other places.
pub fn redirected(module: &[u8], places: &BTreeMap<u32, u32>) -> Result<Vec<u8>> {
    let mut out = wasm_encoder::Module::new();
    Redirected(places)
        .parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|error| anyhow!("writing a chunk anew: {error}"))?;
    Ok(out.finish())
}

struct Redirected<'a>(&'a BTreeMap<u32, u32>);

impl Reencode for Redirected<'_> {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error> {
        let place = shim(&body).ok().flatten();
        let Some(now) = place.and_then(|place| self.0.get(&place)) else {
            return reencode::utils::parse_function_body(self, code, body);
        };
        let mut function = RoundtripReencoder.new_function_with_parsed_locals(&body)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let mut operator = operators.read()?;
            if let Operator::I32Const { value } = &mut operator {
                *value = now.cast_signed();
            }
            function.instruction(&RoundtripReencoder.instruction(operator)?);
        }
        code.function(&function);
        Ok(())
    }
}

/// Where the functions at `own` places stand from now on, if those at `leaving` are in the table no
/// more: what stays in the order of `name`, since functions are (neighbours in the table are neighbours
/// then in the code too), and what leaves where the fewest gaps come of it.
pub fn order<'a>(
    own: &BTreeSet<u32>,
    leaving: &BTreeSet<u32>,
    name: impl Fn(u32) -> &'a str,
) -> BTreeMap<u32, u32> {
    let emptied = longest(own, leaving.len());
    let mut staying: Vec<u32> = own.difference(leaving).copied().collect();
    staying.sort_by_key(|place| (name(*place), *place));
    let kept = own.difference(&emptied).copied();
    let gone = leaving.iter().copied().zip(emptied.iter().copied());
    staying.into_iter().zip(kept).chain(gone).collect()
}

/// So many of `places`, in as few runs as can be.
fn longest(places: &BTreeSet<u32>, count: usize) -> BTreeSet<u32> {
    let mut runs: Vec<Vec<u32>> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| last + 1 == *place) => run.push(*place),
            _ => runs.push(vec![*place]),
        }
    }
    runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
    runs.into_iter().flatten().take(count).collect()
}

/// A table with these functions at these places.
pub fn filled(places: &BTreeMap<u32, u32>) -> Result<ElementSection> {
    let mut section = ElementSection::new();
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (place, function) in places {
        match runs.last_mut() {
            Some((start, run)) if *start as usize + run.len() == *place as usize => {
                run.push(*function);
            }
            _ => runs.push((*place, vec![*function])),
        }
    }
    for (start, run) in runs {
        let start = wasm_encoder::ConstExpr::i32_const(i32::try_from(start)?);
        section.active(None, &start, Elements::Functions(run.into()));
    }
    Ok(section)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{FunctionSection, ImportSection, RefType, TableType, TypeSection, ValType};

    use super::*;

    /// A shim of place 7, the same with something before it, and what calls place 7 of another table.
    fn chunk() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        let mut imports = ImportSection::new();
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for table in [0, 0, 1] {
            let kind = TableType {
                element_type: RefType::FUNCREF,
                table64: false,
                minimum: 9,
                maximum: None,
                shared: false,
            };
            if functions.len() != 1 {
                imports.import("a", "b", wasm_encoder::EntityType::Table(kind));
            }
            let mut function = wasm_encoder::Function::new([]);
            let mut body = function.instructions();
            if functions.len() == 1 {
                body.nop();
            }
            body.local_get(0).i32_const(7).call_indirect(table, 0).end();
            functions.function(0);
            code.function(&function);
        }
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&code);
        module.finish()
    }

    #[test]
    fn only_shims_are_redirected() {
        let before = chunk();
        assert_eq!(called(&before).unwrap(), BTreeSet::from([7]));
        let after = redirected(&before, &BTreeMap::from([(7, 300)])).unwrap();
        assert_eq!(called(&after).unwrap(), BTreeSet::from([300]));
        let back = redirected(&after, &BTreeMap::from([(300, 7)])).unwrap();
        assert_eq!(back, before);
    }

    #[test]
    fn what_leaves_takes_the_longest_runs_and_what_stays_is_in_order() {
        let own = BTreeSet::from([1, 2, 5, 6, 7, 9]);
        let names = ["", "e", "d", "", "", "c", "b", "a", "", "f"];
        let name = |place: u32| names[place as usize];
        let now = order(&own, &BTreeSet::from([1, 6, 9]), name);
        // 7, 5 and 2 are `a`, `c` and `d`.
        let staying = [(7, 1), (5, 2), (2, 9)];
        let leaving = [(1, 5), (6, 6), (9, 7)];
        assert_eq!(now, BTreeMap::from_iter(staying.into_iter().chain(leaving)));
    }
}
