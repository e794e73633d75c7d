//! The clauses of one heading, each asked for by name, and what is left over reported.

use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Clause, Section, Text};
use std::cell::RefCell;

/// Clauses that may be written more than once under one heading.
const REPEATED: &[&str] = &["解释", "未规定", "择一", "选一", "条件", "材料"];

/// The clauses of a heading.
pub(super) struct Clauses<'a> {
    section: &'a Section,
    taken: RefCell<Vec<bool>>,
}

impl<'a> Clauses<'a> {
    pub(super) fn of(section: &'a Section) -> Clauses<'a> {
        Clauses { section, taken: RefCell::new(vec![false; section.clauses.len()]) }
    }

    /// The content of the first clause of that name.
    pub(super) fn one(&self, key: &str) -> Option<&'a Text> {
        self.find(|clause| clause.key.text == key).map(|clause| &clause.value)
    }

    /// The contents of all clauses of that name.
    pub(super) fn all(&self, key: &str) -> Vec<&'a Text> {
        let mut taken = self.taken.borrow_mut();
        let mut found = Vec::new();
        for (clause, taken) in self.section.clauses.iter().zip(taken.iter_mut()) {
            if clause.key.text == key {
                *taken = true;
                found.push(&clause.value);
            }
        }
        found
    }

    /// The first clause for which `is` holds.
    pub(super) fn find(&self, is: impl Fn(&Clause) -> bool) -> Option<&'a Clause> {
        let mut taken = self.taken.borrow_mut();
        let (clause, taken) = self
            .section
            .clauses
            .iter()
            .zip(taken.iter_mut())
            .find(|(clause, taken)| !**taken && is(clause))?;
        *taken = true;
        Some(clause)
    }

    /// Reports clauses nobody asked for: unknown names, names that do not belong here, second writings.
    pub(super) fn finish(self, place: &str, known: &[&str], problems: &mut Vec<Diagnostic>) {
        let taken = self.taken.into_inner();
        for (at, (clause, taken)) in self.section.clauses.iter().zip(&taken).enumerate() {
            let key = clause.key.text.as_str();
            let earlier = self.section.clauses.iter().take(at).find(|earlier| earlier.key.text == key);
            if let Some(earlier) = earlier.filter(|_| !REPEATED.contains(&key)) {
                let problem =
                    Diagnostic::error("duplicate-clause", clause.key.span, format!("“{key}”写了两次"))
                        .related(earlier.key.span, "第一次在这里");
                problems.push(problem);
            } else if !taken {
                problems.push(unknown(clause, place, known));
            }
        }
    }
}

fn unknown(clause: &Clause, place: &str, known: &[&str]) -> Diagnostic {
    let key = clause.key.text.as_str();
    let problem = Diagnostic::error(
        "unknown-clause",
        clause.key.span,
        format!("{place}没有“{key}”这个名目，或与别的条款不能并用"),
    );
    match nearest(key, known.iter().copied().filter(|known| *known != key)) {
        Some(near) => problem.hint(format!("是不是“{near}”？")),
        None => problem.hint(format!("可用的名目：{}", known.join("、"))),
    }
}
