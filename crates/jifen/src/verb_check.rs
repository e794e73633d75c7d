//! `jifen check`: everything that is wrong with a policy folder, at once.

use crate::command::{Check, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page;
use policy::diagnostic::{Severity, render};
use std::fmt::Write as _;
use std::path::Path;

pub fn run(arguments: &Check, shared: &Shared) -> Result<Verdict, Failure> {
    let default = Path::new("policies");
    let folder = arguments.path.as_deref().or(shared.policies.as_deref()).or_else(|| default.is_dir().then_some(default));
    let shelf = Shelf::open(folder)?;
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let mut text = String::new();
    for problem in &shelf.problems {
        if !arguments.quiet && (arguments.all || problem.severity < Severity::Advice) {
            let _ = writeln!(text, "{}\n", render(problem, shelf.text(&problem.file), colour));
        }
    }
    let count = |severity| shelf.problems.iter().filter(|problem| problem.severity == severity).count();
    let errors = count(Severity::Error);
    let _ = writeln!(text, "{errors} 错误，{} 警告，{} 提示", count(Severity::Warning), count(Severity::Advice));
    page::print(&text)?;
    Ok(if errors > 0 { Verdict::Refused } else { Verdict::Fine })
}
