//! The verbs that look further than one version on one day, as somebody would run them. `REWRITE=1 cargo test -p jifen --test
//! ahead` writes the snapshots anew; read the difference.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

mod common;

use common::{city, jifen, jifen_in, root, text, write};
use serde_json::Value;
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr as _;

const PERSON: &str = r#"{"facts": {
  "birth_date": "1984-03-05", "diploma": "本科", "spouse_hukou": "他市",
  "insurance": [{"from": "2015-07", "place": "示范", "base": "7000"}],
  "permit": [{"from": "2016-02-01"}], "awards": [], "volunteering": [], "fines": []
}}"#;

fn expect(name: &str, got: &str) {
    let path = root().join("crates/jifen/tests/snapshots").join(name);
    if std::env::var_os("REWRITE").is_some() {
        return std::fs::write(&path, got).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == got, "{name} is stale: REWRITE=1 cargo test -p jifen --test ahead; it is now\n{got}");
}

/// The made-up city with things to do, reminders, statements.
fn folder(name: &str) -> PathBuf {
    let folder = city(name);
    write(
        &folder.join("cities.md"),
        "# 城市表\n\n| 键 | 城市 | English |\n| --- | --- | --- |\n| shifan | 示范 | Shifan |\n",
    );
    write(
        &folder.join("actions.md"),
        "# 行动表\n\n## 做\n\n### 志愿服务五十小时\n\n- 事实：志愿服务\n- 添加：{\"hours\": \"50\"}\n- 最快：2 个月\n- 间隔：2 个月\n- 次数：3\n- 英文：Volunteer for fifty hours\n",
    );
    write(
        &folder.join("reminders.md"),
        "# 提醒表\n\n| 名称 | English | 事实 | 每 | 提前 | 办过 | 依据 | 核实 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n\
         | 签注 | Endorsement | permit | 12 个月 | 1 个月 | — | 示范办法 | 待核 |\n",
    );
    write(
        &folder.join("claims.md"),
        "# 说法\n\n- 条数：1\n\n## 一章\n\n### 1 积分有用\n\n- 结论：成立\n- 起：2020-01-01\n- 凭据：无\n- 说给家长：有用。\n",
    );
    folder
}

fn run(folder: &std::path::Path, arguments: &[&str]) -> common::Ran {
    let all = [arguments, &["--policies", text(folder)]].concat();
    let ran = jifen_in(&root(), &all, PERSON);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    assert!(ran.out.lines().all(|line| line.width() <= 80 || line.starts_with(['{', ' '])), "{}", ran.out);
    ran
}

#[test]
fn each_verb_answers_in_both_languages_and_as_json() {
    let folder = folder("ahead");
    let verbs: [(&str, &[&str]); 5] = [
        ("compare", &["compare", "-", "--on", "2021-03-15"]),
        ("plan", &["plan", "-", "--use", "入学", "--on", "2022-05-15", "--by", "2024-05-15"]),
        ("forecast", &["forecast", "-", "--on", "2021-03-15", "--years", "3"]),
        ("why", &["why", "-", "--from", "2020-03-15", "--to", "2021-03-15"]),
        ("claims", &["claims"]),
    ];
    for (name, arguments) in verbs {
        expect(&format!("{name}.zh.txt"), &run(&folder, arguments).out);
        expect(&format!("{name}.en.txt"), &run(&folder, &[arguments, &["--lang", "en"]].concat()).out);
        let json = run(&folder, &[arguments, &["--json"]].concat()).out;
        let read: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read.get("format").and_then(Value::as_str), Some(format!("jifen.{name}/1").as_str()));
        expect(&format!("{name}.json"), &json);
    }
}

#[test]
fn nothing_that_reaches_a_use_is_said_in_words() {
    let ran = jifen(&[
        "plan",
        "examples/soldier.json",
        "--policy",
        "shanghai/residence-points",
        "--use",
        "参加高考",
        "--on",
        "2024-03-15",
        "--by",
        "2027-03-15",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in ["行动表里的事全做也够不上", "做什么也满足不了：", "只是等待：到 2027-03-15 也不够"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn two_schemes_are_compared_item_by_item() {
    let ran = jifen(&[
        "compare",
        "examples/family.json",
        "--on",
        "2024-03-15",
        "--policy",
        "shanghai/residence-points",
        "--policy",
        "hangzhou/residence-points",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in ["差在哪里", "两边都有的指标", "只有上海有的指标", "只有杭州有的指标"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.width() <= 80), "{}", ran.out);
}

#[test]
fn what_is_wrong_ends_with_two_and_a_hint() {
    let cases: [(&[&str], &str); 8] = [
        (
            &["plan", "examples/family.json", "--policy", "shanghai/residence-points"],
            "没有说想够得上哪个用途",
        ),
        (
            &["plan", "examples/family.json", "--policy", "shanghai/residence-points", "--use", "上学"],
            "没有用途“上学”",
        ),
        (
            &[
                "plan",
                "examples/family.json",
                "--policy",
                "shanghai/residence-points",
                "--use",
                "参加高考",
                "--on",
                "2024-01-01",
                "--by",
                "2020-01-01",
            ],
            "不能看到 2020-01-01",
        ),
        (
            &["forecast", "examples/family.json", "--policy", "shanghai/residence-points@2018-01-01"],
            "是一个版本，这里要的是方案",
        ),
        (
            &["forecast", "examples/family.json", "--policy", "shanghai/residence-points", "--years", "99"],
            "--years",
        ),
        (
            &[
                "why",
                "examples/family.json",
                "--policy",
                "shanghai/residence-points",
                "--from",
                "2020-01-01",
                "--to",
                "2019-01-01",
            ],
            "2019-01-01 在 2020-01-01 之前",
        ),
        (&["claims", "--verdict", "对"], "没有结论“对”"),
        (&["compare", "no-such-file.json"], "没有这个文件"),
    ];
    for (arguments, part) in cases {
        let ran = jifen(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(part), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn statements_are_searched() {
    let ran = jifen(&["claims", "--search", "车牌", "--verdict", "不成立"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("✗") && !ran.out.contains("✓ "), "{}", ran.out);
    let none = jifen(&["claims", "--search", "没有这个词"]);
    assert!(none.out.contains("没有找到"), "{}", none.out);
}

#[test]
fn what_a_group_cannot_reach_is_named_with_the_tests_in_the_way() {
    let ran = jifen(&["check", "--reach", "examples/groups/over-55.json", "--on", "2024-03-15"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("总分最多 ") && ran.out.contains("：不满足 "), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.width() <= 80), "{}", ran.out);
    let alone = jifen(&["check", "--on", "2024-03-15"]);
    assert_eq!(alone.code, 2, "a day without --reach");
}

#[test]
fn coverage_of_all_versions_is_one_line_each() {
    let ran = jifen(&["show", "--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("shanghai/residence-points@2018-01-01") && ran.out.contains('%'), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.width() <= 80), "{}", ran.out);
    assert_eq!(jifen(&["show"]).code, 2);
}
