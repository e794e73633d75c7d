//! The committed page of facts is the one that the vocabulary gives.
//!
//! `JIFEN_GENERATE=1 cargo test -p policy --test facts_page` writes it.

use policy::document::{print, scan};
use policy::vocabulary::{read_vocabulary, reference_page};
use std::path::Path;

#[test]
fn the_page_of_facts_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let source = std::fs::read_to_string(root.join("policies/facts.md")).unwrap();
    // Layout is another check's business.
    let source = print(&scan(&source).document);
    let (vocabulary, problems) = read_vocabulary(&source, "facts.md");
    assert_eq!(problems, vec![]);
    let page = reference_page(&vocabulary);
    let path = root.join("docs/reference/facts.md");
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(committed.lines()).position(|(new, old)| new != old);
    let line = differs.unwrap_or(page.lines().count().min(committed.lines().count())) + 1;
    assert!(page == committed, "docs/reference/facts.md is stale from line {line}: run cargo xtask generate");
}
