//! A PostgreSQL server for tests, in a folder of its own on a free port.
//!
//! The programs are looked for on the path and where Debian puts them, and installed from Debian's packages where that is possible.
//! PostgreSQL does not run as root; then it runs as the first of a few users that own nothing.

use super::say;
use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Where tests read which server they may make databases on.
const VARIABLE: &str = "JIFEN_TEST_POSTGRES";
/// Where tests read which folder has the programs, for a server that they start and stop themselves.
const PROGRAMS: &str = "JIFEN_TEST_POSTGRES_PROGRAMS";
/// Where tests read as whom they start it, `user:group` in numbers; absent where it can run as ourselves.
const USER: &str = "JIFEN_TEST_POSTGRES_USER";
/// Where Debian puts the programs, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Users of whom there is one on any machine, and who own nothing that matters.
const USERS: &[&str] = &["postgres", "nobody"];
/// How often is asked whether the server answers, and how long is waited in between.
const PATIENCE: (u32, Duration) = (300, Duration::from_millis(100));

/// The folder with `initdb` and `postgres`; installs them if they are not there. Says why they cannot be had.
pub fn programs() -> Result<PathBuf, String> {
    if let Some(folder) = found() {
        return Ok(folder);
    }
    say("PostgreSQL's server programs are not here; trying to install Debian's package postgresql");
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--no-install-recommends", "postgresql"]);
    install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    match install.status() {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(format!("`apt-get install postgresql` failed ({status})")),
        Err(_) => return Err("no initdb and postgres on the path, and no apt-get to install them".to_owned()),
    }
    found().ok_or_else(|| format!("installed, but neither on the path nor under {DEBIAN}"))
}

fn found() -> Option<PathBuf> {
    let whole = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    // Debian's own folders first: programs elsewhere on the path may not find the files they need.
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder).find(whole);
    debian.or_else(|| env::split_paths(&env::var_os("PATH")?).find(whole))
}

/// A running server. It is ended when this goes.
pub struct Server {
    child: Option<Child>,
    folder: PathBuf,
    port: u16,
}

impl Server {
    /// Starts one.
    pub fn start(programs: &Path) -> Result<Server, String> {
        let failed = |what: &str, error: &dyn std::fmt::Display| format!("PostgreSQL: {what}: {error}");
        let folder = env::temp_dir().join(format!("jifen-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| failed("its folder could not be made", &error))?;
        let user = other_user()?;
        give(&folder, user)?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| failed("there is no free port", &error))?.port();
        let mut server = Server { child: None, folder: folder.clone(), port };
        let data = folder.join("data");
        let mut prepare = command(&programs.join("initdb"), user, &folder);
        prepare.arg("--pgdata").arg(&data).args(["--username=jifen", "--auth=trust", "--encoding=UTF8"]);
        prepare.args(["--locale=C", "--no-sync"]).stdout(Stdio::null());
        let prepared = prepare.status().map_err(|error| failed("initdb could not be started", &error))?;
        if !prepared.success() {
            return Err(failed("initdb failed", &prepared));
        }
        let mut serve = command(&programs.join("postgres"), user, &folder);
        serve.arg("-D").arg(&data).arg("-p").arg(port.to_string());
        serve.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        serve.args(["-c", "fsync=off", "-c", "max_connections=300", "-c", "logging_collector=off"]);
        // A file and not a pipe: nobody reads along, and a full pipe would stop the server.
        let log =
            fs::File::create(server.log()).map_err(|error| failed("its log could not be made", &error))?;
        serve.stdout(Stdio::null()).stderr(log);
        server.child = Some(serve.spawn().map_err(|error| failed("it could not be started", &error))?);
        server.wait(programs)?;
        say(&format!("PostgreSQL listens on port {port}"));
        Ok(server)
    }

    /// What tests need to know of it, and of its programs.
    pub fn variables(&self, programs: &Path) -> Result<Vec<(&'static str, String)>, String> {
        let mut all = vec![(VARIABLE, self.address()), (PROGRAMS, programs.display().to_string())];
        all.extend(other_user()?.map(|(user, group)| (USER, format!("{user}:{group}"))));
        Ok(all)
    }

    /// Where it is.
    fn address(&self) -> String {
        format!("postgres://jifen@127.0.0.1:{}", self.port)
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn wait(&mut self, programs: &Path) -> Result<(), String> {
        for _ in 0..PATIENCE.0 {
            if let Some(child) = &mut self.child
                && let Ok(Some(status)) = child.try_wait()
            {
                let said = fs::read_to_string(self.log()).unwrap_or_default();
                self.child = None;
                return Err(format!("PostgreSQL ended at once ({status}): {said}"));
            }
            let mut ask = Command::new(programs.join("pg_isready"));
            ask.args(["--quiet", "--host=127.0.0.1"]).arg(format!("--port={}", self.port));
            if ask.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            sleep(PATIENCE.1);
        }
        Err("PostgreSQL was started but does not answer".to_owned())
    }

    /// Ends the server by its number: first politely, so that its own children end too, then for good.
    fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
            for _ in 0..PATIENCE.0 {
                if !matches!(child.try_wait(), Ok(None)) {
                    break;
                }
                sleep(PATIENCE.1);
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A program run as another user where we are root, in a folder that this user may enter.
fn command(program: &Path, user: Option<(u32, u32)>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    #[cfg(unix)]
    if let Some((user, group)) = user {
        use std::os::unix::process::CommandExt as _;
        command.uid(user).gid(group);
    }
    #[cfg(not(unix))]
    let _ = user;
    command
}

/// Whom the server runs as: ourselves, unless we are root.
fn other_user() -> Result<Option<(u32, u32)>, String> {
    let ourselves =
        Command::new("id").arg("-u").output().map_err(|error| format!("`id -u` failed: {error}"))?;
    if ourselves.stdout.trim_ascii() != b"0" {
        return Ok(None);
    }
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = USERS.iter().find_map(|user| in_passwd(&known, user));
    user.map(Some).ok_or_else(|| {
        format!("PostgreSQL does not run as root, and there is no user {}", USERS.join(" or "))
    })
}

/// The numbers of a user and its group.
fn in_passwd(known: &str, user: &str) -> Option<(u32, u32)> {
    let line = known.lines().find(|line| line.split(':').next() == Some(user))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(unix)]
fn give(folder: &Path, user: Option<(u32, u32)>) -> Result<(), String> {
    let Some((user, group)) = user else { return Ok(()) };
    std::os::unix::fs::chown(folder, Some(user), Some(group))
        .map_err(|error| format!("PostgreSQL's folder could not be given to its user: {error}"))
}

#[cfg(not(unix))]
fn give(_: &Path, _: Option<(u32, u32)>) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let known = "root:x:0:0::/:/bin/sh\nnobody2:x:5:6::/:/bin/sh\nnobody:x:65534:65533::/:/bin/sh\n";
        assert_eq!(in_passwd(known, "nobody"), Some((65534, 65533)));
        assert_eq!(in_passwd(known, "postgres"), None);
    }
}
