//! The dependency table of `ARCHITECTURE.md` says of each crate we take from others what it is for, and of no other.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use crate::markdown::{code_spans, rows_under};
use crate::repository::Repository;

const PAGE: &str = "ARCHITECTURE.md";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let Some(page) = repository.files.get(PAGE) else {
        return vec![Violation::new(PAGE, 0, "the page is missing")];
    };
    let mut used = BTreeMap::new();
    for member in &repository.crates {
        for dependency in member.dependencies.iter().filter(|dependency| !dependency.ours) {
            used.entry(dependency.name.as_str()).or_insert(member.name.as_str());
        }
    }
    let mut found = Vec::new();
    let mut listed = BTreeSet::new();
    for (line, cells) in rows_under(page, "Dependencies") {
        for name in cells.first().into_iter().flat_map(|cell| code_spans(cell)) {
            if !used.contains_key(name) {
                found.push(Violation::new(PAGE, line, format!("no crate of ours uses `{name}`")));
            }
            listed.insert(name);
        }
    }
    for (name, by) in used.iter().filter(|(name, _)| !listed.contains(*name)) {
        let what = format!("`{name}`, used by `{by}`, is not in the dependency table");
        found.push(Violation::new(PAGE, 0, what));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn an_unexplained_dependency_and_an_unused_row_are_named() {
        let page = "## Dependencies\n\n| crate | for |\n| --- | --- |\n| `jiff`, `time` | civil dates |\n";
        let repository = Repository::of(&[(PAGE, page)]).with_crate("terms", &[], &["jiff", "clap"]);
        expect(
            check,
            &repository,
            &[
                "ARCHITECTURE.md: `clap`, used by `terms`, is not in the dependency table",
                "ARCHITECTURE.md:5: no crate of ours uses `time`",
            ],
        );
    }
}
