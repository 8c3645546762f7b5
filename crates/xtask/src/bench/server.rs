//! The backend: how many people it logs in, beside what the machine can do at best.

use anyhow::Result;

use crate::test::start_postgres;
use crate::workspace;

/// Prints tables as it goes; all of it takes about ten minutes. `more` goes to `crates/server/benches/logins`.
pub(crate) fn measure(more: &[String]) -> Result<()> {
    let postgres = match start_postgres() {
        Ok(postgres) => Some(postgres),
        Err(error) => {
            println!("without Postgres, because there is none to be had: {error:#}");
            None
        }
    };
    let mut cargo = workspace::cargo();
    cargo.args(["bench", "--package", "passlock-server", "--bench", "logins", "--"]).args(more);
    if let Some(postgres) = &postgres {
        cargo.args(["--postgres", postgres.url()]);
    }
    workspace::run(&mut cargo)
}
