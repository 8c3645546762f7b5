//! Pages with the lock, and pages that do as little as a page can: how soon they take a number, and at what cost.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Block, Row, Target, browser};
use crate::dist::{self, WasmOpt};
use crate::workspace;

/// Loads of each page in each profile unless told.
pub(crate) const LOADS: usize = 7;

pub(crate) fn measure(loads: usize) -> Result<Vec<Block>> {
    let folder = workspace::target().join("bench/dist");
    dist::assemble(&folder, WasmOpt::Run)?;
    write_painted_page(&folder)?;
    dist::write_compressed(&folder)?;
    workspace::run(workspace::cargo().args(["build", "--package", "passlock-server"]))?;
    let figures = browser::figures("page", &["--loads", &loads.to_string()])?;
    let mut blocks = Vec::new();
    for profile in figures["profiles"].as_array().context("the profiles are missing")? {
        blocks.push(times(profile, loads));
    }
    let names = figures["files"].as_array().context("the files are missing")?;
    let mut files = Vec::new();
    for name in names.iter().filter_map(Value::as_str) {
        files.push((name, dist::weigh(&folder.join(name))?));
    }
    blocks.push(bytes(&files));
    Ok(blocks)
}

/// The page that has the form in its HTML.
fn write_painted_page(folder: &Path) -> Result<()> {
    let form = workspace::read_text(&folder.join("forms/en.html"))?;
    workspace::write(&folder.join("painted.html"), PAINTED_PAGE.replace("FORM", form.trim_end()).as_bytes())
}

/// `profile` is `{"name": …, "pages": {"inline.html": {"typed": ms, …}, …}}`, with medians.
fn times(profile: &Value, loads: usize) -> Block {
    let figure = |page: &str, key: &str| profile["pages"][page][key].as_f64();
    let mut rows: Vec<Row> = FIGURES
        .iter()
        .map(|(name, key)| {
            let figures = PAGES.iter().map(|(_, page)| figure(page, key)).collect();
            Row { name: (*name).to_owned(), figures, target: None }
        })
        .collect();
    for (name, page, floor, most) in FLOORS {
        let multiple = figure(page, "typed").zip(figure(floor, "typed")).map(|(typed, floor)| typed / floor);
        rows.push(Row { name: (*name).to_owned(), figures: vec![multiple], target: Some(Target::AtMost(*most)) });
    }
    let profile = profile["name"].as_str().unwrap_or_default();
    Block {
        heading: format!("{profile}: median of {loads}"),
        columns: PAGES.iter().map(|(column, _)| *column).collect(),
        rows,
    }
}

/// Each file with its raw, gzip and brotli bytes.
fn bytes(files: &[(&str, [usize; 3])]) -> Block {
    #[expect(clippy::cast_precision_loss, reason = "files are not that large")]
    let row = |name: &str, [raw, gzip, brotli]: [usize; 3], target| Row {
        name: name.to_owned(),
        figures: [brotli, gzip, raw].map(|bytes| Some(bytes as f64)).to_vec(),
        target,
    };
    let mut rows: Vec<Row> = files.iter().map(|(name, bytes)| row(name, *bytes, None)).collect();
    let total = [0, 1, 2].map(|kind| files.iter().map(|(_, bytes)| bytes[kind]).sum());
    rows.push(row("all", total, Some(Target::AtMost(MOST_BYTES))));
    Block { heading: "loaded for a login, bytes".into(), columns: vec!["brotli", "gzip", "raw"], rows }
}

/// The columns, and the pages of `crates/e2e/pages/load` for them.
const PAGES: &[(&str, &str)] = &[
    ("inline", "inline.html"),
    ("form in HTML", "painted.html"),
    ("modal, from click", "modal.html"),
    ("field in HTML", "bare.html"),
    ("field by script", "script.html"),
];

/// The rows, and what the benchmark calls them.
const FIGURES: &[(&str, &str)] = &[
    ("typed digit stays, ms", "typed"),
    ("number is understood, ms", "answered"),
    ("long tasks (50 ms and more)", "long_tasks"),
    ("milliseconds of long tasks", "long_total"),
    ("memory, KB", "memory"),
    ("key to paint, ms", "key"),
    ("slowest key to paint, ms", "slowest_key"),
];

/// A page, the page that nothing of its kind can beat, and how many times longer it may take until a digit stays.
const FLOORS: &[(&str, &str, &str, f64)] = &[
    ("inline, times field by script", "inline.html", "script.html", 1.15),
    ("form in HTML, times field in HTML", "painted.html", "bare.html", 1.15),
];

/// `crates/e2e/pages/load/inline.html` with the form in it.
const PAINTED_PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>The lock in the page, painted</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <div id="login">FORM</div>
    <script src="passlock.js"></script>
    <script>
      new Passlock("demo", "127.0.0.1", { container: "login" }).show();
    </script>
  </body>
</html>
"#;

/// After brotli.
const MOST_BYTES: f64 = 120_000.0;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_is_compared_with_its_floor() {
        let page = |typed: f64| json!({ "typed": typed, "answered": null });
        let pages = json!({ "inline.html": page(240.0), "script.html": page(200.0), "bare.html": page(100.0) });
        let block = times(&json!({ "name": "CPU/4", "pages": pages }), 3);
        assert_eq!(block.heading, "CPU/4: median of 3");
        assert_eq!(block.rows[0].figures, [Some(240.0), None, None, Some(100.0), Some(200.0)]);
        assert_eq!(block.rows[block.rows.len() - 2].figures, [Some(1.2)]);
    }

    #[test]
    fn files_are_added_up() {
        let block = bytes(&[("a.js", [30, 20, 10]), ("a.wasm", [300, 200, 100])]);
        assert_eq!(block.rows.last().map(|row| row.figures.clone()), Some(vec![Some(110.0), Some(220.0), Some(330.0)]));
    }
}
