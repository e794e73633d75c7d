//! Two versions that follow each other differ in an item or a use that `CHANGES.md` does not name.
//!
//! People who were scored under the earlier version read `CHANGES.md` to learn what became of them. Under the later version's
//! date it has to name every item and use whose points or conditions can come out otherwise, or the group it stands in; a row
//! `全部` names them all. The message says which are missing, and what happened to them.
//!
//! In `CHANGES.md`, where 年龄 gives 30 points in `2018-01-01.md` and 20 in `2026-01-01.md`:
//!
//! ```text
//! ## 2026-01-01                            wrong: says nothing of 年龄
//! | 志愿服务 | 上限 10 分 | 志愿者 | 已核 |
//!
//! ## 2026-01-01                            right
//! | 年龄 | 30 分改为 20 分 | 所有人 | 已核 |
//! | 志愿服务 | 上限 10 分 | 志愿者 | 已核 |
//! ```

use super::version_gap::pairs;
use crate::diagnostic::Diagnostic;
use crate::diff::{Change, SectionChange, SectionKind, diff};
use crate::document::{SourceFile, scan};
use crate::scheme::Scheme;

/// A row that names everything.
const ALL: &str = "全部";

pub(super) fn find(scheme: &Scheme, files: &[SourceFile]) -> Vec<Diagnostic> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let changes = text(&format!("{}/CHANGES.md", scheme.id)).unwrap_or_default();
    let mut found = Vec::new();
    for (earlier, later) in pairs(scheme) {
        let (Some(before), Some(after)) = (text(&earlier.file), text(&later.file)) else { continue };
        let said = under(changes, &later.id.effective.to_string());
        if names_all(&said) {
            continue;
        }
        let difference = diff(&scan(before).document, &scan(after).document);
        let mut silent: Vec<String> = difference
            .sections
            .iter()
            .filter(|section| matters(section) && !named(section, &said))
            .map(|section| format!("{}（{}）", section.name, what(section)))
            .collect();
        // Several rules of one use have one name.
        silent.dedup();
        if !silent.is_empty() {
            let message = format!("CHANGES.md 的 {} 没有写到：{}", later.id.effective, silent.join("、"));
            let problem = Diagnostic::warning("silent-change", later.places.title, message);
            let hint = format!("看变了什么：jifen diff {} {}", earlier.id, later.id);
            found.push(problem.hint(hint).file(&later.file));
        }
    }
    found
}

/// The lines under the heading of a day.
fn under(changes: &str, day: &str) -> String {
    let mut lines =
        changes.lines().skip_while(|line| line.strip_prefix("## ").is_none_or(|head| head.trim() != day));
    lines.next();
    lines.take_while(|line| !line.starts_with("## ")).collect::<Vec<_>>().join("\n")
}

fn names_all(said: &str) -> bool {
    said.lines().any(|line| line.trim_start_matches('|').trim_start().starts_with(ALL))
}

fn matters(section: &SectionChange) -> bool {
    matches!(section.kind, SectionKind::Item | SectionKind::Use) && section.touches_rule()
}

fn named(section: &SectionChange, said: &str) -> bool {
    let before = match &section.change {
        Change::Renamed { from } | Change::Moved { from } => Some(from.as_str()),
        _ => None,
    };
    let names = [Some(section.name.as_str()), Some(section.under.as_str()), before];
    names.into_iter().flatten().any(|name| !name.is_empty() && said.contains(name))
}

fn what(section: &SectionChange) -> &'static str {
    match section.change {
        Change::Added => "新增",
        Change::Removed => "删去",
        Change::Renamed { .. } => "改名",
        Change::Moved { .. } => "移动",
        Change::Changed => "改动",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::folder_said;

    fn version(dates: &str, points: u32) -> String {
        format!(
            "# 示范市居住证积分\n\n- 施行：{dates}\n- 依据：积分办法\n\n## 指标\n\n### 年龄\n- 事实：出生日期\n- 具备：{points} 分\n"
        )
    }

    fn said(changes: &str) -> Vec<String> {
        let files = [
            ("shifan/points/2018-01-01.md", version("2018-01-01 至 2025-12-31", 30)),
            ("shifan/points/2026-01-01.md", version("2026-01-01 起", 20)),
            ("shifan/points/CHANGES.md", changes.to_owned()),
        ];
        folder_said("silent-change", &files)
    }

    #[test]
    fn a_change_that_nobody_wrote_down_is_named() {
        let other =
            "# 变化\n\n## 2018-01-01\n\n| 年龄 | 开始 |\n\n## 2026-01-01\n\n| 志愿服务 | 上限 10 分 |\n";
        assert_eq!(said(other), ["CHANGES.md 的 2026-01-01 没有写到：年龄（改动） @ 示范市居住证积分"]);
        assert_eq!(said("").len(), 1);
    }

    #[test]
    fn an_item_its_group_or_everything_may_be_named() {
        for row in ["年龄", "指标", "全部"] {
            let changes = format!("# 变化\n\n## 2026-01-01\n\n| {row} | 30 分改为 20 分 |\n");
            assert_eq!(said(&changes), [""; 0], "{row}");
        }
    }
}
