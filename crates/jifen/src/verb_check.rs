//! `jifen check`: everything that is wrong with a policy folder, at once.

use crate::command::{Check, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::{Shelf, folder_or_default};
use crate::page;
use policy::diagnostic::{Severity, render};
use std::fmt::Write as _;

pub fn run(arguments: &Check, shared: &Shared) -> Result<Verdict, Failure> {
    let folder = folder_or_default(arguments.path.as_deref().or(shared.policies.as_deref()));
    let shelf = Shelf::open(folder.as_deref())?;
    let mut text = String::new();
    for problem in &shelf.problems {
        if !arguments.quiet && (arguments.all || problem.severity < Severity::Advice) {
            let _ = writeln!(text, "{}\n", render(problem, shelf.text(&problem.file), page::colour()));
        }
    }
    let count = |severity| shelf.problems.iter().filter(|problem| problem.severity == severity).count();
    let errors = count(Severity::Error);
    let _ =
        writeln!(text, "{errors} 错误，{} 警告，{} 提示", count(Severity::Warning), count(Severity::Advice));
    page::print(&text)?;
    Ok(if errors > 0 { Verdict::Refused } else { Verdict::Fine })
}
