//! Which section of one version is which of another.

use super::{Change, SectionChange, SectionKind, Side, change, plain};
use crate::diff::Aspect;
use crate::document::Section;

/// A section with where it stands.
pub(super) struct Part<'d> {
    pub kind: SectionKind,
    pub under: String,
    pub name: String,
    /// Which of several of one name: uses may share a name at different times.
    number: usize,
    pub section: &'d Section,
}

/// All sections below the title, each before those below it.
pub(super) fn parts(root: &Section) -> Vec<Part<'_>> {
    let mut found: Vec<Part<'_>> = Vec::new();
    for section in &root.children {
        let heading = plain(&section.heading.text);
        let kind = match heading.as_str() {
            "口径" => SectionKind::Measure,
            "名单" => SectionKind::List,
            "资格" => SectionKind::Condition,
            "一票否决" => SectionKind::Veto,
            _ => match heading.strip_prefix("用途：") {
                Some(name) => {
                    add(&mut found, SectionKind::Use, "", name.trim(), section);
                    continue;
                }
                None => {
                    add(&mut found, SectionKind::Group, "", &heading, section);
                    for item in &section.children {
                        let name = plain(&item.heading.text);
                        add(&mut found, SectionKind::Item, &heading, &name, item);
                        for part in &item.children {
                            add(&mut found, SectionKind::Part, &name, &plain(&part.heading.text), part);
                        }
                    }
                    continue;
                }
            },
        };
        for inner in &section.children {
            add(&mut found, kind, "", &plain(&inner.heading.text), inner);
        }
    }
    found
}

fn add<'d>(found: &mut Vec<Part<'d>>, kind: SectionKind, under: &str, name: &str, section: &'d Section) {
    let number =
        found.iter().filter(|part| part.kind == kind && part.under == under && part.name == name).count();
    found.push(Part { kind, under: under.to_owned(), name: name.to_owned(), number, section });
}

/// Whether two sections are the same one.
type Same = fn(&Part<'_>, &Part<'_>) -> bool;

/// What happened to the section of the earlier version.
type How = fn(&Part<'_>) -> Change;

/// Pairs sections by place and name, then by name, then by rule, and says how each pair differs.
pub(super) fn pair(before: &[Part<'_>], after: &[Part<'_>]) -> Vec<SectionChange> {
    let mut partner: Vec<Option<(usize, Change)>> = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    let tests: [(Same, How); 3] = [
        (
            |a, b| a.kind == b.kind && a.under == b.under && a.name == b.name && a.number == b.number,
            |_| Change::Changed,
        ),
        (
            |a, b| a.kind == b.kind && a.name == b.name && a.number == b.number,
            |a| Change::Moved { from: a.under.clone() },
        ),
        (
            |a, b| a.kind == b.kind && a.under == b.under && same_rule(a.section, b.section),
            |a| Change::Renamed { from: a.name.clone() },
        ),
    ];
    for (test, make) in tests {
        for (slot, to) in partner.iter_mut().zip(after) {
            if slot.is_some() {
                continue;
            }
            let free = before
                .iter()
                .zip(taken.iter_mut())
                .enumerate()
                .find(|(_, (from, taken))| !**taken && test(from, to));
            if let Some((at, (from, taken))) = free {
                *taken = true;
                *slot = Some((at, make(from)));
            }
        }
    }
    let mut changes: Vec<SectionChange> = Vec::new();
    let mut done = 0;
    for (slot, to) in partner.iter().zip(after) {
        // What was removed between two sections that stayed stands between them.
        if let Some((at, _)) = slot {
            removed(before, &taken, done, *at, &mut changes);
            done = done.max(*at + 1);
        }
        match slot.as_ref().and_then(|(at, how)| before.get(*at).map(|from| (from, how))) {
            Some((from, how)) => changes.extend(change(from, to, how.clone())),
            None => changes.push(whole(to, Change::Added, Side::After)),
        }
    }
    removed(before, &taken, done, before.len(), &mut changes);
    changes
}

fn removed(before: &[Part<'_>], taken: &[bool], from: usize, to: usize, changes: &mut Vec<SectionChange>) {
    for (part, taken) in before.iter().zip(taken).take(to).skip(from) {
        if !*taken {
            changes.push(whole(part, Change::Removed, Side::Before));
        }
    }
}

/// A section that stands in one version only, with all it says.
fn whole(part: &Part<'_>, how: Change, side: Side) -> SectionChange {
    let empty = Section::default();
    let nothing =
        Part { section: &empty, kind: part.kind, under: String::new(), name: String::new(), number: 0 };
    let (from, to) = if side == Side::After { (&nothing, part) } else { (part, &nothing) };
    let compared = change(from, to, how.clone());
    let (clauses, rows, notes) =
        compared.map_or_else(Default::default, |found| (found.clauses, found.rows, found.notes));
    SectionChange {
        kind: part.kind,
        under: part.under.clone(),
        name: part.name.clone(),
        change: how,
        clauses,
        rows,
        notes,
    }
}

/// True when both compute the same, and there is something to compute.
fn same_rule(a: &Section, b: &Section) -> bool {
    let rule = |section: &Section| -> Vec<(String, String)> {
        let clauses = section.clauses.iter().filter(|clause| Aspect::of(&clause.key.text) == Aspect::Rule);
        clauses.map(|clause| (clause.key.text.clone(), plain(&clause.value.text))).collect()
    };
    let tables = |section: &Section| -> Vec<Vec<Vec<String>>> {
        let rows = |table: &crate::document::Table| {
            table.rows.iter().map(|row| row.iter().map(|cell| plain(&cell.text)).collect()).collect()
        };
        section.tables.iter().map(rows).collect()
    };
    let (clauses, rows) = (rule(a), tables(a));
    (!clauses.is_empty() || !rows.is_empty()) && clauses == rule(b) && rows == tables(b)
}
