//! A Postgres of our own: in a temporary folder, on a free port of this machine, and gone when it is dropped.

use std::fs::{self, File};
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace;

pub(crate) struct Postgres {
    folder: PathBuf,
    server: Option<Child>,
    url: String,
}

impl Postgres {
    /// Makes a database and waits until it answers. It syncs to the disk as it would in production.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("there is no Postgres")?;
        let folder = std::env::temp_dir().join(format!("passlock-postgres-{}", std::process::id()));
        let password = password().context("there is no randomness")?;
        fs::create_dir(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        // From here on dropping it takes the folder away.
        let mut postgres = Self { folder, server: None, url: String::new() };
        let user = User::find()?;
        fs::write(postgres.folder.join("password"), &password)?;
        user.own(&postgres.folder)?;
        user.own(&postgres.folder.join("password"))?;

        let data = postgres.folder.join("data");
        let mut initdb = user.command(&programs.join("initdb"), &postgres.folder);
        initdb.arg("--pgdata").arg(&data).arg("--pwfile").arg(postgres.folder.join("password"));
        initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]);
        if !initdb.stdout(Stdio::null()).status().context("could not start initdb")?.success() {
            bail!("initdb failed; what it printed above says why");
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(postgres.folder.join("log"))?;
        let mut server = user.command(&programs.join("postgres"), &postgres.folder);
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k", ""]);
        // Every test has servers of its own, each with its connections.
        server.args(["-c", "max_connections=200"]).stdout(log.try_clone()?).stderr(log);
        postgres.server = Some(server.spawn().context("could not start postgres")?);
        postgres.url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        postgres.wait(&programs, port)?;
        Ok(postgres)
    }

    /// Where it is, with the password of somebody who may do everything there.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn wait(&mut self, programs: &Path, port: u16) -> Result<()> {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            let mut ready = Command::new(programs.join("pg_isready"));
            if workspace::output(ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).is_some() {
                return Ok(());
            }
            if self.server.as_mut().is_some_and(|server| matches!(server.try_wait(), Ok(Some(_)))) {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        bail!("Postgres does not answer on port {port}:\n{log}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // A fast shutdown: whoever is connected is hung up on.
            let told = Command::new("kill").args(["-INT", &server.id().to_string()]).status();
            if !told.is_ok_and(|status| status.success()) {
                drop(server.kill());
            }
            drop(server.wait());
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Installs it when it is missing, if that is allowed.
pub(crate) fn ensure() -> Result<()> {
    if programs().is_some() {
        return Ok(());
    }
    super::tools::install("postgresql", "Postgres")?;
    programs().map(drop).context("postgresql is installed but brought no initdb")
}

/// The folder of its programs. Debian keeps them out of `PATH`, a folder for each version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| {
        let folder = entry.path().join("bin");
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        folder.join("initdb").is_file().then_some((version, folder))
    });
    let on_path = || workspace::find_program(&["initdb"])?.parent().map(Path::to_path_buf);
    newest.max().map(|(_, folder)| folder).or_else(on_path)
}

fn password() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// Whom it runs as. It refuses to be root's.
enum User {
    /// Whoever runs this.
    Ours,
    Named {
        uid: u32,
        gid: u32,
    },
}

impl User {
    fn find() -> Result<Self> {
        let id = |words: &[&str]| -> Option<u32> { workspace::output(Command::new("id").args(words))?.parse().ok() };
        if id(&["-u"]) != Some(0) {
            return Ok(Self::Ours);
        }
        let (uid, gid) = (id(&["-u", "postgres"]), id(&["-g", "postgres"]));
        let (Some(uid), Some(gid)) = (uid, gid) else {
            bail!("Postgres does not run as root, and there is no user postgres")
        };
        Ok(Self::Named { uid, gid })
    }

    #[cfg(unix)]
    fn own(&self, path: &Path) -> Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        if let Self::Named { uid, gid } = self {
            std::os::unix::fs::chown(path, Some(*uid), Some(*gid))?;
        }
        Ok(())
    }

    #[cfg(unix)]
    fn command(&self, program: &Path, folder: &Path) -> Command {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null());
        if let Self::Named { uid, gid } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    #[cfg(not(unix))]
    fn own(&self, _: &Path) -> Result<()> {
        Ok(())
    }

    #[cfg(not(unix))]
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null());
        command
    }
}

const PATIENCE: Duration = Duration::from_mins(1);
