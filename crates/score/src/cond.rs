//! Conditions over what is known.

use crate::assessment::LeafResult;
use crate::run::{At, Known, Run};
use crate::value::{DateValue, Value, Words};
use policy::language::syntax::Comparison;
use policy::model::{ABSENT, Comparand, Cond, DateOperand, Leaf, Operand, Test};
use policy::record::Value as Held;
use terms::civil::{months_after, months_before};
use terms::{Date, Range, Tri};

impl<'a> Run<'a> {
    /// Whether a condition holds.
    pub fn cond(&mut self, cond: &'a Cond, at: At<'a, '_>) -> Tri {
        match cond {
            Cond::All(members) => {
                let mut all = Tri::Yes;
                for member in members {
                    all = all.and(self.cond(member, at));
                    if all == Tri::No {
                        break;
                    }
                }
                all
            }
            Cond::Any(members) => {
                let mut any = Tri::No;
                for member in members {
                    any = any.or(self.cond(member, at));
                    if any == Tri::Yes {
                        break;
                    }
                }
                any
            }
            Cond::Not(inner) => {
                let inner_holds = self.cond(inner, at);
                if inner_holds == Tri::Yes {
                    // What is denied holds: its first test stands for it.
                    let mut first = None;
                    inner.leaves(&mut |leaf| first = first.or(Some(&*leaf.text)));
                    self.failed = first;
                }
                !inner_holds
            }
            Cond::Leaf(leaf) => {
                let holds = self.at_hand(leaf, at).unwrap_or_else(|| self.leaf(leaf, at));
                if holds == Tri::No {
                    self.failed = Some(&leaf.text);
                }
                holds
            }
        }
    }

    /// The commonest tests by far: a known attribute of the span or event at hand against a constant.
    fn at_hand(&self, leaf: &'a Leaf, at: At<'a, '_>) -> Option<Tri> {
        let (_, entry) = at.entry?;
        match &leaf.test {
            Test::Flag(Operand::Attribute(id)) => match entry.attribute(*id)? {
                Held::Bool(yes) => Some(Tri::from(*yes)),
                _ => None,
            },
            Test::Words(Operand::Attribute(id), words) => match entry.attribute(*id)? {
                Held::Text(text) => Some(Tri::from(words.contains(text))),
                _ => None,
            },
            Test::Choice(Operand::Attribute(id), bits) => match entry.attribute(*id)? {
                Held::Choice(place) => Some(Tri::from(bits >> place & 1 == 1)),
                _ => None,
            },
            _ => None,
        }
    }

    fn leaf(&mut self, leaf: &'a Leaf, at: At<'a, '_>) -> Tri {
        match &leaf.test {
            Test::Numbers(left, comparison, right) => {
                if let Some(a) = self.exact(left, at)
                    && let Some(b) = self.exact(right, at)
                {
                    return Tri::from(comparison.holds(&a, &b));
                }
                let left = self.expr(left, at);
                let right = self.expr(right, at);
                compare(left, *comparison, right)
            }
            Test::Dates(left, comparison, right) => {
                let left = self.date(left, at);
                let right = self.date(right, at);
                compare_dates(left, *comparison, right)
            }
            Test::Choice(operand, bits) => match self.operand(*operand, at) {
                Value::Choice(mask) => among(mask, *bits),
                Value::Flag(flag) => flag,
                _ => Tri::Unknown,
            },
            Test::Words(operand, words) => match self.operand(*operand, at) {
                Value::Words(Words::Known(text)) => Tri::from(words.iter().any(|word| **word == *text)),
                Value::Words(Words::Absent) => Tri::No,
                _ => Tri::Unknown,
            },
            Test::Same(left, right) => match (self.operand(*left, at), self.operand(*right, at)) {
                (Value::Words(Words::Known(a)), Value::Words(Words::Known(b))) => Tri::from(a == b),
                (Value::Words(Words::Absent), _) | (_, Value::Words(Words::Absent)) => Tri::No,
                (Value::Choice(a), Value::Choice(b)) => same_choice(a, b),
                _ => Tri::Unknown,
            },
            Test::Contains(operand, place) => match self.operand(*operand, at) {
                Value::Many(surely, _) if surely >> place & 1 == 1 => Tri::Yes,
                Value::Many(_, maybe) if maybe >> place & 1 == 0 => Tri::No,
                _ => Tri::Unknown,
            },
            Test::Flag(operand) => match self.operand(*operand, at) {
                Value::Flag(flag) => flag,
                _ => Tri::Unknown,
            },
            Test::Exists(comparand) => self.exists(*comparand, at),
            Test::Named(id) => self.named(*id),
        }
    }

    pub fn exists(&mut self, comparand: Comparand, at: At<'a, '_>) -> Tri {
        match comparand {
            Comparand::Attribute(id) => self.operand(Operand::Attribute(id), at).exists(),
            Comparand::Fact(id) => match self.known(id) {
                Known::Unknown => Tri::Unknown,
                Known::Nothing => Tri::No,
                Known::Value(policy::record::Value::Bool(yes)) => Tri::from(*yes),
                Known::Value(_) => Tri::Yes,
                Known::Entries(entries) => Tri::from(!entries.is_empty()),
            },
            Comparand::Measure(id) => match self.measure(id) {
                Value::Entries => {
                    let Some(Some(result)) = self.measures.get(id.index()) else { return Tri::Unknown };
                    let some = result.entries.iter().map(|entry| entry.counts).fold(Tri::No, Tri::or);
                    if result.unknown { some.or(Tri::Unknown) } else { some }
                }
                value => value.exists(),
            },
        }
    }

    /// A date, as far as it is known.
    pub fn date(&mut self, operand: &DateOperand, at: At<'a, '_>) -> DateValue {
        let value = match operand {
            DateOperand::Fixed(date) => return DateValue::Known(*date),
            DateOperand::AsOf => return DateValue::Known(self.as_of),
            DateOperand::Counting(as_of) => return DateValue::Known(as_of.on(self.application)),
            DateOperand::Application => return DateValue::Known(self.application),
            DateOperand::Start => {
                return at.entry.map_or(DateValue::Absent, |(_, entry)| DateValue::Known(entry.from));
            }
            DateOperand::End => {
                return at
                    .entry
                    .map_or(DateValue::Absent, |(_, entry)| DateValue::Known(entry.to.unwrap_or(Date::MAX)));
            }
            DateOperand::Attribute(id) => self.operand(Operand::Attribute(*id), at),
            DateOperand::Fact(id) => self.operand(Operand::Fact(*id), at),
            DateOperand::Measure(id) => self.operand(Operand::Measure(*id), at),
            DateOperand::Shifted(inner, months) => return shifted(self.date(inner, at), *months),
        };
        match value {
            Value::Date(date) => date,
            _ => DateValue::Unknown(None),
        }
    }

    /// Every single test of a condition with its own result, whether or not the whole needed it.
    pub fn leaves(&mut self, cond: &'a Cond, denied: bool, out: &mut Vec<LeafResult<'a>>) {
        match cond {
            Cond::All(members) | Cond::Any(members) => {
                members.iter().for_each(|member| self.leaves(member, denied, out))
            }
            Cond::Not(inner) => self.leaves(inner, !denied, out),
            Cond::Leaf(leaf) => {
                let (holds, left, right) = match &leaf.test {
                    Test::Numbers(left, comparison, right) => {
                        let left = self.expr(left, At::default());
                        let right = self.expr(right, At::default());
                        (compare(left, *comparison, right), Some(left), Some(right))
                    }
                    _ => (self.leaf(leaf, At::default()), None, None),
                };
                let named = match leaf.test {
                    Test::Named(id) => Some(id),
                    _ => None,
                };
                let holds = if denied { !holds } else { holds };
                out.push(LeafResult { text: &leaf.text, holds, named, left, right });
            }
        }
    }
}

/// Whether two choices are the same; who has none has not the same.
fn same_choice(a: u64, b: u64) -> Tri {
    if a & b & !ABSENT == 0 {
        Tri::No
    } else if a == b && a.count_ones() == 1 {
        Tri::Yes
    } else {
        Tri::Unknown
    }
}

/// A date some months later, or earlier.
fn shifted(value: DateValue, months: i32) -> DateValue {
    let count = months.unsigned_abs();
    let shift = |day: Date| match day {
        // «Never over» stays so.
        Date::MAX => day,
        _ if months < 0 => months_before(day, count),
        _ => months_after(day, count),
    };
    match value {
        DateValue::Known(day) => DateValue::Known(shift(day)),
        DateValue::Unknown(Some((first, last))) => DateValue::Unknown(Some((shift(first), shift(last)))),
        other => other,
    }
}

fn among(mask: u64, bits: u64) -> Tri {
    if mask & bits == 0 {
        Tri::No
    } else if mask & !bits == 0 {
        Tri::Yes
    } else {
        Tri::Unknown
    }
}

/// Whether one quantity compares so with another.
pub(crate) fn compare(left: Range, comparison: Comparison, right: Range) -> Tri {
    if let (Some(a), Some(b)) = (left.exactly(), right.exactly()) {
        return Tri::from(comparison.holds(&a, &b));
    }
    let surely_at_least = matches!((left.low, right.high), (Some(a), Some(b)) if a >= b);
    let surely_above = matches!((left.low, right.high), (Some(a), Some(b)) if a > b);
    let surely_at_most = matches!((left.high, right.low), (Some(a), Some(b)) if a <= b);
    let surely_below = matches!((left.high, right.low), (Some(a), Some(b)) if a < b);
    let (yes, no) = match comparison {
        Comparison::AtLeast => (surely_at_least, surely_below),
        Comparison::Above => (surely_above, surely_at_most),
        Comparison::AtMost => (surely_at_most, surely_above),
        Comparison::Below => (surely_below, surely_at_least),
        Comparison::Equal => (false, surely_above || surely_below),
    };
    match (yes, no) {
        (true, _) => Tri::Yes,
        (_, true) => Tri::No,
        _ => Tri::Unknown,
    }
}

fn compare_dates(left: DateValue, comparison: Comparison, right: DateValue) -> Tri {
    let ends = |value: DateValue| match value {
        DateValue::Known(date) => Some((date, date)),
        DateValue::Unknown(Some(ends)) => Some(ends),
        DateValue::Unknown(None) => Some((Date::MIN, Date::MAX)),
        DateValue::Absent => None,
    };
    let (Some((a, b)), Some((c, d))) = (ends(left), ends(right)) else { return Tri::No };
    let always = [(a, d), (b, c), (a, c), (b, d)].iter().all(|(x, y)| comparison.holds(x, y));
    let never = [(a, d), (b, c), (a, c), (b, d)].iter().all(|(x, y)| !comparison.holds(x, y));
    // Between ranges that overlap, equality can hold though none of the ends is equal.
    let overlap = comparison == Comparison::Equal && a <= d && c <= b;
    // A date that is not known may also turn out not to exist, and then nothing holds of it.
    let known = matches!((left, right), (DateValue::Known(_), DateValue::Known(_)));
    match (always && known, never && !overlap) {
        (true, _) => Tri::Yes,
        (_, true) => Tri::No,
        _ => Tri::Unknown,
    }
}
