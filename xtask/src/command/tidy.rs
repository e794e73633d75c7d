//! `cargo xtask tidy`: the house rules of this repository, all violations at once.

use crate::tidy;

/// Checks the repository that stands around this crate.
pub fn run(arguments: &[String]) -> Result<(), String> {
    match arguments.first() {
        Some(argument) => Err(format!("`cargo xtask tidy` takes no arguments, but got `{argument}`")),
        None => tidy::check_this_repository(),
    }
}
