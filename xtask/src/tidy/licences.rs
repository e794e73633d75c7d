//! The licence texts are there, and every crate is under both.

use super::Violation;
use crate::repository::Repository;

/// A file, and words its text must hold.
const FILES: &[(&str, &[&str])] = &[
    ("LICENSE", &["LICENSE-APACHE", "LICENSE-MIT"]),
    ("LICENSE-APACHE", &["Apache License", "END OF TERMS AND CONDITIONS"]),
    ("LICENSE-MIT", &["MIT License", "WITHOUT WARRANTY OF ANY KIND"]),
];
const EXPRESSION: &str = "MIT OR Apache-2.0";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, words) in FILES {
        match repository.files.get(*path) {
            None => found.push(Violation::new(*path, 0, "the licence file is missing")),
            Some(text) => {
                let missing = words.iter().filter(|words| !text.contains(**words));
                found
                    .extend(missing.map(|words| Violation::new(*path, 0, format!("does not say `{words}`"))));
            }
        }
    }
    for member in repository.crates.iter().filter(|member| member.license != EXPRESSION) {
        let what = format!("the licence of `{}` is not `{EXPRESSION}`", member.name);
        found.push(Violation::new(format!("{}/Cargo.toml", member.folder), 0, what));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_missing_file_and_a_crate_without_a_licence_are_named() {
        let mut repository = Repository::of(&[
            ("LICENSE", "either LICENSE-APACHE or LICENSE-MIT"),
            ("LICENSE-MIT", "MIT License … WITHOUT WARRANTY OF ANY KIND"),
        ])
        .with_crate("terms", &[], &[]);
        if let Some(member) = repository.crates.first_mut() {
            member.license.clear();
        }
        expect(
            check,
            &repository,
            &[
                "LICENSE-APACHE: the licence file is missing",
                "crates/terms/Cargo.toml: the licence of `terms` is not `MIT OR Apache-2.0`",
            ],
        );
    }
}
