//! The house rules, one file each. They also run as a test, so that `cargo test` alone finds what would not land.

mod architecture;
mod crate_graph;
mod dependencies;
mod file_length;
mod glossary;
mod licences;
mod links;
mod machine;
mod place_names;
mod policy_words;
mod pure_layers;
mod readme;

use std::fmt;

use crate::command::{complain, say};
use crate::repository::Repository;

/// Something a rule does not allow, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    path: String,
    /// Counted from 1; 0 when the whole file is meant.
    line: usize,
    what: String,
}

impl Violation {
    fn new(path: impl Into<String>, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.into(), line, what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.what),
            line => write!(formatter, "{}:{line}: {}", self.path, self.what),
        }
    }
}

type Rule = fn(&Repository) -> Vec<Violation>;

/// Every rule, by the name it is called in messages.
const RULES: &[(&str, Rule)] = &[
    ("crate graph", crate_graph::check),
    ("pure layers", pure_layers::check),
    ("architecture", architecture::check),
    ("dependencies", dependencies::check),
    ("glossary", glossary::check),
    ("readme", readme::check),
    ("links", links::check),
    ("file length", file_length::check),
    ("place names", place_names::check),
    ("policy words", policy_words::check),
    ("machine", machine::check),
    ("licences", licences::check),
];

/// Checks the repository that stands around this crate and prints what it finds.
pub fn check_this_repository() -> Result<(), String> {
    let violations = violations()?;
    for (rule, violation) in &violations {
        complain(&format!("{violation} [{rule}]"));
    }
    match violations.len() {
        0 => {
            say(&format!("tidy: {} rules hold", RULES.len()));
            Ok(())
        }
        1 => Err("tidy: 1 violation".to_owned()),
        count => Err(format!("tidy: {count} violations")),
    }
}

fn violations() -> Result<Vec<(&'static str, Violation)>, String> {
    let repository = Repository::read()?;
    let mut all = Vec::new();
    for (name, rule) in RULES {
        let mut found = rule(&repository);
        found.sort();
        all.extend(found.into_iter().map(|violation| (*name, violation)));
    }
    Ok(all)
}

/// Asserts what a rule says about a repository, one violation a line.
#[cfg(test)]
fn expect(rule: Rule, repository: &Repository, expected: &[&str]) {
    let mut found = rule(repository);
    found.sort();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let violations = violations().expect("the repository can be read");
        let lines: Vec<String> =
            violations.iter().map(|(rule, violation)| format!("{violation} [{rule}]")).collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }
}
