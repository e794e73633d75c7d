//! `GET /api/v1/policies/{city}/{scheme}/items`

use super::grade;
use policy::model::{Applicant, Basis, Decision, NodeKind, Policy};
use serde::Serialize;
use utoipa::ToSchema;

/// The items and uses of a version.
#[derive(Serialize, ToSchema)]
#[schema(as = rules::Rules)]
pub struct Rules {
    format: &'static str,
    policy: String,
    title: String,
    effective: String,
    until: Option<String>,
    standard: Option<String>,
    items: Vec<Item>,
    uses: Vec<Use>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = rules::Item)]
struct Item {
    id: String,
    name_english: String,
    kind: &'static str,
    parent: Option<String>,
    cap: Option<String>,
    citation: Option<String>,
    grade: &'static str,
    sources: Vec<String>,
    papers: Vec<String>,
    department: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = rules::Use)]
struct Use {
    id: String,
    name_english: String,
    category: String,
    decision: &'static str,
    needs_points: bool,
    either_parent: bool,
    office: Option<String>,
    papers: Vec<String>,
    citation: Option<String>,
    grade: &'static str,
}

/// The rules of a version.
pub fn rules(policy: &Policy) -> Rules {
    let cited = |basis: &Basis| basis.citation.clone();
    let items = policy.node_ids().map(|id| {
        let node = &policy[id];
        Item {
            id: node.path.clone(),
            name_english: policy.english(&node.name).to_owned(),
            kind: match node.kind {
                NodeKind::Group => "group",
                NodeKind::Item => "item",
                NodeKind::Part => "part",
            },
            parent: node.parent.map(|parent| policy[parent].path.clone()),
            cap: node.cap.map(|cap| cap.to_string()),
            citation: cited(&node.basis),
            grade: grade(node.basis.grade),
            sources: node.basis.sources.clone(),
            papers: node.papers.clone(),
            department: node.department.clone(),
        }
    });
    let uses = policy.uses.iter().map(|of| Use {
        id: of.name.clone(),
        name_english: policy.english(&of.name).to_owned(),
        category: of.category.clone(),
        decision: match of.decision {
            Decision::Line => "line",
            Decision::Rank(_) => "rank",
            Decision::Order => "order",
        },
        needs_points: !crate::rights::needs_no_points(policy, of),
        either_parent: of.applicant == Applicant::EitherParent,
        office: of.office.clone(),
        papers: of.papers.clone(),
        citation: cited(&of.basis),
        grade: grade(of.basis.grade),
    });
    Rules {
        format: "jifen.rules/1",
        policy: policy.id.to_string(),
        title: policy.title.clone(),
        effective: policy.id.effective.to_string(),
        until: policy.until.map(|day| day.to_string()),
        standard: policy.standard.map(|standard| standard.to_string()),
        items: items.collect(),
        uses: uses.collect(),
    }
}
