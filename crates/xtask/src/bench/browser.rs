//! What a browser shows: `crates/e2e` measures and says it in a line of JSON; here the engine, and typing in the lock.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Block, MODULES, Row, Target};
use crate::workspace;

pub(crate) fn measure() -> Result<[Block; 2]> {
    let figures = figures("in_browser", &[])?;
    Ok([engines(&figures), typing(&figures)])
}

/// What a benchmark of `crates/e2e` says in its last line.
pub(crate) fn figures(bench: &str, words: &[&str]) -> Result<Value> {
    let mut cargo = workspace::cargo();
    // The driver only waits, so the build that the tests have already does.
    cargo.args(["bench", "--profile", "dev", "--package", "passlock-e2e", "--bench", bench, "--"]).args(words);
    // What went wrong is told by its sentence; where in the sources that was made helps nobody.
    cargo.env("RUST_LIB_BACKTRACE", "0");
    let output = cargo.stdout(Stdio::piped()).stderr(Stdio::inherit()).output().context("could not start cargo")?;
    ensure!(output.status.success(), "the browser could not be measured; what is printed above says why");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().context("the browser's figures are missing")?;
    serde_json::from_str(line).with_context(|| format!("'{line}' was expected to be JSON"))
}

fn engines(figures: &Value) -> Block {
    let row = |name: &str, key: &str, target| {
        let figures = MODULES.map(|(_, module)| figures["engines"][module][key].as_f64()).to_vec();
        Row { name: name.to_owned(), figures, target }
    };
    Block {
        heading: "in Chromium: read, check and write".into(),
        columns: MODULES.map(|(column, _)| column).to_vec(),
        rows: vec![
            row("first call, milliseconds", "first", Some(Target::Below(1.0))),
            row("first call once rehearsed, milliseconds", "rehearsed", Some(Target::Below(1.0))),
            row("later, microseconds, four regions", "few", Some(Target::Below(20.0))),
            row("later, microseconds, all regions", "all", Some(Target::Below(20.0))),
        ],
    }
}

fn typing(figures: &Value) -> Block {
    let row = |name: &str, key: &str, target| {
        let figures = ["lock", "bare"].map(|page| figures["typing"][page][key].as_f64()).to_vec();
        Row { name: name.to_owned(), figures, target }
    };
    Block {
        heading: format!("typing {} keys, CPU slowed 4 times", figures["typing"]["lock"]["keys"]),
        columns: vec!["the lock", "a bare field"],
        rows: vec![
            row("long tasks (50 ms and more)", "long_tasks", Some(Target::AtMost(0.0))),
            row("milliseconds of long tasks", "long_total", None),
            row("slowest event, milliseconds", "slowest_event", None),
            row("page at work for a key, milliseconds", "busy_per_key", None),
        ],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_library_that_was_not_measured_has_no_figure() {
        let figures = json!({ "engines": {
            "bench-passlock-phone": { "first": 0.5, "rehearsed": 0.1, "few": 2, "all": 3 },
            "bench-phonenumber": { "first": 400, "rehearsed": 20, "few": 50, "all": null },
        } });
        let block = engines(&figures);
        assert_eq!(block.rows[0].figures, [Some(0.5), None, Some(400.0), None]);
        assert_eq!(block.rows[3].figures, [Some(3.0), None, None, None]);
    }
}
