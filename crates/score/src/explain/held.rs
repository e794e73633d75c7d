//! Values as they are held.

use super::words::{Say, Unit};
use super::writer::Writer;
use crate::run::At;
use crate::value::{DateValue, Value, Words};
use policy::model::{ABSENT, DateOperand, Operand};
use policy::vocabulary::FactId;

/// More choices than this are not listed: it is simply not known which.
const MOST_CHOICES: u32 = 3;

impl<'a> Writer<'a, '_> {
    /// What is known of an operand.
    pub fn push_held(&mut self, operand: Operand, at: At<'a, '_>) {
        let value = self.run.operand(operand, at);
        let fact = at.entry.map(|(fact, _)| fact);
        self.push_value(value, self.options(operand, fact), self.unit(operand, fact));
    }

    /// A value as far as it is known.
    pub fn push_value(&mut self, value: Value<'a>, options: Option<&'a [String]>, unit: Unit<'_>) {
        match value {
            Value::Number(range) => self.range(range, unit),
            Value::Flag(flag) => self.say(Say::Flag(flag)),
            Value::Choice(0 | ABSENT) | Value::Many(_, 0) => self.say(Say::None),
            Value::Choice(mask) if mask.count_ones() <= MOST_CHOICES => {
                self.push_options(mask, options, self.marks.or);
                if mask & ABSENT != 0 {
                    self.push(self.marks.or);
                    self.say(Say::None);
                }
            }
            Value::Choice(_) => self.say(Say::Unknown),
            Value::Many(surely, maybe) if surely == maybe => {
                self.push_options(surely, options, self.marks.list)
            }
            Value::Many(0, _) => self.say(Say::Unknown),
            Value::Many(surely, _) => self.push_options(surely, options, self.marks.list),
            Value::Words(Words::Known(text)) => self.push(self.name(text)),
            Value::Words(Words::Absent) => self.say(Say::None),
            Value::Words(Words::Unknown) => self.say(Say::Unknown),
            Value::Date(date) => self.push_date(date),
            Value::Entries => {}
        }
    }

    /// The options of a set of bits.
    pub fn push_options(&mut self, bits: u64, options: Option<&'a [String]>, between: &str) {
        let mut first = true;
        for (at, option) in options.unwrap_or_default().iter().enumerate() {
            if bits >> at & 1 == 1 {
                if !std::mem::replace(&mut first, false) {
                    self.push(between);
                }
                self.push(self.name(option));
            }
        }
    }

    pub fn push_date(&mut self, date: DateValue) {
        match date {
            DateValue::Known(day) if day == terms::Date::MAX => self.say(Say::Until),
            DateValue::Known(day) => super::amounts::date(&mut self.out, day),
            DateValue::Absent => self.say(Say::None),
            DateValue::Unknown(_) => self.say(Say::Unknown),
        }
    }

    /// The name of a date operand.
    pub fn push_date_name(&mut self, operand: &DateOperand, fact: Option<FactId>) {
        let (chinese, english) = match operand {
            DateOperand::Fixed(day) => return super::amounts::date(&mut self.out, *day),
            DateOperand::Attribute(id) => return self.push_operand_name(Operand::Attribute(*id), fact),
            DateOperand::Fact(id) => return self.push_operand_name(Operand::Fact(*id), fact),
            DateOperand::Measure(id) => return self.push_measure_name(*id),
            DateOperand::Shifted(inner, months) => {
                self.push_date_name(inner, fact);
                let sign = if *months < 0 { " − " } else { " + " };
                let count = months.unsigned_abs();
                let (number, chinese, english) = if count % 12 == 0 {
                    (count / 12, " 年", " years")
                } else {
                    (count, " 个月", " months")
                };
                let unit = if self.chinese() { chinese } else { english };
                return self.push(&format!("{sign}{number}{unit}"));
            }
            DateOperand::Counting(as_of) => {
                let on = as_of.on(self.run.application);
                return super::amounts::date(&mut self.out, on);
            }
            DateOperand::AsOf => ("时点", "the counting date"),
            DateOperand::Application => ("申请日", "the day of application"),
            DateOperand::Start => ("起", "its beginning"),
            DateOperand::End => ("止", "its end"),
        };
        let word = if self.chinese() { chinese } else { english };
        self.push(word);
    }
}
