//! What other people wrote for Node.js, against the real server behind TLS.

use std::fs;

use anyhow::{Context, Result};
use passlock_e2e::door::Door;
use passlock_e2e::foreign;

/// Runs a script of `crates/e2e/clients` beside a server that has the client `demo`, and `office` with a secret.
async fn run(script: &'static str) -> Result<()> {
    let Some(folder) = foreign::installed()? else { return Ok(()) };
    let settings = tempfile::tempdir()?;
    let file = settings.path().join("passlock.toml");
    fs::write(settings.path().join("office.secret"), SECRET)?;
    fs::write(&file, OFFICE)?;
    let (door, _backend) =
        Door::before_backend(&["--config", file.to_str().context("a path that is no text")?]).await?;
    let (issuer, certificate) = (door.url(), door.certificate());
    let test = tokio::task::spawn_blocking(move || {
        let certificate = certificate.to_string_lossy();
        let environment =
            [("PASSLOCK_ISSUER", &*issuer), ("OFFICE_SECRET", SECRET), ("NODE_EXTRA_CA_CERTS", &*certificate)];
        foreign::test(folder, script, &environment)
    });
    test.await?
}

#[tokio::test]
async fn jose_verifies_tokens_by_the_published_keys() -> Result<()> {
    run("jose.test.mjs").await
}

#[tokio::test]
async fn the_sdk_of_auth0_logs_in_renews_and_revokes() -> Result<()> {
    run("auth0.test.mjs").await
}

#[tokio::test]
async fn openid_client_finds_its_way_by_discovery() -> Result<()> {
    run("openid.test.mjs").await
}

const SECRET: &str = "correct-horse-battery-staple-and-more";
const OFFICE: &str = r#"[[clients]]
id = "office"
name = "The office"
kind = "confidential"
secret_file = "office.secret"
grants = ["passwordless_otp", "refresh_token"]
"#;
