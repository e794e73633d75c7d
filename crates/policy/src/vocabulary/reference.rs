//! The reference page of all facts, in English with the Chinese names, as Markdown.

use super::{Attribute, Fact, Field, Kind, Sensitivity, Type, Vocabulary};
use crate::record::Value;
use std::collections::BTreeMap;

/// Lists of words at least this long stand once at the end of the page when several facts use them.
const LONG_LIST: usize = 7;

const TOP: &str = "\
# Facts

All facts that policies can use, by chapter. This page is made from [`policies/facts.md`](../../policies/facts.md); change that
file and run `cargo xtask generate`. How a record gives facts is in [the language reference](language.md).

Spans have `from`/起 and `to`/止 (left out: still running), events have `date`/日期; both may have `id`/编号. A value can be given
with the day since when it holds: `{\"value\": …, \"since\": …}`. `null` in place of an attribute says that there is none. Money and
decimals are whole numbers or strings such as `\"9000.50\"`.
";

/// The reference page, the same bytes for the same vocabulary.
pub fn reference_page(vocabulary: &Vocabulary) -> String {
    let lists = Lists::of(vocabulary);
    let mut page = TOP.to_owned();
    let mut chapter: Vec<&Fact> = Vec::new();
    let mut facts = vocabulary.facts().map(|(_, fact)| fact).peekable();
    while let Some(fact) = facts.next() {
        chapter.push(fact);
        if facts.peek().is_none_or(|next| next.chapter != fact.chapter) {
            write_chapter(&chapter, &lists, &mut page);
            chapter.clear();
        }
    }
    lists.write(&mut page);
    page
}

fn write_chapter(facts: &[&Fact], lists: &Lists<'_>, page: &mut String) {
    let chapter = facts.first().map(|fact| fact.chapter.as_str()).unwrap_or_default();
    page.push_str(&format!("\n## {chapter}\n\n"));
    let head = [
        "Fact",
        "English",
        "Key",
        "Kind",
        "Type",
        "Unit",
        "Values",
        "Attested by",
        "Sensitivity",
        "Definition",
    ];
    row(&head.map(str::to_owned), page);
    rule(head.len(), page);
    for fact in facts {
        let values = match (fact.field(), fact.earliest) {
            (Some(field), _) => lists.values(field),
            (None, Some(earliest)) => format!("from {earliest}"),
            (None, None) => String::new(),
        };
        row(
            &[
                fact.name.clone(),
                fact.english.clone(),
                format!("`{}`", fact.key),
                kind(fact.kind).to_owned(),
                fact.value.as_ref().map(type_word).unwrap_or_default().to_owned(),
                fact.unit_word.clone(),
                values,
                fact.attested_by.join("、"),
                sensitivity(fact.sensitivity).to_owned(),
                fact.definition.clone(),
            ],
            page,
        );
    }
    for fact in facts.iter().filter(|fact| !fact.attributes.is_empty()) {
        page.push_str(&format!("\n### {} `{}`\n\n", fact.name, fact.key));
        let head = ["Attribute", "English", "Key", "Type", "Unit", "Values", "When left out", "Definition"];
        row(&head.map(str::to_owned), page);
        rule(head.len(), page);
        for own in &fact.attributes {
            row(
                &[
                    own.name.clone(),
                    own.english.clone(),
                    format!("`{}`", own.key),
                    type_word(&own.kind).to_owned(),
                    own.unit_word.clone(),
                    lists.values(own.field()),
                    when_left_out(own),
                    own.definition.clone(),
                ],
                page,
            );
        }
    }
}

fn row(cells: &[String], page: &mut String) {
    for cell in cells {
        page.push_str("| ");
        page.push_str(&cell.replace('|', "\\|"));
        page.push_str(if cell.is_empty() { "" } else { " " });
    }
    page.push_str("|\n");
}

fn rule(width: usize, page: &mut String) {
    page.push_str(&"| --- ".repeat(width));
    page.push_str("|\n");
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Value => "value",
        Kind::MonthSpans => "spans of months",
        Kind::DaySpans => "spans of days",
        Kind::Events => "events",
    }
}

fn type_word(kind: &Type) -> &'static str {
    match kind {
        Type::Date => "date",
        Type::Bool => "yes or no",
        Type::Integer => "whole number",
        Type::Decimal => "decimal",
        Type::Money => "money",
        Type::Text => "text",
        Type::Choice(_) => "choice",
        Type::Ordered(_) => "ordered choice",
        Type::Many(_) => "set",
    }
}

fn sensitivity(level: Sensitivity) -> &'static str {
    match level {
        Sensitivity::Public => "public",
        Sensitivity::Ordinary => "ordinary",
        Sensitivity::Personal => "personal",
        Sensitivity::Sensitive => "sensitive",
    }
}

fn when_left_out(own: &Attribute) -> String {
    let words = |at: usize| own.kind.options().and_then(|options| options.get(at)).cloned();
    match &own.default {
        None => "unknown".to_owned(),
        Some(Value::Nothing | Value::Many(0)) => "none".to_owned(),
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Choice(at)) => words(usize::from(*at)).unwrap_or_default(),
        Some(Value::Many(bits)) => {
            let held = (0..64).filter(|at| bits >> at & 1 == 1).filter_map(words);
            held.collect::<Vec<_>>().join("、")
        }
    }
}

/// The long lists of allowed words that several facts share, numbered as they first come.
struct Lists<'a> {
    numbers: BTreeMap<&'a [String], usize>,
}

impl<'a> Lists<'a> {
    fn of(vocabulary: &'a Vocabulary) -> Lists<'a> {
        let kinds = vocabulary
            .facts()
            .flat_map(|(_, fact)| fact.value.iter().chain(fact.attributes.iter().map(|own| &own.kind)));
        let long: Vec<&[String]> =
            kinds.filter_map(Type::options).filter(|words| words.len() >= LONG_LIST).collect();
        let mut numbers = BTreeMap::new();
        for (at, words) in long.iter().enumerate() {
            let shared = long.iter().skip(at + 1).any(|other| other == words);
            if shared && !numbers.contains_key(words) {
                numbers.insert(*words, numbers.len() + 1);
            }
        }
        Lists { numbers }
    }

    fn values(&self, field: Field<'_>) -> String {
        if let Some(words) = field.kind.options() {
            return match self.numbers.get(words) {
                Some(number) => format!("[list {number}](#list-{number})"),
                None => words.join(if matches!(field.kind, Type::Ordered(_)) { " < " } else { "、" }),
            };
        }
        match (field.bounds, field.dates) {
            (Some((low, high)), _) => format!("{low} to {high}"),
            (_, Some((first, last))) => format!("{first} to {last}"),
            _ => String::new(),
        }
    }

    fn write(&self, page: &mut String) {
        if self.numbers.is_empty() {
            return;
        }
        page.push_str(
            "\n## Lists of values\n\nLists that several facts use. In ordered choices they ascend.\n",
        );
        let mut lists: Vec<_> = self.numbers.iter().collect();
        lists.sort_by_key(|(_, number)| **number);
        for (words, number) in lists {
            page.push_str(&format!("\n### List {number}\n\n{}\n", words.join("、")));
        }
    }
}
