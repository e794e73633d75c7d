//! The pages of clauses are those of the closed list, and their index is made from them.
//!
//! `JIFEN_GENERATE=1 cargo test -p policy --test clause_index` writes the index.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly, in its helpers as well")]

use policy::build::clause_names;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Headings under which clauses stand, in the words of the index.
const SECTIONS: [(&str, &str); 7] = [
    ("开头", "under the title"),
    ("口径", "measures: `###` under `## 口径`"),
    ("名单", "lists: `###` under `## 名单`"),
    ("指标", "groups `##`, items `###` and parts `####`"),
    ("资格", "conditions: `###` under `## 资格`"),
    ("一票否决", "vetoes: `###` under `## 一票否决`"),
    ("用途", "uses: `## 用途：…`"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/clauses")
}

/// File name and text by clause.
fn pages() -> BTreeMap<String, (String, String)> {
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "README.md" {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let clause =
            text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().to_owned();
        if let Some((other, _)) = pages.insert(clause.clone(), (name.clone(), text)) {
            panic!("{other} and {name} are both about {clause}");
        }
    }
    pages
}

#[test]
fn every_clause_has_a_page_that_says_where_it_stands() {
    let mut stands: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (section, names) in clause_names() {
        for name in names {
            stands.entry(name).or_default().push(section);
        }
    }
    let pages = pages();
    let with_page: Vec<&str> = pages.keys().map(String::as_str).collect();
    let listed: Vec<&str> = stands.keys().copied().collect();
    assert_eq!(with_page, listed);
    for (clause, sections) in stands {
        let (name, text) = &pages[clause];
        let line = format!("\nStands under {}.\n", sections.join("、"));
        assert!(text.contains(&line), "{name} does not say: {}", line.trim());
    }
}

#[test]
fn the_index_of_clauses_is_up_to_date() {
    let pages = pages();
    let mut index = "# Clauses\n\n\
        The closed list: every clause that a version may contain, by the heading it stands under. A page says what a clause does and shows\n\
        an example with a person and what comes out; tests run them all. What else a version is made of is said in\n\
        [the policy language](../language.md).\n\n\
        An example that begins with `##` stands under this header:\n\n\
        ```markdown\n# 示范市居住证积分\n\n- 施行：2026-01-01 起\n- 依据：积分办法\n- 核实：已核\n```\n"
        .to_owned();
    for (section, names) in clause_names() {
        let about = SECTIONS.iter().find(|(known, _)| *known == section).map(|(_, about)| *about).unwrap();
        index.push_str(&format!("\n## {section}\n\n{about}\n\n| clause | |\n| --- | --- |\n"));
        for clause in names {
            let (file, text) = &pages[clause];
            let first = text.split("\n\n").nth(1).unwrap_or_default().replace('\n', " ");
            index.push_str(&format!("| [{clause}]({file}) | {first} |\n"));
        }
    }
    let path = folder().join("README.md");
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::write(&path, &index).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        index == committed,
        "docs/reference/clauses/README.md is stale: run JIFEN_GENERATE=1 cargo test -p policy --test clause_index"
    );
}
