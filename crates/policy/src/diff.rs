//! What a reader of one version has to know of another: added, removed, renamed, changed, section by section.
//!
//! Two documents are compared as written, because the document is the rule; clauses are told apart by what they are about, so
//! that a new source does not look like a new rule.

mod rows;
mod sections;

pub use rows::RowChange;

use crate::document::{Clause, Document, Section, tree};
use sections::{Part, parts};

/// The difference of two versions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Difference {
    /// Clauses under the title: dates, standard score, total.
    pub header: Vec<ClauseChange>,
    /// Everything below, in the order of the later version; what was removed stands where it was.
    pub sections: Vec<SectionChange>,
}

impl Difference {
    /// True when nothing differs.
    pub fn is_empty(&self) -> bool {
        self.header.is_empty() && self.sections.is_empty()
    }
}

/// What happened to a measure, condition, veto, use, group, item or part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SectionChange {
    /// What it is.
    pub kind: SectionKind,
    /// What it stands under: a group, an item; empty for what stands by itself.
    pub under: String,
    /// Its name.
    pub name: String,
    /// What happened.
    pub change: Change,
    /// Clauses that differ.
    pub clauses: Vec<ClauseChange>,
    /// Rows of its tables that differ.
    pub rows: Vec<RowChange>,
    /// Notes that are new, or gone.
    pub notes: Vec<(Side, String)>,
}

impl SectionChange {
    /// True when points can come out otherwise.
    pub fn touches_rule(&self) -> bool {
        matches!(self.change, Change::Added | Change::Removed)
            || !self.rows.is_empty()
            || self.clauses.iter().any(|clause| clause.aspect == Aspect::Rule)
    }
}

/// The kinds of section.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum SectionKind {
    /// A group of items.
    Group,
    /// An item.
    Item,
    /// A part of an item.
    Part,
    /// 口径
    Measure,
    /// 名单
    List,
    /// 资格
    Condition,
    /// 一票否决
    Veto,
    /// 用途
    Use,
}

impl SectionKind {
    /// The kind's word.
    pub fn word(self) -> &'static str {
        match self {
            SectionKind::Group => "指标组",
            SectionKind::Item => "指标",
            SectionKind::Part => "部分",
            SectionKind::Measure => "口径",
            SectionKind::List => "名单",
            SectionKind::Condition => "资格",
            SectionKind::Veto => "一票否决",
            SectionKind::Use => "用途",
        }
    }

    /// A stable name for machines.
    pub fn key(self) -> &'static str {
        match self {
            SectionKind::Group => "group",
            SectionKind::Item => "item",
            SectionKind::Part => "part",
            SectionKind::Measure => "measure",
            SectionKind::List => "list",
            SectionKind::Condition => "condition",
            SectionKind::Veto => "veto",
            SectionKind::Use => "use",
        }
    }
}

/// What happened to a section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Only in the later version.
    Added,
    /// Only in the earlier version.
    Removed,
    /// The same rule under another name.
    Renamed {
        /// The name before.
        from: String,
    },
    /// The same name under another group or item.
    Moved {
        /// Under what before.
        from: String,
    },
    /// In both, not the same.
    Changed,
}

/// Which version something stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Side {
    /// The earlier.
    Before,
    /// The later.
    After,
}

/// A clause that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClauseChange {
    /// Its name.
    pub key: String,
    /// What it is about.
    pub aspect: Aspect,
    /// What it said; nothing when it is new.
    pub before: Option<String>,
    /// What it says; nothing when it is gone.
    pub after: Option<String>,
}

/// What a clause is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Aspect {
    /// What is computed.
    Rule,
    /// 依据
    Basis,
    /// 解释, 未规定
    Reading,
    /// 核实, 出处
    Evidence,
    /// 认定, 材料, 办理, and names of papers and offices.
    Practice,
}

impl Aspect {
    /// What a clause of that name is about.
    pub fn of(key: &str) -> Aspect {
        match key {
            "依据" => Aspect::Basis,
            "解释" | "未规定" => Aspect::Reading,
            "核实" | "出处" => Aspect::Evidence,
            "认定" | "材料" | "办理" | "文书" | "主管" | "走向" | "断崖" => Aspect::Practice,
            _ => Aspect::Rule,
        }
    }

    /// A stable name for machines.
    pub fn key(self) -> &'static str {
        match self {
            Aspect::Rule => "rule",
            Aspect::Basis => "basis",
            Aspect::Reading => "reading",
            Aspect::Evidence => "evidence",
            Aspect::Practice => "practice",
        }
    }
}

/// Compares two documents of one scheme.
pub fn diff(before: &Document, after: &Document) -> Difference {
    let (before, after) = (tree(before, &mut Vec::new()), tree(after, &mut Vec::new()));
    let header = clause_changes(&before.clauses, &after.clauses);
    let (earlier, later) = (parts(&before), parts(&after));
    Difference { header, sections: sections::pair(&earlier, &later) }
}

/// How one section differs from another; nothing when it does not.
fn change(from: &Part<'_>, to: &Part<'_>, change: Change) -> Option<SectionChange> {
    let found = SectionChange {
        kind: to.kind,
        under: to.under.clone(),
        name: to.name.clone(),
        clauses: clause_changes(&from.section.clauses, &to.section.clauses),
        rows: rows::row_changes(from.section, to.section),
        notes: note_changes(from.section, to.section),
        change,
    };
    let same = found.change == Change::Changed
        && found.clauses.is_empty()
        && found.rows.is_empty()
        && found.notes.is_empty();
    (!same).then_some(found)
}

/// Clauses that differ, in the order of the later version, then those that are gone. Clauses of one name are matched by what
/// they say; what is left is matched in order.
fn clause_changes(before: &[Clause], after: &[Clause]) -> Vec<ClauseChange> {
    let mut changes = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for clause in after.iter().chain(before) {
        if !keys.contains(&clause.key.text.as_str()) {
            keys.push(&clause.key.text);
        }
    }
    for key in keys {
        let said = |clauses: &[Clause]| -> Vec<String> {
            clauses
                .iter()
                .filter(|clause| clause.key.text == key)
                .map(|clause| plain(&clause.value.text))
                .collect()
        };
        let (mut old, mut new) = (said(before), said(after));
        new.retain(|text| match old.iter().position(|known| known == text) {
            Some(at) => {
                old.remove(at);
                false
            }
            None => true,
        });
        let count = old.len().max(new.len());
        for at in 0..count {
            changes.push(ClauseChange {
                key: key.to_owned(),
                aspect: Aspect::of(key),
                before: old.get(at).cloned(),
                after: new.get(at).cloned(),
            });
        }
    }
    changes
}

fn note_changes(before: &Section, after: &Section) -> Vec<(Side, String)> {
    let texts = |section: &Section| section.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    let (old, new) = (texts(before), texts(after));
    let gone = old.iter().filter(|note| !new.contains(note)).map(|note| (Side::Before, note.clone()));
    let added = new.iter().filter(|note| !old.contains(note)).map(|note| (Side::After, note.clone()));
    gone.chain(added).collect()
}

/// A text in its printed form, so that spaces and half-width marks make no difference.
fn plain(text: &str) -> String {
    crate::document::wide(text)
}

#[cfg(test)]
mod tests;
