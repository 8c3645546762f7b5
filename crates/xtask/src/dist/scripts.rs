//! Joins the hand-written JavaScript by the rules of `js/README.md`: markers in a frame, and no bundler.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use super::first_styles::{self, Parted};
use super::form::form;
use super::minify::{Kind, minify};
use super::{languages, styles};
use crate::workspace;

/// What a script tag loads: `export ` goes from the beginnings of lines, because a classic script has none.
pub(crate) fn classic(root: &Path, integrity: &str) -> Result<String> {
    minify(&with(integrity, &join(&Folder(root), "script_entry.js", LOCK, without_exports)?)?, Kind::Classic)
}

/// What `import` loads.
pub(crate) fn module(root: &Path, integrity: &str) -> Result<String> {
    minify(&with(integrity, &join(&Folder(root), "module_entry.js", LOCK, str::to_owned)?)?, Kind::Module)
}

/// What both load when a page has texts of its own.
pub(crate) fn dictionary(root: &Path) -> Result<String> {
    minify(&join(&Folder(root), "dictionary_entry.js", DICTIONARY, str::to_owned)?, Kind::Module)
}

/// What both load when a page first uses Auth0's manners.
pub(crate) fn manners(root: &Path) -> Result<String> {
    minify(&join(&Folder(root), "manners_entry.js", LENT, str::to_owned)?, Kind::Module)
}

/// What the script loads for pages that have the lock as an element: its styles are the script's.
pub(crate) fn element(root: &Path) -> Result<String> {
    minify(&join(&Folder(root), "element_entry.js", LENT, without_exports)?, Kind::Module)
}

/// The glue of the WebAssembly with the part of the locks behind it that is of use only with it. Glue that has such a part
/// already gets another one.
pub(crate) fn glue(root: &Path, glue: &str) -> Result<String> {
    let part = minify(&join(&Folder(root), "widget_entry.js", WIDGET, str::to_owned)?, Kind::Module)?;
    Ok(behind(glue, part.split_once('\n').map_or(part.as_str(), |(_licence, code)| code)))
}

fn behind(glue: &str, part: &str) -> String {
    let glue = glue.split(BEHIND).next().unwrap_or_default().trim_end();
    format!("{glue}{BEHIND}{part}")
}

/// What of `app.css` the first form may wear, and all else.
pub(crate) fn parted_styles(root: &Path) -> Result<Parted> {
    parted(&Folder(root))
}

fn parted(files: &impl Files) -> Result<Parted> {
    let mut painted = files.form()?;
    for name in ["host.js", "elements.js", "paint.js"] {
        painted.push_str(&files.text(&format!("js/{name}"))?);
    }
    Ok(first_styles::part(&styles::minify(&files.text("app.css")?), &painted))
}

/// Tells a loader which WebAssembly it has to find; nothing when any will do.
fn with(integrity: &str, script: &str) -> Result<String> {
    let Some((before, after)) = script.split_once(INTEGRITY) else { bail!("a frame has no line '{INTEGRITY}'") };
    Ok(format!("{before}const WASM_INTEGRITY = \"{integrity}\";{after}"))
}

/// Where sources come from; tests bring their own.
trait Files {
    fn text(&self, path: &str) -> Result<String>;

    /// The tags of the languages that there are.
    fn languages(&self) -> Result<Vec<String>>;

    /// The first form, as JSON.
    fn form(&self) -> Result<String>;
}

struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn text(&self, path: &str) -> Result<String> {
        workspace::read_text(&self.0.join(path))
    }

    fn languages(&self) -> Result<Vec<String>> {
        languages::tags(self.0)
    }

    fn form(&self) -> Result<String> {
        form().map(str::to_owned)
    }
}

fn join(files: &impl Files, frame: &str, markers: &[&str], adapt: impl Fn(&str) -> String) -> Result<String> {
    let mut joined = Vec::new();
    let mut met: Vec<&str> = Vec::new();
    for line in files.text(&format!("js/{frame}"))?.lines() {
        let marker = markers.iter().find(|marker| line.trim().starts_with(**marker));
        match marker.copied() {
            Some(STYLES) => {
                joined.push(format!("const STYLES = {};", Value::from(parted(files)?.first())));
            }
            Some(OTHER_STYLES) => {
                joined.push(format!("const STYLES = {};", Value::from(parted(files)?.others())));
            }
            Some(FORM) => joined.push(format!("const FORM = {};", files.form()?)),
            Some(LANGUAGES) => {
                joined.push(format!("const LANGUAGES = \"{}\".split(\" \");", files.languages()?.join(" ")));
            }
            Some(TEXTS) => {
                let blanks = languages::blanks(&files.text("languages/en.json")?)?;
                joined.push(format!("const TEXTS = {blanks};"));
            }
            Some(sources) => {
                for name in line.trim().trim_start_matches(sources).split_whitespace() {
                    joined.push(adapt(files.text(&format!("js/{name}"))?.trim_end()));
                }
            }
            None => joined.push(line.to_owned()),
        }
        met.extend(marker);
    }
    met.sort_unstable();
    if met != markers {
        bail!("js/{frame} wants each of the lines {markers:?} once; js/README.md says why");
    }
    Ok(joined.join("\n"))
}

fn without_exports(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
    lines.join("\n")
}

const FORM: &str = "// @form";
const INTEGRITY: &str = "// @integrity";
const LANGUAGES: &str = "// @languages";
const OTHER_STYLES: &str = "// @other-styles";
const SOURCES: &str = "// @sources ";
const STYLES: &str = "// @styles";
const TEXTS: &str = "// @texts";

/// Where the glue ends, for whoever joins it again.
const BEHIND: &str = "\n/*! passlock: the lock */\n";

/// The markers of a frame, in alphabetical order.
const LOCK: &[&str] = &[FORM, LANGUAGES, SOURCES, STYLES];
const DICTIONARY: &[&str] = &[SOURCES, TEXTS];
const WIDGET: &[&str] = &[OTHER_STYLES, SOURCES];
/// Of those that are lent what the script that loads them has.
const LENT: &[&str] = &[SOURCES];

#[cfg(test)]
mod tests {
    use super::*;

    struct Frame(&'static str);

    impl Files for Frame {
        fn text(&self, path: &str) -> Result<String> {
            Ok(match path {
                "app.css" => "* { content: \"b\"; } .later { top: 0; }",
                "js/host.js" | "js/elements.js" | "js/paint.js" => "",
                "js/frame.js" => self.0,
                "languages/en.json" => r#"{"a": "{x} and {y}", "b": {"one": "{n}", "other": "{n}s"}, "c": "d"}"#,
                "js/a.js" => "export class A {}\n",
                "js/b.js" => "export function b() {}\n  call(); // export c\n",
                other => bail!("nobody asks for {other}"),
            }
            .to_owned())
        }

        fn languages(&self) -> Result<Vec<String>> {
            Ok(vec!["de".to_owned(), "en".to_owned()])
        }

        fn form(&self) -> Result<String> {
            Ok("{}".to_owned())
        }
    }

    const FRAME: Frame = Frame("(() => {\n  // @styles\n  // @form\n  // @languages\n  // @sources a.js b.js\n})();\n");

    #[test]
    fn a_classic_script_has_no_exports() -> Result<()> {
        let styles = r#"const STYLES = "*{content:\"b\"}";"#;
        let languages = r#"const LANGUAGES = "de en".split(" ");"#;
        let expected = format!(
            "(() => {{\n{styles}\nconst FORM = {{}};\n{languages}\nclass A {{}}\nfunction b() {{}}\n  call(); // export c\n}})();"
        );
        assert_eq!(join(&FRAME, "frame.js", LOCK, without_exports)?, expected);
        Ok(())
    }

    #[test]
    fn the_other_styles_come_with_the_widget() -> Result<()> {
        let joined = join(&Frame("// @other-styles\n// @sources b.js"), "frame.js", WIDGET, str::to_owned)?;
        assert!(joined.starts_with(r#"const STYLES = ".later{top:0}";"#), "{joined}");
        Ok(())
    }

    #[test]
    fn glue_has_one_part_behind_it() {
        let once = behind("glue();\n", "a();");
        assert!(once.starts_with("glue();\n/*!") && once.ends_with("\na();"), "{once}");
        assert_eq!(behind(&once, "b();"), once.replace("a();", "b();"));
    }

    #[test]
    fn a_loader_knows_its_module() -> Result<()> {
        assert_eq!(with("sha384-x", "a\n  // @integrity\nb")?, "a\n  const WASM_INTEGRITY = \"sha384-x\";\nb");
        assert!(with("", "a").is_err());
        Ok(())
    }

    #[test]
    fn a_module_keeps_its_exports() -> Result<()> {
        let joined = join(&FRAME, "frame.js", LOCK, str::to_owned)?;
        assert!(joined.contains("\nexport class A {}\nexport function b() {}\n"));
        Ok(())
    }

    #[test]
    fn a_frame_without_one_of_its_markers_is_refused() {
        let lines = ["// @styles\n// @form\n// @languages\n", "// @styles\n// @sources a.js\n", ""];
        for frame in lines.into_iter().chain(["// @styles\n// @styles\n// @languages\n// @sources a.js\n"]) {
            assert!(join(&Frame(frame), "frame.js", LOCK, str::to_owned).is_err(), "{frame}");
        }
    }

    #[test]
    fn a_script_that_draws_nothing_needs_no_styles() -> Result<()> {
        let joined = join(&Frame("// @sources b.js\n"), "frame.js", LENT, without_exports)?;
        assert_eq!(joined, "function b() {}\n  call(); // export c");
        Ok(())
    }

    #[test]
    fn a_dictionary_knows_the_texts_and_their_blanks() -> Result<()> {
        let joined = join(&Frame("// @texts\n// @sources a.js\n"), "frame.js", DICTIONARY, str::to_owned)?;
        assert!(joined.starts_with(r#"const TEXTS = {"a":["x","y"],"b":["n"],"c":[]};"#), "{joined}");
        Ok(())
    }
}
