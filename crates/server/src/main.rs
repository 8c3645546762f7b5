//! The binary: a command line, a socket, and the application behind it.

mod cli;
mod connections;
mod serve;

use std::fmt::Display;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use cli::{CommandLine, Verdict};

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // Standard output carries the address alone, or the outcome of a task.
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match line.task {
        Some(task) => match task.run().await {
            Ok(Verdict::Good) => ExitCode::SUCCESS,
            Ok(Verdict::Wrong) => ExitCode::FAILURE,
            Err(error) => failed(error),
        },
        None => serve::serve(line.serve).await.map_or_else(failed, |()| ExitCode::SUCCESS),
    }
}

fn failed(error: impl Display) -> ExitCode {
    eprintln!("passlock-server: {error}");
    ExitCode::FAILURE
}
