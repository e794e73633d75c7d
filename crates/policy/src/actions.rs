//! What a person can do that may change a score: read from `policies/actions.md`, where each thing says how long it takes, how
//! often it can be done, and which fact it makes.

use crate::diagnostic::Diagnostic;
use crate::document::{Section, SourceFile, Text, scan, tree};
use crate::record::{Entry, Held, Value, read_record};
use crate::unit::{Dimension, amount};
use crate::vocabulary::{FactId, Kind, Vocabulary};
use terms::Exact;

/// Something a person can do.
#[derive(Clone, Debug)]
pub struct Action {
    /// The name.
    pub name: String,
    /// The English name.
    pub english: String,
    /// The fact it makes or changes.
    pub fact: FactId,
    /// How it changes the fact.
    pub effect: Effect,
    /// Months before it can have been done for the first time.
    pub lead: u32,
    /// Months between two times.
    pub every: u32,
    /// How often it can be done.
    pub most: u32,
}

/// How an action changes a fact. Attributes are JSON; `本市` stands for the city and `N 倍` for multiples of its average wage.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// The value becomes this.
    Set(String),
    /// A span begins, or an event happens.
    Add(String),
    /// The running span ends and goes on with these attributes changed.
    Change(String),
}

/// An action made ready for one city: what it sets, adds or changes.
#[derive(Clone, Debug)]
pub enum Ready {
    /// The value.
    Set(Value),
    /// The span or event; its dates are filled in when it is done.
    Add(Box<Entry>),
    /// The attributes of the new span, by place.
    Change(Vec<(usize, Value)>),
}

impl Action {
    /// What the action does in a city whose facts are called `city` and whose average wage is `wage`; nothing where it cannot
    /// be done there.
    pub fn ready(&self, vocabulary: &Vocabulary, city: &str, wage: Option<Exact>) -> Option<Ready> {
        let fact = vocabulary.fact(self.fact);
        let fill = |json: &str| {
            let mut text = json.replace("本市", city);
            for times in 1..=3i64 {
                let pattern = format!("{times} 倍");
                if text.contains(&pattern) {
                    let base = terms::Rounding { places: 0, mode: terms::Mode::Up }
                        .apply(wage?.checked_mul(Exact::from(times))?)?;
                    text = text.replace(&pattern, &base.to_string());
                }
            }
            Some(text)
        };
        let held = |json: String| {
            let record =
                read_record(&format!("{{\"facts\": {{\"{}\": {json}}}}}", fact.key), vocabulary).ok()?;
            Some(record.get(self.fact).held.clone())
        };
        // Any date will do: it is replaced when the action is done.
        let entry = |attributes: &str| {
            let inner = attributes.trim().strip_prefix('{')?.strip_suffix('}')?;
            let date = match fact.kind {
                Kind::Events => "\"date\": \"2020-01-01\"",
                Kind::MonthSpans => "\"from\": \"2020-01\"",
                _ => "\"from\": \"2020-01-01\"",
            };
            let comma = if inner.trim().is_empty() { "" } else { ", " };
            match held(format!("[{{{date}{comma}{inner}}}]"))? {
                Held::Entries(mut entries) => entries.pop(),
                _ => None,
            }
        };
        match &self.effect {
            Effect::Set(word) => match held(format!("\"{}\"", fill(word)?))? {
                Held::Value(value, _) => Some(Ready::Set(value)),
                _ => None,
            },
            Effect::Add(json) => entry(&fill(json)?).map(|entry| Ready::Add(Box::new(entry))),
            Effect::Change(json) => {
                let json = fill(json)?;
                let changed = entry(&json)?;
                let places = fact
                    .attributes
                    .iter()
                    .enumerate()
                    .filter(|(_, attribute)| json.contains(&format!("\"{}\"", attribute.key)));
                let values =
                    places.filter_map(|(at, _)| Some((at, changed.attributes.get(at)?.clone()?))).collect();
                Some(Ready::Change(values))
            }
        }
    }
}

/// Reads the file of actions.
pub fn read_actions(file: &SourceFile, vocabulary: &Vocabulary) -> (Vec<Action>, Vec<Diagnostic>) {
    let scanned = scan(&file.text);
    let mut problems = scanned.diagnostics;
    let root = tree(&scanned.document, &mut problems);
    let mut actions = Vec::new();
    for section in root.children.iter().flat_map(|chapter| &chapter.children) {
        actions.extend(action(section, vocabulary, &mut problems));
    }
    (actions, problems.into_iter().map(|problem| problem.file(&file.path)).collect())
}

const KEYS: &[&str] = &["事实", "设为", "添加", "改为", "最快", "间隔", "次数", "英文"];

fn action(section: &Section, vocabulary: &Vocabulary, problems: &mut Vec<Diagnostic>) -> Option<Action> {
    let mut bad = |text: &Text, message: String, hint: &str| {
        problems.push(Diagnostic::error("bad-action", text.span, message).hint(hint));
    };
    for clause in &section.clauses {
        if !KEYS.contains(&clause.key.text.as_str()) {
            bad(
                &clause.key,
                format!("行动没有“{}”这个名目", clause.key.text),
                &format!("可写：{}", KEYS.join("、")),
            );
        }
    }
    let value = |key: &str| section.clause(key).map(|clause| &clause.value);
    let Some(fact) = value("事实") else {
        bad(&section.heading, format!("“{}”没有写事实", section.heading.text), "写成“- 事实：志愿服务”");
        return None;
    };
    let Some(id) = vocabulary.find(&fact.text) else {
        bad(fact, format!("事实词表里没有“{}”", fact.text), "可用的事实见 policies/facts.md");
        return None;
    };
    let effect = match (value("设为"), value("添加"), value("改为")) {
        (Some(word), None, None) => Effect::Set(word.text.clone()),
        (None, Some(json), None) => Effect::Add(json.text.clone()),
        (None, None, Some(json)) => Effect::Change(json.text.clone()),
        _ => {
            bad(
                &section.heading,
                format!("“{}”要写明做什么", section.heading.text),
                "“设为”“添加”“改为”三者写一条",
            );
            return None;
        }
    };
    let mut months = |key: &str, otherwise: u32| match value(key) {
        None => otherwise,
        Some(text) => {
            let read = amount(&text.text).filter(|amount| amount.dimension == Some(Dimension::Months));
            read.and_then(|amount| u32::try_from(amount.value.floor()).ok()).unwrap_or_else(|| {
                bad(text, format!("“{}”不是一段时间", text.text), "写成“6 个月”");
                otherwise
            })
        }
    };
    let (lead, every) = (months("最快", 1), months("间隔", 1).max(1));
    let most = value("次数").and_then(|text| text.text.parse().ok()).unwrap_or(1);
    let english = value("英文").map_or_else(String::new, |text| text.text.clone());
    let action = Action { name: section.heading.text.clone(), english, fact: id, effect, lead, every, most };
    Some(action)
}
