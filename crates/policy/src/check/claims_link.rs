//! A statement points at a version, an item or a use that is not there.
//!
//! Every verdict in `claims.md` that rests on a rule says which one. When a policy is corrected and an item gets another name,
//! the verdict has to be looked at again; until then readers would follow a link to nothing.
//!
//! In `claims.md`:
//!
//! ```text
//! - 凭据：shifan/points@2026-01-01 用途：入读          wrong: the use is called 入学
//! - 凭据：shifan/points@2026-01-01 用途：入学          right
//! ```

use crate::claims::{Claims, Link};
use crate::diagnostic::{Diagnostic, nearest};
use crate::scheme::{CLAIMS, Library};

pub(super) fn find(library: &Library, claims: &Claims) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for claim in &claims.all {
        for link in &claim.links {
            if let Some((what, hint)) = wrong(library, link) {
                let message = format!("第 {} 条的凭据“{}”：{what}", claim.number, link.text());
                found.push(Diagnostic::error("claims-link", link.place, message).hint(hint).file(CLAIMS));
            }
        }
    }
    found
}

fn wrong(library: &Library, link: &Link) -> Option<(String, String)> {
    let Some(scheme) = library.scheme(&link.scheme) else {
        let ids = library.schemes.iter().map(|scheme| scheme.id.as_str());
        return Some((format!("没有方案 {}", link.scheme), near(nearest(&link.scheme, ids))));
    };
    let versions = || scheme.versions.iter().chain(&scheme.drafts);
    let Some(version) = versions().find(|version| version.id.effective == link.version) else {
        let days: Vec<String> = versions().map(|version| version.id.effective.to_string()).collect();
        return Some((format!("没有 {} 这一版", link.version), format!("有 {}", days.join("、"))));
    };
    if link.of_use {
        let names = || version.uses.iter().map(|of| of.name.as_str());
        let known = names().any(|name| name == link.name);
        return (!known).then(|| (format!("没有用途“{}”", link.name), near(nearest(&link.name, names()))));
    }
    let names = || version.node_ids().map(|id| version[id].path.as_str());
    let known = version.find(&link.name).is_some();
    (!known).then(|| (format!("没有指标“{}”", link.name), near(nearest(&link.name, names()))))
}

fn near(name: Option<&str>) -> String {
    name.map_or_else(|| "改了名的，把结论也再看一遍".to_owned(), |name| format!("是不是“{name}”？"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{claims_file, folder_said};

    #[test]
    fn links_that_lead_nowhere_are_named() {
        let said = |link: &str| {
            let version = "# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：积分办法\n\n## 指标\n\n### 年龄\n- 事实：出生日期\n- 具备：1 分\n\n\
                           ## 用途：入学\n- 类别：上学\n- 条件：总分 不低于 1 分\n";
            let files = [
                ("claims.md", claims_file("- 条数：1", &[1], link)),
                ("shifan/points/2026-01-01.md", version.to_owned()),
            ];
            folder_said("claims-link", &files)
        };
        assert_eq!(said("shifan/points@2026-01-01 用途：入学、shifan/points@2026-01-01 年龄"), [""; 0]);
        for (link, what) in [
            ("shifan/point@2026-01-01 年龄", "没有方案 shifan/point"),
            ("shifan/points@2025-01-01 年龄", "没有 2025-01-01 这一版"),
            ("shifan/points@2026-01-01 学历", "没有指标“学历”"),
            ("shifan/points@2026-01-01 用途：入读", "没有用途“入读”"),
        ] {
            assert_eq!(said(link), [format!("第 1 条的凭据“{link}”：{what} @ {link}")]);
        }
    }
}
