//! `jifen score`: one person's sheet, explained.

use crate::command::{Score, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::Page;
use crate::sheet::{self, Wanted};
use crate::{clock, input, json};
use policy::diagnostic::nearest;
use policy::model::Policy;
use policy::record::{MOST_BYTES, Record, read_record};
use policy::vocabulary::Vocabulary;
use score::explain::explain;
use score::{Assessment, Status};
use std::path::Path;
use terms::Tri;

pub fn run(arguments: &Score, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let version = shelf.version(shelf.chosen(arguments.policy.as_deref())?, on)?;
    if let Some(name) = &arguments.purpose {
        known_use(version, name)?;
    }
    if arguments.require && arguments.purpose.is_none() && version.standard.is_none() {
        return Err(Failure::new(format!("{} 没有标准分值", version.id)).hint("用 --use 说明要看哪个用途"));
    }
    let record = read(&arguments.record, &shelf.library.vocabulary)?;
    let mut assessment = score::assess(version, &record, on);
    let explanation = explain(&mut assessment, arguments.lang.into());
    let met = is_met(&assessment, arguments.purpose.as_deref())?;
    if arguments.json {
        json::print(&json::score(&assessment, &explanation))?;
    } else {
        let mut page = Page::for_terminal();
        let wanted = Wanted { purpose: arguments.purpose.as_deref(), all: arguments.all };
        sheet::draw(&mut page, &assessment, &explanation, wanted);
        page.print()?;
    }
    Ok(if arguments.require && !met { Verdict::NotMet } else { Verdict::Fine })
}

/// Reads a record; everything that is wrong with it is said at once.
fn read(path: &Path, vocabulary: &Vocabulary) -> Result<Record, Failure> {
    let text = input::read(path, MOST_BYTES)?;
    read_record(&text, vocabulary).map_err(|problems| {
        let name =
            if path.as_os_str() == "-" { "标准输入".to_owned() } else { path.display().to_string() };
        let failure = Failure::new(format!("{name} 里有 {} 处不对", problems.len()));
        problems.iter().fold(failure, |failure, problem| failure.detail(problem.to_string()))
    })
}

fn known_use(version: &Policy, name: &str) -> Result<(), Failure> {
    let names = || version.uses.iter().flat_map(|of| [of.name.as_str(), version.english(&of.name)]);
    if names().any(|known| known == name) {
        return Ok(());
    }
    let failure = Failure::new(format!("{} 没有用途“{name}”", version.id));
    let failure = match nearest(name, names()) {
        Some(near) => failure.hint(format!("是不是“{near}”？")),
        None => failure,
    };
    let mut all: Vec<&str> = version.uses.iter().map(|of| of.name.as_str()).collect();
    all.dedup();
    Err(failure.hint(format!("有这些用途：{}", all.join("、"))))
}

/// Whether the use is met, or the standard score where no use was named.
fn is_met(assessment: &Assessment<'_>, purpose: Option<&str>) -> Result<bool, Failure> {
    let policy = assessment.policy;
    let Some(name) = purpose else {
        return Ok(assessment.meets_standard() == Some(Tri::Yes));
    };
    let of =
        |at: usize| policy.uses.get(at).is_some_and(|of| of.name == name || policy.english(&of.name) == name);
    match assessment.uses.iter().find(|result| of(result.at)) {
        Some(result) => Ok(result.status == Status::Met),
        None => {
            Err(Failure::new(format!("用途“{name}”在 {} 还没有施行，或者已经不施行", assessment.application)))
        }
    }
}
