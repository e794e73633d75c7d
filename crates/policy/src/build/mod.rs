//! From documents to a checked policy: names resolved, units agreed, everything wrong said at once.

mod basis;
mod clauses;
pub mod closed_list;
mod cond;
mod count;
mod cycles;
mod expr;
mod header;
mod measure;
mod names;
mod node;
mod placement;
mod rule;
mod table;
mod uses;

pub use closed_list::clause_names;
pub use header::VERSION_NAME;
pub use uses::CATEGORIES;

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::document::{Section, SourceFile, Text, scan, tree};
use crate::model::{
    Basis, Below, Condition, Filter, Instrument, List, Measure, MeasureId, Node, NodeId, NodeKind, Parameter,
    Policy,
};
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::{Exact, Grade, SchemeId};

/// What versions of a scheme share.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Numbers that change with time.
    pub parameters: Vec<Parameter>,
    /// The instruments that may be cited; when empty, citations are not checked.
    pub instruments: Arc<[Instrument]>,
    /// English renderings.
    pub english: Arc<BTreeMap<String, String>>,
}

/// What came of one version's file.
#[derive(Clone, Debug)]
pub enum Built {
    /// A policy without errors.
    Whole(Box<Policy>),
    /// What could be read of a version with errors. It is there so that one report can say everything that is wrong; nobody
    /// may be scored by it.
    Draft(Box<Policy>),
    /// Not even that.
    Nothing,
}

/// Builds one version of a scheme from its file.
pub fn build(
    scheme: &SchemeId,
    file: &SourceFile,
    shared: &Shared,
    vocabulary: &Arc<Vocabulary>,
) -> (Built, Vec<Diagnostic>) {
    let scanned = scan(&file.text);
    let mut problems = scanned.diagnostics;
    if scanned.document.blocks.is_empty() && !problems.is_empty() {
        // Too large, or nothing but lines that cannot be read: what else is missing need not be said.
        problems.iter_mut().for_each(|problem| problem.file.clone_from(&file.path));
        return (Built::Nothing, problems);
    }
    let root = tree(&scanned.document, &mut problems);
    let mut builder = Builder::new(vocabulary, shared, problems);
    builder.gather(&root);
    let policy = builder.policy(&root, scheme, file, shared, vocabulary);
    let mut problems = builder.problems;
    for problem in &mut problems {
        problem.file.clone_from(&file.path);
    }
    let fine = problems.iter().all(|problem| problem.severity != Severity::Error);
    let built = match policy {
        Some(mut policy) if fine => {
            // Only of a policy without errors, in which nothing rests on itself.
            policy.below = Below::of(&policy);
            Built::Whole(Box::new(policy))
        }
        Some(policy) => Built::Draft(Box::new(policy)),
        None => Built::Nothing,
    };
    (built, problems)
}

/// A measure's definition before its arguments are filled in.
struct Definition<'a> {
    name: String,
    parameters: Vec<String>,
    section: &'a Section,
}

/// A filled-in measure, or one being filled in.
#[derive(Clone, Copy)]
enum Instance {
    Open,
    Ready(Option<MeasureId>),
}

struct Builder<'a> {
    vocabulary: &'a Vocabulary,
    parameters: &'a [Parameter],
    instruments: &'a [Instrument],
    problems: Vec<Diagnostic>,
    lists: Vec<List>,
    definitions: Vec<Definition<'a>>,
    instances: BTreeMap<(usize, Vec<Exact>), Instance>,
    measures: Vec<Measure>,
    // How many measures are being filled in, each named by the one before it.
    depth: usize,
    filters: Vec<Filter>,
    nodes: Vec<Node>,
    node_names: BTreeMap<String, NodeId>,
    node_sections: Vec<(NodeId, &'a Section)>,
    condition_sections: Vec<&'a Section>,
    conditions: Vec<Condition>,
    use_names: BTreeSet<String>,
    // Names that something refers to, for the check on names used by nothing.
    used: BTreeSet<String>,
    default_basis: Basis,
}

/// The special sections; every other `##` is a group.
const SECTIONS: &[&str] = &["口径", "名单", "资格", "一票否决"];
const USE_PREFIX: &str = "用途";

impl<'a> Builder<'a> {
    fn new(vocabulary: &'a Vocabulary, shared: &'a Shared, problems: Vec<Diagnostic>) -> Builder<'a> {
        Builder {
            vocabulary,
            parameters: &shared.parameters,
            instruments: &shared.instruments,
            problems,
            lists: Vec::new(),
            definitions: Vec::new(),
            instances: BTreeMap::new(),
            measures: Vec::new(),
            depth: 0,
            filters: Vec::new(),
            nodes: Vec::new(),
            node_names: BTreeMap::new(),
            node_sections: Vec::new(),
            condition_sections: Vec::new(),
            conditions: Vec::new(),
            use_names: BTreeSet::new(),
            used: BTreeSet::new(),
            default_basis: Basis { citation: None, grade: Grade::Unverified, sources: Vec::new() },
        }
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.problems.push(Diagnostic::error(code, span, message));
    }

    fn error_hint(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.problems.push(Diagnostic::error(code, span, message).hint(hint));
    }

    /// Collects every name before anything is resolved, so that order in the file does not matter.
    fn gather(&mut self, root: &'a Section) {
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        for section in &root.children {
            let heading = section.heading.text.as_str();
            if let Some(name) = use_name(heading) {
                self.use_names.insert(name.to_owned());
                continue;
            }
            match heading {
                "口径" => {
                    for child in &section.children {
                        let (name, parameters) = measure_head(&child.heading.text);
                        self.claim(&mut names, &name, child.heading.span);
                        self.not_a_fact(&name, child.heading.span);
                        self.definitions.push(Definition { name, parameters, section: child });
                    }
                }
                "名单" => {
                    for child in &section.children {
                        self.claim(&mut names, &child.heading.text, child.heading.span);
                        self.list(child);
                    }
                }
                "资格" => {
                    for child in &section.children {
                        self.claim(&mut names, &child.heading.text, child.heading.span);
                        self.not_a_fact(&child.heading.text, child.heading.span);
                        self.condition_sections.push(child);
                    }
                }
                "一票否决" => {}
                _ => self.gather_node(section, NodeKind::Group, None, &mut names),
            }
        }
    }

    fn gather_node(
        &mut self,
        section: &'a Section,
        kind: NodeKind,
        parent: Option<NodeId>,
        names: &mut BTreeMap<String, Span>,
    ) {
        let name = section.heading.text.clone();
        let path = match (kind, parent.and_then(|parent| self.nodes.get(parent.index()))) {
            (NodeKind::Part, Some(parent)) => format!("{}·{name}", parent.name),
            _ => name.clone(),
        };
        self.claim(names, &path, section.heading.span);
        let id = NodeId(u16::try_from(self.nodes.len()).unwrap_or(u16::MAX));
        self.nodes.push(Node::blank(kind, name, path.clone(), parent, section.heading.span));
        self.node_names.insert(path, id);
        self.node_sections.push((id, section));
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent.index())) {
            parent.children.push(id);
        }
        let below = if kind == NodeKind::Group { NodeKind::Item } else { NodeKind::Part };
        for child in &section.children {
            self.gather_node(child, below, Some(id), names);
        }
    }

    fn claim(&mut self, names: &mut BTreeMap<String, Span>, name: &str, span: Span) {
        if let Some(character) = name.chars().find(|c| FORBIDDEN.contains(*c)) {
            let message = format!("名称“{name}”里不能有“{character}”");
            self.error("bad-name", span, message);
        }
        if let Some(first) = names.insert(name.to_owned(), span) {
            let problem = Diagnostic::error("name-clash", span, format!("“{name}”已经用过"))
                .related(first, "第一次在这里");
            self.problems.push(problem);
        }
    }

    /// An item may be named after the fact it scores; a measure or a condition may not, or expressions would be unclear.
    fn not_a_fact(&mut self, name: &str, span: Span) {
        let what = if self.vocabulary.find(name).is_some() {
            "一项事实"
        } else if self.parameters.iter().any(|parameter| parameter.name == name) {
            "一个参数"
        } else {
            return;
        };
        self.error_hint(
            "name-clash",
            span,
            format!("“{name}”已经是{what}的名称"),
            "换一个名称，说明它怎样计",
        );
    }

    fn list(&mut self, section: &'a Section) {
        let clauses = clauses::Clauses::of(section);
        let members = clauses.one("成员");
        let basis = self.basis(&clauses, &self.default_basis.clone());
        clauses.finish("名单", closed_list::LIST, &mut self.problems);
        self.no_tables(section);
        self.no_headings(section, "名单");
        let Some(members) = members else {
            return self.missing(section, "成员", "名单要写明“- 成员：甲、乙”");
        };
        let members = members.text.split('、').map(|member| member.trim().to_owned()).collect();
        self.lists.push(List {
            name: section.heading.text.clone(),
            members,
            basis,
            place: section.heading.span,
        });
    }

    fn missing(&mut self, section: &Section, key: &str, hint: &str) {
        let message = format!("“{}”缺少“{key}”", section.heading.text);
        self.error_hint("missing-clause", section.heading.span, message, hint);
    }

    /// Below measures, lists, conditions, vetoes and uses there are no further headings.
    fn no_headings(&mut self, section: &Section, kind: &str) {
        if let Some(child) = section.children.first() {
            self.error("heading-order", child.heading.span, format!("{kind}下面不再分级"));
        }
    }

    fn no_tables(&mut self, section: &Section) {
        if let Some(table) = section.tables.first() {
            self.error("misplaced-table", table.span, "这里不能有表格");
        }
        if let Some((_, code)) = section.codes.first() {
            self.error("misplaced-table", code.span, "规则里不能有代码块");
        }
    }
}

/// Characters that no name can contain, because expressions use them.
const FORBIDDEN: &str = " ＋+−×÷（）()、，,；;：:|/";

fn use_name(heading: &str) -> Option<&str> {
    let rest = heading.strip_prefix(USE_PREFIX)?;
    rest.strip_prefix(['：', ':']).map(str::trim)
}

/// `基数达标月数（倍数）` is a name and its parameters.
fn measure_head(heading: &str) -> (String, Vec<String>) {
    let Some((name, rest)) = heading.split_once(['（', '(']) else {
        return (heading.to_owned(), Vec::new());
    };
    let inner = rest.trim_end().trim_end_matches(['）', ')']);
    let parameters = inner.split(['，', ',', '、']).map(|parameter| parameter.trim().to_owned()).collect();
    (name.trim().to_owned(), parameters)
}

/// A word of a text, with its place.
fn within(text: &Text, word: &str) -> Text {
    let start = text.text.find(word).unwrap_or(0);
    Text { text: word.to_owned(), span: text.part(start, start + word.len()) }
}

/// The members of a list written with `、`, each with its place.
fn members(text: &Text) -> Vec<Text> {
    let mut start = 0;
    let mut found = Vec::new();
    for part in text.text.split('、') {
        let front = part.len() - part.trim_start().len();
        let word = part.trim();
        found
            .push(Text { text: word.to_owned(), span: text.part(start + front, start + front + word.len()) });
        start += part.len() + '、'.len_utf8();
    }
    found
}

#[cfg(test)]
mod tests;
