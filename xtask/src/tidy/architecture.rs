//! The crate table of `ARCHITECTURE.md` lists exactly the crates of the workspace.

use std::collections::BTreeSet;

use super::Violation;
use crate::markdown::{code_spans, rows_under};
use crate::repository::Repository;

const PAGE: &str = "ARCHITECTURE.md";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let Some(page) = repository.files.get(PAGE) else {
        return vec![Violation::new(PAGE, 0, "the page is missing")];
    };
    let mut found = Vec::new();
    let mut listed = BTreeSet::new();
    for (line, cells) in rows_under(page, "Crates") {
        let Some(name) = cells.first().and_then(|cell| code_spans(cell).next()) else {
            found.push(Violation::new(
                PAGE,
                line,
                "a row of the crate table begins with no crate's name",
            ));
            continue;
        };
        if !repository.crates.iter().any(|member| member.name == name) {
            found.push(Violation::new(PAGE, line, format!("there is no crate `{name}`")));
        }
        if !listed.insert(name) {
            found.push(Violation::new(
                PAGE,
                line,
                format!("crate `{name}` is listed twice"),
            ));
        }
    }
    for member in repository
        .crates
        .iter()
        .filter(|member| !listed.contains(member.name.as_str()))
    {
        found.push(Violation::new(
            PAGE,
            0,
            format!("crate `{}` is not in the crate table", member.name),
        ));
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
        let repository = Repository::of(&[(PAGE, page)])
            .with_crate("terms", &[], &[])
            .with_crate("score", &[], &[]);
        expect(
            check,
            &repository,
            &[
                "ARCHITECTURE.md: crate `score` is not in the crate table",
                "ARCHITECTURE.md:8: there is no crate `old`",
            ],
        );
    }
}
