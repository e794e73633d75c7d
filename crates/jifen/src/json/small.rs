//! The smaller answers: versions, and what is wrong with a policy folder.

use crate::library::Shelf;
use policy::diagnostic::{Diagnostic, Severity};
use serde::Serialize;

/// `jifen policies --json`
#[derive(Serialize)]
pub struct Versions {
    format: &'static str,
    schemes: Vec<Scheme>,
}

#[derive(Serialize)]
struct Scheme {
    id: String,
    title: String,
    title_english: String,
    versions: Vec<Version>,
}

#[derive(Serialize)]
struct Version {
    id: String,
    effective: String,
    until: Option<String>,
    title: String,
    uses: Vec<String>,
}

/// All versions of a library.
pub fn versions(shelf: &Shelf) -> Versions {
    let schemes = shelf.library.schemes.iter().map(|scheme| Scheme {
        id: scheme.id.to_string(),
        title: scheme.title().to_owned(),
        title_english: scheme
            .versions
            .last()
            .map_or(String::new(), |policy| policy.english(&policy.title).to_owned()),
        versions: scheme
            .versions
            .iter()
            .map(|policy| {
                let mut uses: Vec<String> = Vec::new();
                for of in &policy.uses {
                    if !uses.contains(&of.name) {
                        uses.push(of.name.clone());
                    }
                }
                Version {
                    id: policy.id.to_string(),
                    effective: policy.id.effective.to_string(),
                    until: policy.until.map(|until| until.to_string()),
                    title: policy.title.clone(),
                    uses,
                }
            })
            .collect(),
    });
    Versions { format: "jifen.policies/1", schemes: schemes.collect() }
}

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
