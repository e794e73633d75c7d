//! Conditions, with every name and value resolved.

use super::Builder;
use super::expr::agree;
use super::names::{Found, Scope, Sort};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::document::Text;
use crate::language;
use crate::language::syntax::{Comparison, ConditionKind, ConditionSyntax, Operator, Syntax, SyntaxKind};
use crate::model::{Comparand, Cond, DateOperand, Expr, Leaf, Operand, Test};
use crate::unit::Dimension;
use crate::vocabulary::Kind;
use terms::Exact;

impl Builder<'_> {
    /// Reads and resolves a whole text as a condition.
    pub(super) fn condition(&mut self, text: &Text, scope: Scope<'_>) -> Option<Cond> {
        match language::condition(text) {
            Ok(syntax) => self.cond(&syntax, text, scope),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn cond(&mut self, syntax: &ConditionSyntax, whole: &Text, scope: Scope<'_>) -> Option<Cond> {
        match &syntax.kind {
            ConditionKind::All(members) => self.members(members, whole, scope).map(Cond::All),
            ConditionKind::Any(members) => self.members(members, whole, scope).map(Cond::Any),
            ConditionKind::Not(inner) => {
                self.cond(inner, whole, scope).map(|inner| Cond::Not(Box::new(inner)))
            }
            kind => {
                let (denied, test) = self.test(kind, scope)?;
                let written = |span: Span| {
                    let start = span.start.saturating_sub(whole.span.start);
                    whole
                        .text
                        .get(start..span.end.saturating_sub(whole.span.start))
                        .unwrap_or_default()
                        .to_owned()
                };
                let leaf = Cond::Leaf(Box::new(Leaf { test, text: written(syntax.span).into() }));
                Some(if denied { Cond::Not(Box::new(leaf)) } else { leaf })
            }
        }
    }

    fn members(&mut self, members: &[ConditionSyntax], whole: &Text, scope: Scope<'_>) -> Option<Vec<Cond>> {
        // All members are looked at, so that all their mistakes are said.
        let built: Vec<Option<Cond>> = members.iter().map(|member| self.cond(member, whole, scope)).collect();
        built.into_iter().collect()
    }

    fn test(&mut self, kind: &ConditionKind, scope: Scope<'_>) -> Option<(bool, Test)> {
        match kind {
            ConditionKind::Compare(left, comparison, right) => {
                self.compare(left, *comparison, right, scope).map(|test| (false, test))
            }
            ConditionKind::Among(denied, left, values) => {
                if let [value] = values.as_slice()
                    && let Some(members) = self.members_of(value)
                {
                    let test = self.among(left, &members, scope).map(|(_, test)| test)?;
                    return Some((*denied, test));
                }
                self.among(left, values, scope).map(|(flip, test)| (*denied != flip, test))
            }
            ConditionKind::Contains(denied, left, value) => {
                let (operand, sort) = self.operand(left, scope)?;
                let Sort::Many(options) = &sort else {
                    self.error("unit-mismatch", left.span, format!("“含”只用于多选，这里是{}", sort.word()));
                    return None;
                };
                let at = self.option(value, options)?;
                Some((*denied, Test::Contains(operand, at)))
            }
            ConditionKind::Exists(some, left) => {
                let comparand = match self.find(left, scope)? {
                    Found::Attribute(id) => Comparand::Attribute(id),
                    Found::Fact(id) => Comparand::Fact(id),
                    Found::Measure(id) => Comparand::Measure(id),
                    _ => {
                        self.error("bad-expression", left.span, "“有”“无”只用于事实、属性和口径");
                        return None;
                    }
                };
                Some((!some, Test::Exists(comparand)))
            }
            ConditionKind::Bare(left) => {
                let found = self.find(left, scope)?;
                if let Found::Condition(id) = found {
                    return Some((false, Test::Named(id)));
                }
                match self.sort(found, scope) {
                    Sort::Flag => self.operand(left, scope).map(|(operand, _)| (false, Test::Flag(operand))),
                    sort => {
                        let problem = Diagnostic::error(
                            "bad-expression",
                            left.span,
                            format!("这里要一个条件，这个名称是{}", sort.word()),
                        );
                        self.problems.push(problem.hint("写明怎样才算：不低于、是、属于、含、有……"));
                        None
                    }
                }
            }
            ConditionKind::All(_) | ConditionKind::Any(_) | ConditionKind::Not(_) => None,
        }
    }

    /// What a condition or a table column can look at.
    pub(super) fn operand(&mut self, syntax: &Syntax, scope: Scope<'_>) -> Option<(Operand, Sort)> {
        let found = self.find(syntax, scope)?;
        let sort = self.sort(found, scope);
        let operand = match found {
            Found::Attribute(id) => Operand::Attribute(id),
            Found::Fact(id) => Operand::Fact(id),
            Found::Measure(id) => Operand::Measure(id),
            Found::Node(id) => Operand::Node(id),
            _ => {
                self.error("bad-expression", syntax.span, "这里要写事实、属性、口径或指标的名称");
                return None;
            }
        };
        Some((operand, sort))
    }

    fn compare(
        &mut self,
        left: &Syntax,
        comparison: Comparison,
        right: &Syntax,
        scope: Scope<'_>,
    ) -> Option<Test> {
        if let SyntaxKind::Name(name, arguments) = &left.kind
            && (arguments.is_empty() || !super::expr::FUNCTIONS.contains(&name.as_str()))
        {
            let found = self.find(left, scope)?;
            match self.sort(found, scope) {
                Sort::Date => {
                    let left = self.date(left, scope)?;
                    let right = self.date(right, scope)?;
                    return Some(Test::Dates(left, comparison, right));
                }
                Sort::Choice(options, ordered) => {
                    if !ordered {
                        self.error(
                            "unit-mismatch",
                            left.span,
                            "这些选项没有高低之分，不能比较；用“是”或“属于”",
                        );
                        return None;
                    }
                    let (operand, _) = self.operand(left, scope)?;
                    let SyntaxKind::Name(word, _) = &right.kind else {
                        self.error("bad-value", right.span, "这里要写一个选项");
                        return None;
                    };
                    let at = self.option(&Text { text: word.clone(), span: right.span }, &options)?;
                    let bits = (0..)
                        .zip(&options)
                        .filter(|(place, _)| comparison.holds(place, &at))
                        .fold(0, |bits, (place, _)| bits | 1u64 << place);
                    return Some(Test::Choice(operand, bits));
                }
                _ => {}
            }
        }
        if self.is_date(left, scope) {
            let left = self.date(left, scope)?;
            let right = self.date(right, scope)?;
            return Some(Test::Dates(left, comparison, right));
        }
        let a = self.expr(left, scope);
        let b = self.expr(right, scope);
        let ((a, da), (b, db)) = (a?, b?);
        let b = match (da, db, &b) {
            (Some(Dimension::Years | Dimension::Age), Some(Dimension::Months), Expr::Number(months)) => {
                return Some(Test::Numbers(
                    a,
                    comparison,
                    Expr::Number(months.checked_div(Exact::from(12))?),
                ));
            }
            _ => b,
        };
        if agree(da, db).is_none() {
            self.mismatch(left.span.to(right.span), da, db);
            return None;
        }
        Some(Test::Numbers(a, comparison, b))
    }

    /// True for a date, or a date with a time added or taken away, as far as names tell.
    fn is_date(&mut self, syntax: &Syntax, scope: Scope<'_>) -> bool {
        match &syntax.kind {
            SyntaxKind::Date(_) => true,
            SyntaxKind::Binary(left, Operator::Plus | Operator::Minus, right) => {
                matches!(right.kind, SyntaxKind::Number(_)) && self.is_date(left, scope)
            }
            SyntaxKind::Name(_, arguments) if arguments.is_empty() => {
                // A name that is not known is reported where it is used.
                let known = self.problems.len();
                let sort = self.find(syntax, scope).map(|found| self.sort(found, scope));
                self.problems.truncate(known);
                sort == Some(Sort::Date)
            }
            _ => false,
        }
    }

    /// A date: written out, or by name.
    pub(super) fn date(&mut self, syntax: &Syntax, scope: Scope<'_>) -> Option<DateOperand> {
        if let SyntaxKind::Date(date) = syntax.kind {
            return Some(DateOperand::Fixed(date));
        }
        if let SyntaxKind::Binary(left, operator, right) = &syntax.kind {
            let SyntaxKind::Number(amount) = &right.kind else {
                self.error("unit-mismatch", right.span, "日期只能加减一段时间，如“+ 5 年”");
                return None;
            };
            let months = self.fit(*amount, Some(Dimension::Months), right.span)?;
            let months = i32::try_from(months.floor()).ok().filter(|months| months.abs() <= 1200)?;
            let left = Box::new(self.date(left, scope)?);
            return Some(DateOperand::Shifted(
                left,
                if *operator == Operator::Minus { -months } else { months },
            ));
        }
        let found = self.find(syntax, scope)?;
        let sort = self.sort(found, scope);
        if sort != Sort::Date {
            self.error("unit-mismatch", syntax.span, format!("这里要一个日期，这个名称是{}", sort.word()));
            return None;
        }
        Some(match found {
            Found::Start => DateOperand::Start,
            Found::End => DateOperand::End,
            Found::Attribute(id) => DateOperand::Attribute(id),
            Found::Fact(id) => DateOperand::Fact(id),
            Found::Measure(id) => DateOperand::Measure(id),
            Found::Application => DateOperand::Application,
            _ => scope.as_of.map_or(DateOperand::AsOf, DateOperand::Counting),
        })
    }

    /// The members of a list, each standing where the list is named.
    fn members_of(&mut self, value: &Text) -> Option<Vec<Text>> {
        let list = self.lists.iter().find(|list| list.name == value.text)?;
        self.used.insert(value.text.clone());
        Some(list.members.iter().map(|text| Text { text: text.clone(), span: value.span }).collect())
    }

    /// True first when the test is to be turned round (`是 否`).
    fn among(&mut self, left: &Syntax, values: &[Text], scope: Scope<'_>) -> Option<(bool, Test)> {
        let (operand, sort) = self.operand(left, scope)?;
        match &sort {
            Sort::Flag => match values {
                [value] if value.text == "是" || value.text == "否" => {
                    Some((value.text == "否", Test::Flag(operand)))
                }
                _ => {
                    self.error("bad-value", left.span, "这里只能写“是”或“否”");
                    None
                }
            },
            Sort::Choice(options, _) => {
                if let [value] = values
                    && !options.contains(&value.text)
                    && let Some(other) = self.choice_named(value, options, scope)
                {
                    return Some((false, Test::Same(operand, other)));
                }
                let mut bits = 0;
                let mut fine = true;
                for value in values {
                    match self.option(value, options) {
                        Some(at) => bits |= 1u64 << at,
                        None => fine = false,
                    }
                }
                fine.then_some((false, Test::Choice(operand, bits)))
            }
            Sort::Words => {
                if let [value] = values
                    && let Some(other) = self.words_named(value, scope)
                {
                    return Some((false, Test::Same(operand, other)));
                }
                let words = values.iter().map(|value| value.text.as_str().into()).collect();
                Some((false, Test::Words(operand, words)))
            }
            other => {
                let problem = Diagnostic::error(
                    "unit-mismatch",
                    left.span,
                    format!("“是”“属于”不能用于{}", other.word()),
                );
                self.problems.push(problem.hint("数用“等于”“不低于”，多选用“含”，日期用“早于”"));
                None
            }
        }
    }

    /// A measure or fact that is a choice among the same words, when a value is written as the name of one.
    fn choice_named(&mut self, value: &Text, options: &[String], scope: Scope<'_>) -> Option<Operand> {
        let syntax = Syntax { kind: SyntaxKind::Name(value.text.clone(), Vec::new()), span: value.span };
        let known = self.problems.len();
        let found = self.find(&syntax, scope);
        self.problems.truncate(known);
        let found = found?;
        let same = matches!(self.sort(found, scope), Sort::Choice(other, _) if other == *options);
        match found {
            Found::Measure(id) if same => Some(Operand::Measure(id)),
            Found::Fact(id) if same => Some(Operand::Fact(id)),
            Found::Attribute(id) if same => Some(Operand::Attribute(id)),
            _ => None,
        }
    }

    /// A measure or fact of words, when a value is written as the name of one.
    fn words_named(&mut self, value: &Text, scope: Scope<'_>) -> Option<Operand> {
        let syntax = Syntax { kind: SyntaxKind::Name(value.text.clone(), Vec::new()), span: value.span };
        let known = self.problems.len();
        let found = self.find(&syntax, scope);
        self.problems.truncate(known);
        let found = found?;
        match (found, self.sort(found, scope)) {
            (Found::Measure(id), Sort::Words) => Some(Operand::Measure(id)),
            (Found::Fact(id), Sort::Words) => Some(Operand::Fact(id)),
            _ => None,
        }
    }

    /// The place of an allowed word.
    pub(super) fn option(&mut self, value: &Text, options: &[String]) -> Option<u16> {
        if let Some(at) = options.iter().position(|option| *option == value.text) {
            return u16::try_from(at).ok();
        }
        let problem = Diagnostic::error("bad-value", value.span, format!("“{}”不在可取值里", value.text));
        let problem = match nearest(&value.text, options.iter().map(String::as_str)) {
            Some(near) => problem.hint(format!("是不是“{near}”？")),
            None => problem.hint(format!("可取值：{}", options.join("、"))),
        };
        self.problems.push(problem);
        None
    }

    /// True for facts that are spans or events.
    pub(super) fn is_history(&self, fact: crate::vocabulary::FactId) -> bool {
        self.vocabulary.fact(fact).kind != Kind::Value
    }
}
