//! Rows of tables in words.

use super::LineKind;
use super::expression::Shown;
use super::words::{Say, Unit};
use super::writer::Writer;
use crate::run::At;
use policy::model::{Cell, Column, NodeId, Operand, Row, RowValue, Scored, Table};
use policy::vocabulary::FactId;
use terms::Exact;

impl<'a> Writer<'a, '_> {
    /// Lines on a table that is looked up once.
    pub fn table_lines(&mut self, id: NodeId, table: &'a Table) {
        let policy = self.policy;
        let node = &policy[id];
        let scored = match node.scored {
            Scored::Measure(measure) => Some(Operand::Measure(measure)),
            Scored::Fact(fact) => Some(Operand::Fact(fact)),
            Scored::Nothing => None,
        };
        self.scored_lines(node.scored);
        // Values that nothing else tells.
        let start = self.begin();
        let mut first = true;
        for column in table.columns.iter().filter(|column| Some(column.operand) != scored) {
            match column.operand {
                Operand::Measure(_) => {}
                Operand::Fact(fact) => {
                    self.separate(&mut first);
                    self.push_fact(fact);
                }
                operand => {
                    self.separate(&mut first);
                    self.push_operand_name(operand, None);
                    self.space();
                    self.push_held(operand, At::default());
                }
            }
        }
        self.end_line(LineKind::Facts, start);
        for column in table.columns.iter().filter(|column| Some(column.operand) != scored) {
            if let Operand::Measure(measure) = column.operand {
                self.measure_lines(measure, 1);
            }
        }
        let start = self.begin();
        match self.result(id).map(|result| (result.row, result.points.is_known())) {
            Some((Some(row), _)) => self.push_row(table, row, At::default()),
            Some((None, true)) => self.say(Say::NoRow),
            Some((None, false)) => self.say(Say::RowOpen),
            None => {}
        }
        self.end_line(LineKind::Rule, start);
    }

    /// The row that hit, and what it gives.
    pub fn push_row(&mut self, table: &'a Table, at_row: usize, at: At<'a, '_>) {
        let Some(row) = table.rows.get(at_row) else { return };
        let fact = at.entry.map(|(fact, _)| fact);
        // A row that any value falls in is not worth a word.
        if row.cells.iter().any(|cell| !matches!(cell, Cell::Any)) {
            self.say(Say::BeforeRow);
            self.push_cells(table, row, fact);
            self.say(Say::AfterRow);
            if let Some(note) = &row.note {
                self.push(self.marks.open);
                self.push(self.name(note));
                self.push(self.marks.close);
            }
            self.push(self.marks.colon);
        } else if let Some(note) = &row.note {
            self.push(self.name(note));
            self.push(self.marks.colon);
        }
        match &row.value {
            RowValue::Given(expr) => self.push_points_of(expr, at, Shown::Both),
            RowValue::Unspecified => self.say(Say::Unspecified),
            RowValue::Unseen => self.say(Say::Unseen),
        }
    }

    /// The cells of a row that ask for something.
    pub fn push_cells(&mut self, table: &'a Table, row: &'a Row, fact: Option<FactId>) {
        let mut some = false;
        for ((cell, text), column) in row.cells.iter().zip(&row.texts).zip(&table.columns) {
            if matches!(cell, Cell::Any) {
                continue;
            }
            if std::mem::replace(&mut some, true) {
                self.push(" · ");
            }
            if self.chinese() {
                self.push(text);
            } else {
                self.push_cell(cell, column, fact);
            }
        }
    }

    fn push_cell(&mut self, cell: &'a Cell, column: &'a Column, fact: Option<FactId>) {
        let unit = self.unit(column.operand, fact);
        match cell {
            Cell::Any => self.push("any"),
            Cell::Other => self.push("any other"),
            Cell::Between(Some((low, true)), Some((high, true))) if low == high => self.amount(*low, unit),
            Cell::Between(low, high) => {
                self.push_end("", low.as_ref(), [" at least ", " more than "], unit);
                if low.is_some() && high.is_some() {
                    self.push(" and ");
                }
                self.push_end("", high.as_ref(), [" at most ", " less than "], unit);
            }
            Cell::Among(bits) => self.push_options(*bits, self.options(column.operand, fact), " or "),
            Cell::Words(words) => {
                for (at, word) in words.iter().enumerate() {
                    if at > 0 {
                        self.push(" or ");
                    }
                    self.push(self.name(word));
                }
            }
            Cell::Flag(yes) => self.push(if *yes { "yes" } else { "no" }),
        }
    }

    fn push_end(
        &mut self,
        before: &str,
        end: Option<&(Exact, bool)>,
        [closed, open]: [&str; 2],
        unit: Unit<'_>,
    ) {
        if let Some((value, included)) = end {
            self.push(before);
            self.push(if *included { closed } else { open }.trim_start());
            self.amount(*value, unit);
        }
    }
}
