//! `cargo xtask demo`: the demo page and a backend with its own database, behind one address.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::dist::{self, WasmOpt};
use crate::workspace;

pub(crate) fn run(args: &[String]) -> Result<ExitCode> {
    let options = Options::parse(args)?;
    let program = build_server(options.release)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, first_free_port(options.port)?));
    // A folder for each port: two demos at the same time know nothing of each other.
    let folder = workspace::target().join("demo").join(address.port().to_string());
    let site = folder.join("site");
    dist::assemble(&site, WasmOpt::OnlyIfCached)?;
    write_page(&site, address)?;

    let interrupted = watch_for_interrupt()?;
    let database = options.database.unwrap_or_else(|| format!("sqlite://{}", folder.join("passlock.db").display()));
    let mut server = Server::start(&program, address, &site, &database)?;
    server.wait_until_healthy(address, &interrupted)?;
    println!("passlock demo: http://{address}/");
    server.wait_until_interrupted(&interrupted)
}

/// The page's own files and the two variables by which the page knows its backend.
fn write_page(site: &Path, address: SocketAddr) -> Result<()> {
    let root = workspace::root();
    workspace::copy(&root.join("index.html"), &site.join("index.html"))?;
    workspace::copy(&root.join("demo"), &site.join("demo"))?;
    let variables = format!("var AUTH0_CLIENT_ID='demo';\nvar AUTH0_DOMAIN='{address}';\n");
    workspace::write(&site.join("auth0-variables.js"), variables.as_bytes())
}

fn build_server(release: bool) -> Result<PathBuf> {
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--package", "passlock-server", "--bin", "passlock-server"]);
    if release {
        cargo.arg("--release");
    }
    workspace::run(&mut cargo)?;
    let folder = workspace::target().join(if release { "release" } else { "debug" });
    Ok(folder.join("passlock-server").with_extension(std::env::consts::EXE_EXTENSION))
}

fn first_free_port(from: u16) -> Result<u16> {
    (from..=u16::MAX)
        .take(100)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .with_context(|| format!("no port from {from} on is free; name another one with --port"))
}

/// Hears Ctrl-C, and a polite kill, from now on.
fn watch_for_interrupt() -> Result<Receiver<()>> {
    let (sender, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more when the task is ending already.
        let _ = sender.send(());
    })?;
    Ok(interrupted)
}

/// The backend's process, which never outlives this one's.
struct Server {
    process: Child,
}

impl Server {
    fn start(program: &Path, address: SocketAddr, site: &Path, database: &str) -> Result<Self> {
        let process = Command::new(program)
            .arg("--dev")
            .args(["--listen", &address.to_string()])
            .args(["--database", database])
            .arg("--static")
            .arg(site)
            .current_dir(workspace::root())
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        Ok(Self { process })
    }

    fn wait_until_healthy(&mut self, address: SocketAddr, interrupted: &Receiver<()>) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !is_healthy(address) {
            if let Some(status) = self.process.try_wait()? {
                bail!("the backend ended while starting ({status}); what it printed above says why");
            }
            if Instant::now() > deadline {
                bail!("the backend did not answer at http://{address}/health within {} seconds", PATIENCE.as_secs());
            }
            if interrupted.recv_timeout(Duration::from_millis(20)).is_ok() {
                bail!("interrupted");
            }
        }
        Ok(())
    }

    fn wait_until_interrupted(&mut self, interrupted: &Receiver<()>) -> Result<ExitCode> {
        loop {
            if interrupted.recv_timeout(Duration::from_millis(200)).is_ok() {
                return Ok(ExitCode::SUCCESS);
            }
            if let Some(status) = self.process.try_wait()? {
                // A terminal interrupts both processes; the backend may be the quicker one.
                if interrupted.recv_timeout(Duration::from_millis(200)).is_ok() {
                    return Ok(ExitCode::SUCCESS);
                }
                bail!("the backend ended by itself ({status}); what it printed above says why");
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // At a failure here the process is gone already, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_healthy(address: SocketAddr) -> bool {
    let answer = || -> std::io::Result<[u8; 12]> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head)
    };
    answer().is_ok_and(|head| head.ends_with(b" 200"))
}

struct Options {
    port: u16,
    release: bool,
    database: Option<String>,
}

impl Options {
    fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self { port: 4000, release: false, database: None };
        let mut words = args.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--release" => options.release = true,
                "--port" => {
                    let port = words.next().context("--port wants a number after it")?;
                    options.port = port.parse().with_context(|| format!("'{port}' is not a port number"))?;
                }
                "--database" => {
                    options.database = Some(words.next().context("--database wants a URL after it")?.clone());
                }
                other => bail!("demo does not know '{other}'; it takes --port N, --release, --database URL"),
            }
        }
        Ok(options)
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_picks_the_next() -> Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = taken.local_addr()?.port();
        assert_ne!(first_free_port(port)?, port);
        Ok(())
    }

    #[test]
    fn options_are_a_port_and_a_profile() -> Result<()> {
        let options = Options::parse(&["--port".into(), "4100".into(), "--release".into()])?;
        assert_eq!((options.port, options.release), (4100, true));
        assert!(Options::parse(&["--port".into(), "x".into()]).is_err());
        assert!(Options::parse(&["--prot".into()]).is_err());
        Ok(())
    }

    #[test]
    fn nothing_that_listens_is_not_healthy() -> Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        drop(listener);
        assert!(!is_healthy(address));
        Ok(())
    }
}
