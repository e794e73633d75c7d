use super::*;
use crate::document::scan;

fn compare(before: &str, after: &str) -> String {
    let difference = diff(&scan(before).document, &scan(after).document);
    let mut out = String::new();
    let clause = |change: &ClauseChange| {
        format!(
            "{}[{}] {} → {}\n",
            change.key,
            change.aspect.key(),
            change.before.as_deref().unwrap_or("—"),
            change.after.as_deref().unwrap_or("—")
        )
    };
    for change in &difference.header {
        out.push_str(&clause(change));
    }
    for section in &difference.sections {
        out.push_str(&format!(
            "{} {}/{} {:?}\n",
            section.kind.word(),
            section.under,
            section.name,
            section.change
        ));
        for change in &section.clauses {
            out.push_str(&format!("  {}", clause(change)));
        }
        for row in &section.rows {
            out.push_str(&format!("  {}: {:?} → {:?}\n", row.when.join(" · "), row.before, row.after));
        }
        for (side, note) in &section.notes {
            out.push_str(&format!("  {side:?} {note}\n"));
        }
    }
    out
}

#[test]
fn a_cap_a_row_and_a_citation_are_told_apart() {
    let before = "# 示范市积分\n- 标准分值：120 分\n\n## 基础指标\n\n### 年龄\n- 上限：30 分\n- 依据：办法 第六条\n\n| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 30 |\n| 45 以上 | 5 |\n";
    let after = "# 示范市积分\n- 标准分值:100 分\n\n## 基础指标\n\n### 年龄\n- 上限:25分\n- 依据：办法 第七条\n\n| 周岁 | 分值 | 说明 |\n| --- | --- | --- |\n| 不满 45 | 25 | |\n| 45 以上 | 5 | 新 |\n";
    let expected = "\
标准分值[rule] 120 分 → 100 分
指标 基础指标/年龄 Changed
  上限[rule] 30 分 → 25分
  依据[basis] 办法 第六条 → 办法 第七条
  不满 45: Some([(\"分值\", \"30\")]) → Some([(\"分值\", \"25\")])
  45 以上: Some([(\"说明\", \"\")]) → Some([(\"说明\", \"新\")])
";
    assert_eq!(compare(before, after), expected);
}

#[test]
fn added_removed_renamed_and_moved() {
    let before = "# 甲\n\n## 基础指标\n\n### 年龄\n- 每满 1 年：3 分\n\n### 学历\n- 具备：5 分\n\n### 献血\n- 每次：2 分\n\n## 加分指标\n\n### 志愿\n- 具备：1 分\n";
    let after = "# 甲\n\n## 基础指标\n\n### 岁数\n- 每满 1 年：3 分\n\n### 志愿\n- 具备：1 分\n\n### 学历\n- 具备：5 分\n\n## 加分指标\n\n### 纳税\n- 具备：9 分\n\n## 用途：入学\n- 类别：上学\n";
    let expected = "\
指标 基础指标/岁数 Renamed { from: \"年龄\" }
指标 基础指标/献血 Removed
  每次[rule] 2 分 → —
指标 基础指标/志愿 Moved { from: \"加分指标\" }
指标 加分指标/纳税 Added
  具备[rule] — → 9 分
用途 /入学 Added
  类别[rule] — → 上学
";
    let found = compare(before, after);
    assert!(found.contains("岁数 Renamed") && found.contains("志愿 Moved"), "{found}");
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&found), lines(expected));
}

#[test]
fn uses_of_one_name_are_matched_in_order_and_punctuation_is_no_difference() {
    let before = "# 甲\n\n## 用途：考证\n- 施行：2018-01-01 至 2019-05-31\n\n## 用途：考证\n- 施行：2019-06-01 起\n- 条件：周岁 不低于 18 岁\n";
    let after = "# 甲\n\n## 用途:考证\n- 施行: 2018-01-01 至 2019-05-31\n\n## 用途：考证\n- 施行：2019-07-01 起\n- 条件：周岁 不低于  18 岁\n\n> 新的说明\n";
    let expected = "用途 /考证 Changed\n  施行[rule] 2019-06-01 起 → 2019-07-01 起\n  After 新的说明\n";
    assert_eq!(compare(before, after), expected);
}

#[test]
fn readings_are_matched_by_what_they_say() {
    let before = "# 甲\n\n## 资格\n\n### 在职\n- 解释：一\n- 解释：二\n- 解释：三\n";
    let after = "# 甲\n\n## 资格\n\n### 在职\n- 解释：三\n- 解释：一\n- 解释：四\n";
    assert_eq!(compare(before, after), "资格 /在职 Changed\n  解释[reading] 二 → 四\n");
}
