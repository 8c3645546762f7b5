//! The binary: a command line, a socket, and the application behind it.

mod cli;
mod connections;
mod serve;
mod signals;
mod streams;
mod tls;

use std::process::ExitCode;

use clap::Parser;

use cli::{CommandLine, Verdict};

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
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
