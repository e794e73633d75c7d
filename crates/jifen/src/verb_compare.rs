//! `jifen compare`: one person, all cities.

use crate::command::{Compare, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::Page;
use crate::side;

use crate::{asked, clock, json};
use policy::scheme::Scheme;
use service::side::Table;

pub fn run(arguments: &Compare, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let language = arguments.answer.lang.into();
    let library = &shelf.library;
    let chosen = arguments.policy.iter().map(|id| asked::scheme(&shelf, Some(id)));
    let chosen: Vec<&Scheme> = chosen.collect::<Result<_, _>>()?;
    let record = asked::record(&arguments.record, &library.vocabulary)?;
    let table = if arguments.policy.is_empty() {
        Table::of_all(library, &record, on, language)
    } else {
        Table::of(library, &record, on, language, &chosen)
    };
    if let Some(scheme) = table.silent.first().filter(|_| !arguments.policy.is_empty()) {
        shelf.version(scheme.id.as_str(), on)?;
    }
    if table.sides.is_empty() {
        return Err(Failure::new(format!("{on} 没有一个方案有施行中的版本")));
    }
    if arguments.answer.json {
        json::print(&json::compare(&table))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    side::draw(&mut page, &table);
    page.print()?;
    Ok(Verdict::Fine)
}
