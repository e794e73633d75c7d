//! `jifen forecast`: the score of the next years, if life goes on as it does.

use crate::command::{Forecast, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::{asked, clock, json, outlook};

pub fn run(arguments: &Forecast, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let scheme = asked::scheme(&shelf, arguments.policy.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    shelf.version(scheme.id.as_str(), on)?;
    let record = asked::record(&arguments.record, &shelf.library.vocabulary)?;
    let record = record.going_on(on, &shelf.library.vocabulary);
    let found = score::forecast(scheme, &record, on, arguments.years * 12);
    let due: Vec<_> =
        shelf.library.reminders.iter().filter_map(|reminder| reminder.next(&record, on)).collect();
    let language = arguments.answer.lang.into();
    if arguments.answer.json {
        json::print(&json::forecast(scheme, on, &found, &due, language))?;
        return Ok(Verdict::Fine);
    }
    let mut page = crate::page::Page::for_terminal();
    outlook::draw(&mut page, scheme, &found, &due, language);
    page.print()?;
    Ok(Verdict::Fine)
}
