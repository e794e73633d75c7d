//! Which crate may import which. Siblings of one layer never import each other, and a lower layer knows nothing of a
//! higher one. Dependencies of tests and of the build count too: they are imports.

use super::Violation;
use crate::repository::Repository;

/// What one crate may import, and what must never come near it.
struct Row {
    name: &'static str,
    /// Crates of this workspace.
    may: &'static [&'static str],
    /// Beginnings of names of other people's crates.
    never: &'static [&'static str],
}

const ROWS: &[Row] = &[
    Row { name: "terms", may: &[], never: &["serde", "arrow", "parquet", "rand", "sqlx", "tokio"] },
    Row { name: "policy", may: &["terms"], never: &["arrow", "parquet", "rand", "sqlx", "tokio"] },
    Row { name: "score", may: &["terms", "policy"], never: &["arrow", "parquet", "rand", "sqlx", "tokio"] },
    Row { name: "columns", may: &["terms", "policy"], never: &["rand", "sqlx", "tokio"] },
    // `recount` stands beside `places` only in its tests: what recounts a round shares no code with what made it.
    Row { name: "places", may: &["terms", "recount"], never: &["arrow", "parquet", "rand", "sqlx", "tokio"] },
    Row { name: "recount", may: &[], never: &["serde", "arrow", "parquet", "rand", "sqlx", "tokio"] },
    Row { name: "sheet", may: &["terms"], never: &["arrow", "parquet", "sqlx", "tokio"] },
    Row {
        name: "casework",
        may: &["terms", "policy", "score", "places", "sheet"],
        never: &["arrow", "parquet", "rand", "sqlx", "tokio"],
    },
    Row { name: "lab", may: &["terms", "policy", "score", "columns", "places"], never: &["sqlx", "tokio"] },
    Row {
        name: "service",
        may: &["terms", "policy", "score", "columns", "places", "sheet", "casework", "lab"],
        never: &["datafusion", "ballista"],
    },
    Row { name: "cluster", may: &["terms", "policy", "columns"], never: &["axum", "sqlx"] },
    Row {
        name: "jifen",
        may: &[
            "terms", "policy", "score", "columns", "places", "recount", "sheet", "casework", "lab",
            "service", "cluster",
        ],
        never: &[],
    },
    Row { name: "xtask", may: &["terms", "policy", "score"], never: &["arrow", "sqlx", "tokio"] },
];

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for member in &repository.crates {
        let manifest = format!("{}/Cargo.toml", member.folder);
        let Some(row) = ROWS.iter().find(|row| row.name == member.name) else {
            let what =
                format!("crate `{}` has no row in the table of layers (xtask, crate_graph)", member.name);
            found.push(Violation::new(manifest, 0, what));
            continue;
        };
        for dependency in &member.dependencies {
            let name = dependency.name.as_str();
            let wrong = if dependency.ours {
                !row.may.contains(&name)
            } else {
                row.never.iter().any(|beginning| name.starts_with(beginning))
            };
            if wrong {
                let line = repository.files.get(&manifest).map_or(0, |text| line_of(text, name));
                let what = format!("`{}` may not import `{name}`", member.name);
                found.push(Violation::new(&manifest, line, what));
            }
        }
    }
    found
}

fn line_of(manifest: &str, dependency: &str) -> usize {
    let begins =
        |line: &str| line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with([' ', '=', '.']));
    manifest.lines().position(begins).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn siblings_and_forbidden_crates_are_named() {
        let manifest = "[package]\nname = \"columns\"\n\n[dependencies]\nscore.workspace = true\nterms.workspace = true\n";
        let repository = Repository::of(&[("crates/columns/Cargo.toml", manifest)])
            .with_crate("columns", &["score", "terms"], &[])
            .with_crate("terms", &[], &["serde_json", "jiff"])
            .with_crate("gadgets", &[], &[]);
        expect(
            check,
            &repository,
            &[
                "crates/columns/Cargo.toml:5: `columns` may not import `score`",
                "crates/gadgets/Cargo.toml: crate `gadgets` has no row in the table of layers (xtask, crate_graph)",
                "crates/terms/Cargo.toml: `terms` may not import `serde_json`",
            ],
        );
    }

    #[test]
    fn a_row_only_names_rows_and_never_itself() {
        for row in ROWS {
            for name in row.may {
                assert!(
                    ROWS.iter().any(|other| other.name == *name && *name != row.name),
                    "{} may {name}",
                    row.name
                );
            }
        }
    }
}
