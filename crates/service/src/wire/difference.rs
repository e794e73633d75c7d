//! `jifen diff --json`

use policy::diff::{Change, ClauseChange, Difference, Side};
use policy::model::Policy;
use serde::Serialize;
use utoipa::ToSchema;

/// Two versions and how they differ.
#[derive(Serialize, ToSchema)]
#[schema(as = difference::Differences)]
pub struct Differences {
    format: &'static str,
    before: String,
    after: String,
    header: Vec<Clause>,
    sections: Vec<Section>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = difference::Section)]
struct Section {
    kind: &'static str,
    under: String,
    name: String,
    change: &'static str,
    from: Option<String>,
    touches_rule: bool,
    clauses: Vec<Clause>,
    rows: Vec<Row>,
    notes: Vec<Note>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = difference::Clause)]
struct Clause {
    key: String,
    aspect: &'static str,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = difference::Row)]
struct Row {
    when: Vec<String>,
    before: Option<Vec<[String; 2]>>,
    after: Option<Vec<[String; 2]>>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = difference::Note)]
struct Note {
    side: &'static str,
    text: String,
}

/// The JSON of a difference.
pub fn difference(before: &Policy, after: &Policy, found: &Difference) -> Differences {
    let sections = found.sections.iter().map(|section| {
        let (change, from) = match &section.change {
            Change::Added => ("added", None),
            Change::Removed => ("removed", None),
            Change::Renamed { from } => ("renamed", Some(from.clone())),
            Change::Moved { from } => ("moved", Some(from.clone())),
            Change::Changed => ("changed", None),
        };
        Section {
            kind: section.kind.key(),
            under: section.under.clone(),
            name: section.name.clone(),
            change,
            from,
            touches_rule: section.touches_rule(),
            clauses: section.clauses.iter().map(clause).collect(),
            rows: section
                .rows
                .iter()
                .map(|row| Row {
                    when: row.when.clone(),
                    before: cells(&row.before),
                    after: cells(&row.after),
                })
                .collect(),
            notes: section
                .notes
                .iter()
                .map(|(side, text)| Note {
                    side: if *side == Side::Before { "before" } else { "after" },
                    text: text.clone(),
                })
                .collect(),
        }
    });
    Differences {
        format: "jifen.diff/1",
        before: before.id.to_string(),
        after: after.id.to_string(),
        header: found.header.iter().map(clause).collect(),
        sections: sections.collect(),
    }
}

fn clause(change: &ClauseChange) -> Clause {
    Clause {
        key: change.key.clone(),
        aspect: change.aspect.key(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}

fn cells(cells: &Option<Vec<(String, String)>>) -> Option<Vec<[String; 2]>> {
    cells.as_ref().map(|cells| cells.iter().map(|(head, cell)| [head.clone(), cell.clone()]).collect())
}
