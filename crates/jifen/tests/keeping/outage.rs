//! PostgreSQL goes away while the service runs, and comes back: what needs it says so at once, everything else goes on, and
//! afterwards all of it works again without a new start.

use crate::common::root;
use crate::{Server, ask, between, folder, visit};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A PostgreSQL server of the test's own, which it stops and starts.
struct Postgres {
    programs: PathBuf,
    user: Option<(u32, u32)>,
    folder: PathBuf,
    port: u16,
    child: Option<Child>,
}

impl Postgres {
    /// A server that has never run; none where the programs are absent.
    fn prepared() -> Option<Postgres> {
        let programs = PathBuf::from(std::env::var_os("JIFEN_TEST_POSTGRES_PROGRAMS")?);
        let user = std::env::var("JIFEN_TEST_POSTGRES_USER").ok().map(|user| {
            let (user, group) = user.split_once(':').expect("user and group");
            (user.parse().expect("a user"), group.parse().expect("a group"))
        });
        // Not under the target folder: another user may not be able to go there.
        let folder = std::env::temp_dir().join(format!("jifen-outage-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        #[cfg(unix)]
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).expect("the user's folder");
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("a port").port();
        let postgres = Postgres { programs, user, folder, port, child: None };
        let mut prepare = postgres.command("initdb");
        prepare.arg("--pgdata").arg(postgres.folder.join("data"));
        prepare.args(["--username=jifen", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        assert!(prepare.stdout(Stdio::null()).status().expect("initdb runs").success());
        Some(postgres)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(&self.folder);
        #[cfg(unix)]
        if let Some((user, group)) = self.user {
            std::os::unix::process::CommandExt::uid(&mut command, user);
            std::os::unix::process::CommandExt::gid(&mut command, group);
        }
        command
    }

    fn start(&mut self) {
        let mut serve = self.command("postgres");
        serve.arg("-D").arg(self.folder.join("data")).arg("-p").arg(self.port.to_string());
        serve.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.join("log"));
        serve.stdout(Stdio::null()).stderr(log.expect("a log"));
        self.child = Some(serve.spawn().expect("postgres runs"));
        for _ in 0..600 {
            let mut ready = self.command("pg_isready");
            ready.args(["--quiet", "--host=127.0.0.1"]).arg(format!("--port={}", self.port));
            if ready.status().is_ok_and(|status| status.success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("PostgreSQL does not answer");
    }

    /// Ends the server by its number, politely or at once, and whoever is connected with it.
    fn stop(&mut self, signal: &str) {
        let Some(mut child) = self.child.take() else { return };
        let told = Command::new("kill").arg(signal).arg(child.id().to_string()).status();
        assert!(told.expect("kill runs").success());
        child.wait().expect("it ends");
    }

    fn address(&self) -> String {
        format!("postgres://jifen@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop("-INT");
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Waits until the service says that it is ready.
fn ready(server: &Server) {
    for _ in 0..300 {
        if ask(server.at, "/readyz", "", None).is_some_and(|(status, _)| status == 200) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the service does not become ready again");
}

/// One request and its answer, which comes at once.
#[expect(clippy::disallowed_methods, reason = "how long somebody waits is what is tested")]
fn at_once(server: &Server, path: &str, cookie: &str, form: Option<&[(&str, &str)]>) -> (u16, String) {
    let asked = Instant::now();
    let answer = ask(server.at, path, cookie, form).expect("an answer");
    assert!(asked.elapsed() < Duration::from_secs(8), "{path} took {:?}", asked.elapsed());
    answer
}

#[test]
fn postgresql_goes_away_and_comes_back() {
    let Some(mut postgres) = Postgres::prepared() else {
        eprintln!("not run: JIFEN_TEST_POSTGRES_PROGRAMS names no programs; `cargo xtask test` finds them");
        return;
    };
    postgres.start();
    let place = folder("outage");
    let server = Server::start(&place, &["--database", &postgres.address()]);
    let (cookie, token) = visit(server.at);
    let record = std::fs::read_to_string(Path::new(&root()).join("examples/family.json")).expect("a record");
    let keep = [("token", token.as_str()), ("record", record.as_str())];
    // The polite way and the sudden one.
    for signal in ["-INT", "-QUIT"] {
        ready(&server);
        let (status, page) = at_once(&server, "/my/keep/code", &cookie, Some(&keep));
        assert_eq!(status, 200, "{page}");
        let code = between(&page, "id=\"code\">", "<").to_owned();
        let open = [("token", token.as_str()), ("code", code.as_str())];

        postgres.stop(signal);
        let (status, _) = at_once(&server, "/readyz", "", None);
        assert_eq!(status, 503, "not ready");
        assert_eq!(at_once(&server, "/healthz", "", None).0, 200, "the process lives");
        for (path, form) in
            [("/my/code", &open[..]), ("/my/keep/code", &keep[..]), ("/my/code?lang=en", &open[..])]
        {
            let (status, page) = at_once(&server, path, &cookie, Some(form));
            assert_eq!(status, 503, "{path}: {page}");
            let said = if path.contains("en") {
                "What was kept before is still there"
            } else {
                "已经存的还在"
            };
            assert!(page.contains(said) && page.contains("retry-after: "), "{path}: {page}");
            assert!(!page.contains("127.0.0.1:"), "nothing of the database is shown");
        }
        assert_eq!(at_once(&server, "/my", &cookie, None).0, 503);
        // What does not need it goes on, a guest's result first of all.
        for (path, form) in
            [("/", None), ("/model/residence-points/result", Some(&[("record", record.as_str())][..]))]
        {
            assert_eq!(at_once(&server, path, "", form).0, 200, "{path}");
        }

        postgres.start();
        ready(&server);
        let (status, page) = at_once(&server, "/my/code/export", &cookie, Some(&open));
        assert_eq!(status, 200, "{page}");
    }
    server.kill();
}
