use super::super::tests::header;
use super::check_source;
use crate::document::SourceFile;
use crate::scheme::Library;

const REGULATION: &str = "\
示范市居住证积分管理办法
（示府规〔2025〕1号，自2026年1月1日起施行）

第一章　总则
第一条　为了服务来本市居住的人员，制定本办法。

第二章　积分
第五条　年龄积分：
（一）年满18周岁、不满45周岁的，积３０分；
（二）45周岁以上、不满六十周岁的，积15分。
第六条　在本市缴纳职工社会保险费，每满一年积5分，最高不超过百分之五十的标准分值即三十分。
第七条　最近二十四个月内参加志愿服务，每满20小时积1分，最高5分；连续三年优秀的另加2分。
";

fn said(rules: &str) -> Vec<String> {
    let text = header("", rules);
    let facts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
    let files = [
        SourceFile { path: "facts.md".into(), text: std::fs::read_to_string(facts).unwrap() },
        SourceFile { path: "shifan/points/2026-01-01.md".into(), text: text.clone() },
    ];
    let (library, problems) = Library::read(&files);
    assert_eq!(problems, vec![]);
    let found = check_source(&library.schemes[0].versions[0], &text, REGULATION);
    let marked =
        |problem: &crate::diagnostic::Diagnostic| text[problem.span.start..problem.span.end].to_owned();
    found
        .iter()
        .map(|problem| format!("{}: {} @ {}", problem.code, problem.message, marked(problem)))
        .collect()
}

const GOOD: &str = "\
## 口径

### 周岁
- 取自：出生日期
- 计：周岁

### 参保月数
- 取自：职工社会保险
- 计：月数

### 志愿时长
- 取自：志愿服务
- 窗口：最近 2 年
- 计：合计 时长
- 依据：积分办法 第七条

## 基础指标

### 年龄
- 依据：积分办法 第五条

| 周岁 | 分值 |
| --- | --- |
| 18 以上不满 45 | 30 |
| 45 以上不满 60 | 15 |

### 参保
- 事实：参保月数
- 每满 12 个月：5 分
- 上限：30 分
- 依据：第六条
- 解释：百分之五十的标准分值就是 30 分

### 志愿
- 事实：志愿时长
- 每满 20 小时：1 分
- 上限：5 分
- 依据：第七条
- 未规定：连续三年优秀怎样认定，2 分没有写进来
";

#[test]
fn a_version_that_says_what_its_articles_say_is_in_order() {
    assert_eq!(said(GOOD), [""; 0]);
}

#[test]
fn numbers_that_differ_are_said_in_both_directions() {
    let wrong = GOOD
        .replace("- 每满 12 个月：5 分", "- 每满 12 个月：4 分")
        .replace("45 以上不满 60 | 15", "45 以上不满 65 | 15")
        .replace("- 未规定：连续三年优秀怎样认定，2 分没有写进来\n", "");
    assert_eq!(
        said(&wrong),
        [
            "source-number-unused: 第七条里的“2分”，引用它的规则都没有用到 @ 积分办法 第七条",
            "source-number-unused: 第七条里的“三年”，引用它的规则都没有用到 @ 积分办法 第七条",
            "source-number-unused: 第五条里的“六十周岁”，引用它的规则都没有用到 @ 积分办法 第五条",
            "number-not-in-source: 所引的第五条里没有“65”这个数 @ 65",
            "number-not-in-source: 所引的第六条里没有“4 分”这个数 @ 4 分",
            "source-number-unused: 第六条里的“5分”，引用它的规则都没有用到 @ 第六条",
        ]
    );
}

#[test]
fn an_article_that_is_not_there_is_said_and_other_instruments_are_let_be() {
    let other = GOOD.replace("- 依据：第六条", "- 依据：第十六条");
    assert_eq!(said(&other), ["number-not-in-source: 原文里没有第十六条 @ 第十六条"]);
    let elsewhere = GOOD
        .replace("- 依据：第六条", "- 依据：实施细则 第六条")
        .replace("：5 分\n- 上限：30", "：9 分\n- 上限：30");
    assert_eq!(said(&elsewhere), [""; 0]);
}
