//! The doors on pages, one for each category of uses: read from `policies/doors.md`.

use crate::build::CATEGORIES;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{SourceFile, Text};
use crate::table::rows;

/// A category of uses: the door that they stand behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Door {
    /// The category as policies write it.
    pub category: String,
    /// As it stands in an address.
    pub key: String,
    /// In English.
    pub english: String,
    /// What lies behind it.
    pub about: String,
    /// The same in English.
    pub about_english: String,
}

const COLUMNS: &[&str] = &["类别", "键", "English", "说明", "About"];
const CODE: &str = "bad-door";

/// Reads the file of doors. A category that no use can have, one that stands twice and one that is missing are said, as is a
/// key that cannot stand in an address.
pub fn read_doors(file: &SourceFile) -> (Vec<Door>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut found: Vec<Door> = Vec::new();
    let rows = rows(file, COLUMNS, CODE, &mut problems);
    let mut bad = |span: Span, message: String, hint: &str| {
        problems.push(Diagnostic::error(CODE, span, message).hint(hint).file(&file.path));
    };
    for row in &rows {
        let [category, key, english, about, about_english] = row.as_slice() else { continue };
        let known = CATEGORIES.contains(&category.text.as_str());
        if !known {
            let hint = format!("可写：{}", CATEGORIES.join("、"));
            bad(category.span, format!("没有“{}”这个类别", category.text), &hint);
        }
        let sound = |key: &Text| !key.text.is_empty() && key.text.chars().all(|c| c.is_ascii_lowercase());
        if !sound(key) {
            bad(key.span, format!("“{}”不能做网址里的键", key.text), "只用小写字母，如 school");
        }
        let twice = found.iter().any(|door| door.category == category.text || door.key == key.text);
        if twice {
            bad(
                category.span,
                format!("“{}”或它的键“{}”写了两次", category.text, key.text),
                "一个类别一行，键各不相同",
            );
        }
        if known && sound(key) && !twice {
            found.push(Door {
                category: category.text.clone(),
                key: key.text.clone(),
                english: english.text.clone(),
                about: about.text.clone(),
                about_english: about_english.text.clone(),
            });
        }
    }
    let missing: Vec<&str> = CATEGORIES
        .iter()
        .copied()
        .filter(|category| !rows.iter().any(|row| row.first().is_some_and(|cell| cell.text == *category)))
        .collect();
    if !rows.is_empty() && !missing.is_empty() {
        let place = rows.first().and_then(|row| row.first()).map_or(Span::default(), |cell| cell.span);
        bad(
            place,
            format!("没有写到的类别：{}", missing.join("、")),
            "每个类别都要有一行，不然它的用途没有门",
        );
    }
    (found, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> (Vec<Door>, Vec<String>) {
        let head = "# 门类表\n\n| 类别 | 键 | English | 说明 | About |\n| --- | --- | --- | --- | --- |\n";
        let file = SourceFile { path: "doors.md".into(), text: format!("{head}{rows}\n") };
        let (doors, problems) = read_doors(&file);
        (doors, problems.into_iter().map(|problem| problem.message).collect())
    }

    fn all(but: &str) -> String {
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let rows = CATEGORIES.iter().zip(keys).filter(|(category, _)| **category != but);
        rows.map(|(category, key)| format!("| {category} | {key} | E | 说明 | about |\n")).collect()
    }

    #[test]
    fn every_category_has_a_door() {
        let (doors, problems) = read(all("").trim_end());
        assert_eq!((doors.len(), problems.len()), (CATEGORIES.len(), 0));
        let (doors, problems) = read(all("拍牌").trim_end());
        assert_eq!(doors.len(), CATEGORIES.len() - 1);
        assert_eq!(problems, ["没有写到的类别：拍牌"]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let wrong = |row: &str| read(&format!("{}{row}", all(""))).1;
        assert_eq!(wrong("| 读书 | z | E | 说明 | about |"), ["没有“读书”这个类别"]);
        assert_eq!(wrong("| 上学 | z | E | 说明 | about |"), ["“上学”或它的键“z”写了两次"]);
        let (_, problems) = read(&all("上学").replace("| b |", "| B 2 |"));
        assert_eq!(problems, ["“B 2”不能做网址里的键", "没有写到的类别：上学"]);
    }
}
