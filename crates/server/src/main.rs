//! The binary: a command line, a socket, and the application behind it.

mod cli;
mod connections;
mod serve;

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
    let outcome = match line.task {
        Some(task) => task.run().await,
        None => serve::serve(line.serve).await.map(|()| Verdict::Good),
    };
    match outcome {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Wrong) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("passlock-server: {failure}");
            failure.code()
        }
    }
}
