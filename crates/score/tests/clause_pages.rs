//! The examples on the pages of clauses can be read, have nothing wrong with them, and score as the pages say.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly, in its helpers as well"
)]

use policy::check::check;
use policy::diagnostic::{Severity, render};
use policy::document::SourceFile;
use policy::scheme::Library;
use score::cases::run_cases;
use std::path::{Path, PathBuf};

const VERSION: &str = "shifan/points/2026-01-01.md";
const CASES: &str = "shifan/points/cases/2026-01-01.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pages of clauses, by file name.
fn pages() -> Vec<(String, String)> {
    let folder = std::fs::read_dir(root().join("docs/reference/clauses")).unwrap();
    let mut pages: Vec<(String, String)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name != "README.md")
        .collect();
    pages.sort();
    pages
}

/// The first fenced block in a language, and what follows it.
fn block<'a>(page: &'a str, language: &str) -> Option<(&'a str, &'a str)> {
    let (_, rest) = page.split_once(&format!("```{language}\n"))?;
    rest.split_once("```")
}

/// The header that examples without one stand under, from the pages' index.
fn header() -> String {
    let index = std::fs::read_to_string(root().join("docs/reference/clauses/README.md")).unwrap();
    block(&index, "markdown").unwrap().0.to_owned()
}

/// What is wrong with a page's example: everything said of it, and where it scores otherwise.
fn wrong(name: &str, page: &str, header: &str) -> Vec<String> {
    let Some((example, rest)) = block(page, "markdown") else {
        return vec![format!("{name} has no example")];
    };
    let Some((person, expected)) = block(rest, "json") else { return vec![format!("{name} has no person")] };
    let text = if example.starts_with("# ") { example.to_owned() } else { format!("{header}\n{example}") };
    let cases = format!("# 算例\n\n## {name}\n{}\n\n```json\n{person}```\n", expected.trim());
    let facts = std::fs::read_to_string(root().join("policies/facts.md")).unwrap();
    let files = [
        SourceFile { path: "facts.md".into(), text: facts },
        SourceFile { path: VERSION.into(), text: text.clone() },
        SourceFile { path: CASES.into(), text: cases.clone() },
    ];
    let (library, mut problems) = Library::read(&files);
    let scheme = &library.schemes[0];
    problems.extend(check(scheme));
    let (reports, found) = run_cases(scheme, &library);
    problems.extend(found);
    problems.retain(|problem| problem.severity != Severity::Advice);
    let source = |file: &str| if file == CASES { &cases } else { &text };
    let mut wrong: Vec<String> =
        problems.iter().map(|problem| render(problem, source(&problem.file), false)).collect();
    if reports.len() != 1 {
        wrong.push(format!("{} cases instead of one", reports.len()));
    }
    wrong.extend(reports.into_iter().flat_map(|report| report.differences));
    wrong
}

#[test]
fn examples_score_as_their_pages_say() {
    let header = header();
    let mut report = Vec::new();
    for (name, page) in pages() {
        let wrong = wrong(&name, &page, &header);
        if !wrong.is_empty() {
            report.push(format!("{name}\n{}", wrong.join("\n")));
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n\n"));
}

#[test]
fn pages_are_short() {
    for (name, page) in pages() {
        let lines = page.lines().count();
        assert!(lines <= 60, "{name} has {lines} lines");
    }
}
