//! What a name means where it stands.

use super::{Builder, Instance};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::language::syntax::{Syntax, SyntaxKind};
use crate::model::{AsOf, ConditionId, MeasureId, NodeId, ParameterId, ValueKind};
use crate::unit::{Amount, Dimension};
use crate::vocabulary::{AttributeId, FactId, Kind, Type};
use terms::Exact;

/// How many measures may name one another in a row.
const DEEPEST: usize = 40;

/// Where an expression stands: which span or event is at hand, which arguments are filled in.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope<'s> {
    pub fact: Option<FactId>,
    pub arguments: &'s [(String, Amount)],
    /// True inside a use, where 分数 is the use's own score.
    pub in_use: bool,
    /// The counting date of the measure at hand, if it has its own.
    pub as_of: Option<AsOf>,
}

/// What a name was found to be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Found {
    Attribute(AttributeId),
    Start,
    End,
    Argument(Amount),
    Fact(FactId),
    Measure(MeasureId),
    Parameter(ParameterId),
    Node(NodeId),
    Total,
    Standard,
    Score,
    Condition(ConditionId),
    AsOf,
    Application,
}

/// What kind of value it has.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sort {
    Number(Option<Dimension>),
    Flag,
    Choice(Vec<String>, bool),
    Many(Vec<String>),
    Words,
    Date,
    /// Spans or events: only 有 and 无 can be asked.
    History,
}

impl Sort {
    pub(super) fn of_type(kind: &Type, unit: Option<Dimension>) -> Sort {
        match kind {
            Type::Date => Sort::Date,
            Type::Bool => Sort::Flag,
            Type::Integer | Type::Decimal => Sort::Number(unit),
            Type::Money => Sort::Number(Some(Dimension::Money)),
            Type::Text => Sort::Words,
            Type::Choice(options) => Sort::Choice(options.clone(), false),
            Type::Ordered(options) => Sort::Choice(options.clone(), true),
            Type::Many(options) => Sort::Many(options.clone()),
        }
    }

    pub(super) fn word(&self) -> String {
        match self {
            Sort::Number(Some(dimension)) => format!("一个{dimension}"),
            Sort::Number(None) => "一个数".into(),
            Sort::Flag => "是或否".into(),
            Sort::Choice(..) => "一个选项".into(),
            Sort::Many(_) => "多个选项".into(),
            Sort::Words => "文字".into(),
            Sort::Date => "日期".into(),
            Sort::History => "经历或事件".into(),
        }
    }
}

impl Builder<'_> {
    /// Finds a name, with its arguments if it is a measure. What is wrong is reported.
    pub(super) fn find(&mut self, syntax: &Syntax, scope: Scope<'_>) -> Option<Found> {
        let SyntaxKind::Name(name, arguments) = &syntax.kind else {
            self.error("bad-expression", syntax.span, "这里要写一个名称");
            return None;
        };
        if arguments.is_empty()
            && let Some(found) = self.plain(name, scope)
        {
            return Some(found);
        }
        if let Some(at) = self.definitions.iter().position(|definition| definition.name == *name) {
            let values = self.arguments(arguments, scope)?;
            return self.measure(at, values, syntax.span).map(Found::Measure);
        }
        self.not_found(name, scope, syntax.span);
        None
    }

    fn plain(&mut self, name: &str, scope: Scope<'_>) -> Option<Found> {
        if let Some(fact) = scope.fact.map(|id| self.vocabulary.fact(id)) {
            if let Some(id) = fact.attribute(name) {
                return Some(Found::Attribute(id));
            }
            match (name, fact.kind) {
                ("起", Kind::MonthSpans | Kind::DaySpans) | ("日期", Kind::Events) => {
                    return Some(Found::Start);
                }
                ("止", Kind::MonthSpans | Kind::DaySpans) => return Some(Found::End),
                _ => {}
            }
        }
        if let Some((_, amount)) = scope.arguments.iter().find(|(argument, _)| argument == name) {
            return Some(Found::Argument(*amount));
        }
        match name {
            "总分" => return Some(Found::Total),
            "标准分值" => return Some(Found::Standard),
            "分数" if scope.in_use => return Some(Found::Score),
            "时点" => return Some(Found::AsOf),
            "申请日" => return Some(Found::Application),
            _ => {}
        }
        if let Some(at) = self.condition_sections.iter().position(|section| section.heading.text == name) {
            self.used.insert(name.to_owned());
            return u16::try_from(at).ok().map(|at| Found::Condition(ConditionId(at)));
        }
        if let Some(at) = self
            .definitions
            .iter()
            .position(|definition| definition.name == name && definition.parameters.is_empty())
        {
            return self.measure(at, Vec::new(), Span::default()).map(Found::Measure);
        }
        if let Some(id) = self.vocabulary.find(name) {
            return Some(Found::Fact(id));
        }
        if let Some(at) = self.parameters.iter().position(|parameter| parameter.name == name) {
            self.used.insert(name.to_owned());
            return u16::try_from(at).ok().map(|at| Found::Parameter(ParameterId(at)));
        }
        self.node_names.get(name).copied().map(Found::Node)
    }

    fn arguments(&mut self, arguments: &[Syntax], scope: Scope<'_>) -> Option<Vec<Amount>> {
        let mut values = Vec::new();
        for argument in arguments {
            match &argument.kind {
                SyntaxKind::Number(amount) => values.push(*amount),
                SyntaxKind::Name(name, inner) if inner.is_empty() => {
                    let Some((_, amount)) = scope.arguments.iter().find(|(known, _)| known == name) else {
                        self.error(
                            "bad-argument",
                            argument.span,
                            format!("口径的参数要写成数，“{name}”不是"),
                        );
                        return None;
                    };
                    values.push(*amount);
                }
                _ => {
                    self.error("bad-argument", argument.span, "口径的参数要写成数");
                    return None;
                }
            }
        }
        Some(values)
    }

    /// The measure of a definition with these arguments, built once.
    fn measure(&mut self, at: usize, values: Vec<Amount>, span: Span) -> Option<MeasureId> {
        let definition = self.definitions.get(at)?;
        let (name, parameters, section) =
            (definition.name.clone(), definition.parameters.clone(), definition.section);
        self.used.insert(name.clone());
        if parameters.len() != values.len() {
            let message = format!("“{name}”要 {} 个参数，这里写了 {} 个", parameters.len(), values.len());
            self.problems.push(
                Diagnostic::error("bad-argument", span, message).related(section.heading.span, "在这里定义"),
            );
            return None;
        }
        let key = (at, values.iter().map(|amount| amount.value).collect::<Vec<Exact>>());
        match self.instances.get(&key) {
            Some(Instance::Ready(id)) => return *id,
            Some(Instance::Open) => {
                self.error("cycle", section.heading.span, format!("“{name}”绕了一圈又用到自己"));
                return None;
            }
            None => {}
        }
        if self.depth >= DEEPEST {
            let message = format!("“{name}”前面一环套一环，超过 {DEEPEST} 个口径");
            self.error("cycle", section.heading.span, message);
            return None;
        }
        self.instances.insert(key.clone(), Instance::Open);
        self.depth += 1;
        let filled: Vec<(String, Amount)> = parameters.into_iter().zip(values).collect();
        let built = self.build_measure(&name, section, &filled);
        self.depth -= 1;
        let id = built.and_then(|measure| self.push_measure(measure));
        self.instances.insert(key, Instance::Ready(id));
        id
    }

    /// Adds a measure and gives its id.
    pub(super) fn push_measure(&mut self, measure: crate::model::Measure) -> Option<MeasureId> {
        let id = MeasureId(u16::try_from(self.measures.len()).ok()?);
        self.measures.push(measure);
        Some(id)
    }

    /// Builds measures that nothing refers to as well, so that their mistakes are seen.
    pub(super) fn remaining_measures(&mut self) {
        for at in 0..self.definitions.len() {
            let Some(definition) = self.definitions.get(at) else { continue };
            let (name, span, parameters) =
                (definition.name.clone(), definition.section.heading.span, definition.parameters.len());
            if self.used.contains(&name) {
                continue;
            }
            let problem = Diagnostic::warning("unused-name", span, format!("口径“{name}”没有被用到"))
                .hint("删去，或在指标、资格、用途里引用");
            self.problems.push(problem);
            let one = Amount { value: Exact::ONE, dimension: None };
            self.measure(at, vec![one; parameters], span);
        }
    }

    /// What kind of value a name has.
    pub(super) fn sort(&self, found: Found, scope: Scope<'_>) -> Sort {
        match found {
            Found::Attribute(id) => {
                let attribute =
                    scope.fact.and_then(|fact| self.vocabulary.fact(fact).attributes.get(usize::from(id.0)));
                attribute.map_or(Sort::History, |attribute| Sort::of_type(&attribute.kind, attribute.unit))
            }
            Found::Start | Found::End | Found::AsOf | Found::Application => Sort::Date,
            Found::Argument(amount) => Sort::Number(amount.dimension),
            Found::Fact(id) => {
                let fact = self.vocabulary.fact(id);
                fact.value.as_ref().map_or(Sort::History, |kind| Sort::of_type(kind, fact.unit))
            }
            Found::Measure(id) => match self.measures.get(id.index()).map(|measure| &measure.kind) {
                Some(ValueKind::Number(dimension)) => Sort::Number(*dimension),
                Some(ValueKind::Flag) => Sort::Flag,
                Some(ValueKind::Choice(options)) => Sort::Choice(options.clone(), true),
                Some(ValueKind::Words) => Sort::Words,
                Some(ValueKind::Date) => Sort::Date,
                Some(ValueKind::Entries) | None => Sort::History,
            },
            Found::Parameter(id) => {
                Sort::Number(self.parameters.get(id.index()).and_then(|parameter| parameter.dimension))
            }
            Found::Node(_) | Found::Total | Found::Standard | Found::Score => {
                Sort::Number(Some(Dimension::Points))
            }
            Found::Condition(_) => Sort::Flag,
        }
    }

    pub(super) fn not_found(&mut self, name: &str, scope: Scope<'_>, span: Span) {
        let mut known: Vec<&str> = Vec::new();
        if let Some(fact) = scope.fact {
            known.extend(
                self.vocabulary.fact(fact).attributes.iter().map(|attribute| attribute.name.as_str()),
            );
        }
        known.extend(scope.arguments.iter().map(|(name, _)| name.as_str()));
        known.extend(self.definitions.iter().map(|definition| definition.name.as_str()));
        known.extend(self.condition_sections.iter().map(|section| section.heading.text.as_str()));
        known.extend(self.parameters.iter().map(|parameter| parameter.name.as_str()));
        known.extend(self.node_names.keys().map(String::as_str));
        known.extend(self.vocabulary.names());
        known.extend(["总分", "标准分值", "时点", "申请日"]);
        let problem = Diagnostic::error("unknown-name", span, format!("不认识“{name}”"));
        let problem = match nearest(name, known) {
            Some(near) => problem.hint(format!("是不是“{near}”？")),
            None => problem.hint("名称要在事实词表、口径、资格、参数、名单或指标里；名称与词语之间要空一格"),
        };
        self.problems.push(problem);
    }
}
