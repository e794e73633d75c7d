//! `cargo xtask generate`: writes every page that is made from something else. Each is held to its source by a test, and the
//! test writes it when `JIFEN_GENERATE` is set.

use super::{program, say};
use std::process::Command;

/// The crate and the test that hold a page.
const TESTS: &[(&str, &str)] = &[
    ("policy", "facts_page"),
    ("policy", "check_pages"),
    ("policy", "clause_index"),
    ("policy", "ten_mistakes"),
    ("jifen", "city_pages"),
    ("jifen", "settings"),
];

/// Runs the tests that write pages. Arguments are not taken.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(argument) = arguments.first() {
        return Err(format!("`cargo xtask generate` takes no arguments, but got `{argument}`"));
    }
    for (member, test) in TESTS {
        say(&format!("{member}: {test}"));
        let status = Command::new(program())
            .args(["test", "--quiet", "--package", member, "--test", test])
            .env("JIFEN_GENERATE", "1")
            .status();
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(format!("{member}'s test `{test}` failed ({status})")),
            Err(error) => return Err(format!("{member}'s test `{test}` could not be started: {error}")),
        }
    }
    Ok(())
}
