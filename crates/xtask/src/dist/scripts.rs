//! Joins the hand-written JavaScript by the rules of `js/README.md`: two markers in a frame, and no bundler.

use std::path::Path;

use anyhow::{Result, bail};

use super::minify::{Kind, minify};
use super::styles;
use crate::workspace;

/// What a script tag loads: `export ` goes from the beginnings of lines, because a classic script has none.
pub(crate) fn classic(root: &Path) -> Result<String> {
    minify(&join(&Folder(root), "script_entry.js", without_exports)?, Kind::Classic)
}

/// What `import` loads.
pub(crate) fn module(root: &Path) -> Result<String> {
    minify(&join(&Folder(root), "module_entry.js", str::to_owned)?, Kind::Module)
}

/// Where sources come from; tests bring their own.
trait Files {
    fn text(&self, path: &str) -> Result<String>;
}

struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn text(&self, path: &str) -> Result<String> {
        workspace::read_text(&self.0.join(path))
    }
}

fn join(files: &impl Files, frame: &str, adapt: impl Fn(&str) -> String) -> Result<String> {
    let mut joined = Vec::new();
    let (mut n_styles, mut n_sources) = (0, 0);
    for line in files.text(&format!("js/{frame}"))?.lines() {
        if line.trim() == STYLES {
            n_styles += 1;
            let css = serde_json::Value::from(styles::minify(&files.text("app.css")?));
            joined.push(format!("const STYLES = {css};"));
        } else if let Some(names) = line.trim().strip_prefix(SOURCES) {
            n_sources += 1;
            for name in names.split_whitespace() {
                joined.push(adapt(files.text(&format!("js/{name}"))?.trim_end()));
            }
        } else {
            joined.push(line.to_owned());
        }
    }
    if (n_styles, n_sources) != (1, 1) {
        bail!("js/{frame} wants the lines '{STYLES}' and '{SOURCES}a.js b.js' once each; js/README.md says why");
    }
    Ok(joined.join("\n"))
}

fn without_exports(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    lines.join("\n")
}

const STYLES: &str = "// @styles";
const SOURCES: &str = "// @sources ";

#[cfg(test)]
mod tests {
    use super::*;

    struct Frame(&'static str);

    impl Files for Frame {
        fn text(&self, path: &str) -> Result<String> {
            Ok(match path {
                "app.css" => "a { content: \"b\"; }",
                "js/frame.js" => self.0,
                "js/a.js" => "export class A {}\n",
                "js/b.js" => "export function b() {}\n  call(); // export c\n",
                other => bail!("nobody asks for {other}"),
            }
            .to_owned())
        }
    }

    const FRAME: Frame = Frame("(() => {\n  // @styles\n  // @sources a.js b.js\n})();\n");

    #[test]
    fn a_classic_script_has_no_exports() -> Result<()> {
        let styles = r#"const STYLES = "a{content:\"b\"}";"#;
        let expected = format!("(() => {{\n{styles}\nclass A {{}}\nfunction b() {{}}\n  call(); // export c\n}})();");
        assert_eq!(join(&FRAME, "frame.js", without_exports)?, expected);
        Ok(())
    }

    #[test]
    fn a_module_keeps_its_exports() -> Result<()> {
        let joined = join(&FRAME, "frame.js", str::to_owned)?;
        assert!(joined.contains("\nexport class A {}\nexport function b() {}\n"));
        Ok(())
    }

    #[test]
    fn a_frame_without_one_of_its_markers_is_refused() {
        for frame in ["// @styles\n", "// @sources a.js\n", "// @styles\n// @styles\n// @sources a.js\n"] {
            assert!(join(&Frame(frame), "frame.js", str::to_owned).is_err(), "{frame}");
        }
    }
}
