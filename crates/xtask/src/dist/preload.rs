//! The lines by which a page fetches ahead what the script will ask for, with this release's hashes.

use std::path::Path;

use anyhow::Result;

use super::{bindings, integrity};
use crate::workspace;

/// Writes `preload.html`: lines for the `<head>` of a page in the same folder. They are asked for in the way in which the
/// script does it, so that browsers fetch nothing twice.
pub(crate) fn write(out: &Path) -> Result<()> {
    workspace::write(&out.join("preload.html"), lines(&integrity::of(&out.join(bindings::SCRIPT))?).as_bytes())
}

/// Browsers know no integrity for what is preloaded to be fetched, and say so in the console; the script looks at that of
/// the WebAssembly itself.
fn lines(integrity: &str) -> String {
    let [script, wasm] = [bindings::SCRIPT, bindings::WASM];
    format!(
        "<link rel=\"modulepreload\" href=\"{script}\" integrity=\"{integrity}\">\n\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_has_to_be_what_was_released() {
        let lines = lines("sha384-x");
        assert!(lines.contains(r#"href="passlock-embed.js" integrity="sha384-x""#), "{lines}");
        assert!(lines.contains(r#"href="passlock-embed_bg.wasm" as="fetch""#), "{lines}");
    }
}
