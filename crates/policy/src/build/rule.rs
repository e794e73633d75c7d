//! How a node scores: exactly one rule.

use super::Builder;
use super::clauses::Clauses;
use super::names::{Found, Scope, Sort};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Clause, Section, Text};
use crate::language;
use crate::language::phrase::{self, Step};
use crate::model::{MeasureId, Node, Operating, Rule, Scored, ValueKind};
use crate::unit::{Amount, Dimension};
use crate::vocabulary::Kind;

/// A rule found under a heading, before it is known to be the only one.
struct Candidate {
    rule: Option<Rule>,
    place: Span,
    /// The number it works on must count this.
    needs: Need,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Number,
    Anything,
    Entries,
    Nothing,
}

impl<'a> Builder<'a> {
    pub(super) fn rule(&mut self, node: &mut Node, section: &'a Section, clauses: &Clauses<'a>) {
        let fact = clauses.one("事实");
        let (scored, sort, scope) = self.scored(node, fact, section);
        node.scored = scored;
        // A fact that was not found is said once; what hangs on it is not held against the rest.
        let lost = fact.is_some() && sort.is_none();
        let before = self.problems.len();
        let dimension = match &sort {
            Some(Sort::Number(dimension)) => *dimension,
            _ => None,
        };
        let mut found = self.step_rules(clauses, dimension);
        if let Some(text) = clauses.one("具备") {
            let rule = self.points_expr(text, Scope::default()).map(Rule::Flag);
            found.push(Candidate { rule, place: text.span, needs: Need::Anything });
        }
        if let Some(text) = clauses.one("每次") {
            let rule = self.points_expr(text, scope).map(Rule::Each);
            found.push(Candidate { rule, place: text.span, needs: Need::Entries });
        }
        if let Some(text) = clauses.one("计分") {
            let rule = self.points_expr(text, scope).map(Rule::Formula);
            found.push(Candidate { rule, place: text.span, needs: Need::Nothing });
        }
        for table in &section.tables {
            let rule = match Self::value_head(table) {
                Some(head @ ("每月" | "每年")) => {
                    let head = head.to_owned();
                    self.marginal(table, &head, &node.basis)
                        .map(|marginal| Rule::Marginal(Box::new(marginal)))
                }
                _ => self
                    .points_table(table, scope, &node.basis.clone())
                    .map(|table| Rule::Table(Box::new(table))),
            };
            let needs = if matches!(rule, Some(Rule::Marginal(_))) { Need::Number } else { Need::Nothing };
            found.push(Candidate { rule, place: table.span, needs });
        }
        if let Some((_, code)) = section.codes.first() {
            self.error("misplaced-table", code.span, "规则里不能有代码块");
        }
        if lost {
            self.forget_unknown_names(before);
        }
        self.choose(node, section, found, fact, sort);
        if !lost {
            self.check_repeat(node);
        }
    }

    /// Drops complaints about unknown names made since then: they may be attributes of a fact that was not found.
    fn forget_unknown_names(&mut self, since: usize) {
        let mut at = 0;
        self.problems.retain(|problem| {
            at += 1;
            at <= since || problem.code != "unknown-name"
        });
    }

    /// Takes the one rule there is; none, several, or one that does not fit its fact are errors.
    fn choose(
        &mut self,
        node: &mut Node,
        section: &Section,
        found: Vec<Candidate>,
        fact: Option<&Text>,
        sort: Option<Sort>,
    ) {
        let has_children = !node.children.is_empty();
        let mut found = found.into_iter();
        let Some(first) = found.next() else {
            if !has_children {
                let problem = Diagnostic::error(
                    "missing-rule",
                    section.heading.span,
                    format!("“{}”没有写怎样计分", node.name),
                );
                self.problems.push(problem.hint("加一张“分值”表，或“每满 1 年：3 分”“具备：10 分”“每次：2 分”“计分：……”之一，或下一级的部分"));
            } else if let Some(fact) = fact {
                self.error("misplaced-clause", fact.span, "分部分计分的指标，“事实”写在各部分里");
            }
            return;
        };
        for second in found {
            let problem =
                Diagnostic::error("two-rules", second.place, format!("“{}”有两种计分方法", node.name));
            self.problems
                .push(problem.related(first.place, "第一种在这里").hint("拆成两个部分（####），或只留一种"));
        }
        if has_children {
            let problem = Diagnostic::error(
                "two-rules",
                first.place,
                format!("“{}”既有自己的计分方法，又有下一级", node.name),
            );
            self.problems.push(problem);
        }
        let fits = match (first.needs, &sort) {
            (Need::Nothing, _) => true,
            (_, None) => fact.is_some(),
            (Need::Number, Some(sort)) => matches!(sort, Sort::Number(_)),
            (Need::Entries, Some(sort)) => *sort == Sort::History,
            (Need::Anything, Some(_)) => true,
        };
        if !fits {
            let message = match (&sort, fact) {
                (None, None) => format!("“{}”没有写明计的是哪项事实", node.name),
                _ => {
                    let sort = sort.map_or_else(String::new, |sort| sort.word());
                    format!("“{}”的事实是{sort}，不能这样计分", node.name)
                }
            };
            let hint = match first.needs {
                Need::Number => "加“- 事实：口径名称”，这个口径要计出一个数",
                Need::Entries => "“每次”用于事件：写“- 事实：事件的名称”，或没有写“计”的口径",
                _ => "加“- 事实：事实或口径的名称”",
            };
            self.error_hint("missing-clause", first.place, message, hint);
            return;
        }
        if let Some(rule) = first.rule {
            node.rule = rule;
        }
    }

    /// What 事实 names: a measure, a value, or events as they are.
    fn scored<'s>(
        &mut self,
        node: &Node,
        fact: Option<&Text>,
        section: &Section,
    ) -> (Scored, Option<Sort>, Scope<'s>) {
        let nothing = (Scored::Nothing, None, Scope::default());
        let Some(text) = fact else { return nothing };
        let syntax = match language::expression(text) {
            Ok(syntax) => syntax,
            Err(problem) => {
                self.problems.push(problem);
                return nothing;
            }
        };
        let Some(found) = self.find(&syntax, Scope::default()) else { return nothing };
        let sort = self.sort(found, Scope::default());
        match found {
            Found::Measure(id) => {
                let scope = self.entry_scope(id, text.span);
                (Scored::Measure(id), Some(sort), scope)
            }
            Found::Fact(id) if self.is_history(id) => {
                if self.vocabulary.fact(id).kind != Kind::Events && section.clause("具备").is_none() {
                    let hint = "先在口径里写明怎样计（月数、整年数……），再引用那个口径";
                    self.error_hint(
                        "unit-mismatch",
                        text.span,
                        format!("“{}”是一段段的经历，不能直接计分", text.text),
                        hint,
                    );
                    return nothing;
                }
                match self.entries_of(id, node.place) {
                    Some(measure) => (
                        Scored::Measure(measure),
                        Some(Sort::History),
                        Scope { fact: Some(id), ..Scope::default() },
                    ),
                    None => nothing,
                }
            }
            Found::Fact(id) => (Scored::Fact(id), Some(sort), Scope::default()),
            Found::Condition(_) => {
                self.error_hint(
                    "bad-expression",
                    text.span,
                    "条件不能作“事实”",
                    "写成“- 适用：条件”，再写“- 计分：10 分”",
                );
                nothing
            }
            _ => {
                self.error("bad-expression", text.span, format!("“{}”不能作“事实”", text.text));
                nothing
            }
        }
    }

    /// Inside tables and 每次 over events, attributes can be named; all sources must have them at the same place.
    fn entry_scope<'s>(&mut self, id: MeasureId, span: Span) -> Scope<'s> {
        let Some(measure) = self.measures.get(id.index()) else { return Scope::default() };
        if measure.kind != ValueKind::Entries {
            return Scope::default();
        }
        let facts: Vec<_> = measure.sources.iter().map(|source| source.fact).collect();
        if facts.len() > 1 {
            self.error_hint(
                "unit-mismatch",
                span,
                "逐件计分的口径只能取自一项事件",
                "分成几个部分，各取自一项",
            );
        }
        Scope { fact: facts.first().copied(), ..Scope::default() }
    }

    fn step_rules(&mut self, clauses: &Clauses<'a>, dimension: Option<Dimension>) -> Vec<Candidate> {
        let mut found = Vec::new();
        let step = |clause: &Clause| phrase::step(&clause.key.text);
        let number = |operating: Option<Operating>, place| Candidate {
            rule: operating.map(Rule::Number),
            place,
            needs: Need::Number,
        };
        while let Some(clause) =
            clauses.find(|clause| matches!(step(clause), Some(Step::PerFull(_) | Step::ProRata(_))))
        {
            let read = step(clause);
            let points = self.points(&clause.value);
            let operating = match read {
                Some(Step::PerFull(amount)) => {
                    let remainder = clauses.one("余数").and_then(|text| self.remainder(text, dimension));
                    self.size(amount, dimension, clause.key.span)
                        .zip(points)
                        .map(|(step, points)| Operating::PerFull { step, points, remainder })
                }
                Some(Step::ProRata(amount)) => self
                    .size(amount, dimension, clause.key.span)
                    .zip(points)
                    .map(|(step, points)| Operating::ProRata { step, points }),
                _ => None,
            };
            found.push(number(operating, clause.key.span));
        }
        if let Some(first) = clauses.find(|clause| matches!(step(clause), Some(Step::First(_)))) {
            let then = clauses.find(|clause| matches!(step(clause), Some(Step::Then(_))));
            let Some(then) = then else {
                self.error_hint(
                    "missing-clause",
                    first.key.span,
                    "写了“首……”，没有写“此后每满……”",
                    "加一条“- 此后每满 1 次：5 分”",
                );
                found.push(number(None, first.key.span));
                return found;
            };
            let (Some(Step::First(amount)), Some(Step::Then(further))) = (step(first), step(then)) else {
                return found;
            };
            let sizes = self.size(amount, dimension, first.key.span).zip(self.size(
                further,
                dimension,
                then.key.span,
            ));
            let points = self.points(&first.value).zip(self.points(&then.value));
            let operating = sizes.zip(points).map(|((first, step), (first_points, points))| {
                Operating::FirstThen { first, first_points, step, points }
            });
            found.push(number(operating, first.key.span));
        }
        found
    }

    fn size(&mut self, amount: Amount, dimension: Option<Dimension>, span: Span) -> Option<terms::Exact> {
        let value = self.fit(amount, dimension, span)?;
        if value <= terms::Exact::ZERO {
            self.error("bad-number", span, "每一步要大于 0");
            return None;
        }
        Some(value)
    }

    fn remainder(
        &mut self,
        text: &Text,
        dimension: Option<Dimension>,
    ) -> Option<(terms::Exact, terms::Exact)> {
        let read = text.text.split_once(['，', ',']).and_then(|(least, points)| {
            let least = crate::unit::amount(least.trim().strip_prefix('满')?.trim())?;
            let points = crate::unit::amount(points.trim())?;
            Some((least, points))
        });
        let Some((least, points)) = read else {
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是余数的写法", text.text),
                "写成“满 6 个月，5 分”",
            );
            return None;
        };
        Some((self.size(least, dimension, text.span)?, points.value))
    }
}
