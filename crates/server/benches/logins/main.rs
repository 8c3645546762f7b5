//! How many people a server logs in, and how long each waits: `cargo xtask bench server`.
//!
//! Closed-loop load: so many callers at a time log a known person in from beginning to end (start, the code as a gateway gets
//! it, tokens, userinfo), each as soon as their last login is done. Callers, gateway, database and server share the machine.
//! Beside it stands what the machine itself can do: signatures by RSA, of which a login needs two, and commits by the database.

mod ceilings;
mod gateway;
mod load;
mod people;
mod running;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use gateway::Gateway;
use people::Database;
use running::Running;

/// What was asked for on the command line.
struct Wish {
    postgres: Option<String>,
    span: Duration,
    /// Whether ten million people are waited for, too.
    is_long: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let wish = Wish::read(std::env::args().skip(1))?;
    println!("\n{}", ceilings::report(wish.postgres.as_deref()).await?);
    println!("| Database | People | Callers | Logins/s | p50 ms | p99 ms | Server's CPU ms a login | Memory MiB |");
    println!("|---|---|---|---|---|---|---|---|");
    let gateway = Arc::new(Gateway::start().await?);
    let mut places = vec![(1_000, None), (1_000_000, None)];
    if wish.is_long {
        places.push((10_000_000, None));
    }
    if let Some(url) = &wish.postgres {
        places.extend([(1_000, Some(url.as_str())), (1_000_000, Some(url.as_str()))]);
    }
    for (people, postgres) in places {
        let database = Database::with(people, postgres).await?;
        let server = Running::start(database.url(), gateway.url()).await?;
        for callers in [1, 8, 64] {
            let before = server.effort();
            let figures = load::run(&server.address, &gateway, people, callers, wish.span).await?;
            let effort = server.effort().zip(before).map(|(after, before)| after.saturating_sub(before));
            let effort = effort.map_or_else(|| "-".to_owned(), |span| each(span, figures.logins));
            let memory = server.memory().map_or_else(|| "-".to_owned(), |bytes| (bytes >> 20).to_string());
            println!("| {} | {} | {callers} | {figures} | {effort} | {memory} |", database.kind(), grouped(people));
        }
    }
    Ok(())
}

impl Wish {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let mut wish = Self { postgres: None, span: Duration::from_secs(8), is_long: true };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--postgres" => wish.postgres = Some(words.next().context("--postgres wants an address")?),
                "--seconds" => {
                    let seconds = words.next().and_then(|text| text.parse().ok());
                    wish.span = Duration::from_secs(seconds.context("--seconds wants a number")?);
                }
                "--short" => wish.is_long = false,
                // Cargo's own word for every benchmark.
                "--bench" => {}
                other => bail!("there is no {other}; there are --postgres URL, --seconds N and --short"),
            }
        }
        Ok(wish)
    }
}

/// What each took of a span that so many took together, in milliseconds.
fn each(span: Duration, count: u32) -> String {
    format!("{:.2}", span.as_secs_f64() * 1000.0 / f64::from(count.max(1)))
}

/// A number with its thousands apart.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(" ")
}
