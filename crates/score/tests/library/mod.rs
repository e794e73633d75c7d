//! The real policy folder, for tests.
#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use policy::document::SourceFile;
use policy::scheme::Library;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn files() -> Vec<SourceFile> {
    let folder = root().join("policies");
    let mut files = Vec::new();
    walk(&folder, &folder, &mut files);
    files
}

fn walk(folder: &Path, at: &Path, files: &mut Vec<SourceFile>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(at)
        .expect("the policy folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(folder, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let inside = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            files.push(SourceFile { path: inside, text: std::fs::read_to_string(&path).expect("text") });
        }
    }
}

/// The library; any error in the policy folder fails the test that asks for it.
pub fn real() -> Library {
    let (library, problems) = Library::read(&files());
    let errors: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == policy::diagnostic::Severity::Error)
        .map(|problem| format!("{} {}", problem.file, problem.message))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    library
}
