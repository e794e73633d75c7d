//! `jifen compare --json`

use super::{Number, grade, status, tri};
use crate::side::{Edge, Side, Table};
use crate::speech::{name, say};
use policy::model::{Decision, Policy};
use policy::recognition::Purpose;
use score::Assessment;
use serde::Serialize;
use utoipa::ToSchema;

/// One person under many schemes.
#[derive(Serialize, ToSchema)]
#[schema(as = compare::Comparison)]
pub struct Comparison {
    format: &'static str,
    language: &'static str,
    applied_on: String,
    schemes: Vec<OneScheme>,
    same_items: Vec<Same>,
    recognition: Vec<EdgeOut>,
    everywhere: Vec<Everywhere>,
    not_in_force: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::OneScheme)]
struct OneScheme {
    id: String,
    city: String,
    version: String,
    title: String,
    counted_to: String,
    total: Number,
    standard: Option<String>,
    meets_standard: Option<&'static str>,
    lines: Vec<Line>,
    missing: Vec<String>,
    items: Vec<Item>,
    uses: Vec<Use>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::Line)]
struct Line {
    #[serde(rename = "use")]
    purpose: String,
    points: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::Item)]
struct Item {
    id: String,
    name: String,
    points: Number,
    outcome: &'static str,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::Use)]
struct Use {
    id: String,
    name: String,
    category: String,
    status: &'static str,
    decision: &'static str,
    score: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::Same)]
struct Same {
    id: String,
    points: Vec<At>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::At)]
struct At {
    scheme: String,
    points: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::EdgeOut)]
struct EdgeOut {
    into: String,
    places: Vec<String>,
    fact: String,
    counts: bool,
    #[serde(rename = "use")]
    purpose: Option<String>,
    since: String,
    citation: Option<String>,
    grade: &'static str,
}

#[derive(Serialize, ToSchema)]
#[schema(as = compare::Everywhere)]
struct Everywhere {
    version: String,
    uses: Vec<Use>,
}

/// The JSON of a comparison.
pub fn compare(table: &Table<'_>) -> Comparison {
    let same = table.shared();
    Comparison {
        format: "jifen.compare/1",
        language: say(table.language, "zh", "en"),
        applied_on: table.on.to_string(),
        schemes: table.sides.iter().map(|side| one(table, side)).collect(),
        same_items: same
            .iter()
            .map(|(item, sides)| Same {
                id: (*item).to_owned(),
                points: sides
                    .iter()
                    .map(|(side, points)| At {
                        scheme: side.scheme.id.to_string(),
                        points: Number::of(*points),
                    })
                    .collect(),
            })
            .collect(),
        recognition: table.edges().iter().map(|edge| recognition(table, edge)).collect(),
        everywhere: table
            .floor
            .iter()
            .map(|(_, assessment)| Everywhere {
                version: assessment.policy.id.to_string(),
                uses: uses(table, assessment.policy, assessment),
            })
            .collect(),
        not_in_force: table.silent.iter().map(|scheme| scheme.id.to_string()).collect(),
    }
}

fn one(table: &Table<'_>, side: &Side<'_>) -> OneScheme {
    let policy = side.policy;
    let facts = side.explanation.missing.iter();
    OneScheme {
        id: side.scheme.id.to_string(),
        city: table.city(side.scheme).to_owned(),
        version: policy.id.to_string(),
        title: name(policy, &policy.title, table.language).to_owned(),
        counted_to: side.assessment.as_of.to_string(),
        total: Number::of(side.assessment.total.range()),
        standard: policy.standard.map(|standard| standard.to_string()),
        meets_standard: side.assessment.meets_standard().map(tri),
        lines: side
            .lines()
            .into_iter()
            .map(|(purpose, points)| Line { purpose: purpose.to_owned(), points: points.to_string() })
            .collect(),
        missing: facts.map(|missing| policy.vocabulary.fact(missing.fact).key.clone()).collect(),
        items: side
            .items()
            .into_iter()
            .map(|(item, points, outcome)| Item {
                id: item.to_owned(),
                name: name(policy, item, table.language).to_owned(),
                points: Number::of(points),
                outcome: super::score::outcome(outcome),
            })
            .collect(),
        uses: uses(table, policy, &side.assessment),
    }
}

fn uses(table: &Table<'_>, policy: &Policy, assessment: &Assessment<'_>) -> Vec<Use> {
    let mut found = Vec::new();
    for result in &assessment.uses {
        let Some(of) = policy.uses.get(result.at) else { continue };
        found.push(Use {
            id: of.name.clone(),
            name: name(policy, &of.name, table.language).to_owned(),
            category: of.category.clone(),
            status: status(result.status),
            decision: match of.decision {
                Decision::Line => "line",
                Decision::Rank(_) => "rank",
                Decision::Order => "order",
            },
            score: Number::of(result.score),
        });
    }
    found
}

fn recognition(table: &Table<'_>, edge: &Edge<'_>) -> EdgeOut {
    let of = edge.of;
    EdgeOut {
        into: of.into.to_string(),
        places: edge.places.clone(),
        fact: table.library.vocabulary.fact(of.fact).key.clone(),
        counts: of.purpose != Purpose::Nothing,
        purpose: match &of.purpose {
            Purpose::Use(name) => Some(name.clone()),
            Purpose::All | Purpose::Nothing => None,
        },
        since: of.since.to_string(),
        citation: of.basis.citation.clone(),
        grade: grade(of.basis.grade),
    }
}
