//! A rule cites the article whose statements `claims.md` answers.
//!
//! The article is what is checked, not a source: a rule that rests on it would make its statements true by themselves. How the
//! article is called stands under the title of `claims.md`. It may be named in readings and notes, for that is where a
//! reader learns what it says; it may not be an instrument, a source (出处) or a basis (依据).
//!
//! Where `claims.md` says `- 文章：积分的好处`:
//!
//! ```text
//! - 依据：积分的好处                                  wrong
//! - 依据：积分办法 第三条                             right
//! ```

use crate::claims::Claims;
use crate::diagnostic::Diagnostic;
use crate::document::{Section, SourceFile, Text, scan, tree};
use crate::scheme::CLAIMS;

/// Clauses that say what a rule rests on.
const KEYS: &[&str] = &["依据", "出处"];

pub(super) fn find(claims: &Claims, files: &[SourceFile]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if claims.article.is_empty() {
        return found;
    }
    for file in files.iter().filter(|file| file.path != CLAIMS && file.path.contains('/')) {
        if !claims.article.iter().any(|name| file.text.contains(name.as_str())) {
            continue;
        }
        let root = tree(&scan(&file.text).document, &mut Vec::new());
        let mut cited = Vec::new();
        collect(&root, file.path.ends_with("/instruments.md"), &mut cited);
        for text in cited {
            if let Some(name) = claims.article.iter().find(|name| text.text.contains(name.as_str())) {
                let message = format!("“{name}”是要对照的文章，不能作依据");
                let problem = Diagnostic::error("claims-cited", text.span, message);
                found.push(problem.hint("写规定本身；文章的说法写在“解释”或者说明里").file(&file.path));
            }
        }
    }
    found
}

/// Everything that says what a rule rests on; all cells of a table of instruments.
fn collect(section: &Section, instruments: bool, out: &mut Vec<Text>) {
    out.extend(
        section
            .clauses
            .iter()
            .filter(|clause| KEYS.contains(&clause.key.text.as_str()))
            .map(|clause| clause.value.clone()),
    );
    for table in &section.tables {
        for row in &table.rows {
            let cells = table.head.iter().zip(row);
            let cells = cells.filter(|(head, _)| instruments || KEYS.contains(&head.text.as_str()));
            out.extend(cells.map(|(_, cell)| cell.clone()));
        }
    }
    section.children.iter().for_each(|child| collect(child, instruments, out));
}

#[cfg(test)]
mod tests {
    use super::super::tests::{claims_file, folder_said};

    #[test]
    fn the_article_is_no_basis() {
        let said = |clause: &str| {
            let version = format!(
                "# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：积分办法\n{clause}\n\n> 积分的好处说有用。\n"
            );
            let files = [
                ("claims.md", claims_file("- 条数：1\n- 文章：积分的好处", &[1], "无")),
                ("shifan/points/2026-01-01.md", version),
            ];
            folder_said("claims-cited", &files)
        };
        assert_eq!(said("- 解释：照积分的好处所说；另解：不照。"), [""; 0]);
        assert_eq!(said("- 出处：积分的好处"), ["“积分的好处”是要对照的文章，不能作依据 @ 积分的好处"]);
    }

    #[test]
    fn the_article_is_no_instrument() {
        let instruments = "# 文件\n\n## 文件\n\n| 键 | 名称 |\n| --- | --- |\n| 好处 | 积分的好处 |\n";
        let files = [
            ("claims.md", claims_file("- 条数：1\n- 文章：积分的好处", &[1], "无")),
            ("shifan/points/instruments.md", instruments.to_owned()),
        ];
        assert_eq!(folder_said("claims-cited", &files).len(), 1);
    }
}
