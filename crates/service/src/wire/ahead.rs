//! `jifen why --json`, `jifen forecast --json`, `jifen plan --json`

use super::Number;
use crate::speech::path;
use policy::actions::Action;
use policy::record::Record;
use policy::reminders::Due;
use policy::scheme::Scheme;
use score::explain::Language;
use score::{Causes, Changed, Status};
use serde::Serialize;
use terms::Date;
use utoipa::ToSchema;

/// `met`, `not_met`, `unknown`
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::NotMet => "not_met",
        Status::Unknown => "unknown",
    }
}

fn code(language: Language) -> &'static str {
    crate::speech::say(language, "zh", "en")
}

/// What changed between two days.
#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Why)]
pub struct Why {
    format: &'static str,
    language: &'static str,
    scheme: String,
    from: String,
    to: String,
    from_version: String,
    to_version: String,
    before: Number,
    after: Number,
    causes: By,
    items: Vec<WhyItem>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::By)]
struct By {
    date: Number,
    facts: Number,
    rule: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::WhyItem)]
struct WhyItem {
    id: String,
    name: String,
    before: Number,
    after: Number,
    causes: By,
}

fn by(causes: &Causes) -> By {
    By { date: Number::of(causes.date), facts: Number::of(causes.facts), rule: Number::of(causes.rule) }
}

/// The JSON of the reasons for a change.
pub fn why(scheme: &Scheme, (from, to): (Date, Date), found: &score::Why, language: Language) -> Why {
    let name = |id: &str| scheme.on(to).map_or_else(|| id.to_owned(), |policy| path(policy, id, language));
    Why {
        format: "jifen.why/1",
        language: code(language),
        scheme: scheme.id.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        from_version: found.from_version.clone(),
        to_version: found.to_version.clone(),
        before: Number::of(found.before),
        after: Number::of(found.after),
        causes: by(&found.total),
        items: found
            .items
            .iter()
            .map(|item| WhyItem {
                id: item.name.clone(),
                name: name(&item.name),
                before: Number::of(item.before),
                after: Number::of(item.after),
                causes: by(&item.causes),
            })
            .collect(),
    }
}

/// How a score goes on.
#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Forecast)]
pub struct Forecast {
    format: &'static str,
    language: &'static str,
    scheme: String,
    from: String,
    months: Vec<Point>,
    changes: Vec<Change>,
    no_rule_from: Option<String>,
    due: Vec<DueOut>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Point)]
struct Point {
    on: String,
    version: String,
    total: Number,
    uses: Vec<UseStatus>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::UseStatus)]
struct UseStatus {
    id: String,
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Change)]
struct Change {
    on: String,
    what: &'static str,
    id: Option<String>,
    before: Option<Number>,
    after: Option<Number>,
    status_before: Option<&'static str>,
    status_after: Option<&'static str>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::DueOut)]
struct DueOut {
    name: String,
    from: String,
    to: String,
    every_months: u32,
    citation: Option<String>,
    grade: &'static str,
}

/// The JSON of a forecast.
pub fn forecast(
    scheme: &Scheme,
    from: Date,
    found: &score::Forecast<'_>,
    due: &[Due<'_>],
    language: Language,
) -> Forecast {
    let points = found.points.iter().map(|point| Point {
        on: point.on.to_string(),
        version: point.policy.id.to_string(),
        total: Number::of(point.total),
        uses: point
            .uses
            .iter()
            .map(|(id, of)| UseStatus { id: (*id).to_owned(), status: status(*of) })
            .collect(),
    });
    Forecast {
        format: "jifen.forecast/1",
        language: code(language),
        scheme: scheme.id.to_string(),
        from: from.to_string(),
        months: points.collect(),
        changes: found.changes.iter().map(change).collect(),
        no_rule_from: found.no_rule_from.map(|day| day.to_string()),
        due: due
            .iter()
            .map(|due| DueOut {
                name: crate::speech::say(language, &due.reminder.name, &due.reminder.english).to_owned(),
                from: due.from.to_string(),
                to: due.to.to_string(),
                every_months: due.reminder.every,
                citation: due.reminder.basis.citation.clone(),
                grade: super::grade(due.reminder.basis.grade),
            })
            .collect(),
    }
}

fn change(change: &score::Change) -> Change {
    let empty = Change {
        on: change.on.to_string(),
        what: "",
        id: None,
        before: None,
        after: None,
        status_before: None,
        status_after: None,
    };
    match &change.what {
        Changed::Total(was, is) => {
            Change { what: "total", before: Some(Number::of(*was)), after: Some(Number::of(*is)), ..empty }
        }
        Changed::Item(id, was, is) => Change {
            what: "item",
            id: Some(id.clone()),
            before: Some(Number::of(*was)),
            after: Some(Number::of(*is)),
            ..empty
        },
        Changed::Use(id, was, is) => Change {
            what: "use",
            id: Some(id.clone()),
            status_before: was.map(status),
            status_after: is.map(status),
            ..empty
        },
        Changed::Version(id) => Change { what: "version", id: Some(id.clone()), ..empty },
    }
}

/// What would reach a use.
#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Plans)]
pub struct Plans {
    format: &'static str,
    language: &'static str,
    scheme: String,
    #[serde(rename = "use")]
    purpose: String,
    from: String,
    by: String,
    now: Now,
    waiting: Option<PlanOut>,
    soonest: Option<PlanOut>,
    fewest: Option<PlanOut>,
    best: Option<BestOut>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Now)]
struct Now {
    status: &'static str,
    score: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::PlanOut)]
struct PlanOut {
    on: String,
    score: Number,
    steps: Vec<Step>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::Step)]
struct Step {
    by: String,
    action: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ahead::BestOut)]
struct BestOut {
    on: String,
    score: Number,
    failing: Vec<String>,
    missing: Vec<String>,
    capped: Vec<String>,
}

/// The goal of a plan, and where the person stands.
pub struct Aim<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// The person.
    pub record: &'a Record,
    /// The use's name.
    pub use_name: &'a str,
    /// Today.
    pub from: Date,
    /// The last day looked at.
    pub by: Date,
    /// Where the use stands today, and its score.
    pub now: (Status, terms::Range),
}

/// The JSON of plans.
pub fn plans(aim: &Aim<'_>, found: &score::Plans, actions: &[Action], language: Language) -> Plans {
    let plan = |plan: &score::Plan| PlanOut {
        on: plan.on.to_string(),
        score: Number::of(plan.score),
        steps: plan
            .steps
            .iter()
            .filter_map(|(at, by)| {
                let action = actions.get(*at)?;
                Some(Step {
                    by: by.to_string(),
                    action: action.name.clone(),
                    name: crate::speech::say(language, &action.name, &action.english).to_owned(),
                })
            })
            .collect(),
    };
    Plans {
        format: "jifen.plan/1",
        language: code(language),
        scheme: aim.scheme.id.to_string(),
        purpose: aim.use_name.to_owned(),
        from: aim.from.to_string(),
        by: aim.by.to_string(),
        now: Now { status: status(aim.now.0), score: Number::of(aim.now.1) },
        waiting: found.waiting.as_ref().map(plan),
        soonest: found.soonest.as_ref().map(plan),
        fewest: found.fewest.as_ref().map(plan),
        best: found.best.as_ref().map(|best| BestOut {
            on: best.on.to_string(),
            score: Number::of(best.score),
            failing: best.failing.clone(),
            missing: best.missing.clone(),
            capped: best.capped.clone(),
        }),
    }
}
