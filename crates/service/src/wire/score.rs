//! `jifen score --json`

use super::measures::MeasureOut;
use super::{Line, Number, Reading, grade, lines, readings, silent, tri};
use policy::model::{Decision, NodeId, NodeKind, Policy, Rule, Scored};
use policy::record::{Entry as Held, Held as State};
use policy::vocabulary::{FactId, Kind};
use score::explain::{
    Explanation, ItemExplanation, Language, Missing as Unknown, Text, UseExplanation, VetoExplanation,
};
use score::{Assessment, EntryUse, Lost, Outcome, Skip, Status};
use serde::Serialize;
use terms::{Month, Range};
use utoipa::ToSchema;

/// A score with everything that explains it.
#[derive(Serialize, ToSchema)]
#[schema(as = score::Score)]
pub struct Score {
    format: &'static str,
    language: &'static str,
    policy: Version,
    applied_on: String,
    counted_to: String,
    in_force: bool,
    summary: String,
    total: Number,
    total_before_limits: Number,
    standard: Option<String>,
    meets_standard: Option<&'static str>,
    total_lines: Vec<Line>,
    readings: Vec<Reading>,
    missing: Vec<Missing>,
    items: Vec<Item>,
    vetoes: Vec<Veto>,
    uses: Vec<Use>,
    measures: Vec<MeasureOut>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Version)]
struct Version {
    id: String,
    title: String,
    effective: String,
    until: Option<String>,
    sheet_name: Option<String>,
    office: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Missing)]
struct Missing {
    fact: String,
    name: String,
    attribute: Option<String>,
    attribute_name: Option<String>,
    disputed: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Item)]
struct Item {
    id: String,
    name: String,
    kind: &'static str,
    parent: Option<String>,
    points: Number,
    before_limits: Number,
    outcome: &'static str,
    reason: Option<&'static str>,
    counted: bool,
    deducts: bool,
    lost_to: Option<String>,
    capped: bool,
    unspecified: bool,
    measure: Option<String>,
    value: Option<Number>,
    row: Option<RowOut>,
    entries: Vec<EntryOut>,
    years: Vec<Year>,
    citation: Option<String>,
    grade: &'static str,
    weakest_grade: &'static str,
    sources: Vec<String>,
    readings: Vec<Reading>,
    silent: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::RowOut)]
struct RowOut {
    number: usize,
    cells: Vec<String>,
    note: Option<String>,
}

/// A span or event of the record.
#[derive(Serialize, ToSchema)]
#[schema(as = score::EntryOut)]
pub struct EntryOut {
    fact: String,
    id: Option<String>,
    from: String,
    to: Option<String>,
    counts: &'static str,
    reason: Option<&'static str>,
    test: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Year)]
struct Year {
    year: i16,
    before_limit: Number,
    points: Number,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Veto)]
struct Veto {
    id: String,
    name: String,
    holds: &'static str,
    until: Option<String>,
    sentence: String,
    citation: Option<String>,
    grade: &'static str,
    readings: Vec<Reading>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Use)]
struct Use {
    id: String,
    name: String,
    category: String,
    status: &'static str,
    decision: &'static str,
    quota: Option<u32>,
    sentence: String,
    score: Number,
    order: Vec<KeyOut>,
    reasons: Vec<Reason>,
    vetoes: Vec<String>,
    measures: Vec<MeasureLines>,
    citation: Option<String>,
    grade: &'static str,
    weakest_grade: &'static str,
    readings: Vec<Reading>,
    silent: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::MeasureLines)]
struct MeasureLines {
    id: String,
    lines: Vec<Line>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::KeyOut)]
struct KeyOut {
    text: String,
    descending: bool,
    value: Option<Number>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = score::Reason)]
struct Reason {
    depth: u8,
    any: bool,
    text: String,
    holds: &'static str,
    decisive: bool,
    held: Option<String>,
    wanted: Option<String>,
}

/// The JSON of a score.
pub fn score(assessment: &Assessment<'_>, explanation: &Explanation<'_>) -> Score {
    let from = From { assessment, explanation };
    let policy = assessment.policy;
    let total = assessment.total.range();
    Score {
        format: "jifen.score/1",
        language: if explanation.language == Language::Chinese { "zh" } else { "en" },
        policy: Version {
            id: policy.id.to_string(),
            title: from.name(&policy.title).to_owned(),
            effective: policy.id.effective.to_string(),
            until: policy.until.map(|day| day.to_string()),
            sheet_name: policy.sheet_name.as_deref().map(|name| from.name(name).to_owned()),
            office: policy.office.as_deref().map(|name| from.name(name).to_owned()),
        },
        applied_on: assessment.application.to_string(),
        counted_to: assessment.as_of.to_string(),
        in_force: policy.in_force(assessment.application),
        summary: explanation.text(explanation.summary).to_owned(),
        total: Number::of(total),
        total_before_limits: Number::of(assessment.raw_total),
        standard: policy.standard.map(|standard| standard.to_string()),
        meets_standard: assessment.meets_standard().map(tri),
        total_lines: lines(explanation, explanation.total),
        readings: readings(explanation, explanation.total),
        missing: explanation.missing.iter().map(|missing| from.missing(missing)).collect(),
        items: explanation.items.iter().map(|item| from.item(item)).collect(),
        vetoes: explanation.vetoes.iter().map(|veto| from.veto(veto)).collect(),
        uses: explanation.uses.iter().map(|of| from.a_use(of)).collect(),
        measures: from.measures(),
    }
}

/// Makes the parts of an answer.
pub struct From<'s, 'a> {
    pub assessment: &'s Assessment<'a>,
    explanation: &'s Explanation<'a>,
}

impl<'a> From<'_, 'a> {
    pub fn policy(&self) -> &'a Policy {
        self.assessment.policy
    }

    fn name(&self, chinese: &'a str) -> &'a str {
        match self.explanation.language {
            Language::Chinese => chinese,
            Language::English => self.policy().english(chinese),
        }
    }

    fn key(&self, fact: FactId) -> String {
        self.policy().vocabulary.fact(fact).key.clone()
    }

    fn some(&self, text: Text) -> Option<String> {
        (!text.is_empty()).then(|| self.explanation.text(text).to_owned())
    }

    fn missing(&self, unknown: &Unknown) -> Missing {
        let fact = self.policy().vocabulary.fact(unknown.fact);
        let english = self.explanation.language == Language::English;
        let attribute = unknown.attribute.and_then(|id| fact.attributes.get(usize::from(id.0)));
        Missing {
            fact: fact.key.clone(),
            name: if english { fact.english.clone() } else { fact.name.clone() },
            attribute: attribute.map(|attribute| attribute.key.clone()),
            attribute_name: attribute
                .map(|attribute| if english { attribute.english.clone() } else { attribute.name.clone() }),
            disputed: unknown.disputed,
        }
    }

    fn item(&self, item: &ItemExplanation<'a>) -> Item {
        let policy = self.policy();
        let node = &policy[item.node];
        let result = self.assessment.node(item.node);
        let path = |id: NodeId| policy[id].path.clone();
        let row = result.and_then(|result| result.row);
        let basis = row_of(policy, item.node, row).map_or(&node.basis, |row| &row.basis);
        let lost_to = node.parent.and_then(|parent| self.assessment.node(parent)).and_then(|parent| {
            let (_, lost) = parent.lost.iter().find(|(child, _)| *child == item.node)?;
            match lost {
                Lost::To(other) | Lost::ChosenBest(other) => Some(path(*other)),
                Lost::Disagreement => None,
            }
        });
        let measure = match node.scored {
            Scored::Measure(id) => Some(policy[id].name.clone()),
            Scored::Fact(_) | Scored::Nothing => None,
        };
        let entries = result.map_or(&[][..], |result| &result.entries);
        Item {
            id: node.path.clone(),
            name: item.name.to_owned(),
            kind: match node.kind {
                NodeKind::Group => "group",
                NodeKind::Item => "item",
                NodeKind::Part => "part",
            },
            parent: node.parent.map(path),
            points: Number::of(result.map_or(Range::ZERO, |result| result.points)),
            before_limits: Number::of(result.map_or(Range::ZERO, |result| result.raw)),
            outcome: outcome(item.result),
            reason: match item.result {
                Outcome::NotCounted(skip) => Some(reason(skip)),
                _ => None,
            },
            counted: item.counted,
            deducts: item.deducts,
            lost_to,
            capped: result.is_some_and(|result| result.capped),
            unspecified: result.is_some_and(|result| result.unspecified),
            measure,
            value: result.and_then(|result| result.value).map(Number::of),
            row: row.and_then(|at| {
                let row = row_of(policy, item.node, Some(at))?;
                Some(RowOut { number: at + 1, cells: row.texts.clone(), note: row.note.clone() })
            }),
            entries: entries
                .iter()
                .filter_map(|scored| {
                    let mut entry = self.entry(&scored.entry)?;
                    entry.points = Some(Number::of(scored.points));
                    entry.row = scored.row.map(|row| row + 1);
                    Some(entry)
                })
                .collect(),
            years: result.map_or(Vec::new(), |result| {
                let year = |year: &score::YearPoints| Year {
                    year: year.year,
                    before_limit: Number::of(year.raw),
                    points: Number::of(year.points),
                };
                result.years.iter().map(year).collect()
            }),
            citation: basis.citation.clone(),
            grade: grade(basis.grade),
            weakest_grade: grade(item.grade),
            sources: basis.sources.clone(),
            readings: readings(self.explanation, item.lines),
            silent: silent(self.explanation, item.lines),
            lines: lines(self.explanation, item.lines),
        }
    }

    fn held(&self, used: &EntryUse<'_>) -> Option<&'a Held> {
        match &self.assessment.record.get(used.fact).held {
            State::Entries(entries) => entries.get(used.at),
            _ => None,
        }
    }

    pub fn entry(&self, used: &EntryUse<'_>) -> Option<EntryOut> {
        let held = self.held(used)?;
        let by_month = self.policy().vocabulary.fact(used.fact).kind == Kind::MonthSpans;
        let day = |day: terms::Date| if by_month { Month::of(day).to_string() } else { day.to_string() };
        let is_event = self.policy().vocabulary.fact(used.fact).kind == Kind::Events;
        Some(EntryOut {
            fact: self.key(used.fact),
            id: held.id.as_deref().map(str::to_owned),
            from: day(held.from),
            to: held.to.filter(|_| !is_event).map(day),
            counts: tri(used.counts),
            reason: used.skip.map(reason),
            test: match used.skip {
                Some(Skip::Filter(test)) => Some(test.to_owned()),
                _ => None,
            },
            points: None,
            row: None,
        })
    }

    fn veto(&self, veto: &VetoExplanation<'a>) -> Veto {
        let of = self.policy().vetoes.get(veto.at);
        Veto {
            id: of.map_or(String::new(), |of| of.name.clone()),
            name: veto.name.to_owned(),
            holds: tri(veto.holds),
            until: veto.until.map(|day| day.to_string()),
            sentence: self.explanation.text(veto.sentence).to_owned(),
            citation: of.and_then(|of| of.basis.citation.clone()),
            grade: grade(veto.grade),
            readings: readings(self.explanation, veto.lines),
        }
    }

    fn a_use(&self, explained: &UseExplanation<'a>) -> Use {
        let result = self.assessment.uses.get(explained.at);
        let of = result.and_then(|result| self.policy().uses.get(result.at));
        let (decision, quota) = match of.map(|of| of.decision) {
            Some(Decision::Rank(quota)) => ("rank", quota),
            Some(Decision::Order) => ("order", None),
            Some(Decision::Line) | None => ("line", None),
        };
        let keys = of.map_or(&[][..], |of| &of.keys);
        let values = result.map_or(&[][..], |result| &result.keys);
        let reasons = self.explanation.reasons(explained).iter().map(|reason| Reason {
            depth: reason.depth,
            any: reason.any,
            text: self.explanation.text(reason.text).to_owned(),
            holds: tri(reason.holds),
            decisive: reason.decisive,
            held: self.some(reason.held),
            wanted: self.some(reason.wanted),
        });
        let vetoes = result.map_or(&[][..], |result| &result.vetoes);
        Use {
            id: of.map_or(String::new(), |of| of.name.clone()),
            name: explained.name.to_owned(),
            category: self.explanation.text(explained.category).to_owned(),
            status: match explained.status {
                Status::Met => "met",
                Status::NotMet => "not_met",
                Status::Unknown => "unknown",
            },
            decision,
            quota,
            sentence: self.explanation.text(explained.sentence).to_owned(),
            score: Number::of(result.map_or(Range::ZERO, |result| result.score)),
            order: keys
                .iter()
                .enumerate()
                .map(|(at, key)| KeyOut {
                    text: key.text.clone(),
                    descending: key.descending,
                    value: values.get(at).copied().map(Number::of),
                })
                .collect(),
            reasons: reasons.collect(),
            vetoes: vetoes
                .iter()
                .filter_map(|at| self.policy().vetoes.get(*at))
                .map(|veto| veto.name.clone())
                .collect(),
            measures: self
                .explanation
                .measures(explained)
                .iter()
                .map(|measure| MeasureLines {
                    id: self.policy()[measure.measure].name.clone(),
                    lines: lines(self.explanation, measure.lines),
                })
                .collect(),
            citation: of.and_then(|of| of.basis.citation.clone()),
            grade: of.map_or("unverified", |of| grade(of.basis.grade)),
            weakest_grade: grade(explained.grade),
            readings: readings(self.explanation, explained.lines),
            silent: silent(self.explanation, explained.lines),
            lines: lines(self.explanation, explained.lines),
        }
    }
}

pub(super) fn row_of(policy: &Policy, node: NodeId, row: Option<usize>) -> Option<&policy::model::Row> {
    match &policy[node].rule {
        Rule::Table(table) => table.rows.get(row?),
        _ => None,
    }
}

/// What happened to an item, as its key.
pub(super) fn outcome(outcome: Outcome<'_>) -> &'static str {
    match outcome {
        Outcome::Counted => "counted",
        Outcome::NotHeld => "not_held",
        Outcome::Unknown => "unknown",
        Outcome::NotCounted(_) => "not_counted",
        Outcome::NotApplicable => "not_applicable",
        Outcome::Unspecified => "unspecified",
    }
}

pub(super) fn reason(skip: Skip<'_>) -> &'static str {
    match skip {
        Skip::Filter(_) => "filter",
        Skip::Window => "window",
        Skip::TooLittle => "too_little",
        Skip::NotHighest => "not_highest",
        Skip::CountedElsewhere => "counted_elsewhere",
        Skip::RowGivesNothing => "row_gives_nothing",
        Skip::OutsideTable => "outside_table",
        Skip::OtherPicked => "other_picked",
    }
}
