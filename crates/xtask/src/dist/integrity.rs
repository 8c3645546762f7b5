//! What each file of a release has to be: Subresource Integrity, for pages that load it and for the loader itself.

use std::path::Path;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha384};

use crate::workspace;

/// The value of an `integrity` attribute (W3C SRI, section 3.1) that only this file satisfies.
pub(crate) fn of(file: &Path) -> Result<String> {
    Ok(["sha384-", &STANDARD.encode(Sha384::digest(workspace::read(file)?))].concat())
}

/// Writes `integrity.json` for these files of a folder.
pub(crate) fn write(folder: &Path, files: &[&str]) -> Result<()> {
    let mut values = Map::new();
    for name in files {
        values.insert((*name).to_owned(), of(&folder.join(name))?.into());
    }
    let json = serde_json::to_string_pretty(&Value::Object(values))?;
    workspace::write(&folder.join("integrity.json"), [&json, "\n"].concat().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_has_its_digest() -> Result<()> {
        let file = std::env::temp_dir().join(format!("passlock-integrity-{}.js", std::process::id()));
        workspace::write(&file, b"alert('Hello, world.');")?;
        let digest = of(&file);
        std::fs::remove_file(&file)?;
        assert_eq!(digest?, "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
        Ok(())
    }
}
