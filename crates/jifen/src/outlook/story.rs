//! What an item does over the years, put together: a run of rises or falls is one story.

use crate::speech::{moved, path};
use policy::scheme::Scheme;
use score::explain::{Language, number};
use score::{Changed, Forecast};
use terms::{Date, Range};

/// The most days that are written out one by one.
const MOST_DAYS: usize = 12;

/// A run of changes of one item in one direction.
pub struct Story {
    /// The item.
    pub name: String,
    /// True when it loses points.
    pub falls: bool,
    /// From what to what.
    pub change: String,
    /// On which days.
    pub days: String,
    first: Date,
}

/// The stories of all items, in order of their first days.
pub fn stories(scheme: &Scheme, forecast: &Forecast<'_>, language: Language) -> Vec<Story> {
    let mut names: Vec<&str> = Vec::new();
    for change in &forecast.changes {
        if let Changed::Item(name, ..) = &change.what
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    }
    let mut found = Vec::new();
    for name in names {
        let mut run: Vec<(Date, Range, Range)> = Vec::new();
        for change in &forecast.changes {
            let Changed::Item(of, was, is) = &change.what else { continue };
            if of != name {
                continue;
            }
            let turns =
                run.last().is_some_and(|(_, was, before)| falls(*was, *before) != falls(*before, *is));
            if turns {
                found.extend(story(scheme, name, &run, language));
                run.clear();
            }
            run.push((change.on, *was, *is));
        }
        found.extend(story(scheme, name, &run, language));
    }
    found.sort_by_key(|story| story.first);
    found
}

fn falls(was: Range, is: Range) -> bool {
    (is.low, is.high) < (was.low, was.high) || is.high < was.high
}

fn story(scheme: &Scheme, name: &str, run: &[(Date, Range, Range)], language: Language) -> Option<Story> {
    let ((first, was, _), (last, _, is)) = (*run.first()?, *run.last()?);
    let policy = scheme.on(first)?;
    // Points that are subtracted are lost when they rise.
    let subtracted = policy.find(name).is_some_and(|id| score::explain::is_subtracted(policy, id));
    let sign = if subtracted { crate::speech::say(language, "扣 ", "deducted: ") } else { "" };
    let days = if run.len() == 1 {
        match language {
            Language::Chinese => format!("{first} 起"),
            Language::English => format!("from {first}"),
        }
    } else if run.len() <= MOST_DAYS {
        let each: Vec<String> =
            run.iter().map(|(on, _, is)| format!("{on} {}", number(*is, language))).collect();
        each.join(crate::speech::say(language, "，", ", "))
    } else {
        match language {
            Language::Chinese => format!("{first} 至 {last}，分 {} 次", run.len()),
            Language::English => format!("{first} to {last}, in {} steps", run.len()),
        }
    };
    Some(Story {
        name: path(policy, name, language),
        falls: falls(was, is) != subtracted,
        change: format!("{sign}{}", moved(was, is, language)),
        days,
        first,
    })
}
