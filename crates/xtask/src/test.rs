//! `cargo xtask test`: every ring in order, and what is missing for them installed first.

mod postgres;
mod rings;
mod tally;
mod tools;

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use postgres::Postgres;
use rings::Step;
use tally::Tally;
pub(crate) use tools::{Tool, python_with};

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let only = parse(args)?;
    let mut outcomes = Vec::new();
    for step in rings::steps().into_iter().filter(|step| only.is_none_or(|ring| step.ring == ring)) {
        println!("\n=== ring {}: {}", step.ring, step.heading);
        let started = Instant::now();
        let tally = run_step(&step);
        let outcome = Outcome { ring: step.ring, heading: step.heading, tally, time: started.elapsed() };
        println!("=== {}", outcome.row());
        outcomes.push(outcome);
    }
    let total: Tally = outcomes.iter().map(|outcome| outcome.tally).sum();
    print!("{}", table(&outcomes));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A step that fails without a failed test (it does not compile, a tool is missing) is one failure itself.
fn run_step(step: &Step) -> Tally {
    let attempt = || -> Result<(Tally, bool)> {
        let mut command = step.command();
        // It lasts until the step is over, however that ends.
        let mut postgres = None;
        for &tool in step.needs {
            if tool == Tool::Postgres {
                match start_postgres() {
                    Ok(started) => command.env("PASSLOCK_TEST_POSTGRES", postgres.insert(started).url()),
                    Err(error) => {
                        println!("not done, because there is no Postgres to be had: {error:#}");
                        return Ok((Tally::default(), true));
                    }
                };
            } else {
                tool.ensure()?;
            }
        }
        tally::stream(command)
    };
    match attempt() {
        Ok((tally, true)) => tally,
        Ok((tally, false)) => Tally { failed: tally.failed.max(1), ..tally },
        Err(error) => {
            println!("{error:#}");
            Tally { passed: 0, failed: 1 }
        }
    }
}

/// A database for tests or measurements, until it is dropped.
pub(crate) fn start_postgres() -> Result<Postgres> {
    Tool::Postgres.ensure()?;
    Postgres::start()
}

struct Outcome {
    ring: u8,
    heading: &'static str,
    tally: Tally,
    time: Duration,
}

impl Outcome {
    fn row(&self) -> String {
        let Tally { passed, failed } = self.tally;
        format!("{:<5}{:<40}{passed:>8}{failed:>8}{:>9.1}", self.ring, self.heading, self.time.as_secs_f64())
    }
}

fn table(outcomes: &[Outcome]) -> String {
    let mut text = format!("\n{:<5}{:<40}{:>8}{:>8}{:>9}\n", "ring", "", "passed", "failed", "seconds");
    for outcome in outcomes {
        let _ = writeln!(text, "{}", outcome.row());
    }
    let seconds: f64 = outcomes.iter().map(|outcome| outcome.time.as_secs_f64()).sum();
    let _ = writeln!(text, "{:<61}{seconds:>9.1}\n", "");
    text
}

fn parse(args: &[String]) -> Result<Option<u8>> {
    match args {
        [] => Ok(None),
        [name, ring] if name == "--ring" => {
            let ring = ring.parse().ok().filter(|ring| *ring <= 4);
            Ok(Some(ring.context("rings are 0 (lints), 1 (pure), 2 (server), 3 (widget), 4 (end to end)")?))
        }
        _ => bail!("test takes nothing, or --ring N"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_ring_can_be_named() -> Result<()> {
        assert_eq!(parse(&[])?, None);
        assert_eq!(parse(&["--ring".into(), "3".into()])?, Some(3));
        assert!(parse(&["--ring".into(), "5".into()]).is_err());
        assert!(parse(&["--rings".into()]).is_err());
        Ok(())
    }

    #[test]
    fn every_step_has_its_row_in_the_table() {
        let outcome = Outcome { ring: 1, heading: "pure", tally: Tally { passed: 7, failed: 0 }, time: Duration::ZERO };
        let text = table(&[outcome]);
        let row: Vec<&str> = text.lines().nth(2).unwrap_or_default().split_whitespace().collect();
        assert_eq!(row, ["1", "pure", "7", "0", "0.0"]);
    }
}
