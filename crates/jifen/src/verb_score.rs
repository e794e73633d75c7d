//! `jifen score`: one person's sheet, explained.

use crate::command::{Score, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::Page;
use crate::sheet::{self, Wanted};
use crate::{asked, clock, json};
use score::explain::{explain, explain_briefly};
use score::{Assessment, Status};
use terms::Tri;

pub fn run(arguments: &Score, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let on = arguments.on.unwrap_or_else(clock::today);
    let version = shelf.version(shelf.chosen(arguments.policy.as_deref())?, on)?;
    if let Some(name) = &arguments.purpose {
        asked::known_use(version, name)?;
    }
    if arguments.require && arguments.purpose.is_none() && version.standard.is_none() {
        return Err(Failure::new(format!("{} 没有标准分值", version.id)).hint("用 --use 说明要看哪个用途"));
    }
    let record = asked::record(&arguments.record, &shelf.library.vocabulary)?;
    let mut assessment = score::assess(version, &record, on);
    let language = arguments.lang.into();
    let short = !arguments.json && !arguments.all && arguments.purpose.is_none();
    let explanation =
        if short { explain_briefly(&mut assessment, language) } else { explain(&mut assessment, language) };
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

#[cfg(test)]
mod tests {
    use super::*;
    use score::explain::Language;

    /// What is not written for the short sheet is what it would not have printed.
    #[test]
    fn the_short_sheet_is_the_same_from_a_short_explanation() {
        let shelf = Shelf::open(None).unwrap();
        for person in ["family", "plumber", "researcher", "self-employed", "soldier"] {
            let path = format!("{}/../../examples/{person}.json", env!("CARGO_MANIFEST_DIR"));
            let record = asked::record(path.as_ref(), &shelf.library.vocabulary).unwrap();
            for version in shelf.library.schemes.iter().flat_map(|scheme| &scheme.versions) {
                let on = version.until.unwrap_or(terms::Date::constant(2026, 6, 15));
                for language in [Language::Chinese, Language::English] {
                    let drawn = |short: bool| {
                        let mut assessment = score::assess(version, &record, on);
                        let explanation = if short {
                            explain_briefly(&mut assessment, language)
                        } else {
                            explain(&mut assessment, language)
                        };
                        let mut page = Page::of(80);
                        sheet::draw(
                            &mut page,
                            &assessment,
                            &explanation,
                            Wanted { purpose: None, all: false },
                        );
                        page.plain()
                    };
                    assert_eq!(drawn(true), drawn(false), "{person} {}", version.id);
                }
            }
        }
    }
}
