//! `jifen score`: one person's sheet, explained.

use crate::command::{Score, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::{clock, input, page};
use policy::record::{MOST_BYTES, read_record};
use std::fmt::Write as _;

pub fn run(arguments: &Score, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let Some(id) = &arguments.policy else {
        let ids: Vec<&str> = shelf.library.schemes.iter().map(|scheme| scheme.id.as_str()).collect();
        return Err(Failure::new("没有说用哪个方案").hint(format!("加上 --policy 和方案：{}", ids.join("、"))));
    };
    let version = shelf.version(id, on)?;
    let json = input::read(&arguments.record, MOST_BYTES)?;
    let record = read_record(&json, &shelf.library.vocabulary).map_err(|problems| {
        let mut failure = Failure::new(format!("{} 里有 {} 处不对", arguments.record.display(), problems.len()));
        for problem in problems {
            failure = failure.hint(problem.to_string());
        }
        failure
    })?;
    let assessment = score::assess(version, &record, on);
    let mut text = format!("{}\n", version.title);
    for id in version.node_ids() {
        if let Some(node) = assessment.node(id) {
            let _ = writeln!(text, "{}  {:?}", version[id].path, node.points);
        }
    }
    let _ = writeln!(text, "{:?}", assessment.total.range());
    page::print(&text)?;
    Ok(Verdict::Fine)
}
