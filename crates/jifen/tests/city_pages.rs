//! The pages of `docs/cities/` are what `jifen docs` makes of the policies.
//!
//! `JIFEN_GENERATE=1 cargo test -p jifen --test city_pages` writes them.

mod common;

use common::{jifen, root};

fn page(arguments: &[&str]) -> String {
    let ran = jifen(&[&["docs", "--policies", "policies"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

#[test]
fn the_pages_of_cities_are_up_to_date() {
    let index = page(&[]);
    let cities = index.lines().filter_map(|line| line.split_once("](")?.1.split_once(".md)"));
    let mut pages: Vec<(String, String)> =
        cities.map(|(city, _)| (format!("{city}.md"), page(&["--city", city]))).collect();
    assert!(pages.len() > 10, "{index}");
    pages.push(("README.md".to_owned(), index.clone()));
    let folder = root().join("docs/cities");
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, page) in &pages {
            std::fs::write(folder.join(name), page).expect("the page can be written");
        }
    }
    for (name, page) in &pages {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(*page == committed, "docs/cities/{name} is stale: run cargo xtask generate");
    }
    let all = std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(all, pages.len(), "pages of no city");
}
