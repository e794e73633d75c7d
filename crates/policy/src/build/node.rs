//! Groups, items and parts.

use super::clauses::Clauses;
use super::names::Scope;
use super::{Builder, closed_list, members};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::document::{Section, Text};
use crate::language::phrase;
use crate::model::{
    Basis, Combine, Cond, Node, NodeId, NodeKind, Pick, PickBy, Repeat, Rule, Scored, StartAfter,
};
use std::collections::BTreeMap;
use terms::{Grade, Rounding};

impl Node {
    pub(super) fn blank(
        kind: NodeKind,
        name: String,
        path: String,
        parent: Option<NodeId>,
        place: Span,
    ) -> Node {
        Node {
            kind,
            name,
            path,
            parent,
            children: Vec::new(),
            basis: Basis { citation: None, grade: Grade::Unverified, sources: Vec::new() },
            readings: Vec::new(),
            unspecified: Vec::new(),
            applies: None,
            scored: Scored::Nothing,
            start: None,
            distinct_from: Vec::new(),
            rule: Rule::Children,
            repeat: None,
            heaviest_only: false,
            picks: Vec::new(),
            combine: Combine::Sum,
            yearly_cap: None,
            cap: None,
            floor: None,
            rounding: None,
            any_direction: false,
            cliff: None,
            department: None,
            papers: Vec::new(),
            notes: Vec::new(),
            place,
        }
    }
}

impl<'a> Builder<'a> {
    /// Fills in every node, parents first so that evidence is inherited.
    pub(super) fn build_nodes(&mut self) {
        let sections = self.node_sections.clone();
        for (id, section) in sections {
            let Some(blank) = self.nodes.get(id.index()).cloned() else { continue };
            let built = self.build_node(blank, section);
            if let Some(slot) = self.nodes.get_mut(id.index()) {
                *slot = built;
            }
        }
    }

    fn build_node(&mut self, mut node: Node, section: &'a Section) -> Node {
        let clauses = Clauses::of(section);
        let parent = node.parent.and_then(|parent| self.nodes.get(parent.index()));
        let inherited = parent.map_or_else(|| self.default_basis.clone(), |parent| parent.basis.clone());
        node.department = parent.and_then(|parent| parent.department.clone());
        node.basis = self.basis(&clauses, &inherited);
        node.readings = self.readings(&clauses);
        node.unspecified = self.unspecified(&clauses);
        node.papers = self.papers(&clauses);
        node.notes = section.notes.iter().map(|note| note.text.clone()).collect();
        if let Some(text) = clauses.one("认定") {
            node.department = Some(text.text.clone());
        }
        let conditions = clauses.all("适用");
        let mut built: Vec<Cond> =
            conditions.iter().filter_map(|text| self.condition(text, Scope::default())).collect();
        node.applies = if built.len() > 1 { Some(Cond::All(built)) } else { built.pop() };
        self.limits(&mut node, &clauses);
        self.combination(&mut node, &clauses);
        self.rule(&mut node, section, &clauses);
        self.node_placement(&node, section);
        let place = match node.kind {
            NodeKind::Group => "指标组",
            NodeKind::Item => "指标",
            NodeKind::Part => "部分",
        };
        clauses.finish(place, closed_list::NODE, &mut self.problems);
        node
    }

    fn limits(&mut self, node: &mut Node, clauses: &Clauses<'a>) {
        for (key, slot) in
            [("每年上限", &mut node.yearly_cap), ("上限", &mut node.cap), ("下限", &mut node.floor)]
        {
            if let Some(text) = clauses.one(key) {
                *slot = self.points(text);
            }
        }
        node.rounding = clauses.one("取整").and_then(|text| self.rounding(text));
        if let Some(text) = clauses.one("走向") {
            node.any_direction = text.text == "不定";
            if !node.any_direction {
                self.error_hint(
                    "bad-phrase",
                    text.span,
                    format!("“{}”不是走向的写法", text.text),
                    "只写“不定”：有意时升时降",
                );
            }
        }
        node.cliff = clauses.one("断崖").map(|text| text.text.clone());
        if let Some(text) = clauses.one("起算") {
            match phrase::start(&text.text) {
                Some((after, all)) => {
                    let months = self.fit(after, Some(crate::unit::Dimension::Months), text.span);
                    node.start = months.map(|months| StartAfter { months, all });
                }
                None => {
                    let hint = "写成“满 5 年起，全部计入”或“满 5 年起，只计其后”";
                    self.error_hint("bad-phrase", text.span, format!("“{}”不是起算的写法", text.text), hint);
                }
            }
        }
    }

    pub(super) fn rounding(&mut self, text: &Text) -> Option<Rounding> {
        let read = phrase::rounding(&text.text);
        if read.is_none() {
            self.error_hint(
                "bad-phrase",
                text.span,
                format!("“{}”不是取整的写法", text.text),
                phrase::ROUNDING_FORMS,
            );
        }
        read
    }

    fn combination(&mut self, node: &mut Node, clauses: &Clauses<'a>) {
        if let Some(text) = clauses.one("多次") {
            node.repeat = match text.text.as_str() {
                "累加" => Some(Repeat::Sum),
                "取最高" => Some(Repeat::Highest),
                _ => {
                    self.error_hint(
                        "bad-phrase",
                        text.span,
                        format!("“{}”不是多次的写法", text.text),
                        "可写：累加、取最高",
                    );
                    None
                }
            };
        }
        if let Some(text) = clauses.one("合并") {
            match text.text.as_str() {
                "累加" => node.combine = Combine::Sum,
                "取最高" => node.combine = Combine::Highest,
                "一致方计" => node.combine = Combine::Agreed,
                _ => self.error_hint(
                    "bad-phrase",
                    text.span,
                    format!("“{}”不是合并的写法", text.text),
                    "可写：累加、取最高、一致方计",
                ),
            }
        }
        if let Some(text) = clauses.one("同一行为") {
            node.heaviest_only = text.text == "只计最重";
            if !node.heaviest_only {
                self.error_hint(
                    "bad-phrase",
                    text.span,
                    format!("“{}”不是同一行为的写法", text.text),
                    "只写“只计最重”",
                );
            }
        }
        for (key, by) in [("择一", PickBy::Rule), ("选一", PickBy::Applicant)] {
            for text in clauses.all(key) {
                let among: Vec<NodeId> =
                    members(text).iter().filter_map(|word| self.child(node, word)).collect();
                if among.len() < 2 {
                    self.error_hint(
                        "bad-phrase",
                        text.span,
                        format!("“{key}”至少要两项"),
                        "写成“甲、乙”，都要是下面的标题",
                    );
                    continue;
                }
                node.picks.push(Pick { among, by });
            }
        }
        if let Some(text) = clauses.one("不重复") {
            for word in members(text) {
                match self.node_names.get(&word.text) {
                    Some(id) => node.distinct_from.push(*id),
                    None => self.not_found(&word.text, Scope::default(), word.span),
                }
            }
        }
    }

    fn child(&mut self, node: &Node, word: &Text) -> Option<NodeId> {
        let children: BTreeMap<&str, NodeId> = node
            .children
            .iter()
            .filter_map(|id| self.nodes.get(id.index()).map(|child| (child.name.as_str(), *id)))
            .collect();
        if let Some(id) = children.get(word.text.as_str()) {
            return Some(*id);
        }
        let problem =
            Diagnostic::error("unknown-name", word.span, format!("“{}”下面没有“{}”", node.name, word.text));
        let problem = match nearest(&word.text, children.keys().copied()) {
            Some(near) => problem.hint(format!("是不是“{near}”？")),
            None => problem,
        };
        self.problems.push(problem);
        None
    }

    /// Events must say how several of them combine; other rules must not.
    pub(super) fn check_repeat(&mut self, node: &Node) {
        let entries = match node.scored {
            Scored::Measure(id) => self
                .measures
                .get(id.index())
                .is_some_and(|measure| measure.kind == crate::model::ValueKind::Entries),
            _ => false,
        };
        let each = entries && matches!(node.rule, Rule::Table(_) | Rule::Each(_));
        if each && node.repeat.is_none() {
            let problem = Diagnostic::error(
                "missing-clause",
                node.place,
                format!("“{}”按每次事件计分，没有写多次怎么算", node.name),
            );
            self.problems.push(problem.hint("加一条“- 多次：累加”或“- 多次：取最高”"));
        }
        if !each && node.repeat.is_some() {
            self.error(
                "misplaced-clause",
                node.place,
                format!("“{}”不按每次事件计分，“多次”用不上", node.name),
            );
        }
    }
}
