//! The commands, and how each one runs other programs and speaks.

mod bench;
mod bench_places;
mod generate;
mod guide;
mod load;
mod peers;
mod postgres;
mod servers;
mod test;
mod tidy;
mod tools;

use servers::Variable;
use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// A command's name, what it does in one line, and the function that does it.
struct Entry {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const COMMANDS: &[Entry] = &[
    Entry { name: "test", about: "run everything that has to pass before a change lands", run: test::run },
    Entry { name: "tidy", about: "hold the repository to the house rules", run: tidy::run },
    Entry {
        name: "generate",
        about: "write the pages that are made from something else",
        run: generate::run,
    },
    Entry {
        name: "servers",
        about: "run cargo with the servers of the tests beside it, as in `cargo xtask servers test -p service`",
        run: servers::run,
    },
    Entry {
        name: "bench",
        about: "run the benchmarks, with --peers other engines too, with --places only those of rounds",
        run: bench::run,
    },
    Entry { name: "load", about: "put the running service under load and measure it", run: load::run },
];

/// The names a README may use after `cargo xtask`.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|entry| entry.name)
}

/// Runs the command that the first argument names.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(usage());
    };
    if name == "help" || name == "--help" || name == "-h" {
        say(&usage());
        return Ok(());
    }
    match COMMANDS.iter().find(|entry| entry.name == name) {
        Some(entry) => (entry.run)(rest),
        None => Err(format!("there is no command `{name}`\n\n{}", usage())),
    }
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n");
    for entry in COMMANDS {
        text.push_str(&format!("\n  {:<10}{}", entry.name, entry.about));
    }
    text
}

/// Prints a line for the person at the terminal. A closed pipe is not an error here.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints what went wrong.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Runs cargo and lets it print; an exit code other than zero is an error that names the command.
fn cargo(arguments: &[&str]) -> Result<(), String> {
    cargo_with(arguments, &[])
}

/// The same, with variables in its environment.
fn cargo_with(arguments: &[&str], variables: &[Variable]) -> Result<(), String> {
    let status = Command::new(program()).args(arguments).envs(variables.iter().cloned()).status();
    judge(arguments, status)
}

/// Runs cargo, prints its output line by line, and hands each line to `each`.
fn cargo_lines(arguments: &[&str], variables: &[Variable], mut each: impl FnMut(&str)) -> Result<(), String> {
    let mut child = Command::new(program())
        .args(arguments)
        .envs(variables.iter().cloned())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`cargo {}` could not be started: {error}", arguments.join(" ")))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.map_err(|error| format!("cargo's output could not be read: {error}"))?;
            say(&line);
            each(&line);
        }
    }
    judge(arguments, child.wait())
}

fn judge(arguments: &[&str], status: io::Result<std::process::ExitStatus>) -> Result<(), String> {
    let line = arguments.join(" ");
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`cargo {line}` failed ({status})")),
        Err(error) => Err(format!("`cargo {line}` could not be started: {error}")),
    }
}

/// The cargo that runs us, so that a pinned toolchain stays pinned.
pub fn program() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_is_answered_with_the_list() {
        let answer = run(&["polish".to_owned()]).expect_err("there is no such command");
        assert!(answer.contains("`polish`"), "{answer}");
        assert!(names().all(|name| answer.contains(name)), "{answer}");
    }
}
