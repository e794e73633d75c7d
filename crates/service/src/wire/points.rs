//! A score without its reasons, for programs that ask about many persons.

use super::{Number, status, tri};
use ::score::Assessment;
use serde::Serialize;
use utoipa::ToSchema;

/// The points of a person, item by item, and where the uses stand. `/assess` says why.
#[derive(Serialize, ToSchema)]
#[schema(as = points::Points)]
pub struct Points<'a> {
    format: &'static str,
    /// The version that was used.
    policy: String,
    applied_on: String,
    counted_to: String,
    in_force: bool,
    total: Number,
    standard: Option<String>,
    meets_standard: Option<&'static str>,
    items: Vec<ItemPoints<'a>>,
    uses: Vec<UseStatus<'a>>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = points::ItemPoints)]
struct ItemPoints<'a> {
    id: &'a str,
    points: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = points::UseStatus)]
struct UseStatus<'a> {
    id: &'a str,
    status: &'static str,
    score: Number,
}

/// The points of an assessment.
pub fn points<'a>(assessment: &Assessment<'a>) -> Points<'a> {
    let policy = assessment.policy;
    let item = |id| {
        let result = assessment.node(id)?;
        Some(ItemPoints { id: policy[id].path.as_str(), points: Number::of(result.points) })
    };
    let of = |of: &::score::UseResult<'_>| {
        let name = policy.uses.get(of.at)?.name.as_str();
        Some(UseStatus { id: name, status: status(of.status), score: Number::of(of.score) })
    };
    Points {
        format: "jifen.points/1",
        policy: policy.id.to_string(),
        applied_on: assessment.application.to_string(),
        counted_to: assessment.as_of.to_string(),
        in_force: policy.in_force(assessment.application),
        total: Number::of(assessment.total.range()),
        standard: policy.standard.map(|standard| standard.to_string()),
        meets_standard: assessment.meets_standard().map(tri),
        items: policy.node_ids().filter_map(item).collect(),
        uses: assessment.uses.iter().filter_map(of).collect(),
    }
}
