//! Counts tests while their output passes through to the person.

use std::io::{BufRead, BufReader, Read, Write};
use std::iter::Sum;
use std::ops::Add;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

use crate::workspace;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Self::add)
    }
}

/// Runs a command to its end; says what it counted and whether it succeeded.
pub(crate) fn stream(mut command: Command) -> Result<(Tally, bool)> {
    let name = workspace::display(&command);
    println!("$ {name}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{name}`"))?;
    let errors = child.stderr.take();
    let counting_errors = thread::spawn(move || errors.map(|pipe| pass_through(pipe, std::io::stderr())));
    let output = child.stdout.take().map(|pipe| pass_through(pipe, std::io::stdout())).unwrap_or_default();
    let errors = counting_errors.join().ok().flatten().unwrap_or_default();
    Ok((output + errors, child.wait()?.success()))
}

fn pass_through(from: impl Read, mut to: impl Write) -> Tally {
    let mut lines = BufReader::new(from);
    let mut tally = Tally::default();
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        tally = tally + read_line(&String::from_utf8_lossy(&line));
        // Nobody may be reading any more; the tests go on all the same.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        line.clear();
    }
    tally
}

/// What a line of libtest, of wasm-bindgen's runner, or of Node.js says about tests.
fn read_line(line: &str) -> Tally {
    let line = without_colours(line);
    if let Some(count) = line.strip_prefix("# pass ").and_then(|rest| rest.trim().parse().ok()) {
        return Tally { passed: count, failed: 0 };
    }
    if let Some(count) = line.strip_prefix("# fail ").and_then(|rest| rest.trim().parse().ok()) {
        return Tally { passed: 0, failed: count };
    }
    let Some((_, result)) = line.split_once("test result: ") else { return Tally::default() };
    let before = |word: &str| {
        let (count, _) = result.split_once(word)?;
        count.rsplit(' ').next()?.parse().ok()
    };
    Tally { passed: before(" passed").unwrap_or(0), failed: before(" failed").unwrap_or(0) }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut parts = line.split('\u{1b}');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, passed: usize, failed: usize) {
        assert_eq!(read_line(line), Tally { passed, failed });
    }

    #[test]
    fn results_of_every_runner_are_counted() {
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; finished in 0.01s\n", 12, 0);
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out\n", 3, 2);
        check("test result: \u{1b}[32mok\u{1b}[m. 4 passed; 0 failed\n", 4, 0);
        check("# pass 5\n", 5, 0);
        check("# fail 6\n", 0, 6);
    }

    #[test]
    fn other_lines_count_nothing() {
        check("running 12 tests\n", 0, 0);
        check("test reply::passed ... ok\n", 0, 0);
        check("# tests 6\n", 0, 0);
    }

    #[test]
    fn what_passes_through_stays_as_it_is() {
        let text: &[u8] = b"a\xff\ntest result: ok. 1 passed; 0 failed\nrest";
        let mut seen = Vec::new();
        assert_eq!(pass_through(text, &mut seen), Tally { passed: 1, failed: 0 });
        assert_eq!(seen, text);
    }
}
