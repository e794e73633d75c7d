//! The command lines in the guides, the concepts and the README run as they stand.

mod common;

use common::{jifen, root};
use std::collections::BTreeSet;

/// The `jifen …` lines of the blocks marked `sh`.
fn commands(page: &str, out: &mut BTreeSet<String>) {
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && line.starts_with("jifen ") {
            out.insert(line.to_owned());
        }
    }
}

#[test]
fn commands_in_pages_run() {
    let mut all = BTreeSet::new();
    let page = |path: &std::path::Path| std::fs::read_to_string(path).expect("a page");
    commands(&page(&root().join("README.md")), &mut all);
    for folder in ["docs/guides", "docs/concepts"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("the folder") {
            commands(&page(&entry.expect("a page").path()), &mut all);
        }
    }
    assert!(all.len() > 20, "{all:#?}");
    // The worked examples have a test of their own and take long; the server runs until it is stopped, and is tested by itself.
    let aside = ["jifen cases", "jifen serve"];
    for line in all.iter().filter(|line| !aside.iter().any(|verb| line.starts_with(verb))) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let ran = jifen(&words);
        assert_eq!(ran.code, 0, "{line}\n{}", ran.err);
        assert!(!ran.out.is_empty(), "{line}");
    }
}
