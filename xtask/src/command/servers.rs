//! `cargo xtask servers`: the servers that tests talk to, beside cargo, ended with it: PostgreSQL, and the programs of an identity
//! provider, which the test starts itself. What cannot be had is said, and the tests go on without it.

use super::postgres::{self, Server};
use super::{cargo_with, say};
use crate::repository::root;
use std::fs;
use std::process::{Command, Stdio};

/// A variable of the environment in which tests read where a server is, and its value.
pub type Variable = (&'static str, String);

/// Where tests read which folder has the identity provider's programs.
const PROVIDER: &str = "JIFEN_TEST_PROVIDER";
/// The identity provider, a package of npm.
const PACKAGE: &str = "oidc-provider@9";

/// Runs cargo with the servers beside it.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if arguments.is_empty() {
        return Err("say what cargo should do, as in `cargo xtask servers test -p service`".to_owned());
    }
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    beside(|variables| cargo_with(&words, variables))
}

/// Runs something with the servers beside it, and says afterwards what was absent.
pub fn beside(work: impl FnOnce(&[Variable]) -> Result<(), String>) -> Result<(), String> {
    let mut variables = Vec::new();
    let mut absent = Vec::new();
    let server = postgres::programs().and_then(|programs| {
        let server = Server::start(&programs)?;
        Ok((server.variables(&programs)?, server))
    });
    match &server {
        Ok((known, _)) => variables.extend(known.iter().cloned()),
        Err(why) => {
            absent.push(format!("PostgreSQL is absent, the store was tested with SQLite only: {why}"))
        }
    }
    match provider() {
        Ok(folder) => variables.push((PROVIDER, folder)),
        Err(why) => {
            absent.push(format!("no identity provider, signing in by one was not tested: {why}"));
        }
    }
    let outcome = work(&variables);
    drop(server);
    absent.iter().for_each(|line| say(line));
    outcome
}

/// Installs the identity provider once, and gives its folder.
fn provider() -> Result<String, String> {
    let folder = root()?.join("target/tools/provider");
    let text = folder.to_str().ok_or("the build folder's path is not UTF-8")?.to_owned();
    if folder.join("node_modules/oidc-provider/lib/index.js").is_file() {
        return Ok(text);
    }
    fs::create_dir_all(&folder).map_err(|error| format!("its folder could not be made: {error}"))?;
    say("installing oidc-provider with npm");
    let mut install = Command::new("npm");
    install.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", &text, PACKAGE]);
    match install.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(text),
        Ok(status) => Err(format!("`npm install {PACKAGE}` failed ({status})")),
        Err(_) => Err("there is no npm".to_owned()),
    }
}
