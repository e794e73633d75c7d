//! The command lines of `README.md` name commands that exist, and files that are there or that an earlier line makes.

use std::collections::BTreeSet;

use super::Violation;
use crate::command;
use crate::markdown::lines;
use crate::repository::Repository;
use crate::rust_text::{Kind, outside_tests};

const PAGE: &str = "README.md";
const CARGO: &[&str] = &["bench", "build", "check", "clippy", "doc", "fmt", "install", "run", "test"];
/// Options whose word after them is a file or folder that the command makes.
const MAKES: &[&str] = &["-o", "--output", "--out", "--database", ">"];
/// Endings of words that are files although they hold no `/`.
const ENDINGS: &[&str] = &[".json", ".md", ".parquet", ".csv", ".toml"];

pub fn check(repository: &Repository) -> Vec<Violation> {
    let Some(page) = repository.files.get(PAGE) else {
        return vec![Violation::new(PAGE, 0, "the page is missing")];
    };
    let verbs = verbs(repository);
    let mut made = BTreeSet::new();
    let mut found = Vec::new();
    for line in lines(page).iter().filter(|line| line.fence == Some("sh")) {
        let text = line.text.trim_start_matches("$ ");
        let text = text.split(" #").next().unwrap_or(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let wrong = match words.split_first() {
            Some((&"cargo", rest)) => cargo(rest, &verbs, repository),
            Some((&"jifen", rest)) => jifen(rest, &verbs),
            _ => continue,
        };
        let missing = files(&words, &mut made, repository);
        found.extend(wrong.into_iter().chain(missing).map(|what| Violation::new(PAGE, line.number, what)));
    }
    found
}

fn cargo(words: &[&str], verbs: &BTreeSet<String>, repository: &Repository) -> Option<String> {
    let (name, rest) = words.split_first()?;
    if *name == "xtask" {
        let known = rest.first().is_some_and(|command| command::names().any(|name| name == *command));
        return (!known).then(|| format!("there is no `cargo xtask {}`", rest.first().unwrap_or(&"")));
    }
    if !CARGO.contains(name) && !aliases(repository).contains(*name) {
        return Some(format!("there is no `cargo {name}`"));
    }
    let package = rest.windows(2).find_map(|pair| match pair {
        ["-p" | "--package" | "--bin", package] => Some(*package),
        _ => None,
    });
    if let Some(package) =
        package.filter(|package| !repository.crates.iter().any(|member| member.name == *package))
    {
        return Some(format!("there is no crate `{package}`"));
    }
    let arguments = rest.iter().position(|word| *word == "--").and_then(|at| rest.get(at + 1..));
    let ours = *name == "run" && package.is_none_or(|package| package == "jifen");
    arguments.filter(|_| ours).and_then(|arguments| jifen(arguments, verbs))
}

fn jifen(words: &[&str], verbs: &BTreeSet<String>) -> Option<String> {
    let verb = words.iter().find(|word| !word.starts_with('-'))?;
    let known = *verb == "help" || verbs.contains(*verb);
    (!known).then(|| format!("there is no `jifen {verb}`"))
}

/// Names on the left of `=` in `.cargo/config.toml`.
fn aliases(repository: &Repository) -> BTreeSet<&str> {
    let text = repository.files.get(".cargo/config.toml").map_or("", String::as_str);
    text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim()).collect()
}

/// The verbs of the command: the variants of the enum that clap reads them from, in kebab case.
fn verbs(repository: &Repository) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, source) in repository.ending_in(".rs").filter(|(path, _)| path.starts_with("crates/jifen/src/")) {
        let pieces = outside_tests(source);
        let code: String = pieces
            .iter()
            .filter(|piece| piece.kind == Kind::Code)
            .map(|piece| format!("{} ", piece.text))
            .collect();
        for declaration in code.split("derive(").skip(1) {
            let derived = declaration.split(')').next().unwrap_or_default();
            if derived.contains("Subcommand")
                && let Some((_, body)) = declaration.split_once('{')
            {
                found.extend(variants(body).iter().map(|name| kebab(name)));
            }
        }
    }
    found
}

/// The variants of an enum whose body begins here: capitalised words at the body's own depth, outside attributes.
fn variants(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut word = String::new();
    for character in body.chars() {
        if character.is_alphanumeric() && depth == 0 {
            word.push(character);
            continue;
        }
        if word.starts_with(char::is_uppercase) {
            found.push(std::mem::take(&mut word));
        }
        word.clear();
        match character {
            '}' if depth == 0 => break,
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(character.to_lowercase());
    }
    text
}

/// Words that are files and are neither there nor made by an earlier line.
fn files<'a>(words: &[&'a str], made: &mut BTreeSet<&'a str>, repository: &Repository) -> Vec<String> {
    let mut missing = Vec::new();
    let mut before = "";
    for word in words.iter().skip(1) {
        if MAKES.contains(&before) {
            made.insert(word);
        } else if is_file(word) && !made.contains(word) && !repository.has(word.trim_start_matches("./")) {
            missing.push(format!("there is no file `{word}`"));
        }
        before = word;
    }
    missing
}

/// A policy's id has a `/` too, but no ending, and it names a scheme, not a file.
fn is_file(word: &str) -> bool {
    let policies = word.starts_with("policies/") || word.starts_with("docs/") || word.starts_with("crates/");
    !word.starts_with('-')
        && !word.contains("://")
        && (policies || ENDINGS.iter().any(|ending| word.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn commands_and_files_that_do_not_exist_are_named() {
        let page = "# Jifen\n```sh\ncargo install --path crates/jifen\ncargo xtask tidy\ncargo xtask polish\ncargo frobnicate\n\
                    $ jifen score examples/li.json --on 2018-06-15 # her sheet\njifen score examples/gone.json -o out.json\n\
                    jifen show-facts out.json\njifen guess\ncargo run -p jifen -- guess\nls nowhere.json\n```\n\
                    ```json\njifen nonsense\n```\n";
        let verbs = "#[derive(Debug, Subcommand)]\nenum Verb {\n    /// The sheet.\n    #[command(about = \"x\")]\n    \
                     Score { record: PathBuf, Odd: u8 },\n    ShowFacts(Arguments),\n}\nenum Other { Guess }\n";
        let repository = Repository::of(&[
            (PAGE, page),
            ("examples/li.json", "{}"),
            ("crates/jifen/src/main.rs", verbs),
            (".cargo/config.toml", "[alias]\nxtask = \"run\"\n"),
        ])
        .with_crate("jifen", &[], &[]);
        expect(
            check,
            &repository,
            &[
                "README.md:5: there is no `cargo xtask polish`",
                "README.md:6: there is no `cargo frobnicate`",
                "README.md:8: there is no file `examples/gone.json`",
                "README.md:10: there is no `jifen guess`",
                "README.md:11: there is no `jifen guess`",
            ],
        );
    }
}
