//! The npm package: what `js/npm/package.json` lists, in one folder that npm packs as it is.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::languages;
use super::minify::{Kind, minify};
use crate::workspace;

/// Writes `npm` in a folder that has everything else already.
pub(crate) fn write(out: &Path) -> Result<()> {
    let package = out.join("npm");
    if package.exists() {
        // A file that the package no longer lists would be in it for ever.
        fs::remove_dir_all(&package).with_context(|| format!("could not empty {}", package.display()))?;
    }
    let root = workspace::root();
    let manifest = with_version(&workspace::read_text(&root.join("js/npm/package.json"))?)?;
    for name in listed(&manifest)? {
        if name == languages::FOLDER {
            languages::write(&root, &package)?;
            continue;
        }
        let found: Vec<PathBuf> =
            SOURCES.iter().map(|folder| root.join(folder).join(&name)).chain([out.join(&name)]).collect();
        let Some(file) = found.iter().find(|file| file.is_file()) else {
            bail!("js/npm/package.json lists {name}, which nothing makes");
        };
        let is_source = file.starts_with(root.join("js/npm")) && file.extension() == Some(OsStr::new("mjs"));
        if is_source {
            let small = minify(&workspace::read_text(file)?, Kind::Module)?;
            workspace::write(&package.join(&name), small.as_bytes())?;
        } else {
            workspace::copy(file, &package.join(&name))?;
        }
    }
    workspace::write(&package.join("package.json"), manifest.as_bytes())
}

/// The package is of the version that `Cargo.toml` gives to everything here.
fn with_version(manifest: &str) -> Result<String> {
    let Some((before, after)) = manifest.split_once(NO_VERSION) else {
        bail!("js/npm/package.json does not say {NO_VERSION}, which is where the version of Cargo.toml goes");
    };
    Ok(format!("{before}\"version\": \"{}\"{after}", env!("CARGO_PKG_VERSION")))
}

/// What is in the package, beside its manifest.
fn listed(manifest: &str) -> Result<Vec<String>> {
    let manifest: Value = serde_json::from_str(manifest).context("js/npm/package.json is no JSON")?;
    let files = manifest["files"].as_array().context("js/npm/package.json lists no files")?;
    Ok(files.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Where its files are, beside those of `dist`.
const SOURCES: &[&str] = &["js/npm", "js", ""];
const NO_VERSION: &str = "\"version\": \"0.0.0\"";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_has_the_version_of_everything() -> Result<()> {
        let manifest = with_version("{\n  \"version\": \"0.0.0\",\n  \"files\": [\"a.mjs\", \"b.wasm\"]\n}")?;
        assert!(manifest.contains(&format!("\"version\": \"{}\",", env!("CARGO_PKG_VERSION"))), "{manifest}");
        assert_eq!(listed(&manifest)?, ["a.mjs", "b.wasm"]);
        assert!(with_version("{}").is_err());
        Ok(())
    }
}
