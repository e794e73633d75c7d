//! The score as a function of the date, if life goes on as it does.

use crate::assessment::{Assessment, Status};
use crate::run::glance;
use policy::model::{NodeId, NodeKind, Policy};
use policy::record::Record;
use policy::scheme::Scheme;
use terms::civil::{day_before, day_number, day_of_number, months_after};
use terms::{Date, Range};

/// How a score goes on.
#[derive(Debug)]
pub struct Forecast<'a> {
    /// One point a month, the first on the day asked for.
    pub points: Vec<ForecastPoint<'a>>,
    /// Every day on which something changes, in order of time.
    pub changes: Vec<Change>,
    /// The first day on which no version of the scheme is in force, if that comes before the end.
    pub no_rule_from: Option<Date>,
}

/// The score on a day.
#[derive(Debug)]
pub struct ForecastPoint<'a> {
    /// The day of application.
    pub on: Date,
    /// The version in force.
    pub policy: &'a Policy,
    /// The total.
    pub total: Range,
    /// Every use in force, by name.
    pub uses: Vec<(&'a str, Status)>,
}

/// Something that changes on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// The first day on which it is so.
    pub on: Date,
    /// What changes.
    pub what: Changed,
}

/// What changes.
#[derive(Clone, PartialEq, Debug)]
pub enum Changed {
    /// The total.
    Total(Range, Range),
    /// An item's points, by its name.
    Item(String, Range, Range),
    /// A use is reached, lost or opened.
    Use(String, Option<Status>, Option<Status>),
    /// Another version takes effect.
    Version(String),
}

/// The score on the day `from` and on the same day of the following months. Between two months the exact day of each change
/// is found; what changes and changes back within one month does not show. The record goes on as [`Record::going_on`] says; the caller may hand in one that does already.
pub fn forecast<'a>(scheme: &'a Scheme, record: &'a Record, from: Date, months: u32) -> Forecast<'a> {
    let mut out = Forecast { points: Vec::new(), changes: Vec::new(), no_rule_from: None };
    let mut before: Option<Assessment<'a>> = None;
    for month in 0..=months {
        let on = months_after(from, month);
        let Some(policy) = scheme.on(on) else {
            out.no_rule_from =
                Some(before.map_or(on, |before| {
                    first_day(&before.application, &on, |day| scheme.on(day).is_none())
                }));
            break;
        };
        let now = glance(policy, record, on);
        if let Some(before) = &before {
            between(scheme, record, before, &now, &mut out.changes);
        }
        out.points.push(ForecastPoint { on, policy, total: now.total.range(), uses: statuses(&now) });
        before = Some(now);
    }
    out.changes.sort_by_key(|change| change.on);
    out
}

fn statuses<'a>(assessment: &Assessment<'a>) -> Vec<(&'a str, Status)> {
    let name = |at: usize| assessment.policy.uses.get(at).map(|of| of.name.as_str());
    assessment.uses.iter().filter_map(|result| name(result.at).map(|name| (name, result.status))).collect()
}

/// Finds the days between two assessments a month apart on which something changes: halves the stretch until it is one day.
fn between<'a>(
    scheme: &'a Scheme,
    record: &'a Record,
    before: &Assessment<'a>,
    after: &Assessment<'a>,
    out: &mut Vec<Change>,
) {
    if same(before, after) {
        return;
    }
    let (first, last) = (day_number(before.application), day_number(after.application));
    if last - first <= 1 {
        note(before, after, out);
        return;
    }
    let middle = day_of_number(first + (last - first) / 2);
    let Some(policy) = scheme.on(middle) else { return };
    let between_them = glance(policy, record, middle);
    between(scheme, record, before, &between_them, out);
    between(scheme, record, &between_them, after, out);
}

fn same(a: &Assessment<'_>, b: &Assessment<'_>) -> bool {
    a.policy.id == b.policy.id
        && a.total == b.total
        && statuses(a) == statuses(b)
        && items(a.policy).all(|id| points(a, id) == points(b, id))
}

fn items(policy: &Policy) -> impl Iterator<Item = NodeId> + '_ {
    policy.node_ids().filter(|id| policy[*id].kind == NodeKind::Item)
}

fn points(assessment: &Assessment<'_>, id: NodeId) -> Range {
    assessment.points.get(id.index()).copied().flatten().unwrap_or(Range::ZERO)
}

/// Says what differs between a day and the next.
fn note(before: &Assessment<'_>, after: &Assessment<'_>, out: &mut Vec<Change>) {
    let on = after.application;
    let mut push = |what| out.push(Change { on, what });
    if before.policy.id != after.policy.id {
        push(Changed::Version(after.policy.id.to_string()));
    }
    if before.total != after.total {
        push(Changed::Total(before.total.range(), after.total.range()));
    }
    for id in items(after.policy) {
        let name = &after.policy[id].path;
        let was = before.policy.find(name).map_or(Range::ZERO, |id| points(before, id));
        let is = points(after, id);
        if was != is {
            push(Changed::Item(name.clone(), was, is));
        }
    }
    let (was, is) = (statuses(before), statuses(after));
    let find = |among: &[(&str, Status)], name: &str| {
        among.iter().find(|(known, _)| *known == name).map(|(_, status)| *status)
    };
    for (name, status) in &is {
        let earlier = find(&was, name);
        if earlier != Some(*status) {
            push(Changed::Use((*name).to_owned(), earlier, Some(*status)));
        }
    }
    for (name, status) in &was {
        if find(&is, name).is_none() {
            push(Changed::Use((*name).to_owned(), Some(*status), None));
        }
    }
}

/// The first day after `before`, up to `after`, for which `is` holds; it must hold for `after`.
fn first_day(before: &Date, after: &Date, is: impl Fn(Date) -> bool) -> Date {
    let mut day = *after;
    while day > *before && is(day_before(day)) {
        day = day_before(day);
    }
    day
}
