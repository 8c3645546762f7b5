//! wasm-opt, when there is one: a twentieth less to parse, and nothing lost when it is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use super::stamp;
use crate::workspace;

/// How much a caller is ready to wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WasmOpt {
    /// Look for the tool, fetch it from npm if that is possible, and run it.
    Run,
    /// Take an earlier result for the same module if there is one.
    OnlyIfCached,
}

/// The optimised module, or the one given when there is nothing to optimise it with.
pub(crate) fn optimise(module: &Path, how: WasmOpt) -> Result<PathBuf> {
    let smaller = module.with_extension("optimised.wasm");
    let fingerprint = stamp::fingerprint(&[&workspace::read(module)?, FLAGS.join(" ").as_bytes()]);
    if stamp::is_fresh(&smaller, &fingerprint) {
        return Ok(smaller);
    }
    if how == WasmOpt::OnlyIfCached {
        return Ok(module.to_owned());
    }
    let Some(tool) = find() else {
        eprintln!("not done: wasm-opt; install Node.js, or binaryen 116 or later, for a module that is 5 % smaller");
        return Ok(module.to_owned());
    };
    eprintln!("optimising {}", module.file_name().unwrap_or_default().display());
    if let Err(error) = workspace::run(Command::new(tool).args(FLAGS).arg(module).arg("-o").arg(&smaller)) {
        eprintln!("not done: wasm-opt, because {error}");
        return Ok(module.to_owned());
    }
    stamp::note(&smaller, &fingerprint)?;
    Ok(smaller)
}

fn find() -> Option<PathBuf> {
    let fetched = workspace::target().join("tools/node_modules/.bin/wasm-opt");
    let at_home = workspace::root().join("node_modules/.bin/wasm-opt");
    let known = workspace::find_program(&["wasm-opt"]);
    known.or_else(|| [at_home, fetched.clone()].into_iter().find(|file| file.exists())).or_else(|| {
        workspace::find_program(&["node"])?;
        let npm = workspace::find_program(&["npm"])?;
        let folder = workspace::target().join("tools");
        std::fs::create_dir_all(&folder).ok()?;
        eprintln!("fetching binaryen for wasm-opt");
        let status = Command::new(npm)
            .args(["install", "--silent", "--no-audit", "--no-fund", "--no-update-notifier", "--prefix"])
            .arg(&folder)
            .arg("binaryen")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        (status.is_ok_and(|status| status.success()) && fetched.exists()).then_some(fetched)
    })
}

/// The features that rustc emits by default, named one by one: `--all-features` makes modules that WebKit
/// refuses to parse.
const FLAGS: &[&str] = &[
    "-Oz",
    // Without a limit every function that has one caller becomes a part of it, and browsers compile whole functions.
    "--one-caller-inline-max-function-size=100",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_features_are_named_one_by_one() {
        assert!(!FLAGS.contains(&"--all-features"));
        assert_eq!(FLAGS.iter().filter(|flag| flag.starts_with("--enable-")).count(), 6);
    }
}
