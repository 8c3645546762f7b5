//! `cargo xtask dist`: everything that a page loads, in one folder, and what it weighs.

mod bindings;
mod first_styles;
mod form;
mod integrity;
mod languages;
mod minify;
mod package;
mod preload;
mod rules;
mod scripts;
mod short_names;
mod sizes;
mod stamp;
mod styles;
mod wasm_opt;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::workspace;
use minify::{Kind, minify};

pub(crate) use sizes::{weigh, write_compressed};
pub(crate) use wasm_opt::WasmOpt;

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let options = Options::parse(args)?;
    if options.loader_only {
        write_scripts(&options.out)?;
        return Ok(ExitCode::SUCCESS);
    }
    assemble(&options.out, WasmOpt::Run)?;
    // What a page loads, and can hold against `integrity.json`.
    integrity::write(&options.out, &[sizes::FILES, sizes::PICTURES, &["csp.mjs"]].concat())?;
    preload::write(&options.out)?;
    package::write(&options.out)?;
    let rows = sizes::measure(&options.out)?;
    if options.compress {
        write_compressed(&options.out)?;
    } else {
        sizes::remove_compressed(&options.out)?;
    }
    print!("{}", sizes::table(&rows));
    sizes::check(&rows)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the widget and writes scripts, WebAssembly, type declarations, languages and the picture of the flags to `out`.
pub(crate) fn assemble(out: &Path, wasm_opt: WasmOpt) -> Result<()> {
    module("passlock", bindings::NAME, out, wasm_opt)?;
    write_scripts(out)
}

/// Builds a program of a package as what ships to browsers, and writes `<name>.js` and `<name>_bg.wasm` to `out`.
pub(crate) fn module(package: &str, name: &str, out: &Path, wasm_opt: WasmOpt) -> Result<()> {
    workspace::ensure_wasm_target()?;
    let bound = bindings::generate(&build(package, name)?, name)?;
    let wasm = wasm_opt::optimise(&bound.wasm, wasm_opt)?;
    workspace::copy(&wasm, &out.join(format!("{name}_bg.wasm")))?;
    let script = format!("{name}.js");
    let glue = workspace::read_text(&bound.folder.join(&script))?;
    workspace::write(&out.join(&script), minify(&glue, Kind::Module)?.as_bytes())
}

/// Where the stages leave what the next run can take up again.
fn work_folder() -> PathBuf {
    workspace::target().join("dist")
}

fn build(package: &str, name: &str) -> Result<PathBuf> {
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--package", package, "--bin", name]);
    cargo.args(["--target", workspace::WASM_TARGET, "--profile", "wasm"]);
    workspace::run(&mut cargo)?;
    Ok(workspace::target().join(workspace::WASM_TARGET).join("wasm").join(name).with_extension("wasm"))
}

/// The files that no compiler makes. The loaders know the WebAssembly that lies beside them, if it does already.
fn write_scripts(out: &Path) -> Result<()> {
    let root = workspace::root();
    let wasm = out.join(bindings::WASM);
    let integrity = if wasm.exists() { integrity::of(&wasm)? } else { String::new() };
    workspace::write(&out.join("passlock.js"), scripts::classic(&root, &integrity)?.as_bytes())?;
    workspace::write(&out.join("passlock.mjs"), scripts::module(&root, &integrity)?.as_bytes())?;
    workspace::write(&out.join("passlock-element.js"), scripts::element(&root)?.as_bytes())?;
    let glue = out.join(bindings::SCRIPT);
    if glue.exists() {
        workspace::write(&glue, scripts::glue(&root, &workspace::read_text(&glue)?)?.as_bytes())?;
    }
    let csp = workspace::read_text(&root.join("js/csp.mjs"))?;
    workspace::write(&out.join("csp.mjs"), minify(&csp, Kind::Module)?.as_bytes())?;
    workspace::write(&out.join("passlock-dictionary.mjs"), scripts::dictionary(&root)?.as_bytes())?;
    workspace::write(&out.join("passlock-lock.js"), scripts::manners(&root)?.as_bytes())?;
    languages::write(&root, out)?;
    form::write(&root, out)?;
    for file in [
        "passlock.d.ts",
        "passlock-options.d.ts",
        "passlock-client.d.ts",
        "passlock-drop-in.d.ts",
        "passlock-element.d.ts",
        "csp.d.mts",
    ] {
        workspace::copy(&root.join("js").join(file), &out.join(file))?;
    }
    for file in ["login.html", "login.css", "login.js"] {
        workspace::copy(&root.join("login").join(file), &out.join(file))?;
    }
    workspace::copy(&root.join("flags/flags.webp"), &out.join("flags.webp"))?;
    workspace::copy(&root.join("flags/LICENSE"), &out.join("flags.webp.LICENSE.txt"))
}

struct Options {
    out: PathBuf,
    loader_only: bool,
    compress: bool,
}

impl Options {
    fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self { out: workspace::root().join("dist"), loader_only: false, compress: false };
        let mut words = args.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--loader-only" => options.loader_only = true,
                "--compress" => options.compress = true,
                "--out" => options.out = words.next().context("--out wants a folder after it")?.into(),
                other => bail!("dist does not know '{other}'; it takes --out DIR, --loader-only, --compress"),
            }
        }
        fs::create_dir_all(&options.out)
            .with_context(|| format!("could not create the folder {}", options.out.display()))?;
        Ok(options)
    }
}
