//! Measures.

use super::clauses::Clauses;
use super::names::{Found, Scope};
use super::{Builder, closed_list, members, within};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::document::{Section, Text};
use crate::language;
use crate::language::phrase::{self, WindowPhrase};
use crate::model::{
    Cond, Count, Filter, FilterId, Fold, Measure, MeasureId, SetStep, Source, Threshold, ValueKind, Window,
};
use crate::unit::{Amount, Dimension, amount};
use crate::vocabulary::{FactId, Kind, Type};

impl<'a> Builder<'a> {
    pub(super) fn build_measure(
        &mut self,
        name: &str,
        section: &'a Section,
        arguments: &[(String, Amount)],
    ) -> Option<Measure> {
        let clauses = Clauses::of(section);
        let basis = self.basis(&clauses, &self.default_basis.clone());
        let readings = self.readings(&clauses);
        clauses.one("认定");
        let shown = if arguments.is_empty() {
            name.to_owned()
        } else {
            let values: Vec<String> = arguments.iter().map(|(_, amount)| amount.value.to_string()).collect();
            format!("{name}（{}）", values.join("，"))
        };
        let mut measure = Measure {
            name: shown,
            sources: Vec::new(),
            window: None,
            fold: None,
            steps: Vec::new(),
            gap: 0,
            as_of: None,
            count: Count::Entries,
            kind: ValueKind::Entries,
            feeds: false,
            basis,
            readings,
            place: section.heading.span,
        };
        let as_of = section.clause("时点").and_then(|clause| phrase::as_of(&clause.value.text));
        let scope = Scope { fact: None, arguments, in_use: false, as_of };
        let fine = self.measure_content(&mut measure, section, &clauses, scope);
        clauses.finish("口径", closed_list::MEASURE, &mut self.problems);
        fine.map(|()| measure)
    }

    fn measure_content(
        &mut self,
        measure: &mut Measure,
        section: &'a Section,
        clauses: &Clauses<'a>,
        scope: Scope<'_>,
    ) -> Option<()> {
        self.no_headings(section, "口径");
        if let Some((_, code)) = section.codes.first() {
            self.error("misplaced-table", code.span, "规则里不能有代码块");
        }
        if let Some(text) = clauses.one("等于") {
            let (expr, dimension) = self.expression(text, scope)?;
            measure.count = Count::Formula(expr);
            measure.kind = ValueKind::Number(dimension);
            if let Some(table) = section.tables.first() {
                self.error("misplaced-table", table.span, "写了“等于”，不能再有表格");
            }
            return Some(());
        }
        if let Some(second) = section.tables.get(1) {
            self.error("misplaced-table", second.span, "一个口径只能有一张表格");
        }
        if let Some(table) = section.tables.first() {
            let (table, dimension) = self.value_table(table, scope)?;
            measure.count = Count::Table(Box::new(table));
            measure.kind = ValueKind::Number(dimension);
            return Some(());
        }
        // Every clause is taken before anything can end this early, so that one mistake does not make others of its neighbours.
        let from = clauses.one("取自");
        let conditions = clauses.all("条件");
        let count = clauses.one("计");
        let window = clauses.one("窗口");
        let starts = clauses.one("起算日");
        if let Some(text) = clauses.one("时点") {
            measure.as_of = self.as_of(text);
        }
        if let Some(text) = window {
            measure.window = self.window(text, scope);
        }
        let steps = self.steps(measure, clauses);
        if let Some(text) = clauses.one("折月") {
            measure.fold = match text.text.as_str() {
                "满月" => Some(Fold::Whole),
                "有一日即算" => Some(Fold::Touched),
                _ => {
                    self.error_hint(
                        "bad-phrase",
                        text.span,
                        format!("“{}”不是折月的写法", text.text),
                        "可写：满月、有一日即算",
                    );
                    None
                }
            };
        }
        if let Some(text) = clauses.one("容断") {
            let months = amount(&text.text).filter(|amount| amount.dimension == Some(Dimension::Months));
            match months.and_then(|amount| u32::try_from(amount.value.floor()).ok()) {
                Some(months) => measure.gap = months,
                None => self.error_hint(
                    "bad-number",
                    text.span,
                    format!("“{}”不是一段时间", text.text),
                    "写成“3 个月”",
                ),
            }
        }
        let Some(from) = from else {
            self.missing(section, "取自", "写明取自哪项事实，或用“等于”、表格定义");
            return None;
        };
        if let Some(text) = count.filter(|text| super::count::SINCE.contains(&text.text.as_str()))
            && self.defines(&from.text)
        {
            self.measure_placement(measure, section, Kind::Value);
            return self.since_measure(measure, from, text);
        }
        let facts = self.facts(from)?;
        let kind = facts.first().map(|fact| self.vocabulary.fact(*fact).kind)?;
        if facts.iter().any(|fact| self.vocabulary.fact(*fact).kind != kind) {
            self.error(
                "unit-mismatch",
                from.span,
                "合在一起取的事实要同为按月的时段、按日的时段，或同为事件",
            );
            return None;
        }
        let mut fine = true;
        for fact in facts {
            let inner = Scope { fact: Some(fact), ..scope };
            let parts: Vec<Cond> = conditions.iter().filter_map(|text| self.condition(text, inner)).collect();
            fine &= parts.len() == conditions.len();
            measure.sources.push(self.source(fact, parts)?);
        }
        if let Some(text) = starts {
            fine &= self.starts(measure, text, kind).is_some();
        }
        match count {
            Some(text) => self.count(measure, text, kind, scope)?,
            None if kind == Kind::Events => {}
            None => {
                // Without 计, spans are a set of months for others to work with; counted, it is their number.
                measure.count = Count::Months;
                measure.kind = ValueKind::Number(Some(Dimension::Months));
            }
        }
        self.measure_placement(measure, section, kind);
        // A window that could not be read leaves the measure as it is: what it counts is known.
        (fine && steps.is_some()).then_some(())
    }

    /// 起算日: a date attribute of every source.
    fn starts(&mut self, measure: &mut Measure, text: &Text, kind: Kind) -> Option<()> {
        if !kind.is_spans() {
            self.error("misplaced-clause", text.span, "“起算日”只用于时段");
            return None;
        }
        for source in &mut measure.sources {
            let fact = self.vocabulary.fact(source.fact);
            let id = fact.attribute(&text.text).filter(|id| {
                fact.attributes.get(usize::from(id.0)).is_some_and(|attribute| attribute.kind == Type::Date)
            });
            let Some(id) = id else {
                let problem = Diagnostic::error(
                    "unknown-name",
                    text.span,
                    format!("“{}”没有叫“{}”的日期", fact.name, text.text),
                );
                self.problems.push(problem.hint("写一个日期属性的名称，如 备案日期"));
                return None;
            };
            source.starts = Some(id);
        }
        Some(())
    }

    /// A source with its condition split into what is the same for every month and what is not.
    fn source(&mut self, fact: FactId, parts: Vec<Cond>) -> Option<Source> {
        let varies = |cond: &Cond| {
            let mut found = false;
            cond.expressions(&mut |expr| found |= expr.has_parameter());
            found
        };
        let filter = all(parts.clone());
        let (varying, fixed): (Vec<Cond>, Vec<Cond>) = parts.into_iter().flat_map(flatten).partition(varies);
        let fixed = match all(fixed) {
            Some(cond) => Some(self.shared_filter(Filter { fact, cond })?),
            None => None,
        };
        let monthly = !varying.is_empty();
        let varying = all(varying);
        let threshold = varying.as_ref().and_then(|cond| Threshold::of(cond, self.parameters));
        Some(Source { fact, filter, fixed, varying, threshold, starts: None, amount: None, monthly })
    }

    fn shared_filter(&mut self, filter: Filter) -> Option<FilterId> {
        let known = self.filters.iter().position(|known| *known == filter);
        let at = known.unwrap_or(self.filters.len());
        if known.is_none() {
            self.filters.push(filter);
        }
        u16::try_from(at).ok().map(FilterId)
    }

    /// True for the name of a measure, with or without arguments.
    fn defines(&self, text: &str) -> bool {
        let name = text.split(['（', '(']).next().unwrap_or_default().trim();
        self.vocabulary.find(name).is_none()
            && self.definitions.iter().any(|definition| definition.name == name)
    }

    fn facts(&mut self, from: &Text) -> Option<Vec<FactId>> {
        let mut facts = Vec::new();
        for word in members(from) {
            match self.vocabulary.find(&word.text) {
                Some(fact) => facts.push(fact),
                None if self.definitions.iter().any(|definition| definition.name == word.text) => {
                    let hint = "只有计“满年数”“满月数”“周岁”时可以取自一个日期口径；其余用“等于”“并入”“限于”";
                    self.error_hint(
                        "unknown-fact",
                        word.span,
                        format!("“{}”是口径，不是事实", word.text),
                        hint,
                    );
                }
                None => {
                    let problem = Diagnostic::error(
                        "unknown-fact",
                        word.span,
                        format!("事实词表里没有“{}”", word.text),
                    );
                    let problem = match nearest(&word.text, self.vocabulary.names()) {
                        Some(near) => problem.hint(format!("是不是“{near}”？")),
                        None => problem.hint("可用的事实见 policies/facts.md"),
                    };
                    self.problems.push(problem);
                }
            }
        }
        (!facts.is_empty()).then_some(facts)
    }

    fn steps(&mut self, measure: &mut Measure, clauses: &Clauses<'a>) -> Option<()> {
        let mut fine = Some(());
        for key in ["并入", "除去", "限于"] {
            let Some(text) = clauses.one(key) else { continue };
            for word in members(text) {
                let (name, until) = phrase::until_month(&word.text);
                let name = Text { text: name.to_owned(), span: word.part(0, name.len()) };
                let Some(other) = self.named_measure(&name) else {
                    fine = None;
                    continue;
                };
                measure.steps.push(match key {
                    "并入" => SetStep::Add(other, until),
                    "除去" => SetStep::Remove(other),
                    _ => SetStep::Keep(other),
                });
            }
        }
        fine
    }

    /// A measure by name, with arguments if it has any.
    pub(super) fn named_measure(&mut self, text: &Text) -> Option<MeasureId> {
        let syntax = match language::expression(text) {
            Ok(syntax) => syntax,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        match self.find(&syntax, Scope::default())? {
            Found::Measure(id) => Some(id),
            _ => {
                self.error("unknown-name", text.span, format!("“{}”不是口径", text.text));
                None
            }
        }
    }

    fn window(&mut self, text: &Text, scope: Scope<'_>) -> Option<Window> {
        let Some(window) = phrase::window(&text.text) else {
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是窗口的写法", text.text),
                phrase::WINDOW_FORMS,
            );
            return None;
        };
        let number = |builder: &mut Self, word: &str| {
            let argument =
                scope.arguments.iter().find(|(name, _)| name == word).map(|(_, amount)| amount.value);
            let value = argument.or_else(|| crate::numeral::number(word)).filter(|value| value.is_whole());
            let value = value
                .and_then(|value| u32::try_from(value.numerator()).ok())
                .filter(|value| (1..=1200).contains(value));
            if value.is_none() {
                builder.error_hint(
                    "bad-number",
                    text.span,
                    format!("“{word}”不是窗口的长度"),
                    phrase::WINDOW_FORMS,
                );
            }
            value
        };
        Some(match window {
            WindowPhrase::Months(word) => Window::Months(number(self, &word)?),
            WindowPhrase::Years(word) => Window::Years(number(self, &word)?),
            WindowPhrase::FullYears(word) => Window::FullYears(number(self, &word)?),
            WindowPhrase::ThisYear => Window::ThisYear,
            WindowPhrase::Fixed(from, to) => {
                let from = match from {
                    None => None,
                    Some(word) => {
                        let syntax = language::expression(&within(text, &word));
                        match syntax {
                            Ok(syntax) => Some(self.date(&syntax, scope)?),
                            Err(problem) => {
                                self.problems.push(problem);
                                return None;
                            }
                        }
                    }
                };
                Window::Fixed { from, to }
            }
        })
    }

    pub(super) fn as_of(&mut self, text: &Text) -> Option<crate::model::AsOf> {
        let read = phrase::as_of(&text.text);
        if read.is_none() {
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是时点的写法", text.text),
                phrase::AS_OF_FORMS,
            );
        }
        read
    }

    /// The events of a fact as they are, for scoring one by one.
    pub(super) fn entries_of(&mut self, fact: FactId, place: Span) -> Option<MeasureId> {
        let name = self.vocabulary.fact(fact).name.clone();
        let source = Source {
            fact,
            filter: None,
            fixed: None,
            varying: None,
            threshold: None,
            starts: None,
            amount: None,
            monthly: false,
        };
        let measure = Measure {
            name,
            sources: vec![source],
            window: None,
            fold: None,
            steps: Vec::new(),
            gap: 0,
            as_of: None,
            count: Count::Entries,
            kind: ValueKind::Entries,
            feeds: false,
            basis: self.default_basis.clone(),
            readings: Vec::new(),
            place,
        };
        self.push_measure(measure)
    }
}

/// Several conditions as one, none as none.
fn all(mut parts: Vec<Cond>) -> Option<Cond> {
    if parts.len() > 1 { Some(Cond::All(parts)) } else { parts.pop() }
}

fn flatten(cond: Cond) -> Vec<Cond> {
    match cond {
        Cond::All(members) => members.into_iter().flat_map(flatten).collect(),
        other => vec![other],
    }
}
