//! A score with where each point comes from, without sentences: for programs, which ask often. `/explain` says it in words.

use super::score::{outcome, reason, row_of};
use super::{Number, grade, status, tri};
use ::score::{Assessment, Lost, NodeResult, Outcome, UseResult, VetoResult};
use policy::model::{NodeId, Policy};
use serde::Serialize;
use terms::Range;
use utoipa::ToSchema;

/// The points of a person, item by item, each with its outcome, its article and how well that is known; and where the uses stand.
#[derive(Serialize, ToSchema)]
#[schema(as = assessed::Assessed)]
pub struct Assessed<'a> {
    format: &'static str,
    /// The version that was used.
    policy: String,
    applied_on: String,
    counted_to: String,
    /// False when the version was asked for a day outside its time.
    in_force: bool,
    total: Number,
    standard: Option<Number>,
    meets_standard: Option<&'static str>,
    /// Groups, items and parts, parents before children.
    items: Vec<ItemAssessed<'a>>,
    /// Vetoes that hold or may hold.
    vetoes: Vec<VetoAssessed<'a>>,
    uses: Vec<UseAssessed<'a>>,
}

/// Keys whose value would be `null`, and `counted` where it is true, are left out.
#[derive(Serialize, ToSchema)]
#[schema(as = assessed::Item)]
struct ItemAssessed<'a> {
    id: &'a str,
    points: Number,
    outcome: &'static str,
    /// Why not, of what is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The number that the rule worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    /// The row that hit, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    /// The sibling that counts instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    lost_to: Option<&'a str>,
    /// Instrument and article.
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'a str>,
    /// How well the rule is known.
    grade: &'static str,
}

#[derive(Serialize, ToSchema)]
#[schema(as = assessed::Veto)]
struct VetoAssessed<'a> {
    id: &'a str,
    holds: &'static str,
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'a str>,
    grade: &'static str,
}

#[derive(Serialize, ToSchema)]
#[schema(as = assessed::Use)]
struct UseAssessed<'a> {
    id: &'a str,
    status: &'static str,
    score: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'a str>,
    grade: &'static str,
}

/// What an assessment found.
pub fn assessed<'a>(assessment: &Assessment<'a>) -> Assessed<'a> {
    let policy = assessment.policy;
    Assessed {
        format: "jifen.assessed/1",
        policy: policy.id.to_string(),
        applied_on: assessment.application.to_string(),
        counted_to: assessment.as_of.to_string(),
        in_force: policy.in_force(assessment.application),
        total: Number::of(assessment.total.range()),
        standard: policy.standard.map(|standard| Number::of(Range::known(standard))),
        meets_standard: assessment.meets_standard().map(tri),
        items: policy.node_ids().filter_map(|id| Some(item(assessment, id, assessment.node(id)?))).collect(),
        vetoes: assessment.vetoes.iter().filter_map(|result| veto(policy, result)).collect(),
        uses: assessment.uses.iter().filter_map(|result| a_use(policy, result)).collect(),
    }
}

fn item<'a>(assessment: &Assessment<'a>, id: NodeId, result: &NodeResult<'a>) -> ItemAssessed<'a> {
    let policy = assessment.policy;
    let node = &policy[id];
    let basis = row_of(policy, id, result.row).map_or(&node.basis, |row| &row.basis);
    let siblings =
        node.parent.and_then(|parent| assessment.node(parent)).map_or(&[][..], |parent| &parent.lost);
    let lost = siblings.iter().find(|(child, _)| *child == id).map(|(_, lost)| lost);
    ItemAssessed {
        id: &node.path,
        points: Number::of(result.points),
        outcome: outcome(result.outcome),
        reason: match result.outcome {
            Outcome::NotCounted(skip) => Some(reason(skip)),
            _ => None,
        },
        value: result.value.map(Number::of),
        row: result.row.map(|row| row + 1),
        lost_to: match lost {
            Some(Lost::To(other) | Lost::ChosenBest(other)) => Some(&policy[*other].path),
            Some(Lost::Disagreement) | None => None,
        },
        citation: basis.citation.as_deref(),
        grade: grade(basis.grade),
    }
}

fn veto<'a>(policy: &'a Policy, result: &VetoResult<'a>) -> Option<VetoAssessed<'a>> {
    let of = policy.vetoes.get(result.at).filter(|_| result.holds.possible())?;
    Some(VetoAssessed {
        id: &of.name,
        holds: tri(result.holds),
        until: result.until.map(|day| day.to_string()),
        citation: of.basis.citation.as_deref(),
        grade: grade(of.basis.grade),
    })
}

fn a_use<'a>(policy: &'a Policy, result: &UseResult<'a>) -> Option<UseAssessed<'a>> {
    let of = policy.uses.get(result.at)?;
    Some(UseAssessed {
        id: &of.name,
        status: status(result.status),
        score: Number::of(result.score),
        citation: of.basis.citation.as_deref(),
        grade: grade(of.basis.grade),
    })
}
