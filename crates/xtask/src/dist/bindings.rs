//! wasm-bindgen, called as a library: it is of the same version as the widget's by construction.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{stamp, work_folder};
use crate::workspace;

pub(crate) const NAME: &str = "passlock-embed";
pub(crate) const SCRIPT: &str = "passlock-embed.js";
pub(crate) const WASM: &str = "passlock-embed_bg.wasm";
pub(crate) const TYPES: &str = "passlock-embed.d.ts";

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
    let fingerprint = stamp::fingerprint(&[&workspace::read(built)?, version.as_bytes()]);
    if stamp::is_fresh(&bound.wasm, &fingerprint) {
        return Ok(bound);
    }
    eprintln!("binding {name}.wasm");
    Bindgen::new()
        .input_path(built)
        .out_name(name)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound.folder)
        .context("wasm-bindgen refused the module; its version must be the one that Cargo.toml pins")?;
    stamp::note(&bound.wasm, &fingerprint)?;
    Ok(bound)
}
