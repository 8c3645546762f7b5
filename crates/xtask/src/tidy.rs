//! `cargo xtask tidy`: the rules that no compiler checks, each violation one line.

mod imports;
mod links;
mod rules;
mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::workspace;
use source::Source;

/// One broken rule; line 0 speaks of the file as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    line: usize,
    sentence: String,
}

impl Violation {
    fn new(line: usize, sentence: impl Into<String>) -> Self {
        Self { line, sentence: sentence.into() }
    }
}

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    if let Some(word) = args.first() {
        bail!("tidy does not know '{word}'; it takes nothing");
    }
    let root = workspace::root();
    let paths = files_below(&root)?;
    let mut n_violations = 0;
    for path in &paths {
        let Ok(text) = fs::read_to_string(root.join(path)) else { continue };
        for violation in check(path, &text, &|target| root.join(target).exists()) {
            println!("{path}:{}: {}", violation.line.max(1), violation.sentence);
            n_violations += 1;
        }
    }
    if n_violations > 0 {
        bail!("tidy found {n_violations} in {} files", paths.len());
    }
    println!("tidy: {} files, nothing to say", paths.len());
    Ok(ExitCode::SUCCESS)
}

/// Every rule for one file; `exists` answers for the targets of links.
fn check(path: &str, text: &str, exists: &dyn Fn(&str) -> bool) -> Vec<Violation> {
    let source = Source::new(path, text);
    let mut violations = rules::check(&source);
    violations.extend(imports::check(&source));
    violations.extend(links::check(&source, exists));
    violations.sort_by_key(|violation| violation.line);
    violations
}

/// Paths with forward slashes, relative to the root, in a stable order.
fn files_below(root: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let listing = root.join(&folder);
        for entry in fs::read_dir(&listing).with_context(|| format!("could not list {}", listing.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = folder.join(&name);
            if !entry.file_type()?.is_dir() {
                files.push(path.to_string_lossy().replace('\\', "/"));
            } else if !NOT_OURS.iter().any(|other| name == *other) {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

const NOT_OURS: &[&str] = &[".git", "dist", "node_modules", "target"];
