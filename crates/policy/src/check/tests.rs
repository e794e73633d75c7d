//! What the checks say of small policies.

use crate::document::SourceFile;
use crate::scheme::Library;

/// A version of 示范市 with these rules.
pub(super) fn version(rules: &str) -> String {
    header("", rules)
}

/// A version with further clauses under its title.
pub(super) fn header(clauses: &str, rules: &str) -> String {
    format!("# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：积分办法\n{clauses}\n{rules}")
}

/// A version without rules, in force as said.
pub(super) fn header_in_force(dates: &str) -> String {
    format!("# 示范市居住证积分\n\n- 施行：{dates}\n- 依据：积分办法\n")
}

/// A version with one item, which can name the age.
pub(super) fn item(body: &str) -> String {
    let blank = if body.starts_with('|') { "\n" } else { "" };
    version(&format!(
        "## 口径\n\n### 周岁\n- 取自：出生日期\n- 计：周岁\n\n## 指标\n\n### 项目\n{blank}{body}"
    ))
}

/// What is said under a code of one version: the message, and what is marked.
pub(super) fn said(code: &str, text: &str) -> Vec<String> {
    said_of(code, &[("2026-01-01.md", text.to_owned())])
}

/// What is said under a code of a scheme's files.
pub(super) fn said_of(code: &str, files: &[(&str, String)]) -> Vec<String> {
    let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
    let mut all = vec![SourceFile { path: "facts.md".into(), text: std::fs::read_to_string(facts).unwrap() }];
    all.extend(
        files
            .iter()
            .map(|(name, text)| SourceFile { path: format!("shifan/points/{name}"), text: text.clone() }),
    );
    let (library, mut problems) = Library::read(&all);
    problems.extend(super::check(&library.schemes[0]));
    shown(code, &all, &problems)
}

/// A file of statements with these numbers, all resting on one basis.
pub(super) fn claims_file(clauses: &str, numbers: &[u32], links: &str) -> String {
    let mut text = format!("# 说法\n\n{clauses}\n\n## 一章\n");
    for number in numbers {
        text.push_str(&format!(
            "\n### {number} 一句话\n\n- 结论：成立\n- 起：未查到\n- 凭据：{links}\n- 说给家长：是的。\n"
        ));
    }
    text
}

/// What is said under a code of a whole folder.
pub(super) fn folder_said(code: &str, files: &[(&str, String)]) -> Vec<String> {
    let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
    let mut all = vec![SourceFile { path: "facts.md".into(), text: std::fs::read_to_string(facts).unwrap() }];
    all.extend(files.iter().map(|(path, text)| SourceFile { path: (*path).into(), text: text.clone() }));
    let (library, mut problems) = Library::read(&all);
    problems.extend(super::check_folder(&library, &all));
    shown(code, &all, &problems)
}

fn shown(code: &str, all: &[SourceFile], problems: &[crate::diagnostic::Diagnostic]) -> Vec<String> {
    let marked = |problem: &crate::diagnostic::Diagnostic| {
        let text = &all.iter().find(|file| file.path == problem.file).unwrap().text;
        text[problem.span.start..problem.span.end].to_owned()
    };
    let said = problems.iter().filter(|problem| problem.code == code);
    said.map(|problem| format!("{} @ {}", problem.message, marked(problem))).collect()
}
