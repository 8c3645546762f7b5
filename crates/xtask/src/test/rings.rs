//! What is run, in which order, and what each step needs.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::tools::Tool;
use crate::workspace;

pub(crate) struct Step {
    pub(crate) ring: u8,
    pub(crate) heading: &'static str,
    pub(crate) needs: &'static [Tool],
    program: Program,
    words: &'static str,
    /// Which browser the end-to-end tests move: `PASSLOCK_BROWSER`.
    browser: &'static str,
}

enum Program {
    Cargo,
    WasmPack,
    Node,
}

impl Step {
    pub(crate) fn command(&self) -> Command {
        let mut command = match self.program {
            Program::Cargo => workspace::cargo(),
            Program::WasmPack => on_path("wasm-pack"),
            Program::Node => on_path("node"),
        };
        command.args(self.words.split(' '));
        if matches!(self.program, Program::Node) {
            command.args(script_tests());
        }
        command.env("PASSLOCK_BROWSER", self.browser);
        // Only the step that starts a database of its own shall use one.
        command.env_remove("PASSLOCK_TEST_POSTGRES");
        // A failed test is told by its sentence; where in the sources that was made helps nobody.
        command.env("RUST_LIB_BACKTRACE", "0");
        command
    }
}

/// The rings of `ARCHITECTURE.md`, with the lints as ring 0.
pub(crate) fn steps() -> Vec<Step> {
    use Tool::{Chrome, Clippy, Firefox, MailServer, Postgres, Rustfmt, WasmBindgen, WasmPack, WasmTarget, WebKit};
    let step =
        |ring, heading, needs, program, words| Step { ring, heading, needs, program, words, browser: "chromium" };
    let cargo = |ring, heading, needs, words| step(ring, heading, needs, Program::Cargo, words);
    // One after the other: on one screen one window has the focus, and another that opens takes it away with its keys.
    let core_paths = |heading, needs, browser| Step {
        browser,
        ..step(4, heading, needs, Program::Cargo, "test --package passlock-e2e --test core_paths -- --test-threads=1")
    };
    let mut steps = vec![
        cargo(0, "format", &[Rustfmt] as &[Tool], "fmt --all --check"),
        // The same choices of packages as below: cargo builds what proc macros and C need once for each choice.
        cargo(
            0,
            "clippy on core, phone, widget and tasks",
            &[Clippy],
            "clippy --workspace --exclude passlock-server --exclude passlock-e2e --all-targets -- -D warnings",
        ),
        cargo(0, "clippy on the server", &[Clippy], "clippy --package passlock-server --all-targets -- -D warnings"),
        cargo(
            0,
            "clippy on the browser tests",
            &[Clippy],
            "clippy --package passlock-e2e --all-targets -- -D warnings",
        ),
        cargo(
            0,
            "clippy on WebAssembly",
            &[Clippy, WasmTarget],
            "clippy --package passlock --package passlock-bench-module --all-targets --target wasm32-unknown-unknown \
             -- -D warnings",
        ),
        cargo(0, "format of the example in Yew", &[Rustfmt], "fmt --manifest-path examples/yew/Cargo.toml --check"),
        cargo(
            0,
            "clippy on the example in Yew",
            &[Clippy, WasmTarget],
            "clippy --manifest-path examples/yew/Cargo.toml --target-dir target --target wasm32-unknown-unknown \
             -- -D warnings",
        ),
        cargo(0, "tidy", &[], "run --quiet --package passlock-xtask -- tidy"),
        cargo(
            1,
            "core, phone, widget and tasks, native",
            &[],
            "test --workspace --exclude passlock-server --exclude passlock-e2e --no-fail-fast",
        ),
        cargo(1, "answers of Google's library", &[], "run --quiet --package passlock-xtask -- answers"),
        cargo(2, "server, in process", &[MailServer], "test --package passlock-server --no-fail-fast"),
        cargo(2, "server, on Postgres", &[Postgres], "test --package passlock-server --no-fail-fast"),
        cargo(2, "server, by its description", &[], "run --quiet --package passlock-xtask -- openapi"),
        cargo(3, "types, in TypeScript", &[], "run --quiet --package passlock-xtask -- types"),
        step(
            3,
            "widget in Chromium",
            &[WasmTarget, WasmPack, WasmBindgen, Chrome],
            Program::WasmPack,
            "test --headless --chrome",
        ),
        step(
            3,
            "widget in Firefox",
            &[WasmTarget, WasmPack, WasmBindgen, Firefox],
            Program::WasmPack,
            "test --headless --firefox",
        ),
        cargo(4, "dist", &[WasmTarget], "run --quiet --package passlock-xtask -- dist"),
        cargo(4, "example in Yew", &[WasmTarget], "run --quiet --package passlock-xtask -- example"),
        cargo(4, "server, as a program", &[], "build --package passlock-server"),
        cargo(4, "end to end in Chromium", &[Chrome], "test --package passlock-e2e --no-fail-fast"),
        core_paths("core paths in Firefox", &[Firefox] as &[Tool], "firefox"),
        core_paths("core paths in WebKit", &[WebKit], "webkit"),
    ];
    // The scripts are the one thing here that is tested by a tool which nothing else needs.
    if workspace::find_program(&["node"]).is_some() {
        let at = steps.iter().position(|step| step.ring == 3).unwrap_or(steps.len());
        steps.insert(at, step(3, "scripts, in Node.js", &[], Program::Node, "--test --test-reporter=tap"));
    } else {
        println!("not done: the tests of js/, because there is no Node.js; everything else is");
    }
    steps
}

fn on_path(program: &str) -> Command {
    let mut command = Command::new(workspace::find_program(&[program]).unwrap_or_else(|| program.into()));
    command.current_dir(workspace::root()).stdin(Stdio::null()).env("PATH", workspace::path());
    command
}

/// Named one by one: what a folder after `--test` means differs between versions of Node.js.
fn script_tests() -> Vec<PathBuf> {
    let folder = workspace::root().join("js/test");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut tests: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|end| end == "js" || end == "mjs")).collect();
    tests.sort();
    tests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_run_in_order() {
        let rings: Vec<u8> = steps().iter().map(|step| step.ring).collect();
        assert!(rings.is_sorted());
        assert_eq!(rings.first(), Some(&0));
        assert_eq!(rings.last(), Some(&4));
    }
}
