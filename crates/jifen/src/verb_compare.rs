//! `jifen compare`: one person, all cities.

use crate::command::{Compare, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::Page;
use crate::side::{self, Side, Table};
use crate::{asked, clock, json};
use policy::scheme::{Library, Scheme};
use score::explain::explain;

pub fn run(arguments: &Compare, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let language = arguments.answer.lang.into();
    let library = &shelf.library;
    let chosen: Vec<&Scheme> = if arguments.policy.is_empty() {
        library.schemes.iter().filter(|scheme| of_a_city(library, scheme)).collect()
    } else {
        let chosen = arguments.policy.iter().map(|id| asked::scheme(&shelf, Some(id)));
        chosen.collect::<Result<_, _>>()?
    };
    let record = asked::record(&arguments.record, &library.vocabulary)?;
    let (mut sides, mut silent) = (Vec::new(), Vec::new());
    for scheme in chosen {
        match scheme.on(on) {
            Some(policy) => {
                let mut assessment = score::assess(policy, &record, on);
                let explanation = explain(&mut assessment, language);
                sides.push(Side { scheme, policy, assessment, explanation });
            }
            None if arguments.policy.is_empty() => silent.push(scheme),
            None => {
                shelf.version(scheme.id.as_str(), on)?;
            }
        }
    }
    if sides.is_empty() {
        return Err(Failure::new(format!("{on} 没有一个方案有施行中的版本")));
    }
    // What binds every city and needs no points.
    let everywhere = library.schemes.iter().filter(|scheme| !of_a_city(library, scheme));
    let everywhere = everywhere.filter_map(|scheme| Some((scheme, scheme.on(on)?)));
    let everywhere = everywhere.filter(|(_, policy)| arguments.policy.is_empty() && policy.nodes.is_empty());
    let floor = everywhere.map(|(scheme, policy)| (scheme, score::assess(policy, &record, on))).collect();
    let table = Table { library, record: &record, on, language, sides, silent, floor };
    if arguments.answer.json {
        json::print(&json::compare(&table))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    side::draw(&mut page, &table);
    page.print()?;
    Ok(Verdict::Fine)
}

/// Whether a scheme is one of a listed city's, and not of the made-up one; where no city is listed, every scheme is taken for
/// one.
fn of_a_city(library: &Library, scheme: &Scheme) -> bool {
    library.cities.is_empty()
        || library.cities.get(scheme.id.city()).is_some_and(|city| city.name != asked::MODEL)
}
