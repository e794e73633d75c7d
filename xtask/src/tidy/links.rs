//! Links between pages lead somewhere: the file exists, and so does the heading after `#`.

use super::Violation;
use crate::markdown::{heading, lines};
use crate::repository::Repository;

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, page) in repository.ending_in(".md") {
        for line in lines(page).iter().filter(|line| line.fence.is_none()) {
            for target in targets(&without_code(line.text)) {
                if let Some(what) = wrong(repository, path, target) {
                    found.push(Violation::new(path, line.number, what));
                }
            }
        }
    }
    found
}

/// The line with its code spans taken out: what stands in backticks is not a link.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// What stands between `](` and `)`, and after `]:` of a reference.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let inline = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let reference = line.starts_with('[').then(|| line.split_once("]:")).flatten();
    inline.chain(reference.map(|(_, rest)| rest.trim()))
}

fn wrong(repository: &Repository, page: &str, target: &str) -> Option<String> {
    let elsewhere = target.contains("://") || target.starts_with("mailto:");
    if elsewhere || target.is_empty() {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let Some(path) = resolve(page, file) else {
        return Some(format!("the link `{target}` leaves the repository"));
    };
    if !repository.has(&path) {
        return Some(format!("the link `{target}` leads to no file"));
    }
    let text = repository.files.get(&path).filter(|_| !anchor.is_empty() && path.ends_with(".md"))?;
    (!anchors(text).iter().any(|name| name == anchor))
        .then(|| format!("the link `{target}` leads to no heading"))
}

/// The path from the root that `file` means on `page`; an empty `file` is the page itself.
fn resolve(page: &str, file: &str) -> Option<String> {
    if file.is_empty() {
        return Some(page.to_owned());
    }
    let mut folders: Vec<&str> = match file.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => page.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in file.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            folders.pop()?;
        } else {
            folders.push(part);
        }
    }
    Some(folders.join("/"))
}

/// The names under which a forge lets one link to the headings of a page.
fn anchors(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines(page).iter().filter(|line| line.fence.is_none()) {
        let Some(title) = heading(line.text) else { continue };
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let name = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let again = found.iter().filter(|other| **other == name).count();
        found.push(if again == 0 { name } else { format!("{name}-{again}") });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn links_to_nowhere_are_named() {
        let page = "# One page\n\n[a](reference/b.md) [c](reference/b.md#事实与口径) [d](https://example.cn/x) [e](#one-page)\n\
                    [f](../GONE.md) `[not](a-link.md)` [g](reference/b.md#两) [h](../../up.md)\n\
                    ```\n[nor](this.md)\n```\n[i](reference)\n";
        let repository =
            Repository::of(&[("docs/page.md", page), ("docs/reference/b.md", "## 事实、与口径\n")]);
        expect(
            check,
            &repository,
            &[
                "docs/page.md:4: the link `../../up.md` leaves the repository",
                "docs/page.md:4: the link `../GONE.md` leads to no file",
                "docs/page.md:4: the link `reference/b.md#两` leads to no heading",
            ],
        );
    }
}
