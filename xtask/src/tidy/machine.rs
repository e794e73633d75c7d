//! Nothing in the repository names the machine it was written on: no path of one, no package index.

use super::Violation;
use crate::repository::Repository;

/// First folders of absolute paths that only exist on somebody's machine.
const FOLDERS: &[&str] = &["work", "farm", "root", "home", "Users", "tmp/bash_jobs"];

/// Hosts of package indexes, in two halves so that this file does not name one.
const HOSTS: &[(&str, &str)] = &[
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("files.pythonhosted", ".org"),
    ("pypi", ".org"),
    ("registry.npmjs", ".org"),
    ("proxy.golang", ".org"),
    ("deb.debian", ".org"),
];

/// Where cargo's lock file says a package came from; every other source is somebody's mirror.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in &repository.files {
        for (number, line) in (1..).zip(text.lines()) {
            for folder in FOLDERS.iter().filter(|folder| names_folder(line, folder)) {
                found.push(Violation::new(path, number, format!("a path of one machine, under `{folder}`")));
            }
            for (name, domain) in
                HOSTS.iter().filter(|(name, domain)| line.contains(&format!("{name}{domain}")))
            {
                found.push(Violation::new(
                    path,
                    number,
                    format!("the host of a package index, `{name}…` of {domain}"),
                ));
            }
            let source = line.strip_prefix("source = \"").and_then(|rest| rest.strip_suffix('"'));
            if path.ends_with("Cargo.lock") && source.is_some_and(|source| source != SOURCE) {
                found.push(Violation::new(
                    path,
                    number,
                    "a package from another source than the public index",
                ));
            }
        }
    }
    found
}

/// Whether the line holds `/folder` as the beginning of a path.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.strip_suffix('/'));
        let after = line.get(at + folder.len()..).and_then(|after| after.chars().next());
        before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || "_./".contains(c)))
            && after.is_none_or(|after| !after.is_alphanumeric() && after != '_' && after != '-')
    })
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_path_and_a_host_are_found_and_look_alikes_are_not() {
        let bad = format!(
            "see {}/notes.txt\nand https://{}\n",
            ["", "home", "li"].join("/"),
            ["pypi", "org"].join(".")
        );
        let good = "network/home-made ./work/x https://example.cn/home social/work\n";
        let lock = "[[package]]\nsource = \"registry+https://mirror.example.cn/index\"\n";
        let repository =
            Repository::of(&[("docs/bad.md", &bad), ("docs/good.md", good), ("Cargo.lock", lock)]);
        expect(
            check,
            &repository,
            &[
                "Cargo.lock:2: a package from another source than the public index",
                "docs/bad.md:1: a path of one machine, under `home`",
                "docs/bad.md:2: the host of a package index, `pypi…` of .org",
            ],
        );
    }
}
