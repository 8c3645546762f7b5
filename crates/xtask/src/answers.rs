//! `cargo xtask answers`: asks Google's own library again and compares with what the tests of crates/phone hold.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{npm, workspace};

/// Regenerates the table beside every script of the folder. Without Node.js or its registry nothing is compared.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    if let Some(word) = args.first() {
        bail!("answers does not know '{word}'; it takes nothing");
    }
    let Some(node) = workspace::find_program(&["node"]) else {
        println!("not done: Google's own answers, because there is no Node.js");
        return Ok(ExitCode::SUCCESS);
    };
    let folder = workspace::root().join("crates/phone/tests/google");
    let scripts = scripts(&folder)?;
    let mut n_different = 0;
    for script in &scripts {
        let name = script.file_name().unwrap_or_default();
        let package = package(script)?;
        let workshop = workspace::target().join("tools").join(&package);
        if !npm::install(&workshop, &[&package]) {
            println!("not done: Google's own answers, because npm could not fetch {package}");
            return Ok(ExitCode::SUCCESS);
        }
        // A script finds the library in the folders above itself only.
        workspace::copy(script, &workshop.join(name))?;
        let held = script.with_extension("tsv");
        let expected = workspace::read(&held)?;
        let answers = ask(&node, &workshop.join(name), &held)?;
        match first_difference(&expected, &answers) {
            None => println!(
                "{}: {} lines, all Google's",
                name.display(),
                expected.split(|byte| *byte == b'\n').count() - 1
            ),
            Some(difference) => {
                println!("{}: {difference}", name.display());
                n_different += 1;
            }
        }
    }
    println!("# pass {}\n# fail {n_different}", scripts.len() - n_different);
    Ok(if n_different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The library and the version that a script says it was run with: they differ in the metadata that they hold.
fn package(script: &Path) -> Result<String> {
    let text = workspace::read(script)?;
    let text = String::from_utf8_lossy(&text);
    let version = text.split_once(GOOGLE).and_then(|(_, rest)| rest.split([' ', ',', '\n']).next());
    let version = version.with_context(|| format!("{} names no version of the library", script.display()))?;
    Ok(format!("{GOOGLE}{version}"))
}

/// Each has the table that it writes beside it, under the same name.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing = fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))?;
    let mut scripts: Vec<PathBuf> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("mjs")))
        .collect();
    ensure!(!scripts.is_empty(), "{} has no scripts", folder.display());
    scripts.sort();
    Ok(scripts)
}

/// What a script writes when it reads the table.
fn ask(node: &Path, script: &Path, table: &Path) -> Result<Vec<u8>> {
    let table = fs::File::open(table).with_context(|| format!("could not open {}", table.display()))?;
    let output = Command::new(node)
        .arg(script)
        .stdin(table)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start {}", node.display()))?;
    ensure!(output.status.success(), "{} failed ({})", script.display(), output.status);
    Ok(output.stdout)
}

/// Where two tables part, or `None` when they are the same.
fn first_difference(held: &[u8], google: &[u8]) -> Option<String> {
    if held == google {
        return None;
    }
    let lines = |table: &[u8]| table.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (held, google) = (lines(held), lines(google));
    let at = (0..held.len().max(google.len())).find(|at| held.get(*at) != google.get(*at))?;
    let line = |table: &[Vec<u8>]| {
        table.get(at).map_or_else(|| "(nothing)".into(), |line| String::from_utf8_lossy(line).into_owned())
    };
    Some(format!("line {} is held as\n  {}\nand Google says\n  {}", at + 1, line(&held), line(&google)))
}

/// The library, as npm names it, up to the version.
const GOOGLE: &str = "google-libphonenumber@";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_differ_in_the_first_line_that_is_another() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
        let said = |held: &[u8], google: &[u8]| first_difference(held, google).unwrap_or_default();
        assert_eq!(said(b"a\nb\n", b"a\nc\n"), "line 2 is held as\n  b\nand Google says\n  c");
        assert_eq!(said(b"a\nb", b"a"), "line 2 is held as\n  b\nand Google says\n  (nothing)");
        assert!(said(b"a\n", b"a\nb\n").starts_with("line 2 "));
    }
}
