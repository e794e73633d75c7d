//! `jifen serve` as a process that keeps records: its first start, its refusals, and being killed in the middle of writes.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test fails loudly")]

#[path = "../common/mod.rs"]
mod common;
mod outage;

use common::{jifen_in, root, text};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A fresh folder to start in.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keeping-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    let _ = std::fs::remove_file(log(&folder));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Where the server's log goes: beside the folder, in which nothing is to appear but what the server makes.
fn log(folder: &Path) -> PathBuf {
    folder.with_extension("log")
}

/// A server that runs, and is killed by its number when the test is over.
struct Server {
    child: Child,
    at: SocketAddr,
}

impl Server {
    fn start(folder: &Path, more: &[&str]) -> Server {
        let policies = root().join("policies");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jifen"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-per-second", "0"]);
        command.args(["--guest-records-per-day", "0", "--guest-records", "0"]);
        command.args(["--policies", text(&policies)]);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log(folder)).expect("a log");
        command.args(more).current_dir(folder).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("the command runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("a line");
        let at = line.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("an address");
        Server { at: at.parse().expect("an address"), child }
    }

    /// kill -9.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request and its answer; none when the server is gone.
fn ask(at: SocketAddr, path: &str, cookie: &str, form: Option<&[(&str, &str)]>) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&at, Duration::from_secs(5)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let pairs = form.unwrap_or_default().iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v)));
    let body = pairs.collect::<Vec<_>>().join("&");
    let method = if form.is_some() { "POST" } else { "GET" };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: jifen={cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    // An answer without its end was not acknowledged.
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    (body.len() >= length).then_some((status, answer))
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split(after).next().expect("the rest")
}

/// A cookie and the token of its forms.
fn visit(at: SocketAddr) -> (String, String) {
    let (_, page) = ask(at, "/my", "", None).expect("a page");
    (
        between(&page, "set-cookie: jifen=", ";").to_owned(),
        between(&page, "name=\"token\" value=\"", "\"").to_owned(),
    )
}

#[test]
fn nothing_acknowledged_is_lost_when_it_is_killed() {
    killed_while_writing(&folder("killed"), &[]);
}

#[test]
fn nothing_acknowledged_is_lost_on_postgresql_either() {
    let Ok(server) = std::env::var("JIFEN_TEST_POSTGRES") else {
        eprintln!(
            "not run on PostgreSQL: JIFEN_TEST_POSTGRES names no server; `cargo xtask test` starts one"
        );
        return;
    };
    // The database that every server has; the other tests make their own.
    killed_while_writing(&folder("killed-postgres"), &["--database", &format!("{server}/postgres")]);
}

fn killed_while_writing(folder: &Path, database: &[&str]) {
    let kept: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    let people = ["family", "plumber", "researcher", "self-employed", "soldier"];
    let records: Vec<String> = people
        .iter()
        .map(|name| std::fs::read_to_string(root().join(format!("examples/{name}.json"))).expect("a record"))
        .collect();
    for round in 0..6 {
        let server = Server::start(folder, database);
        let (at, written) = (server.at, Arc::new(AtomicUsize::new(0)));
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (kept, written, records) = (kept.clone(), written.clone(), records.clone());
                std::thread::spawn(move || {
                    let (cookie, token) = visit(at);
                    for (person, record) in people.iter().zip(records.iter()).cycle().skip(writer) {
                        let fields = [("token", token.as_str()), ("record", record)];
                        let Some((status, page)) = ask(at, "/my/keep/code", &cookie, Some(&fields)) else {
                            return;
                        };
                        assert_eq!(status, 200, "{page}");
                        let code = between(&page, "id=\"code\">", "<").to_owned();
                        kept.lock().expect("kept").insert(code, (*person).to_owned());
                        written.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        // Each round is killed a little later, always while the writers write.
        while written.load(Ordering::SeqCst) < 10 + 3 * round {
            assert!(!writers.iter().all(std::thread::JoinHandle::is_finished), "nobody writes any more");
            std::thread::sleep(Duration::from_millis(1));
        }
        server.kill();
        for writer in writers {
            writer.join().expect("a writer");
        }
    }
    let kept = kept.lock().expect("kept");
    assert!(kept.len() >= 60, "{}", kept.len());
    let server = Server::start(folder, database);
    let (cookie, token) = visit(server.at);
    let mut bodies: BTreeMap<&str, String> = BTreeMap::new();
    for (code, person) in kept.iter() {
        let fields = [("token", token.as_str()), ("code", code)];
        let (status, page) = ask(server.at, "/my/code/export", &cookie, Some(&fields)).expect("an answer");
        assert_eq!(status, 200, "{code} was acknowledged and is lost");
        let body = page.split_once("\r\n\r\n").expect("a body").1.to_owned();
        let first = bodies.entry(person).or_insert_with(|| body.clone());
        assert_eq!(*first, body, "{person} came back as somebody else");
    }
    let all: std::collections::BTreeSet<&String> = bodies.values().collect();
    assert_eq!(all.len(), people.len());
}

#[test]
fn the_first_start_makes_database_key_and_made_up_people() {
    let folder = folder("first");
    let server = Server::start(&folder, &[]);
    let (_, page) = ask(server.at, "/samples?lang=en", "", None).expect("a page");
    assert_eq!(page.matches("/samples/").count(), 5, "{page}");
    #[cfg(unix)]
    for name in ["jifen.db", "jifen.key", "jifen.db-wal"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = folder.join(name).metadata().expect(name).permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    server.kill();
    let key = std::fs::read_to_string(folder.join("jifen.key")).expect("a key");
    let again = Server::start(&folder, &[]);
    let (_, page) = ask(again.at, "/samples", "", None).expect("a page");
    assert_eq!(page.matches("/samples/").count(), 5);
    assert_eq!(std::fs::read_to_string(folder.join("jifen.key")).expect("a key"), key);
}

#[test]
fn the_log_has_nothing_of_a_person() {
    let folder = folder("log");
    let server = Server::start(&folder, &[]);
    let (cookie, token) = visit(server.at);
    let record = std::fs::read_to_string(root().join("examples/family.json")).expect("a record");
    let fields = [("token", token.as_str()), ("record", &record)];
    let (_, page) = ask(server.at, "/my/keep/code", &cookie, Some(&fields)).expect("an answer");
    let code = between(&page, "id=\"code\">", "<");
    for (path, code) in [("/my/code", code), ("/my/code?lang=en", "K7MPX-MISTYPED")] {
        let fields = [("token", token.as_str()), ("code", code)];
        ask(server.at, path, &cookie, Some(&fields)).expect("an answer");
    }
    for path in ["/my/sign-up", "/my/sign-in", "/my/sign-in"] {
        let fields = [("token", token.as_str()), ("name", "wang-lan"), ("passphrase", "a good passphrase")];
        ask(server.at, path, &cookie, Some(&fields)).expect("an answer");
    }
    server.kill();
    let written = std::fs::read_to_string(log(&folder)).expect("a log");
    assert!(written.lines().count() >= 6, "{written}");
    for secret in [
        code,
        &cookie,
        &token,
        "MISTYPED",
        "wang-lan",
        "passphrase\"",
        "good",
        "birth_date",
        "1986",
        "lang=en",
    ] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}

#[test]
fn it_says_why_it_cannot_start() {
    let place = folder("refused");
    std::fs::write(place.join("file"), "not a database, but long enough to be looked at as one")
        .expect("a file");
    let refused = |arguments: &[&str], said: &str| {
        let ran = jifen_in(&place, &[&["serve", "--listen", "127.0.0.1:0"], arguments].concat(), "");
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
        assert!(ran.err.contains("建议") && ran.out.is_empty(), "{arguments:?}: {}{}", ran.err, ran.out);
    };
    refused(&["--database", "sqlite:file/jifen.db"], "不能在 file/jifen.db 建数据库");
    refused(&["--database", "sqlite:nowhere/jifen.db"], "没有这个文件夹");
    refused(&["--database", "sqlite:file"], "打不开数据库 sqlite:file");
    refused(&["--database", "mysql://a:secret@b/c"], "--database 的值不对");
    refused(&["--provider", "https://id.example.cn"], "要一起设");
    refused(&["--database", "postgres://a:secret@127.0.0.1:1/c"], "postgres://…@127.0.0.1:1/c");
    refused(&["--key-file", "nowhere/key"], "不能建密钥文件 nowhere/key");

    Server::start(&place, &["--database", "sqlite:ours.db", "--key-file", "ours.key"]).kill();
    let ours = ["--database", "sqlite:ours.db", "--key-file"];
    refused(&[&ours[..], &["gone.key"]].concat(), "读不了密钥文件 gone.key");
    assert!(!place.join("gone.key").exists(), "a new key would make what is kept unreadable");
    let mode = |_path: &Path| {
        #[cfg(unix)]
        std::fs::set_permissions(_path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).expect("a mode");
    };
    mode(&place.join("ours.key"));
    refused(&[&ours[..], &["ours.key"]].concat(), "别人也能读");
    let provider =
        ["--provider", "https://id.example.cn", "--provider-client", "x", "--public-url", "https://a.cn"];
    refused(&[&provider[..], &["--provider-roots", "gone.pem"]].concat(), "读不了根证书文件 gone.pem");
    refused(&[&provider[..], &["--provider-roots", "file"]].concat(), "没有 PEM 格式的证书");
}

#[test]
fn the_key_is_changed_with_the_old_one_beside_it() {
    let place = folder("renewed");
    let server = Server::start(&place, &[]);
    let (cookie, token) = visit(server.at);
    let record = std::fs::read_to_string(root().join("examples/family.json")).expect("a record");
    let fields = [("token", token.as_str()), ("record", &record)];
    let (_, page) = ask(server.at, "/my/keep/code", &cookie, Some(&fields)).expect("an answer");
    let code = between(&page, "id=\"code\">", "<").to_owned();
    let fields = [("token", token.as_str()), ("name", "wang-lan"), ("passphrase", "a good passphrase")];
    let (status, page) = ask(server.at, "/my/sign-up", &cookie, Some(&fields)).expect("an answer");
    assert_eq!(status, 303, "{page}");
    server.kill();

    let renewed = ["--key-file", "new.key", "--old-key-files", "jifen.key"];
    let server = Server::start(&place, &renewed);
    assert!(place.join("new.key").exists());
    for _ in 0..600 {
        if std::fs::read_to_string(log(&place)).expect("a log").contains("old keys are needed") {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let written = std::fs::read_to_string(log(&place)).expect("a log");
    assert!(
        written.contains("sealed with the new key") && written.contains("old keys are needed"),
        "{written}"
    );
    let (cookie, token) = visit(server.at);
    let fields = [("token", token.as_str()), ("code", code.as_str())];
    let (status, _) = ask(server.at, "/my/code/export", &cookie, Some(&fields)).expect("an answer");
    assert_eq!(status, 200);
    let fields = [("token", token.as_str()), ("name", "wang-lan"), ("passphrase", "a good passphrase")];
    let (status, _) = ask(server.at, "/my/sign-in", &cookie, Some(&fields)).expect("an answer");
    assert_eq!(status, 303);
    server.kill();

    for (arguments, said) in [
        (&["--key-file", "new.key"][..], "没有给出那把旧密钥"),
        (&["--key-file", "jifen.key"], "不是这个数据库用的那一把"),
        (&["--key-file", "new.key", "--old-key-files", "gone.key"], "读不了旧密钥文件 gone.key"),
    ] {
        let ran = jifen_in(&place, &[&["serve", "--listen", "127.0.0.1:0"], arguments].concat(), "");
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(said) && ran.err.contains("建议"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn another_key_is_refused_and_a_site_for_guests_makes_no_files() {
    let place = folder("key");
    Server::start(&place, &[]).kill();
    let key = place.join("jifen.key");
    let text = std::fs::read_to_string(&key).expect("a key");
    let other: String = text.chars().map(|c| if c == '0' { '1' } else { c }).rev().collect();
    std::fs::write(&key, other.trim_start()).expect("another key");
    let ran = jifen_in(&place, &["serve", "--listen", "127.0.0.1:0"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("不是这个数据库用的那一把"), "{}", ran.err);

    let bare = folder("guests");
    let server = Server::start(&bare, &["--database", "none"]);
    let (status, page) = ask(server.at, "/my", "", None).expect("a page");
    assert!(status == 200 && page.contains("本站不保存记录"));
    assert_eq!(std::fs::read_dir(&bare).expect("the folder").count(), 0);
}
