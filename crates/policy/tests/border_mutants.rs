//! A border that was mistyped by one is noticed: tables of the real policies, with one number changed at a time.
#![expect(clippy::unwrap_used, reason = "a test fails loudly, in its helpers as well")]

use policy::check::check;
use policy::diagnostic::Severity;
use policy::document::SourceFile;
use policy::scheme::Library;
use std::collections::BTreeMap;
use std::path::Path;

/// Every so manieth border is changed: all of them take a minute.
const EVERY: usize = 5;

fn walk(folder: &Path, inside: &str, found: &mut Vec<SourceFile>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy();
        let inside = if inside.is_empty() { name.into_owned() } else { format!("{inside}/{name}") };
        if path.is_dir() {
            walk(&path, &inside, found);
        } else if inside.ends_with(".md") {
            found.push(SourceFile { path: inside, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

/// The files of each scheme, with the vocabulary.
fn schemes() -> BTreeMap<String, Vec<SourceFile>> {
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"), "", &mut files);
    let facts = files.iter().find(|file| file.path == "facts.md").unwrap().clone();
    let mut schemes: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
    for file in files {
        let parts: Vec<&str> = file.path.splitn(3, '/').collect();
        if let [city, scheme, _] = parts[..] {
            let scheme = format!("{city}/{scheme}");
            schemes.entry(scheme).or_insert_with(|| vec![facts.clone()]).push(file);
        }
    }
    schemes
}

fn said(files: &[SourceFile]) -> usize {
    let (library, mut problems) = Library::read(files);
    for scheme in &library.schemes {
        problems.extend(check(scheme));
    }
    problems.iter().filter(|problem| problem.severity < Severity::Advice).count()
}

/// A row whose first cell is an interval of whole numbers, with its first number one higher.
fn mistyped(line: &str) -> Option<String> {
    let cell = line.strip_prefix("| ")?.split('|').next()?.trim();
    let interval = ["至", "以上", "以下", "不满", "超过"].iter().any(|word| cell.contains(word));
    let from = cell.find(|c: char| c.is_ascii_digit())?;
    let digits: String = cell[from..].chars().take_while(char::is_ascii_digit).collect();
    let number: u64 = digits.parse().ok().filter(|number| *number > 0)?;
    (interval && !cell.contains('.')).then(|| line.replacen(&digits, &(number + 1).to_string(), 1))
}

#[test]
fn a_border_off_by_one_is_noticed() {
    let (mut all, mut noticed, mut missed) = (0, 0, Vec::new());
    for files in schemes().into_values() {
        let before = said(&files);
        for at in 0..files.len() {
            let version = files[at].path.rsplit('/').next().is_some_and(|name| name.starts_with("20"));
            if !version || files[at].path.contains("/cases/") {
                continue;
            }
            let lines: Vec<&str> = files[at].text.lines().collect();
            for (number, line) in lines.iter().enumerate() {
                let Some(changed) = mistyped(line) else { continue };
                all += 1;
                if all % EVERY != 0 {
                    continue;
                }
                let mut lines = lines.clone();
                lines[number] = &changed;
                let mut files = files.clone();
                files[at].text = lines.join("\n");
                if said(&files) > before {
                    noticed += 1;
                } else {
                    missed.push(format!("{}: {line}", files[at].path));
                }
            }
        }
    }
    let tried = all / EVERY;
    assert!(tried >= 30, "only {tried} borders");
    // The first and the last number of a table have nothing beside them that could contradict.
    assert!(noticed * 10 >= tried * 9, "{noticed} of {tried}\n{}", missed.join("\n"));
}
