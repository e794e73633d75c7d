//! `jifen policies`: what can be asked for.

use crate::command::{Policies, Shared};
use crate::failure::{Failure, Verdict};
use crate::json;
use crate::library::{Shelf, in_force};
use crate::page::{Ink, Page};
use policy::diagnostic::Severity;
use score::explain::Language;

pub fn run(arguments: &Policies, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    if arguments.json {
        json::print(&json::versions(&shelf.library))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    for scheme in &shelf.library.schemes {
        page.gap();
        page.across(0, (Ink::Strong, scheme.title()), (Ink::Faint, scheme.id.as_str()));
        for version in &scheme.versions {
            let standard =
                version.standard.map_or(String::new(), |standard| format!("，标准分值 {standard} 分"));
            let left = format!("@{}", version.id.effective);
            page.across(
                2,
                (Ink::Plain, &left),
                (Ink::Plain, &format!("{}{standard}", in_force(version, Language::Chinese))),
            );
        }
    }
    let errors = shelf.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        page.gap();
        page.paragraph(
            0,
            0,
            Ink::Doubt,
            &format!("另有 {errors} 处错误，有错误的版本不在其中；见 jifen check"),
        );
    }
    page.print()?;
    Ok(Verdict::Fine)
}
