//! The title's clauses, and the whole policy put together.

use super::clauses::Clauses;
use super::names::Scope;
use super::{Builder, SECTIONS, Shared, closed_list, use_name};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Section, SourceFile, Text};
use crate::language::phrase;
use crate::language::syntax::Operator;
use crate::model::{AsOf, Below, Expr, HeaderPlaces, Measure, NodeId, Parameter, ParameterRow, Policy, Use};
use crate::vocabulary::Vocabulary;
use std::sync::Arc;
use terms::{Date, Exact, Month, SchemeId, VersionId};

/// How a version's file is named: its effective date.
pub const VERSION_NAME: &str = "YYYY-MM-DD.md";

impl<'a> Builder<'a> {
    pub(super) fn policy(
        &mut self,
        root: &'a Section,
        scheme: &SchemeId,
        file: &SourceFile,
        shared: &Shared,
        vocabulary: &Arc<Vocabulary>,
    ) -> Option<Policy> {
        let clauses = Clauses::of(root);
        self.default_basis = self.basis(&clauses, &self.default_basis.clone());
        let dates = match clauses.one("施行") {
            Some(text) => self.dates(text).inspect(|(from, _)| self.same_as_name(*from, file, text)),
            None => {
                self.missing(root, "施行", "写成“- 施行：2018-01-01 至 2022-12-31”或“2023-01-01 起”");
                None
            }
        };
        let standard = clauses.one("标准分值").and_then(|text| self.points(text));
        let total_floor = clauses.one("下限").and_then(|text| self.points(text));
        let total_rounding = clauses.one("取整").and_then(|text| self.rounding(text));
        let as_of = clauses.one("时点").and_then(|text| self.as_of(text)).unwrap_or(AsOf::Application);
        let total_text = clauses.one("总分");
        let sheet_name = clauses.one("文书").map(|text| text.text.clone());
        let office = clauses.one("主管").map(|text| text.text.clone());
        let readings = self.readings(&clauses);
        self.unspecified(&clauses);
        clauses.finish("文件开头", closed_list::HEADER, &mut self.problems);
        self.no_tables(root);
        self.misnamed_sections(root);
        self.build_conditions();
        self.build_nodes();
        let (total, total_text) = self.total(total_text);
        let mut vetoes = Vec::new();
        let mut uses = Vec::new();
        for section in &root.children {
            if section.heading.text == "一票否决" {
                self.no_clauses(section);
                vetoes.extend(section.children.iter().filter_map(|child| self.veto(child)));
            } else if use_name(&section.heading.text).is_some() {
                uses.extend(self.a_use(section));
            } else if SECTIONS.contains(&section.heading.text.as_str()) {
                self.no_clauses(section);
            }
        }
        self.remaining_measures();
        self.unused();
        let total = total.unwrap_or(Expr::Number(Exact::ZERO));
        let places = header_places(root);
        self.cycles(&total, places.total);
        self.same_use_twice(&uses);
        let groups = self
            .node_sections
            .iter()
            .map(|(id, _)| *id)
            .filter(|id| self.nodes.get(id.index()).is_some_and(|node| node.parent.is_none()))
            .collect();
        let named =
            || file.path.rsplit('/').next().and_then(|name| phrase::day(name.trim_end_matches(".md")));
        let (effective, until) = dates.or_else(|| named().map(|from| (from, None)))?;
        Some(Policy {
            id: VersionId { scheme: scheme.clone(), effective },
            file: file.path.clone(),
            title: root.heading.text.clone(),
            until,
            sheet_name,
            office,
            standard,
            total,
            total_text,
            total_floor,
            total_rounding,
            as_of,
            basis: self.default_basis.clone(),
            readings,
            notes: root.notes.iter().map(|note| note.text.clone()).collect(),
            parameters: self.parameters.to_vec(),
            changes: changes(self.parameters),
            lists: std::mem::take(&mut self.lists),
            measures: feeding(std::mem::take(&mut self.measures)),
            filters: std::mem::take(&mut self.filters),
            compares_acts: self.nodes.iter().any(|node| node.heaviest_only || !node.distinct_from.is_empty()),
            nodes: std::mem::take(&mut self.nodes),
            groups,
            conditions: std::mem::take(&mut self.conditions),
            vetoes,
            uses,
            english: Arc::clone(&shared.english),
            instruments: Arc::clone(&shared.instruments),
            vocabulary: Arc::clone(vocabulary),
            below: Below::default(),
            places,
        })
    }

    /// The total as written; without 总分, the sum of all groups.
    fn total(&mut self, text: Option<&Text>) -> (Option<Expr>, String) {
        if let Some(text) = text {
            let total = self.expression(text, Scope::default()).map(|(expr, _)| expr);
            return (total, text.text.clone());
        }
        let groups = self
            .node_sections
            .iter()
            .filter(|(id, _)| self.nodes.get(id.index()).is_some_and(|node| node.parent.is_none()));
        let (ids, names): (Vec<NodeId>, Vec<String>) =
            groups.map(|(id, section)| (*id, section.heading.text.clone())).unzip();
        (Some(sum(&ids)), names.join(" + "))
    }

    /// Uses may share a name only with different times.
    fn same_use_twice(&mut self, uses: &[Use]) {
        let overlap = |a: &Use, b: &Use| {
            let (Some(a), Some(b)) = (a.in_force, b.in_force) else { return true };
            a.1.is_none_or(|end| b.0 <= end) && b.1.is_none_or(|end| a.0 <= end)
        };
        for (at, of) in uses.iter().enumerate() {
            let earlier =
                uses.iter().take(at).find(|earlier| earlier.name == of.name && overlap(earlier, of));
            if let Some(earlier) = earlier {
                let problem = Diagnostic::error("name-clash", of.place, format!("用途“{}”已经用过", of.name));
                let problem = problem.related(earlier.place, "第一次在这里");
                self.problems.push(problem.hint("同一用途前后规定不同的，各写一条“- 施行：”，时间不要重叠"));
            }
        }
    }

    pub(super) fn dates(&mut self, text: &Text) -> Option<(Date, Option<Date>)> {
        let Some((from, to)) = phrase::in_force(&text.text) else {
            self.error_hint(
                "bad-date",
                text.span,
                format!("“{}”不是起止日期", text.text),
                "写成“2018-01-01 至 2022-12-31”或“2023-01-01 起”",
            );
            return None;
        };
        if to.is_some_and(|to| to < from) {
            self.error("bad-date", text.span, "止日早于起日");
            return None;
        }
        Some((from, to))
    }

    fn same_as_name(&mut self, from: Date, file: &SourceFile, text: &Text) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if name != format!("{from}.md") {
            let problem =
                Diagnostic::error("file-name", text.span, format!("施行日是 {from}，文件名却是 {name}"));
            self.problems.push(problem.hint(format!("文件名改为 {from}.md")));
        }
    }

    /// A group whose name is a near miss of a special section is a mistake.
    fn misnamed_sections(&mut self, root: &Section) {
        for section in &root.children {
            let heading = section.heading.text.as_str();
            if SECTIONS.contains(&heading) || use_name(heading).is_some() {
                continue;
            }
            if let Some(near) = nearest(heading, SECTIONS.iter().copied().chain(["用途："]))
                .filter(|_| heading.chars().count() > 1)
                && section
                    .children
                    .iter()
                    .all(|child| child.clause("分值").is_none() && child.tables.is_empty())
                && super::SECTIONS.iter().any(|known| heading.contains(*known) || known.contains(heading))
            {
                let problem = Diagnostic::warning(
                    "misnamed-section",
                    section.heading.span,
                    format!("“{heading}”会被当作一组指标"),
                );
                self.problems.push(problem.hint(format!("是不是“{near}”？")));
            }
        }
    }

    fn no_clauses(&mut self, section: &'a Section) {
        Clauses::of(section).finish(&section.heading.text, &[], &mut self.problems);
        self.no_tables(section);
    }

    /// Conditions and lists that nothing refers to.
    fn unused(&mut self) {
        let mut unused: Vec<Diagnostic> = Vec::new();
        for list in &self.lists {
            if !self.used.contains(&list.name) {
                let problem = Diagnostic::warning(
                    "unused-name",
                    list.place,
                    format!("名单“{}”没有被任何条件引用", list.name),
                );
                unused.push(problem.hint("在条件里写“X 属于 名单的名称”，或删去"));
            }
        }
        for section in &self.condition_sections {
            let name = &section.heading.text;
            if !self.used.contains(name) {
                unused.push(
                    Diagnostic::warning(
                        "unused-name",
                        section.heading.span,
                        format!("资格“{name}”没有被任何用途引用"),
                    )
                    .hint("在用途的条件里写它的名称，或删去"),
                );
            }
        }
        self.problems.extend(unused);
    }
}

/// A value that begins on the first of a month holds from that month on, any other from the next.
fn changes(parameters: &[Parameter]) -> Vec<Month> {
    let rows = parameters.iter().flat_map(|parameter| &parameter.rows);
    let mut months: Vec<Month> = rows.map(ParameterRow::first_month).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// The sum of some nodes, halved again and again so that it is never deep.
fn sum(ids: &[NodeId]) -> Expr {
    match ids {
        [] => Expr::Number(Exact::ZERO),
        [only] => Expr::Node(*only),
        _ => {
            let (left, right) = ids.split_at(ids.len() / 2);
            Expr::Binary(Box::new(sum(left)), Operator::Plus, Box::new(sum(right)))
        }
    }
}

fn header_places(root: &Section) -> HeaderPlaces {
    let title = root.heading.span;
    let place = |key: &str| root.clause(key).map_or(title, |clause| clause.value.span);
    HeaderPlaces {
        title,
        in_force: place("施行"),
        standard: place("标准分值"),
        total: place("总分"),
        floor: place("下限"),
        sheet_name: place("文书"),
        office: place("主管"),
    }
}

/// Marks the measures that others take months or days from.
fn feeding(mut measures: Vec<Measure>) -> Vec<Measure> {
    let steps = measures.iter().flat_map(|measure| &measure.steps);
    let fed: Vec<usize> = steps.map(|step| step.other().index()).collect();
    for at in fed {
        if let Some(measure) = measures.get_mut(at) {
            measure.feeds = true;
        }
    }
    measures
}
