//! A file of the policy folder that is one strict table: its columns in their order, no clauses, no sections.

use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Text, scan, tree};
use crate::model::Basis;
use terms::Grade;

/// The rows of such a file, each with exactly as many cells as there are columns; whatever else is there is said.
pub(crate) fn rows(
    file: &SourceFile,
    columns: &[&str],
    code: &'static str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Vec<Text>> {
    let scanned = scan(&file.text);
    let mut found = scanned.diagnostics;
    let root = tree(&scanned.document, &mut found);
    let hint = format!("只有一张表，列：{}", columns.join("、"));
    let mut bad = |text: &Text, message: String| {
        found.push(Diagnostic::error(code, text.span, message).hint(&hint));
    };
    for clause in &root.clauses {
        bad(&clause.key, format!("这个文件没有“{}”这个名目", clause.key.text));
    }
    for section in &root.children {
        bad(&section.heading, format!("这个文件不分节：“{}”", section.heading.text));
    }
    let mut rows = Vec::new();
    match root.tables.split_first() {
        None => bad(&root.heading, "这个文件要有一张表".to_owned()),
        Some((table, more)) => {
            let heads: Vec<&str> = table.head.iter().map(|cell| cell.text.as_str()).collect();
            if heads == columns {
                rows.clone_from(&table.rows);
            } else {
                let head = table.head.first().unwrap_or(&root.heading);
                bad(head, format!("表的列是 {}", heads.join("、")));
            }
            for table in more {
                bad(table.head.first().unwrap_or(&root.heading), "这里有第二张表".to_owned());
            }
        }
    }
    problems.extend(found.into_iter().map(|problem| problem.file(&file.path)));
    // Of a row with other than its cells, the scanner has told.
    rows.retain(|row| row.len() == columns.len());
    rows
}

/// A citation and its grade.
pub(crate) fn basis(
    file: &SourceFile,
    (citation, grade): (&Text, &Text),
    code: &'static str,
    problems: &mut Vec<Diagnostic>,
) -> Basis {
    let known = Grade::from_word(&grade.text);
    if known.is_none() {
        let problem = Diagnostic::error(code, grade.span, format!("“{}”不是核实等级", grade.text));
        problems.push(problem.hint("可写：已核、转引、待核").file(&file.path));
    }
    if citation.text.is_empty() {
        let problem = Diagnostic::error(code, grade.span, "这一行没有依据");
        problems.push(problem.hint("写规定的名称和条款").file(&file.path));
    }
    let citation = Some(citation.text.clone()).filter(|text| !text.is_empty());
    Basis { citation, grade: known.unwrap_or(Grade::Unverified), sources: Vec::new() }
}
