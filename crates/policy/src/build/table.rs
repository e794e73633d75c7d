//! Tables of tiers and tables of values.

use super::Builder;
use super::names::{Scope, Sort};
use crate::diagnostic::Span;
use crate::document::{Table as Written, Text};
use crate::language;
use crate::language::phrase;
use crate::language::syntax::{Operator, Syntax, SyntaxKind};
use crate::model::{ABSENT, Basis, Cell, Column, Expr, Marginal, Row, RowValue, Table};
use crate::unit::{Amount, Dimension};
use terms::Exact;

/// How many condition columns a table may have.
const WIDEST: usize = 3;
/// How many rows.
const MOST_ROWS: usize = 400;
/// Columns that carry no condition.
const PLAIN: &[&str] = &["依据", "核实", "出处", "说明"];

/// The columns of a table, by what they are for.
struct Heads {
    conditions: usize,
    value: usize,
    citation: Option<usize>,
    grade: Option<usize>,
    note: Option<usize>,
    sources: Option<usize>,
}

impl Builder<'_> {
    /// A table of points.
    pub(super) fn points_table(
        &mut self,
        written: &Written,
        scope: Scope<'_>,
        basis: &Basis,
    ) -> Option<Table> {
        let (table, _) = self.table(written, "分值", scope, basis)?;
        Some(table)
    }

    /// A table of a measure's values, and what the values count.
    pub(super) fn value_table(
        &mut self,
        written: &Written,
        scope: Scope<'_>,
    ) -> Option<(Table, Option<Dimension>)> {
        let basis = self.default_basis.clone();
        self.table(written, "值", scope, &basis)
    }

    /// The head of the column that gives points: 分值, 每月 or 每年.
    pub(super) fn value_head(written: &Written) -> Option<&str> {
        written
            .head
            .iter()
            .map(|head| head.text.as_str())
            .find(|head| matches!(*head, "分值" | "每月" | "每年"))
    }

    fn heads(&mut self, written: &Written, value: &str) -> Option<Heads> {
        let place = |word: &str| written.head.iter().position(|head| head.text == word);
        let Some(at) = place(value) else {
            let span = written.head.first().map_or(written.span, |head| head.span);
            self.error_hint(
                "bad-table",
                span,
                format!("表头里没有“{value}”这一列"),
                format!("条件在前，然后是“{value}”，再后可有依据、核实、说明"),
            );
            return None;
        };
        let heads = Heads {
            conditions: at,
            value: at,
            citation: place("依据"),
            grade: place("核实"),
            note: place("说明"),
            sources: place("出处"),
        };
        if at == 0 || at > WIDEST {
            let span = written.head.first().map_or(written.span, |head| head.span);
            self.error_hint(
                "bad-table",
                span,
                format!("“{value}”前面有 {at} 列条件，要有一至三列"),
                "列太多时把指标拆成几个部分",
            );
            return None;
        }
        for head in written.head.iter().skip(at + 1) {
            if !PLAIN.contains(&head.text.as_str()) {
                self.error_hint(
                    "bad-table",
                    head.span,
                    format!("“{value}”后面不能有“{}”列", head.text),
                    "可有：依据、核实、说明",
                );
            }
        }
        Some(heads)
    }

    fn table(
        &mut self,
        written: &Written,
        value: &str,
        scope: Scope<'_>,
        basis: &Basis,
    ) -> Option<(Table, Option<Dimension>)> {
        let heads = self.heads(written, value)?;
        let mut columns = Vec::new();
        let mut sorts = Vec::new();
        for head in written.head.iter().take(heads.conditions) {
            let syntax = match language::expression(head) {
                Ok(syntax) => syntax,
                Err(_) => Syntax { kind: SyntaxKind::Name(head.text.clone(), Vec::new()), span: head.span },
            };
            let found = self.operand(&syntax, scope);
            sorts.push(found.as_ref().map(|(_, sort)| sort.clone()));
            columns.extend(found.map(|(operand, _)| Column { head: head.text.clone(), operand }));
        }
        if written.rows.len() > MOST_ROWS {
            self.error_hint(
                "bad-table",
                written.span,
                format!("表格有 {} 行，超过上限 {MOST_ROWS} 行", written.rows.len()),
                "拆成几个部分",
            );
            return None;
        }
        let mut rows = Vec::new();
        let mut dimension = None;
        for cells in &written.rows {
            let Some((row, counts)) = self.row(cells, &heads, &sorts, scope, basis) else { continue };
            dimension = dimension.or(counts);
            rows.push(row);
        }
        if columns.len() < heads.conditions || (rows.is_empty() && !written.rows.is_empty()) {
            return None;
        }
        if rows.is_empty() {
            self.error("bad-table", written.span, "表格没有一行内容");
            return None;
        }
        let partial = rows.len() < written.rows.len();
        Some((Table { columns, rows, partial, place: written.span }, dimension))
    }

    fn row(
        &mut self,
        written: &[Text],
        heads: &Heads,
        sorts: &[Option<Sort>],
        scope: Scope<'_>,
        basis: &Basis,
    ) -> Option<(Row, Option<Dimension>)> {
        let mut cells = Vec::new();
        for (text, sort) in written.iter().zip(sorts) {
            // A column whose head was not understood has been spoken of already.
            cells.push(sort.as_ref().and_then(|sort| self.cell(text, sort)));
        }
        let value = written.get(heads.value)?;
        let (value, dimension) = if value.text == "未规定" {
            (Some(RowValue::Unspecified), None)
        } else if value.text == "未见" {
            (Some(RowValue::Unseen), None)
        } else if value.text.is_empty() {
            self.error_hint("bad-number", value.span, "这一格是空的", "写分值；条例没有规定的写“未规定”");
            (None, None)
        } else {
            match self.expression(value, scope) {
                Some((expr, dimension)) => (Some(RowValue::Given(expr)), dimension),
                None => (None, None),
            }
        };
        let pick = |at: Option<usize>| at.and_then(|at| written.get(at));
        let mut basis = self.basis_of(pick(heads.citation), pick(heads.grade), basis);
        if let Some(text) = pick(heads.sources).filter(|text| !text.text.is_empty()) {
            basis.sources = super::basis::words(&text.text);
        }
        let note = pick(heads.note).map(|text| text.text.clone()).filter(|note| !note.is_empty());
        let place = written
            .iter()
            .fold(written.first().map_or(Span::default(), |cell| cell.span), |span, cell| span.to(cell.span));
        let texts = written.iter().take(heads.conditions).map(|cell| cell.text.clone()).collect();
        let cells = cells.into_iter().collect::<Option<Vec<Cell>>>()?;
        Some((Row { cells, texts, value: value?, basis, note, place }, dimension))
    }

    fn cell(&mut self, text: &Text, sort: &Sort) -> Option<Cell> {
        match text.text.as_str() {
            "任意" | "—" | "-" | "－" => return Some(Cell::Any),
            "其他" | "其它" => return Some(Cell::Other),
            "" => {
                self.error_hint("bad-table", text.span, "条件这一格是空的", "不论什么都算的写“任意”");
                return None;
            }
            _ => {}
        }
        match sort {
            Sort::Number(dimension) => self.interval_cell(text, *dimension),
            Sort::Flag => match text.text.as_str() {
                "是" | "有" => Some(Cell::Flag(true)),
                "否" | "无" => Some(Cell::Flag(false)),
                _ => {
                    self.error("bad-value", text.span, format!("“{}”要写“是”或“否”", text.text));
                    None
                }
            },
            Sort::Choice(options, ordered) => self.choice_cell(text, options, *ordered),
            Sort::Words => Some(Cell::Words(text.text.split('/').map(|word| word.trim().into()).collect())),
            other => {
                self.error("bad-table", text.span, format!("表格的条件不能是{}", other.word()));
                None
            }
        }
    }

    fn interval_cell(&mut self, text: &Text, dimension: Option<Dimension>) -> Option<Cell> {
        let Some((low, high)) = phrase::interval(&text.text) else {
            self.error_hint(
                "bad-interval",
                text.span,
                format!("“{}”不是区间的写法", text.text),
                "可写：不满 56、56 至 60、60 以上、60 以下、超过 60、2 以上不满 3、一个数",
            );
            return None;
        };
        let mut end = |end: Option<(Amount, bool)>| match end {
            None => Some(None),
            Some((amount, included)) => {
                self.fit(amount, dimension, text.span).map(|value| Some((value, included)))
            }
        };
        let (low, high) = (end(low), end(high));
        let (low, high) = (low?, high?);
        if let (Some((a, x)), Some((b, y))) = (low, high)
            && (a > b || (a == b && !(x && y)))
        {
            let message = format!("“{}”里没有任何数：两端写反了", text.text);
            self.error_hint("bad-interval", text.span, message, "小的数写在前面");
            return None;
        }
        Some(Cell::Between(low, high))
    }

    fn choice_cell(&mut self, text: &Text, options: &[String], ordered: bool) -> Option<Cell> {
        if text.text == "无" && !options.contains(&text.text) {
            return Some(Cell::Among(ABSENT));
        }
        let all = (0..options.len()).fold(0u64, |bits, at| bits | 1 << at);
        if let Some(rest) = text.text.strip_prefix('非').filter(|_| !options.contains(&text.text)) {
            let start = text.text.len() - rest.len();
            let inner = Text { text: rest.to_owned(), span: text.part(start, text.text.len()) };
            return match self.choice_cell(&inner, options, ordered)? {
                // Who has none of the words does not have this one either.
                Cell::Among(bits) => Some(Cell::Among((all & !bits) | ABSENT)),
                other => Some(other),
            };
        }
        for (suffix, upward) in [("以上", true), ("以下", false)] {
            if let Some(word) =
                text.text.strip_suffix(suffix).filter(|_| ordered && !options.contains(&text.text))
            {
                let word = word.strip_suffix('及').unwrap_or(word).trim();
                let at = self.option(&Text { text: word.to_owned(), span: text.span }, options)?;
                let bits = (0..options.len()).filter(|place| {
                    if upward { *place >= usize::from(at) } else { *place <= usize::from(at) }
                });
                return Some(Cell::Among(bits.fold(0, |bits, place| bits | 1 << place)));
            }
        }
        let mut bits = 0;
        let mut start = 0;
        let mut fine = true;
        for part in text.text.split('/') {
            let word = Text { text: part.trim().to_owned(), span: text.part(start, start + part.len()) };
            start += part.len() + 1;
            match self.option(&word, options) {
                Some(at) => bits |= 1u64 << at,
                None => fine = false,
            }
        }
        fine.then_some(Cell::Among(bits))
    }

    /// A table in which each month (or full year) is worth what its row says.
    pub(super) fn marginal(&mut self, written: &Written, head: &str, basis: &Basis) -> Option<Marginal> {
        let heads = self.heads(written, head)?;
        let unit = if head == "每月" { Exact::ONE } else { Exact::from(12) };
        let mut rows: Vec<(Option<Exact>, Exact, Basis)> = Vec::new();
        let mut last = Exact::ZERO;
        let mut open = false;
        for cells in &written.rows {
            let (text, value) = (cells.first()?, cells.get(heads.value)?);
            let read = phrase::interval(&text.text);
            let units = |amount: Amount| {
                if amount.dimension == Some(Dimension::Months) { amount.value / unit } else { amount.value }
            };
            let Some((low, high)) = read else {
                self.error_hint(
                    "bad-interval",
                    text.span,
                    format!("“{}”不是区间的写法", text.text),
                    "写成“1 至 24”“25 至 60”“61 以上”",
                );
                return None;
            };
            let low = match low {
                Some((amount, true)) => units(amount),
                Some((amount, false)) => units(amount) + Exact::ONE,
                None => Exact::ONE,
            };
            if open || low != last + Exact::ONE {
                self.error_hint(
                    "bad-table",
                    text.span,
                    format!("这一段要从 {} 开始", last + Exact::ONE),
                    "各段要首尾相接，从 1 起",
                );
                return None;
            }
            let high = high
                .map(|(amount, included)| if included { units(amount) } else { units(amount) - Exact::ONE });
            let points = self.constant(value)?;
            let pick = |at: Option<usize>| at.and_then(|at| cells.get(at));
            let basis = self.basis_of(pick(heads.citation), pick(heads.grade), basis);
            open = high.is_none();
            last = high.unwrap_or(last);
            rows.push((high, points, basis));
        }
        Some(Marginal { rows, unit })
    }

    /// Points that are the same for everyone: a number, or a sum of numbers such as `10 ÷ 12`.
    fn constant(&mut self, text: &Text) -> Option<Exact> {
        let expr = self.points_expr(text, Scope::default())?;
        let value = fixed(&expr);
        if value.is_none() {
            self.error_hint(
                "bad-number",
                text.span,
                format!("“{}”不是固定的分值", text.text),
                "写一个数，或“10 ÷ 12”这样的算式",
            );
        }
        value
    }

    /// `Expr` of plain points.
    pub(super) fn points_expr(&mut self, text: &Text, scope: Scope<'_>) -> Option<Expr> {
        // `20 ÷ 发明人数 分`: the unit stands at the end of the expression.
        let trimmed = text.text.strip_suffix('分').map_or(text.text.as_str(), str::trim_end);
        let inner = Text { text: trimmed.to_owned(), span: text.part(0, trimmed.len()) };
        self.expression(&inner, scope).map(|(expr, _)| expr)
    }
}

/// The value of an expression of numbers alone; nothing when its parts have more digits than points ever have.
fn fixed(expr: &Expr) -> Option<Exact> {
    const LARGEST: u64 = 1_000_000_000_000;
    let value = match expr {
        Expr::Number(value) => Some(*value),
        Expr::Negative(inner) => fixed(inner).map(|value| -value),
        Expr::Binary(left, operator, right) => {
            let (left, right) = (fixed(left)?, fixed(right)?);
            match operator {
                Operator::Plus => left.checked_add(right),
                Operator::Minus => left.checked_sub(right),
                Operator::Times => left.checked_mul(right),
                Operator::Over => left.checked_div(right),
            }
        }
        _ => None,
    };
    value.filter(|value| {
        value.numerator().unsigned_abs() <= LARGEST && value.denominator().unsigned_abs() <= LARGEST
    })
}
