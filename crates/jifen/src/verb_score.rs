//! `jifen score`: one person's sheet, explained.

use crate::command::{Lang, Score, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::Page;
use crate::sheet::{self, Wanted};
use crate::{clock, input};
use policy::record::{MOST_BYTES, read_record};
use score::explain::{Language, explain};

pub fn run(arguments: &Score, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let Some(id) = &arguments.policy else {
        let ids: Vec<&str> = shelf.library.schemes.iter().map(|scheme| scheme.id.as_str()).collect();
        return Err(
            Failure::new("没有说用哪个方案").hint(format!("加上 --policy 和方案：{}", ids.join("、")))
        );
    };
    let version = shelf.version(id, on)?;
    let json = input::read(&arguments.record, MOST_BYTES)?;
    let record = read_record(&json, &shelf.library.vocabulary).map_err(|problems| {
        let mut failure =
            Failure::new(format!("{} 里有 {} 处不对", arguments.record.display(), problems.len()));
        for problem in problems {
            failure = failure.hint(problem.to_string());
        }
        failure
    })?;
    let mut assessment = score::assess(version, &record, on);
    let language = match arguments.lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    };
    let explanation = explain(&mut assessment, language);
    let mut page = Page::for_terminal();
    sheet::draw(
        &mut page,
        &assessment,
        &explanation,
        Wanted { purpose: arguments.purpose.as_deref(), all: arguments.all },
    );
    page.print()?;
    Ok(Verdict::Fine)
}
