//! `cargo xtask bench`: the benchmarks of the evaluators.

use super::cargo;

/// The crates that have benchmarks.
const PACKAGES: &[&str] = &["score"];

/// Runs the benchmarks; arguments after the command's name go to them, such as a filter.
pub fn run(arguments: &[String]) -> Result<(), String> {
    for package in PACKAGES {
        let mut line = vec!["bench", "--package", package, "--bench", "*", "--"];
        line.extend(arguments.iter().map(String::as_str));
        cargo(&line)?;
    }
    Ok(())
}
