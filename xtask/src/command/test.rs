//! `cargo xtask test`: everything that has to pass, cheapest first, stopping at the first failure.
//!
//! Most tests need nothing but the toolchain with rustfmt and clippy. Other people's tools, for the last step, are installed by
//! `tools`, and the servers that the store's tests talk to by `servers`, so that a fresh machine and a developer's machine run the
//! same script.

use super::{cargo, cargo_lines, guide, say, servers, tools};
use crate::tidy;

type Step = (&'static str, fn() -> Result<(), String>);

const STEPS: &[Step] = &[
    ("toolchain", prepare),
    ("format", || cargo(&["fmt", "--all", "--check"])),
    ("house rules", tidy::check_this_repository),
    ("lints", || cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])),
    ("policies", || jifen(&["check"])),
    ("policies' format", || jifen(&["fmt", "--check"])),
    ("worked examples", || jifen(&["cases"])),
    ("the guide's small city", small_city),
    ("tests", || tests(&["test", "--workspace"])),
    ("other people's tools", tools::install),
    ("dependencies", tools::check_dependencies),
    ("seats, beside another solver", || tests(&["test", "--package", "places", "--test", "peer"])),
    ("the running service", || tests(&["test", "--package", "jifen", "--test", "live"])),
];

/// Runs every step. Arguments are not taken: there is one way to pass.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(argument) = arguments.first() {
        return Err(format!("`cargo xtask test` takes no arguments, but got `{argument}`"));
    }
    for (number, (name, step)) in (1..).zip(STEPS) {
        say(&format!("\n[{number}/{}] {name}", STEPS.len()));
        step().map_err(|failure| format!("\nstopped at step {number}, {name}: {failure}"))?;
    }
    Ok(())
}

fn prepare() -> Result<(), String> {
    for (component, argument) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        cargo(&[argument, "--version"])
            .map_err(|_| format!("{component} is missing; `rustup component add {component}` installs it"))?;
    }
    Ok(())
}

fn jifen(arguments: &[&str]) -> Result<(), String> {
    cargo(&[&["run", "--quiet", "--package", "jifen", "--"], arguments].concat())
}

fn small_city() -> Result<(), String> {
    let folder = guide::write_out()?;
    let folder = folder.to_str().ok_or("the build folder's path is not UTF-8")?;
    jifen(&["check", folder])?;
    jifen(&["fmt", "--check", folder])?;
    jifen(&["cases", folder])
}

fn tests(arguments: &[&str]) -> Result<(), String> {
    servers::beside(|servers| counted(arguments, servers))
}

fn counted(arguments: &[&str], servers: &[servers::Variable]) -> Result<(), String> {
    let mut tally = Tally::default();
    let outcome = cargo_lines(arguments, servers, |line| tally.read(line));
    say(&format!("\ntests: {} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.ignored));
    outcome?;
    if tally.passed == 0 { Err("no test ran".to_owned()) } else { Ok(()) }
}

/// The sums of the closing lines of all test programs.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Tally {
    fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        for count in counts.split(['.', ';']) {
            let mut words = count.split_whitespace();
            let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
                continue;
            };
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed") => self.failed += number,
                Some("ignored") => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.read(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s",
        );
        tally.read("running 2 tests");
        tally.read("test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(tally, Tally { passed: 13, failed: 1, ignored: 1 });
    }
}
