//! Settings from a file, in TOML. Everything that is wrong is told at once, with its line and what would be right.

use super::table::{self, Kind, Setting, TABLE};
use super::{Origin, Value};
use policy::diagnostic::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More lines than this that are not TOML are not told.
const MOST_BROKEN: usize = 20;

/// What a file sets, and what is wrong with it.
#[derive(Default)]
pub struct Read {
    /// Settings as the file gives them.
    pub set: Vec<(&'static Setting, Value, Origin)>,
    /// Mistakes: the line, what is wrong, what would be right.
    pub wrong: Vec<String>,
}

/// Reads the text of a file.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let (readable, broken) = readable(text);
    for at in broken {
        read.wrong.push(mistake(at, "这一行不是 TOML 的写法", "一行写一个设置：名称 = 值，文字放在引号里"));
    }
    let Ok(table) = DeTable::parse(&readable) else { return read };
    for (key, value) in table.get_ref() {
        let (name, at) = (key.get_ref().as_ref(), line(key.span().start));
        match table::find(name) {
            Some(setting) => match taken(setting, value.get_ref()) {
                Ok(value) => read.set.push((setting, value, Origin::File(at))),
                Err(wrong) => {
                    let at = line(value.span().start);
                    read.wrong.push(mistake(at, &format!("{name} {wrong}"), &setting.kind.hint()));
                }
            },
            None => {
                let keys = || TABLE.iter().map(|setting| setting.key);
                let hint = match nearest(name, keys()) {
                    Some(near) => format!("是不是 {near}？"),
                    None => format!("有这些：{}", keys().collect::<Vec<_>>().join("、")),
                };
                read.wrong.push(mistake(at, &format!("没有设置“{name}”"), &hint));
            }
        }
    }
    read.wrong.sort_by_key(|wrong| wrong.split(' ').nth(1).and_then(|line| line.parse::<usize>().ok()));
    read
}

/// The text with every line blank that is not TOML, and the numbers of these lines.
fn readable(text: &str) -> (String, Vec<usize>) {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut broken = Vec::new();
    while broken.len() < MOST_BROKEN {
        let text = lines.join("\n");
        let Err(error) = DeTable::parse(&text) else { break };
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let mut at = before.matches('\n').count();
        // What was not closed is noticed only later: where the line is blank already, the one before it is meant.
        while at > 0 && lines.get(at).is_none_or(|line| line.trim().is_empty()) {
            at -= 1;
        }
        if let Some(line) = lines.get_mut(at) {
            // As long as before, so that places stay what they are.
            *line = " ".repeat(line.len());
        }
        broken.push(at + 1);
    }
    (lines.join("\n"), broken)
}

fn mistake(line: usize, what: &str, hint: &str) -> String {
    format!("第 {line} 行 {what}\n   建议：{hint}")
}

fn taken(setting: &Setting, value: &DeValue<'_>) -> Result<Value, &'static str> {
    let kind = setting.kind;
    match value {
        DeValue::Array(items) if kind.many() => {
            let each = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
                DeValue::String(text) => one(kind, text),
                _ => Err("里有的不是文字"),
            };
            items.iter().map(each).collect::<Result<_, _>>().map(Value)
        }
        DeValue::String(text) if kind.quoted() && !kind.many() => {
            if text.is_empty() {
                Ok(Value(Vec::new()))
            } else {
                one(kind, text).map(|one| Value(vec![one]))
            }
        }
        DeValue::Integer(number) if matches!(kind, Kind::Number(..)) && number.radix() == 10 => {
            one(kind, &number.as_str().replace('_', "")).map(|one| Value(vec![one]))
        }
        DeValue::Boolean(yes) if kind == Kind::Switch => Ok(Value(vec![yes.to_string()])),
        _ if kind.many() => Err("要是方括号里的列表"),
        _ if kind.quoted() => Err("要是引号里的文字"),
        _ => Err("的值不是这一类"),
    }
}

fn one(kind: Kind, text: &str) -> Result<String, &'static str> {
    match kind.wrong(text) {
        None => Ok(text.to_owned()),
        Some(_) => Err("的值不对"),
    }
}
