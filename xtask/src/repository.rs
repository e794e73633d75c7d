//! What a house rule may look at: the repository's own files and its crates. Rules read this value and nothing else, so
//! that each can be tried on a repository that exists only in its test.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command;

/// The files git knows or would add, and the crates cargo knows.
#[derive(Debug, Default)]
pub struct Repository {
    /// By path from the root, with `/`. A file that is not text is here with an empty text.
    pub files: BTreeMap<String, String>,
    pub crates: Vec<Crate>,
}

/// A member of the workspace.
#[derive(Debug, Default)]
pub struct Crate {
    pub name: String,
    /// Path from the root, such as `crates/terms`.
    pub folder: String,
    pub license: String,
    pub dependencies: Vec<Dependency>,
}

/// One line of a crate's dependencies, of any kind: ordinary, for tests, for the build.
#[derive(Debug)]
pub struct Dependency {
    pub name: String,
    /// It is a folder of this repository.
    pub ours: bool,
}

/// The repository that stands around this crate.
pub fn root() -> Result<&'static Path, String> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or_else(|| "the crate stands in no folder".to_owned())
}

/// Makes the root the folder that commands run in, wherever they were typed.
pub fn enter() -> Result<(), String> {
    let root = root()?;
    env::set_current_dir(root).map_err(|error| format!("{} could not be entered: {error}", root.display()))
}

impl Repository {
    /// Reads the repository that stands around this crate.
    pub fn read() -> Result<Self, String> {
        let root = root()?;
        let mut files = BTreeMap::new();
        let listed = output(root, "git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            // A file may be listed and yet deleted, or be a link to nowhere; then there is nothing to check.
            let Ok(bytes) = fs::read(root.join(path)) else {
                continue;
            };
            files.insert(path.to_owned(), String::from_utf8(bytes).unwrap_or_default());
        }
        let metadata =
            output(root, &command::program(), &["metadata", "--no-deps", "--format-version", "1"])?;
        let metadata: Value = serde_json::from_str(&metadata)
            .map_err(|error| format!("the output of cargo metadata could not be read: {error}"))?;
        Ok(Self { files, crates: crates(&metadata) })
    }

    /// The texts of the files whose path ends in `ending`.
    pub fn ending_in<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let matching = self.files.iter().filter(move |(path, _)| path.ends_with(ending));
        matching.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether `path` is a file, or a folder that holds one. The root itself is the empty path.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let within = format!("{path}/");
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.range(within.clone()..).next().is_some_and(|(first, _)| first.starts_with(&within))
    }

    /// A repository of just these files.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self { files, crates: Vec::new() }
    }

    /// The same repository with a crate more, which depends on `ours` and on `others`.
    #[cfg(test)]
    pub fn with_crate(mut self, name: &str, ours: &[&str], others: &[&str]) -> Self {
        let line = |ours| move |name: &&str| Dependency { name: (*name).to_owned(), ours };
        self.crates.push(Crate {
            name: name.to_owned(),
            folder: format!("crates/{name}"),
            license: "MIT OR Apache-2.0".to_owned(),
            dependencies: ours.iter().map(line(true)).chain(others.iter().map(line(false))).collect(),
        });
        self
    }
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> Result<String, String> {
    let line = format!("{program} {}", arguments.join(" "));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| format!("`{line}` could not be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{line}` failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{line}` printed something that is not UTF-8"))
}

fn crates(metadata: &Value) -> Vec<Crate> {
    let root = text(metadata, "workspace_root");
    let folder = |manifest: String| {
        let path = manifest.strip_prefix(&root).unwrap_or(&manifest).trim_start_matches('/');
        path.trim_end_matches("Cargo.toml").trim_end_matches('/').to_owned()
    };
    let one = |package: &Value| Crate {
        name: text(package, "name"),
        folder: folder(text(package, "manifest_path")),
        license: text(package, "license"),
        dependencies: list(package, "dependencies")
            .iter()
            .map(|line| Dependency {
                name: text(line, "name"),
                ours: line.get("path").is_some_and(Value::is_string),
            })
            .collect(),
    };
    list(metadata, "packages").iter().map(one).collect()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_there_when_it_holds_a_file() {
        let repository = Repository::of(&[("docs/reference/language.md", "")]);
        assert!(repository.has("docs"));
        assert!(repository.has("docs/reference/"));
        assert!(repository.has("docs/reference/language.md"));
        assert!(!repository.has("doc"));
        assert!(!repository.has("docs/ref"));
    }

    #[test]
    fn crates_are_read_from_what_cargo_prints() {
        let metadata = serde_json::json!({
            "workspace_root": "/somewhere",
            "packages": [{
                "name": "policy", "manifest_path": "/somewhere/crates/policy/Cargo.toml", "license": "MIT OR Apache-2.0",
                "dependencies": [{"name": "terms", "path": "/somewhere/crates/terms"}, {"name": "jiff", "path": null}],
            }],
        });
        let crates = crates(&metadata);
        assert_eq!(crates.len(), 1);
        assert_eq!(crates[0].folder, "crates/policy");
        let lines: Vec<_> =
            crates[0].dependencies.iter().map(|line| (line.name.as_str(), line.ours)).collect();
        assert_eq!(lines, [("terms", true), ("jiff", false)]);
    }
}
