//! `jifen score` as somebody would run it: what it prints, and how it ends.

mod common;

use common::{city, jifen, jifen_in, root, text, write};
use serde_json::{Map, Value};

const PERSON: &str = r#"{"facts": {
  "birth_date": "1984-03-05", "diploma": "本科", "spouse_hukou": "他市",
  "insurance": [{"from": "2015-07", "place": "示范", "base": "7000"}],
  "permit": [{"from": "2016-02-01"}], "awards": [], "volunteering": [], "fines": []
}}"#;

fn score(folder: &str, input: &str, more: &[&str]) -> common::Ran {
    let policies = city(folder);
    let arguments = [&["score", "-", "--policies", text(&policies)], more].concat();
    jifen_in(&root(), &arguments, input)
}

#[test]
fn a_sheet_begins_with_the_answer_and_has_no_colours_in_a_pipe() {
    let ran = score("sheet", PERSON, &["--on", "2021-03-15"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("截至 2021-03-15，总分 103 分，已达到标准分值 100 分。"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no escapes");
    let english = score("sheet-en", PERSON, &["--on", "2021-03-15", "--lang", "en"]);
    assert!(english.out.contains("which meets the standard score of\n100."), "{}", english.out);
}

#[test]
fn one_scheme_need_not_be_named_and_several_must() {
    let one = score("one", PERSON, &["--on", "2021-03-15"]);
    assert_eq!(one.code, 0);
    let several = jifen(&["score", "examples/family.json"]);
    assert_eq!(several.code, 2);
    assert!(
        several.err.contains("没有说用哪个方案") && several.err.contains("shanghai/residence-points"),
        "{}",
        several.err
    );
}

#[test]
fn a_scheme_that_does_not_exist_has_a_near_one() {
    let ran = score("near", PERSON, &["--policy", "shifan/point"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("没有方案 shifan/point") && ran.err.contains("是不是 shifan/points？"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "");
}

#[test]
fn a_day_without_a_version_says_which_versions_there_are() {
    let ran = score("no-version", PERSON, &["--policy", "shifan/points", "--on", "2019-12-31"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("shifan/points 在 2019-12-31 没有施行中的版本"), "{}", ran.err);
    assert!(ran.err.contains("2020-01-01 起施行"), "{}", ran.err);
    let bad = score("bad-day", PERSON, &["--on", "2021-02-30"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("“2021-02-30”不对"), "{}", bad.err);
    let bad = score("bad-at", PERSON, &["--policy", "shifan/points@yesterday"]);
    assert!(bad.code == 2 && bad.err.contains("“yesterday”不是日期"), "{}", bad.err);
}

#[test]
fn a_version_can_be_named_by_a_day_in_force_and_a_sheet_says_when_it_was_not() {
    let ran = score("at", PERSON, &["--policy", "shifan/points@2021-06-01", "--on", "2019-03-15"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("shifan/points@2020-01-01") && ran.out.contains("不在这个版本的施行期内"),
        "{}",
        ran.out
    );
}

#[test]
fn everything_wrong_with_a_record_is_said_at_once() {
    let record = r#"{"facts": {"birth_date": "1984-13-05", "diploma": "博士", "insurence": []}}"#;
    let ran = score("bad-record", record, &["--on", "2021-03-15"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("标准输入 里有 3 处不对"), "{}", ran.err);
    for part in ["$.facts.birth_date", "$.facts.diploma", "$.facts.insurence", "是不是 insurance？"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let broken = score("broken", "{\"facts\": ", &["--on", "2021-03-15"]);
    assert!(broken.code == 2 && broken.err.contains("JSON 没有写完"), "{}", broken.err);
}

#[test]
fn files_that_cannot_be_read_are_said_in_words() {
    let policies = city("unread");
    let run = |path: &str| jifen(&["score", path, "--policies", text(&policies)]);
    assert!(run("no-such-file.json").err.contains("没有这个文件"));
    assert!(run("examples").err.contains("这是一个文件夹"));
    let large = policies.join("large.json");
    write(&large, &format!("{{\"facts\": {{}}}}{}", " ".repeat(1024 * 1024)));
    let ran = run(text(&large));
    assert!(ran.code == 2 && ran.err.contains("太大"), "{}", ran.err);
    let binary = policies.join("binary.json");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).unwrap();
    assert!(run(text(&binary)).err.contains("不是 UTF-8"));
    assert!(
        jifen(&["score", "examples/family.json", "--policies", "nowhere"])
            .err
            .contains("读不了文件夹 nowhere")
    );
}

#[test]
fn require_ends_with_one_unless_it_is_surely_met() {
    let code = |name: &str, record: &str, more: &[&str]| {
        score(name, record, &[&["--on", "2021-03-15", "--require"], more].concat()).code
    };
    assert_eq!(code("met", PERSON, &[]), 0);
    assert_eq!(code("met-use", PERSON, &["--use", "入学"]), 0);
    assert_eq!(code("met-use-en", PERSON, &["--use", "School"]), 0);
    assert_eq!(code("unknown", r#"{"facts": {}}"#, &[]), 1);
    assert_eq!(code("not-met", &PERSON.replace("本科", "高中"), &[]), 1);
    let fined = PERSON.replace("\"fines\": []", "\"fines\": [{\"date\": \"2020-09-09\"}]");
    assert_eq!(code("vetoed", &fined, &["--use", "入学"]), 1);
    let ran = score("no-use", PERSON, &["--use", "入学学"]);
    assert!(ran.code == 2 && ran.err.contains("是不是“入学”？"), "{}", ran.err);
}

#[test]
fn a_use_alone_has_all_its_reasons() {
    let ran = score("use", PERSON, &["--on", "2021-03-15", "--use", "入学"]);
    for part in
        ["✓ 总分 不低于 标准分值（100 分）：现为 103 分", "材料：户口簿、居住证", "“参保月数”的算法待核"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(!ran.out.contains("基础指标\n"), "{}", ran.out);
}

/// The same facts with every list and every map turned round.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(members) => Value::Array(members.iter().rev().map(turned).collect()),
        Value::Object(members) => {
            let turned: Map<String, Value> =
                members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect();
            Value::Object(turned)
        }
        other => other.clone(),
    }
}

#[test]
fn the_same_facts_in_another_order_give_the_same_bytes() {
    for (person, policy, on) in [
        ("family", "shanghai/residence-points", "2018-06-15"),
        ("plumber", "shanghai/residence-points", "2026-11-01"),
        ("researcher", "beijing/hukou-points", "2026-05-01"),
        ("self-employed", "guangzhou/service-points", "2026-05-01"),
    ] {
        let json =
            std::fs::read_to_string(root().join(format!("examples/{person}.json"))).expect("the person");
        let other = turned(&serde_json::from_str(&json).expect("JSON")).to_string();
        for form in [&[][..], &["--json"], &["--all", "--lang", "en"]] {
            let arguments = [&["score", "-", "--policy", policy, "--on", on], form].concat();
            let (first, second) =
                (jifen_in(&root(), &arguments, &json), jifen_in(&root(), &arguments, &other));
            assert_eq!(first.code, 0, "{}", first.err);
            assert!(first.out == second.out, "{person} {form:?}");
            assert!(first.out == jifen_in(&root(), &arguments, &json).out, "{person} {form:?}");
        }
    }
}
