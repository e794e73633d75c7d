//! Who recognises whose months: read from `policies/recognition.md`.
//!
//! What counts is decided by each version's own measures; this table shows it in one place, and is checked against the
//! schemes that it names.

use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Text};
use crate::language::phrase;
use crate::model::Basis;
use crate::record::{Entry, Held, Record, Value};
use crate::scheme::Scheme;
use crate::table::{basis, rows};
use crate::vocabulary::{FactId, Type, Vocabulary};
use terms::{Date, SchemeId};

/// A scheme and what it recognises of other places.
#[derive(Clone, Debug)]
pub struct Recognition {
    /// The scheme that recognises, or does not.
    pub into: SchemeId,
    /// From where.
    pub from: Places,
    /// What: the fact.
    pub fact: FactId,
    /// For what.
    pub purpose: Purpose,
    /// The first day.
    pub since: Date,
    /// Where it comes from.
    pub basis: Basis,
}

/// Places whose months are recognised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Places {
    /// Every place but the scheme's own city.
    Others,
    /// These, as facts call them.
    These(Vec<String>),
}

/// What something is recognised for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// 不认: it is known not to be recognised.
    Nothing,
    /// 全部
    All,
    /// One use.
    Use(String),
}

impl Recognition {
    /// The places of a record's spans that this edge is about, each once, in the order of the record. `own` is how facts call
    /// the scheme's city.
    pub fn touched(&self, record: &Record, vocabulary: &Vocabulary, own: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        if let Held::Entries(entries) = &record.get(self.fact).held {
            for entry in entries {
                let Some(place) = place(entry, self.fact, vocabulary) else { continue };
                let fits = match &self.from {
                    Places::Others => place != own,
                    Places::These(places) => places.contains(place),
                };
                if fits && !found.iter().any(|known| known == place) {
                    found.push(place.clone());
                }
            }
        }
        found
    }
}

/// The place of a span: its attribute with the key `place`.
fn place<'v>(entry: &Entry, fact: FactId, vocabulary: &'v Vocabulary) -> Option<&'v String> {
    let (at, attribute) =
        vocabulary.fact(fact).attributes.iter().enumerate().find(|(_, attribute)| attribute.key == PLACE)?;
    let Some(Some(Value::Choice(word))) = entry.attributes.get(at) else { return None };
    words(&attribute.kind).get(usize::from(*word))
}

fn words(ty: &Type) -> &[String] {
    match ty {
        Type::Choice(words) => words,
        _ => &[],
    }
}

/// The key of the attribute that says where.
const PLACE: &str = "place";
const OTHERS: &str = "其他城市";
const COLUMNS: &[&str] = &["到", "从", "什么", "用途", "起", "依据", "核实"];
const CODE: &str = "bad-recognition";

/// Reads the table. Schemes, places, uses and instruments must be known.
pub fn read_recognition(
    file: &SourceFile,
    vocabulary: &Vocabulary,
    schemes: &[Scheme],
) -> (Vec<Recognition>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut found: Vec<Recognition> = Vec::new();
    for row in rows(file, COLUMNS, CODE, &mut problems) {
        let [into, from, what, purpose, since, citation, grade] = row.as_slice() else { continue };
        let basis = basis(file, (citation, grade), CODE, &mut problems);
        let mut bad = |text: &Text, message: String, hint: &str| {
            problems.push(Diagnostic::error(CODE, text.span, message).hint(hint).file(&file.path));
        };
        let Some(scheme) = schemes.iter().find(|scheme| scheme.id.as_str() == into.text) else {
            bad(into, format!("没有方案 {}", into.text), "写成 city/scheme");
            continue;
        };
        let Some(fact) = vocabulary.find(&what.text) else {
            bad(what, format!("事实词表里没有“{}”", what.text), "可用的事实见 policies/facts.md");
            continue;
        };
        let attribute = vocabulary.fact(fact).attributes.iter().find(|attribute| attribute.key == PLACE);
        let Some(attribute) = attribute else {
            bad(what, format!("“{}”没有写在哪个城市", what.text), "要有属性 place");
            continue;
        };
        let Some(since) = phrase::day(&since.text) else {
            bad(since, format!("“{}”不是日期", since.text), "写成 2018-01-01");
            continue;
        };
        let from = if from.text == OTHERS {
            Places::Others
        } else {
            let places: Vec<String> = from.text.split('、').map(|word| word.trim().to_owned()).collect();
            for place in places.iter().filter(|place| !words(&attribute.kind).contains(place)) {
                bad(from, format!("“{place}”不是城市"), "写事实里的城市，或者“其他城市”");
            }
            Places::These(places)
        };
        let uses = || scheme.versions.iter().chain(&scheme.drafts).flat_map(|version| &version.uses);
        let purpose = match purpose.text.as_str() {
            "不认" => Purpose::Nothing,
            "全部" => Purpose::All,
            name => {
                if !uses().any(|of| of.name == name) {
                    bad(purpose, format!("{} 没有用途“{name}”", into.text), "用途的名称，或者“全部”“不认”");
                }
                Purpose::Use(name.to_owned())
            }
        };
        if scheme.on(since).is_none() {
            bad(into, format!("{} 在 {since} 没有施行中的版本", into.text), "从有版本的日子写起");
        }
        let key = citation.text.split(' ').next().unwrap_or_default();
        if !key.is_empty() && !scheme.instruments.iter().any(|instrument| instrument.key == key) {
            bad(citation, format!("{} 没有文件“{key}”", into.text), "写方案 instruments.md 里的键");
        }
        let same = found.iter().any(|known| {
            known.into == scheme.id && known.from == from && known.fact == fact && known.purpose == purpose
        });
        if same {
            bad(into, "这一行重复了".to_owned(), "同样的到、从、什么、用途只写一行");
        }
        found.push(Recognition { into: scheme.id.clone(), from, fact, purpose, since, basis });
    }
    (found, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read_record;
    use crate::scheme::Library;

    const HEAD: &str = "# 互认表\n\n| 到 | 从 | 什么 | 用途 | 起 | 依据 | 核实 |\n| --- | --- | --- | --- | --- | --- | --- |\n";

    fn library(rows: &str) -> (Library, Vec<String>) {
        let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
        let version = "# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：办法\n\n## 指标\n\n### 年龄\n- 事实：出生日期\n- 具备：1 分\n\n## 用途：入学\n\
                       - 类别：上学\n- 条件：总分 不低于 1 分\n";
        let instruments = "# 文件\n\n| 键 | 名称 |\n| --- | --- |\n| 办法 | 办法 |\n";
        let files = [
            ("facts.md", std::fs::read_to_string(facts).unwrap()),
            ("shifan/points/2026-01-01.md", version.to_owned()),
            ("shifan/points/instruments.md", instruments.to_owned()),
            ("recognition.md", format!("{HEAD}{rows}\n")),
        ];
        let files = files.map(|(path, text)| SourceFile { path: path.into(), text });
        let (library, problems) = Library::read(&files);
        let said = problems.into_iter().filter(|problem| problem.code == CODE);
        (library, said.map(|problem| problem.message).collect())
    }

    #[test]
    fn edges_touch_the_places_of_a_record() {
        let (library, said) = library(
            "| shifan/points | 其他省市 | 职工社会保险 | 入学 | 2026-01-01 | 办法 第三条 | 转引 |\n\
             | shifan/points | 其他城市 | 居住登记 | 不认 | 2026-01-01 | 办法 | 待核 |",
        );
        assert_eq!(said, [""; 0]);
        let record = "{\"facts\": {\"employee_insurance\": [{\"from\": \"2019-01\", \"to\": \"2020-01\", \"place\": \"其他省市\"}, \
                      {\"from\": \"2021-01\", \"place\": \"示范市\"}], \"residence_registration\": [{\"from\": \"2019-01-01\", \"place\": \"示范市\"}]}}";
        let record = read_record(record, &library.vocabulary).unwrap();
        let touched = |at: usize| library.recognition[at].touched(&record, &library.vocabulary, "示范市");
        assert_eq!(touched(0), ["其他省市"]);
        assert_eq!(touched(1), [""; 0], "one's own city is no other");
        assert_eq!(library.recognition[1].purpose, Purpose::Nothing);
    }

    #[test]
    fn names_that_are_not_there_are_said() {
        for (row, message) in [
            (
                "| shifan/other | 其他城市 | 居住登记 | 全部 | 2026-01-01 | 办法 | 转引 |",
                "没有方案 shifan/other",
            ),
            ("| shifan/points | 月球 | 居住登记 | 全部 | 2026-01-01 | 办法 | 转引 |", "“月球”不是城市"),
            ("| shifan/points | 其他城市 | 住 | 全部 | 2026-01-01 | 办法 | 转引 |", "事实词表里没有“住”"),
            (
                "| shifan/points | 其他城市 | 出生日期 | 全部 | 2026-01-01 | 办法 | 转引 |",
                "“出生日期”没有写在哪个城市",
            ),
            (
                "| shifan/points | 其他城市 | 居住登记 | 看病 | 2026-01-01 | 办法 | 转引 |",
                "shifan/points 没有用途“看病”",
            ),
            (
                "| shifan/points | 其他城市 | 居住登记 | 全部 | 2025-01-01 | 办法 | 转引 |",
                "shifan/points 在 2025-01-01 没有施行中的版本",
            ),
            (
                "| shifan/points | 其他城市 | 居住登记 | 全部 | 2026-01-01 | 细则 | 转引 |",
                "shifan/points 没有文件“细则”",
            ),
            ("| shifan/points | 其他城市 | 居住登记 | 全部 | 2026-01-01 | 办法 | 好 |", "“好”不是核实等级"),
        ] {
            assert_eq!(library(row).1, [message], "{row}");
        }
    }
}
