//! What a measure counts (计).

use super::Builder;
use super::names::{Found, Scope, Sort};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::Text;
use crate::language;
use crate::model::{Amount as Taken, Count, DateOperand, Measure, ValueKind};
use crate::unit::{Dimension, amount};
use crate::vocabulary::Kind;

/// Counts of the time since a date.
pub(super) const SINCE: &[&str] = &["周岁", "满年数", "满月数"];

impl Builder<'_> {
    pub(super) fn count(
        &mut self,
        measure: &mut Measure,
        text: &Text,
        kind: Kind,
        scope: Scope<'_>,
    ) -> Option<()> {
        let months = ValueKind::Number(Some(Dimension::Months));
        let years = ValueKind::Number(Some(Dimension::Years));
        let spans = matches!(kind, Kind::MonthSpans | Kind::DaySpans);
        let (count, value, fits) = match text.text.as_str() {
            "月数" => (Count::Months, months, spans),
            "天数" => (Count::Days, ValueKind::Number(Some(Dimension::Days)), kind == Kind::DaySpans),
            "整年数" => (Count::Years, years, spans),
            "各段整年数" => (Count::YearsByRun, years, spans),
            "年度数" if spans => (Count::YearsTouched, years, spans),
            "连续月数" => (Count::CurrentRun, months, spans),
            "最长连续月数" => (Count::LongestRun, months, spans),
            "在期" => (Count::InForce, ValueKind::Flag, spans),
            "次数" => (Count::Times, ValueKind::Number(Some(Dimension::Count)), kind != Kind::Value),
            "有无" => (Count::Exists, ValueKind::Flag, kind != Kind::Value),
            phrase if SINCE.contains(&phrase) && kind == Kind::Value => return self.elapsed(measure, text),
            phrase => return self.taken(measure, phrase, text, kind, scope),
        };
        if !fits {
            let message = format!("“{}”不能用于{}", text.text, kind_word(kind));
            self.error("unit-mismatch", text.span, message);
            return None;
        }
        measure.count = count;
        measure.kind = value;
        Some(())
    }

    /// Time since a date that another measure gives.
    pub(super) fn since_measure(&mut self, measure: &mut Measure, from: &Text, text: &Text) -> Option<()> {
        let id = self.named_measure(from)?;
        let sort = self.sort(Found::Measure(id), Scope::default());
        self.since(measure, DateOperand::Measure(id), &sort, text)
    }

    fn elapsed(&mut self, measure: &mut Measure, text: &Text) -> Option<()> {
        let fact = measure.sources.first().map(|source| source.fact)?;
        let sort = self.sort(Found::Fact(fact), Scope::default());
        self.since(measure, DateOperand::Fact(fact), &sort, text)
    }

    fn since(&mut self, measure: &mut Measure, from: DateOperand, sort: &Sort, text: &Text) -> Option<()> {
        if *sort != Sort::Date {
            self.error(
                "unit-mismatch",
                text.span,
                format!("“{}”要从日期算起，取自的是{}", text.text, sort.word()),
            );
            return None;
        }
        measure.sources.clear();
        (measure.count, measure.kind) = match text.text.as_str() {
            "满月数" => (Count::FullMonths(from), ValueKind::Number(Some(Dimension::Months))),
            "周岁" => (Count::FullYears(from), ValueKind::Number(Some(Dimension::Age))),
            _ => (Count::FullYears(from), ValueKind::Number(Some(Dimension::Years))),
        };
        Some(())
    }

    /// Counts that take something of each span or event.
    fn taken(
        &mut self,
        measure: &mut Measure,
        phrase: &str,
        text: &Text,
        kind: Kind,
        scope: Scope<'_>,
    ) -> Option<()> {
        if let Some(rest) = phrase.strip_prefix("年度数") {
            return self.years_reaching(measure, rest, text, kind, scope);
        }
        let Some((word, rest)) = phrase.split_once(' ').filter(|_| kind != Kind::Value) else {
            self.bad_count(text);
            return None;
        };
        let start = text.text.len() - rest.len();
        let rest = Text { text: rest.trim().to_owned(), span: text.part(start, text.text.len()) };
        let count = match word {
            "合计" => Count::Sum,
            "平均" => Count::Mean,
            "最高" => Count::Greatest,
            "最低" => Count::Least,
            "最近" => Count::Latest,
            "最早" => Count::Earliest,
            _ => {
                self.bad_count(text);
                return None;
            }
        };
        let numeric = matches!(count, Count::Sum | Count::Mean);
        let mut kinds = Vec::new();
        for at in 0..measure.sources.len() {
            let fact = measure.sources.get(at).map(|source| source.fact)?;
            let inner = Scope { fact: Some(fact), ..scope };
            let (taken, value) = self.taken_of(&rest, numeric, inner)?;
            let source = measure.sources.get_mut(at)?;
            if let Taken::Number(expr) = &taken {
                source.monthly |= expr.has_parameter();
            }
            source.amount = Some(taken);
            kinds.push(value);
        }
        let first = kinds.first().cloned()?;
        if kinds.iter().any(|kind| *kind != first) {
            self.error("unit-mismatch", rest.span, "几项事实的这个属性不是同一种值");
            return None;
        }
        measure.count = count;
        measure.kind = first;
        Some(())
    }

    fn taken_of(&mut self, rest: &Text, numeric: bool, scope: Scope<'_>) -> Option<(Taken, ValueKind)> {
        if !numeric
            && let Ok(syntax) = language::expression(rest)
            && matches!(&syntax.kind, language::syntax::SyntaxKind::Name(_, arguments) if arguments.is_empty())
        {
            let found = self.find(&syntax, scope)?;
            match (found, self.sort(found, scope)) {
                (Found::Start, _) => return Some((Taken::Start, ValueKind::Date)),
                (Found::End, _) => return Some((Taken::End, ValueKind::Date)),
                (Found::Attribute(id), Sort::Choice(options, _)) => {
                    return Some((Taken::Attribute(id), ValueKind::Choice(options)));
                }
                (Found::Attribute(id), Sort::Words) => return Some((Taken::Attribute(id), ValueKind::Words)),
                (Found::Attribute(id), Sort::Date) => return Some((Taken::Attribute(id), ValueKind::Date)),
                (Found::Attribute(id), Sort::Flag) => return Some((Taken::Attribute(id), ValueKind::Flag)),
                _ => {}
            }
        }
        let (expr, dimension) = self.expression(rest, scope)?;
        Some((Taken::Number(expr), ValueKind::Number(dimension)))
    }

    fn years_reaching(
        &mut self,
        measure: &mut Measure,
        rest: &str,
        text: &Text,
        kind: Kind,
        scope: Scope<'_>,
    ) -> Option<()> {
        let inner = rest.trim().strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
        let split =
            inner.and_then(|inner| inner.strip_prefix("合计")).and_then(|inner| inner.split_once("不低于"));
        let Some((sum, least)) = split.filter(|_| kind == Kind::Events) else {
            self.error_hint(
                "bad-phrase",
                text.span,
                "“年度数”的写法不对",
                "用于事件写成“年度数（合计 税额 不低于 100000 元）”，用于时段只写“年度数”",
            );
            return None;
        };
        let sum = super::within(text, sum.trim());
        let Some(least) = amount(least) else {
            self.error("bad-number", text.span, format!("“{}”不是数", least.trim()));
            return None;
        };
        for at in 0..measure.sources.len() {
            let fact = measure.sources.get(at).map(|source| source.fact)?;
            let (expr, dimension) = self.expression(&sum, Scope { fact: Some(fact), ..scope })?;
            self.fit(least, dimension, text.span)?;
            measure.sources.get_mut(at)?.amount = Some(Taken::Number(expr));
        }
        measure.count = Count::YearsReaching(least.value);
        measure.kind = ValueKind::Number(Some(Dimension::Years));
        Some(())
    }

    fn bad_count(&mut self, text: &Text) {
        const FORMS: &[&str] = &[
            "月数",
            "天数",
            "整年数",
            "各段整年数",
            "连续月数",
            "最长连续月数",
            "在期",
            "次数",
            "有无",
            "合计",
            "平均",
            "最高",
            "最低",
            "最近",
            "最早",
            "年度数",
            "周岁",
            "满年数",
            "满月数",
        ];
        let word = text.text.split([' ', '（']).next().unwrap_or_default();
        let problem = Diagnostic::error("bad-phrase", text.span, format!("不知道怎样计“{}”", text.text));
        let problem = match nearest(word, FORMS.iter().copied().filter(|form| *form != word)) {
            Some(near) => problem.hint(format!("是不是“{near}”？")),
            None => problem.hint(format!("可写：{}", FORMS.join("、"))),
        };
        self.problems.push(problem);
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Value => "一个值",
        Kind::MonthSpans => "按月的时段",
        Kind::DaySpans => "按日的时段",
        Kind::Events => "事件",
    }
}
