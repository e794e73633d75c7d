//! The verbs of people who write policies, and the small ones.

mod common;

use common::{city, jifen, jifen_in, text, write};
use serde_json::Value;

const CASES: &str = r#"# 示范市积分 2020-01-01 算例

## 三十七岁，本科，参保五年
- 申请日：2021-03-15
- 来源：构造
- 总分：103 分
- 达标：是
- 用途：入学 是

```json
{"facts": {
  "birth_date": "1984-03-05", "diploma": "本科", "spouse_hukou": "他市",
  "insurance": [{"from": "2015-07", "place": "示范", "base": "7000"}],
  "permit": [{"from": "2016-02-01"}], "awards": [], "volunteering": [], "fines": []
}}
```

| 指标 | 得分 | 说明 |
| --- | --- | --- |
| 年龄 | 30 | 18 以上不满 56 |
"#;

#[test]
fn check_says_what_is_wrong_where_and_ends_with_two() {
    let folder = city("check");
    let fine = jifen(&["check", text(&folder)]);
    assert_eq!(fine.code, 0, "{}", fine.out);
    assert!(fine.out.contains("0 错误，"), "{}", fine.out);
    let version = folder.join("shifan/points/2020-01-01.md");
    let broken = std::fs::read_to_string(&version).unwrap().replace("- 上限：30 分", "- 上线：30 分");
    write(&version, &broken);
    let ran = jifen(&["check", text(&folder)]);
    assert_eq!(ran.code, 2);
    for part in ["没有“上线”这个名目", "shifan/points/2020-01-01.md:", "是不是“上限”？", "1 错误"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    let quiet = jifen(&["check", text(&folder), "--quiet"]);
    assert_eq!(quiet.out.lines().count(), 1, "{}", quiet.out);
    let json: Value = serde_json::from_str(&jifen(&["check", text(&folder), "--json"]).out).expect("JSON");
    assert_eq!(json["errors"], 1);
    assert!(
        json["problems"].as_array().unwrap().iter().any(|problem| problem["code"] == "unknown-clause"),
        "{json}"
    );
    // A version with an error is not scored, and the reader is told why.
    let ran = jifen_in(&folder, &["score", "-", "--policies", ".", "--on", "2021-03-15"], "{\"facts\": {}}");
    assert!(ran.code == 2 && ran.err.contains("jifen check"), "{}", ran.err);
}

#[test]
fn fmt_lists_then_writes_then_finds_nothing() {
    let folder = city("fmt");
    write(&folder.join("shifan/points/README.md"), "随便写的\n");
    jifen(&["fmt", text(&folder)]);
    assert_eq!(jifen(&["fmt", text(&folder), "--check"]).code, 0);
    let version = folder.join("shifan/points/2020-01-01.md");
    let canonical = std::fs::read_to_string(&version).unwrap();
    let loose = canonical.replace("- 标准分值：100 分", "-   标准分值:100 分").replace("| 本科 ", "|本科");
    write(&version, &loose);
    let listed = jifen(&["fmt", text(&folder), "--check"]);
    assert_eq!(listed.code, 1);
    assert!(listed.out.contains("2020-01-01.md") && listed.out.contains("要改 1 个"), "{}", listed.out);
    assert_eq!(std::fs::read_to_string(&version).unwrap(), loose);
    // Where the folder is called `policies`, it need not be named.
    let above = folder.parent().unwrap().join("fmt-above");
    let _ = std::fs::remove_dir_all(&above);
    std::fs::create_dir_all(&above).unwrap();
    std::fs::rename(&folder, above.join("policies")).unwrap();
    let wrote = jifen_in(&above, &["fmt"], "");
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    assert_eq!(
        std::fs::read_to_string(above.join("policies/shifan/points/2020-01-01.md")).unwrap(),
        canonical
    );
    assert_eq!(
        std::fs::read_to_string(above.join("policies/shifan/points/README.md")).unwrap(),
        "随便写的\n"
    );
    let files = std::fs::read_dir(above.join("policies/shifan/points")).unwrap();
    assert!(files.flatten().all(|file| !file.file_name().to_string_lossy().ends_with(".tmp")));
}

#[test]
fn fmt_leaves_alone_what_it_does_not_understand() {
    let folder = city("fmt-refuses");
    let version = folder.join("shifan/points/2020-01-01.md");
    let broken = format!("{}\n这一行不是任何一种写法\n", std::fs::read_to_string(&version).unwrap());
    write(&version, &broken);
    let ran = jifen(&["fmt", text(&folder)]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("这一行不属于任何一种写法"), "{}", ran.out);
    assert_eq!(std::fs::read_to_string(&version).unwrap(), broken);
}

#[test]
fn cases_name_what_came_out_otherwise() {
    let folder = city("cases");
    let cases = folder.join("shifan/points/cases/2020-01-01.md");
    write(&cases, CASES);
    let ran = jifen(&["cases", text(&folder)]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("1 例，全部相符"), "{}", ran.out);
    write(&cases, &CASES.replace("总分：103 分", "总分：105 分"));
    let ran = jifen(&["cases", text(&folder)]);
    assert_eq!(ran.code, 1);
    for part in
        ["不符：三十七岁，本科，参保五年", "cases/2020-01-01.md:3", "应为 105", "得 103", "1 例，1 例不符"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    write(&cases, &CASES.replace("总分：103 分", "总分：很多"));
    assert_eq!(jifen(&["cases", text(&folder)]).code, 2);
}

#[test]
fn diff_shows_what_changed_and_hides_what_only_moved_its_source() {
    let folder = city("diff");
    let version = folder.join("shifan/points/2020-01-01.md");
    let before = std::fs::read_to_string(&version).unwrap();
    let after = before
        .replace("- 施行：2020-01-01 起", "- 施行：2022-01-01 起")
        .replace("- 上限：30 分", "- 上限：25 分")
        .replace("| 大专 | 20 |", "| 大专 | 25 |")
        .replace("- 材料：户口簿、居住证\n", "");
    write(&version, &before.replace("- 施行：2020-01-01 起", "- 施行：2020-01-01 至 2021-12-31"));
    write(&folder.join("shifan/points/2022-01-01.md"), &after);
    let run = |more: &[&str]| {
        let arguments = [
            &["diff", "shifan/points@2020-01-01", "shifan/points@2022-01-01", "--policies", text(&folder)],
            more,
        ]
        .concat();
        jifen(&arguments)
    };
    let ran = run(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in [
        "− 上限：30 分",
        "+ 上限：25 分",
        "− | 大专 | 20",
        "+ | 大专 | 25",
        "新增 0，删去 0，改名或移动 0，改动 2",
        "另有 1 处",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(run(&["--all"]).out.contains("− 材料：户口簿、居住证"));
    let json: Value = serde_json::from_str(&run(&["--json"]).out).expect("JSON");
    assert_eq!(json["format"], "jifen.diff/1");
    assert_eq!(json["sections"].as_array().unwrap().len(), 3, "{json}");
}

#[test]
fn show_writes_out_what_a_heading_inherits() {
    let folder = city("show");
    let run =
        |more: &[&str]| jifen(&[&["show", "shifan/points", "--policies", text(&folder)], more].concat());
    let whole = run(&[]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    for part in
        ["示范市积分", "2020-01-01 起施行", "■ 年龄", "□ 两倍", "上限：30 分", "另解：中断以后重新起算。"]
    {
        assert!(whole.out.contains(part), "{part}: {}", whole.out);
    }
    let one = run(&["--only", "配偶"]);
    assert!(one.out.contains("依据：办法（已核，承上）") && !one.out.contains("年龄"), "{}", one.out);
    assert!(run(&["--only", "配藕"]).err.contains("是不是“配偶”？"));
    let coverage = run(&["--coverage"]);
    assert!(coverage.out.contains("参数 平均工资：2 个数，其中 1 个待核"), "{}", coverage.out);
}

#[test]
fn policies_schema_and_completions() {
    let policies = jifen(&["policies"]);
    assert!(policies.code == 0 && policies.out.contains("shanghai/residence-points"), "{}", policies.out);
    let json: Value = serde_json::from_str(&jifen(&["policies", "--json"]).out).expect("JSON");
    assert!(json["schemes"].as_array().unwrap().len() > 1);
    let schema: Value = serde_json::from_str(&jifen(&["schema"]).out).expect("JSON");
    assert!(schema["$schema"].is_string(), "{schema}");
    assert!(jifen(&["schema", "--reference"]).out.starts_with("# "));
    for shell in ["bash", "zsh", "fish"] {
        let script = jifen(&["completions", shell]);
        assert!(script.code == 0 && script.out.contains("policies"), "{shell}");
    }
}

#[test]
fn mistakes_in_the_command_line_are_said_in_chinese() {
    for (arguments, part) in [
        (&["scor"][..], "没有命令 scor"),
        (&["score"], "缺少 <记录>"),
        (&["score", "x", "--frob"], "没有选项 --frob"),
        (&[], "没有说做什么"),
    ] {
        let ran = jifen(arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    let help = jifen(&["--help"]);
    assert!(help.code == 0 && help.out.contains("用法：") && help.out.contains("退出码"), "{}", help.out);
}
