//! Where the built programs and files are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Cargo's target directory.
#[must_use]
pub fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from))
}

/// A program of this workspace.
pub fn program(name: &str) -> Result<PathBuf> {
    let path = target().join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    if !path.is_file() {
        bail!("{} is missing; `cargo xtask test --ring 4` builds it", path.display());
    }
    Ok(path)
}

/// What `cargo xtask dist` wrote.
pub fn dist() -> Result<PathBuf> {
    let folder = root().join("dist");
    if !folder.join("passlock.js").is_file() {
        bail!("{} has no passlock.js; `cargo xtask dist` writes it", folder.display());
    }
    Ok(folder)
}

/// The app of `examples/yew`, built for a backend.
pub fn example_in_yew(domain: &str) -> Result<PathBuf> {
    let folder = target().join("tools/example-yew");
    let words = ["example", "--domain", domain, "--out"];
    let output = Command::new(program("passlock-xtask")?).args(words).arg(&folder).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("`cargo xtask example` failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(folder)
}

/// The widget as `cargo xtask bench page` made it, with `.br` files beside the others.
pub fn measured() -> Result<PathBuf> {
    let folder = target().join("bench/dist");
    if !folder.join("passlock.js.br").is_file() {
        bail!("{} has no passlock.js.br; `cargo xtask bench page` writes it", folder.display());
    }
    Ok(folder)
}

/// A page of these tests.
#[must_use]
pub fn page(name: &str) -> PathBuf {
    root().join("crates/e2e/pages").join(name)
}
