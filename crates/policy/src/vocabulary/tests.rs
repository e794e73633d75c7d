use super::*;
use crate::diagnostic::{Diagnostic, render};
use crate::document::{print, scan};
use proptest::prelude::*;
use terms::Date;

/// The smallest vocabulary with a fact of each kind.
pub(crate) const SMALL: &str = "\
# 事实词表

> 只是样子。

## 个人

### 出生日期

- 键：birth_date
- 类：值
- 型：日期
- 范围：1930-01-01 至 2030-12-31
- 定义：居民身份证所载出生日期。
- 认定：公安、人社
- 敏感：个人
- 英文：Date of birth

### 证件类别

- 键：papers
- 类：值
- 型：多选
- 可取值：甲类、乙类、丙类
- 定义：持有的证件。
- 认定：公安
- 敏感：一般
- 英文：Papers

### 参保

- 键：insurance
- 类：时段(月)
- 最早：1992-01
- 定义：缴费的月份。
- 认定：人社
- 敏感：个人
- 英文：Insurance

| 属性 | 键 | 型 | 单位 | 可取值 | 缺省 | 定义 | 英文 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 参保地 | place | 选项 | | 甲市、乙市 | | 城市 | Place |
| 险种 | kinds | 多选 | | 养老、医疗、失业 | 养老、失业 | 险种 | Kinds |
| 基数 | base | 金额 | 元 | 0 至 200000 | | 基数 | Base |
| 补缴 | back_paid | 是否 | | | 否 | 补缴 | Back-paid |
| 单位名称 | payer | 文字 | | | | 单位 | Payer |

### 租住

- 键：rented
- 类：时段（日）
- 定义：租住的日子。
- 认定：住建
- 敏感：个人
- 英文：Rented

| 属性 | 键 | 型 | 单位 | 可取值 | 缺省 | 定义 | 英文 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 面积 | area | 小数 | 平方米 | 0 至 2000 | | 面积 | Area |

## 记录

### 荣誉

- 键：honours
- 类：事件
- 定义：荣誉。
- 认定：授予机关
- 敏感：公开
- 英文：Honours

| 属性 | 键 | 型 | 单位 | 可取值 | 缺省 | 定义 | 英文 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 级别 | level | 有序选项 | | 区级、市级、国家级 | 区级 | 级别 | Level |
| 名次 | rank | 整数 | | 1 至 100 | 无 | 名次 | Rank |
| 撤销日期 | revoked | 日期 | | 1990-01-01 至 2030-12-31 | 无 | 撤销 | Revoked |
";

/// The vocabulary of [`SMALL`].
pub(crate) fn small() -> Vocabulary {
    let (vocabulary, problems) = read_vocabulary(SMALL, "facts.md");
    assert_eq!(problems, vec![]);
    vocabulary
}

/// The vocabulary that the policies use.
pub(crate) fn real() -> Vocabulary {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
    let text = std::fs::read_to_string(path).unwrap();
    // Layout is another check's business.
    let text = print(&scan(&text).document);
    let (vocabulary, problems) = read_vocabulary(&text, "facts.md");
    let report: String = problems.iter().map(|problem| render(problem, &text, false)).collect();
    assert!(problems.is_empty(), "{report}");
    vocabulary
}

#[test]
fn a_small_vocabulary_is_read_whole() {
    let vocabulary = small();
    assert_eq!(vocabulary.names().collect::<Vec<_>>(), ["出生日期", "证件类别", "参保", "租住", "荣誉"]);
    let birth = vocabulary.fact(vocabulary.find("birth_date").unwrap());
    assert_eq!(birth.value, Some(Type::Date));
    assert_eq!(birth.dates, Some(("1930-01-01".parse().unwrap(), "2030-12-31".parse::<Date>().unwrap())));
    assert_eq!(birth.attested_by, ["公安", "人社"]);
    assert_eq!((birth.chapter.as_str(), birth.english.as_str()), ("个人", "Date of birth"));
    let insurance = vocabulary.fact(vocabulary.find("参保").unwrap());
    assert_eq!(insurance.kind, Kind::MonthSpans);
    assert_eq!(insurance.earliest.map(|month| month.to_string()).as_deref(), Some("1992-01"));
    let [place, kinds, base, back_paid, payer] = insurance.attributes.as_slice() else { panic!() };
    assert_eq!(place.kind, Type::Choice(vec!["甲市".into(), "乙市".into()]));
    assert_eq!((&place.default, &payer.default), (&None, &None));
    assert_eq!(kinds.default, Some(Value::Many(0b101)));
    assert_eq!((base.unit, base.unit_word.as_str()), (Some(Dimension::Money), "元"));
    assert_eq!(base.bounds, Some((Exact::ZERO, Exact::from(200_000))));
    assert_eq!(back_paid.default, Some(Value::Bool(false)));
    let honours = vocabulary.fact(vocabulary.find("荣誉").unwrap());
    let defaults: Vec<_> = honours.attributes.iter().map(|attribute| attribute.default.clone()).collect();
    assert_eq!(defaults, [Some(Value::Choice(0)), Some(Value::Nothing), Some(Value::Nothing)]);
    assert_eq!(honours.attributes[1].unit, Some(Dimension::Plain));
}

#[test]
fn the_real_vocabulary_is_read_without_a_word() {
    let vocabulary = real();
    assert!(vocabulary.len() > 30);
    for (id, fact) in vocabulary.facts() {
        assert_eq!(vocabulary.find(&fact.key), Some(id));
        assert_eq!(vocabulary.find(&fact.name), Some(id));
        assert_eq!(fact.value.is_some(), fact.kind == Kind::Value, "{}", fact.name);
    }
}

/// What is found after one change to [`SMALL`]: code and marked text.
fn after(from: &str, to: &str) -> Vec<(&'static str, String)> {
    assert!(SMALL.contains(from), "{from}");
    let text = SMALL.replacen(from, to, 1);
    let (_, problems) = read_vocabulary(&text, "facts.md");
    for problem in &problems {
        assert_eq!(problem.file, "facts.md");
        assert!(!problem.message.is_ascii() && !problem.message.contains('\n'), "{problem:?}");
    }
    problems
        .iter()
        .map(|problem| (problem.code, text[problem.span.start..problem.span.end].to_owned()))
        .collect()
}

#[test]
fn every_diagnostic_has_a_bad_example() {
    let many: String = (0..61).map(|at| format!("第{at}类、")).collect();
    let many = format!("- 可取值：{}\n", many.trim_end_matches('、'));
    let head = "| 属性 | 键 | 型 | 单位 | 可取值 | 缺省 | 定义 | 英文 |";
    #[rustfmt::skip]
    let bad = [
        ("fact-title", "# 事实词表", "# 词表", "词表"),
        ("fact-misplaced", "> 只是样子。", "- 键：x", "键"),
        ("fact-misplaced", "## 记录", "## 记录\n\n- 键：x", "键"),
        ("fact-misplaced", "### 荣誉\n", "### 荣誉\n\n```\n甲\n```\n", "甲\n"),
        ("fact-misplaced", "## 记录", "#### 小节\n\n## 记录", "小节"),
        ("fact-unknown-clause", "- 敏感：公开", "- 敏感：公开\n- 主管：人社", "主管"),
        ("fact-repeated-clause", "- 敏感：公开", "- 敏感：公开\n- 敏感：个人", "敏感"),
        ("fact-missing-clause", "- 敏感：公开\n", "", "荣誉"),
        ("fact-missing-clause", "- 型：日期\n", "", "出生日期"),
        ("fact-missing-clause", "| 面积 | Area |", "| | Area |", ""),
        ("fact-unsuited-clause", "- 类：事件", "- 类：事件\n- 型：文字", "文字"),
        ("fact-unsuited-clause", "- 型：日期", "- 型：日期\n- 最早：1992-01", "1992-01"),
        ("fact-bad-name", "### 荣誉", "### 荣誉/奖", "荣誉/奖"),
        ("fact-bad-name", "### 荣誉", "### 总分", "总分"),
        ("fact-bad-name", "### 荣誉", "### Honour", "Honour"),
        ("fact-bad-name", "| 面积 | area", "| 面 积 | area", "面 积"),
        ("fact-duplicate-name", "### 荣誉", "### 参保", "参保"),
        ("fact-duplicate-name", "| 面积 | area", "| 荣誉 | area", "荣誉"),
        ("fact-duplicate-name", "| 面积 | area", "| 止 | area", "止"),
        ("fact-duplicate-name", "| 名次 | rank", "| 级别 | rank", "级别"),
        ("fact-bad-key", "键：honours", "键：Honours", "Honours"),
        ("fact-bad-key", "| area |", "| floor__area |", "floor__area"),
        ("fact-duplicate-key", "键：honours", "键：papers", "papers"),
        ("fact-duplicate-key", "| rank |", "| level |", "level"),
        ("fact-duplicate-key", "| rank |", "| date |", "date"),
        ("fact-bad-kind", "类：事件", "类：事项", "事项"),
        ("fact-bad-type", "型：日期", "型：日子", "日子"),
        ("fact-bad-type", "| 面积 | area | 小数", "| 面积 | area | 大数", "大数"),
        ("fact-bad-unit", "| 平方米 |", "| 亩 |", "亩"),
        ("fact-bad-unit", "| 元 | 0", "| 万元 | 0", "万元"),
        ("fact-bad-unit", "| 平方米 |", "| 元 |", "元"),
        ("fact-bad-unit", "- 型：日期", "- 型：日期\n- 单位：天", "天"),
        ("fact-missing-options", "- 可取值：甲类、乙类、丙类\n", "", "多选"),
        ("fact-missing-options", "| 选项 | | 甲市、乙市 |", "| 选项 | | |", "选项"),
        ("fact-bad-options", "甲市、乙市", "甲市、甲市", "甲市"),
        ("fact-bad-options", "甲市、乙市", "甲市、", ""),
        ("fact-bad-options", "甲市、乙市", "甲市、乙市以上", "乙市以上"),
        ("fact-bad-options", "甲市、乙市", "甲市、其他", "其他"),
        ("fact-bad-options", "甲市、乙市", "甲市/乙市", "甲市/乙市"),
        ("fact-bad-options", "| 是否 | | |", "| 是否 | | 是、否 |", "是、否"),
        ("fact-bad-options", "- 可取值：甲类、乙类、丙类\n", many.as_str(), many.trim().trim_start_matches("- 可取值：")),
        ("fact-bad-range", "0 至 200000", "200000 至 0", "200000 至 0"),
        ("fact-bad-range", "1 至 100 |", "1.5 至 100 |", "1.5 至 100"),
        ("fact-bad-range", "范围：1930-01-01 至 2030-12-31", "范围：1930 年起", "1930 年起"),
        ("fact-bad-range", "范围：1930-01-01", "范围：1830-01-01", "1830-01-01 至 2030-12-31"),
        ("fact-bad-earliest", "最早：1992-01", "最早：1992-1", "1992-1"),
        ("fact-bad-earliest", "最早：1992-01", "最早：1892-01", "1892-01"),
        ("fact-bad-sensitivity", "敏感：公开", "敏感：机密", "机密"),
        ("fact-bad-english", "英文：Honours", "英文：荣誉", "荣誉"),
        ("fact-bad-default", "| 否 | 补缴", "| 无所谓 | 补缴", "无所谓"),
        ("fact-bad-default", "| 养老、失业 |", "| 养老、工伤 |", "养老、工伤"),
        ("fact-bad-default", "1 至 100 | 无", "1 至 100 | 101", "101"),
        ("fact-bad-default", "2030-12-31 | 无 |", "2030-12-31 | 1989-12-31 |", "1989-12-31"),
        ("fact-attribute-table", head, "| 属性 | 键 | 型 | 单位 | 取值 | 缺省 | 定义 | 英文 |", "属性 | 键 | 型 | 单位 | 取值 | 缺省 | 定义 | 英文"),
        ("fact-attribute-table", "### 证件类别", &format!("{head}\n| --- | --- | --- | --- | --- | --- | --- | --- |\n\n### 证件类别"), &format!("{head}\n| --- | --- | --- | --- | --- | --- | --- | --- |")),
        ("fact-attribute-table", "## 记录", "| 甲 |\n| --- |\n\n## 记录", "| 甲 |\n| --- |"),
    ];
    for (code, from, to, marked) in bad {
        let found = after(from, to);
        assert_eq!(found, [(code, marked.to_owned())], "{from} → {to}");
    }
}

#[test]
fn hints_name_what_was_meant() {
    let hint = |from: &str, to: &str| {
        let (_, problems) = read_vocabulary(&SMALL.replacen(from, to, 1), "facts.md");
        problems.into_iter().next().and_then(|problem: Diagnostic| problem.hint).unwrap()
    };
    assert_eq!(hint("- 敏感：公开", "- 敏 感：公开"), "加一行“- 敏感：…”");
    assert_eq!(hint("- 敏感：公开", "- 敏感：公开\n- 可取直：甲"), "是不是“可取值”？");
    assert_eq!(hint("型：日期", "型：曰期"), "是不是“日期”？");
    assert_eq!(hint("| 否 | 补缴", "| 不 | 补缴"), "写“是”或“否”");
    assert_eq!(hint("国家级 | 区级 |", "国家级 | 区 |"), "是不是“区级”？");
}

#[test]
fn all_errors_come_at_once_and_good_facts_remain() {
    let text = SMALL
        .replace("型：日期", "型：日子")
        .replace("敏感：公开", "敏感：机密")
        .replace("### 租住", "### 参保");
    let (vocabulary, problems) = read_vocabulary(&text, "facts.md");
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["fact-bad-type", "fact-duplicate-name", "fact-bad-sensitivity"]);
    assert_eq!(vocabulary.names().collect::<Vec<_>>(), ["证件类别", "参保"]);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail(at in 0..SMALL.chars().count(), cut in 0usize..40, put in "[#|\\-：、至一 0-9\n甲]{0,12}") {
        let mut text: String = SMALL.chars().take(at).collect();
        text.push_str(&put);
        text.extend(SMALL.chars().skip(at + cut));
        let (_, problems) = read_vocabulary(&text, "facts.md");
        for problem in problems {
            render(&problem, &text, false);
        }
    }
}
