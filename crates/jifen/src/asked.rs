//! What was asked for: a record, a use, in the words of either language.

use crate::failure::Failure;
use crate::input;
use crate::library::Shelf;
use policy::diagnostic::nearest;
use policy::model::Policy;
use policy::record::{MOST_BYTES, Record, read_record};
use policy::scheme::Scheme;
use policy::vocabulary::Vocabulary;
use std::path::Path;

/// Reads a record; everything that is wrong with it is said at once.
pub fn record(path: &Path, vocabulary: &Vocabulary) -> Result<Record, Failure> {
    let text = input::read(path, MOST_BYTES)?;
    read_record(&text, vocabulary).map_err(|problems| {
        let name =
            if path.as_os_str() == "-" { "标准输入".to_owned() } else { path.display().to_string() };
        let failure = Failure::new(format!("{name} 里有 {} 处不对", problems.len()));
        problems.iter().fold(failure, |failure, problem| failure.detail(problem.to_string()))
    })
}

/// The use that a name in either language means.
pub fn known_use<'p>(version: &'p Policy, name: &str) -> Result<&'p str, Failure> {
    let known = version.uses.iter().find(|of| of.name == name || version.english(&of.name) == name);
    if let Some(known) = known {
        return Ok(&known.name);
    }
    let names = || version.uses.iter().flat_map(|of| [of.name.as_str(), version.english(&of.name)]);
    let failure = Failure::new(format!("{} 没有用途“{name}”", version.id));
    let failure = match nearest(name, names()) {
        Some(near) => failure.hint(format!("是不是“{near}”？")),
        None => failure,
    };
    let mut all: Vec<&str> = version.uses.iter().map(|of| of.name.as_str()).collect();
    all.dedup();
    Err(failure.hint(format!("有这些用途：{}", all.join("、"))))
}

/// The scheme that was asked for, with all its versions.
pub fn scheme<'s>(shelf: &'s Shelf, id: Option<&'s str>) -> Result<&'s Scheme, Failure> {
    let id = shelf.chosen(id)?;
    if let Some((plain, _)) = id.split_once('@') {
        return Err(Failure::new(format!("“{id}”是一个版本，这里要的是方案"))
            .hint(format!("写 {plain}，哪天用哪个版本由日期决定")));
    }
    shelf.scheme(id)
}
