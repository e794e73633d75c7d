//! Conditions, vetoes, uses.

use super::clauses::Clauses;
use super::names::{Found, Scope, Sort};
use super::{Builder, closed_list, members, use_name};
use crate::diagnostic::nearest;
use crate::document::{Section, Text};
use crate::language;
use crate::language::syntax::SyntaxKind;
use crate::model::{
    Applicant, Basis, Cond, Condition, Decision, Expr, Key, Term, Ties, Use, ValueKind, Veto,
};
use crate::unit::{Dimension, amount};

/// The doors that uses stand behind.
pub const CATEGORIES: &[&str] = &["上学", "看病", "开车", "拍牌", "职称", "落户", "住房", "出入境", "其他"];

/// Whose score counts.
const APPLICANTS: &[(&str, Applicant)] =
    &[("本人", Applicant::Oneself), ("父母任一方", Applicant::EitherParent)];

impl<'a> Builder<'a> {
    /// All 条件 of a heading as one.
    fn conditions_of(&mut self, clauses: &Clauses<'a>, scope: Scope<'_>) -> Option<Cond> {
        let texts = clauses.all("条件");
        let mut built: Vec<Cond> = texts.iter().filter_map(|text| self.condition(text, scope)).collect();
        if built.len() > 1 { Some(Cond::All(built)) } else { built.pop() }
    }

    pub(super) fn build_conditions(&mut self) {
        for section in self.condition_sections.clone() {
            let clauses = Clauses::of(section);
            let basis = self.basis(&clauses, &self.default_basis.clone());
            let cond = self.conditions_of(&clauses, Scope::default());
            let readings = self.readings(&clauses);
            let unspecified = self.unspecified(&clauses);
            let papers = self.papers(&clauses);
            let department = clauses.one("认定").map(|text| text.text.clone());
            clauses.finish("资格", closed_list::CONDITION, &mut self.problems);
            self.no_tables(section);
            self.no_headings(section, "资格");
            if cond.is_none() && section.clause("条件").is_none() {
                self.missing(section, "条件", "写成“- 条件：……”");
            }
            self.conditions.push(Condition {
                name: section.heading.text.clone(),
                cond: cond.unwrap_or(Cond::All(Vec::new())),
                basis,
                readings,
                unspecified,
                department,
                papers,
                place: section.heading.span,
            });
        }
    }

    pub(super) fn veto(&mut self, section: &'a Section) -> Option<Veto> {
        let clauses = Clauses::of(section);
        let basis = self.basis(&clauses, &self.default_basis.clone());
        let readings = self.readings(&clauses);
        let cond = self.conditions_of(&clauses, Scope::default());
        let fact = clauses.one("事实");
        let term = clauses.one("期限");
        let uses = clauses.one("适用");
        clauses.finish("一票否决", closed_list::VETO, &mut self.problems);
        self.no_tables(section);
        self.no_headings(section, "一票否决");
        let mut scope = Scope::default();
        let events = fact.and_then(|text| self.events(text, section));
        if let Some(id) = events {
            scope.fact = self
                .measures
                .get(id.index())
                .and_then(|measure| measure.sources.first())
                .map(|source| source.fact);
        }
        if fact.is_none() && section.clause("条件").is_none() {
            self.missing(section, "事实", "写“- 事实：事件”或“- 条件：……”");
        }
        let term = match term {
            // Without its events, a term that names one of their dates cannot be read.
            Some(text) if fact.is_some() && events.is_none() && text.text.starts_with('至') => None,
            Some(text) => self.term(text, scope),
            None => {
                self.missing(section, "期限", "写“永久”“5 年”或“至 刑满日期 + 5 年”");
                None
            }
        };
        let uses = match uses {
            None => None,
            Some(text) => {
                let names = members(text);
                for name in &names {
                    self.knows_use(name);
                }
                Some(names.into_iter().map(|name| name.text).collect())
            }
        };
        let name = section.heading.text.clone();
        Some(Veto { name, events, cond, term: term?, uses, basis, readings, place: section.heading.span })
    }

    fn knows_use(&mut self, name: &Text) {
        if self.use_names.contains(&name.text) {
            return;
        }
        let near = nearest(&name.text, self.use_names.iter().map(String::as_str)).map(str::to_owned);
        let hint = near.map_or("写用途的名称".to_owned(), |near| format!("是不是“{near}”？"));
        self.error_hint("unknown-name", name.span, format!("没有用途“{}”", name.text), hint);
    }

    fn events(&mut self, text: &Text, section: &Section) -> Option<crate::model::MeasureId> {
        let syntax = match language::expression(text) {
            Ok(syntax) => syntax,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        let id = match self.find(&syntax, Scope::default())? {
            Found::Measure(id) => id,
            Found::Fact(id) if self.is_history(id) => self.entries_of(id, section.heading.span)?,
            _ => {
                self.error_hint(
                    "unit-mismatch",
                    text.span,
                    "一票否决的“事实”要是事件",
                    "不是事件的写“- 条件：……”",
                );
                return None;
            }
        };
        if self.measures.get(id.index()).is_some_and(|measure| measure.kind != ValueKind::Entries) {
            self.error_hint(
                "unit-mismatch",
                text.span,
                "一票否决的“事实”要是事件，这个口径已经计成了数",
                "去掉口径里的“计”",
            );
            return None;
        }
        Some(id)
    }

    fn term(&mut self, text: &Text, scope: Scope<'_>) -> Option<Term> {
        if text.text == "永久" {
            return Some(Term::Forever);
        }
        let months = |word: &str| {
            amount(word)
                .filter(|amount| amount.dimension == Some(Dimension::Months))
                .and_then(|amount| u32::try_from(amount.value.floor()).ok())
        };
        if let Some(months) = months(&text.text) {
            return Some(Term::MonthsAfter(months));
        }
        let read = text.text.strip_prefix('至').and_then(|rest| {
            let (name, more) = rest.split_once(['+', '＋']).unwrap_or((rest, "0 个月"));
            let fact = scope.fact.map(|fact| self.vocabulary.fact(fact))?;
            let id = fact.attribute(name.trim())?;
            let date = fact.attributes.get(usize::from(id.0))?.kind == crate::vocabulary::Type::Date;
            date.then_some(Term::Until(id, months(more.trim())?))
        });
        if read.is_none() {
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是期限的写法", text.text),
                "可写：永久、5 年、至 日期属性、至 日期属性 + 5 年",
            );
        }
        read
    }

    pub(super) fn a_use(&mut self, section: &'a Section) -> Option<Use> {
        let name = use_name(&section.heading.text)?.to_owned();
        let clauses = Clauses::of(section);
        let scope = Scope { in_use: true, ..Scope::default() };
        let basis: Basis = self.basis(&clauses, &self.default_basis.clone());
        let category = self.category(&clauses, section);
        let in_force = clauses.one("施行").and_then(|text| self.dates(text));
        let score = clauses
            .one("分数")
            .and_then(|text| self.expression(text, Scope::default()))
            .map(|(expr, _)| expr);
        let cond = self.conditions_of(&clauses, scope);
        let decision = clauses.one("决定").and_then(|text| self.decision(text)).unwrap_or(Decision::Line);
        let keys = clauses.one("排序").map(|text| self.keys(text, scope)).unwrap_or_default();
        let ties = clauses.one("同分").and_then(|text| self.word(text, TIES, "同分"));
        let backfill = clauses
            .one("递补")
            .and_then(|text| self.word(text, &[("不递补", false), ("递补", true)], "递补"));
        let vetoes_bind = clauses
            .one("否决")
            .and_then(|text| self.word(text, &[("不适用", false), ("适用", true)], "否决"))
            .unwrap_or(true);
        let applicant =
            clauses.one("申请人").and_then(|text| self.word(text, APPLICANTS, "申请人")).unwrap_or_default();
        let as_of = clauses.one("时点").and_then(|text| self.as_of(text));
        let office = clauses.one("办理").map(|text| text.text.clone());
        let built = Use {
            name,
            category,
            in_force,
            cond,
            score,
            decision,
            keys,
            ties,
            backfill,
            as_of,
            applicant,
            vetoes_bind,
            office,
            papers: self.papers(&clauses),
            basis,
            readings: self.readings(&clauses),
            unspecified: self.unspecified(&clauses),
            notes: section.notes.iter().map(|note| note.text.clone()).collect(),
            place: section.heading.span,
        };
        clauses.finish("用途", closed_list::USE, &mut self.problems);
        self.no_tables(section);
        self.no_headings(section, "用途");
        Some(built)
    }

    fn category(&mut self, clauses: &Clauses<'a>, section: &Section) -> String {
        let Some(text) = clauses.one("类别") else {
            self.missing(section, "类别", &format!("可写：{}", CATEGORIES.join("、")));
            return String::new();
        };
        if !CATEGORIES.contains(&text.text.as_str()) {
            let hint = format!("可写：{}", CATEGORIES.join("、"));
            self.error_hint("bad-value", text.span, format!("没有“{}”这个类别", text.text), hint);
        }
        text.text.clone()
    }

    fn decision(&mut self, text: &Text) -> Option<Decision> {
        match text.text.as_str() {
            "达线" => return Some(Decision::Line),
            "排名" => return Some(Decision::Rank(None)),
            "次序" => return Some(Decision::Order),
            _ => {}
        }
        let quota = text.text.strip_prefix("名额").and_then(|rest| amount(rest.trim()));
        match quota.and_then(|quota| u32::try_from(quota.value.numerator()).ok()) {
            Some(quota) => Some(Decision::Rank(Some(quota))),
            None => {
                self.error_hint(
                    "bad-phrase",
                    text.span,
                    format!("“{}”不是决定的写法", text.text),
                    "可写：达线、排名、名额 6000 名、次序",
                );
                None
            }
        }
    }

    fn keys(&mut self, text: &Text, scope: Scope<'_>) -> Vec<Key> {
        let mut keys = Vec::new();
        for word in members(text) {
            let direction = [
                ("从高到低", true),
                ("从低到高", false),
                ("从多到少", true),
                ("从少到多", false),
                ("从早到晚", false),
                ("从晚到早", true),
            ];
            let found = direction.iter().find_map(|(suffix, down)| {
                word.text.strip_suffix(suffix).map(|rest| (rest.trim_end(), *down))
            });
            let Some((name, descending)) = found else {
                self.error_hint(
                    "bad-phrase",
                    word.span,
                    format!("“{}”没有写明方向", word.text),
                    "写成“总分 从高到低”",
                );
                continue;
            };
            let inner = Text { text: name.to_owned(), span: word.span };
            if let Some(expr) = self.key(&inner, scope) {
                keys.push(Key { expr, descending, text: word.text.clone() });
            }
        }
        keys
    }

    /// A key: a number, a date, or yes and no.
    fn key(&mut self, text: &Text, scope: Scope<'_>) -> Option<Expr> {
        if let Ok(syntax) = language::expression(text)
            && matches!(syntax.kind, SyntaxKind::Name(..))
        {
            let known = self.problems.len();
            let sort = self.find(&syntax, scope).map(|found| self.sort(found, scope));
            self.problems.truncate(known);
            match sort {
                Some(Sort::Date) => return self.date(&syntax, scope).map(|date| Expr::Day(Box::new(date))),
                Some(Sort::Flag) => {
                    return self.operand(&syntax, scope).map(|(operand, _)| Expr::Yes(operand));
                }
                _ => {}
            }
        }
        self.expression(text, scope).map(|(expr, _)| expr)
    }

    fn word<T: Copy>(&mut self, text: &Text, words: &[(&str, T)], key: &str) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是{key}的写法", text.text),
                format!("可写：{}", known.join("、")),
            );
        }
        found
    }
}

const TIES: &[(&str, Ties)] = &[
    ("并列全部录取", Ties::AllIn),
    ("摇号", Ties::Lottery),
    ("先申请者先", Ties::Time),
    ("无规定", Ties::Unspecified),
];
