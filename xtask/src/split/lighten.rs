//! The first module made lighter, once its glue is made: what only chunks use goes into theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::moved::Moved;
use super::{GLUE, Parts, SECOND, SPLIT, files, places};
use crate::module::Module;

impl Parts {
    /// Moves what only chunks use out of the first module, which wasm-bindgen has made its glue for.
    pub fn lighten(&mut self, bound: &Path) -> Result<()> {
        self.bound = fs::read(bound)?;
        let module = Module::read(&self.bound)?;
        ensure!(
            !module.imports_more,
            "the first module imports more than functions"
        );
        let (raw, main) = (fs::read(&self.raw)?, fs::read(&self.main)?);
        let own = places::of_shims(&raw, &Module::read(&main)?)?;
        ensure!(
            !own.is_empty(),
            "no chunk calls anything in the first module"
        );
        let moved = Moved::choose(&module, &own)?;
        let mut by_users: BTreeMap<BTreeSet<String>, BTreeSet<u32>> = BTreeMap::new();
        for (place, users) in self.callers(&moved)? {
            by_users.entry(users).or_default().insert(place);
        }
        for (number, (users, places)) in by_users.into_iter().enumerate() {
            let name = format!("moved_{number}");
            self.moved
                .insert(name.clone(), moved.group(&module, &places)?);
            for user in users {
                self.chunks.entry(user).or_default().push(name.clone());
            }
        }
        fs::write(bound, moved.rest(&self.bound)?)?;
        self.files = files(&self.chunks);
        for file in &mut self.files {
            let moved = file.modules.iter().filter_map(|name| self.moved.get(name));
            if moved.flat_map(|group| &group.imported).next().is_some() {
                file.needs.push(SECOND.to_owned());
            }
        }
        Ok(())
    }

    /// The chunks that call what is moved, by its places. Their modules call places as they are now.
    fn callers(&self, moved: &Moved) -> Result<BTreeMap<u32, BTreeSet<String>>> {
        let mut users: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (chunk, modules) in &self.chunks {
            for module in modules {
                users.entry(module).or_default().insert(chunk.clone());
            }
        }
        let mut callers: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for (module, users) in users {
            let path = self.folder.join(module).with_extension("wasm");
            let now = places::redirected(&fs::read(&path)?, &moved.now)?;
            for place in places::called(&now)? {
                if moved.at(place).is_some() {
                    callers.entry(place).or_default().extend(users.clone());
                }
            }
            fs::write(path, now)?;
        }
        Ok(callers)
    }

    /// The names of what is moved and imported from the glue.
    pub fn imported(&self) -> Result<BTreeSet<String>> {
        let module = Module::read(&self.bound)?;
        let imported = self.moved.values().flat_map(|group| &group.imported);
        let name = |function: &u32| Some(module.imports.get(*function as usize)?.name.to_owned());
        Ok(imported.filter_map(name).collect())
    }

    /// Writes the modules of what is moved. `key` says what the glue calls an import.
    pub fn write_moved(&self, key: impl Fn(&str) -> Result<String>) -> Result<()> {
        let module = Module::read(&self.bound)?;
        for (name, group) in &self.moved {
            let path = self.folder.join(name).with_extension("wasm");
            fs::write(path, group.encode(&module, SPLIT, GLUE, &key)?)?;
        }
        Ok(())
    }
}
