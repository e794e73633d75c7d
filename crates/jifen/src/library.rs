//! Where policies come from: built in, or a folder.

use crate::failure::Failure;
use crate::input;
use include_dir::{Dir, include_dir};
use policy::diagnostic::{Diagnostic, Severity, nearest};
use policy::document::SourceFile;
use policy::model::Policy;
use policy::scheme::{Library, Scheme};
use score::explain::Language;
use std::path::{Path, PathBuf};
use terms::Date;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The longest file of a policy folder, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The most files of a policy folder.
const MOST_FILES: usize = 5_000;
/// How deep folders may be nested.
const DEEPEST: usize = 6;

/// A policy folder as read.
pub struct Shelf {
    /// The texts, in order of their paths.
    pub files: Vec<SourceFile>,
    /// What could be built from them.
    pub library: Library,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
}

impl Shelf {
    /// The folder given, else the policies built into the command.
    pub fn open(folder: Option<&Path>) -> Result<Shelf, Failure> {
        Shelf::open_for(folder, None)
    }

    /// The same with no other scheme than the one of an id, if it is there: an answer about one city does not wait for the
    /// others, nor for their mistakes.
    pub fn open_for(folder: Option<&Path>, id: Option<&str>) -> Result<Shelf, Failure> {
        let mut files = match folder {
            Some(folder) => files(folder)?,
            None => built_in(),
        };
        if let Some(id) = id {
            let prefix = format!("{}/", id.split('@').next().unwrap_or(id));
            if files.iter().any(|file| file.path.starts_with(&prefix)) {
                files.retain(|file| file.path.starts_with(&prefix) || !file.path.contains('/'));
            }
        }
        let (library, problems) = Library::read(&files);
        Ok(Shelf { files, library, problems })
    }

    /// The text of a file, for marks under its lines.
    pub fn text(&self, path: &str) -> &str {
        self.files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str())
    }

    /// The line of a place in a file.
    pub fn line(&self, path: &str, at: usize) -> usize {
        self.text(path).bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    /// The scheme that was asked for; where there is only one, it need not be named.
    pub fn chosen<'i>(&'i self, id: Option<&'i str>) -> Result<&'i str, Failure> {
        match (id, self.library.schemes.as_slice()) {
            (Some(id), _) => Ok(id),
            (None, [only]) => Ok(only.id.as_str()),
            (None, schemes) => {
                let ids: Vec<&str> = schemes.iter().map(|scheme| scheme.id.as_str()).collect();
                Err(Failure::new("没有说用哪个方案")
                    .hint(format!("加上 --policy 和其中一个：{}", ids.join("、"))))
            }
        }
    }

    /// The version that `city/scheme` or `city/scheme@date` names, in force on a day.
    pub fn version(&self, id: &str, on: Date) -> Result<&Policy, Failure> {
        let (id, at) = match id.split_once('@') {
            Some((id, at)) => (id, Some(at)),
            None => (id, None),
        };
        let scheme = self.scheme(id)?;
        let found = match at {
            None => scheme.on(on),
            Some(at) => {
                let day = policy::language::phrase::day(at).ok_or_else(|| {
                    Failure::new(format!("“{at}”不是日期")).hint(format!("写成 {id}@2018-01-01"))
                })?;
                scheme.version(day).or_else(|| scheme.on(day))
            }
        };
        found.ok_or_else(|| {
            let day = at.map_or_else(|| on.to_string(), str::to_owned);
            let failure = Failure::new(format!("{id} 在 {day} 没有施行中的版本"));
            let prefix = format!("{id}/");
            let wrong = |problem: &&Diagnostic| {
                problem.severity == Severity::Error && problem.file.starts_with(&prefix)
            };
            let errors = self.problems.iter().filter(wrong).count();
            let failure = match errors {
                0 => failure,
                errors => failure.hint(format!(
                    "这个方案的文件有 {errors} 处错误，有错误的版本不能用；先运行 jifen check"
                )),
            };
            let Some(last) = scheme.versions.last() else { return failure };
            let versions: Vec<String> =
                scheme.versions.iter().map(|version| in_force(version, Language::Chinese)).collect();
            failure
                .hint(format!("有这些版本：{}", versions.join("；")))
                .hint(format!("要看其中一版，写 {id}@{}", last.id.effective))
        })
    }

    /// The scheme of an id.
    pub fn scheme(&self, id: &str) -> Result<&Scheme, Failure> {
        self.library.scheme(id).ok_or_else(|| {
            let ids = || self.library.schemes.iter().map(|scheme| scheme.id.as_str());
            let failure = Failure::new(format!("没有方案 {id}"));
            let failure = match nearest(id, ids()) {
                Some(nearest) => failure.hint(format!("是不是 {nearest}？")),
                None => failure,
            };
            failure.hint(format!("有这些方案：{}", ids().collect::<Vec<_>>().join("、")))
        })
    }
}

/// For verbs of people who write policies: the folder given, else `policies` where the command is run, if there is one.
pub fn folder_or_default(given: Option<&Path>) -> Option<PathBuf> {
    let default = Path::new("policies");
    given.or_else(|| default.is_dir().then_some(default)).map(Path::to_owned)
}

/// A version and when it is in force.
pub fn in_force(policy: &Policy, language: Language) -> String {
    let from = policy.id.effective;
    match (policy.until, language) {
        (Some(until), Language::Chinese) => format!("{from} 至 {until} 施行"),
        (None, Language::Chinese) => format!("{from} 起施行"),
        (Some(until), Language::English) => format!("in force {from} to {until}"),
        (None, Language::English) => format!("in force from {from}"),
    }
}

fn built_in() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut open = vec![&BUILT_IN];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        for file in folder.files() {
            if let Some(text) = file.contents_utf8().filter(|_| is_document(file.path())) {
                files.push(SourceFile { path: inside(file.path()), text: text.to_owned() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// All documents of a folder, in order of their paths.
pub fn files(root: &Path) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    let mut open: Vec<(PathBuf, usize)> = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let unread = |error: std::io::Error| {
            Failure::new(format!("读不了文件夹 {}：{}", folder.display(), input::said(&error)))
        };
        for entry in std::fs::read_dir(&folder).map_err(unread)? {
            let path = entry.map_err(unread)?.path();
            if path.is_dir() {
                if depth < DEEPEST {
                    open.push((path, depth + 1));
                }
            } else if is_document(&path) {
                if files.len() >= MOST_FILES {
                    return Err(Failure::new(format!("{} 里超过 {MOST_FILES} 个文件", root.display())));
                }
                let text = input::read(&path, MOST_BYTES)?;
                files.push(SourceFile { path: inside(path.strip_prefix(root).unwrap_or(&path)), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// A path inside the policy folder, with `/` on every system.
fn inside(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
