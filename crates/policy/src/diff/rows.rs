//! Rows of tables that differ.

use super::plain;
use crate::document::Section;

/// A row that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowChange {
    /// The condition cells, as written.
    pub when: Vec<String>,
    /// Heads and cells of the columns that differ, as they were; nothing when the row is new.
    pub before: Option<Vec<(String, String)>>,
    /// The same as they are; nothing when the row is gone.
    pub after: Option<Vec<(String, String)>>,
}

struct Row {
    when: Vec<String>,
    gives: Vec<(String, String)>,
}

/// Columns from here on are what a row gives, its basis and its note.
fn gives(head: &str) -> bool {
    matches!(head, "分值" | "每月" | "每年" | "值" | "依据" | "核实" | "出处" | "说明")
}

fn rows(section: &Section) -> Vec<Row> {
    let mut found = Vec::new();
    for table in &section.tables {
        for row in &table.rows {
            let mut one = Row { when: Vec::new(), gives: Vec::new() };
            for (head, cell) in table.head.iter().zip(row) {
                let (head, cell) = (plain(&head.text), plain(&cell.text));
                if gives(&head) { one.gives.push((head, cell)) } else { one.when.push(cell) }
            }
            found.push(one);
        }
    }
    found
}

fn heads(section: &Section) -> Vec<String> {
    section
        .tables
        .iter()
        .flat_map(|table| &table.head)
        .map(|head| plain(&head.text))
        .filter(|head| !gives(head))
        .collect()
}

/// Rows that differ: matched by their condition cells where the tables ask the same, else all of them.
pub(super) fn row_changes(before: &Section, after: &Section) -> Vec<RowChange> {
    let (old, new) = (rows(before), rows(after));
    let same_heads = heads(before) == heads(after);
    let mut changes = Vec::new();
    let mut taken = vec![false; old.len()];
    for row in &new {
        let found = old
            .iter()
            .zip(&mut taken)
            .find(|(known, taken)| same_heads && !**taken && known.when == row.when);
        let Some((known, taken)) = found else {
            changes.push(RowChange { when: row.when.clone(), before: None, after: Some(filled(&row.gives)) });
            continue;
        };
        *taken = true;
        let value = |row: &Row, head: &str| {
            row.gives
                .iter()
                .find(|(known, _)| known == head)
                .map(|(_, cell)| cell.clone())
                .unwrap_or_default()
        };
        let mut heads: Vec<&str> = Vec::new();
        for (head, _) in row.gives.iter().chain(&known.gives) {
            if !heads.contains(&head.as_str()) && value(known, head) != value(row, head) {
                heads.push(head);
            }
        }
        if heads.is_empty() {
            continue;
        }
        let cells =
            |row: &Row| Some(heads.iter().map(|head| ((*head).to_owned(), value(row, head))).collect());
        changes.push(RowChange { when: row.when.clone(), before: cells(known), after: cells(row) });
    }
    for (row, taken) in old.iter().zip(taken) {
        if !taken {
            changes.push(RowChange { when: row.when.clone(), before: Some(filled(&row.gives)), after: None });
        }
    }
    changes
}

fn filled(cells: &[(String, String)]) -> Vec<(String, String)> {
    cells.iter().filter(|(_, cell)| !cell.is_empty()).cloned().collect()
}
