//! Rules on one number, step by step.

use super::LineKind;
use super::words::{Say, Unit};
use super::writer::Writer;
use policy::model::{Marginal, Node, NodeId, Operating, Scored, StartAfter};
use terms::{Exact, Range};

impl<'a> Writer<'a, '_> {
    /// The unit of what is scored.
    fn scored_unit(&self, scored: Scored) -> Unit<'a> {
        match scored {
            Scored::Measure(id) => self.measure_unit(&self.policy[id]),
            Scored::Fact(id) => self.unit(policy::model::Operand::Fact(id), None),
            Scored::Nothing => Unit::Plain,
        }
    }

    /// Lines on a rule that works on one number.
    pub fn number_lines(&mut self, id: NodeId, operating: &'a Operating) {
        let policy = self.policy;
        let node = &policy[id];
        let unit = self.scored_unit(node.scored);
        if self.year_lines(id) {
            return self.step_line(operating, unit);
        }
        let Some((value, raw)) = self.result(id).and_then(|result| Some((result.value?, result.raw))) else {
            return;
        };
        let Some(counted) = self.after_start(node, value) else { return };
        let start = self.begin();
        match counted.exactly() {
            Some(counted) => self.push_operating(operating, counted, unit, raw),
            None => {
                self.push_steps(operating, unit);
                self.push(self.marks.colon);
                self.say(Say::Gives(raw));
            }
        }
        self.end_line(LineKind::Rule, start);
    }

    /// Lines on a table in which each month or year is worth what its row says.
    pub fn marginal_lines(&mut self, id: NodeId, marginal: &'a Marginal) {
        let policy = self.policy;
        let node = &policy[id];
        let Some((value, raw)) = self.result(id).and_then(|result| Some((result.value?, result.raw))) else {
            return;
        };
        let Some(counted) = self.after_start(node, value) else { return };
        let start = self.begin();
        if let Some(counted) = counted.exactly() {
            let mut left = counted.full(marginal.unit).unwrap_or(Exact::ZERO);
            let mut done = Exact::ZERO;
            let mut first = true;
            for (until, points, _) in &marginal.rows {
                let room = until.map_or(left, |until| (until - done).min(left));
                if room > Exact::ZERO {
                    self.separate(&mut first);
                    self.say(Say::Band { count: room, years: marginal.unit != Exact::ONE, points: *points });
                }
                left = left - room;
                done = done + room;
            }
            if !first {
                self.push(self.marks.colon);
            }
        }
        self.say(Say::Gives(raw));
        self.end_line(LineKind::Rule, start);
    }

    /// What is left to count after 起算; nothing when it does not begin, which is then said.
    fn after_start(&mut self, node: &'a Node, value: Range) -> Option<Range> {
        let Some(StartAfter { months, all }) = node.start else { return Some(value) };
        let start = self.begin();
        let begun = value.low.is_some_and(|low| low >= months);
        if value.high.is_some_and(|high| high < months) {
            self.say(Say::StartNotReached { months, held: value });
            self.end_line(LineKind::Rule, start);
            return None;
        }
        if all {
            self.say(Say::StartAll { months });
            self.end_line(LineKind::Rule, start);
            return Some(if begun { value } else { Range { low: Some(Exact::ZERO), high: value.high } });
        }
        let counted = value.map_rising(|held| Some(held.checked_sub(months)?.max(Exact::ZERO)));
        self.say(Say::StartAfter { months, counted });
        self.end_line(LineKind::Rule, start);
        Some(counted)
    }

    /// Calendar years with a cap of their own; true when there are any.
    pub fn year_lines(&mut self, id: NodeId) -> bool {
        let policy = self.policy;
        let Some(cap) = policy[id].yearly_cap else { return false };
        let years = self.result(id).map_or(0, |result| result.years.len());
        let start = self.begin();
        let mut first = true;
        for at in 0..years {
            let Some(year) = self.result(id).and_then(|result| result.years.get(at).copied()) else {
                continue;
            };
            if !std::mem::replace(&mut first, false) {
                self.push(self.marks.semicolon);
            }
            self.say(Say::YearCap { year: year.year, before: year.raw, cap });
        }
        self.end_line(LineKind::Limited, start);
        years > 0
    }

    /// The rule alone.
    fn step_line(&mut self, operating: &'a Operating, unit: Unit<'a>) {
        let start = self.begin();
        self.push_steps(operating, unit);
        self.end_line(LineKind::Rule, start);
    }

    fn push_steps(&mut self, operating: &'a Operating, unit: Unit<'a>) {
        match *operating {
            Operating::PerFull { step, points, .. } => self.say(Say::PerFull { step, unit, points }),
            Operating::ProRata { step, points } => self.say(Say::ProRata { step, unit, points }),
            Operating::FirstThen { first, first_points, step, points } => {
                self.say(Say::First { first, unit, points: first_points });
                self.push(self.marks.comma);
                self.say(Say::Then { step, unit, points });
            }
        }
    }

    /// The rule with the numbers put in.
    fn push_operating(&mut self, operating: &'a Operating, value: Exact, unit: Unit<'a>, raw: Range) {
        self.push_steps(operating, unit);
        self.push(self.marks.colon);
        match *operating {
            Operating::PerFull { step, points, remainder } => {
                let Some((full, rest)) = parts(value, step) else {
                    return self.push_equals(raw, Unit::Points);
                };
                self.product(full, points, &[]);
                let extra = remainder.filter(|(least, _)| rest >= *least);
                if let Some((least, points)) = extra {
                    self.say(Say::Remainder(least, unit, points));
                }
                self.push_equals(raw, Unit::Points);
                if !rest.is_zero() && extra.is_none() {
                    self.say(Say::Rest(rest, unit));
                }
            }
            Operating::ProRata { step, points } => {
                let steps: &[Exact] = if super::expression::is_one(step) { &[] } else { &[step] };
                self.product(value, points, steps);
                self.push_equals(raw, Unit::Points);
            }
            Operating::FirstThen { first, first_points, step, points } => {
                if value < first {
                    return self.say(Say::TooLittle);
                }
                let Some((full, _)) = value.checked_sub(first).and_then(|further| parts(further, step))
                else {
                    return self.push_equals(raw, Unit::Points);
                };
                self.number(first_points);
                self.push(" + ");
                self.product(full, points, &[]);
                self.push_equals(raw, Unit::Points);
            }
        }
    }

    /// `155 ÷ 12 × 0.5`
    fn product(&mut self, count: Exact, points: Exact, over: &[Exact]) {
        self.number(count);
        for step in over {
            self.push(" ÷ ");
            self.number(*step);
        }
        self.push(" × ");
        self.push_bare(Range::known(points));
    }
}

/// The full steps in a number, and the rest; nothing when it is too large to be taken apart.
fn parts(value: Exact, step: Exact) -> Option<(Exact, Exact)> {
    let full = value.full(step)?;
    Some((full, value.checked_sub(full.checked_mul(step)?)?))
}
