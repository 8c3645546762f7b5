//! Short names for what WebAssembly and its glue call each other: both carry them, and nobody else does.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Output;

/// Renames the imports and exports of the module, takes away the exports that its glue does not use, and answers with the
/// glue to go with it.
///
/// # Errors
/// The glue names things in another way than it did: wasm-bindgen has a new version, and this has to follow.
pub(crate) fn shorten(output: &mut Output) -> Result<String> {
    let mut names = Names::default();
    let module = output.wasm_mut();
    for (index, import) in module.imports.iter_mut().enumerate() {
        let short = letters(index);
        names.modules.insert(std::mem::replace(&mut import.module, MODULE.to_owned()));
        names.imports.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    for (index, export) in module.exports.iter().enumerate() {
        names.exports.insert(export.name.clone(), letters(index));
    }
    let (glue, used) = names.apply(output.js())?;
    let module = output.wasm_mut();
    let mut idle = Vec::new();
    for export in module.exports.iter() {
        if !used.contains(&export.name) {
            idle.push(export.id());
        }
    }
    for id in idle {
        module.exports.delete(id);
    }
    for export in module.exports.iter_mut() {
        export.name.clone_from(&names.exports[&export.name]);
    }
    Ok(glue)
}

/// What the one module is called that all imports come from.
const MODULE: &str = "a";
/// The way to load a module at once, which browsers refuse for one of this size on the main thread.
const AT_ONCE: &str = "export { initSync, __wbg_init as default };";

/// Long names with the short ones for them.
#[derive(Default)]
struct Names {
    modules: BTreeSet<String>,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// The glue with short names, and the exports that it uses by their long ones. An import is defined as `name: function`,
    /// an export is read as `wasm.name`.
    fn apply(&self, glue: &str) -> Result<(String, BTreeSet<String>)> {
        let Some((glue, rest)) = glue.split_once(AT_ONCE) else { bail!("the glue does not end with '{AT_ONCE}'") };
        let mut glue = format!("{glue}export {{ __wbg_init as default }};{rest}");
        for module in &self.modules {
            glue = glue.replace(&format!("\"{module}\":"), &format!("\"{MODULE}\":"));
        }
        let mut short = String::with_capacity(glue.len());
        let (mut defined, mut used) = (BTreeSet::new(), BTreeSet::new());
        let mut rest = glue.as_str();
        while let Some(start) = rest.find(is_of_name) {
            let (before, from) = rest.split_at(start);
            let (name, after) = from.split_at(from.find(|sign| !is_of_name(sign)).unwrap_or(from.len()));
            short.push_str(before);
            let import = self.imports.get(name).filter(|_| after.starts_with(": "));
            let export = self.exports.get(name).filter(|_| short.ends_with("wasm."));
            if import.is_some() && !defined.insert(name) {
                bail!("the glue defines '{name}' twice");
            }
            if export.is_some() {
                used.insert(name.to_owned());
            }
            short.push_str(import.or(export).map_or(name, String::as_str));
            rest = after;
        }
        short.push_str(rest);
        match self.imports.keys().find(|name| !defined.contains(name.as_str())) {
            Some(name) => bail!("the glue does not define '{name}' as 'name: function'"),
            None => Ok((short, used)),
        }
    }
}

fn is_of_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '$')
}

/// The names a, b, … z, ba, bb, … for 0, 1, 2, …
fn letters(mut index: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[index % 26]));
        index /= 26;
        if index == 0 {
            return name.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Names {
            modules: BTreeSet::from(["./x_bg.js".to_owned()]),
            imports: map(&[("__wbg_a_1", "a"), ("__wbg_a_12", "b")]),
            exports: map(&[("show", "a"), ("idle", "b")]),
        }
    }

    #[test]
    fn both_sides_get_the_same_short_names() -> Result<()> {
        let glue = "const i = {__wbg_a_12: f, __wbg_a_1: g}; ({\"./x_bg.js\": i}); show = wasm.show(); a.idle;\n";
        let (short, used) = names().apply(&format!("{glue}{AT_ONCE}\n"))?;
        let expected = "const i = {b: f, a: g}; ({\"a\": i}); show = wasm.a(); a.idle;\n";
        assert_eq!(short, format!("{expected}export {{ __wbg_init as default }};\n"));
        assert_eq!(used, BTreeSet::from(["show".to_owned()]));
        Ok(())
    }

    #[test]
    fn glue_of_another_kind_is_refused() {
        for glue in ["", "__wbg_a_1: f", "__wbg_a_1: f, __wbg_a_1: f, __wbg_a_12: g"] {
            assert!(names().apply(&format!("{glue}{AT_ONCE}")).is_err(), "{glue}");
        }
        assert!(names().apply("__wbg_a_1: f, __wbg_a_12: g").is_err());
    }

    #[test]
    fn no_two_names_are_the_same() {
        let all: BTreeSet<String> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
        assert_eq!([letters(0), letters(25), letters(26)], ["a", "z", "ba"]);
    }
}
