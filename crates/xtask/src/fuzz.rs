//! `cargo xtask fuzz`: arbitrary texts for the phone number engine, on stable Rust and with nothing to install.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::workspace;

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let seconds = parse(args)?;
    let folder = workspace::target().join("fuzz");
    let (seeds, corpus, found) = (folder.join("seeds"), folder.join("corpus"), folder.join("found"));
    write_seeds(&seeds)?;
    for kept in [&corpus, &found] {
        std::fs::create_dir_all(kept).with_context(|| format!("could not create {}", kept.display()))?;
    }
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--release", "--manifest-path", "crates/phone/fuzz/Cargo.toml"]);
    // Named, so that build scripts and macros, which run on this machine as well, are left without counters.
    cargo.args(["--target", &host()?, "--target-dir"]).arg(&folder);
    cargo.arg("--").args([&corpus, &seeds]).arg(format!("-artifact_prefix={}/", found.display()));
    cargo.args([format!("-max_total_time={seconds}").as_str(), "-max_len=280", "-print_final_stats=1"]);
    cargo.env("RUSTFLAGS", COVERAGE.join(" "));
    workspace::run(&mut cargo).with_context(|| format!("the text that did it is in {}", found.display()))?;
    println!("nothing found in {seconds} s");
    Ok(ExitCode::SUCCESS)
}

fn parse(args: &[String]) -> Result<u32> {
    match args {
        [] => Ok(60),
        [name, seconds] if name == "--seconds" => {
            seconds.parse().ok().filter(|seconds| *seconds > 0).context("--seconds wants a number above 0 after it")
        }
        _ => bail!("fuzz takes nothing, or --seconds N"),
    }
}

/// The texts that Google's library was asked about are what the search begins with.
fn write_seeds(folder: &Path) -> Result<()> {
    let answers = workspace::read(&workspace::root().join("crates/phone/tests/google/answers.tsv"))?;
    for (number, line) in String::from_utf8_lossy(&answers).lines().enumerate() {
        if let Some(seed) = seed(line) {
            workspace::write(&folder.join(number.to_string()), seed.as_bytes())?;
        }
    }
    Ok(())
}

/// An input is two letters of a region, then the text; other letters stand for no region.
fn seed(line: &str) -> Option<String> {
    let mut columns = line.split('\t');
    let (region, text) = (columns.next()?, columns.next()?);
    Some(format!("{}{text}", if region.len() == 2 { region } else { "ZZ" }))
}

/// What rustc calls this machine.
fn host() -> Result<String> {
    let version = workspace::output(Command::new("rustc").arg("-vV").current_dir(workspace::root()));
    let version = version.context("rustc does not answer; install Rust with rustup first")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say what machine this is")?.to_owned())
}

/// What `cargo fuzz` passes too: counters at every edge and comparisons, for libFuzzer to steer by.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_region_of_two_letters_and_a_text() {
        assert_eq!(seed("GB\t07911 123456\t+447911123456").as_deref(), Some("GB07911 123456"));
        assert_eq!(seed("001\t+800 1234 5678\t+80012345678").as_deref(), Some("ZZ+800 1234 5678"));
        assert_eq!(seed("GB"), None);
    }

    #[test]
    fn a_run_has_an_end() -> Result<()> {
        assert_eq!(parse(&[])?, 60);
        assert_eq!(parse(&["--seconds".into(), "5".into()])?, 5);
        assert!(parse(&["--seconds".into(), "0".into()]).is_err());
        assert!(parse(&["--second".into()]).is_err());
        Ok(())
    }
}
