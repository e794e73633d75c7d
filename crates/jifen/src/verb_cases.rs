//! `jifen cases`: the worked examples, run.

use crate::command::{Cases, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::{Shelf, folder_or_default};
use crate::page::{self, Ink, Page};
use policy::diagnostic::{Severity, render};
use std::collections::BTreeMap;

pub fn run(arguments: &Cases, shared: &Shared) -> Result<Verdict, Failure> {
    let folder = folder_or_default(arguments.path.as_deref().or(shared.policies.as_deref()));
    let shelf = Shelf::open(folder.as_deref())?;
    let mut page = Page::for_terminal();
    let mut problems: Vec<_> =
        shelf.problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    let mut reports = Vec::new();
    for scheme in &shelf.library.schemes {
        let (run, found) = score::cases::run_cases(scheme, &shelf.library);
        reports.extend(run);
        problems.extend(found);
    }
    for problem in &problems {
        page.raw(&format!("{}\n\n", render(problem, shelf.text(&problem.file), page::colour())));
    }
    let mut by_version: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for report in &reports {
        let count = by_version.entry(&report.version).or_default();
        count.0 += 1;
        if report.differences.is_empty() {
            continue;
        }
        count.1 += 1;
        let line = shelf.line(&report.file, report.place.start);
        page.paragraph(0, 2, Ink::Bad, &format!("不符：{}", report.title));
        page.paragraph(2, 0, Ink::Faint, &format!("{}:{line}", report.file));
        for difference in &report.differences {
            page.paragraph(2, 2, Ink::Plain, difference);
        }
        page.gap();
    }
    for (version, (count, failed)) in &by_version {
        let result = if *failed == 0 { "相符".to_owned() } else { format!("{failed} 例不符") };
        let ink = if *failed == 0 { Ink::Good } else { Ink::Bad };
        page.across(0, (Ink::Plain, version), (ink, &format!("{count} 例，{result}")));
    }
    let failed: usize = by_version.values().map(|(_, failed)| failed).sum();
    let last = match failed {
        0 => format!("{} 例，全部相符", reports.len()),
        failed => format!("{} 例，{failed} 例不符", reports.len()),
    };
    page.line(Ink::Strong, &last);
    page.print()?;
    Ok(match (problems.is_empty(), failed) {
        (false, _) => Verdict::Refused,
        (true, 0) => Verdict::Fine,
        (true, _) => Verdict::NotMet,
    })
}
