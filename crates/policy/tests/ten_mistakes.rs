//! One file with ten planted mistakes: ten errors, each at its place, all in one report.
//!
//! `JIFEN_GENERATE=1 cargo test -p policy --test ten_mistakes` writes the report.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly, in its helpers as well"
)]

use policy::check::check;
use policy::diagnostic::{Diagnostic, Severity, order, render};
use policy::document::SourceFile;
use policy::scheme::Library;
use std::path::{Path, PathBuf};

const FILE: &str = "shifan/points/2026-01-01.md";

/// Where each was planted: the line, what is marked, and the code.
const PLANTED: [(usize, &str, &str); 10] = [
    (5, "听说", "bad-grade"),
    (22, "住房公积今", "unknown-fact"),
    (26, "自有住所月数", "mixed-timeline"),
    (40, "上线", "unknown-clause"),
    (47, "35 至 45 | 25", "tier-overlap"),
    (48, "60 至 46", "bad-interval"),
    (57, "博士研究生 | 30", "tier-unreachable"),
    (62, "每满 1 次", "unit-mismatch"),
    (77, "表彰", "missing-clause"),
    (84, "积分", "unknown-name"),
];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn errors() -> (String, Vec<Diagnostic>) {
    let text = std::fs::read_to_string(data("ten_mistakes.md")).unwrap();
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/facts.md");
    let files = [
        SourceFile { path: "facts.md".into(), text: std::fs::read_to_string(facts).unwrap() },
        SourceFile { path: FILE.into(), text: text.clone() },
    ];
    let (library, mut found) = Library::read(&files);
    found.extend(check(&library.schemes[0]));
    found.retain(|problem| problem.file == FILE && problem.severity == Severity::Error);
    found.sort_by(order);
    (text, found)
}

#[test]
fn ten_mistakes_are_ten_errors_at_their_places() {
    let (text, errors) = errors();
    let line = |problem: &Diagnostic| text[..problem.span.start].lines().count().max(1);
    let told: Vec<(usize, &str, &str)> = errors
        .iter()
        .map(|problem| (line(problem), &text[problem.span.start..problem.span.end], problem.code))
        .collect();
    assert_eq!(told, PLANTED);
}

#[test]
fn the_report_is_the_one_that_was_read_over() {
    let (text, errors) = errors();
    let report: Vec<String> = errors.iter().map(|problem| render(problem, &text, false)).collect();
    let report = format!("{}\n", report.join("\n\n"));
    let path = data("ten_mistakes.txt");
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::write(&path, &report).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(report == committed, "tests/data/ten_mistakes.txt is stale: JIFEN_GENERATE=1 writes it");
}
