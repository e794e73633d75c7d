//! How far a self-check has come that asks one question a page. It travels with the form, as the record does.

use super::answers::Fields;
use maud::{Markup, html};
use policy::model::Policy;
use policy::record::Record;
use policy::vocabulary::FactId;
use score::{Goals, best_question, open_facts};
use std::collections::BTreeSet;
use terms::Date;

/// The field value by which a form says that the total is wanted.
pub const TOTAL: &str = "total";

/// What is wanted, and what has been asked.
pub struct Progress {
    /// What the reader wants to know.
    pub goals: Goals,
    /// The keys of the questions answered, by a word or by «not known», in the order asked.
    pub seen: Vec<String>,
    /// True when an answer is being changed, so that the review comes next.
    pub reviewing: bool,
    /// The record of the other parent, who was asked before.
    pub other: Option<String>,
}

impl Progress {
    /// What a form says of it. Who asks for nothing in particular wants to know everything.
    pub fn of(policy: &Policy, on: Date, fields: &Fields) -> Progress {
        let all = Goals::all(policy, on);
        let wanted = fields.all("want");
        let named = |at: &usize| policy.uses.get(*at).is_some_and(|of| wanted.contains(&of.name));
        let chosen = Goals {
            total: all.total && wanted.iter().any(|one| one == TOTAL),
            uses: all.uses.iter().copied().filter(named).collect(),
        };
        let goals = if chosen.total || !chosen.uses.is_empty() { chosen } else { all };
        let asked = |key: &&str| policy.vocabulary.find(key).is_some();
        let mut seen: Vec<String> = Vec::new();
        for key in fields.get("seen").unwrap_or_default().split(' ').filter(asked) {
            if !seen.iter().any(|known| known == key) {
                seen.push(key.to_owned());
            }
        }
        let other = fields.get("other").filter(|text| !text.is_empty()).map(str::to_owned);
        Progress { goals, seen, reviewing: fields.get("then") == Some("review"), other }
    }

    /// The fields that carry it along.
    pub fn hidden(&self, policy: &Policy) -> Markup {
        html! {
            @if self.goals.total { input type="hidden" name="want" value=(TOTAL); }
            @for of in self.goals.uses.iter().filter_map(|at| policy.uses.get(*at)) { input type="hidden" name="want" value=(of.name); }
            input type="hidden" name="seen" value=(self.seen.join(" "));
            @if let Some(other) = &self.other { input type="hidden" name="other" value=(other); }
            @if self.reviewing { input type="hidden" name="then" value="review"; }
        }
    }

    /// Notes that a question has been answered.
    pub fn answered(&mut self, key: &str) {
        if !self.seen.iter().any(|known| known == key) {
            self.seen.push(key.to_owned());
        }
    }

    /// The question before one, or the last of all where that one has not been answered yet.
    pub fn before(&self, key: &str) -> Option<&str> {
        let at = self.seen.iter().position(|known| known == key).unwrap_or(self.seen.len());
        self.seen.get(at.checked_sub(1)?).map(String::as_str)
    }

    /// The questions that still matter and have not been answered with «not known».
    pub fn open(&self, policy: &Policy, record: &Record, on: Date) -> BTreeSet<FactId> {
        let mut open = open_facts(policy, record, on, &self.goals);
        open.retain(|id| {
            let key = &policy.vocabulary.fact(*id).key;
            !self.seen.iter().any(|known| known == key)
        });
        open
    }

    /// The question to ask next.
    pub fn next(
        &self,
        policy: &Policy,
        record: &Record,
        on: Date,
        open: &BTreeSet<FactId>,
    ) -> Option<FactId> {
        best_question(policy, record, on, &self.goals, open)
    }
}
