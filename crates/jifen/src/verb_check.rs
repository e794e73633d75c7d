//! `jifen check`: everything that is wrong with a policy folder, at once.

use crate::command::{Check, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::{MOST_BYTES, Shelf, folder_or_default};
use crate::page::{self, Ink, Page};
use crate::{clock, input, json, reach};
use policy::check::source::check_source;
use policy::diagnostic::{Diagnostic, Severity, order, render};

pub fn run(arguments: &Check, shared: &Shared) -> Result<Verdict, Failure> {
    let folder = folder_or_default(arguments.path.as_deref().or(shared.policies.as_deref()));
    let shelf = Shelf::open(folder.as_deref())?;
    if let Some(record) = &arguments.reach {
        return reach::run(&shelf, arguments, record);
    }
    let found = found(arguments, &shelf)?;
    let count = |severity| found.iter().filter(|problem| problem.severity == severity).count();
    let errors = count(Severity::Error);
    if arguments.json {
        json::print(&json::checked(&shelf, &found))?;
    } else {
        let mut page = Page::for_terminal();
        for problem in &found {
            if !arguments.quiet && (arguments.all || problem.severity < Severity::Advice) {
                page.raw(&format!("{}\n\n", render(problem, shelf.text(&problem.file), page::colour())));
            }
        }
        let advice = count(Severity::Advice);
        let mut summary = format!("{errors} 错误，{} 警告", count(Severity::Warning));
        if advice > 0 {
            let hidden = if arguments.all { "" } else { "（--all 列出）" };
            summary.push_str(&format!("，{advice} 提示{hidden}"));
        }
        page.line(if errors > 0 { Ink::Bad } else { Ink::Strong }, &summary);
        page.print()?;
    }
    Ok(if errors > 0 { Verdict::Refused } else { Verdict::Fine })
}

/// What reading, checking and the source found, in the usual order.
fn found(arguments: &Check, shelf: &Shelf) -> Result<Vec<Diagnostic>, Failure> {
    let mut found = shelf.problems.clone();
    for scheme in &shelf.library.schemes {
        found.extend(policy::check::check(scheme));
    }
    found.extend(policy::check::check_folder(&shelf.library, &shelf.files));
    if let Some(id) = &arguments.policy {
        let scheme = shelf.scheme(id.split('@').next().unwrap_or(id))?;
        let prefix = format!("{}/", scheme.id);
        found.retain(|problem| problem.file.starts_with(&prefix));
        if let Some(path) = &arguments.source {
            let version = shelf.version(id, clock::today())?;
            let source = input::read(path, MOST_BYTES)?;
            let text = shelf.text(&version.file);
            found.extend(
                check_source(version, text, &source).into_iter().map(|problem| problem.file(&version.file)),
            );
        }
    }
    found.sort_by(order);
    found.dedup();
    Ok(found)
}
