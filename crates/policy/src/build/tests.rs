//! Small bad documents, and what is said of each: every mistake once, and nothing that only follows from it.

use crate::check::{Finder, catalogue};
use crate::diagnostic::Diagnostic;
use crate::document::SourceFile;
use crate::scheme::Library;
use crate::vocabulary::tests::SMALL;
use std::collections::BTreeSet;

/// Further facts: one of each type that a rule can look at.
const FACTS: &str = "
### 学历

- 键：diploma
- 类：值
- 型：有序选项
- 可取值：大专、本科、硕士
- 定义：学历。
- 认定：教育
- 敏感：个人
- 英文：Diploma

### 应届

- 键：fresh
- 类：值
- 型：是否
- 定义：应届。
- 认定：教育
- 敏感：个人
- 英文：Fresh

### 存款

- 键：savings
- 类：值
- 型：金额
- 单位：元
- 范围：0 至 1000000
- 定义：存款。
- 认定：银行
- 敏感：个人
- 英文：Savings

### 奖金

- 键：bonuses
- 类：事件
- 定义：奖金。
- 认定：单位
- 敏感：个人
- 英文：Bonuses

| 属性 | 键 | 型 | 单位 | 可取值 | 缺省 | 定义 | 英文 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 数额 | amount | 金额 | 元 | 0 至 9000 | | 数额 | Amount |

### 婚姻

- 键：marital
- 类：值
- 型：选项
- 可取值：未婚、已婚
- 定义：婚姻。
- 认定：民政
- 敏感：个人
- 英文：Marital
";

const HEADER: &str = "# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：积分办法\n";

/// Measures that rules can name: a number of months, a date, and events one by one.
const MEASURES: &str = "\n## 口径\n\n### 月数\n- 取自：参保\n- 计：月数\n\n### 首次荣誉\n- 取自：荣誉\n- 计：最早 日期\n\n\
                        ### 各次荣誉\n- 取自：荣誉\n\n### 岁数\n- 取自：出生日期\n- 计：周岁\n\n### 两样\n- 取自：荣誉、奖金\n";

/// What is said of a scheme's files, as `code @ marked`, names that nothing uses left out.
fn said_of(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![SourceFile { path: "facts.md".into(), text: format!("{SMALL}{FACTS}") }];
    all.extend(
        files.iter().map(|(name, text)| SourceFile {
            path: format!("shifan/points/{name}"),
            text: (*text).to_owned(),
        }),
    );
    let (_, problems) = Library::read(&all);
    let marked = |problem: &Diagnostic| {
        let text = all.iter().find(|file| file.path == problem.file).map_or("", |file| &file.text);
        text[problem.span.start..problem.span.end].lines().next().unwrap_or_default().to_owned()
    };
    let told = problems.iter().filter(|problem| problem.code != "unused-name");
    told.map(|problem| format!("{} @ {}", problem.code, marked(problem))).collect()
}

fn said(text: &str) -> Vec<String> {
    said_of(&[("2026-01-01.md", text)])
}

/// Each: what is written, and what is said.
type Cases = &'static [(&'static str, &'static [&'static str])];

/// Lines under the title.
const UNDER_TITLE: Cases = &[
    ("", &[]),
    ("- 上线：3 分", &["unknown-clause @ 上线"]),
    ("- 文书：甲\n- 文书：乙", &["duplicate-clause @ 文书"]),
    ("- 标准分值：很多", &["bad-number @ 很多"]),
    ("- 标准分值：3 年", &["bad-number @ 3 年"]),
    ("- 取整：两位", &["bad-phrase @ 两位"]),
    ("- 时点：去年", &["bad-phrase @ 去年"]),
    ("- 核实：听说", &["bad-grade @ 听说"]),
    ("- 总分：没有的 + 1", &["unknown-name @ 没有的"]),
    ("- 总分：总分 + 1", &["cycle @ 总分 + 1"]),
    ("一段话", &["stray-line @ 一段话"]),
    ("\n| 甲 |\n| --- |\n| 1 |", &["misplaced-table @ | 甲 |"]),
    ("\n```json\n{}\n```", &["misplaced-table @ {}"]),
    ("\n#### 太深", &["heading-order @ 太深", "missing-rule @ 太深"]),
    ("\n## 资格要求", &["missing-rule @ 资格要求", "misnamed-section @ 资格要求"]),
];

/// The clauses and tables of an item.
const ITEM: Cases = &[
    ("- 事实：月数\n- 每满 1 年：3 分", &[]),
    ("- 上限：3 分", &["missing-rule @ 项目"]),
    ("- 每满 1 年：3 分", &["missing-clause @ 每满 1 年"]),
    ("- 事实：月数\n- 每满 1 年：3 分\n- 每 1 个月：1 分", &["two-rules @ 每 1 个月"]),
    ("- 事实：月数\n- 每满 1 年：3 分\n\n#### 部分\n- 计分：1", &["two-rules @ 每满 1 年"]),
    ("- 事实：月数\n\n#### 部分\n- 计分：1", &["misplaced-clause @ 月数"]),
    ("- 事实：月树\n- 每满 1 年：3 分", &["unknown-name @ 月树"]),
    ("- 事实：荣耀\n- 多次：累加\n\n| 级别 | 分值 |\n| --- | --- |\n| 市级 | 3 |", &["unknown-name @ 荣耀"]),
    ("- 事实：荣耀\n- 多次：累加\n- 每次：名次 分", &["unknown-name @ 荣耀"]),
    ("- 事实：月数\n- 每满 1 件：3 分", &["unit-mismatch @ 每满 1 件"]),
    ("- 事实：月数\n- 每满 0 年：3 分", &["bad-number @ 每满 0 年"]),
    ("- 事实：月数\n- 每满 1 年：三块", &["bad-number @ 三块"]),
    ("- 事实：月数\n- 每满 1 年：3 分\n- 余数：半年，1 分", &["bad-phrase @ 半年，1 分"]),
    ("- 事实：月数\n- 首 1 年：3 分", &["missing-clause @ 首 1 年"]),
    ("- 事实：参保\n- 每满 1 年：3 分", &["unit-mismatch @ 参保"]),
    ("- 事实：学历\n- 每满 1 年：3 分", &["missing-clause @ 每满 1 年"]),
    ("- 事实：合格\n- 具备：3 分", &["bad-expression @ 合格"]),
    ("- 事实：总分\n- 具备：3 分", &["bad-expression @ 总分"]),
    ("- 事实：各次荣誉\n- 每次：3 分", &["missing-clause @ 项目"]),
    ("- 事实：月数\n- 每满 1 年：3 分\n- 多次：累加", &["misplaced-clause @ 项目"]),
    ("- 事实：各次荣誉\n- 每次：3 分\n- 多次：都算", &["missing-clause @ 项目", "bad-phrase @ 都算"]),
    ("- 事实：两样\n- 每次：3 分\n- 多次：累加", &["unit-mismatch @ 两样"]),
    ("- 计分：1\n- 走向：升", &["bad-phrase @ 升"]),
    ("- 事实：月数\n- 每满 1 年：3 分\n- 起算：满 5 年", &["bad-phrase @ 满 5 年"]),
    ("- 计分：1\n- 起算：满 5 年起，全部计入", &["misplaced-clause @ 起算"]),
    ("- 计分：1\n- 每年上限：5 分", &["misplaced-clause @ 每年上限"]),
    ("- 计分：1\n- 不重复：别项", &["misplaced-clause @ 不重复"]),
    ("- 计分：1\n- 合并：累加", &["misplaced-clause @ 合并"]),
    ("- 同一行为：都计\n\n#### 部分\n- 计分：1", &["bad-phrase @ 都计"]),
    ("- 合并：平均\n\n#### 部分\n- 计分：1", &["bad-phrase @ 平均"]),
    ("- 择一：部分\n\n#### 部分\n- 计分：1", &["bad-phrase @ 部分"]),
    ("- 择一：部分、不分\n\n#### 部分\n- 计分：1", &["bad-phrase @ 部分、不分", "unknown-name @ 不分"]),
    ("- 事实：各次荣誉\n- 多次：累加\n- 每次：1 分\n- 不重复：没有", &["unknown-name @ 没有"]),
    ("- 计分：月数 × 1 ÷ 0", &["bad-expression @ 0"]),
    ("- 计分：学历 + 1", &["unit-mismatch @ 学历"]),
    ("- 计分：月数 + 存款", &["unit-mismatch @ 月数 + 存款"]),
    ("- 计分：较小（月数）", &["bad-argument @ 较小（月数）"]),
    ("- 计分：舍去（月数，9）", &["bad-argument @ 9"]),
    ("- 计分：1 +", &["bad-expression @ "]),
    ("- 计分：（1 + 2", &["bad-expression @ "]),
    ("- 计分：2026-01-01", &["unit-mismatch @ 2026-01-01"]),
    ("- 计分：项目 × 2", &["cycle @ 项目"]),
    ("- 计分：总分 × 2", &["cycle @ 项目"]),
    ("- 计分：1\n- 适用：达到", &["cycle @ 达到"]),
    ("- 计分：1\n- 适用：月数 满 3 元", &["unit-mismatch @ 月数 满 3 元"]),
    ("- 计分：1\n- 适用：月数", &["bad-expression @ 月数"]),
    ("- 计分：1\n- 适用：应届 是 大概", &["bad-value @ 应届"]),
    ("- 计分：1\n- 适用：学历 是 博士", &["bad-value @ 博士"]),
    ("- 计分：1\n- 适用：学历 不低于 3", &["bad-value @ 3"]),
    ("- 计分：1\n- 适用：婚姻 不低于 已婚", &["unit-mismatch @ 婚姻"]),
    ("- 计分：1\n- 适用：学历 含 本科", &["unit-mismatch @ 学历"]),
    ("- 计分：1\n- 适用：月数 是 3", &["unit-mismatch @ 月数"]),
    ("- 计分：1\n- 适用：出生日期 早于 月数", &["unit-mismatch @ 月数"]),
    ("- 计分：1\n- 适用：总分 有", &["bad-expression @ 总分"]),
    ("- 计分：1\n- 适用：学历 是 本科 应届", &["bad-expression @ 应届"]),
    ("- 计分：1\n- 上限：3 分\n- 上限：4 分", &["duplicate-clause @ 上限"]),
    ("- 计分：1\n- 余数：满 6 个月，1 分", &["unknown-clause @ 余数"]),
    ("\n| 岁数 | 得分 |\n| --- | --- |\n| 3 | 1 |", &["bad-table @ 岁数"]),
    ("\n| 分值 |\n| --- |\n| 1 |", &["bad-table @ 分值"]),
    (
        "\n| 岁数 | 岁数 | 岁数 | 岁数 | 分值 |\n| --- | --- | --- | --- | --- |\n| 3 | 3 | 3 | 3 | 1 |",
        &["bad-table @ 岁数"],
    ),
    ("\n| 岁数 | 分值 | 备注 |\n| --- | --- | --- |\n| 3 | 1 | |", &["bad-table @ 备注"]),
    ("\n| 岁数 | 分值 |\n| --- | --- |", &["bad-table @ | 岁数 | 分值 |"]),
    ("\n| 岁数 | 分值 |\n| --- | --- |\n| | 1 |", &["bad-table @ "]),
    ("\n| 岁数 | 分值 |\n| --- | --- |\n| 3 | |", &["bad-number @ "]),
    (
        "\n| 岁数 | 分值 |\n| --- | --- |\n| 年轻 | 1 |\n| 60 至 50 | 2 |",
        &["bad-interval @ 年轻", "bad-interval @ 60 至 50"],
    ),
    ("\n| 岁数 | 分值 |\n| --- | --- |\n| 3 元 | 1 |", &["unit-mismatch @ 3 元"]),
    (
        "\n| 岁树 | 学历 | 分值 |\n| --- | --- | --- |\n| 3 | 博士 | 甲 |",
        &["unknown-name @ 岁树", "bad-value @ 博士", "unknown-name @ 甲"],
    ),
    (
        "\n| 应届 | 分值 | 核实 |\n| --- | --- | --- |\n| 也许 | 1 | 听说 |",
        &["bad-value @ 也许", "bad-grade @ 听说"],
    ),
    ("\n| 证件类别 | 分值 |\n| --- | --- |\n| 甲类 | 1 |", &["bad-table @ 甲类"]),
    (
        "- 事实：月数\n\n| 月数 | 每月 |\n| --- | --- |\n| 1 至 24 | 1 |\n| 30 以上 | 2 |",
        &["bad-table @ 30 以上"],
    ),
    ("- 事实：月数\n\n| 月数 | 每月 |\n| --- | --- |\n| 起初 | 1 |", &["bad-interval @ 起初"]),
    ("- 计分：1\n\n```json\n{}\n```", &["misplaced-table @ {}"]),
];

/// The clauses of a measure.
const MEASURE: Cases = &[
    ("- 取自：参保\n- 计：月数", &[]),
    ("- 计：月数", &["missing-clause @ 新"]),
    ("- 条件：补缴 是 否\n- 窗口：近来\n- 计：月数", &["missing-clause @ 新", "bad-phrase @ 近来"]),
    ("- 取自：参宝\n- 条件：补缴 是 否\n- 计：月数", &["unknown-fact @ 参宝"]),
    ("- 取自：月数\n- 计：月数", &["unknown-fact @ 月数"]),
    ("- 取自：参保、荣誉\n- 计：次数", &["unit-mismatch @ 参保、荣誉"]),
    ("- 取自：参保、荣誉", &["unit-mismatch @ 参保、荣誉"]),
    ("- 取自：参保\n- 计：次树", &["bad-phrase @ 次树"]),
    ("- 取自：参保\n- 计：天数", &["unit-mismatch @ 天数"]),
    ("- 取自：荣誉\n- 计：月数", &["unit-mismatch @ 月数"]),
    ("- 取自：学历\n- 计：满年数", &["unit-mismatch @ 满年数"]),
    ("- 取自：月数\n- 计：满年数", &["unit-mismatch @ 满年数"]),
    ("- 取自：首次荣誉\n- 计：满年数", &[]),
    ("- 取自：出生日期\n- 条件：应届\n- 计：周岁", &["misplaced-clause @ 条件"]),
    ("- 取自：出生日期\n- 窗口：当年\n- 计：周岁", &["misplaced-clause @ 窗口"]),
    (
        "- 取自：参保\n- 条件：补交 是 否、基数 满 3 年\n- 窗口：最近 0 个月\n- 计：月数",
        &["unknown-name @ 补交", "unit-mismatch @ 基数 满 3 年", "bad-number @ 最近 0 个月"],
    ),
    ("- 取自：参保\n- 条件：参保地 是 丙市\n- 计：月数", &["bad-value @ 丙市"]),
    ("- 取自：参保\n- 条件：参保地 属于 大城\n- 计：月数", &["bad-value @ 大城"]),
    ("- 取自：参保\n- 窗口：自 月数 起\n- 计：月数", &["unit-mismatch @ 月数"]),
    ("- 取自：租住\n- 折月：随便\n- 计：月数", &["bad-phrase @ 随便"]),
    ("- 取自：参保\n- 折月：满月\n- 计：月数", &["misplaced-clause @ 折月"]),
    ("- 取自：参保\n- 容断：三次\n- 计：连续月数", &["bad-number @ 三次"]),
    ("- 取自：参保\n- 容断：3 个月\n- 计：月数", &["misplaced-clause @ 容断"]),
    ("- 取自：参保\n- 并入：月树、应届\n- 计：月数", &["unknown-name @ 月树", "unknown-name @ 应届"]),
    ("- 取自：参保\n- 限于：月数\n- 计：合计 基数", &["misplaced-clause @ 限于"]),
    ("- 取自：荣誉\n- 计：年度数（名次）", &["bad-phrase @ 年度数（名次）"]),
    (
        "- 取自：荣誉\n- 计：年度数（合计 名次 不低于 许多）",
        &["bad-number @ 年度数（合计 名次 不低于 许多）"],
    ),
    ("- 取自：荣誉\n- 计：合计 名字", &["unknown-name @ 名字"]),
    ("- 等于：月数 + 1\n- 取自：参保", &["unknown-clause @ 取自"]),
    ("- 等于：新 + 1", &["cycle @ 新"]),
    ("- 等于：月数（2）", &["bad-argument @ 月数（2）"]),
    ("- 等于：带参", &["bad-argument @ 带参"]),
    ("- 等于：带参（月数）", &["bad-argument @ 月数"]),
    ("- 等于：带参（1 + 1）", &["bad-argument @ 1 + 1"]),
    ("- 取自：参保\n- 条件：回头\n- 计：月数", &["cycle @ 回头"]),
    ("- 等于：1\n\n| 岁数 | 值 |\n| --- | --- |\n| 3 | 1 |", &["misplaced-table @ | 岁数 | 值 |"]),
    (
        "\n| 岁数 | 值 |\n| --- | --- |\n| 3 | 1 |\n\n| 岁数 | 值 |\n| --- | --- |\n| 3 | 1 |",
        &["misplaced-table @ | 岁数 | 值 |"],
    ),
    ("\n| 岁数 | 分值 |\n| --- | --- |\n| 3 | 1 |", &["bad-table @ 岁数"]),
    ("- 取自：参保\n- 计：月数\n\n#### 更细", &["heading-order @ 更细"]),
];

/// Sections at the end of a version.
const SECTIONS: Cases = &[
    ("## 名单\n\n### 名\n- 依据：甲", &["missing-clause @ 名"]),
    ("## 名单\n\n### 名\n- 成员：甲\n- 材料：乙", &["unknown-clause @ 材料"]),
    ("## 资格\n\n### 新格\n- 依据：甲", &["missing-clause @ 新格"]),
    ("## 资格\n\n### 甲格\n- 条件：乙格\n\n### 乙格\n- 条件：甲格", &["cycle @ 乙格"]),
    ("## 资格\n\n### 甲（乙\n- 条件：应届", &["bad-name @ 甲（乙"]),
    ("## 资格\n\n### 月数\n- 条件：应届", &["name-clash @ 月数"]),
    ("## 资格\n\n### 学历\n- 条件：应届", &["name-clash @ 学历"]),
    ("## 资格\n- 条件：应届", &["unknown-clause @ 条件"]),
    ("## 一票否决\n\n### 犯罪\n- 期限：永久", &["missing-clause @ 犯罪"]),
    ("## 一票否决\n\n### 犯罪\n- 事实：荣誉", &["missing-clause @ 犯罪"]),
    (
        "## 一票否决\n\n### 犯罪\n- 事实：荣耀\n- 期限：很久\n- 适用：没有",
        &["unknown-name @ 荣耀", "bad-phrase @ 很久", "unknown-name @ 没有"],
    ),
    ("## 一票否决\n\n### 犯罪\n- 事实：荣耀\n- 期限：至 撤销日期", &["unknown-name @ 荣耀"]),
    ("## 一票否决\n\n### 犯罪\n- 事实：荣誉\n- 期限：至 名次", &["bad-phrase @ 至 名次"]),
    ("## 一票否决\n\n### 犯罪\n- 事实：学历\n- 期限：永久", &["unit-mismatch @ 学历"]),
    ("## 一票否决\n\n### 犯罪\n- 事实：月数\n- 期限：永久", &["unit-mismatch @ 月数"]),
    ("## 用途：入学", &["missing-clause @ 用途：入学"]),
    ("## 用途：入学\n- 类别：读书", &["bad-value @ 读书"]),
    (
        "## 用途：入学\n- 类别：上学\n- 决定：看着办\n- 同分：猜拳\n- 递补：也许\n- 申请人：邻居\n- 否决：不管",
        &[
            "bad-phrase @ 看着办",
            "bad-phrase @ 猜拳",
            "bad-phrase @ 也许",
            "bad-phrase @ 邻居",
            "bad-phrase @ 不管",
        ],
    ),
    ("## 用途：入学\n- 类别：上学\n- 排序：总分", &["bad-phrase @ 总分"]),
    ("## 用途：入学\n- 类别：上学\n- 施行：明年", &["bad-date @ 明年"]),
    (
        "## 用途：入学\n- 类别：上学\n- 施行：2026-02-01 至 2026-01-01",
        &["bad-date @ 2026-02-01 至 2026-01-01"],
    ),
    ("## 用途：入学\n- 类别：上学\n\n## 用途：入学\n- 类别：上学", &["name-clash @ 用途：入学"]),
    ("## 用途：入学\n- 类别：上学\n\n### 更细", &["heading-order @ 更细"]),
];

const CONDITIONS: &str = "\n## 名单\n\n### 大城\n- 成员：甲市、丁市\n\n## 资格\n\n### 合格\n- 条件：应届\n\n### 达到\n- 条件：总分 满 3 分\n";

fn check(cases: Cases, document: impl Fn(&str) -> String) {
    let told = |written: &str, said: &[String]| format!("{written}\n    -> {said:?}");
    let found: Vec<String> =
        cases.iter().map(|(written, _)| told(written, &said(&document(written)))).collect();
    let expected = cases.iter().map(|(written, expected)| {
        told(written, &expected.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    });
    let differences: Vec<String> = found
        .into_iter()
        .zip(expected)
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| {
            format!("{found}\n not {}", expected.rsplit("->").next().unwrap_or_default())
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn under_the_title() {
    check(UNDER_TITLE, |lines| format!("{HEADER}{lines}\n"));
}

#[test]
fn in_items() {
    check(ITEM, |lines| {
        format!("{HEADER}{MEASURES}{CONDITIONS}\n## 指标\n\n### 别项\n- 计分：1\n\n### 项目\n{lines}\n")
    });
}

#[test]
fn in_measures() {
    check(MEASURE, |lines| {
        format!(
            "{HEADER}{MEASURES}\n### 带参（几）\n- 取自：参保\n- 窗口：最近 几 个月\n- 计：月数\n\n### 新\n{lines}\n{CONDITIONS}\n### 回头\n- 条件：新 满 3\n"
        )
    });
}

#[test]
fn in_other_sections() {
    check(SECTIONS, |lines| format!("{HEADER}{MEASURES}\n## 指标\n\n### 项目\n- 计分：1\n\n{lines}\n"));
}

#[test]
fn names_that_nothing_uses_are_said() {
    let text = format!(
        "{HEADER}\n## 口径\n\n### 月数\n- 取自：参保\n\n## 名单\n\n### 大城\n- 成员：甲市\n\n## 资格\n\n### 合格\n- 条件：应届\n"
    );
    let files = [
        SourceFile { path: "facts.md".into(), text: format!("{SMALL}{FACTS}") },
        SourceFile { path: "shifan/points/2026-01-01.md".into(), text },
    ];
    let (_, problems) = Library::read(&files);
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        ["口径“月数”没有被用到", "名单“大城”没有被任何条件引用", "资格“合格”没有被任何用途引用"]
    );
}

#[test]
fn in_the_files_beside_a_version() {
    let version =
        format!("{HEADER}\n## 指标\n\n### 项目\n- 计分：工资 ÷ 1000 元\n").replace("积分办法", "办法 第六条");
    let beside = |name: &str, text: &str| said_of(&[("2026-01-01.md", &version), (name, text)]);
    let wage = |text: &str| {
        let mut told = beside("parameters/wage.md", &format!("# 工资\n{text}"));
        told.retain(|told| told != "unknown-name @ 工资");
        told
    };
    assert_eq!(wage("\n| 起 | 值 |\n| --- | --- |\n| 2020-01 | 5000 元 |\n"), [""; 0]);
    assert_eq!(
        wage("- 单位：块\n\n| 起 | 值 |\n| --- | --- |\n| 2020-01 | 5000 |\n"),
        ["bad-parameter @ 块"]
    );
    assert_eq!(wage("- 单味：元\n"), ["bad-parameter @ 工资", "bad-parameter @ 单味"]);
    assert_eq!(wage("\n| 起 | 数 |\n| --- | --- |\n| 2020-01 | 5000 |\n"), ["bad-parameter @ 工资"]);
    let rows = "\n| 起 | 值 | 核实 | 备注 |\n| --- | --- | --- | --- |\n| 去年 | 1 | | |\n| 2020-01 | 许多 | | |\n| 2020-01 | 2 | | |\n| 2019-01 | 3 | 听说 | |\n";
    assert_eq!(
        wage(rows),
        [
            "bad-parameter @ 备注",
            "bad-parameter @ 去年",
            "bad-parameter @ 许多",
            "bad-parameter @ 2019-01",
            "bad-parameter @ 听说"
        ]
    );
    assert_eq!(
        beside(
            "instruments.md",
            "# 文件\n\n| 键 | 名称 |\n| --- | --- |\n| 积分办法 | 甲 |\n| 积分办法 | 乙 |\n"
        ),
        ["unknown-instrument @ 办法", "unknown-name @ 工资", "name-clash @ 积分办法"]
    );
    assert_eq!(
        beside(
            "english.md",
            "# 英文\n\n| 中文 | English |\n| --- | --- |\n| 项目 | Item |\n| 项目 | Thing |\n"
        ),
        ["unknown-name @ 工资", "name-clash @ 项目"]
    );
    assert_eq!(beside("说明.md", "# 说明\n"), ["unknown-name @ 工资", "file-name @ "]);
    assert_eq!(said_of(&[("2026-02-01.md", &format!("{HEADER}\n"))]), ["file-name @ 2026-01-01 起"]);
    assert_eq!(said(&HEADER.replace("- 施行：2026-01-01 起\n", "")), ["missing-clause @ 示范市居住证积分"]);
    assert_eq!(
        said(&HEADER.replace("2026-01-01 起", "2026-01-01 至 2025-01-01")),
        ["bad-date @ 2026-01-01 至 2025-01-01"]
    );
}

#[test]
fn in_lines() {
    assert_eq!(
        said(&format!("{HEADER}| 甲 |\n| --- |\n")),
        ["blank-line @ | 甲 |", "misplaced-table @ | 甲 |"]
    );
    assert_eq!(said(&format!("{HEADER}> {}\n", "长".repeat(3000))).len(), 1);
    assert_eq!(said(&format!("{HEADER}\n{}", "> 很长\n".repeat(60_000)))[0], "too-large @ ");
}

/// The tables above, and what the other tests here look for.
#[test]
fn every_code_of_reading_a_version_has_a_bad_document() {
    let here = include_str!("tests.rs");
    let written: BTreeSet<&str> =
        here.split('"').filter_map(|piece| Some(piece.split_once(" @ ")?.0)).collect();
    let missing: Vec<&str> = catalogue()
        .iter()
        .filter(|meaning| matches!(meaning.finder, Finder::Builder | Finder::Scanner))
        .map(|meaning| meaning.code)
        .filter(|code| !written.contains(code))
        .collect();
    assert_eq!(missing, [""; 0]);
}
