//! Worked examples: a sentence, a person, what must come out, and where it comes from.

use crate::diagnostic::Diagnostic;
use crate::document::{Section, SourceFile, Text, scan, tree};
use crate::language::phrase;
use crate::record::{Record, overlay, read_record};
use crate::unit::amount;
use crate::vocabulary::Vocabulary;
use terms::{Date, Exact, Grade, Range, Tri};

/// A worked example.
#[derive(Clone, Debug)]
pub struct Case {
    /// A sentence.
    pub title: String,
    /// The day of the application.
    pub on: Date,
    /// The person.
    pub record: Record,
    /// The total.
    pub total: Option<Expected>,
    /// Whether the standard score is met.
    pub meets: Option<Tri>,
    /// Uses, by name, and whether they are met.
    pub uses: Vec<ExpectedUse>,
    /// Groups, items and parts, by name, with their points and the first cell of the row that must have hit.
    pub items: Vec<ExpectedItem>,
    /// Found (原例) or constructed (构造), and by whom it was printed.
    pub source: Option<String>,
    /// The evidence grade.
    pub grade: Option<Grade>,
    /// Where it stands.
    pub place: crate::diagnostic::Span,
}

/// What must come out for a use.
#[derive(Clone, Debug)]
pub struct ExpectedUse {
    /// Its name.
    pub name: String,
    /// Whether its conditions are met.
    pub met: Tri,
    /// Its own score, if that is asked.
    pub score: Option<Range>,
}

/// What must come out for an item.
#[derive(Clone, Debug)]
pub struct ExpectedItem {
    /// The group's, item's or part's name.
    pub path: String,
    /// Its points.
    pub expected: Expected,
    /// The first cell of the row that must have hit.
    pub row: Option<String>,
}

/// What must come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// These points.
    Points(Range),
    /// 未规定
    Unspecified,
    /// 不适用
    NotApplicable,
}

/// Reads a case file. Cases with mistakes are left out and the mistakes said.
pub fn read_cases(file: &SourceFile, vocabulary: &Vocabulary) -> (Vec<Case>, Vec<Diagnostic>) {
    let scanned = scan(&file.text);
    let mut problems = scanned.diagnostics;
    let root = tree(&scanned.document, &mut problems);
    let mut base = "{\"facts\": {}}".to_owned();
    let mut cases = Vec::new();
    for section in &root.children {
        if section.heading.text == "底稿" {
            if let Some((_, code)) = section.codes.first() {
                base.clone_from(&code.text);
                if let Err(found) = read_record(&base, vocabulary) {
                    problems.extend(
                        found.into_iter().map(|problem| {
                            Diagnostic::error("bad-case", code.span, format!("底稿：{problem}"))
                        }),
                    );
                }
            }
            continue;
        }
        let mut reader = Reader { problems: &mut problems, vocabulary };
        cases.extend(reader.case(section, &base));
    }
    let problems = problems.into_iter().map(|problem| problem.file(&file.path)).collect();
    (cases, problems)
}

struct Reader<'a> {
    problems: &'a mut Vec<Diagnostic>,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn bad(&mut self, text: &Text, message: impl Into<String>, hint: &str) {
        self.problems.push(Diagnostic::error("bad-case", text.span, message).hint(hint));
    }

    fn case(&mut self, section: &Section, base: &str) -> Option<Case> {
        let known = ["申请日", "来源", "出处", "核实", "总分", "达标", "用途"];
        for clause in &section.clauses {
            if !known.contains(&clause.key.text.as_str()) {
                self.bad(
                    &clause.key,
                    format!("算例没有“{}”这个名目", clause.key.text),
                    &format!("可写：{}", known.join("、")),
                );
            }
        }
        let value = |key: &str| section.clause(key).map(|clause| &clause.value);
        let Some(on) = value("申请日").and_then(|text| phrase::day(&text.text)) else {
            self.bad(&section.heading, "算例没有写申请日", "写成“- 申请日：2018-06-15”");
            return None;
        };
        let total = value("总分").and_then(|text| self.expected(text));
        let meets = value("达标").and_then(|text| self.verdict(text, &text.text));
        let mut uses = Vec::new();
        if let Some(text) = value("用途") {
            for part in text.text.split('、') {
                let Some((name, verdict, score)) = use_words(part.trim()) else {
                    self.bad(
                        text,
                        format!("“{part}”没有写结果"),
                        "写成“用途名称 是”，结果可为是、否、不定；后面可再写这个用途的分数",
                    );
                    continue;
                };
                uses.extend(self.expected_use(text, (name, verdict, score)));
            }
        }
        let over = section.codes.first().map_or("{\"facts\": {}}", |(_, code)| code.text.as_str());
        let place = section.codes.first().map_or(section.heading.span, |(_, code)| code.span);
        let read = overlay(base, over, self.vocabulary).and_then(|json| read_record(&json, self.vocabulary));
        let record = match read {
            Ok(record) => record,
            Err(found) => {
                self.problems.extend(
                    found
                        .into_iter()
                        .map(|problem| Diagnostic::error("bad-case", place, problem.to_string())),
                );
                return None;
            }
        };
        let items = section
            .tables
            .iter()
            .flat_map(|table| table.rows.iter())
            .filter_map(|row| self.item(row))
            .collect();
        let source = [value("来源"), value("出处")]
            .into_iter()
            .flatten()
            .map(|text| text.text.clone())
            .collect::<Vec<_>>()
            .join("，");
        let grade = value("核实").and_then(|text| Grade::from_word(&text.text));
        let source = Some(source).filter(|source| !source.is_empty());
        Some(Case {
            title: section.heading.text.clone(),
            on,
            record,
            total,
            meets,
            uses,
            items,
            source,
            grade,
            place: section.heading.span,
        })
    }

    /// `名称 是`, or with the use's own score `名称 是 575 分`.
    fn expected_use(&mut self, text: &Text, (name, met, score): (&str, &str, &str)) -> Option<ExpectedUse> {
        let met = self.verdict(text, met)?;
        let read = range(score);
        if read.is_none() && !score.is_empty() {
            self.bad(text, format!("“{score}”不是分值"), "写成“30 分”“86 至 104 分”");
        }
        Some(ExpectedUse { name: name.to_owned(), met, score: read })
    }

    fn item(&mut self, row: &[Text]) -> Option<ExpectedItem> {
        let (name, points) = (row.first()?, row.get(1)?);
        let expected = self.expected(points)?;
        let row = row.get(2).map(|cell| cell.text.clone()).filter(|cell| !cell.is_empty());
        Some(ExpectedItem { path: name.text.clone(), expected, row })
    }

    fn verdict(&mut self, text: &Text, word: &str) -> Option<Tri> {
        match word.trim() {
            "是" => Some(Tri::Yes),
            "否" => Some(Tri::No),
            "不定" => Some(Tri::Unknown),
            other => {
                self.bad(text, format!("“{other}”不是结果"), "可写：是、否、不定");
                None
            }
        }
    }

    fn expected(&mut self, text: &Text) -> Option<Expected> {
        match text.text.as_str() {
            "未规定" => return Some(Expected::Unspecified),
            "不适用" => return Some(Expected::NotApplicable),
            _ => {}
        }
        let read = range(&text.text);
        if read.is_none() {
            self.bad(
                text,
                format!("“{}”不是分值", text.text),
                "写成“30 分”“86 至 104 分”“30 分以上”“未规定”或“不适用”",
            );
        }
        read.map(Expected::Points)
    }
}

/// A use's name, its verdict, and what stands behind it.
fn use_words(part: &str) -> Option<(&str, &str, &str)> {
    let mut at = 0;
    for word in part.split(' ') {
        let end = at + word.len();
        if at > 0 && matches!(word, "是" | "否" | "不定") {
            return Some((part.get(..at)?.trim(), word, part.get(end..)?.trim()));
        }
        at = end + 1;
    }
    None
}

fn range(text: &str) -> Option<Range> {
    let number = |text: &str| -> Option<Exact> {
        let text = text.trim();
        match text.split_once('/') {
            Some((num, den)) => {
                Some(amount(num.trim())?.value / amount(den.trim().trim_end_matches('分').trim())?.value)
            }
            None => amount(text).map(|amount| amount.value),
        }
    };
    if let Some(low) = text.strip_suffix("以上") {
        return Some(Range::at_least(number(low)?));
    }
    if let Some(high) = text.strip_suffix("以下") {
        return Some(Range { low: None, high: Some(number(high)?) });
    }
    if let Some((low, high)) = text.split_once('至') {
        return Some(Range::between(number(low)?, number(high)?));
    }
    number(text).map(Range::known)
}
