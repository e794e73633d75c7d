//! Clauses that are right elsewhere and would do nothing here.

use super::Builder;
use crate::document::Section;
use crate::model::{Count, Measure, Node, Rule, Scored, ValueKind};
use crate::vocabulary::Kind;

impl Builder<'_> {
    /// Clauses of a measure that what it counts does not look at.
    pub(super) fn measure_placement(&mut self, measure: &Measure, section: &Section, kind: Kind) {
        const LINES: &[&str] = &["并入", "除去", "限于"];
        let counts_line = matches!(
            measure.count,
            Count::Months
                | Count::Days
                | Count::Years
                | Count::YearsByRun
                | Count::CurrentRun
                | Count::LongestRun
                | Count::InForce
        );
        let by_run = matches!(measure.count, Count::YearsByRun | Count::CurrentRun | Count::LongestRun);
        if kind == Kind::Value {
            for key in ["条件", "窗口"] {
                self.misplaced(section, key, "只取一个日期，没有时段和事件可挑");
            }
        }
        if kind != Kind::DaySpans {
            self.misplaced(section, "折月", "不是取自按日的时段");
        }
        if !by_run {
            self.misplaced(section, "容断", "不按连续的一段来计");
        }
        // Events have no timeline at all: a check says so, with the other measure's name.
        if !counts_line && kind != Kind::Events {
            for key in LINES {
                self.misplaced(section, key, "不按月份或日子来计");
            }
        }
    }

    /// Clauses of a group, item or part that its rule does not look at.
    pub(super) fn node_placement(&mut self, node: &Node, section: &Section) {
        if matches!(node.rule, Rule::Children) && node.children.is_empty() {
            return; // Its rule could not be read.
        }
        let on_number = matches!(node.rule, Rule::Number(_) | Rule::Marginal(_));
        let entries = match node.scored {
            Scored::Measure(id) => {
                self.measures.get(id.index()).is_some_and(|measure| measure.kind == ValueKind::Entries)
            }
            _ => false,
        };
        let each = entries && matches!(node.rule, Rule::Table(_) | Rule::Each(_));
        let of_measure = matches!(node.scored, Scored::Measure(_));
        if !on_number {
            self.misplaced(section, "起算", "不按一个数每满多少来计分");
        } else if node.yearly_cap.is_some() {
            self.misplaced(section, "起算", "逐年计分，不能再写起算");
        }
        if !(each || (on_number && of_measure)) {
            self.misplaced(section, "每年上限", "不能逐年计分");
        }
        if !each {
            self.misplaced(section, "不重复", "不按每次事件计分");
        }
        if node.children.is_empty() {
            for key in ["同一行为", "合并"] {
                self.misplaced(section, key, "下面没有分项");
            }
        }
    }

    fn misplaced(&mut self, section: &Section, key: &str, why: &str) {
        if let Some(clause) = section.clause(key) {
            let message = format!("“{}”{why}，“{key}”用不上", section.heading.text);
            self.error_hint("misplaced-clause", clause.key.span, message, "删去这一条，或改计分、计数的方法");
        }
    }
}
