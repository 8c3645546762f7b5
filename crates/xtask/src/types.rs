//! `cargo xtask types`: has TypeScript check the declarations, with programs that use all that they declare.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::{npm, workspace};

/// Checks the programs of `js/types` in each way in which TypeScript finds packages. Without Node.js or npm's registry
/// nothing is checked.
pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    if let Some(word) = args.first() {
        bail!("types does not know '{word}'; it takes nothing");
    }
    let Some(node) = workspace::find_program(&["node"]) else {
        println!("not done: the types, because there is no Node.js");
        return Ok(ExitCode::SUCCESS);
    };
    let workshop = workspace::target().join("tools/types");
    if !npm::install(&workshop, PACKAGES) {
        println!("not done: the types, because npm could not fetch {}", PACKAGES.join(" and "));
        return Ok(ExitCode::SUCCESS);
    }
    lay_out(&workshop)?;
    let mut n_failed = 0;
    for words in WAYS {
        let status = Command::new(&node)
            .arg("node_modules/typescript/bin/tsc")
            .args(["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--jsx", "react-jsx"])
            .args(words.split(' '))
            .args(PROGRAMS)
            .current_dir(&workshop)
            .stdin(Stdio::null())
            .status()
            .context("could not start TypeScript")?;
        println!("{} {words}", if status.success() { "ok" } else { "not ok" });
        n_failed += usize::from(!status.success());
    }
    println!("# pass {}\n# fail {n_failed}", WAYS.len() - n_failed);
    Ok(if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The package as its manifest has it, as far as types go, and the programs beside it.
fn lay_out(workshop: &Path) -> Result<()> {
    let (js, package) = (workspace::root().join("js"), workshop.join("node_modules/passlock"));
    workspace::copy(&js.join("npm/package.json"), &package.join("package.json"))?;
    for folder in [js.clone(), js.join("npm")] {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))? {
            let file = entry?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".d.ts") || name.ends_with(".d.mts") {
                workspace::copy(&file, &package.join(name))?;
            }
        }
    }
    for program in PROGRAMS {
        workspace::copy(&js.join("types").join(program), &workshop.join(program))?;
    }
    Ok(())
}

const PACKAGES: &[&str] = &["typescript@7.0.2", "@types/react@19.3.0"];
const PROGRAMS: &[&str] = &["lock.ts", "element.ts", "jsx.tsx"];
const WAYS: &[&str] = &["--module esnext --moduleResolution bundler", "--module nodenext"];
