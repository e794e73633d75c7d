//! The vocabulary file, from strict Markdown to facts.

use super::shape::{self, Shape};
use super::{Attribute, Fact, Kind, Sensitivity, Type, Vocabulary};
use crate::diagnostic::{self, Diagnostic, Span};
use crate::document::{Section, Table, Text, scan, tree, wide};
use std::collections::BTreeMap;
use terms::{Month, Months};

/// The clauses a fact can have.
const CLAUSES: [&str; 10] = ["键", "类", "型", "单位", "可取值", "范围", "最早", "定义", "认定", "敏感"];
/// The English name, which is a clause too.
const ENGLISH: &str = "英文";
/// The columns of an attribute table.
const COLUMNS: [&str; 8] = ["属性", "键", "型", "单位", "可取值", "缺省", "定义", "英文"];
/// What every span or event has without being told, and how JSON calls it.
const GIVEN: [(&str, &str); 4] = [("起", "from"), ("止", "to"), ("日期", "date"), ("编号", "id")];
/// Words that mean something else where a fact's name could stand.
const TAKEN: [&str; 12] =
    ["总分", "标准分值", "时点", "申请日", "值", "分值", "有", "无", "是", "否", "其他", "任意"];

/// Reads the vocabulary file. All errors are reported at once; facts without errors can be used meanwhile.
pub fn read_vocabulary(text: &str, path: &str) -> (Vocabulary, Vec<Diagnostic>) {
    let scanned = scan(text);
    let mut reader = Reader { problems: scanned.diagnostics, ..Reader::default() };
    let root = tree(&scanned.document, &mut reader.problems);
    reader.file(&root);
    let mut problems: Vec<Diagnostic> =
        reader.problems.into_iter().map(|problem| problem.file(path)).collect();
    problems.sort_by(diagnostic::order);
    (Vocabulary::new(reader.facts), problems)
}

#[derive(Default)]
struct Reader {
    problems: Vec<Diagnostic>,
    facts: Vec<Fact>,
    // Names and keys of all facts, with the place that took them first.
    names: BTreeMap<String, Span>,
    // Names of attributes, which may repeat each other but not a fact.
    attributes: Vec<Text>,
}

impl Reader {
    fn file(&mut self, root: &Section) {
        if root.heading.text != "事实词表" && !root.heading.text.is_empty() {
            let message = format!("词表的标题是“事实词表”，不是“{}”", root.heading.text);
            self.problems.push(Diagnostic::error("fact-title", root.heading.span, message));
        }
        self.bare(root, "标题");
        for chapter in &root.children {
            if chapter.level != 2 {
                let message = format!("“{}”不在任何一章里", chapter.heading.text);
                let problem = Diagnostic::error("fact-misplaced", chapter.heading.span, message);
                self.problems.push(problem.hint("先写一行“## 章名”"));
            } else {
                self.bare(chapter, "章");
            }
            for section in &chapter.children {
                if let Some(fact) = self.fact(section, &chapter.heading.text) {
                    self.facts.push(fact);
                }
            }
        }
        for name in std::mem::take(&mut self.attributes) {
            if let Some(place) = self.names.get(&name.text) {
                let message = format!("属性“{}”与一个事实同名，条件里分不清指哪一个", name.text);
                let problem = Diagnostic::error("fact-duplicate-name", name.span, message);
                self.problems.push(problem.related(*place, "同名的事实"));
            }
        }
    }

    /// Titles and chapters hold notes and headings only.
    fn bare(&mut self, section: &Section, what: &str) {
        let clauses = section.clauses.iter().map(|clause| clause.key.span);
        let tables = section.tables.iter().map(|table| table.span);
        for place in clauses.chain(tables) {
            let message = format!("{what}下面不能直接写条款或表格");
            let problem = Diagnostic::error("fact-misplaced", place, message);
            self.problems.push(problem.hint("写在“### 事实名”下面"));
        }
        self.no_code(section);
    }

    fn no_code(&mut self, section: &Section) {
        for (_, code) in &section.codes {
            self.problems.push(Diagnostic::error("fact-misplaced", code.span, "词表里没有代码块"));
        }
    }

    fn fact(&mut self, section: &Section, chapter: &str) -> Option<Fact> {
        let name = &section.heading;
        self.no_code(section);
        for child in &section.children {
            let message = format!("事实下面没有小标题，不能有“{}”", child.heading.text);
            self.problems.push(Diagnostic::error("fact-misplaced", child.heading.span, message));
        }
        let before = self.problems.len();
        self.name(name, "事实");
        self.take(name, "fact-duplicate-name", "事实名");
        let clauses = self.clauses(section);
        let key = self.needed(&clauses, name, "键");
        let kind = self.needed(&clauses, name, "类").and_then(|text| self.kind(text));
        let definition = self.needed(&clauses, name, "定义").map(|text| text.text.clone());
        let attested_by = self.needed(&clauses, name, "认定").map(shape::items);
        let sensitivity = self.needed(&clauses, name, "敏感").and_then(|text| self.sensitivity(text));
        let english = self.needed(&clauses, name, ENGLISH).map(|text| self.english(text));
        if let Some(key) = key {
            self.key(key);
            self.take(key, "fact-duplicate-key", "键");
        }
        let kind = kind?;
        self.suited(&clauses, kind, name);
        let value = (kind == Kind::Value).then(|| self.value(&clauses, name)).flatten();
        let earliest = clauses.get("最早").filter(|_| kind.is_spans()).and_then(|text| self.earliest(text));
        let attributes = self.attribute_table(section, kind);
        let shape = value.unwrap_or_default();
        let fact = Fact {
            key: key?.text.clone(),
            name: name.text.clone(),
            english: english?,
            chapter: chapter.to_owned(),
            kind,
            value: shape.kind,
            unit: shape.unit,
            unit_word: shape.unit_word,
            bounds: shape.bounds,
            dates: shape.dates,
            earliest,
            attributes,
            definition: definition?,
            attested_by: attested_by?.into_iter().map(|item| item.text).collect(),
            sensitivity: sensitivity?,
        };
        // A fact with errors would only make its users report more of them, unless it can be named without harm.
        let broken = kind == Kind::Value && fact.value.is_none();
        let taken =
            self.problems.iter().skip(before).any(|problem| problem.code.starts_with("fact-duplicate"));
        (!broken && !taken).then_some(fact)
    }

    fn clauses<'a>(&mut self, section: &'a Section) -> BTreeMap<&'a str, &'a Text> {
        let mut clauses: BTreeMap<&str, &Text> = BTreeMap::new();
        for clause in &section.clauses {
            let key = clause.key.text.as_str();
            if !CLAUSES.contains(&key) && key != ENGLISH {
                let mut problem = Diagnostic::error(
                    "fact-unknown-clause",
                    clause.key.span,
                    format!("事实没有“{key}”这个名目"),
                );
                problem.hint = Some(match diagnostic::nearest(key, CLAUSES.into_iter().chain([ENGLISH])) {
                    Some(near) => format!("是不是“{near}”？"),
                    None => format!("可用的名目：{}、{ENGLISH}", CLAUSES.join("、")),
                });
                self.problems.push(problem);
            } else if let Some(first) = clauses.get(key) {
                let problem =
                    Diagnostic::error("fact-repeated-clause", clause.key.span, format!("“{key}”写了两次"));
                self.problems.push(problem.related(first.span, "第一次在这里"));
            } else {
                clauses.insert(key, &clause.value);
            }
        }
        clauses
    }

    fn needed<'a>(&mut self, clauses: &BTreeMap<&str, &'a Text>, name: &Text, key: &str) -> Option<&'a Text> {
        let found = clauses.get(key).copied();
        if found.is_none() {
            let message = format!("“{}”缺少“{key}”", name.text);
            let problem = Diagnostic::error("fact-missing-clause", name.span, message);
            self.problems.push(problem.hint(format!("加一行“- {key}：…”")));
        }
        found
    }

    /// Clauses that only mean something for another kind of fact.
    fn suited(&mut self, clauses: &BTreeMap<&str, &Text>, kind: Kind, name: &Text) {
        let (unfit, hint): (&[&str], _) = match kind {
            Kind::Value => (&["最早"], "“最早”只用于时段；日期的界限写成“- 范围：1930-01-01 至 2030-12-31”"),
            Kind::Events => (&["型", "单位", "可取值", "范围", "最早"], "事件的内容写在属性表里"),
            _ => (&["型", "单位", "可取值", "范围"], "时段的内容写在属性表里"),
        };
        for key in unfit {
            if let Some(text) = clauses.get(key) {
                let message = format!("“{}”的类是“{}”，不能有“{key}”", name.text, kind.word());
                let problem = Diagnostic::error("fact-unsuited-clause", text.span, message);
                self.problems.push(problem.hint(hint));
            }
        }
    }

    fn value(&mut self, clauses: &BTreeMap<&str, &Text>, name: &Text) -> Option<Shape> {
        let word = self.needed(clauses, name, "型")?;
        let cells = shape::Cells {
            word,
            unit: clauses.get("单位").copied(),
            options: clauses.get("可取值").copied(),
            range: clauses.get("范围").copied(),
        };
        shape::read(&cells, &mut self.problems)
    }

    fn kind(&mut self, text: &Text) -> Option<Kind> {
        const ALL: [Kind; 4] = [Kind::Value, Kind::MonthSpans, Kind::DaySpans, Kind::Events];
        let word = wide(&text.text);
        let found = ALL.into_iter().find(|kind| kind.word() == word);
        if found.is_none() {
            let problem = Diagnostic::error("fact-bad-kind", text.span, format!("没有“{}”这一类", text.text));
            self.problems.push(problem.hint("可用的类：值、时段（月）、时段（日）、事件"));
        }
        found
    }

    fn sensitivity(&mut self, text: &Text) -> Option<Sensitivity> {
        let found = Sensitivity::ALL.into_iter().find(|level| level.word() == text.text);
        if found.is_none() {
            let message = format!("敏感程度没有“{}”", text.text);
            let problem = Diagnostic::error("fact-bad-sensitivity", text.span, message);
            self.problems.push(problem.hint("可用的：公开、一般、个人、敏感"));
        }
        found
    }

    fn english(&mut self, text: &Text) -> String {
        if !text.text.is_ascii() {
            let message = format!("英文名“{}”里有英文以外的字符", text.text);
            self.problems.push(Diagnostic::error("fact-bad-english", text.span, message));
        }
        text.text.clone()
    }

    fn earliest(&mut self, text: &Text) -> Option<Month> {
        let month =
            Month::parse(&text.text).filter(|month| (Months::first()..=Months::last()).contains(month));
        if month.is_none() {
            let message = format!("“{}”不是月份", text.text);
            let hint = format!("写成“1992-01”的样子，在 {} 和 {} 之间", Months::first(), Months::last());
            self.problems.push(Diagnostic::error("fact-bad-earliest", text.span, message).hint(hint));
        }
        month
    }

    fn name(&mut self, text: &Text, what: &str) {
        let name = &text.text;
        let sign = name.chars().find(|c| shape::SIGNS.contains(*c));
        let message = match sign {
            Some(sign) => format!("{what}名“{name}”里不能有“{sign}”"),
            None if TAKEN.contains(&name.as_str()) => format!("“{name}”另有用处，不能作{what}名"),
            None if name.is_ascii() => format!("{what}名“{name}”要有汉字"),
            None => return,
        };
        self.problems.push(Diagnostic::error("fact-bad-name", text.span, message));
    }

    fn key(&mut self, text: &Text) {
        if !is_key(&text.text) {
            let problem =
                Diagnostic::error("fact-bad-key", text.span, format!("键“{}”的写法不对", text.text));
            self.problems
                .push(problem.hint("小写英文字母开头，只用小写字母、数字和单个下划线，不超过 40 个字符"));
        }
    }

    /// Takes a name or key for the fact at hand.
    fn take(&mut self, text: &Text, code: &'static str, what: &str) {
        if let Some(first) = self.names.get(&text.text) {
            let problem = Diagnostic::error(code, text.span, format!("{what}“{}”已经用过", text.text));
            self.problems.push(problem.related(*first, "第一次在这里"));
        } else {
            self.names.insert(text.text.clone(), text.span);
        }
    }

    fn attribute_table(&mut self, section: &Section, kind: Kind) -> Vec<Attribute> {
        if kind == Kind::Value {
            for table in &section.tables {
                let message = format!("“{}”的类是“值”，没有属性表", section.heading.text);
                let problem = Diagnostic::error("fact-attribute-table", table.span, message);
                self.problems.push(problem.hint("有几部分内容的事实，类写成“事件”"));
            }
            return Vec::new();
        }
        for table in section.tables.iter().skip(1) {
            self.problems.push(Diagnostic::error(
                "fact-attribute-table",
                table.span,
                "一个事实只有一张属性表",
            ));
        }
        let Some(table) = section.tables.first() else {
            return Vec::new();
        };
        if !table.head.iter().map(|cell| cell.text.as_str()).eq(COLUMNS) {
            let place = table.head.iter().map(|cell| cell.span).reduce(Span::to).unwrap_or(table.span);
            let problem = Diagnostic::error("fact-attribute-table", place, "属性表的表头不对");
            self.problems.push(problem.hint(format!("表头是：| {} |", COLUMNS.join(" | "))));
            return Vec::new();
        }
        self.attributes_of(table)
    }

    fn attributes_of(&mut self, table: &Table) -> Vec<Attribute> {
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        let mut found = Vec::new();
        for row in &table.rows {
            let [name, key, word, unit, options, default, definition, english] = row.as_slice() else {
                continue;
            };
            let empty = [(name, "属性"), (key, "键"), (word, "型"), (definition, "定义"), (english, ENGLISH)];
            let mut complete = true;
            for (cell, column) in empty.into_iter().filter(|(cell, _)| cell.text.is_empty()) {
                complete = false;
                let message = format!("属性“{}”的“{column}”是空的", name.text);
                self.problems.push(Diagnostic::error("fact-missing-clause", cell.span, message));
            }
            if !complete {
                continue;
            }
            self.name(name, "属性");
            self.key(key);
            self.english(english);
            for (text, code) in [(name, "fact-duplicate-name"), (key, "fact-duplicate-key")] {
                if GIVEN.iter().any(|(given, key)| text.text == *given || text.text == *key) {
                    let message = format!("“{}”是时段和事件本来就有的，不用写进属性表", text.text);
                    self.problems.push(Diagnostic::error(code, text.span, message));
                } else if let Some(first) = names.insert(&text.text, text.span) {
                    let problem =
                        Diagnostic::error(code, text.span, format!("“{}”在这张表里已经用过", text.text));
                    self.problems.push(problem.related(first, "第一次在这里"));
                }
            }
            self.attributes.push(name.clone());
            let cells = shape::Cells::of_attribute(word, unit, options);
            let Some(shape) = shape::read(&cells, &mut self.problems) else {
                continue;
            };
            let default = Some(default).filter(|cell| !cell.text.is_empty());
            let default = default.and_then(|cell| shape::default(&shape, cell, &mut self.problems));
            found.push(Attribute {
                key: key.text.clone(),
                name: name.text.clone(),
                english: english.text.clone(),
                kind: shape.kind.unwrap_or(Type::Text),
                unit: shape.unit,
                unit_word: shape.unit_word,
                bounds: shape.bounds,
                dates: shape.dates,
                default,
                definition: definition.text.clone(),
            });
        }
        found
    }
}

fn is_key(text: &str) -> bool {
    let parts = text.split('_');
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && parts.into_iter().all(|part| !part.is_empty())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
