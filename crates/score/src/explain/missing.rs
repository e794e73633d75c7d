//! What a node rests on, and what of that is not known.

use super::words::Say;
use super::writer::Writer;
use super::{LineKind, Missing};
use crate::run::Known;
use policy::model::{
    Amount, Comparand, Cond, Count, DateOperand, Expr, MeasureId, NodeId, Operand, ParameterId, RowValue,
    Rule, Scored, SetStep, Table, Test, Window,
};
use policy::vocabulary::{AttributeId, FactId};
use terms::{Date, Grade, Month, Range, Tri};

/// More facts than this are not listed in a sentence.
const MOST: usize = 8;

/// What something rests on, each once, in the order met.
#[derive(Default)]
struct Below {
    measures: Vec<MeasureId>,
    facts: Vec<FactId>,
    parameters: Vec<ParameterId>,
    attributes: Vec<AttributeId>,
}

fn add<T: PartialEq>(to: &mut Vec<T>, one: T) -> bool {
    let new = !to.contains(&one);
    if new {
        to.push(one);
    }
    new
}

impl<'a> Writer<'a, '_> {
    /// The measures a node rests on, without those of other nodes.
    pub fn measures_under(&self, id: NodeId) -> Vec<MeasureId> {
        let policy = self.policy;
        let node = &policy[id];
        let mut found = Vec::new();
        if let Scored::Measure(id) = node.scored {
            self.measures_below(id, &mut found);
        }
        if let Some(cond) = &node.applies {
            for id in self.measures_of(cond) {
                self.measures_below(id, &mut found);
            }
        }
        match &node.rule {
            Rule::Table(table) => self.measures_of_table(table, &mut found),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => {
                self.measures_of_expr(expr, &mut found)
            }
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
        found
    }

    fn measures_below(&self, id: MeasureId, found: &mut Vec<MeasureId>) {
        if !add(found, id) {
            return;
        }
        let policy = self.policy;
        let measure = &policy[id];
        for step in &measure.steps {
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.measures_below(*id, found);
        }
        match &measure.count {
            Count::Formula(expr) => self.measures_of_expr(expr, found),
            Count::Table(table) => self.measures_of_table(table, found),
            Count::FullYears(DateOperand::Measure(id)) | Count::FullMonths(DateOperand::Measure(id)) => {
                self.measures_below(*id, found)
            }
            _ => {}
        }
    }

    fn measures_of_expr(&self, expr: &Expr, found: &mut Vec<MeasureId>) {
        expr.visit(&mut |expr| {
            if let Expr::Measure(id) = expr {
                self.measures_below(*id, found);
            }
        });
    }

    fn measures_of_table(&self, table: &Table, found: &mut Vec<MeasureId>) {
        for column in &table.columns {
            if let Operand::Measure(id) = column.operand {
                self.measures_below(id, found);
            }
        }
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.measures_of_expr(expr, found);
            }
        }
    }

    fn below(&self, id: NodeId) -> Below {
        let policy = self.policy;
        let node = &policy[id];
        let mut below = Below::default();
        match node.scored {
            Scored::Measure(id) => self.under_measure(id, &mut below),
            Scored::Fact(id) => {
                add(&mut below.facts, id);
            }
            Scored::Nothing => {}
        }
        if let Some(cond) = &node.applies {
            self.under_cond(cond, &mut below);
        }
        match &node.rule {
            Rule::Table(table) => self.under_table(table, &mut below),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => self.under_expr(expr, &mut below),
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
        below
    }

    fn under_measure(&self, id: MeasureId, below: &mut Below) {
        if !add(&mut below.measures, id) {
            return;
        }
        let policy = self.policy;
        let measure = &policy[id];
        for source in &measure.sources {
            add(&mut below.facts, source.fact);
            if let Some(filter) = &source.filter {
                self.under_cond(filter, below);
            }
            if let Some(Amount::Number(expr)) = &source.amount {
                self.under_expr(expr, below);
            }
        }
        if let Some(Window::Fixed { from: Some(from), .. }) = &measure.window {
            self.under_date(from, below);
        }
        for step in &measure.steps {
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.under_measure(*id, below);
        }
        match &measure.count {
            Count::Formula(expr) => self.under_expr(expr, below),
            Count::Table(table) => self.under_table(table, below),
            Count::FullYears(from) | Count::FullMonths(from) => self.under_date(from, below),
            _ => {}
        }
    }

    fn under_table(&self, table: &Table, below: &mut Below) {
        for column in &table.columns {
            self.under_operand(column.operand, below);
        }
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.under_expr(expr, below);
            }
        }
    }

    fn under_operand(&self, operand: Operand, below: &mut Below) {
        match operand {
            Operand::Fact(id) => {
                add(&mut below.facts, id);
            }
            Operand::Measure(id) => self.under_measure(id, below),
            Operand::Attribute(id) => {
                add(&mut below.attributes, id);
            }
            Operand::Node(_) => {}
        }
    }

    fn under_date(&self, operand: &DateOperand, below: &mut Below) {
        match operand {
            DateOperand::Fact(id) => {
                add(&mut below.facts, *id);
            }
            DateOperand::Measure(id) => self.under_measure(*id, below),
            DateOperand::Attribute(id) => {
                add(&mut below.attributes, *id);
            }
            DateOperand::Shifted(inner, _) => self.under_date(inner, below),
            _ => {}
        }
    }

    fn under_expr(&self, expr: &Expr, below: &mut Below) {
        expr.visit(&mut |expr| match expr {
            Expr::Fact(id) => {
                add(&mut below.facts, *id);
            }
            Expr::Measure(id) => self.under_measure(*id, below),
            Expr::Parameter(id) => {
                add(&mut below.parameters, *id);
            }
            Expr::Attribute(id) => {
                add(&mut below.attributes, *id);
            }
            _ => {}
        });
    }

    fn under_cond(&self, cond: &Cond, below: &mut Below) {
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Numbers(left, _, right) => {
                self.under_expr(left, below);
                self.under_expr(right, below);
            }
            Test::Dates(left, _, right) => {
                self.under_date(left, below);
                self.under_date(right, below);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => {
                self.under_operand(*operand, below);
            }
            Test::Same(left, right) => {
                self.under_operand(*left, below);
                self.under_operand(*right, below);
            }
            Test::Exists(Comparand::Fact(id)) => {
                add(&mut below.facts, *id);
            }
            Test::Exists(Comparand::Measure(id)) => self.under_measure(*id, below),
            Test::Exists(Comparand::Attribute(id)) => {
                add(&mut below.attributes, *id);
            }
            Test::Named(id) => self.under_cond(&self.policy[*id].cond, below),
        });
    }

    /// Facts and attributes that a node rests on and that are not known.
    pub fn missing_under(&self, id: NodeId, found: &mut Vec<Missing>) {
        let below = self.below(id);
        self.missing_of(&below, found);
    }

    /// The measures that a condition looks at, without those below them.
    pub fn measures_of(&self, cond: &Cond) -> Vec<MeasureId> {
        let mut found = Vec::new();
        self.direct_measures(cond, &mut found);
        found
    }

    fn direct_measures(&self, cond: &Cond, found: &mut Vec<MeasureId>) {
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Numbers(left, _, right) => {
                for side in [left, right] {
                    side.visit(&mut |expr| {
                        if let Expr::Measure(id) = expr {
                            add(found, *id);
                        }
                    });
                }
            }
            Test::Choice(Operand::Measure(id), _)
            | Test::Words(Operand::Measure(id), _)
            | Test::Contains(Operand::Measure(id), _)
            | Test::Flag(Operand::Measure(id))
            | Test::Exists(Comparand::Measure(id)) => {
                add(found, *id);
            }
            Test::Named(id) => self.direct_measures(&self.policy[*id].cond, found),
            _ => {}
        });
    }

    /// True when a condition looks at the total or at an item.
    pub fn rests_on_points(&self, cond: &Cond) -> bool {
        let mut found = false;
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Named(id) => found |= self.rests_on_points(&self.policy[*id].cond),
            Test::Numbers(left, _, right) => {
                for side in [left, right] {
                    side.visit(&mut |expr| {
                        found |= matches!(expr, Expr::Total | Expr::Score | Expr::Node(_))
                    });
                }
            }
            _ => {}
        });
        found
    }

    /// Facts and attributes that a test rests on and that are not known.
    pub fn missing_for_test(&self, cond: &Cond, found: &mut Vec<Missing>) {
        let mut below = Below::default();
        self.under_cond(cond, &mut below);
        self.missing_of(&below, found);
    }

    fn missing_of(&self, below: &Below, found: &mut Vec<Missing>) {
        for fact in &below.facts {
            let disputed = self.assessment.record.get(*fact).disputed;
            match self.run.known(*fact) {
                Known::Unknown => {
                    add(found, Missing { fact: *fact, attribute: None, disputed });
                }
                Known::Entries(_) => self.missing_attributes(*fact, below, found),
                Known::Nothing | Known::Value(_) => {}
            }
        }
    }

    /// Attributes left out of spans and events whose result is not known.
    fn missing_attributes(&self, fact: FactId, below: &Below, found: &mut Vec<Missing>) {
        let policy = self.policy;
        for id in &below.measures {
            let Some(result) = self.run.measures.get(id.index()).and_then(Option::as_ref) else { continue };
            for used in result.entries.iter().filter(|used| used.fact == fact) {
                // Those that count can still lack what is summed or looked up; those that do not count matter no more.
                if used.counts == Tri::No {
                    continue;
                }
                let Some(entry) = self.run.entry(fact, used.at) else { continue };
                let mut asked = Below::default();
                for source in policy[*id].sources.iter().filter(|source| source.fact == fact) {
                    if let Some(filter) = &source.filter {
                        self.under_cond(filter, &mut asked);
                    }
                    match &source.amount {
                        Some(Amount::Number(expr)) => self.under_expr(expr, &mut asked),
                        Some(Amount::Attribute(id)) => {
                            add(&mut asked.attributes, *id);
                        }
                        _ => {}
                    }
                }
                let entries_scored = matches!(policy[*id].count, Count::Entries);
                let also = below.attributes.iter().filter(|_| entries_scored);
                for attribute in asked.attributes.iter().chain(also) {
                    if entry.attribute(*attribute).is_none() && self.attribute(fact, *attribute).is_some() {
                        add(found, Missing { fact, attribute: Some(*attribute), disputed: false });
                    }
                }
            }
        }
    }

    /// What is not known and moves the total.
    pub fn missing_from_total(&self) -> Vec<Missing> {
        let mut found = Vec::new();
        if self.assessment.total.range().is_known() {
            return found;
        }
        for id in self.policy.node_ids() {
            let open = self.result(id).is_some_and(|result| !result.points.is_known());
            if open {
                self.missing_under(id, &mut found);
            }
        }
        found
    }

    pub fn missing_line(&mut self, id: NodeId) {
        let mut found = Vec::new();
        self.missing_under(id, &mut found);
        if found.is_empty() {
            return;
        }
        let start = self.begin();
        self.say(Say::NotKnownYet);
        self.push_missing(&found);
        self.end_line(LineKind::Missing, start);
    }

    /// The names of what is not known.
    pub fn push_missing(&mut self, found: &[Missing]) {
        let mut first = true;
        for missing in found.iter().take(MOST) {
            self.separate(&mut first);
            self.push(self.fact_name(missing.fact));
            if let Some(attribute) = missing.attribute {
                self.push(self.marks.open);
                self.push(self.attribute_name(missing.fact, attribute));
                self.push(self.marks.close);
            }
            if missing.disputed {
                self.push(self.marks.open);
                self.say(Say::Disputed);
                self.push(self.marks.close);
            }
        }
        if found.len() > MOST {
            self.say(Say::Pieces(found.len()));
        }
    }

    /// The parameters that months were held against, with their grades; gives the weakest grade.
    pub fn parameter_lines(&mut self, id: NodeId, measures: &[MeasureId]) -> Grade {
        let mut weakest = Grade::Verified;
        if self.result(id).is_none_or(|result| result.points == Range::ZERO) {
            return weakest;
        }
        let policy = self.policy;
        if measures.iter().all(|measure| policy[*measure].sources.iter().all(|source| !source.monthly)) {
            return weakest;
        }
        let below = self.below(id);
        // From the first day looked at to the last.
        let mut frame: Option<(Date, Date)> = None;
        for measure in &below.measures {
            let monthly = policy[*measure].sources.iter().any(|source| source.monthly);
            if !monthly {
                continue;
            }
            let of = self.run.frame(&policy[*measure]);
            let from = of.from.unwrap_or_else(|| terms::Months::first().first_day());
            let (first, last) = frame.unwrap_or((from, of.to));
            frame = Some((first.min(from), last.max(of.to)));
        }
        let (first, last) = frame.unwrap_or((self.assessment.as_of, self.assessment.as_of));
        let last = Month::last_full(last).last_day().max(first);
        for parameter in below.parameters {
            let parameter = &policy[parameter];
            let start = self.begin();
            let mut some = false;
            let mut unverified = false;
            for (at, row) in parameter.rows.iter().enumerate() {
                let next = parameter.rows.get(at + 1).map(|row| row.from);
                if row.from > last || next.is_some_and(|next| next <= first) {
                    continue;
                }
                if std::mem::replace(&mut some, true) {
                    self.push(self.marks.list);
                } else {
                    self.push(self.name(&parameter.name));
                    self.push(self.marks.colon);
                }
                self.say(Say::From(row.from));
                self.amount(row.value, super::names::word("", parameter.dimension));
                weakest = weakest.min(row.basis.grade);
                if row.basis.grade == Grade::Unverified {
                    unverified = true;
                    self.push(self.marks.open);
                    self.say(Say::OnlyGrade(Grade::Unverified));
                    self.push(self.marks.close);
                }
            }
            self.end_line(if unverified { LineKind::Unverified } else { LineKind::Facts }, start);
        }
        weakest
    }
}
