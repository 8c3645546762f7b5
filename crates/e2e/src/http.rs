//! The little HTTP that the tests speak themselves.

use std::hash::{BuildHasher as _, RandomState};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The JSON that a GET answers with.
pub async fn get_json(address: SocketAddr, path: &str) -> Result<Value> {
    let body = get(address, path).await?;
    serde_json::from_str(&body).with_context(|| format!("{path} answered with something that is no JSON: {body}"))
}

/// The body that a GET answers with.
pub async fn get(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer without a head")?;
    let status = head.lines().next().unwrap_or_default();
    if !status.contains(" 200") {
        bail!("GET {path} answered '{status}': {body}");
    }
    Ok(body.to_owned())
}

/// An address on which nothing listens, for a program that is started next. Nobody is told of it twice.
///
/// Its port is none of those that systems hand out by themselves (from 32768 or later on): such a one could go to somebody
/// else before the program listens there.
pub fn free_address() -> Result<SocketAddr> {
    // Other runs of these tests on this machine begin somewhere else.
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| {
        let anywhere = RandomState::new().hash_one(FIRST_PORT) % u64::from(N_PORTS);
        AtomicU16::new(u16::try_from(anywhere).unwrap_or_default())
    });
    let free = (0..N_PORTS).find_map(|_| {
        let port = FIRST_PORT + NEXT.fetch_add(1, Ordering::Relaxed) % N_PORTS;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()
    });
    Ok(free.context("no port is free")?.local_addr()?)
}

const FIRST_PORT: u16 = 20_000;
const N_PORTS: u16 = 12_000;
