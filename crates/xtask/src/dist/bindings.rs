//! wasm-bindgen, called as a library: it is of the same version as the widget's by construction.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::{short_names, stamp, work_folder};
use crate::workspace;

pub(crate) const NAME: &str = "passlock-embed";
pub(crate) const SCRIPT: &str = "passlock-embed.js";
pub(crate) const WASM: &str = "passlock-embed_bg.wasm";

/// What wasm-bindgen wrote.
pub(crate) struct Bound {
    pub(crate) folder: PathBuf,
    pub(crate) wasm: PathBuf,
}

/// Turns the compiler's module into one that browsers load, with its glue.
pub(crate) fn generate(built: &Path, name: &str) -> Result<Bound> {
    let folder = work_folder().join("bindings").join(name);
    let bound = Bound { wasm: folder.join(format!("{name}_bg.wasm")), folder };
    let version = workspace::locked_version("wasm-bindgen")?;
    let fingerprint = stamp::fingerprint(&[&workspace::read(built)?, version.as_bytes(), RULES]);
    if stamp::is_fresh(&bound.wasm, &fingerprint) {
        return Ok(bound);
    }
    eprintln!("binding {name}.wasm");
    let mut output = Bindgen::new()
        .input_path(built)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .encode_into(EncodeInto::Always)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen refused the module; its version must be the one that Cargo.toml pins")?;
    let glue = short_names::shorten(&mut output)?;
    output.emit(&bound.folder).with_context(|| format!("could not write {}", bound.folder.display()))?;
    workspace::write(&bound.folder.join(format!("{name}.js")), glue.as_bytes())?;
    stamp::note(&bound.wasm, &fingerprint)?;
    Ok(bound)
}

/// What was bound by other rules is bound again.
const RULES: &[u8] = include_bytes!("short_names.rs");
