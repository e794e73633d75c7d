//! A Rust file of more than 500 lines says in its first lines why it is one idea: `// LONG: reason`.

use super::Violation;
use crate::repository::Repository;

const MOST: usize = 500;
/// How far down the reason may stand.
const TOP: usize = 10;

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in repository.ending_in(".rs") {
        let length = text.lines().count();
        let reason = text.lines().take(TOP).find_map(|line| line.trim().strip_prefix("// LONG:"));
        if length > MOST && reason.is_none_or(|reason| reason.trim().is_empty()) {
            let what =
                format!("{length} lines; more than {MOST} need a `// LONG:` line at the top that says why");
            found.push(Violation::new(path, 0, what));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = "//\n".repeat(501);
        let reasoned = format!("//! Units.\n// LONG: one table of the standard\n{long}");
        let empty = format!("// LONG:\n{long}");
        let repository = Repository::of(&[
            ("crates/terms/src/a.rs", &long),
            ("crates/terms/src/b.rs", &reasoned),
            ("crates/terms/src/c.rs", &empty),
            ("docs/d.md", &long),
        ]);
        expect(
            check,
            &repository,
            &[
                "crates/terms/src/a.rs: 501 lines; more than 500 need a `// LONG:` line at the top that says why",
                "crates/terms/src/c.rs: 502 lines; more than 500 need a `// LONG:` line at the top that says why",
            ],
        );
    }
}
