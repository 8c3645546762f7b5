//! The project's own commands: `cargo xtask demo | test | dist | example | tidy | bench | fuzz | answers | types | openapi`.

mod answers;
mod bench;
mod demo;
mod dist;
mod example;
mod fuzz;
mod npm;
mod openapi;
mod quoted;
mod test;
mod tidy;
mod types;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let command = if args.is_empty() { String::new() } else { args.remove(0) };
    let outcome = match command.as_str() {
        "dist" => dist::run(&args),
        "example" => example::run(&args),
        "demo" => demo::run(&args),
        "test" => test::run(&args),
        "tidy" => tidy::run(&args),
        "bench" => bench::run(&args),
        "fuzz" => fuzz::run(&args),
        "answers" => answers::run(&args),
        "openapi" => openapi::run(&args),
        "types" => types::run(&args),
        "" | "help" | "-h" | "--help" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => Err(anyhow::anyhow!("there is no command '{other}'\n\n{USAGE}")),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

const USAGE: &str = "\
cargo xtask demo [--port N] [--release]        serve the demo page and a backend; prints one address
                 [--database URL]
cargo xtask test [--ring N]                    lints and every test ring; installs what is missing
cargo xtask dist [--out DIR] [--compress]      write dist/: what a page loads, with a table of sizes
cargo xtask dist --loader-only [--out DIR]     only the scripts, without the WebAssembly
cargo xtask example [--out DIR] [--domain D]   the app of examples/yew, without Trunk; prints its folder
cargo xtask tidy                               the rules that no compiler checks
cargo xtask bench phone                        what phone numbers cost, natively and in Chromium
cargo xtask bench page [--loads N]             how soon a page takes a number, in Chromium; 7 loads unless told
cargo xtask fuzz [--seconds N]                 arbitrary texts for crates/phone; a minute unless told
cargo xtask openapi [--seconds N]              whether the server answers as it is described; 45 s unless told
cargo xtask types                              whether TypeScript agrees with the declarations
cargo xtask answers                            whether the answers of Google's library are still the same";
