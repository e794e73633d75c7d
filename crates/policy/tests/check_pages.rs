//! The pages of `docs/reference/checks/` are what the checks' files say, and their examples say what they should.
//!
//! `JIFEN_GENERATE=1 cargo test -p policy --test check_pages` writes them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails loudly, in its helpers as well"
)]

use policy::check::{Finder, Meaning, catalogue, check};
use policy::diagnostic::{Diagnostic, Severity, render};
use policy::document::SourceFile;
use policy::scheme::Library;
use std::path::{Path, PathBuf};

const FILE: &str = "shifan/points/2026-01-01.md";

/// What stands around an example that begins with an item.
const AROUND: &str = "\
# 示范市居住证积分

- 施行：2026-01-01 起
- 依据：积分办法

## 口径

### 周岁
- 取自：出生日期
- 计：周岁

## 基础指标

";

/// What stands around an example that begins with a section.
const HEADER: &str = "\
# 示范市居住证积分

- 施行：2026-01-01 起
- 依据：积分办法

";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The comment at the top of a check's file.
fn comment(code: &str) -> String {
    let path = root().join(format!("crates/policy/src/check/{}.rs", code.replace('-', "_")));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Reads an example as a version and says what is wrong with it.
fn problems(example: &str) -> (String, Vec<Diagnostic>) {
    let around = match example.chars().take_while(|c| *c == '#').count() {
        1 => "",
        2 => HEADER,
        _ => AROUND,
    };
    let text = format!("{around}{example}");
    let facts = std::fs::read_to_string(root().join("policies/facts.md")).unwrap();
    let files = [
        SourceFile { path: "facts.md".into(), text: facts },
        SourceFile { path: FILE.into(), text: text.clone() },
    ];
    let (library, mut found) = Library::read(&files);
    found.extend(check(&library.schemes[0]));
    found.retain(|problem| problem.file == FILE);
    (text, found)
}

/// The first fenced block of Markdown after a word.
fn example<'a>(comment: &'a str, after: &str) -> Option<&'a str> {
    let (_, rest) = comment.split_once(after)?;
    let (_, rest) = rest.split_once("```markdown\n")?;
    rest.split_once("```").map(|(example, _)| example)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Advice => "提示",
    }
}

/// A check's page: its comment, with what `jifen check` says of the bad example.
fn page(meaning: &Meaning) -> String {
    let comment = comment(meaning.code);
    let mut body = comment.clone();
    if let Some(bad) = example(&comment, "Bad:") {
        let (text, found) = problems(bad);
        let said: Vec<String> = found
            .iter()
            .filter(|problem| problem.code == meaning.code)
            .map(|problem| render(problem, &text, false))
            .collect();
        assert!(!said.is_empty(), "the bad example of {} is not found: {found:#?}", meaning.code);
        let block = format!("```markdown\n{bad}```");
        body = body.replacen(
            &block,
            &format!("{block}\n\n`jifen check` says:\n\n```text\n{}\n```", said.join("\n\n")),
            1,
        );
    }
    let file = meaning.code.replace('-', "_");
    format!(
        "# {}\n\n{}. {}\n\n---\n\nThis page is the comment at the top of \
         [`check/{file}.rs`](../../../crates/policy/src/check/{file}.rs).\n\
         How examples are completed is said in [the list of all codes](README.md).\n",
        meaning.code,
        severity(meaning.severity),
        body.trim_end()
    )
}

fn index() -> String {
    let mut page = format!(
        "# What `jifen check` can say\n\n\
         Every diagnostic carries a code in square brackets: `错误[tier-overlap]`. 错误 is an error: the version cannot be used. 警告 is a\n\
         warning: it can, but somebody should look. 提示 is advice. Each check has a page with a bad and a good example; tests run them.\n\n\
         An example that begins with `###` stands at the end of this version, one that begins with `##` under its header:\n\n\
         ```markdown\n{AROUND}```\n"
    );
    let sections = [
        (Finder::Check, "Checks", "What a careful reader would find in a version that can be read."),
        (
            Finder::Builder,
            "Reading a version",
            "Names, units, clauses and tables of a version and the files beside it.",
        ),
        (Finder::Scanner, "Reading lines", "Every file of a policy folder is a strict kind of Markdown."),
        (Finder::Cases, "Worked examples", "Files under `cases/`."),
        (Finder::Actions, "What people can do", "`policies/actions.md`."),
        (
            Finder::Folder,
            "Statements, recognition, reminders, doors",
            "`policies/claims.md`, `policies/recognition.md`, `policies/reminders.md`, `policies/doors.md`.",
        ),
        (Finder::Vocabulary, "The vocabulary", "`policies/facts.md`."),
    ];
    for (finder, title, about) in sections {
        page.push_str(&format!("\n## {title}\n\n{about}\n\n| code | | meaning |\n| --- | --- | --- |\n"));
        for meaning in catalogue().iter().filter(|meaning| meaning.finder == finder) {
            let code = match finder {
                Finder::Check => format!("[{0}]({0}.md)", meaning.code),
                _ => meaning.code.to_owned(),
            };
            page.push_str(&format!("| {code} | {} | {} |\n", severity(meaning.severity), meaning.meaning));
        }
    }
    page
}

fn pages() -> Vec<(String, String)> {
    let checks = catalogue().iter().filter(|meaning| meaning.finder == Finder::Check);
    let mut pages: Vec<_> = checks.map(|meaning| (format!("{}.md", meaning.code), page(meaning))).collect();
    pages.push(("README.md".to_owned(), index()));
    pages
}

#[test]
fn the_pages_of_checks_are_up_to_date() {
    let folder = root().join("docs/reference/checks");
    let pages = pages();
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    for (name, page) in &pages {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            *page == committed,
            "docs/reference/checks/{name} is stale: run JIFEN_GENERATE=1 cargo test -p policy --test check_pages"
        );
    }
    let mut stray: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    stray.retain(|name| pages.iter().all(|(known, _)| known != name));
    assert_eq!(stray, [""; 0], "pages of no check");
}

#[test]
fn good_examples_have_nothing_wrong_with_them() {
    for meaning in catalogue().iter().filter(|meaning| meaning.finder == Finder::Check) {
        let comment = comment(meaning.code);
        let Some(good) = example(&comment, "Good:") else {
            assert!(comment.contains("```text\n"), "{} has no example", meaning.code);
            continue;
        };
        let (text, mut found) = problems(good);
        found.retain(|problem| problem.severity != Severity::Advice || problem.code == meaning.code);
        let shown: Vec<String> = found.iter().map(|problem| render(problem, &text, false)).collect();
        assert!(shown.is_empty(), "{}:\n{}", meaning.code, shown.join("\n\n"));
    }
}
