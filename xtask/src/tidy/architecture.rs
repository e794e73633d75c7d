//! The crate table of `ARCHITECTURE.md` lists exactly the crates of the workspace, and the files that the page names exist.

use std::collections::BTreeSet;

use super::Violation;
use crate::markdown::{code_spans, lines, rows_under};
use crate::repository::Repository;

const PAGE: &str = "ARCHITECTURE.md";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let Some(page) = repository.files.get(PAGE) else {
        return vec![Violation::new(PAGE, 0, "the page is missing")];
    };
    let mut found = missing_files(page, repository);
    let mut listed = BTreeSet::new();
    for (line, cells) in rows_under(page, "Crates") {
        let Some(name) = cells.first().and_then(|cell| code_spans(cell).next()) else {
            found.push(Violation::new(PAGE, line, "a row of the crate table begins with no crate's name"));
            continue;
        };
        if !repository.crates.iter().any(|member| member.name == name) {
            found.push(Violation::new(PAGE, line, format!("there is no crate `{name}`")));
        }
        if !listed.insert(name) {
            found.push(Violation::new(PAGE, line, format!("crate `{name}` is listed twice")));
        }
    }
    for member in repository.crates.iter().filter(|member| !listed.contains(member.name.as_str())) {
        found.push(Violation::new(PAGE, 0, format!("crate `{}` is not in the crate table", member.name)));
    }
    found
}

/// Folders whose name begins a path from the root.
const FOLDERS: &[&str] = &["crates/", "docs/", "policies/", "xtask/"];

/// Paths and names of Rust files in backticks that lead to no file. A name alone is enough if one file is called so.
fn missing_files(page: &str, repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for line in lines(page).iter().filter(|line| line.fence.is_none()) {
        for name in code_spans(line.text).filter(|name| !name.contains(['<', '…', '*', ' '])) {
            let from_root = FOLDERS.iter().any(|folder| name.starts_with(folder));
            let alone = name.ends_with(".rs") && !from_root;
            let suffix = format!("/{name}");
            let there =
                if alone { repository.ending_in(&suffix).next().is_some() } else { repository.has(name) };
            if (from_root || alone) && !there {
                found.push(Violation::new(PAGE, line.number, format!("there is no file `{name}`")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_crate_left_out_and_a_crate_that_is_gone_are_named() {
        let page =
            "# Map\n\n## Crates\n\n| crate | owns |\n| --- | --- |\n| `terms` | units |\n| `old` | dust |\n";
        let repository =
            Repository::of(&[(PAGE, page)]).with_crate("terms", &[], &[]).with_crate("score", &[], &[]);
        expect(
            check,
            &repository,
            &[
                "ARCHITECTURE.md: crate `score` is not in the crate table",
                "ARCHITECTURE.md:8: there is no crate `old`",
            ],
        );
    }

    #[test]
    fn a_file_that_is_gone_is_named() {
        let page = "See `run.rs`, `gone.rs`, `crates/score/src/`, `crates/score/src/lib.rs` and `policies/<city>/`.\n";
        let repository = Repository::of(&[(PAGE, page), ("crates/score/src/run.rs", "")]);
        let gone = ["there is no file `crates/score/src/lib.rs`", "there is no file `gone.rs`"];
        expect(
            check,
            &repository,
            &gone.map(|what| format!("ARCHITECTURE.md:1: {what}")).each_ref().map(String::as_str),
        );
    }
}
