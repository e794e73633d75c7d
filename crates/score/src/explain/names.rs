//! Names of things in the language at hand.

use super::words::Unit;
use super::writer::Writer;
use policy::model::{Amount, Count, Expr, Measure, MeasureId, NodeId, Operand, ValueKind};
use policy::unit::Dimension;
use policy::vocabulary::{Attribute, AttributeId, FactId};

impl<'a> Writer<'a, '_> {
    /// A name, word or sentence of the policy.
    pub fn name(&self, chinese: &'a str) -> &'a str {
        if self.chinese() { chinese } else { self.policy.english(chinese) }
    }

    pub fn fact_name(&self, id: FactId) -> &'a str {
        let fact = self.policy.vocabulary.fact(id);
        if self.chinese() || fact.english.is_empty() { &fact.name } else { &fact.english }
    }

    pub fn attribute(&self, fact: FactId, id: AttributeId) -> Option<&'a Attribute> {
        self.policy.vocabulary.fact(fact).attributes.get(usize::from(id.0))
    }

    pub fn attribute_name(&self, fact: FactId, id: AttributeId) -> &'a str {
        match self.attribute(fact, id) {
            Some(attribute) if self.chinese() || attribute.english.is_empty() => &attribute.name,
            Some(attribute) => &attribute.english,
            None => "",
        }
    }

    pub fn node_name(&self, id: NodeId) -> &'a str {
        self.name(&self.policy[id].name)
    }

    /// A measure's name; its arguments stay as they are.
    pub fn push_measure_name(&mut self, id: MeasureId) {
        let name: &'a str = &self.policy[id].name;
        if self.chinese() {
            return self.push(name);
        }
        match name.split_once('（') {
            Some((plain, arguments)) => {
                let english = self.policy.english(plain);
                self.push(english);
                self.push(" (");
                let arguments = arguments.trim_end_matches('）');
                let mut first = true;
                for argument in arguments.split('，') {
                    self.separate(&mut first);
                    self.push(argument);
                }
                self.push(")");
            }
            None => self.push(self.policy.english(name)),
        }
    }

    /// The name of what a condition or a column looks at.
    pub fn push_operand_name(&mut self, operand: Operand, fact: Option<FactId>) {
        match operand {
            Operand::Attribute(id) => {
                let name = fact.map_or("", |fact| self.attribute_name(fact, id));
                self.push(name);
            }
            Operand::Fact(id) => self.push(self.fact_name(id)),
            Operand::Measure(id) => self.push_measure_name(id),
            Operand::Node(id) => self.push(self.node_name(id)),
        }
    }

    /// The allowed words of what a condition or a column looks at.
    pub fn options(&self, operand: Operand, fact: Option<FactId>) -> Option<&'a [String]> {
        match operand {
            Operand::Attribute(id) => self.attribute(fact?, id)?.kind.options(),
            Operand::Fact(id) => self.policy.vocabulary.fact(id).value.as_ref()?.options(),
            Operand::Measure(id) => match &self.policy[id].kind {
                ValueKind::Choice(options) => Some(options),
                _ => None,
            },
            Operand::Node(_) => None,
        }
    }

    /// What a number of it counts.
    pub fn unit(&self, operand: Operand, fact: Option<FactId>) -> Unit<'a> {
        match operand {
            Operand::Attribute(id) => fact
                .and_then(|fact| self.attribute(fact, id))
                .map_or(Unit::Plain, |attribute| word(&attribute.unit_word, attribute.unit)),
            Operand::Fact(id) => {
                let fact = self.policy.vocabulary.fact(id);
                word(&fact.unit_word, fact.unit)
            }
            Operand::Measure(id) => self.measure_unit(&self.policy[id]),
            Operand::Node(_) => Unit::Points,
        }
    }

    /// What a measure counts.
    pub fn measure_unit(&self, measure: &'a Measure) -> Unit<'a> {
        // A sum of persons is persons, though its dimension is only a count.
        if !matches!(measure.count, Count::Times | Count::YearsReaching(_))
            && let Some(source) = measure.sources.first()
            && let Some(Amount::Number(Expr::Attribute(id))) = source.amount
            && let Some(attribute) = self.attribute(source.fact, id)
        {
            return word(&attribute.unit_word, attribute.unit);
        }
        match measure.kind {
            ValueKind::Number(dimension) => word("", dimension),
            _ => Unit::Plain,
        }
    }
}

pub(super) fn word<'u>(unit: &'u str, dimension: Option<Dimension>) -> Unit<'u> {
    match dimension {
        None | Some(Dimension::Plain) => Unit::Plain,
        Some(Dimension::Points) => Unit::Points,
        Some(Dimension::Money) => Unit::Money,
        Some(Dimension::Months) => Unit::Months,
        Some(Dimension::Years) => Unit::Years,
        Some(Dimension::Days) => Unit::Days,
        Some(Dimension::Age) => Unit::Age,
        Some(Dimension::Hours) => Unit::Hours,
        Some(Dimension::Volume) => Unit::Volume,
        Some(Dimension::Area) => Unit::Area,
        Some(Dimension::Count) if unit.is_empty() => Unit::Times,
        Some(Dimension::Count) => Unit::Word(unit),
    }
}
