//! What is wrong with a policy folder.

use crate::library::Shelf;
use policy::diagnostic::{Diagnostic, Severity};
use serde::Serialize;

/// `jifen check --json`
#[derive(Serialize)]
pub struct Checked {
    format: &'static str,
    errors: usize,
    warnings: usize,
    advice: usize,
    problems: Vec<Problem>,
}

/// Something found in a document.
#[derive(Serialize)]
pub struct Problem {
    code: &'static str,
    severity: &'static str,
    file: String,
    line: usize,
    start: usize,
    end: usize,
    message: String,
    hint: Option<String>,
}

/// What a check found.
pub fn checked(shelf: &Shelf, found: &[Diagnostic]) -> Checked {
    let count = |severity| found.iter().filter(|problem| problem.severity == severity).count();
    let problems = found.iter().map(|problem| Problem {
        code: problem.code,
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        },
        file: problem.file.clone(),
        line: shelf.line(&problem.file, problem.span.start),
        start: problem.span.start,
        end: problem.span.end,
        message: problem.message.clone(),
        hint: problem.hint.clone(),
    });
    Checked {
        format: "jifen.check/1",
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        advice: count(Severity::Advice),
        problems: problems.collect(),
    }
}
